"""Which pairs of passages are one claim: what a page shows in one row, and a list of stories counts as one point."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations

from briefing.model import Pair

AGREE = ("same", "same value")
End = tuple[str, int, int, int]  # account, block, start, end


def grouped(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Pairs of two accounts as they come; those of more accounts by claim, each passage once.

    Passages that differ belong to one claim, directly or through others; so do equal phrases of which one lies in the
    other. Detail that one account adds to another is a claim only between passages that do not stand in one yet.
    """
    if len({extract.slug for pair in pairs for extract in (pair.a, pair.b)}) <= 2:
        return [[pair] for pair in pairs]
    same = [pair for pair in pairs if pair.relation == "same"]
    alike = [pair for pair in pairs if pair.relation == "same value"]
    apart = [pair for pair in pairs if pair.relation not in (*AGREE, "detail")]
    held = _hanging(apart, ())
    known = {end: at for at, group in enumerate(held) for pair in group for end in _ends(pair)}
    more = [pair for pair in pairs if pair.relation == "detail" and not _in_one(pair, known)]
    ends = sorted({end for pair in same for end in _ends(pair)})
    inside = [(x, y) for x, y in combinations(ends, 2) if _inside(x, y) or _inside(y, x)]
    return [*held, *_hanging(more, ()), *_hanging(alike, ()), *_hanging(same, inside)]


def _ends(pair: Pair) -> tuple[End, End]:
    a, b = ((e.slug, e.passage.block, e.passage.start, e.passage.end) for e in (pair.a, pair.b))
    return a, b


def _inside(one: End, other: End) -> bool:
    return one[:2] == other[:2] and other[2] <= one[2] and one[3] <= other[3]


def _in_one(pair: Pair, known: Mapping[End, int]) -> bool:
    a, b = (known.get(end) for end in _ends(pair))
    return a is not None and a == b


def _hanging(pairs: Sequence[Pair], ties: Iterable[tuple[End, End]]) -> list[list[Pair]]:
    """Pairs whose ends hang together, by the first of each; ``ties`` join ends as pairs do."""
    above: dict[Hashable, Hashable] = {}

    def top(end: Hashable) -> Hashable:
        while above.setdefault(end, end) != end:
            end = above[end]
        return end

    for one, other in (*(_ends(pair) for pair in pairs), *ties):
        above[top(one)] = top(other)
    groups: dict[Hashable, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(top(_ends(pair)[0]), []).append(pair)
    return list(groups.values())
