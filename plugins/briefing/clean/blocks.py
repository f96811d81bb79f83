"""How much each block of a web page reads as the article's own: a trained score of what ``measures`` finds of it.

Trees score each block; those of a second turn see what these say of all others too (``company``). Weights and trees
are in ``data/weights/blocks.json``, written by ``python -m quality.train_blocks``. Speaks of web pages only; the lines
of a text, which have no ancestors, are the business of ``lines.py``.
"""

from __future__ import annotations

import json
from collections.abc import Container, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from briefing.cache import kept
from briefing.clean import another, company, furniture, measures, story
from briefing.clean.page import Page, Verdicts
from briefing.clean.rules import is_shipped
from briefing.clean.trees import Trees
from briefing.hashes import code
from briefing.model import Block, Verdict

WEIGHTS = Path(__file__).parents[1] / "data" / "weights" / "blocks.json"
CUT_BELOW = 0.4  # chance of being the article's own; best F1 and most pages exact on sites that no tree has seen
DOUBTED = {"row": 0.1, "quote": 0.2}  # chance from which such blocks in the story are kept all the same
CODE = 0.05  # the same for preformatted lines between two paragraphs
# chance from which a block is kept though a phrase of furniture is all it says: of the others the phrase is right
OVERRULED = {"pointer.more": 0.5} | dict.fromkeys(
    ("share.bar", "navigation", "newsletter", "consent", "related.open"), 0.8
)
SURE_FROM = 0.6  # below it a block is kept, but shown as unsure
HOPELESS = -5.0  # sum of the weights of words and names; 0.5 % of the articles' own short blocks lie below
WORTH = 0.01  # chance below which a block is not looked at once more: two in three
BESIDE = measures.NAMES.index(measures.BESIDE[0])  # numbers from here on are of the blocks beside one
LONG = measures.NAMES.index("size"), 7.0  # binary logarithm of the characters; a longer block is never hopeless
BELIEVED = 0.97  # chance of a page's best paragraph from which nothing on it is raised
LIFT, LIKE = 3, 0.8  # power of the best chance that others are divided by, and share of it that its like have
LINKED = 0.6  # share of a block's characters inside links
SHORT = 60  # characters
MOST = 6_000  # blocks; more cannot be scored in a second, and no article has them

LINKS = ("page.links", "Links, apart from the story's paragraphs.")
CAPTION = ("page.caption", "Caption or credit of a picture that is not shown here.")
FEW = ("page.short", "A few words that stand apart from the story's paragraphs.")
PROSE = ("page.teaser", "Reads like a teaser or a notice, not like a paragraph of the story.")
TABLE = Verdict("keep", "body", "A table, a quote or code in the middle of the story.", 0.5)
HEADING = Verdict("keep", "body", "A heading right above the story's own text.", 0.5)
OVERRULE = Verdict("keep", "body", "A phrase of furniture, in a place that speaks for the story.", 0.6)
OTHER = ("page.outside", "Neither a sentence nor a heading of the story.")


def judge(page: Page, verdicts: Verdicts) -> Verdicts:
    """Verdicts on every open block of a web page; none on a text, nor on a page too large to be an article."""
    if len(page.blocks) > MOST or not any(block.trail and block.kind != "head" for block in page.blocks):
        return {}
    values = score(page, verdicts)
    lifted = _lifted(page, values)
    boxes = furniture.judge(page, verdicts)
    raised = _raised(page, lifted, {**boxes, **verdicts})
    demands = furniture.demands(page)
    end = another.begins(page, verdicts)
    said: Verdicts = {}
    for place, chance in enumerate(lifted):
        if page.blocks[place].kind == "head":
            continue
        if place in verdicts and verdicts[place].call != "ask":
            rule = verdicts[place].rule
            if chance >= OVERRULED.get(rule, furniture.NEVER) and is_shipped(page.desk, rule):
                said[place] = OVERRULE
            continue
        if place >= end:
            said[place] = another.ANOTHER
        elif chance < CUT_BELOW and place not in raised:
            rule, why = _why(page, place, boxes.get(place) or verdicts.get(place))
            said[place] = Verdict("cut", rule, why, round(1 - chance, 3))
        elif (box := demands[place]) and values[place] < box[0]:
            said[place] = Verdict("cut", box[1], box[2], round(1 - chance, 3))
        elif place in raised:
            said[place] = raised[place]
        elif chance < SURE_FROM:
            said[place] = Verdict("ask", "page.unsure", "Reads half like furniture.", round(1 - chance, 3))
        else:
            said[place] = Verdict("keep", "body", "Reads as the article's own text.", round(chance, 3))
    return said


def score(page: Page, verdicts: Verdicts) -> list[float]:
    """The chance of each block to be the article's own, 0 to 1.

    Scored once, as the whole page showed it: what is left of a page is no other page.
    """
    keys = [("chance", id(block)) for block in page.blocks]
    if any(key not in page.known for key in keys):
        model = trained()
        rows = measures.rows(page, verdicts, model["weights"])
        first = chances(rows, model["trees"])
        page.known.update(zip(keys, again(page, rows, first, model["again"]), strict=True))
    return [page.known[key] for key in keys]


def chances(rows: Sequence[Sequence[float]], trees: Trees) -> list[float]:
    """What the trees say of blocks with these numbers, 0 to 1."""
    found = [0.0] * len(rows)
    asked = [at for at, row in enumerate(rows) if not is_hopeless(row)]
    columns = list(zip(*(rows[at] for at in asked), strict=True))
    for at, chance in zip(asked, trees.score(columns, len(asked)) if asked else (), strict=True):
        found[at] = chance
    return found


