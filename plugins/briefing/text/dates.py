"""Dates: what a time expression means, against which date it can be read, and how a date is written.

Values are ISO 8601 at the precision given, with its second part for what is neither day, month nor year:
"2024-W27" a week, "2024-33" to "2024-36" quarters, "2024-21" to "2024-24" spring to winter, "2024-40" and "2024-41"
halves, "202X" a decade, "20XX" a century. Where the expressions stand in a text is ``text.timewords``.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from briefing.lazy import regex
from briefing.text.tables import either, shipped
from briefing.text.timeparts import TimeExpression, month_of
from briefing.text.timewords import find

__all__ = ["TimeExpression", "find", "month_of", "parse_stated", "resolve", "shown", "within"]

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
QUARTERS = {33: "first quarter of", 34: "second quarter of", 35: "third quarter of", 36: "fourth quarter of"}
HALVES = {40: "first half of", 41: "second half of"}

# "2024-07-04T09:30:00.000+03:00"
ISO = regex(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?"
    r"(?:[T ](?P<clock>\d{2}:\d{2})(?::\d{2}(?:[.,]\d{1,9})?)? ?(?P<zone>Z|[+-]\d{2}:?\d{2}|[+-]\d{2}|UTC|GMT)?)?$"
)
COMPACT = regex(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:T(?P<clock>\d{4})\d{0,2}(?P<zone>Z|[+-]\d{4})?)?$")


def resolve(expression: TimeExpression, anchor: str | None = None, future: bool = False) -> str | None:
    """The date an expression means, at its own granularity; None where nothing settles it.

    What states its year needs no anchor. Everything else is read against ``anchor`` (ISO, as precise as it is): a
    weekday, a day or a month is the nearest one up to it, or behind it when the sentence speaks of what is to come
    (``future``). An order word has no date.

    >>> weekday, = find("They met on Thursday.", "en")
    >>> resolve(weekday), resolve(weekday, "2024-07-05"), resolve(weekday, "2024-07-05", future=True)
    (None, '2024-07-04', '2024-07-11')
    """
    if expression.granularity == "order":
        return None
    if expression.year is not None:
        return _with_clock(_dated(expression, expression.year), expression)
    base = _parts(anchor) if anchor else None
    if base is None:
        return None
    if expression.shift is not None and expression.weekday is not None:
        return _in_week(expression, base)
    if expression.shift is not None and expression.month is not None:
        return _with_clock(_dated(expression, base[0] + expression.shift), expression)
    if expression.shift is not None:
        return _shifted(expression, base)
    if expression.granularity == "weekday":
        return _with_clock(_weekday(expression, base, future), expression)
    if expression.month is not None:
        year = _year_of(expression, base, future)
        return _with_clock(_dated(expression, year), expression) if year else None
    return None


def _parts(iso: str) -> tuple[int, int | None, int | None] | None:
    found = regex(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?![\dW-])").match(iso)
    if found is None or not int(found[1]) >= 1:
        return None
    year, month, day = int(found[1]), int(found[2] or 0) or None, int(found[3] or 0) or None
    if month and month > 12:
        month = day = None
    return (year, month, day) if _exists(year, month, day) else None


def _exists(year: int, month: int | None, day: int | None) -> bool:
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return False
    return True


def _dated(expression: TimeExpression, year: int) -> str | None:
    kind, month, day = expression.granularity, expression.month, expression.day
    if kind == "century":
        return f"{year:04d}"[:2] + "XX"
    if kind == "decade":
        return f"{year:04d}"[:3] + "X"
    if kind in ("quarter", "half", "season"):
        return f"{year:04d}-{expression.part}"
    if month is None:
        return f"{year:04d}"
    if day is None:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}" if _exists(year, month, day) else None


def _with_clock(value: str | None, expression: TimeExpression) -> str | None:
    if value is None or expression.clock is None or len(value) != 10:
        return value
    return f"{value}T{expression.clock}{expression.zone or ''}"


def _shifted(expression: TimeExpression, base: tuple[int, int | None, int | None]) -> str | None:
    year, month, day = base
    unit, by = expression.granularity, expression.shift or 0
    if not -3000 < by < 3000:
        return None
    if unit in ("year", "decade", "century"):
        step = {"year": 1, "decade": 10, "century": 100}[unit]
        there = year + by * step
        if not 1 <= there <= 9999:
            return None
        return {"year": f"{there:04d}", "decade": f"{there:04d}"[:3] + "X", "century": f"{there:04d}"[:2] + "XX"}[unit]
    if month is None:
        return None
    if unit == "month":
        place = year * 12 + month - 1 + by
        return f"{place // 12:04d}-{place % 12 + 1:02d}" if 12 <= place < 120_000 else None
    if unit == "quarter":
        place = year * 4 + (month - 1) // 3 + by
        return f"{place // 4:04d}-{33 + place % 4}" if 4 <= place < 40_000 else None
    if day is None:
        return None
    try:
        there_day = date(year, month, day) + timedelta(days=by * (7 if unit == "week" else 1))
    except OverflowError:
        return None
    if unit == "week":
        found = there_day.isocalendar()
        return f"{found.year:04d}-W{found.week:02d}"
    return _with_clock(there_day.isoformat(), expression) if unit == "day" else None


def _weekday(expression: TimeExpression, base: tuple[int, int | None, int | None], future: bool) -> str | None:
    year, month, day = base
    if month is None or day is None or expression.weekday is None:
        return None
    anchor = date(year, month, day)
    back = (anchor.weekday() - expression.weekday) % 7
    if expression.side == "last":
        step = -(back or 7)
    elif expression.side == "next" or future:
        step = 7 - back
    else:
        step = -back
    try:
        return (anchor + timedelta(days=step)).isoformat()
    except OverflowError:
        return None


def _in_week(expression: TimeExpression, base: tuple[int, int | None, int | None]) -> str | None:
    """A weekday of the week that the words tell: "Wednesday next week"."""
    year, month, day = base
    if month is None or day is None or expression.weekday is None or not -500 < (expression.shift or 0) < 500:
        return None
    anchor = date(year, month, day)
    try:
        there = anchor + timedelta(days=7 * (expression.shift or 0) + expression.weekday - anchor.weekday())
    except OverflowError:
        return None
    return _with_clock(there.isoformat(), expression)


def _year_of(expression: TimeExpression, base: tuple[int, int | None, int | None], future: bool) -> int | None:
    """The year of a month or a day that states none: the nearest up to the anchor, or from it on."""
    year, month, day = base
    if month is None or expression.month is None:
        return None
    here = (month, day) if day and expression.day else (month, None)
    there = (expression.month, expression.day) if here[1] else (expression.month, None)
    ahead = (there[0], there[1] or 0) > (here[0], here[1] or 0)
    same = there == here
    if expression.side == "last":
        return year if not ahead and not same else year - 1
    if expression.side == "next" or future:
        return year if ahead or same else year + 1
    return year - 1 if ahead else year


# --- what a head states -------------------------------------------------------------------------------------------


@cache
def _stated_patterns() -> tuple[re.Pattern[str], ...]:
    """For text in which one space stands between words."""
    tables = shipped("dates")
    months = [name for table in tables.values() for row in table.get("months", ()) for name in row]
    days = [
        name
        for table in tables.values()
        for key in ("weekdays", "short_weekdays")
        for row in table.get(key, ())
        for name in row
    ]
    month = rf"(?P<name>{either(months)})\.?"
    weekday = rf"(?:(?:{either(days)})\.?,?\s)?"
    zone = rf"(?P<zone>Z|(?:UTC|GMT)?[+-]\d{{1,2}}:?\d{{2}}|(?:UTC|GMT)[+-]\d{{1,2}}|{either(tables['zones'])})"
    clock = (
        rf"(?:,?\s?(?:at|um|à|a las|в|saat|\||[-–—·])?\s?(?P<hour>\d{{1,2}})[:.hч](?P<minute>\d{{2}})(?::\d{{2}})?"
        rf"\s?(?P<half>[ap]\.?\s?m\.?)?(?:\s?(?:Uhr|Saat))?(?:\s?\(?{zone}\)?(?:\s?\([A-Za-z ]{{1,24}}\))?)?)?$"
    )
    year = r"(?P<year>\d{4})"
    day = r"(?P<day>\d{1,2})"
    forms = (
        # 4 July 2024 · 4. Juli 2024 · 4 de julio de 2024 · 4 июля 2024 г. · Thu, 04 Jul 2024 10:00:00 +0300
        rf"{weekday}{day}(?:\.|st|nd|rd|th|er|º)?(?:\s|-)(?:of\s|de\s)?{month}(?:,?\s|-)(?:de\s|del\s)?{year}(?:\s?(?:г\.?|года|г))?{clock}",
        # July 4, 2024
        rf"{weekday}{month}\s{day}(?:st|nd|rd|th)?,?\s{year}{clock}",
        # 2024年7月4日 10:00
        rf"{year}\s?年\s?(?P<month>\d{{1,2}})\s?月(?:\s?{day}\s?日)?(?:\s?(?:星期|周).)?{clock}",
        # 2024/07/04
        rf"{year}[/.](?P<month>\d{{1,2}})[/.]{day}{clock}",
        # 04.07.2024, when it can be read in one way only
        rf"{weekday}(?P<first>\d{{1,2}})[./-](?P<second>\d{{1,2}})[./-]{year}(?:\s?г\.?)?{clock}",
        # July 2024
        rf"{month},?\s(?:de\s|del\s)?{year}(?:\s?(?:г\.?|года))?$",
    )
    return tuple(regex(form, re.IGNORECASE) for form in forms)


LONGEST = 80  # characters of a stated date


def parse_stated(text: str) -> str | None:
    """A date as a page states it, in ISO 8601 at its precision, with clock time and zone where it gives them.

    Reads ISO 8601, RFC 2822 and the written forms of seven languages. None for anything else, for a date that
    does not exist, and for one that can be read in two ways (04/07/2024).

    >>> parse_stated("Thu, 04 Jul 2024 10:00:00 +0300"), parse_stated("July 4, 2024"), parse_stated("04.07.2024")
    ('2024-07-04T10:00+03:00', '2024-07-04', None)
    """
    words = " ".join(text.split())
    if not 4 <= len(words) <= LONGEST:
        return None
    for pattern in (ISO, COMPACT):
        if found := pattern.match(words):
            parts = found.groupdict()
            clock = parts["clock"]
            if clock and ":" not in clock:
                clock = f"{clock[:2]}:{clock[2:]}"
            return _iso(parts["year"], parts["month"], parts["day"], clock, parts["zone"])
    for pattern in _stated_patterns():
        if found := pattern.match(words):
            return _from_groups(found.groupdict())
    return None


def _from_groups(parts: dict[str, str | None]) -> str | None:
    month, day = parts.get("month"), parts.get("day")
    if parts.get("name"):
        number = month_of(parts["name"] or "")
        month = str(number) if number else None
        if month is None:
            return None
    if parts.get("first"):
        first, second = int(parts["first"] or 0), int(parts["second"] or 0)
        if first == second or first > 12:
            day, month = str(first), str(second)
        elif second > 12:
            day, month = str(second), str(first)
        else:
            return None
    clock = None
    if parts.get("hour"):
        clock = clock_of(parts["hour"] or "", parts.get("minute") or "00", parts.get("half"))
        if clock is None:
            return None
    return _iso(parts["year"] or "", month, day, clock, parts.get("zone"))


def clock_of(hour: str, minute: str, half: str | None) -> str | None:
    """ "09:30" of an hour, a minute and "a.m." or "p.m."; None when there is no such time."""
    number = int(hour)
    if half:
        if not 1 <= number <= 12:
            return None
        number = number % 12 + (12 if half[0] in "pP" else 0)
    return f"{number:02d}:{int(minute):02d}" if number < 24 and int(minute) < 60 else None


def _iso(year: str, month: str | None, day: str | None, clock: str | None, zone: str | None) -> str | None:
    if not 1500 <= int(year) <= 2199:
        return None
    value = f"{int(year):04d}"
    if month:
        value += f"-{int(month):02d}"
    if day:
        value += f"-{int(day):02d}"
    if not _exists(int(year), int(month) if month else None, int(day) if day else None) or (month and int(month) == 0):
        return None
    if day and int(day) == 0:
        return None
    if not clock or not day:
        return value
    if not regex(r"(?:[01]\d|2[0-3]):[0-5]\d$").match(clock):
        return None
    return f"{value}T{clock}{_zone(zone)}"


def _zone(zone: str | None) -> str:
    if not zone:
        return ""
    known = shipped("dates")["zones"].get(zone.upper())
    if known:
        return str(known)
    found = regex(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?$", re.IGNORECASE).match(zone)
    if found is None or int(found[2]) > 14 or int(found[3] or 0) > 59:
        return ""
    return f"{found[1]}{int(found[2]):02d}:{int(found[3] or 0):02d}"


# --- how a date is written ----------------------------------------------------------------------------------------


def shown(iso: str) -> str:
    """ "4 July 2024", "July 2024", "2024", "week of 1 July 2024", "summer 2024", "2020s": the value for a reader.

    A clock time is left to the machine-readable value. What is no such date comes back as it is.
    """
    if found := regex(r"(\d{4})-W(\d{2})$").match(iso):
        try:
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        except ValueError:
            return iso
        return f"week of {monday.day} {MONTHS[monday.month - 1]} {monday.year}"
    if found := regex(r"(\d{3})X$").match(iso):
        return f"{found[1]}0s"
    if found := regex(r"(\d{2})XX$").match(iso):
        number = int(found[1]) + 1
        tail = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{tail} century"
    found = regex(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T|$)").match(iso)
    if found is None:
        return iso
    year, part = found[1].lstrip("0") or "0", int(found[2] or 0)
    for names in (SEASONS, QUARTERS, HALVES):
        if part in names:
            return f"{names[part]} {year}"
    if not part:
        return year
    if part > 12:
        return iso
    month = MONTHS[part - 1]
    return f"{int(found[3])} {month} {year}" if found[3] else f"{month} {year}"


def within(iso: str) -> tuple[date, date] | None:
    """First and last day of a value: for sorting, and to ask whether two values can mean the same. None: not a date."""
    if found := regex(r"(\d{4})-W(\d{2})$").match(iso):
        try:
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
            return monday, monday + timedelta(days=6)
        except (ValueError, OverflowError):
            return None
    if found := regex(r"(\d{1,3})(X{1,2})$").match(iso):
        low = int(found[1].ljust(4, "0")[:4]) if len(found[1]) + len(found[2]) == 4 else 0
        return (date(low, 1, 1), date(low + 10 ** len(found[2]) - 1, 12, 31)) if low else None
    found = regex(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T|$)").match(iso)
    if found is None:
        return None
    year, part, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    first, length = {21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3), 33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3),
                     40: (1, 6), 41: (7, 6), 0: (1, 12)}.get(part, (part, 1))  # fmt: skip
    try:
        if day:
            return date(year, part, day), date(year, part, day)
        end = year * 12 + first - 1 + length
        return date(year, first, 1), date(end // 12, end % 12 + 1, 1) - timedelta(days=1)
    except (ValueError, OverflowError):
        return None
