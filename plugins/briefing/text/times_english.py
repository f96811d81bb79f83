"""Time expressions in English: the rules that find them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from briefing.lazy import regex
from briefing.text.tables import either, plain, shipped
from briefing.text.timeparts import (
    CLOCK,
    YEAR,
    Rule,
    TimeExpression,
    clock,
    edge,
    full,
    made,
    month_of,
    order,
    relative,
    side,
)
from briefing.text.triggers import DIGIT, triggers

# "1775 Naramata Rd"
ADDRESS = regex(
    r"\s(?:[A-Z]\.?\s)?[A-Z][\w’'-]{1,30}(?:\s[A-Z][\w’'-]{1,30})?\s"
    r"(?:Road|Rd|Street|St|Avenue|Ave|Boulevard|Blvd|Drive|Lane|Ln|Highway|Hwy|Court|Way)\b"
)
NO_YEARS = r"(?<!pages )(?<!Pages )(?<!page )(?<!Page )(?<!pp\. )(?<!p\. )"  # before numbers that are no years
PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": 3, "1": 0, "2": 1, "3": 2, "4": 3}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}


@cache
def _counts() -> dict[str, int]:
    """Number words up to ninety, and the article that stands for one."""
    table = shipped("numbers")["en"]
    return {**table["ones"], **table["tens"], "a": 1, "an": 1}


def english() -> Iterator[Rule]:
    """The rules for English, each with the expression it makes of a match."""
    table = shipped("dates")["en"]
    names = either(name for row in table["months"] for name in row)
    months = triggers(name for row in table["months"] for name in row)
    whole = [row[0] for row in table["months"]]
    unsure = set(table["months_unsure"])
    any_case = names + "|" + either(name.upper() for row in table["months"] for name in row)
    weekdays = [row[0] for row in table["weekdays"]]
    short = [name for row in table["short_weekdays"] for name in row]
    day_of = {
        name.lower(): place
        for key in ("weekdays", "short_weekdays")
        for place, row in enumerate(table[key])
        for name in row
    }
    part_of = (
        r"(?:(?P<edge>(?:[Ee]arly|[Mm]id|[Ll]ate|(?:[Tt]he )?(?:[Ee]nd|[Bb]eginning|[Ss]tart|[Mm]iddle) of)[ -])"
        r"(?:in )?)?"
    )
    not_edge = r"(?!(?:[Ee]arly|[Mm]id|[Ll]ate|[Ll]ast|[Nn]ext|[Tt]his)\b)"
    clock_after = rf"(?:,?\s(?:at\s)?{CLOCK})?"
    before_b = regex(r"\?P<(\w+)>").sub(r"?P<\1_b>", CLOCK)
    clock_before = rf"(?:{before_b},?\s(?:on\s)?)?"
    weekday = rf"(?:(?P<weekday>{either(weekdays)}|(?:{either(short)})\.?),?\s)?"
    year = rf"(?:,?\s(?:of\s)?(?P<year>{YEAR})(?!\d|[.,]\d))?"

    # "9 a.m. on Thursday, 3-4 July 2024 at 10:00"
    yield Rule(
        months,
        regex(
            rf"(?<![\w$€£.-]){clock_before}{weekday}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[-–—]\s?"
            rf"(?P<last>\d{{1,2}})(?:st|nd|rd|th)?)?"
            rf"\s(?:of\s)?(?P<name>{any_case})\b\.?{year}{clock_after}"
        ),
        full,
    )
    # "Thursday, July 3-4, 2024"
    yield Rule(
        months,
        regex(
            rf"(?<![\w.-])(?<!Long ){clock_before}{weekday}(?P<name>{any_case})\b\.?\s(?P<day>\d{{1,2}})(?:st"
            rf"|nd|rd|th)?(?!\d|[.,]\d|\s?(?:percent|per cent|%))"
            rf"(?:\s?[-–—]\s?(?P<last>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?{year}{clock_after}"
        ),
        full,
    )
    # "mid-July 2024", "July, 2024"
    yield Rule(
        months, regex(rf"\b{part_of}(?P<name>{any_case})\b\.?,?\s(?:of\s)?(?P<year>{YEAR})(?![\d-]|[.,]\d)"), full
    )

    def lone_month(match: re.Match[str]) -> TimeExpression | None:
        name, which = match["name"], (match["side"] or "").lower()
        before, after = (match["before"] or "").lower(), match.string[match.end() : match.end() + 24]
        if regex(r"\s[A-Z][a-z]").match(after) and not regex(rf"\s(?:{either(weekdays)})").match(after):
            return None  # June Smith
        if name in unsure and not (which or match["edge"]):
            if before not in table["months_after"]:
                return None
            if regex(r"\s(?:on|for|against|of)\b").match(after) and name == "March":
                return None
            if (
                before in ("the", "of", "for", "to", "and", "after", "before")
                and name in ("May", "March", "April")
                and not regex(r"\s[a-z]").match(after)
            ):
                return None
        return made("month", month=month_of(name), side=side(which), edge=edge(match))

    # "last June", "in mid-July", "the June agreement"
    yield Rule(
        months,
        regex(
            rf"(?<![\w-])(?:(?P<before>{not_edge}[A-Za-z]{{1,12}})\s)?(?P<said>(?:(?P<side>[Ll]ast|[Nn]ext"
            rf"|[Tt]his)\s)?{part_of}(?P<name>{either(whole)}))(?![\w’']|-\w|\s\d)"
        ),
        lone_month,
    )

    def weekday_alone(match: re.Match[str]) -> TimeExpression | None:
        hour, zone = clock(match)
        return made(
            "weekday", weekday=day_of[match["name"].lower()], side=side(match["side"] or ""), clock=hour, zone=zone
        )

    # "9 a.m. Monday", "last Thursday morning"
    yield Rule(
        triggers(weekdays),
        regex(
            rf"(?<![\w$€£.-])(?<!Black )(?<!Good )(?<!Cyber )(?<!Bloody )(?<!Easter )(?<!\sa )(?<!every )"
            rf"(?<!each )(?<!any ){clock_before}(?:(?P<side>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming)\s)?"
            rf"(?P<name>{either(weekdays)})(?![\w-]|['’]\w)"
            rf"(?:\s(?:morning|afternoon|evening|night))?{clock_after}"
            r"(?!\s(?:Times|Herald|Post|Agreement|Club|Night Live|Night Football))"
        ),
        weekday_alone,
    )

    words, people = table["years_after"], table["not_years_before"]

    def lone_year(match: re.Match[str]) -> TimeExpression | None:
        if ADDRESS.match(match.string, match.end("year")):
            return None
        number, before, after = int(match["year"]), match["before"] or "", match.string[match.end() : match.end() + 32]
        if match["edge"]:
            return full(match)
        if before in table["names_with_years"] or before.isupper():
            return None
        follows = regex(r"[\s-]([\w]+)").match(after)
        next_word = follows[1] if follows else ""
        if next_word in people or (follows and next_word.lower() in people):
            return None
        if (
            number % 100 == 0
            and next_word.islower()
            and next_word.endswith("s")
            and next_word not in ("was", "is", "has")
        ):
            return None  # "in 2000 soldiers"
        opens = match["open"] == "("
        starts = not before and match.start("year") == len(match.string) - len(match.string.lstrip())
        if (
            before.lower() in words
            or opens
            or (
                starts
                and 1900 <= number < 2100
                and next_word in ("was", "is", "saw", "has", "will", "brought", "marked")
            )
        ):
            if before.lower() in ("of", "for", "to", "than", "and", "a") and not 1900 <= number < 2100:
                return None
            return full(match)
        return None

    # "in 2024", "(2024", "the 2024 summit", "late 2024"
    yield Rule(
        frozenset((DIGIT,)),
        regex(
            rf"(?:(?<![\w-])(?P<before>{not_edge}[A-Za-z]{{1,12}})\s|(?P<open>\()|(?<![^\s-]))"
            rf"(?P<said>{part_of}(?P<year>{YEAR}))(?![\d%]|[.,]\d|['’]?s\b|-\d\d-)"
        ),
        lone_year,
    )
    # the second of "2013-2023", "from 2013 to 2023": the first is found above
    yield Rule(frozenset((DIGIT,)), regex(rf"(?<=\d)[-–—](?P<said>(?P<year>{YEAR}))(?![\w%-]|[.,]\d)"), _after_year)
    yield Rule(
        frozenset((DIGIT,)),
        regex(rf"(?<![\w$]){NO_YEARS}(?P<said>(?P<year>{YEAR}))(?=[-–—](?:{YEAR}|\d\d)(?![\w-]))(?![-–—]\d\d[-–—])"),
        full,
    )

    # "the early 1990s", "’90s"
    yield Rule(
        frozenset((DIGIT,)),
        regex(r"\b(?P<said>(?:(?P<edge>[Ee]arly|[Mm]id|[Ll]ate)[ -])?(?P<year>(?:1[5-9]|20)\d0)['’]?s)\b"),
        lambda match: made("decade", year=int(match["year"]), edge=edge(match)),
    )
    # "the 21st century"
    yield Rule(
        triggers(("century",)),
        regex(r"\b(?P<said>(?:(?P<edge>[Ee]arly|[Mm]id|[Ll]ate)[ -])?(?P<number>1\d|2[01])(?:st|th)\s[Cc]entury)\b"),
        lambda match: made("century", year=(int(match["number"]) - 1) * 100, edge=edge(match)),
    )
    # "the third quarter of 2024", "Q3 2024"
    yield Rule(
        frozenset(("quarter", "half", DIGIT)),
        regex(
            rf"\b(?P<said>(?:(?P<place>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth)[\s-](?P<kind>quarter|half)(?:"
            rf"(?:\sof)?\s(?P<year>{YEAR})\b|(?=\sof (?:the|this|last|next) year\b|\s(?:results|earnings"
            rf"|growth|report|exports|profits?)\b))"
            rf"|[QH](?P<short>[1-4])\s(?P<year2>{YEAR})\b))"
        ),
        _part_of_year,
    )
    # "in the summer of 2024", "last winter", "spring 2024"
    yield Rule(
        triggers(SEASONS),
        regex(
            rf"\b(?P<said>(?:(?P<side>[Ll]ast|[Nn]ext|[Tt]his)\s)?(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn"
            rf"|[Ff]all|[Ww]inter)(?:\s(?:of\s)?(?P<year>{YEAR})\b)?)"
            r"(?!\s(?:of|in|to|by|Olympic|Games|into|out|below|short))"
        ),
        _season,
    )
    right = r"(?![\w-]|['’]s\s(?:world|youth|generation)|\sof\s)"
    yield relative(table["relative"], re.IGNORECASE, r"(?<![\w-])", right)
    # "two years ago"
    unit = r"(?P<unit>day|week|month|year|decade)s?"
    yield Rule(
        triggers(("ago",)),
        regex(
            rf"\b(?P<said>(?:(?P<count>\d{{1,3}}|{either(_counts())})|[Ss]everal|[Mm]any|[Aa]\sfew"
            rf"|[Ss]ome)\s{unit}\sago)\b",
            re.IGNORECASE,
        ),
        _ago,
    )
    # "later this year", "earlier this week"
    yield Rule(
        triggers(("earlier", "later")),
        regex(
            r"\b(?P<said>(?P<edge>earlier|later)\s(?:this|in the)\s(?P<unit>week|month|year|decade))\b", re.IGNORECASE
        ),
        lambda match: made(
            plain(match["unit"]), shift=0, edge="early" if match["edge"].lower() == "earlier" else "late"
        ),
    )

    rows = table["order"]
    fixed = [row for row in rows if row[0] not in ("earlier", "later", "soon")]
    past = r"(?<=the past)\s(?:\d|few|several|two|three|four|five|six|ten|year|week|month|decade|century|half|day)"
    yield order(fixed, re.IGNORECASE, r"(?<![\w-])", rf"(?![\w-]|{past})")
    # "later" and "earlier" as adverbs, not "an earlier plan", "no later than", "two years later than planned"
    loose = [row for row in rows if row[0] in ("earlier", "later", "soon")]
    yield order(
        loose,
        re.IGNORECASE,
        r"(?<![\w-])(?<!no )(?<!an )(?<!the )(?<!of )(?<!or )(?<!much )(?<!its )(?<!as )(?<!the )",
        r"(?=\s(?:said|told|added|signed|announced|stated|on|in|at|by|became|be|was|were|agreed|joined|had"
        r"|met|confirmed|denied|this|became|visited|held|opened)\b|[,.;]|$)(?!\s(?:than|this (?:week|month"
        r"|year)|as)\b)",
    )
    # "two years later", "three days earlier"
    yield Rule(
        triggers(("later", "earlier", "before", "after")),
        regex(
            rf"\b(?P<said>(?:\d{{1,3}}|{either(_counts())}|several|many|a few)\s(?:minute|hour|day|week|month"
            rf"|year|decade)s?\s(?P<way>later|earlier|before|after))\b(?!\sthan\b)(?!(?<=before"
            rf"|.after)\s(?:the|it|they|he|she|this|that|a)\b)",
            re.IGNORECASE,
        ),
        lambda match: made("order", order=1 if match["way"].lower() in ("later", "after") else -1),
    )


def _after_year(match: re.Match[str]) -> TimeExpression | None:
    before = match.string[max(0, match.start() - 12) : match.start()]
    return full(match) if regex(rf"{NO_YEARS}(?<![\w$]){YEAR}$").search(before) else None


def _part_of_year(match: re.Match[str]) -> TimeExpression | None:
    year = match["year"] or match["year2"]
    place = PLACES.get((match["place"] or match["short"] or "").lower())
    kind = match["kind"] or ("half" if match["said"][0] == "H" else "quarter")
    if place is None or (kind == "half" and place > 1):
        return None
    return made(kind, year=int(year) if year else None, part=(33 if kind == "quarter" else 40) + place)


def _season(match: re.Match[str]) -> TimeExpression | None:
    year, which = match["year"], side(match["side"] or "")
    word = match["season"]
    if not year and not match["side"]:
        before = match.string[max(0, match.start() - 8) : match.start()].lower()
        if word.lower() in ("spring", "fall") and not regex(r"\b(?:in|by|since|until) (?:the )?$|\bthe $").search(
            before
        ):
            return None
        if not regex(r"\b(?:in|by|since|until|during|the|of|early|late) $").search(before):
            return None
        if (
            word.lower() in ("fall", "spring")
            and regex(r"\bthe $").search(before)
            and not regex(r"\bin the $").search(before)
        ):
            return None
    return made("season", year=int(year) if year else None, part=SEASONS[word.lower()], side=which)


def _ago(match: re.Match[str]) -> TimeExpression | None:
    count = match["count"]
    number = None if count is None else int(count) if count.isdigit() else _counts()[plain(count)]
    return made(plain(match["unit"]), shift=-number if number is not None else None, side="last")
