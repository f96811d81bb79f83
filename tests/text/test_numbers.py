"""Numbers: every one that can be read, with its value."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from briefing.text import numbers
from cases import Case, load
from hypothesis import given, settings
from hypothesis import strategies as st


def shape(text: str) -> str:
    """A line for each number."""
    first, _, rest = text.partition("\n")
    language = first.removeprefix("language: ") if first.startswith("language: ") else "en"
    whole = rest if first.startswith("language: ") else text
    rows = [
        f"{one.text} | {one.value}{'–' + one.high if one.high else ''} | {one.kind}"
        for one in numbers.find(whole, language)
    ]
    return "\n".join(rows) or "none"


@pytest.mark.parametrize("case", load("text/numbers"))
def test_case(case: Case) -> None:
    assert shape(case.input) == case.expected


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet="0123456789.,-– $m%ab\u00a0", max_size=60)
    | st.lists(
        st.sampled_from(
            ["two", "hundred", "and", "a", "half", "third", "million", "twenty", "one", "in", "five", "to", "7", ".5"]
        ),
        max_size=14,
    ).map(" ".join),
    st.sampled_from(["en", "ru", "zh", "ar", "tr", "de", "und", "xx"]),
)
def test_numbers_lie_where_they_say(text: str, language: str) -> None:
    last = 0
    for one in numbers.find(text, language):
        assert text[one.start : one.end] == one.text
        assert last <= one.start < one.end
        last = one.end
        assert Decimal(one.value) >= 0
        assert one.high is None or Decimal(one.high) > Decimal(one.value)


@pytest.mark.parametrize("piece", ["5 million ", "two ", "1,", "1 ", "half a ", "9"])
def test_time_grows_with_the_length_only(piece: str) -> None:
    start = time.process_time()
    numbers.find(piece * (80_000 // len(piece)), "en")
    assert time.process_time() - start < 4
