"""Scores rows by small trees, many at a time: data in, a number a row out.

Each leaf of a tree is one bit, and all trees together are one long number. A value of a feature rules out the leaves
that a row with that value cannot reach, in all trees at once; the lowest leaf that is left when every feature has
spoken is the one the row reaches in its tree (Lucchese et al., QuickScorer, 2015). What a value rules out, and what
some trees say together, is worked out when it is first asked for and remembered.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from math import exp
from operator import and_, getitem
from struct import Struct
from typing import Any

from briefing.cache import kept
from briefing.hashes import code

LEAVES = 8  # of a small tree at most; of any twice as many
UNIT = 100_000  # a leaf's value counts in parts of one; whole numbers have the same sum in any order
TOGETHER = 32  # leaves that are looked up at once: of four small trees, or of two others
CODE = "I"  # what struct calls so many
FLAT = 30.0  # sums beyond it are as good as certain
HELD = 20_000  # values of a feature that are remembered at a time

# leaves of a tree at most, the values of those looked up at once, and of a feature its bounds and the leaves they leave
_Table = tuple[int, list[list[int]], dict[Any, tuple[list[float], list[int]]]]


class Trees:
    """Trees as ``data/weights/lines.json`` writes them: ``[feature, bound, left, right]``, or the number of a leaf.

    A row whose feature is at most the bound goes left. A tree has at most sixteen leaves.
    """

    def __init__(self, trees: Sequence[Any]) -> None:
        self._take(_table(trees))

    @classmethod
    def shipped(cls, weights: str, read: Callable[[], Sequence[Any]]) -> Trees:
        """The trees that ``read`` gives of ``data/weights/WEIGHTS``; their table is kept, since it takes long to make.

        ``weights``: name of the file, and after "#" which trees of it.
        """
        made_by = code("clean", f"data/weights/{weights.partition('#')[0]}")
        made = cls.__new__(cls)
        made._take(kept("trees", (made_by.encode(), weights.encode()), lambda: _table(read())))
        return made

    def _take(self, table: _Table) -> None:
        wide, values, left = table
        bits = len(values) * TOGETHER
        self.groups = Struct(f"<{len(values)}{CODE}")
        self.whole = (1 << bits) - 1
        self.ones = self.whole // ((1 << wide) - 1)
        self.values = list(map(_Sums, values))
        self.left = {name: _Left(bounds, steps) for name, (bounds, steps) in left.items()}

    def score(self, columns: Any, count: int) -> list[float]:
        """The chance, 0 to 1, of each of ``count`` rows, given by columns: what a feature is asked of."""
        same = self.whole
        reached = [same] * count
        for name, left in self.left.items():
            column = columns[name]
            if column[0] == column[-1] and column.count(column[0]) == count:
                same &= left[column[0]]
            else:
                reached = list(map(and_, reached, map(left.__getitem__, column)))
        found, ones, values, unpack, size = [], self.ones, self.values, self.groups.unpack, self.groups.size
        for leaves in reached:
            leaves &= same
            lowest = leaves & ~(leaves - ones)
            total = sum(map(getitem, values, unpack(lowest.to_bytes(size, "little")))) / UNIT
            found.append(1 / (1 + exp(-max(-FLAT, min(FLAT, total)))))
        return found


class _Left(dict[float, int]):
    """The leaves of all trees that a value of one feature leaves."""

    def __init__(self, bounds: list[float], steps: list[int]) -> None:
        self.bounds, self.steps = bounds, steps

    def __missing__(self, value: float) -> int:
        if len(self) >= HELD:
            self.clear()
        found = self[value] = self.steps[bisect_left(self.bounds, value)]
        return found


class _Sums(dict[int, int]):
    """What the trees of a group say together, by the bits of the leaves that are reached in them."""

    def __init__(self, values: Sequence[int]) -> None:
        self.of = values

    def __missing__(self, reached: int) -> int:
        found, left = 0, reached
        while left:
            leaf = left.bit_length() - 1
            found += self.of[leaf]
            left ^= 1 << leaf
        self[reached] = found
        return found


def _table(trees: Sequence[Any]) -> _Table:
    leaves: list[list[float]] = []
    ruled: list[tuple[Any, float, int, int, int]] = []  # feature, bound, tree, leaves on its left: from, to
    for at, tree in enumerate(trees):
        leaves.append([])
        _walk(tree, at, leaves[at], ruled)
    wide = LEAVES if max(map(len, leaves), default=1) <= LEAVES else 2 * LEAVES
    leaves += [[0.0]] * (-len(leaves) % (TOGETHER // wide))
    values = [round(value * UNIT) for of in leaves for value in [*of, *[0.0] * (wide - len(of))]]
    masks: dict[Any, dict[float, int]] = {}  # feature: bound: leaves that a value above it rules out
    for name, bound, at, first, last in ruled:
        of = masks.setdefault(name, {})
        of[bound] = of.get(bound, 0) | ((1 << last) - (1 << first)) << (wide * at)
    left = {}
    for name, of in masks.items():
        bounds, steps = sorted(of), [(1 << (wide * len(leaves))) - 1]
        for bound in bounds:
            steps.append(steps[-1] & ~of[bound])
        left[name] = bounds, steps
    return wide, [values[at : at + TOGETHER] for at in range(0, len(values), TOGETHER)], left


def _walk(tree: Any, at: int, leaves: list[float], ruled: list[tuple[Any, float, int, int, int]]) -> None:
    """Numbers a tree's leaves from left to right; a node whose bound is passed rules out those of its left side."""
    if not isinstance(tree, Sequence):
        leaves.append(tree)
        return
    name, bound, left, right = tree
    first = len(leaves)
    _walk(left, at, leaves, ruled)
    ruled.append((name, bound, at, first, len(leaves)))
    _walk(right, at, leaves, ruled)
