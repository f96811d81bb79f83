"""Time expressions: where a text says when, with what it says and nothing more. What they mean is ``text.dates``.

Durations ("for two years"), ordinals ("the 24th meeting") and clock times without a day are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from briefing.text.tables import base, either, shipped, words_of


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that say when. Parts that they do not state are None.

    ``granularity``: "day", "month", "year", "decade", "century", "quarter", "half", "season", "week", "weekday", "order".
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


Builder = Callable[[re.Match[str]], "TimeExpression | None"]

NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": 3, "1": 0, "2": 1, "3": 2, "4": 3}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
YEAR = r"(?:1[5-9]|20|21)\d\d"
# " at 9.30 a.m. GMT", " 09:30"
CLOCK = (
    r"(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap]\.?m\b\.?)|(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d))"
    r"(?:\s(?:local time|(?P<zone>GMT|UTC|CET|CEST|EST|EDT|MSK)\b))?"
)


def find(text: str, language: str) -> tuple[TimeExpression, ...]:
    """The time expressions of a text, in order and apart from each other; of two that overlap, the longer.

    English is read whole; of Russian, Spanish, French, German, Turkish, Arabic and Chinese the dates, months, years,
    weekdays and the commonest relative words. Any other language is searched for ISO dates only.

    >>> [(e.text, e.granularity, e.month, e.year) for e in find("In June 2023 it rained for two years.", "en")]
    [('June 2023', 'month', 6, 2023)]
    """
    found: list[TimeExpression] = []
    for pattern, build in _grammar(base(language)):
        for match in pattern.finditer(text):
            made = build(match)
            if made is not None:
                found.append(_placed(made, text, match))
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[TimeExpression] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end - one.start > kept[-1].end - kept[-1].start:
            kept[-1] = one
    return tuple(kept)


def _placed(made: TimeExpression, text: str, match: re.Match[str]) -> TimeExpression:
    groups = match.re.groupindex
    start, end = match.span("said") if "said" in groups else match.span()
    while end > start and text[end - 1] in " ,":
        end -= 1
    if text[end - 1] == "." and "name" in groups and match["name"] and match.end("name") == end - 1 and match["name"].lower() in _full_names():
        end -= 1  # the stop of the sentence, not of a short form
    return replace(made, text=text[start:end], start=start, end=end)


def _made(granularity: str, **parts: object) -> TimeExpression:
    return replace(TimeExpression("", 0, 0, granularity), **parts)  # type: ignore[arg-type]


@cache
def _names() -> dict[str, int]:
    """Every month name of every language, in small letters."""
    found: dict[str, int] = {}
    for table in shipped("dates").values():
        for number, row in enumerate(table.get("months", ()), 1):
            for name in row:
                found.setdefault(name.lower(), number)
    return found


@cache
def _full_names() -> frozenset[str]:
    """Month names that are written without a stop, in small letters."""
    short = {"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec"}
    return frozenset(name for name in _names() if len(name) > 5 or name in ("may", "june", "july", "march", "april")) - short


def month_of(name: str) -> int | None:
    """1 to 12 of a month's name or its short form, in any language we know."""
    return _names().get(" ".join(name.lower().rstrip(".").split()))


# --- shared by languages -------------------------------------------------------------------------------------------


def _int(match: re.Match[str], name: str) -> int | None:
    value = match.groupdict().get(name)
    return int(value) if value else None


def _full(match: re.Match[str]) -> TimeExpression | None:
    """A day, month or year with the groups name or month, day, last, year, and a clock time."""
    parts = match.groupdict()
    month = month_of(parts["name"]) if parts.get("name") else _int(match, "month")
    day, year, last = _int(match, "day"), _int(match, "year"), _int(match, "last")
    longest = 29 if month == 2 and (year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))) else 28 if month == 2 else 30 if month in (4, 6, 9, 11) else 31
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= longest):
        return None
    if last is not None and (day is None or not day < last <= longest):
        last = None
    kind = "day" if day else "month" if month else "year"
    clock, zone = _clock(match)
    return _made(kind, year=year, month=month, day=day, last_day=last, clock=clock, zone=zone, edge=_edge(match))


