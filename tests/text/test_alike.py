"""Whether two texts say the same letter by letter."""

from __future__ import annotations

import pytest
from briefing.text.alike import in_order, is_alike
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("the road is open", "the road is open", 1.0),
        ("open is the road", "the road is open", 1.0),  # the order of the words does not count
        ("the  road\tis open", "the road is open", 1.0),
        ("abcd", "abcx", 0.75),  # three of four letters on either side
        ("abcd", "dcba", 0.25),  # any one of them, and no more in one order
        ("abc", "xyz", 0.0),
        ("ab", "ab ab ab ab ab", 4 / 16),  # short beside long
        ("дорога открыта", "дорога закрыта", 2 * 12 / 28),
    ],
)
def test_the_share_of_letters_that_two_texts_have_in_one_order(one: str, other: str, share: float) -> None:
    assert is_alike(one, other, share) == (share > 0)
    assert not is_alike(one, other, share + 0.01)


@pytest.mark.parametrize(("one", "other"), [("", ""), ("", "a"), ("a", ""), (" \n", " ")])
def test_nothing_is_like_an_empty_text(one: str, other: str) -> None:
    assert not is_alike(one, other, 0.01)


@given(st.text("abcé ", max_size=80), st.text("abcé ", max_size=80), st.integers(0, 81))
def test_letters_in_order_are_those_of_the_table_in_textbooks(one: str, other: str, least: int) -> None:
    row = [0] * (len(other) + 1)
    for letter in one:
        above = row
        row = [0]
        for at, against in enumerate(other):
            row.append(above[at] + 1 if letter == against else max(above[at + 1], row[at]))
    assert in_order(one, other) == row[-1]
    assert (in_order(one, other, least) >= least) == (row[-1] >= least)
