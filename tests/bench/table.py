"""The figures of issue and README beside what was measured: a row each, with floor and aim."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A figure: lower is better, unless ``more``. Without a floor it is only told."""

    what: str
    figure: float
    floor: float | None = None
    aim: float | None = None
    unit: str = "x"
    more: bool = False

    @property
    def missed(self) -> bool:
        """Whether it is on the wrong side of its floor."""
        return self.floor is not None and not self._reaches(self.floor)

    def _reaches(self, goal: float) -> bool:
        return self.figure >= goal if self.more else self.figure <= goal

    @property
    def verdict(self) -> str:
        """A word on it."""
        if self.floor is None or self.aim is None:
            return ""
        return "MISSED" if self.missed else "aim" if self._reaches(self.aim) else "floor"


def table(rows: Iterable[Row]) -> str:
    """The rows, set in columns."""
    lines = [f"{'':58} {'figure':>9} {'floor':>8} {'aim':>8}"]
    for row in rows:
        goals = " ".join(f"{'' if goal is None else f'{goal:g}':>8}" for goal in (row.floor, row.aim))
        lines.append(f"{row.what:58} {_shown(row.figure):>9} {goals}  {row.unit:4} {row.verdict}".rstrip())
    return "\n".join(lines)


def _shown(figure: float) -> str:
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.2f}" if figure < 10 else f"{figure:.1f}"
