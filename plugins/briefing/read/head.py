"""What a text says about itself in its first lines: headline, byline, date, publisher, dateline, address.

Every value keeps the span it was read from. What is stated in no line is left None. ``read.meta`` adds what markup
states where no reader sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec.structs import replace

from briefing.lazy import regex
from briefing.model import Head, Stated
from briefing.text import addresses, bylines, crumbs, words
from briefing.text.dates import parse_stated
from briefing.text.tables import either, shipped

TOP = 12  # lines with text in which a head is looked for
FOOT = 4  # lines with text at the end in which a source or an address may be named
HEADLINE = 220  # characters at most
PROSE = 160  # characters; a longer line is the text itself, and the head is over
NAME = 80  # characters of a byline or publisher
CLOSED = regex(r"[.;,。；，]$")
NOT_HEADLINE = regex(
    r"""
      ^(?:skip|jump)\ to\b | ^https?:// | ^[\W\d_]*$    # "Skip to content", an address, no letters
    | [|>›»•·]\s[^|>›»•·]{0,40}\s?[|>›»•·]              # "Home | World | Asia"
    """,
    re.VERBOSE | re.IGNORECASE,
)
UPPER = r"A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĖĘĚĞĠĢĪĮİŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŽА-ЯЁІЇЄҒҚҢӨҰҮҺ"
# "ASTANA, July 4 (Agency) —"   "ALMATY/BISHKEK —"   "АСТАНА, 4 июля. /ТАСС/."
DATELINE = regex(
    rf"""
    (?P<place>[{UPPER}][{UPPER}.'’ -]{{1,38}}[{UPPER}](?:/[{UPPER} -]{{2,30}})?)
    (?:,?\ [^—–.()/]{{1,30}})?[.,]?(?:\ ?[(/][^()/\n]{{1,40}}[)/])?[.,]?\ ?(?:[—–]|-{{1,2}}(?=\ )|(?<=/\.)|(?<=/\.\ ))
    """,
    re.VERBOSE,
)
# "Astana, July 4 (Agency) —": in small letters only with a date or an agency behind it
DATELINE_SMALL = regex(
    rf"(?P<place>[{UPPER}][^\W\d_]{{1,24}}(?:[ -][{UPPER}][^\W\d_]{{1,24}}){{0,2}})"
    r"(?:, [^—–.(),]{3,20}\d[^—–.(),]{0,10})? ?(?:\([^()]{2,40}\) ?)[—–-]{1,2} "
)
# "新华社阿斯塔纳7月4日电"
DATELINE_HAN = regex(r"[（(【]?[\u4e00-\u9fff]{2,6}[社网](?P<place>[\u4e00-\u9fff]{2,10}?)\d{1,2}月\d{1,2}日电")
PERSON = regex(rf"[{UPPER}\u0600-\u06ff\u4e00-\u9fff]")


def of_text(numbered: Sequence[str]) -> tuple[Head, tuple[str, ...]]:
    """The head of a text without markup, and notes."""
    full = [place for place, line in enumerate(numbered) if line]
    top: list[int] = []
    for place in full[:TOP]:
        top.append(place)
        if len(numbered[place]) > PROSE:
            break
    foot = [place for place in full[-FOOT:] if place not in top]
    found: dict[str, Stated] = {}
    notes: list[str] = []
    for place in (*top, *foot):
        for field, stated, note in _labelled(numbered[place], place + 1, place in foot):
            if note:
                notes.append(note)
            elif stated:
                found.setdefault(field, stated)
    if "headline" not in found and (stated := _headline(numbered, top)):
        found["headline"] = stated
    start = found["headline"].lines if "headline" in found else None
    for place in full:
        if len(numbered[place]) > 60 and (start is None or place + 1 > start[1]):
            if place_name := dateline(numbered[place], place + 1):
                found["dateline"] = place_name
            break
    return Head(**found), tuple(dict.fromkeys(notes))


def _headline(numbered: Sequence[str], top: Sequence[int]) -> Stated | None:
    for place in top:
        line = numbered[place]
        if len(line) > HEADLINE or (len(line) > 100 and CLOSED.search(line)):
            return None  # the text has begun
        if _could_head(line, place + 1):
            return Stated(line, line, "text", (place + 1, place + 1), 0, len(line))
    return None


def _could_head(line: str, number: int) -> bool:
    """Whether a line reads as a headline: some words, open at the end, neither label, date, byline nor menu."""
    count = words.word_count(line, "zh" if words.script(line) in ("Han", "Kana") else "und")
    if count < 2 or NOT_HEADLINE.search(line) or CLOSED.search(line) or parse_stated(line):
        return False
    if crumbs.is_path(line) or crumbs.may_be_path(line):
        return False
    return not any(stated or note for _, stated, note in _labelled(line, number, False))


def _labelled(line: str, number: int, only_where: bool) -> Iterator[tuple[str, Stated | None, str]]:
    """What one line states by a label or by its form. ``only_where``: only who published it, and where."""
    if len(line) > 2 * addresses.LIMIT:
        return
    fields = ("url", "publisher") if only_where else ("headline", "published", "byline", "url", "publisher")
    for field in fields:
        found = _label(field).match(line)
        if found:
            start, end = found.span("rest")
            stated, note = _value(field, line, start, end, number)
            if stated or note:
                yield field, stated, note
                return
    if only_where:
        return
    if value := parse_stated(line):
        yield "published", Stated(line, value, "text", (number, number), 0, len(line)), ""
    else:
        yield from _signed(line, number)


def _signed(line: str, number: int) -> Iterator[tuple[str, Stated | None, str]]:
    """ "By Jane Doe", "By Jane Doe | 4 July 2024", "By our rail desk": who wrote it and perhaps when."""
    if spot := bylines.unnamed(line):
        start, end, after = spot
        yield "byline", Stated(line[start:end], line[start:end], "text", (number, number), start, end), ""
        if value := parse_stated(line[after:]):
            yield "published", Stated(line[after:], value, "text", (number, number), after, len(line)), ""
        return
    found = _opens().match(line)
    if not found or len(line) > 2 * NAME:
        return
    start = found.end()
    rest = line[start:]
    parts = regex(r"\s?[|•·]\s?|\s[-–—]\s|,\s(?=\d)|,\s(?=[^\W\d_]{3,9}\.? \d)").split(rest, maxsplit=1)
    stated = person(line, start, start + len(parts[0].rstrip()), number)
    if stated:
        yield "byline", stated, ""
        if len(parts) > 1 and (value := parse_stated(parts[1])):
            at = line.rindex(parts[1])
            yield "published", Stated(parts[1], value, "text", (number, number), at, at + len(parts[1])), ""


def _value(field: str, line: str, start: int, end: int, number: int) -> tuple[Stated | None, str]:
    text = line[start:end]
    if not text:
        return None, ""
    spot = ((number, number), start, end)
    if field == "published":
        value = parse_stated(text)
        return (Stated(text, value, "text", *spot), "") if value else (None, "")
    if field == "url":
        return _url(text, *spot)
    if field == "byline":
        return person(line, start, end, number), ""
    if field == "headline":
        return (Stated(text, text, "text", *spot), "") if len(text) <= HEADLINE else (None, "")
    if len(text) > NAME or "://" in text or CLOSED.search(text) or len(text.split()) > 8:
        return None, ""
    return Stated(text, text, "text", *spot), ""


def _url(text: str, lines: tuple[int, int], start: int, end: int) -> tuple[Stated | None, str]:
    if " " in text or not regex(r"[a-zA-Z][a-zA-Z0-9+.-]{0,20}:").match(text):
        return None, ""
    try:
        return Stated(text, addresses.address(text), "text", lines, start, end), ""
    except addresses.BadAddress as error:
        return None, f"Address in line {lines[0]} ignored: {error}."


def person(line: str, start: int, end: int, number: int, origin: str = "text") -> Stated | None:
    """``line[start:end]`` as a byline, when it can name people: few words, a capital, no address, no sentence."""
    name = line[start:end]
    if not 2 <= len(name) <= NAME or len(name.split()) > 12 or "//" in name or "@" in name:
        return None
    if CLOSED.search(name) or not PERSON.match(name) or any(char.isdigit() for char in name):
        return None
    if name.casefold() in shipped("labels")["nobody"]:
        return None
    return Stated(name, name, origin, (number, number), start, end)


def dateline(line: str, number: int) -> Stated | None:
    """The place an account is written from, where its first paragraph opens with one.

    >>> dateline("ASTANA, July 4 (Agency) — The summit ended.", 5).text
    'ASTANA'
    """
    opening = line[:160]
    for form in (DATELINE, DATELINE_SMALL, *((DATELINE_HAN,) if "日电" in opening else ())):
        if found := form.match(opening):
            place = found["place"].rstrip(" -")
            start = found.start("place")
            return Stated(place, place, "text", (number, number), start, start + len(place))
    return None


def moved(stated: Stated | None, by: int) -> Stated | None:
    """The same statement, its lines ``by`` further down."""
    if stated is None or stated.lines is None:
        return stated
    return replace(stated, lines=(stated.lines[0] + by, stated.lines[1] + by))


def date_of(line: str, number: int) -> Stated | None:
    """A date that a whole line states, with or without its label: "Published: 4 July 2024"."""
    for field, stated, _ in _labelled(line, number, False):
        if field == "published":
            return stated
    return None


def byline_of(line: str, number: int) -> Stated | None:
    """Who wrote it, where a line says just that: "By Jane Doe"."""
    for field, stated, _ in _labelled(line, number, False):
        if field == "byline":
            return stated
    return None


@cache
def _label(field: str) -> re.Pattern[str]:
    between = r"(?:\s?[:：]\s?|\s)" if field == "published" else r"\s?[:：]\s?"  # all the rest must be a date
    return regex(rf"(?:{either(shipped('labels')[field])}){between}(?P<rest>.{{1,4000}})$", re.IGNORECASE)


@cache
def _opens() -> re.Pattern[str]:
    return regex(rf"(?:{either(shipped('labels')['opens_byline'])})[ :：]\s?(?=\S)", re.IGNORECASE)
