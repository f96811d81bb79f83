"""Happenings that have a time: one for each time expression of a sentence, resolved only where something anchors it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from msgspec.structs import replace

from briefing.lazy import regex
from briefing.model import Article, Desk, Fact, Passage
from briefing.plain import Frozen
from briefing.text import dates
from briefing.text.dates import TimeExpression
from briefing.text.tables import base, either, shipped, words_of

NEAR = 1  # blocks: a date without a year takes it from a dated sentence in its own paragraph or the one before
DATELINE = 60  # characters at the start of the body in which a full date is a dateline: "ASTANA, July 4, 2024 —"
CLAUSE = 300  # characters of a clause on each side of its time words
BY_PAGE = "read against the publication date the page states"
BY_EDITOR = "read against the publication date an editor gave"
BY_LINE = "read against the dated sentence in line {line}"
BY_DATELINE = "read against the dateline in line {line}"

OUTSIDE = ("head", "title", "heading")
QUOTED = regex(r"“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|「[^「」]*」|『[^『』]*』|\"[^\"]*\"")


class Event(Fact):
    """A time expression and the sentence that happens then. ``passage``: the time words.

    ``resolved`` is ISO 8601 at ``granularity`` (see ``text.dates``), None where nothing anchors it. ``anchor`` says
    against what it was read; None also where the words state their date whole.
    """

    granularity: str  # "day", "month", "year", "weekday", "order" …, see text.timewords
    resolved: str | None
    anchor: str | None
    status: str  # "stated", "to come", "conditional"
    order: int | None  # of an order word: -1 before what the text told last, 1 after it, 0 neither


def find(article: Article, desk: Desk) -> tuple[Event, ...]:
    """The dated and the ordered happenings of the body in reading order.

    An expression is read against the publication date, else a dateline. Only a year may come from an earlier dated
    sentence, of the same paragraph or the one before, and only where nothing speaks against it: it must be the year
    of publication where that is known, and the month must not lie before the dated one ("in September 2022 … In
    February" may be of any later year). Inside a quotation "today" and "Thursday" are the speaker's, and stay
    unresolved. What resolves to a time after the publication is to come, whatever its verb.
    """
    code = base(article.source.language)
    status = _status_words(desk.words.get("status") or shipped("status"), "en" if code in ("", "und") else code)
    rows = [
        (place, sentence, expression)
        for place, sentence in enumerate(article.sentences)
        if article.blocks[sentence.block].kind not in OUTSIDE
        for expression in dates.find(sentence.text, code)
    ]
    anchor, reason = _anchor(article, rows)
    found: list[Event] = []
    dated: tuple[int, int, int, int] | None = None  # block, year, line and month of the last dated sentence
    stated = article.head.published.value if article.head.published else ""
    quoted: dict[int, list[int]] = {}  # of each sentence, where quotations begin and end
    clauses: dict[int, tuple[list[int], list[int]]] = {}  # and where clauses end and begin
    for place, sentence, expression in rows:
        if place not in quoted:
            quoted[place] = [edge for match in QUOTED.finditer(sentence.text) for edge in match.span()]
            found_bounds = [match.span() for match in status.bounds.finditer(sentence.text)]
            clauses[place] = [span[0] for span in found_bounds], [span[1] for span in found_bounds]
        inside = bisect_right(quoted[place], expression.start) % 2 == 1
        how = _status(sentence.text, expression, clauses[place], status)
        resolved = dates.resolve(expression)
        why = None
        if resolved is None and expression.year is None:
            spoken = inside and (expression.shift is not None or expression.weekday is not None)
            if anchor and not spoken:
                resolved = dates.resolve(expression, anchor, future=how != "stated")
                why = reason if resolved else None
            if (
                resolved is None
                and dated
                and expression.month
                and not expression.side
                and not regex(r"\b(?:an?|each|every|any)\s$").search(
                    sentence.text[max(0, expression.start - 7) : expression.start]
                )
                and 0 <= sentence.block - dated[0] <= NEAR
                and (stated[:4] == str(dated[1]) if stated else expression.month >= dated[3] or expression.day)
            ):
                resolved = dates.resolve(replace(expression, year=dated[1]))
                why = BY_LINE.format(line=dated[2]) if resolved else None
        if resolved and expression.year is not None and expression.month is not None:
            dated = (sentence.block, expression.year, sentence.lines[0], expression.month)
        if how == "stated" and resolved and stated and _is_after(resolved, stated):
            how = "to come"
        found.append(
            Event(
                article.passage(sentence.block, sentence.start + expression.start, sentence.start + expression.end),
                place,
                expression.granularity,
                resolved,
                why,
                how,
                expression.order,
            )
        )
    return tuple(found)


def _is_after(resolved: str, stated: str) -> bool:
    """Whether a time lies wholly behind the date of publication: compared at the coarser of the two precisions."""
    size = min(len(resolved), len(stated), 10)
    plain = resolved[:4].isdigit() and "W" not in resolved and not (len(resolved) >= 7 and resolved[5:7] > "12")
    return plain and stated[:size].replace("-", "").isdigit() and resolved[:size] > stated[:size]


def _anchor(article: Article, rows: list[tuple[int, Passage, TimeExpression]]) -> tuple[str | None, str | None]:
    stated = article.head.published
    if stated is not None:
        return stated.value, BY_EDITOR if stated.origin == "editor" else BY_PAGE
    body = article.body()
    for _, sentence, expression in rows:
        if not body or sentence.block != body[0] or sentence.start + expression.start > DATELINE:
            break
        behind = sentence.text[expression.end : expression.end + 14]
        opens = sentence.text[: expression.start]
        dash = regex(r"\)?\s?(?:\([^)]{1,10}\)\s?)?(?:[—–]|--|-\s|:|/)").match(behind)
        if expression.granularity == "day" and expression.year and dash and not regex(r"[a-z]{4,}").search(opens):
            return dates.resolve(expression), BY_DATELINE.format(line=sentence.lines[0])
    return None, None


# --- stated, to come, conditional -----------------------------------------------------------------------------------


class _Status(Frozen):
    coming: re.Pattern[str]
    might: re.Pattern[str]
    bounds: re.Pattern[str]
    past: re.Pattern[str]
    told: re.Pattern[str]
    planned: re.Pattern[str]
    done: re.Pattern[str]
    since: re.Pattern[str]
    settled: re.Pattern[str]


def _status_words(table: Mapping[str, Any], code: str) -> _Status:
    words = words_of(table, code)
    return _ready(
        code == "zh",
        tuple(
            tuple(words.get(key, ()))
            for key in ("coming", "might", "bounds", "past", "settled", "found", "planned", "happens", "since")
        ),
    )


@lru_cache(maxsize=32)
def _ready(whole: bool, rows: tuple[tuple[str, ...], ...]) -> _Status:
    left, right = ("", "") if whole else (r"(?<![\w'’-])", r"(?![\w-])")
    tails = ("", "", "", r"\s?(?:\w{2,4}\s)?$", "")  # "said on Thursday": right before the time
    coming, might, bounds, past, settled = (
        regex(f"{left}(?:{either(row)}){right}{tail}") for row, tail in zip(rows[:5], tails, strict=True)
    )
    told = regex(f"{left}(?:{either(rows[3])}|{either(rows[5])}){right}")
    planned = regex(f"{left}(?:{either(rows[6])}){right}")
    done = regex(f"{left}(?:{'|'.join(rows[7]) or '(?!)'}){right}")
    since = regex(f"{left}(?:{either(rows[8])})\\s$")
    return _Status(
        coming,
        might,
        regex(rf"[;:]|[—–]|,\s(?:and|but|while|и|а)\s|{bounds.pattern}"),
        past,
        told,
        planned,
        done,
        since,
        settled,
    )


PASSIVE = regex(r"\b(?:will|to|would) be \w+ (?:on |in )?$")  # "will be announced Saturday"
PLANNED = ("day", "weekday", "month")
UNTIL = regex(r"\b(?:until|till|by|through)\s$")
# "last week", "in recent months", "A year earlier": what lies behind, whatever the verb
BEHIND = regex(r"\b(?:last|past|recent|previous|earlier|ago|yesterday|recently|previously)\b", re.IGNORECASE)


def _status(text: str, expression: TimeExpression, clauses: tuple[list[int], list[int]], words: _Status) -> str:
    """How certain the clause is that holds the expression: by its words for what is to come, or depends."""
    if BEHIND.search(text, expression.start, expression.end):
        return "stated"
    before = text[max(0, expression.start - 24) : expression.start]
    if words.since.search(before) or expression.granularity == "decade":
        return "stated"  # "since 2024", "the 1930s"
    if words.past.search(before) and not PASSIVE.search(before):
        return "stated"  # "said on Thursday the road will open": the time is that of the verb
    closed, opened = bisect_left(clauses[0], expression.end), bisect_right(clauses[1], expression.start)
    low = max(opened and clauses[1][opened - 1], expression.start - CLAUSE)
    high = clauses[0][closed] if closed < len(clauses[0]) else len(text)
    clause = text[low : min(high, expression.end + CLAUSE)]
    if "“" in clause or '"' in clause:  # what somebody says will be is not what the text says of another time
        clause = QUOTED.sub(lambda match: match[0] if expression.text in match[0] else " " * len(match[0]), clause)
    clause = words.settled.sub(" ", clause)  # "could have predicted" speaks of what is past
    might, coming = words.might.search(clause), words.coming.search(clause)
    if not might and not coming:
        # "opens on Monday", "runs until Friday": the present of a plan; a year of its own is told as it is
        planned = expression.year is None and expression.granularity in PLANNED and expression.shift is None
        plans = words.planned.search(clause) or (
            UNTIL.search(text, max(0, expression.start - 10), expression.start) and not words.done.search(clause)
        )
        return "to come" if planned and plans else "stated"
    first = low + min(found.start() for found in (might, coming) if found)
    if words.told.search(text, expression.end, max(expression.end, first)):
        return "stated"  # "In a May memo the bank said it would close": the time is that of the verb
    return "conditional" if might else "to come"
