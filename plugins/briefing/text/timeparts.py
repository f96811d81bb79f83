"""Time expressions: the noun, and the pieces that the grammars of the languages are made of."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from msgspec.structs import replace

from briefing.lazy import regex
from briefing.plain import Frozen
from briefing.text.tables import either, plain, shipped
from briefing.text.triggers import triggers


class TimeExpression(Frozen):
    """Words that say when. Parts that they do not state are None.

    ``granularity``: "day", "month", "year", "decade", "century", "quarter", "half", "season", "week", "weekday" or
    "order".
    """

    text: str
    start: int
    end: int
    granularity: str
    year: int | None = None  # the first year of a decade or a century
    month: int | None = None
    day: int | None = None  # the first of "3-4 July"
    last_day: int | None = None  # the 4 of "3-4 July"
    weekday: int | None = None  # 0 Monday to 6 Sunday
    clock: str | None = None  # "09:30"
    zone: str | None = None  # "+03:00"
    part: int | None = None  # of a year, as ISO 8601-2 counts: 21 spring, 33 first quarter, 40 first half
    shift: int | None = None  # units of the granularity from the anchor: -1 for "last week"
    order: int | None = None  # -1 looks back, 1 forward, 0 neither; only for "order"
    side: str = ""  # "last" or "next", where the words say so
    edge: str = ""  # "early", "mid", "late", "end": which part of the period


Builder = Callable[[re.Match[str]], TimeExpression | None]


class Rule(NamedTuple):
    """A pattern and what it makes of a match. A text without any of the words of ``needs`` is not searched."""

    needs: frozenset[str] | None  # see text.triggers; None: always searched
    pattern: re.Pattern[str]
    build: Builder


YEAR = r"(?:1[5-9]|20|21)\d\d"
# " at 9.30 a.m. GMT", " 09:30"
CLOCK = (
    r"(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap]\.?m\b\.?)|(?P<hour24>[01]?\d|2[0-3]):"
    r"(?P<minute24>[0-5]\d))"
    r"(?:\s(?:local time|(?P<zone>GMT|UTC|CET|CEST|EST|EDT|MSK)\b))?"
)


def made(granularity: str, **parts: object) -> TimeExpression:
    """An expression of these parts; its place in the text comes later."""
    return replace(TimeExpression("", 0, 0, granularity), **parts)


@cache
def names() -> dict[str, int]:
    """Every month name of every language, in small letters."""
    found: dict[str, int] = {}
    for table in shipped("dates").values():
        for number, row in enumerate(table.get("months", ()), 1):
            for name in row:
                found.setdefault(plain(name), number)
    return found


@cache
def full_names() -> frozenset[str]:
    """Month names that are no short form of another in their row, in small letters: no stop belongs to them."""
    rows = [[plain(name) for name in row] for table in shipped("dates").values() for row in table.get("months", ())]
    short = {name for row in rows for name in row if any(name != other and other.startswith(name) for other in row)}
    return frozenset(name for row in rows for name in row) - short


def month_of(name: str) -> int | None:
    """1 to 12 of a month's name or its short form, in any language we know."""
    return names().get(plain(name.rstrip(".")))


def _int(match: re.Match[str], name: str) -> int | None:
    value = match.groupdict().get(name)
    return int(value) if value else None


def full(match: re.Match[str]) -> TimeExpression | None:
    """A day, month or year with the groups name or month, day, last, year, and a clock time."""
    parts = match.groupdict()
    month = month_of(parts["name"]) if parts.get("name") else _int(match, "month")
    day, year, last = _int(match, "day"), _int(match, "year"), _int(match, "last")
    if month is not None and not 1 <= month <= 12:
        return None
    longest = monthrange(year or 2000, month)[1] if month else 31
    if day is not None and not 1 <= day <= longest:
        return None
    if last is not None and (day is None or not day < last <= longest):
        last = None
    kind = "day" if day else "month" if month else "year"
    hour, zone = clock(match)
    return made(kind, year=year, month=month, day=day, last_day=last, clock=hour, zone=zone, edge=edge(match))


def clock(match: re.Match[str]) -> tuple[str | None, str | None]:
    """Clock time ("09:30") and zone of the groups of CLOCK, with or without "_b" behind their names."""
    parts = match.groupdict()
    for tail in ("", "_b"):
        hour = parts.get("hour" + tail)
        if hour:
            number = int(hour)
            if not 1 <= number <= 12:
                return None, None
            number = number % 12 + (12 if (parts.get("half" + tail) or "")[:1] in ("p", "P") else 0)
            minute = int(parts.get("minute" + tail) or 0)
        elif parts.get("hour24" + tail):
            number, minute = int(parts["hour24" + tail] or 0), int(parts["minute24" + tail] or 0)
        else:
            continue
        zone = shipped("dates")["zones"].get((parts.get("zone" + tail) or "").upper())
        return f"{number:02d}:{minute:02d}", zone
    return None, None


def edge(match: re.Match[str]) -> str:
    """Which part of a period the group "edge" names: "early", "mid", "late", "end" or ""."""
    word = (match.groupdict().get("edge") or "").lower().rstrip("- ").removeprefix("the ")
    return {"beginning": "early", "start": "early", "middle": "mid"}.get(word.split(" ")[0], word.split(" ")[0])


def _table(rows: list[list]) -> dict[str, list]:
    return {plain(row[0]): row for row in rows}


def relative(rows: list[list], flags: int, left: str, right: str, whole: bool = True) -> Rule:
    """The rule for words like "yesterday", between two patterns; ``whole`` where a script has spaces."""
    known = _table(rows)

    def build(match: re.Match[str]) -> TimeExpression | None:
        _, unit, shift = known[plain(match["said"])]
        return made(unit, shift=shift, side="last" if shift < 0 else "next" if shift > 0 else "")

    pattern = regex(rf"{left}(?P<said>{either(row[0] for row in rows)}){right}", flags)
    return Rule(triggers(row[0] for row in rows) if whole else None, pattern, build)


def order(rows: list[list], flags: int, left: str, right: str, whole: bool = True) -> Rule:
    """The rule for words like "earlier", between two patterns; ``whole`` as for ``relative``."""
    known = _table(rows)

    def build(match: re.Match[str]) -> TimeExpression | None:
        return made("order", order=known[plain(match["said"])][1])

    pattern = regex(rf"{left}(?P<said>{either(row[0] for row in rows)}){right}", flags)
    return Rule(triggers(row[0] for row in rows) if whole else None, pattern, build)


def side(word: str) -> str:
    """Which side of the anchor a word names: "last", "next" or ""."""
    return {"last": "last", "next": "next", "coming": "next"}.get(word.lower(), "")
