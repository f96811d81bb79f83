"""Figures: how much of what, with the words that bound the value and who said it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from briefing.find.counted import counted, counts_something, half_of, is_plural, part_of
from briefing.lazy import regex
from briefing.model import Article, Desk, Fact, Passage
from briefing.text import dates, numbers
from briefing.text.amounts import Amounts, amounts
from briefing.text.numbers import Number
from briefing.text.speech import Attribution, attributions
from briefing.text.tables import base, plain, shipped
from briefing.text.voices import Span, Voice, voice

FIRST_YEAR, LAST_YEAR = 1500, 2199  # a bare number between them is read as a year

WITH_OF = ("en", "fr", "es")  # languages in which a word joins a measure to what is measured
TIMES = ("year", "month", "week", "day", "hour", "minute", "second", "decade", "century")


class Figure(Fact):
    """A number with its unit. ``passage``: the whole expression, from the bounding word to what it counts.

    ``value`` is a decimal string of the number in the unit as printed, nothing converted: "60" with "percent", "0.5"
    for a half, "4700000000" for 4.7bn. None: a vague amount. ``unit``: "" for a count, "ordinal" for a place in a row.
    """

    value: str | None
    high: str | None  # upper end of a range
    number: Passage | None  # the value as printed
    bound: Passage | None
    relation: str  # "=", "<", ">", "≈", "≤", "≥"
    unit: str
    of: Passage | None
    who: Passage | None  # None: the article itself


def find(article: Article, desk: Desk) -> tuple[Figure, ...]:
    """The figures of the body in reading order.

    A number is a figure when it has a unit, a bound, or a noun it counts. Dates, clock times, years, list numbers,
    "one of" and numbers inside names ("Boeing 737", "Group of Seven") are none; an ordinal is one only before what it
    counts. ``who`` is the subject of a verb of speech before the figure in its sentence.
    """
    code = base(article.source.language)
    known = amounts(
        "en" if code in ("", "und") else code,
        desk.words.get("units") or shipped("units"),
        desk.words.get("numbers") or shipped("numbers"),
    )
    speech = voice(desk.words.get("reporting") or shipped("reporting"), code)
    found: list[Figure] = []
    for place, sentence in enumerate(article.sentences):
        if article.blocks[sentence.block].kind in ("head", "title", "heading"):
            continue
        told = found[-1] if found and found[-1].passage.block == sentence.block else None
        near = told is not None and place - told.sentence <= 1
        found.extend(_in_sentence(article, place, sentence, known, speech, told.unit if told and near else ""))
    return tuple(found)


def _in_sentence(
    article: Article, place: int, sentence: Passage, known: Amounts, speech: Voice | None, told: str
) -> Iterator[Figure]:
    """``told``: unit of the figure before, in this sentence or the one before it."""
    text = sentence.text
    when = [edge for one in dates.find(text, known.code) if one.granularity != "order" for edge in (one.start, one.end)]
    said = attributions(text, speech) if speech and any(sign.isalnum() for sign in text) else ()
    reach = 0

    def passage(span: Span) -> Passage:
        return article.passage(sentence.block, sentence.start + span[0], sentence.start + span[1])

    ends = [one.verb[1] for one in said]

    def who(at: int) -> Passage | None:
        place = bisect_right(ends, at)
        for one in (*said[-1:], *said[max(0, place - 1) : place]):
            if one.kind == "say" and not one.behind and NO_SAYING.match(text, one.verb[1]):
                continue  # "agreed to pause tariffs of 25%"
            if one.speaker and not one.pronoun and (one.verb[1] <= at or _closes(text, one, at)):
                return passage(one.speaker)
        return None

    rows: list[tuple[int, int, Number | None]] = [(one.start, one.end, one) for one in numbers.find(text, known.code)]
    if known.vague:
        rows += [(match.start(), match.end(), None) for match in known.vague.finditer(text)]
    for start, end, number in sorted(rows, key=lambda row: (row[0], -row[1])):
        if start < reach or _meets(when, start, end):
            continue
        made = _vague(text, start, end, known) if number is None else _figure(text, number, known)
        if number is not None:
            made = _short(text, number, made, known, told, text[reach:start]) or made
        if made is None:
            continue
        bound, relation, unit, of, span = _rated(text, made, known)
        reach, told = span[1], unit
        yield Figure(
            passage(span), place, number.value if number else None, number.high if number else None,
            passage((number.start, number.end)) if number else None, passage(bound) if bound else None,
            relation, unit, passage(of) if of else None, who(start),
        )  # fmt: skip


# "agreed to cut", "agreed with"; not "said to reporters", "announced to the council"
NO_SAYING = regex(
    r"\s(?:(?:not\s)?to\s(?!(?:the|a|an|his|her|their|its|reporters|journalists|lawmakers|[A-Z]\w*)\b)|with\s)"
)
# ", 260 in Kyrgyzstan and some 50 in Uzbekistan" behind "213 kilometres in China"
LISTED_ON = regex(r"\s(?:in|to|from|for|between)\s(?:the\s)?[A-Z]")
# "1.3 billion of that"
OF_THAT = regex(r"\sof\s(?:that|this|it|which)\b")
MEASURES = ("percent", "ordinal", "", *TIMES)


def _short(text: str, number: Number, made: Made | None, known: Amounts, told: str, before: str) -> Made | None:
    """A figure that takes its unit from the one before it; None when the number is no such."""
    if known.code != "en" or told in MEASURES or number.spelled or number.kind != "cardinal" or (made and made[2]):
        return None
    if number.text[-1:].isalpha() and OF_THAT.match(text, number.end):
        pass
    elif not (LISTED_ON.match(text, number.end) and regex(r"(?:,|\band)(?:\s\w{3,13}){0,2}\s$").search(before[-40:])):
        return None
    bound, relation = _bound(text, number.start, known)
    return bound, relation, told, None, (bound[0] if bound else number.start, number.end)


def _meets(edges: list[int], start: int, end: int) -> bool:
    """Whether ``start:end`` overlaps a span; ``edges`` holds starts and ends of spans that stand apart, in order."""
    place = bisect_right(edges, start)
    return place % 2 == 1 or (place < len(edges) and edges[place] < end)


def _closes(text: str, one: Attribution, at: int) -> bool:
    """Whether the speaker stands behind what is said: "…, the ministry said", “…,” said Xi, "… according to Xi"."""
    low = min(one.verb[0], one.speaker[0] if one.speaker else one.verb[0])
    if one.going or low < at:
        return False
    before = text[:low].rstrip()
    accord = one.behind and text[one.verb[0] : one.verb[1]].lower().startswith("according")
    behind = text[max(one.verb[1], one.speaker[1] if one.speaker else 0) :]
    return accord or (
        before[-1:] in ',”"»'
        and regex(r"(?:\s(?:on|in|at|during|to)\s[^.,]{1,40}|,\s[^.]{1,60})?[.”\"»]*$").match(behind) is not None
    )


Made = tuple[Span | None, str, str, Span | None, Span]


def _rated(text: str, made: Made, known: Amounts) -> Made:
    """An amount with the time or thing it is counted by behind it: "5.2 percent a year"; not "a day after"."""
    bound, relation, unit, of, (start, end) = made
    rate = known.rate.match(text, end) if unit != "ordinal" and unit not in TIMES else None
    if rate is None or known.elapsed.match(text, rate.end()):
        return made
    return bound, relation, f"{unit}/{known.rates[plain(rate['rate'])]}", of, (start, rate.end())


def _vague(text: str, start: int, end: int, known: Amounts) -> Made | None:
    of = part_of(text, end, known)
    return (None, "≈", "", of, (start, of[1])) if of else None


def _figure(text: str, number: Number, known: Amounts) -> Made | None:
    """Bound, relation, unit, what is counted and extent of a number; None when it is no figure."""
    start, end = number.start, number.end
    money = known.money.search(text[max(0, start - 7) : start])
    if money:
        start -= len(money[0])
    unit, end = _unit(text, end, known)
    if money:
        unit = known.units[plain(money["sign"])]
    if known.hours.match(text, number.end):
        return None  # "19 Uhr", "22.30 horas"
    if CLOCK.fullmatch(number.text) and known.clock.search(text[max(0, start - 12) : start]):
        return None  # "saat 13.40"
    if known.called.match(text, number.start):
        return None  # "a 911 caller"
    bound, relation = _bound(text, start, known)
    if regex(r"[\s-]olds?\b").match(text[end : end + 6]) or (
        not SCALED.search(number.text) and _is_age(text, start, end, known)
    ):
        return None
    if _is_name(text, start, end, number, unit, known) or _is_list_number(text, number):
        return None
    if known.code == "en" and number.spelled and regex(r"\s(?:Half|Quarter|Third)").search(number.text):
        return None  # "One and a Half Men"
    if known.no_amount.match(text, end) or known.grade.search(text[max(0, start - 12) : start]):
        return None
    first = bound[0] if bound else start
    if number.kind == "ordinal":
        of = counted(text, end, known, singular=True)
        if of is None or not counts_something(text, first, of, known):
            return None
        return bound, relation, "ordinal", of, (first, of[1])
    if number.kind == "fraction" and known.part.search(text[max(0, start - 10) : start]):
        return None
    if number.kind == "fraction":
        ratio = regex(r"\s(?:in|of)\s").search(number.text) is not None
        of = (
            part_of(text, end, known)
            or (counted(text, end, known) if ratio else None)
            or (half_of(text, end, known) if number.text.lower() == "half" else None)
        )
        if of is None and not unit and number.value and "." in number.value:
            return None
        of = of or (counted(text, end, known) if not unit else None)
        return (bound, relation, unit, of, (first, of[1] if of else end)) if of or unit else None
    if number.spelled and number.value == "1" and unit not in ("percent",):
        return None  # "one" is mostly a pronoun or an article
    if unit:
        of = part_of(text, end, known) if unit not in TIMES and known.code in WITH_OF else None
        return bound, relation, unit, of, (first, of[1] if of else end)
    if not number.spelled and _is_year(number) and not bound:
        return None
    if number.spelled and regex(r"\sof\s(?:them|us|you|these|those)\b").match(text[end : end + 10]):
        return None  # "two of them" counts what stands elsewhere
    if regex(r"\sof\s(?:the|them|its|their|these|those|his|her|our|which|whom)\b").match(text[end : end + 10]):
        of = part_of(text, end, known)
    else:
        of = counted(text, end, known)
    if of is not None and known.code == "en" and number.spelled and not _counts(text, of, number, known):
        return None
    if of is None and known.code in WITH_OF and known.code != "en" and SCALED.search(number.text):
        of = part_of(text, end, known)  # "2,3 millones de habitantes"
    if of is not None and known.code == "en" and not number.spelled and not _may_count(text, of, number, bound, known):
        of = None
    plain_number = not (bound or SCALED.search(number.text) or (known.code == "zh" and number.text[-1] in "万亿"))
    stricken = of is None and number.kind == "cardinal" and _is_stricken(text, first, end, known)
    if of is None and not stricken and (number.spelled or plain_number or OF_THAT.match(text, end)):
        return None
    if of is None and bound and _is_small(number) and _is_plain(text, bound):
        return None  # "sex under 16", "around 3": an age, a time of day
    return bound, relation, "", of, (first, of[1] if of else end)


def _is_stricken(text: str, first: int, end: int, known: Amounts) -> bool:
    """Whether a number counts people though no word says so: "killed 1,200 and took", "wounding 12."."""
    return known.stricken.search(text[max(0, first - 28) : first]) is not None and ENDS.match(text, end) is not None


def _may_count(text: str, of: Span, number: Number, bound: Span | None, known: Amounts) -> bool:
    """Whether digits count what follows: of a fraction and of what may be an age only a plural, not "a 5.9 quake"."""
    last = regex(r"[\s-]").split(text[slice(*of)])[-1]
    sure = number.text.isdigit() and not (bound and _is_small(number) and _is_plain(text, bound))
    return sure or ("." not in number.text[-3:] and not bound) or is_plural(last, known)


def _is_small(number: Number) -> bool:
    return number.text.isdigit() and int(number.text) < ADULT


def _counts(text: str, of: Span, number: Number, known: Amounts) -> bool:
    """Whether a number in words counts what follows: a plural, or nothing of it; not "the two became friends"."""
    last = regex(r"[\s-]").split(text[slice(*of)])[-1]
    return number.value == "0" or number.kind != "cardinal" or is_plural(last, known) or text[of[0] - 1] == "-" or (
        text[of[0] - 3 : of[0]] == "of ")  # fmt: skip


# "7.30"
CLOCK = regex(r"\d{1,2}[.:]\d{2}")


# --- what a number is not --------------------------------------------------------------------------------------------


WHERE = ("over", "under", "above", "below")  # also prepositions of place and time
SCALED = regex(r"[^\W\d_]{2,60}\.?$")  # "1.8 million" is a quantity whatever it counts
ENDS = regex(r"[.,;)]|\s(?:and|in|on|at|since|during|when|as|by|this|last|across|near|over)\b|$")
ADULT = 100  # years; a bare bound below may be an age


def _is_age(text: str, start: int, end: int, known: Amounts) -> bool:
    """Whether a number is somebody's age: "49 Jahre alt", "âgé de 49 ans"."""
    return known.ages.search(text[max(0, start - 14) : start]) is not None or known.aged.match(text, end) is not None


