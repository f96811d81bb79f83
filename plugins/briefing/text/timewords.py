"""Time expressions: where a text says when, with what it says and nothing more. What they mean is ``text.dates``.

Durations ("for two years"), ordinals ("the 24th meeting") and clock times without a day are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from msgspec.structs import replace

from briefing.lazy import regex
from briefing.text.tables import base, plain, shipped, words_of
from briefing.text.timeparts import Rule, TimeExpression, full, full_names
from briefing.text.times_english import english
from briefing.text.times_other import chinese, european
from briefing.text.triggers import DIGIT, words_in

KEPT = 1_024  # sentences whose expressions are kept: several finders ask for those of the same article

ISO_DATE = regex(r"(?<![\w/.-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d/-])")


def find(text: str, language: str) -> tuple[TimeExpression, ...]:
    """The time expressions of a text, in order and apart from each other; of two that overlap, the longer.

    English is read whole; of Russian, Spanish, French, German, Turkish, Arabic and Chinese the dates, months, years,
    weekdays and the commonest relative words. Any other language is searched for ISO dates only.

    >>> [(e.text, e.granularity, e.month, e.year) for e in find("In June 2023 it rained for two years.", "en")]
    [('June 2023', 'month', 6, 2023)]
    """
    code = base(language)
    return _find(text, "en" if code in ("", "und") else code)


@lru_cache(maxsize=KEPT)
def _find(text: str, code: str) -> tuple[TimeExpression, ...]:
    found: list[TimeExpression] = []
    words = words_in(text)
    for rule in _grammar(code):
        if rule.needs is not None and rule.needs.isdisjoint(words):
            continue
        for match in rule.pattern.finditer(text):
            made = rule.build(match)
            if made is not None:
                found.append(_placed(made, text, match))
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[TimeExpression] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end - one.start > kept[-1].end - kept[-1].start:
            kept[-1] = one
    return tuple(_joined(text, kept))


# a day or a month and the period behind it: "Wednesday next week", "4 July last year"
PERIODS = {"weekday": "week", "month": "year", "day": "year"}


def _joined(text: str, found: list[TimeExpression]) -> Iterator[TimeExpression]:
    """The expressions with those made one that say one time together."""
    before: TimeExpression | None = None
    for one in found:
        if (
            before is not None
            and PERIODS.get(before.granularity) == one.granularity
            and one.shift is not None
            and not one.edge
            and before.year is None
            and before.shift is None
            and text[before.end : one.start] in (" ", " of ", " de ", " del ")
        ):
            before = replace(before, text=text[before.start : one.end], end=one.end, shift=one.shift, side="")
            continue
        if (
            before is not None
            and {before.granularity, one.granularity} == {"day", "weekday"}
            and _is_one(before, one, text)
        ):
            dated = one if one.granularity == "day" else before
            before = replace(dated, text=text[before.start : one.end], start=before.start, end=one.end)
            continue
        if before is not None:
            yield before
        before = one
    if before is not None:
        yield before


def _is_one(before: TimeExpression, one: TimeExpression, text: str) -> bool:
    """Whether a weekday and a date stand side by side: "jeudi 4 juillet", "4 Temmuz Perşembe"."""
    plain_ones = all(each.shift is None and not each.side and not each.clock for each in (before, one))
    return plain_ones and text[before.end : one.start] in ((" ", ", ") if one.granularity == "day" else (" ", ""))


def _placed(made: TimeExpression, text: str, match: re.Match[str]) -> TimeExpression:
    groups = match.re.groupindex
    start, end = match.span("said") if "said" in groups else match.span()
    while end > start and text[end - 1] in " ,":
        end -= 1
    if (
        text[end - 1] == "."
        and "name" in groups
        and match["name"]
        and match.end("name") == end - 1
        and plain(match["name"]) in full_names()
    ):
        end -= 1  # the stop of the sentence, not of a short form
    if text[start:end].endswith(("года.", "году.", "год.")):
        end -= 1
    return replace(made, text=text[start:end], start=start, end=end)


@cache
def _grammar(language: str) -> tuple[Rule, ...]:
    rules: Iterator[Rule]
    table = words_of(shipped("dates"), language)
    if language == "en":
        rules = english()
    elif language == "zh":
        rules = chinese(dict(table))
    elif table:
        rules = european(language, dict(table))
    else:
        rules = iter(())
    return (Rule(frozenset((DIGIT,)), ISO_DATE, full), *rules)
