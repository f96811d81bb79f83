"""A timeline as a picture: a day is a dot, a month or a year a bar as long as it is, what has no date stands apart.

Across, everything is in hundredths of the width, so that letters and dots keep their size on any page; down, in pixels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from briefing.lazy import regex
from briefing.plain import Frozen

YEARS = 12  # columns: the latest years that have a row; every other one of many is named on a small page
LETTERS = 20  # pixels for the name of a lane
STEP, BAR = 11, 9  # pixels from dot to dot, from bar to bar
SQUARE = 13  # pixels from one undated row to the next
ACROSS = 24  # undated rows side by side
MOST = 96  # undated rows that are drawn
FOOT = 24  # pixels for the names of the columns
LAST = 9999  # years; what ends with it has no day after, and stands for "for ever" wherever it is written
# summer, second quarter, first half: first month, months
PARTS = {"21": (3, 3), "22": (6, 3), "23": (9, 3), **{str(32 + n): (3 * n - 2, 3) for n in (1, 2, 3, 4)}}
PARTS |= {"40": (1, 6), "41": (7, 6)}
WHEN = regex(r"(\d{4})(?:-(?:(\d\d)(?:-(\d\d))?|W(\d\d)))?(?:T|$)")


class Span(Frozen):
    """The time that a date leaves open: the column's year, first day and the day after the last."""

    column: str  # "2024"; "199X" for a decade
    first: date
    after: date

    @property
    def lane(self) -> int:
        """0 for a day, 1 for what is shorter than a year, 2 for a year and more."""
        days = (self.after - self.first).days
        return 0 if days == 1 else 1 if days < 360 else 2


class Column(Frozen):
    """A year, or a day of a month: its left edge and middle."""

    left: float
    middle: float
    label: str
    minor: bool  # not named on a small page


class Spot(Frozen):
    """A row of the timeline. ``width``: hundredths of a bar; 0 for a dot, whose middle is ``x``."""

    x: float
    y: float
    width: float
    happened: bool


class Moments(Frozen):
    """The picture. ``earlier``: rows before its first column. ``undated``: rows without a date, ``left`` not drawn."""

    height: int
    foot: int  # where the names of the columns stand
    columns: tuple[Column, ...]
    lanes: tuple[tuple[str, int], ...]  # name, and where it stands
    spots: tuple[Spot, ...]
    squares: tuple[tuple[int, int, bool], ...]  # x and y in pixels, whether it has happened
    dated: int
    undated: int
    earlier: int
    left: int


