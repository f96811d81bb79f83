"""Articles for tests, from plain text: one paragraph a line, what looks like a heading is one."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.model import Article, Block, Head, Passage, Sidecar, Source, Verdict
from briefing.text import sentences, words

ENDS = '.!?…"”’»。！？'


def article_of(
    text: str | Sequence[str],
    title: str | None = None,
    language: str | None = None,
    whole_blocks: bool = False,
    sidecar: Sidecar | None = None,
) -> Article:
    """An article of ``title`` and the lines of ``text``; with ``whole_blocks`` each line is one sentence."""
    lines = [line.strip() for line in (text.splitlines() if isinstance(text, str) else text) if line.strip()]
    blocks = [
        Block(line, "paragraph" if whole_blocks or line[-1] in ENDS or len(line) > 80 else "heading", (0, 0))
        for line in lines
    ]
    if title:
        blocks.insert(0, Block(title, "title", (0, 0)))
    placed = tuple(Block(b.text, b.kind, (n, n)) for n, b in enumerate(blocks, 1))
    spoken = language or words.language(" ".join(lines))
    source = Source("articles/test.txt", "0" * 64, "utf-8", spoken, Head(), tuple(b.text for b in placed), placed)
    found = tuple(
        Passage(b.text[start:end], n, start, end, b.lines)
        for n, b in enumerate(placed)
        for start, end in ([(0, len(b.text))] if whole_blocks else sentences.spans(b.text, spoken))
    )
    verdicts = tuple(Verdict("keep", "test", "Test.") for _ in placed)
    return Article(source, Head(), sidecar or Sidecar(), placed, verdicts, (), found)
