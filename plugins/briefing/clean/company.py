"""What the chances of all blocks of a page say of each: of those beside it, in its boxes, and like it.

A caption is one where the other captions are, a link is the story's own where the list is that it stands in. The
trees of the second turn see these numbers, in the order of ``NAMES``, after those of the block itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate, groupby
from typing import Any

from msgspec import Struct

from briefing.clean import measures, signs, story
from briefing.clean.furniture import parts
from briefing.clean.page import DENSE, Page
from briefing.model import Block

HIGH = 4  # boxes of a block that are looked at: the innermost, and those around it
MOST, LEAST = 600, 20  # characters of a block that count, and those that each counts for beside its own
EVEN = 0.4  # chance at which a block speaks neither for a run of blocks nor against it
OWN, SURE = 0.5, 0.6  # chance of a paragraph that is the story's, and of one that is so without a question
NEAR, BELOW = 2, 12  # blocks to each side, and below
SECTION = 24  # blocks below a heading
FAR, MANY = 60, 40  # blocks; more say no more
NONE = -1.0  # there is none
LOOK, RARE, STEM = 400, 4, 6  # characters that tell what a block is about, letters of a word that does, and of its stem

NAMES = (
    *("chance", "one above", "one below", "near", "below"),
    *(f"box {high} {name}" for high in range(HIGH) for name in ("mean", "plain", "share")),
    *("story up", "story out"),
    *("before", "core", "core share", "core blocks", "last", "sure", "part"),
    *("alike", "kind", "kinds", "section", "run", "after run"),
    *("kin", "kin here", "kin box"),
)
Row = list[float]
Trail = tuple[str, ...]


class _Sums(Struct):
    """Of some blocks: their chances weighed by size, their sizes, their plain chances, their number."""

    weighed: float = 0.0
    size: int = 0
    plain: float = 0.0
    count: int = 0

    def add(self, chance: float, size: int) -> None:
        self.weighed += chance * size
        self.size += size
        self.plain += chance
        self.count += 1

    def mean(self, chance: float, size: int) -> float:
        """The weighed mean of the others."""
        return (self.weighed - chance * size) / (self.size - size) if self.size > size else NONE

    def others(self, chance: float) -> float:
        """The plain mean of the others."""
        return (self.plain - chance) / (self.count - 1) if self.count > 1 else NONE


class _Groups(dict[Any, _Sums]):
    """Sums by what their blocks share."""

    def __missing__(self, key: Any) -> _Sums:
        found = self[key] = _Sums()
        return found


class _Line:
    """The blocks of a page in a row: what some that follow each other weigh."""

    def __init__(self, chances: Sequence[float], sizes: Sequence[int]) -> None:
        self.weighed = [chance * size for chance, size in zip(chances, sizes, strict=True)]
        self.sizes = sizes
        self.mass, self.total = [0.0, *accumulate(self.weighed)], [0, *accumulate(sizes)]

    def mean(self, low: int, high: int, without: int = -1) -> float:
        """The weighed mean chance of the blocks from ``low`` to below ``high``, one left out."""
        mass, total = self.mass[high] - self.mass[low], self.total[high] - self.total[low]
        if without >= 0:
            mass, total = mass - self.weighed[without], total - self.sizes[without]
        return mass / total if total > 0 else NONE


def rows(page: Page, chances: Sequence[float], asked: Sequence[int]) -> list[Row]:
    """The numbers of the blocks at the places ``asked``; ``chances`` are those of all."""
    blocks, count = page.blocks, len(page.blocks)
    chances = [0.0 if block.kind == "head" else chance for block, chance in zip(blocks, chances, strict=True)]
    sizes = [0 if block.kind == "head" else min(measures.size(block.text), MOST) + LEAST for block in blocks]
    line = _Line(chances, sizes)
    whole = line.mass[-1] or 1.0
    box = story.box(page, chances)
    shared = {trail: _shared(trail, box) for trail in {block.trail for block in blocks}}
    sorts = [(_sort(block), shared[block.trail] == len(box)) for block in blocks]
    boxes, alike, kinds = _boxes(page, chances, sizes), _Groups(), _Groups()
    for at in range(count):
        alike[blocks[at].trail[-1:]].add(chances[at], sizes[at])
        kinds[sorts[at]].add(chances[at], sizes[at])
    gains = [one - EVEN * size for one, size in zip(line.weighed, sizes, strict=True)]
    begin, end = signs.run(gains)
    core = sum(gains[begin:end]) / (sum([gain for gain in gains if gain > 0]) or 1)
    sure = [at for at, chance in enumerate(chances) if chance >= SURE and page.prose[at]]
    last = sure[-1] if sure else count
    sections, runs = _sections(blocks), _runs(blocks)
    kin, here, around = _kin(page, [chance >= OWN and yes for chance, yes in zip(chances, page.prose, strict=True)])
    out = []
    for at in asked:
        block, chance, size = blocks[at], chances[at], sizes[at]
        row = [
            chance,
            chances[at - 1] if at else NONE,
            chances[at + 1] if at + 1 < count else NONE,
            line.mean(max(0, at - NEAR), min(count, at + NEAR + 1), at),
            line.mean(at + 1, min(count, at + BELOW + 1)),
        ]
        for sums in boxes[block.trail]:
            row += (sums.mean(chance, size), sums.others(chance), sums.weighed / whole)
        first, after = runs[at]
        row += (
            len(box) - shared[block.trail],
            len(block.trail) - shared[block.trail],
            line.mass[at] / whole,
            _within(at - begin if at < begin else max(0, at - end + 1)),
            core,
            end - begin,
            _within(at - last),
            len(sure),
            whole / (line.total[-1] or 1),
            alike[block.trail[-1:]].others(chance),
            kinds[sorts[at]].others(chance),
            min(kinds[sorts[at]].count, MANY),
            line.mean(at + 1, max(at + 1, min(sections[at], at + 1 + SECTION))),
            line.mean(first, after, at),
            chances[after] if after < count else NONE,
            kin[at],
            here[block.trail],
            around[block.trail[:-2]],
        )
        out.append([round(number, 3) for number in row])
    return out


def _within(away: int) -> int:
    return max(-FAR, min(FAR, away))


def _shared(trail: Trail, box: Trail) -> int:
    """How many outer names a trail has of those of the story's box."""
    for at, (one, other) in enumerate(zip(trail, box, strict=False)):
        if one != other:
            return at
    return min(len(trail), len(box))


