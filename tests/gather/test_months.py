"""Months of the timeline."""

from __future__ import annotations

import pytest
from briefing.gather.months import month_of, months
from gather.build import article, briefing, event


@pytest.mark.parametrize(
    ("when", "month"),
    [
        ("2024-07-04", "2024-07"),
        ("2024-07", "2024-07"),
        ("2024-07-04T10:00", "2024-07"),
        ("2024-W27", "2024-07"),
        ("2024-W01", "2024-01"),
        ("2024-W99", "2024"),
        ("2024", "2024"),
        ("2024-21", "2024"),
        ("2024-33", "2024"),
        ("199X", "199X"),
        ("19XX", "19XX"),
        ("Thursday", ""),
        ("", ""),
    ],
)
def test_the_month_of_a_date(when: str, month: str) -> None:
    assert month_of(when) == month


def test_the_months_of_an_article_are_those_of_its_rows() -> None:
    art = article(["The yard was opened on 4 July 2024.", "Work began in May 2023.", "It may close in March 2025."])
    events = [
        event(art, "4 July 2024", "day", "2024-07-04"),
        event(art, "May 2023", "month", "2023-05"),
        event(art, "March 2025", "month", "2025-03", status="conditional"),
    ]
    assert months(briefing(art, events=events)) == ("2023-05", "2024-07")