def _is_plain(text: str, bound: Span) -> bool:
    return text[slice(*bound)].lower() in ("under", "over", "above", "below", "around", "about")


def _is_year(number: Number) -> bool:
    return number.text.isdigit() and len(number.text) == 4 and FIRST_YEAR <= int(number.text) <= LAST_YEAR


def _is_list_number(text: str, number: Number) -> bool:
    if number.start > 1 or number.spelled:
        return False
    return regex(r"[.)]\s|\)").match(text[number.end : number.end + 2]) is not None


NAME_BEFORE = regex(r"([A-ZÀ-ÞА-ЯЁ][\w’'.]{0,60})[\s-]$")
# "Sections 21, 24, and " before 26
LISTED = regex(
    r"\b([A-Z]\w{1,12})\s\d{1,4}(?:(?:,\s(?:and\s|or\s)?|\s(?:and|or|to)\s|[-–])\d{1,4}){0,3}"
    r"(?:,\s(?:and\s|or\s)?|\s(?:and|or|to)\s|[-–])$"
)


def _is_name(text: str, start: int, end: int, number: Number, unit: str, known: Amounts) -> bool:
    """Whether the number is part of a name: "Boeing 737", "Group of Seven", "Resolution 1701", "the Big Five"."""
    before = text[max(0, start - 24) : start]
    if regex(r"\b(?:Group|Gang|League|Band|Council|Committee) of $").search(before) and number.text[:1].isupper():
        return True
    if (
        number.spelled
        and number.text[0].isupper()
        and number.kind == "cardinal"
        and before.strip()
        and before.rstrip()[-1] not in '.!?:“"«'
    ):
        return True
    if number.spelled or number.kind == "ordinal":
        return False
    listed = LISTED.search(text[max(0, start - 40) : start])
    if listed and listed[1] in known.names:
        return True
    name = NAME_BEFORE.search(before)
    if name is None:
        return bool(
            regex(
                r"(?:#|№|\bNo\.|\bNos\.|\bArt\.|\bpage|\bpages|\bchapter|\barticle|\bparagraph"
                r"|\bpp?\.|\bnumber|\btel\.?:?|\bphone:?)\s?$",
                re.IGNORECASE,
            ).search(before)
        )
    if name[1] in known.names or name[1].rstrip(".") in known.names:
        return True
    opens = start - len(name[0]) <= 1 or name[1] in known.openers
    return not opens and not unit


# --- around a number -------------------------------------------------------------------------------------------------


def _bound(text: str, start: int, known: Amounts) -> tuple[Span | None, str]:
    match = known.bound.search(text[max(0, start - 24) : start])
    if match is None:
        return None, "="
    low = max(0, start - 24)
    if match["bound"].lower() in (*WHERE, "about", "around") and match[0].endswith(("the ", " a ")):
        return None, "="  # "over the four years"
    if known.reaching.search(text[max(0, start - 80) : low + match.end("bound")]):
        return None, "="  # "выросла до 80": the value it reached
    return (low + match.start("bound"), low + match.end("bound")), known.relations[plain(match["bound"])]


def _unit(text: str, end: int, known: Amounts) -> tuple[str, int]:
    match = known.unit.match(text, end)
    if match is None:
        return "", end
    return known.units[plain(match["unit"])], match.end("unit")
