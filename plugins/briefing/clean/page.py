"""What every step of cleaning sees: the source, the desk, the editor's word, and the measures they share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import field

from briefing.lazy import regex
from briefing.model import Block, Desk, Shared, Sidecar, Source, Verdict
from briefing.plain import Frozen

Verdicts = dict[int, Verdict]  # place in source.blocks: what was said of it

MIN_PROSE = 60  # letters; a shorter line is no paragraph, whatever it ends with
MIN_PROSE_DENSE = 20  # the same where a character is a syllable or a word
# what scrapers leave around a line of furniture: bullets, arrows, stars, boxes
EDGES = " \t\u00a0|•·*+#~=_–—-:;,.!…»«›‹>→←↑↓▶►◄▼▲✉☰×✕✖✓✔□■●○◆★☆※"
END = regex(r"[.!?…。!?؟।][\"'”’»」』)\])]{0,3}$")
STOP = regex(r"[^\W\d_]{2}[.!?…][\"'”’»)]{0,2}\s|[。!?؟।]")
SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())  # of ASCII all but letters and digits
DENSE = regex(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


def bare(line: str) -> str:
    """A line as the rules see it: without bullets, arrows and full stops around it, straight apostrophes.

    >>> bare("» Read more…")
    'Read more'
    """
    if not (line[:1].isalnum() and line[-1:].isalnum()):  # most lines have nothing around them
        line = line.strip(EDGES)
    return line if line.isascii() else line.replace("’", "'").replace("‘", "'")


def letters(text: str) -> int:
    """Letters and digits of a text."""
    if text.isascii():
        return len(text.encode().translate(None, SIGNS))
    return sum(map(str.isalnum, text))


def is_prose(text: str) -> bool:
    """Whether a line reads as a paragraph: long enough, and its last sentence is closed, or several inside it are."""
    if len(text) < MIN_PROSE_DENSE:
        return False
    least = MIN_PROSE if text.isascii() or not DENSE.search(text) else MIN_PROSE_DENSE
    if len(text) < least or (letters(text[: 2 * least]) < least * 0.6 and letters(text) < least * 0.6):
        return False
    return END.search(text[-5:]) is not None or (len(text) >= 4 * least and len(STOP.findall(text[:4_000])) >= 2)


def _weight(text: str) -> int:
    """Characters of a line that reads as a paragraph, those that say more counted thrice; 0 of any other."""
    if not is_prose(text):
        return 0
    return len(text) * (3 if DENSE.search(text) else 1)


class Page(Frozen):
    """A source on its way to an article."""

    source: Source
    desk: Desk
    sidecar: Sidecar
    blocks: tuple[Block, ...]
    prose: tuple[bool, ...]  # of each block: reads as a paragraph
    weight: tuple[int, ...]  # of each block: characters, when it is prose
    trails: Mapping[str, int]  # html: characters of prose under each ancestor, by its path
    gone: int = 0  # blocks that earlier rounds cut
    residue: bool = False  # an earlier round found residue beyond doubt
    known: dict[Any, Any] = field(default_factory=dict)  # what no round changes of a block: asked once
    shared: Shared = field(default_factory=Shared)  # what many files of the publisher have

    @classmethod
    def of(
        cls,
        source: Source,
        desk: Desk,
        sidecar: Sidecar,
        blocks: tuple[Block, ...] | None = None,
        residue: bool = False,
        known: dict[Any, Any] | None = None,
        shared: Shared | None = None,
    ) -> Page:
        """The page of a source, or of those of its blocks that are still in question."""
        blocks = source.blocks if blocks is None else blocks
        known = {} if known is None else known
        weighed: dict[str, int] = known.setdefault("weight", {})
        texts = [block.text for block in blocks]
        for text in texts:
            if text not in weighed:
                weighed[text] = _weight(text) if len(text) >= MIN_PROSE_DENSE else 0
        weight = tuple([weighed[text] for text in texts])
        prose = tuple([size > 0 for size in weight])
        under: dict[str, int] = {}
        for block, size in zip(blocks, weight, strict=True):
            if size and block.trail:
                path = ""
                for name in block.trail:
                    path = f"{path}/{name}"
                    under[path] = under.get(path, 0) + size
        gone = len(source.blocks) - len(blocks)
        return cls(source, desk, sidecar, blocks, prose, weight, under, gone, residue, known, shared or Shared())