def _clock(match: re.Match[str]) -> tuple[str | None, str | None]:
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


def _edge(match: re.Match[str]) -> str:
    word = (match.groupdict().get("edge") or "").lower().rstrip("- ")
    return {"beginning": "early", "start": "early", "middle": "mid"}.get(word.split(" ")[0], word.split(" ")[0])


def _table(rows: list[list]) -> dict[str, list]:
    return {" ".join(row[0].lower().split()): row for row in rows}


def _relative(rows: list[list], flags: int, left: str, right: str) -> tuple[re.Pattern[str], Builder]:
    known = _table(rows)

    def build(match: re.Match[str]) -> TimeExpression | None:
        _, unit, shift = known[" ".join(match["said"].lower().split())]
        return _made(unit, shift=shift, side="last" if shift < 0 else "next" if shift > 0 else "")

    return re.compile(rf"{left}(?P<said>{either(row[0] for row in rows)}){right}", flags), build


def _order(rows: list[list], flags: int, left: str, right: str) -> tuple[re.Pattern[str], Builder]:
    known = _table(rows)

    def build(match: re.Match[str]) -> TimeExpression | None:
        return _made("order", order=known[" ".join(match["said"].lower().split())][1])

    return re.compile(rf"{left}(?P<said>{either(row[0] for row in rows)}){right}", flags), build


ISO_DATE = re.compile(r"(?<![\w/.-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d/-])")


@cache
def _grammar(language: str) -> tuple[tuple[re.Pattern[str], Builder], ...]:
    rules: Iterator[tuple[re.Pattern[str], Builder]]
    table = words_of(shipped("dates"), language)
    if language in ("en", "und", ""):
        rules = _english()
    elif language == "zh":
        rules = _chinese(dict(table))
    elif table:
        rules = _european(language, dict(table))
    else:
        rules = iter(())
    return ((ISO_DATE, _full), *rules)


# --- English -------------------------------------------------------------------------------------------------------


