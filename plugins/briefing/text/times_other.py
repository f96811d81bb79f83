"""Time expressions in Russian, Spanish, French, German, Turkish, Arabic and Chinese: the rules that find them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.lazy import regex
from briefing.text.tables import either, plain
from briefing.text.timeparts import CLOCK, YEAR, Rule, TimeExpression, clock, full, made, order, relative
from briefing.text.triggers import DIGIT, triggers


def european(language: str, table: dict) -> Iterator[Rule]:
    """Languages that write day, month, year: Russian, Spanish, French, German, Turkish, Arabic."""
    names = either(name for row in table["months"] for name in row)
    months = triggers(name for row in table["months"] for name in row)
    day_of = {plain(name): place for place, row in enumerate(table["weekdays"]) for name in row}
    flags = re.IGNORECASE
    year_tail = rf"(?:\s(?:{either(table['year_words'])})\b\.?)" if "year_words" in table else ""
    of = r"\s(?:de\s|del\s)?"
    # "4 июля 2024 года", "4 de julio de 2024", "4. Juli 2024"
    yield Rule(
        months,
        regex(
            rf"(?<![\w.,])(?P<day>\d{{1,2}})(?:\.|er|º)?(?:\s?[-–—]\s?(?P<last>\d{{1,2}})\.?)?{of}"
            rf"(?P<name>{names})(?!\w)\.?(?:,?{of}(?P<year>{YEAR})(?!\d){year_tail}?)?",
            flags,
        ),
        full,
    )
    # "июле 2024 года", "julio de 2024"
    yield Rule(months, regex(rf"(?<!\w)(?P<name>{names})(?!\w)\.?{of}(?P<year>{YEAR})(?!\d){year_tail}?", flags), full)
    # "04.07.2024": these languages put the day first
    yield Rule(
        frozenset((DIGIT,)),
        regex(rf"(?<![\w.])(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>{YEAR})(?![\w])"),
        full,
    )
    if table["months_after"]:
        yield Rule(
            months,
            regex(rf"(?<!\w)(?:{either(table['months_after'])})\s(?P<said>(?P<name>{names}))(?![\w])(?!\s\d)", flags),
            full,
        )
    if "month_suffix" in table:
        yield Rule(
            months, regex(rf"(?<!\w)(?P<said>(?P<name>{names}))(?={table['month_suffix']}|\sayında)", flags), full
        )
    if "year_suffix" in table:
        yield Rule(
            frozenset((DIGIT,)),
            regex(rf"(?<![\w.,])(?P<said>(?P<year>{YEAR}))(?={table['year_suffix']})", flags),
            full,
        )
    if "year_words" in table:
        yield Rule(
            frozenset((DIGIT,)),
            regex(
                rf"(?<![\w.,])(?P<year>{YEAR})(?:[-–](?:м|х|го))?\s(?:{either(table['year_words'])})(?!\w)\.?", flags
            ),
            full,
        )
    if "years_after" in table:
        yield Rule(
            frozenset((DIGIT,)),
            regex(
                rf"(?<!\w)(?:{either(table['years_after'])})\s(?P<said>(?P<year>{YEAR}))(?![\d%]"
                rf"|[.,]\d|\s(?:personas|soldados|hommes|soldats|Menschen|Soldaten|millones|km)\b)",
                flags,
            ),
            full,
        )
    after = rf"(?<!\w)(?:{either(table['weekdays_after'])})\s" if "weekdays_after" in table else r"(?<!\w)"
    at_clock = rf"(?:,?\s(?:в|um|à|a las|saat)?\s?{CLOCK})?"

    def weekday(match: re.Match[str]) -> TimeExpression | None:
        found, zone = clock(match)
        return made("weekday", weekday=day_of[plain(match["name"])], clock=found, zone=zone)

    days = either(name for row in table["weekdays"] for name in row)
    capital = 0 if language in ("de", "tr") else flags
    yield Rule(
        triggers(name for row in table["weekdays"] for name in row),
        regex(
            rf"{after}(?P<said>(?P<name>{days})(?!\w){at_clock})",
            capital,
        ),
        weekday,
    )
    yield relative(table["relative"], flags, r"(?<!\w)", r"(?!\w)")
    yield order(table["order"], flags, r"(?<!\w)", r"(?!\w)")


def chinese(table: dict) -> Iterator[Rule]:
    """The rules for Chinese."""
    places = {sign: min(place, 6) for place, sign in enumerate(table["weekdays_zh"])}
    # "2024年7月4日", "7月4日", "2024年7月", "2024年"
    yield Rule(
        frozenset((DIGIT,)),
        regex(r"(?<![\d.])(?P<year>\d{4})\s?年\s?(?P<month>\d{1,2})\s?月(?:\s?(?P<day>\d{1,2})\s?[日号])?"),
        full,
    )
    yield Rule(frozenset((DIGIT,)), regex(r"(?<![\d.年])(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?[日号]"), full)
    yield Rule(frozenset((DIGIT,)), regex(rf"(?<![\d.])(?P<year>{YEAR})\s?年(?!\s?\d{{1,2}}\s?月)"), full)
    yield Rule(frozenset((DIGIT,)), regex(r"(?<![\d.年])(?P<month>1[0-2]|[1-9])月(?!\s?\d)"), full)
    yield Rule(
        None,
        regex(rf"(?:星期|周|礼拜)(?P<sign>[{table['weekdays_zh']}])(?![年期边])"),
        lambda match: made("weekday", weekday=places[match["sign"]]),
    )
    yield relative(table["relative"], 0, "", "", whole=False)
    yield order(table["order"], 0, "", "", whole=False)