def again(page: Page, rows: Sequence[Sequence[float]], first: Sequence[float], trees: Trees) -> list[float]:
    """What the trees of the second turn say of the blocks that are worth it; of the others the first word stands."""
    found = list(first)
    asked = [at for at, chance in enumerate(first) if chance >= WORTH]
    if asked:
        seen = seen_again(page, rows, first, asked)
        for at, chance in zip(asked, trees.score(list(zip(*seen, strict=True)), len(asked)), strict=True):
            found[at] = chance
    return found


def seen_again(
    page: Page, rows: Sequence[Sequence[float]], first: Sequence[float], asked: Sequence[int]
) -> list[list[float]]:
    """What the second turn sees of these blocks: their own numbers, and their company."""
    return [[*rows[at][:BESIDE], *row] for at, row in zip(asked, company.rows(page, first, asked), strict=True)]


def is_hopeless(row: Sequence[float]) -> bool:
    """Whether a short block's words and ancestors alone settle that it is furniture: half of all blocks."""
    at, most = LONG
    return row[0] + row[1] < HOPELESS and row[at] < most


def _lifted(page: Page, values: Sequence[float]) -> Sequence[float]:
    """The chances; on a page whose best paragraph the trees only half believe, those beside its like are raised.

    That the page is odd was said of all of them: what stands in one box with the best is as likely the story.
    """
    best = max((value for value, prose in zip(values, page.prose, strict=True) if prose), default=1.0)
    if not CUT_BELOW <= best < BELIEVED:
        return values
    beside = {
        block.trail[:-1]
        for value, block, prose in zip(values, page.blocks, page.prose, strict=True)
        if prose and value >= LIKE * best
    }
    return [
        min(1.0, value / best**LIFT) if block.trail[:-1] in beside else value
        for value, block in zip(values, page.blocks, strict=True)
    ]


def _raised(page: Page, values: Sequence[float], spoken: Container[int]) -> dict[int, Verdict]:
    """What stays below the bound, in the story's box and below its first sure paragraph, and why.

    Code between two such paragraphs. Save those made of links, doubted rows and quotes, and headings right above what
    is sure, unless something else has ``spoken`` of them: their classes tell how they look, and many such words
    outweigh where they stand.
    """
    blocks = page.blocks
    sure = [at for at, value in enumerate(values) if value >= SURE_FROM and page.prose[at]]
    if not sure:
        return {}
    first, last = sure[0], sure[-1]
    found = {at: TABLE for at in range(first + 1, last) if CODE <= values[at] < SURE_FROM and _is_code(blocks[at])}
    doubted = {
        at: TABLE
        for at in range(first + 1, len(blocks))
        if DOUBTED.get(blocks[at].kind, SURE_FROM) <= values[at] < SURE_FROM
    } | {
        at: HEADING
        for at in range(first + 1, len(blocks) - 1)
        if values[at] < CUT_BELOW and values[at + 1] >= SURE_FROM and blocks[at].kind == "heading" and at not in spoken
    }
    if doubted:
        where = story.inside(page, values)
        own = furniture.parts(("", *story.box(page, values))[-1])[0]
        box = ("i", "n") if own == "p" or where.count("i") == 1 else ("i",)  # paragraphs are no box, what holds them is
        found |= {at: why for at, why in doubted.items() if where[at] in box and not _linked(blocks[at], 0.5)}
    return found


def _is_code(block: Block) -> bool:
    return any(furniture.parts(name)[0] == "pre" for name in block.trail)


def _linked(block: Block, share: float) -> bool:
    return sum(link.end - link.start for link in block.links) >= share * len(block.text)


def _why(page: Page, place: int, said: Verdict | None) -> tuple[str, str]:
    """Rule and reason of a cut: what an ancestor's name or a rule says, else what the block looks like."""
    if said:
        return said.rule, said.why
    block: Block = page.blocks[place]
    if _linked(block, LINKED):
        return LINKS
    if block.kind == "caption":
        return CAPTION
    if page.prose[place]:
        return PROSE
    return FEW if len(block.text) < SHORT else OTHER


@cache
def trained() -> dict[str, Any]:
    """``weights``: of words and ancestors' names. ``trees`` and ``again``: what scores the numbers of either turn."""
    read = cache(lambda: json.loads(WEIGHTS.read_bytes()))

    def turn(name: str) -> Trees:
        return Trees.shipped(f"blocks.json#{name}", lambda: [grown(tree) for tree in read()[name]])

    made_by = code("clean/blocks.py", "data/weights/blocks.json")
    weights = kept("weights", (made_by.encode(),), lambda: read()["weights"])
    return {"weights": weights, "trees": turn("trees"), "again": turn("again")}


def grown(tree: Sequence[Sequence[Any]]) -> Any:
    """A tree as ``Trees`` takes it: a node is the number it looks at, the bound, what is below, above; a leaf a value.

    ``tree`` is the same as five lists: those four of each node, a leaf being ``~place`` in the fifth, and the values.

    >>> grown([[3], [0.5], [~0], [~1], [-1.0, 2.0]])
    (3, 0.5, -1.0, 2.0)
    """
    feature, bound, low, high, value = tree
    nodes: dict[int, Any] = {~place: leaf for place, leaf in enumerate(value)}
    for at in range(len(feature) - 1, -1, -1):  # a node stands before those below it
        nodes[at] = (feature[at], bound[at], nodes[low[at]], nodes[high[at]])
    return nodes[0 if feature else ~0]
