"""Months: the part of the timeline in which a resolved date stands, and those that an article speaks of."""

from __future__ import annotations

from datetime import date

from briefing.gather.timeline import rows
from briefing.lazy import regex
from briefing.model import Briefing

# 2024-07-04, 2024-07, 2024-07-04T10:00; 2024-W27; 2024, 2024-21 (summer), 199X, 19XX
DAY = regex(r"\d{4}-(?:0[1-9]|1[0-2])(?!\d)")
WEEK = regex(r"(\d{4})-W(\d\d)")
YEAR = regex(r"\d{4}|\d{3}X|\d\dXX")


def month_of(resolved: str) -> str:
    """The month of a resolved date, "2024-07"; its year, decade or century where it tells no month; "" for no date.

    A week belongs to the month of its Monday.

    >>> [month_of(when) for when in ("2024-07-04", "2024-W27", "2024-21", "199X")]
    ['2024-07', '2024-07', '2024', '199X']
    """
    if found := DAY.match(resolved):
        return found[0]
    if found := WEEK.match(resolved):
        try:
            return date.fromisocalendar(int(found[1]), int(found[2]), 1).isoformat()[:7]
        except ValueError:
            return found[1]
    found = YEAR.match(resolved)
    return found[0] if found else ""


def months(briefing: Briefing) -> tuple[str, ...]:
    """The months of an article's resolved rows, oldest first."""
    return tuple(sorted({month_of(row.resolved) for row in rows({"": briefing}) if row.resolved} - {""}))