def _sort(block: Block) -> tuple[str, str]:
    """Kind and innermost tag."""
    return block.kind, parts(block.trail[-1])[0] if block.trail else ""


def _boxes(page: Page, chances: Sequence[float], sizes: Sequence[int]) -> dict[Trail, list[_Sums]]:
    """The sums of the HIGH innermost boxes of every trail; of a short trail the outermost once more."""
    found: dict[Trail, list[_Sums]] = {}
    held = _Groups()
    for block, chance, size in zip(page.blocks, chances, sizes, strict=True):
        trail = block.trail
        if trail not in found:
            found[trail] = [held[trail[: max(0, len(trail) - high)]] for high in range(HIGH)]
        for sums in found[trail][: len(trail) + 1]:
            sums.add(chance, size)
    return found


def _sections(blocks: Sequence[Block]) -> list[int]:
    """Of each block the place of the next heading below it."""
    found, heading = [0] * len(blocks), len(blocks)
    for at in range(len(blocks) - 1, -1, -1):
        found[at] = heading
        if blocks[at].kind == "heading":
            heading = at
    return found


def _runs(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Of each block the first, and the first after, of those that follow each other with the same ancestors."""
    found: list[tuple[int, int]] = []
    for _, run in groupby(blocks, lambda block: block.trail):
        size = len(list(run))
        found += [(len(found), len(found) + size)] * size
    return found


def _kin(page: Page, own: Sequence[bool]) -> tuple[list[int], Mapping[Trail, float], Mapping[Trail, float]]:
    """Rarer words that each block shares with the story's other paragraphs, and which share of those in its boxes."""
    frequent = measures.frequent(page.source.language)
    about = [_about(page, block.text, frequent) for block in page.blocks]
    seen = Counter([word for words, yes in zip(about, own, strict=True) if yes for word in words])
    kin = [
        len([1 for word in words if seen.get(word, 0) > yes])  # a word of its own stands there once by itself
        for words, yes in zip(about, own, strict=True)
    ]
    told: list[dict[Trail, list[int]]] = [{}, {}]
    for block, words, some in zip(page.blocks, about, kin, strict=True):
        for boxes, trail in zip(told, (block.trail, block.trail[:-2]), strict=True):
            sums = boxes.setdefault(trail, [0, 0])
            sums[0] += some
            sums[1] += len(words)
    here, around = ({trail: some / (of or 1) for trail, (some, of) in boxes.items()} for boxes in told)
    return kin, here, around


def _about(page: Page, text: str, frequent: frozenset[str]) -> frozenset[str]:
    """What a block is about: the beginnings of its rarer words, pairs of characters where these are words."""
    key = ("about", text)
    if key not in page.known:
        start = text[:LOOK]
        if not start.isascii() and len(DENSE.findall(start)) * 2 > len(start):
            runs = signs.PLAIN.findall(start)
            page.known[key] = frozenset([run[at : at + 2] for run in runs for at in range(len(run) - 1)])
        else:
            words = [word for word in signs.WORD.findall(start.lower()) if len(word) >= RARE and word not in frequent]
            page.known[key] = frozenset([word[:STEM] for word in words])
    found: frozenset[str] = page.known[key]
    return found