def _english() -> Iterator[tuple[re.Pattern[str], Builder]]:
    table = shipped("dates")["en"]
    names = either(name for row in table["months"] for name in row)
    whole = [row[0] for row in table["months"]]
    unsure = set(table["months_unsure"])
    any_case = names + "|" + either(name.upper() for row in table["months"] for name in row)
    weekdays = [row[0] for row in table["weekdays"]]
    short = [name for row in table["short_weekdays"] for name in row]
    day_of = {name.lower(): place for key in ("weekdays", "short_weekdays") for place, row in enumerate(table[key]) for name in row}
    edge = r"(?:(?P<edge>(?:[Ee]arly|[Mm]id|[Ll]ate|(?:[Tt]he )?(?:[Ee]nd|[Bb]eginning|[Ss]tart|[Mm]iddle) of)[ -])(?:in )?)?"
    not_edge = r"(?!(?:[Ee]arly|[Mm]id|[Ll]ate|[Ll]ast|[Nn]ext|[Tt]his)\b)"
    clock_after = rf"(?:,?\s(?:at\s)?{CLOCK})?"
    before_b = re.sub(r"\?P<(\w+)>", r"?P<\1_b>", CLOCK)
    clock_before = rf"(?:{before_b},?\s(?:on\s)?)?"
    weekday = rf"(?:(?P<weekday>{either(weekdays)}|(?:{either(short)})\.?),?\s)?"
    year = rf"(?:,?\s(?:of\s)?(?P<year>{YEAR})(?!\d|[.,]\d))?"

    # "9 a.m. on Thursday, 3-4 July 2024 at 10:00"
    yield (
        re.compile(
            rf"(?<![\w$€£.-]){clock_before}{weekday}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[-–—]\s?(?P<last>\d{{1,2}})(?:st|nd|rd|th)?)?"
            rf"\s(?:of\s)?(?P<name>{any_case})\b\.?{year}{clock_after}"
        ),
        _full,
    )
    # "Thursday, July 3-4, 2024"
    yield (
        re.compile(
            rf"(?<![\w.-])(?<!Long ){clock_before}{weekday}(?P<name>{any_case})\b\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[.,]\d|\s?(?:percent|per cent|%))"
            rf"(?:\s?[-–—]\s?(?P<last>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?{year}{clock_after}"
        ),
        _full,
    )
    # "mid-July 2024", "July, 2024"
    yield re.compile(rf"\b{edge}(?P<name>{any_case})\b\.?,?\s(?:of\s)?(?P<year>{YEAR})(?![\d-]|[.,]\d)"), _full

    def lone_month(match: re.Match[str]) -> TimeExpression | None:
        name, side = match["name"], (match["side"] or "").lower()
        before, after = (match["before"] or "").lower(), match.string[match.end() : match.end() + 24]
        if re.match(r"\s[A-Z][a-z]", after) and not re.match(rf"\s(?:{either(weekdays)})", after):
            return None  # June Smith
        if name in unsure and not (side or match["edge"]):
            if before not in table["months_after"]:
                return None
            if re.match(r"\s(?:on|for|against|of)\b", after) and name == "March":
                return None
            if before in ("the", "of", "for", "to", "and", "after", "before") and name in ("May", "March", "April") and not re.match(r"\s[a-z]", after):
                return None
        return _made("month", month=month_of(name), side=_side(side), edge=_edge(match))

    # "last June", "in mid-July", "the June agreement"
    yield (
        re.compile(
            rf"(?<![\w-])(?:(?P<before>{not_edge}[A-Za-z]{{1,12}})\s)?(?P<said>(?:(?P<side>[Ll]ast|[Nn]ext|[Tt]his)\s)?{edge}(?P<name>{either(whole)}))(?![\w’']|-\w|\s\d)"
        ),
        lone_month,
    )

    def weekday_alone(match: re.Match[str]) -> TimeExpression | None:
        clock, zone = _clock(match)
        return _made("weekday", weekday=day_of[match["name"].lower()], side=_side(match["side"] or ""), clock=clock, zone=zone)

    # "9 a.m. Monday", "last Thursday morning"
    yield (
        re.compile(
            rf"(?<![\w$€£.-])(?<!Black )(?<!Good )(?<!Cyber )(?<!Bloody )(?<!Easter )(?<!\sa )(?<!every )(?<!each )(?<!any ){clock_before}(?:(?P<side>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming)\s)?(?P<name>{either(weekdays)})(?![\w-]|['’]\w)"
            rf"(?:\s(?:morning|afternoon|evening|night))?{clock_after}(?!\s(?:Times|Herald|Post|Agreement|Club))"
        ),
        weekday_alone,
    )

    words, people = table["years_after"], table["not_years_before"]

    def lone_year(match: re.Match[str]) -> TimeExpression | None:
        number, before, after = int(match["year"]), match["before"] or "", match.string[match.end() : match.end() + 32]
        if match["edge"]:
            return _full(match)
        if before in table["names_with_years"] or before.isupper():
            return None
        follows = re.match(r"[\s-]([\w]+)", after)
        next_word = follows[1] if follows else ""
        if next_word in people or (follows and next_word.lower() in people):
            return None
        if number % 100 == 0 and next_word.islower() and next_word.endswith("s") and next_word not in ("was", "is", "has"):
            return None  # "in 2000 soldiers"
        opens = match["open"] == "("
        starts = not before and match.start("year") == len(match.string) - len(match.string.lstrip())
        if before.lower() in words or opens or (starts and 1900 <= number < 2100 and next_word in ("was", "is", "saw", "has", "will", "brought", "marked")):
            if before.lower() in ("of", "for", "to", "than", "and", "a") and not 1900 <= number < 2100:
                return None
            return _full(match)
        return None

    # "in 2024", "(2024", "the 2024 summit", "late 2024"
    yield (
        re.compile(
            rf"(?:(?<![\w-])(?P<before>{not_edge}[A-Za-z]{{1,12}})\s|(?P<open>\()|(?<![^\s-]))(?P<said>{edge}(?P<year>{YEAR}))(?![\d%]|[.,]\d|['’]?s\b|-\d\d-)"
        ),
        lone_year,
    )
    # the second of "2013-2023", "from 2013 to 2023": the first is found above
    yield re.compile(rf"(?<=\d)[-–—](?P<said>(?P<year>{YEAR}))(?![\w%-]|[.,]\d)"), _after_year
    yield re.compile(rf"(?<![\w$])(?<!p\. )(?P<said>(?P<year>{YEAR}))(?=[-–—](?:{YEAR}|\d\d)(?![\w-]))(?![-–—]\d\d[-–—])"), _full

    # "the early 1990s", "’90s"
    yield (
        re.compile(r"\b(?P<said>(?:(?P<edge>[Ee]arly|[Mm]id|[Ll]ate)[ -])?(?P<year>(?:1[5-9]|20)\d0)['’]?s)\b"),
        lambda match: _made("decade", year=int(match["year"]), edge=_edge(match)),
    )
    # "the 21st century"
    yield (
        re.compile(r"\b(?P<said>(?:(?P<edge>[Ee]arly|[Mm]id|[Ll]ate)[ -])?(?P<number>1\d|2[01])(?:st|th)\s[Cc]entury)\b"),
        lambda match: _made("century", year=(int(match["number"]) - 1) * 100, edge=_edge(match)),
    )
    # "the third quarter of 2024", "Q3 2024"
    yield (
        re.compile(
            rf"\b(?P<said>(?:(?P<place>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth)[\s-](?P<kind>quarter|half)(?:(?:\sof)?\s(?P<year>{YEAR})\b|(?=\sof (?:the|this|last|next) year\b|\s(?:results|earnings|growth|report|exports|profits?)\b))"
            rf"|[QH](?P<short>[1-4])\s(?P<year2>{YEAR})\b))"
        ),
        _part_of_year,
    )
    # "in the summer of 2024", "last winter", "spring 2024"
    yield (
        re.compile(
            rf"\b(?P<said>(?:(?P<side>[Ll]ast|[Nn]ext|[Tt]his)\s)?(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)(?:\s(?:of\s)?(?P<year>{YEAR})\b)?)"
            r"(?!\s(?:of|in|to|by|Olympic|Games|into|out|below|short))"
        ),
        _season,
    )
    yield _relative(table["relative"], re.IGNORECASE, r"(?<![\w-])", r"(?![\w-]|['’]s\s(?:world|youth|generation))")
    # "two years ago"
    unit = r"(?P<unit>day|week|month|year|decade)s?"
    yield (
        re.compile(rf"\b(?P<said>(?:(?P<count>\d{{1,3}}|{either(NUMBERS)})|[Ss]everal|[Mm]any|[Aa]\sfew|[Ss]ome)\s{unit}\sago)\b", re.IGNORECASE),
        _ago,
    )
    # "later this year", "earlier this week"
    yield (
        re.compile(r"\b(?P<said>(?P<edge>earlier|later)\s(?:this|in the)\s(?P<unit>week|month|year|decade))\b", re.IGNORECASE),
        lambda match: _made(match["unit"].lower(), shift=0, edge="early" if match["edge"].lower() == "earlier" else "late"),
    )

    rows = table["order"]
    plain = [row for row in rows if row[0] not in ("earlier", "later", "soon")]
    yield _order(plain, re.IGNORECASE, r"(?<![\w-])", r"(?![\w-])")
    # "later" and "earlier" as adverbs, not "an earlier plan", "no later than", "two years later than planned"
    loose = [row for row in rows if row[0] in ("earlier", "later", "soon")]
    yield _order(
        loose,
        re.IGNORECASE,
        r"(?<![\w-])(?<!no )(?<!an )(?<!the )(?<!of )(?<!or )(?<!much )(?<!its )(?<!as )(?<!the )",
        r"(?=\s(?:said|told|added|signed|announced|stated|on|in|at|by|became|be|was|were|agreed|joined|had|met|confirmed|denied|this|became|visited|held|opened)\b|[,.;]|$)(?!\s(?:than|this (?:week|month|year)|as)\b)",
    )
    # "two years later", "three days earlier"
    yield (
        re.compile(
            rf"\b(?P<said>(?:\d{{1,3}}|{either(NUMBERS)}|several|many|a few)\s(?:minute|hour|day|week|month|year|decade)s?\s(?P<way>later|earlier|before|after))\b(?!\s(?:than|the|it|they|he|she|this|that|a)\b)",
            re.IGNORECASE,
        ),
        lambda match: _made("order", order=1 if match["way"].lower() in ("later", "after") else -1),
    )


