"""A Source becomes an Article: every block kept or cut, each with the rule that said so and a reason.

``STEPS`` is the program. Each judges the blocks that no step before it has settled; the first that speaks of a block
wins, save that "ask" may still be settled by a later one, and that the trees over a web page may overrule a phrase.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from briefing.clean import blocks, editor, headlines, lines, neighbours, rules, shared, sites
from briefing.clean.page import Page, Verdicts
from briefing.model import Article, BlockKind, Cut, Desk, Passage, Shared, Sidecar, Source, Verdict
from briefing.text import sentences

STEPS = (
    ("editor", editor.judge),  # keep and cut of the sidecar
    ("sites", sites.judge),  # the publisher's own furniture
    ("headlines", headlines.judge),  # title, repeated titles, byline and date lines
    ("rules", rules.judge),  # one block alone
    ("shared", shared.judge),  # what many files of the publisher have
    ("blocks", blocks.judge),  # web pages: the trees, which see the ancestors
    ("structure", neighbours.structure),  # comment sections, listings
    ("lines", lines.judge),  # texts: the classifier
    ("neighbours", neighbours.settle),  # what is still "ask"
)
ROUNDS = 6  # at most; two are the rule
KEPT = Verdict("keep", "body", "Reads as the article's own text.")


def clean(source: Source, desk: Desk, sidecar: Sidecar, common: Shared | None = None) -> Article:
    """The article in ``source``: what is kept, in order, and what was cut and why. Never raises on odd input.

    ``common`` is what the collection knows of its publisher's lines, where there is a collection.
    """
    verdicts, kinds = judge(source, desk, sidecar, common)
    left, judged, cuts = [], [], []
    for place, block in enumerate(source.blocks):
        verdict = verdicts.get(place, KEPT)
        if verdict.call == "cut":
            cuts.append(Cut(block, verdict))
        else:
            kind = kinds.get(place, block.kind)
            left.append(block if kind == block.kind else replace(block, kind=kind))
            judged.append(verdict)
    article = Article(
        source=source,
        head=editor.head(source.head, sidecar),
        sidecar=sidecar,
        blocks=tuple(left),
        verdicts=tuple(judged),
        cuts=tuple(cuts),
        sentences=(),
        warnings=editor.warnings(source, sidecar),
    )
    return replace(article, sentences=_sentences(article))


def judge(
    source: Source, desk: Desk, sidecar: Sidecar, common: Shared | None = None
) -> tuple[Verdicts, dict[int, BlockKind]]:
    """What was said of each block, by its place, and the kinds that changed.

    What is kept is judged again until nothing more is cut: cleaning a cleaned text changes nothing.
    """
    said: Verdicts = {}
    kinds: dict[int, BlockKind] = {}
    left = list(range(len(source.blocks)))
    residue = False
    known: dict[Any, Any] = {}
    for _ in range(ROUNDS):
        page = Page.of(source, desk, sidecar, tuple(source.blocks[place] for place in left), residue, known, common)
        verdicts = walk(page)
        residue = residue or rules.has_residue(verdicts)
        verdicts = neighbours.floor(page, verdicts)
        for at, place in enumerate(left):  # what an earlier round said of a kept block is out of date
            said.pop(place, None)
            if at in verdicts:
                said[place] = verdicts[at]
        kinds = {left[at]: kind for at, kind in headlines.kinds(page, verdicts).items()}
        kept = [place for place in left if place not in said or said[place].call != "cut"]
        if len(kept) == len(left):
            break
        left = kept
    return said, kinds


def walk(page: Page, until: str = "") -> Verdicts:
    """What the steps say of a page, one after the other, up to the step named ``until``."""
    verdicts: Verdicts = {}
    for name, step in STEPS:
        if name == until:
            break
        for place, verdict in step(page, verdicts).items():
            if place not in verdicts or verdicts[place].call == "ask" or verdict is blocks.OVERRULE:
                verdicts[place] = verdict
    return verdicts


def _sentences(article: Article) -> tuple[Passage, ...]:
    """Those of the title and the body in reading order; a heading or a title is one."""
    found = []
    for place, block in enumerate(article.blocks):
        if block.kind != "head":
            for start, end in sentences.spans(block.text, article.source.language):
                found.append(article.passage(place, start, end))
    return tuple(found)
