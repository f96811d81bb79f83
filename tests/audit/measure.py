"""A measure of the audit: what was asked, the goal, what was found; and all of them as one table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

SHOWN = 25  # faults of a measure below the table


@dataclass(frozen=True)
class Measure:
    """One row: met when it has no faults."""

    name: str
    goal: str
    found: str
    faults: list[str] = field(default_factory=list)

    @property
    def met(self) -> bool:
        return not self.faults


def counted(name: str, faults: list[str], of: str) -> Measure:
    """A measure whose goal is none."""
    return Measure(name, "0", f"{len(faults)} in {of}", faults)


def most(name: str, limit: int, sizes: dict[str, int], unit: str = "bytes") -> Measure:
    """A measure of the largest; ``sizes`` by address. Nothing measured is a miss."""
    if not sizes:
        return Measure(name, f"at most {limit:,} {unit}", "nothing to measure", [f"{name}: nothing to measure"])
    where, size = max(sizes.items(), key=lambda one: (one[1], one[0]))
    faults = [f"{address}: {size:,} {unit}" for address, size in sizes.items() if size > limit]
    return Measure(name, f"at most {limit:,} {unit}", f"{size:,} ({where})", faults)


def table(measures: Iterable[Measure]) -> str:
    """Measure, goal, found, as a Markdown table; a miss is marked."""
    rows = [("measure", "goal", "found", "")]
    rows += [(it.name, it.goal, it.found, "" if it.met else "MISSED") for it in measures]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def told(measures: Iterable[Measure]) -> str:
    """The faults behind the misses, a line each."""
    lines = []
    for it in measures:
        if not it.met:
            lines += ["", f"{it.name}:", *(f"  {fault}" for fault in it.faults[:SHOWN])]
            lines += [f"  and {len(it.faults) - SHOWN} more"] if len(it.faults) > SHOWN else []
    return "\n".join(lines)
