"""A Source becomes an Article: every block kept or cut, each with the rule that said so and a reason.

``STEPS`` is the program. Each judges the blocks that no step before it has settled; the first that speaks of a block
wins, save that "ask" may still be settled by a later one.
"""

from __future__ import annotations

from dataclasses import replace

from briefing.clean import editor, furniture, headlines, lines, neighbours, rules, sites
from briefing.clean.page import Page, Verdicts
from briefing.model import Article, Cut, Desk, Passage, Sidecar, Source, Verdict
from briefing.text import sentences

STEPS = (
    ("editor", editor.judge),  # keep and cut of the sidecar
    ("sites", sites.judge),  # the publisher's own furniture
    ("headlines", headlines.judge),  # title, repeated titles, byline and date lines
    ("furniture", furniture.judge),  # html: what the ancestors say
    ("rules", rules.judge),  # one block alone
    ("structure", neighbours.structure),  # comment sections, listings
    ("lines", lines.judge),  # the classifier
    ("neighbours", neighbours.settle),  # what is still "ask"
)
KEPT = Verdict("keep", "body", "Reads as the article's own text.")


def clean(source: Source, desk: Desk, sidecar: Sidecar) -> Article:
    """The article in ``source``: what is kept, in order, and what was cut and why. Never raises on odd input."""
    page = Page.of(source, desk, sidecar)
    verdicts: Verdicts = {}
    for _, judge in STEPS:
        for place, verdict in judge(page, verdicts).items():
            if place not in verdicts or verdicts[place].call == "ask":
                verdicts[place] = verdict
    verdicts = neighbours.floor(page, verdicts)
    kinds = headlines.kinds(page, verdicts)
    blocks, judged, cuts = [], [], []
    for place, block in enumerate(source.blocks):
        verdict = verdicts.get(place, KEPT)
        if verdict.call == "cut":
            cuts.append(Cut(block, verdict))
        else:
            blocks.append(replace(block, kind=kinds.get(place, block.kind)))
            judged.append(verdict)
    article = Article(
        source=source,
        head=editor.head(source.head, sidecar),
        sidecar=sidecar,
        blocks=tuple(blocks),
        verdicts=tuple(judged),
        cuts=tuple(cuts),
        sentences=(),
        warnings=editor.warnings(source, sidecar),
    )
    return replace(article, sentences=_sentences(article))


def _sentences(article: Article) -> tuple[Passage, ...]:
    """Those of the title and the body in reading order; a heading or a title is one."""
    found = []
    for place, block in enumerate(article.blocks):
        if block.kind != "head":
            for start, end in sentences.spans(block.text, article.source.language):
                found.append(article.passage(place, start, end))
    return tuple(found)