def _side(word: str) -> str:
    return {"last": "last", "next": "next", "coming": "next"}.get(word.lower(), "")


def _after_year(match: re.Match[str]) -> TimeExpression | None:
    before = match.string[max(0, match.start() - 9) : match.start()]
    return _full(match) if re.search(rf"(?<!p\. )(?<![\w$]){YEAR}$", before) else None


def _part_of_year(match: re.Match[str]) -> TimeExpression | None:
    year = match["year"] or match["year2"]
    place = PLACES.get((match["place"] or match["short"] or "").lower())
    kind = match["kind"] or ("half" if match["said"][0] == "H" else "quarter")
    if place is None or (kind == "half" and place > 1):
        return None
    return _made(kind, year=int(year) if year else None, part=(33 if kind == "quarter" else 40) + place)


def _season(match: re.Match[str]) -> TimeExpression | None:
    year, side = match["year"], _side(match["side"] or "")
    word = match["season"]
    if not year and not match["side"]:
        before = match.string[max(0, match.start() - 8) : match.start()].lower()
        if word.lower() in ("spring", "fall") and not re.search(r"\b(?:in|by|since|until) (?:the )?$|\bthe $", before):
            return None
        if not re.search(r"\b(?:in|by|since|until|during|the|of|early|late) $", before):
            return None
        if word.lower() in ("fall", "spring") and re.search(r"\bthe $", before) and not re.search(r"\bin the $", before):
            return None
    return _made("season", year=int(year) if year else None, part=SEASONS[word.lower()], side=side)


