"""Where each block of a web page stands: to the ancestor that holds most prose, to the title, to paragraphs, headings.

Part of what ``measures.py`` tells the trees.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import log2

from briefing.clean.furniture import parts
from briefing.clean.page import Page, Verdicts
from briefing.model import Block
from briefing.text.tables import shipped

FAR = 99  # blocks; a distance above it says no more
FAMILIES = (
    *("head", "share", "related", "newsletter", "navigation", "consent", "comments", "adverts", "credit", "footer"),
    *("pointer", "paywall", "title", "wordless"),
)
FAMILY = {name: at for at, name in enumerate(FAMILIES, start=1)}
OF_PLACE = (
    "out up story after before place title covered run at above below heading rank section away lines page blocks prose"
    " genre standfirst"
)
PLACE = tuple(OF_PLACE.split())
GENRES = {"": 0, "article": 1, "news": 2}
BELOW, LEAST, DESCRIBED = 30, 25, 0.6  # blocks below the title, characters, and share that the page's description has


def rows(page: Page, verdicts: Verdicts, sizes: Sequence[int], prose: Sequence[int]) -> list[list[float]]:
    """The numbers of each block, in the order of PLACE. ``prose``: the sizes of those that are paragraphs."""
    blocks = page.blocks
    count = len(blocks)
    direct: dict[tuple[str, ...], float] = {}
    for at, block in enumerate(blocks):
        if prose[at] and block.kind != "head":
            for depth, share in ((1, 1.0), (2, 0.5)):
                if len(block.trail) >= depth:
                    path = block.trail[:-depth]
                    direct[path] = direct.get(path, 0.0) + prose[at] * share
    story = max(direct, key=lambda path: (direct[path], len(path), path)) if direct else ()
    deep = len(story)
    held = [at for at, block in enumerate(blocks) if prose[at] and block.trail[:deep] == story and block.kind != "head"]
    first, last = (held[0], held[-1]) if held else (0, count)
    inside = sum(prose[at] for at in held) / (sum(prose) or 1)
    title = next((at for at, verdict in sorted(verdicts.items()) if verdict.rule == "title"), 0)
    whole, many = log2(sum(prose) or 1), len([1 for size in prose if size])
    ends, above, below = [count] * count, [0] * count, [0] * count
    away = FAR
    for at in range(count - 1, -1, -1):
        below[at] = min(away, FAR)
        away = 0 if prose[at] else away + 1
        same = at + 1 < count and blocks[at].trail == blocks[at + 1].trail
        ends[at] = ends[at + 1] if same else at + 1
    away = FAR
    for at in range(count):
        above[at] = min(away, FAR)
        away = 0 if prose[at] else away + 1
    known: dict[tuple[str, ...], int] = {}
    out: list[list[float]] = []
    begun, passed, size = 0, 0, sum(sizes) or 1
    genre = GENRES[page.source.genre]
    heading, section, opened = -1, 0, 0
    for at, block in enumerate(blocks):
        if at and blocks[at - 1].trail != block.trail:
            begun = at
        shared = known.get(block.trail)
        if shared is None:
            shared = 0
            for one, other in zip(block.trail, story, strict=False):
                if one != other:
                    break
                shared += 1
            known[block.trail] = shared
        out.append(
            [
                shared - deep,
                len(block.trail) - shared,
                inside,
                at - first,
                at - last,
                at / count,
                at - title,
                passed / size,
                ends[at] - begun,
                at - begun,
                above[at],
                below[at],
                min(at - heading, 50) if heading >= 0 else -1,
                blocks[heading].level if heading >= 0 else -1,
                section,
                min(at - opened, FAR) if section else -1,
                count,
                whole,
                size / count,
                many,
                genre,
                _standfirst(block) if at <= first and 0 < at - title < BELOW else 0,
            ]
        )
        passed += sizes[at]
        if block.kind == "heading":
            heading = at
        said = verdicts.get(at)
        if said and said.rule.endswith(".open"):
            section, opened = FAMILY.get(said.rule.partition(".")[0], 0), at
    return out


def _standfirst(block: Block) -> int:
    """How much a block above the story looks like a standfirst: so named, and told by the page's description."""
    if len(block.text) < LEAST:
        return 0
    named = any(parts(name)[1] & _leads() for name in block.trail[-2:])
    return 1 + named + 2 * ((block.described or 0) >= DESCRIBED)


@cache
def _leads() -> frozenset[str]:
    """Words in the names of what holds the sentence under a headline."""
    return frozenset(shipped("leads")["words"])
