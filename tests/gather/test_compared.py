"""Numbers of several accounts for one thing."""

from __future__ import annotations

import pytest
from briefing.gather import figures
from briefing.gather.compare import compare
from briefing.gather.figures import compared
from gather.build import article, briefing, figure


def account(line: str, words: str, value: str, relation: str = "=", unit: str = "tonne", of: str | None = None):
    art = article([line])
    return briefing(art, figures=[figure(art, words, value, unit, relation, of=of)])


def texts(one, other, with_pairs: bool = False) -> list[list[str]]:
    both = {"a": one, "b": other}
    groups = compared(both, compare(both) if with_pairs else None)
    return [[found.passage.text for _, found in group] for group in groups]


FREIGHT = account(
    "About 2.76 million tonnes of freight went along it.", "About 2.76 million tonnes", "2760000", "≈", of="freight"
)


def test_a_bound_and_a_value_of_one_thing() -> None:
    other = account(
        "It carried more than 2.7 million tonnes of freight.",
        "more than 2.7 million tonnes",
        "2700000",
        ">",
        of="freight",
    )
    assert texts(FREIGHT, other) == [["About 2.76 million tonnes", "more than 2.7 million tonnes"]]


@pytest.mark.parametrize(
    "other",
    [
        account(
            "It carried more than 2.7 million tonnes of cotton.",
            "more than 2.7 million tonnes",
            "2700000",
            ">",
            of="cotton",
        ),
        account("It carried 11 million tonnes of freight.", "11 million tonnes", "11000000", of="freight"),
        account(
            "It carried 2.76 million wagons of freight.", "2.76 million wagons", "2760000", unit="wagon", of="freight"
        ),
    ],
    ids=["of something else", "another number elsewhere", "another unit"],
)
def test_what_is_not_one_thing(other) -> None:
    assert texts(FREIGHT, other) == []


def test_the_same_plain_number_needs_no_comparing() -> None:
    one = account("It carried 11 million tonnes of freight.", "11 million tonnes", "11000000", of="freight")
    assert texts(one, one) == []


def test_two_numbers_of_one_account_are_not_compared() -> None:
    assert compared({"a": FREIGHT}) == ()


def test_two_accounts_full_of_numbers_are_compared_where_they_speak_of_one_thing(monkeypatch) -> None:
    names = [f"{chr(97 + n % 26)}{chr(97 + n // 26)}orbs" for n in range(200)]

    def full(more: int, way: int):
        told = [(name, str(300 + n + more)) for n, name in enumerate(names)][::way]
        art = article([f"They counted {value} {name} of it." for name, value in told])
        return briefing(art, figures=[figure(art, value, value, "", "≈", of=name) for name, value in told])

    looked = []
    alike = figures._alike

    def counted(*given) -> bool:
        looked.append(given)
        return alike(*given)

    monkeypatch.setattr(figures, "_alike", counted)
    assert len(compared({"a": full(0, 1), "b": full(1, -1)})) == 200
    assert len(looked) <= 2 * 200