def moments(rows: Iterable[tuple[str | None, bool]], month: str = "") -> Moments | None:
    """The picture of some rows: when each is resolved to, and whether it has happened. None for fewer than two dates.

    ``month``: "2024-07" for the days of one month.
    """
    every = list(rows)
    dated = [(span, happened) for when, happened in every if when and (span := span_of(when))]
    if len(dated) < 2:
        return None
    names = sorted({span.column for span, _ in dated})[-YEARS:]
    shown = [(span, happened) for span, happened in dated if month or span.column in names]
    columns = _days(month) if month else _years(names)
    lanes: list[tuple[str, int]] = []
    spots: list[Spot] = []
    top = 0
    for lane, name in enumerate(("Days", "Months", "Years and longer")):
        mine = sorted(((s, h) for s, h in shown if s.lane == lane), key=lambda pair: (pair[0].first, pair[0].after))
        if not mine:
            continue
        lanes.append((name, top + 14))
        drawn, down = _lane([(*_place(span, names, month), happened) for span, happened in mine], lane, top + LETTERS)
        spots += drawn
        top = down + 6
    foot = top + 14
    top += FOOT
    without = [happened for when, happened in every if not (when and span_of(when))]
    squares = []
    if without:
        lanes.append(("Without a date", top + 14))
        for at, happened in enumerate(without[:MOST]):
            squares.append((at % ACROSS * SQUARE, top + LETTERS + at // ACROSS * SQUARE, happened))
        top += LETTERS + -(-min(MOST, len(without)) // ACROSS) * SQUARE
    return Moments(
        height=top + 2,
        foot=foot,
        columns=columns,
        lanes=tuple(lanes),
        spots=tuple(spots),
        squares=tuple(squares),
        dated=len(shown),
        undated=len(without),
        earlier=len(dated) - len(shown),
        left=max(0, len(without) - MOST),
    )


def span_of(when: str) -> Span | None:
    """What a resolved date leaves open; None for what is no date, a century or for ever."""
    if found := re.match(r"(\d{3})X$", when):
        year = int(found[1]) * 10
        return Span(when, date(year, 1, 1), date(year + 10, 1, 1)) if 1 <= year <= 9900 else None
    found = WHEN.match(when)
    if not found:
        return None
    year, part, day, week = int(found[1]), found[2], found[3], found[4]
    if year == LAST:
        return None
    try:
        if week:
            first = date.fromisocalendar(year, int(week), 1)
            return Span(f"{first.year:04}", first, first + timedelta(days=7))
        if day:
            first = date(year, int(part), int(day))
            return Span(found[1], first, first + timedelta(days=1))
        if part and part in PARTS:
            return Span(found[1], *_months(year, *PARTS[part]))
        if part and int(part) <= 12:
            return Span(found[1], *_months(year, int(part), 1))
        return Span(found[1], *_months(year, 1, 12))
    except ValueError:
        return None


def _months(year: int, first: int, many: int) -> tuple[date, date]:
    last = year * 12 + first - 1 + many
    return date(year, first, 1), date(last // 12, last % 12 + 1, 1)


def _years(names: Sequence[str]) -> tuple[Column, ...]:
    wide = 100 / len(names)
    labels = [f"{name[:3]}0s" if name.endswith("X") else name for name in names]
    return tuple(
        Column(round(at * wide, 2), round((at + 0.5) * wide, 2), label, len(names) > 6 and (len(names) - at) % 2 == 0)
        for at, label in enumerate(labels)
    )


def _days(month: str) -> tuple[Column, ...]:
    first, after = _months(int(month[:4]), int(month[5:7]), 1)
    many = (after - first).days
    return tuple(
        Column(round(day * 100 / many, 2), round((day + 0.5) * 100 / many, 2), str(day + 1), day % 5 != 4 and day != 0)
        for day in range(many)
    )


def _place(span: Span, names: Sequence[str], month: str) -> tuple[float, float]:
    """Left edge and width in hundredths."""
    if month:
        first, after = _months(int(month[:4]), int(month[5:7]), 1)
        left, wide = 0.0, 100.0
    else:
        year = span.first.year
        first, after = (span.first, span.after) if span.column.endswith("X") else _months(year, 1, 12)
        wide = 100 / len(names)
        left = names.index(span.column) * wide
    days = (after - first).days
    start = max(0, (span.first - first).days)
    end = min(days, (span.after - first).days)
    return left + wide * start / days, wide * max(0, end - start) / days


def _lane(placed: Sequence[tuple[float, float, bool]], lane: int, top: int) -> tuple[list[Spot], int]:
    """The rows of a lane, those that would cover each other one below the other; and where the lane ends."""
    ends: list[float] = []  # of the last one in each line
    found = []
    for left, wide, happened in placed:
        x, width = (left + wide / 2, 0.0) if lane == 0 else (left, wide)
        line = next((at for at, end in enumerate(ends) if end <= x + 1e-9), len(ends))
        if line == len(ends):
            ends.append(0.0)
        ends[line] = x + (1.0 if lane == 0 else width)
        y = top + line * (STEP if lane == 0 else BAR)
        found.append(Spot(round(x, 2), y + (5 if lane == 0 else 0), round(width, 2), happened))
    return found, top + len(ends) * (STEP if lane == 0 else BAR)
