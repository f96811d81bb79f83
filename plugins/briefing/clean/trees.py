"""Scores rows by small trees, many at a time: data in, a number a row out.

Each leaf of a tree is one bit, and all trees together are one long number. A value of a feature rules out the leaves
that a row with that value cannot reach, in all trees at once; the lowest leaf that is left when every feature has
spoken is the one the row reaches in its tree (Lucchese et al., QuickScorer, 2015). What a value rules out, and what
some trees say together, is worked out when it is first asked for and remembered.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from math import exp
from operator import and_, getitem
from struct import Struct
from typing import Any

LEAVES = 8  # of a small tree at most; of any twice as many
UNIT = 100_000  # a leaf's value counts in parts of one; whole numbers have the same sum in any order
CODE = "I"  # what struct calls the 32 leaves that are looked up together: of four small trees, or of two others
FLAT = 30.0  # sums beyond it are as good as certain
HELD = 20_000  # values of a feature that are remembered at a time


class Trees:
    """Trees as ``data/weights/lines.json`` writes them: ``[feature, bound, left, right]``, or the number of a leaf.

    A row whose feature is at most the bound goes left. A tree has at most sixteen leaves.
    """

    def __init__(self, trees: Sequence[Any]) -> None:
        leaves: list[list[float]] = []
        ruled: list[tuple[Any, float, int, int, int]] = []  # feature, bound, tree, leaves on its left: from, to
        for at, tree in enumerate(trees):
            leaves.append([])
            _walk(tree, at, leaves[at], ruled)
        wide = LEAVES if max(map(len, leaves), default=1) <= LEAVES else 2 * LEAVES
        group = 32 // wide
        leaves += [[0.0]] * (-len(leaves) % group)
        self.groups = Struct(f"<{len(leaves) // group}{CODE}")
        self.whole = (1 << (wide * len(leaves))) - 1
        self.ones = sum(1 << (wide * at) for at in range(len(leaves)))
        self.values = [_Sums(leaves[at : at + group], wide) for at in range(0, len(leaves), group)]
        masks: dict[Any, dict[float, int]] = {}  # feature: bound: leaves that a value above it rules out
        for name, bound, at, first, last in ruled:
            of = masks.setdefault(name, {})
            of[bound] = of.get(bound, 0) | ((1 << last) - (1 << first)) << (wide * at)
        self.left = {name: _Left(self.whole, of) for name, of in masks.items()}

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

    def __init__(self, whole: int, ruled: dict[float, int]) -> None:
        self.bounds = sorted(ruled)
        self.steps = [whole]
        for bound in self.bounds:
            self.steps.append(self.steps[-1] & ~ruled[bound])

    def __missing__(self, value: float) -> int:
        if len(self) >= HELD:
            self.clear()
        found = self[value] = self.steps[bisect_left(self.bounds, value)]
        return found


class _Sums(dict[int, int]):
    """What the trees of a group say together, by the bits of the leaves that are reached in them."""

    def __init__(self, leaves: Sequence[Sequence[float]], wide: int) -> None:
        self.of = [
            {1 << (wide * at + leaf): round(value * UNIT) for leaf, value in enumerate(values)}
            for at, values in enumerate(leaves)
        ]
        self.masks = [((1 << wide) - 1) << (wide * at) for at in range(len(leaves))]

    def __missing__(self, reached: int) -> int:
        found = self[reached] = sum([of[reached & mask] for of, mask in zip(self.of, self.masks, strict=True)])
        return found


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
