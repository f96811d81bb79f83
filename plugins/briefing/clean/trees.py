"""Scores rows by small trees, many at a time: data in, a number a row out.

Each leaf of a tree is one bit, and all trees together are one long number. A value of a feature rules out the leaves
that a row with that value cannot reach, in all trees at once; the lowest leaf that is left when every feature has
spoken is the one the row reaches in its tree (Lucchese et al., QuickScorer, 2015).
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
PAIR = {LEAVES: "H", 2 * LEAVES: "I"}  # leaves of a tree: what struct calls a number of two trees
FLAT = 30.0  # sums beyond it are as good as certain


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
        leaves += [[0.0]] * (len(trees) % 2)
        wide = next(most for most in PAIR if max(map(len, leaves), default=1) <= most)
        self.pairs = Struct(f"<{len(leaves) // 2}{PAIR[wide]}")
        self.whole = (1 << (wide * len(leaves))) - 1
        self.ones = sum(1 << (wide * at) for at in range(len(leaves)))
        self.values = [_pairs(one, other, wide) for one, other in zip(leaves[::2], leaves[1::2], strict=True)]
        masks: dict[Any, dict[float, int]] = {}  # feature: bound: leaves that a value above it rules out
        for name, bound, at, first, last in ruled:
            of = masks.setdefault(name, {})
            of[bound] = of.get(bound, 0) | ((1 << last) - (1 << first)) << (wide * at)
        self.bounds: dict[Any, tuple[list[float], list[int]]] = {}
        for name, of in masks.items():
            left, steps = self.whole, [self.whole]
            for bound in sorted(of):
                left &= ~of[bound]
                steps.append(left)
            self.bounds[name] = (sorted(of), steps)

    def score(self, columns: Any, count: int) -> list[float]:
        """The chance, 0 to 1, of each of ``count`` rows, given by columns: what a feature is asked of."""
        same = self.whole
        reached = [same] * count
        for name, (bounds, steps) in self.bounds.items():
            column = columns[name]
            kinds = set(column)
            if len(kinds) == 1:
                same &= steps[bisect_left(bounds, kinds.pop())]
                continue
            left = {value: steps[bisect_left(bounds, value)] for value in kinds}
            reached = list(map(and_, reached, map(left.__getitem__, column)))
        return [self._chance(leaves & same) for leaves in reached]

    def _chance(self, leaves: int) -> float:
        lowest = leaves & ~(leaves - self.ones)
        pairs = self.pairs.unpack(lowest.to_bytes(self.pairs.size, "little"))
        total = sum(map(getitem, self.values, pairs)) / UNIT
        return 1 / (1 + exp(-max(-FLAT, min(FLAT, total))))


def _pairs(one: Sequence[float], other: Sequence[float], wide: int) -> dict[int, int]:
    """What two trees say together, by the bits of the leaves that are reached in them."""
    return {
        1 << a | 1 << (wide + b): round(left * UNIT) + round(right * UNIT)
        for a, left in enumerate(one)
        for b, right in enumerate(other)
    }


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
