"""Dates: what says when, what it means, how a head states it, and how it is shown."""

from __future__ import annotations

import time

import pytest
from briefing.text import dates
from cases import Case, load
from hypothesis import given, settings
from hypothesis import strategies as st

PARTS = ("year", "month", "day", "last_day", "weekday", "clock", "zone", "part", "shift", "order", "side", "edge")


def shape(text: str) -> str:
    """A line for each expression: words, granularity, known parts, and what it means on 5 July 2024, a Friday."""
    first, _, rest = text.partition("\n")
    language = first.removeprefix("language: ") if first.startswith("language: ") else "en"
    rows = []
    for found in dates.find(rest if language != "en" or first.startswith("language: ") else text, language):
        parts = [f"{name} {getattr(found, name)}" for name in PARTS if getattr(found, name) not in (None, "")]
        rows.append(
            f"{found.text} | {found.granularity} | {', '.join(parts) or '-'} | {dates.resolve(found, '2024-07-05')}"
        )
    return "\n".join(rows) or "none"


@pytest.mark.parametrize("case", load("text/dates"))
def test_case(case: Case) -> None:
    assert shape(case.input) == case.expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2024-07-04", "2024-07-04"),
        ("2024-07-04T09:30:00Z", "2024-07-04T09:30+00:00"),
        ("2024-07-04T09:30:00.123+03:00", "2024-07-04T09:30+03:00"),
        ("2024-07-04 09:30", "2024-07-04T09:30"),
        ("20240704", "2024-07-04"),
        ("20240704T093000Z", "2024-07-04T09:30+00:00"),
        ("4 July 2024", "2024-07-04"),
        ("July 4, 2024", "2024-07-04"),
        ("JULY 4, 2024", "2024-07-04"),
        ("4th of July 2024", "2024-07-04"),
        ("04.07.2024", None),
        ("07/04/2024", None),
        ("14.07.2024", "2024-07-14"),
        ("7/14/2024", "2024-07-14"),
        ("04.04.2024", "2024-04-04"),
        ("2024年7月4日", "2024-07-04"),
        ("2024年7月4日 10:00", "2024-07-04T10:00"),
        ("4 июля 2024 г.", "2024-07-04"),
        ("4 июля 2024 г., 10:00", "2024-07-04T10:00"),
        ("Thu, 04 Jul 2024 10:00:00 GMT", "2024-07-04T10:00+00:00"),
        ("Thu, 04 Jul 2024 10:00:00 +0530", "2024-07-04T10:00+05:30"),
        ("Thursday, July 4th, 2024 at 9:30 a.m. EST", "2024-07-04T09:30-05:00"),
        ("12:30", None),
        ("4 de julio de 2024", "2024-07-04"),
        ("4. Juli 2024, 10:30 Uhr", "2024-07-04T10:30"),
        ("4 Temmuz 2024 10:00", "2024-07-04T10:00"),
        ("4 juillet 2024 à 10h30", "2024-07-04T10:30"),
        ("4 يوليو 2024", "2024-07-04"),
        ("July 2024", "2024-07"),
        ("2024", "2024"),
        ("31 June 2024", None),
        ("2024-02-30", None),
        ("2024-13-01", None),
        ("2024-00-10", None),
        ("0000-00-00", None),
        ("2024-07-04T25:00", None),
        ("9999", None),
        ("1234567", None),
        ("yesterday", None),
        ("", None),
        ("4 July 2024 " * 40, None),
    ],
)
def test_stated(stated: str, expected: str | None) -> None:
    assert dates.parse_stated(stated) == expected


@pytest.mark.parametrize(
    ("iso", "expected"),
    [
        ("2024-07-04", "4 July 2024"),
        ("2024-07-04T09:30+03:00", "4 July 2024"),
        ("2024-07", "July 2024"),
        ("2024", "2024"),
        ("2024-W27", "week of 1 July 2024"),
        ("2024-35", "third quarter of 2024"),
        ("2024-22", "summer 2024"),
        ("2024-40", "first half of 2024"),
        ("202X", "2020s"),
        ("20XX", "21st century"),
        ("2024-99", "2024-99"),
        ("soon", "soon"),
    ],
)
def test_shown(iso: str, expected: str) -> None:
    assert dates.shown(iso) == expected


@pytest.mark.parametrize(
    ("text", "anchor", "future", "expected"),
    [
        ("Thursday", None, False, None),
        ("Thursday", "2024-07", False, None),
        ("Thursday", "2024-07-05", False, "2024-07-04"),
        ("Thursday", "2024-07-04", False, "2024-07-04"),
        ("Thursday", "2024-07-05", True, "2024-07-11"),
        ("last Friday", "2024-07-05", False, "2024-06-28"),
        ("In June", None, False, None),
        ("In June", "2024", False, None),
        ("In June", "2024-07-05", False, "2024-06"),
        ("In December", "2024-07-05", False, "2023-12"),
        ("In December", "2024-07-05", True, "2024-12"),
        ("on 3 May", "2024-07-05T10:00+03:00", False, "2024-05-03"),
        ("yesterday", "2024-03-01", False, "2024-02-29"),
        ("last month", "2024-01", False, "2023-12"),
        ("last year", "2024", False, "2023"),
        ("a week ago", "2024", False, None),
        ("on 4 July 2023", "2024-07-05", False, "2023-07-04"),
        ("yesterday", "junk", False, None),
        ("yesterday", "2024-02-31", False, None),
        ("29 February", "2023-03-05", False, None),
    ],
)
def test_resolved(text: str, anchor: str | None, future: bool, expected: str | None) -> None:
    (found,) = dates.find(text, "en")
    assert dates.resolve(found, anchor, future) == expected


LANGUAGES = st.sampled_from(["en", "ru", "zh", "tr", "ar", "de", "fr", "es", "und", "xx", ""])
PIECES = st.lists(
    st.sampled_from(
        [
            "May",
            "July",
            "4",
            "31",
            "2024",
            "Thursday",
            "last",
            "two",
            "years",
            "ago",
            "in",
            "the",
            "9",
            "a.m.",
            "10:30",
            "of",
            "-",
            "–",
            ",",
            ".",
            "(",
            "century",
            "19th",
            "Q3",
            "half",
            "first",
            "июля",
            "年",
            "月",
            "日",
            "周五",
            "1990s",
            "later",
            "de",
            "\u00a0",
        ]
    ),
    max_size=30,
)


@settings(max_examples=300, deadline=None)
@given(PIECES, st.booleans(), LANGUAGES)
def test_expressions_lie_where_they_say_and_mean_real_days(pieces: list[str], spaced: bool, language: str) -> None:
    text = (" " if spaced else "").join(pieces)
    last = 0
    for found in dates.find(text, language):
        assert text[found.start : found.end] == found.text
        assert last <= found.start < found.end
        last = found.end
        for future in (False, True):
            value = dates.resolve(found, "2024-02-29", future)
            assert value is None or dates.within(value) is not None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), LANGUAGES)
def test_no_text_raises(text: str, language: str) -> None:
    dates.find(text, language)
    dates.parse_stated(text)
    dates.shown(text)
    dates.within(text)


@pytest.mark.parametrize(
    "piece", ["in 2024 ", "9 a.m. ", "Monday ", "1 ", "May ", "the end of ", "(", "2024-", "last "]
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    start = time.process_time()
    dates.find(piece * (80_000 // len(piece)), "en")
    assert time.process_time() - start < 4