def _ago(match: re.Match[str]) -> TimeExpression | None:
    count = match["count"]
    number = None if count is None else int(count) if count.isdigit() else NUMBERS[count.lower()]
    return _made(match["unit"].lower(), shift=-number if number is not None else None, side="last")


# --- other languages -----------------------------------------------------------------------------------------------


def _european(language: str, table: dict) -> Iterator[tuple[re.Pattern[str], Builder]]:
    """Languages that write day, month, year: Russian, Spanish, French, German, Turkish, Arabic."""
    names = either(name for row in table["months"] for name in row)
    day_of = {name.lower(): place for place, row in enumerate(table["weekdays"]) for name in row}
    flags = re.IGNORECASE
    year_tail = rf"(?:\s(?:{either(table['year_words'])})\b\.?)" if "year_words" in table else ""
    of = r"\s(?:de\s|del\s)?"
    # "4 июля 2024 года", "4 de julio de 2024", "4. Juli 2024"
    yield (
        re.compile(
            rf"(?<![\w.,])(?P<day>\d{{1,2}})(?:\.|er|º)?(?:\s?[-–—]\s?(?P<last>\d{{1,2}})\.?)?{of}(?P<name>{names})(?!\w)\.?(?:,?{of}(?P<year>{YEAR})(?!\d){year_tail}?)?",
            flags,
        ),
        _full,
    )
    # "июле 2024 года", "julio de 2024"
    yield re.compile(rf"(?<!\w)(?P<name>{names})(?!\w)\.?{of}(?P<year>{YEAR})(?!\d){year_tail}?", flags), _full
    # "04.07.2024": these languages put the day first
    yield re.compile(rf"(?<![\w.])(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>{YEAR})(?![\w])"), _full
    if table["months_after"]:
        yield re.compile(rf"(?<!\w)(?:{either(table['months_after'])})\s(?P<said>(?P<name>{names}))(?![\w])(?!\s\d)", flags), _full
    if "month_suffix" in table:
        yield re.compile(rf"(?<!\w)(?P<said>(?P<name>{names}))(?={table['month_suffix']}|\sayında)", flags), _full
    if "year_suffix" in table:
        yield re.compile(rf"(?<![\w.,])(?P<said>(?P<year>{YEAR}))(?={table['year_suffix']})", flags), _full
    if "year_words" in table:
        yield re.compile(rf"(?<![\w.,])(?P<year>{YEAR})(?:[-–](?:м|х|го))?\s(?:{either(table['year_words'])})(?!\w)\.?", flags), _full
    if "years_after" in table:
        yield (
            re.compile(rf"(?<!\w)(?:{either(table['years_after'])})\s(?P<said>(?P<year>{YEAR}))(?![\d%]|[.,]\d|\s(?:personas|soldados|hommes|soldats|Menschen|Soldaten|millones|km)\b)", flags),
            _full,
        )
    after = rf"(?<!\w)(?:{either(table['weekdays_after'])})\s" if "weekdays_after" in table else r"(?<!\w)"
    clock = rf"(?:,?\s(?:в|um|à|a las|saat)?\s?{CLOCK})?"

    def weekday(match: re.Match[str]) -> TimeExpression | None:
        found, zone = _clock(match)
        return _made("weekday", weekday=day_of[match["name"].lower()], clock=found, zone=zone)

    capital = 0 if language in ("de", "tr") else flags
    yield re.compile(rf"{after}(?P<said>(?P<name>{either(day_of) if capital else either(name for row in table['weekdays'] for name in row)})(?!\w){clock})", capital), weekday
    yield _relative(table["relative"], flags, r"(?<!\w)", r"(?!\w)")
    yield _order(table["order"], flags, r"(?<!\w)", r"(?!\w)")


def _chinese(table: dict) -> Iterator[tuple[re.Pattern[str], Builder]]:
    places = {sign: min(place, 6) for place, sign in enumerate(table["weekdays_zh"])}
    # "2024年7月4日", "7月4日", "2024年7月", "2024年"
    yield re.compile(r"(?<![\d.])(?P<year>\d{4})\s?年\s?(?P<month>\d{1,2})\s?月(?:\s?(?P<day>\d{1,2})\s?[日号])?"), _full
    yield re.compile(r"(?<![\d.年])(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?[日号]"), _full
    yield re.compile(rf"(?<![\d.])(?P<year>{YEAR})\s?年(?!\s?\d{{1,2}}\s?月)"), _full
    yield re.compile(r"(?<![\d.年])(?P<month>1[0-2]|[1-9])月(?!\s?\d)"), _full
    yield (
        re.compile(rf"(?:星期|周|礼拜)(?P<sign>[{table['weekdays_zh']}])(?![年期边])"),
        lambda match: _made("weekday", weekday=places[match["sign"]]),
    )
    yield _relative(table["relative"], 0, "", "")
    yield _order(table["order"], 0, "", "")
