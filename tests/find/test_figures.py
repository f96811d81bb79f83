"""Figures: how much of what, and the numbers that are none."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from briefing.find import figures
from briefing.model import Article, Desk
from cases import Case, load, shared
from hypothesis import given, settings
from hypothesis import strategies as st
from make import article_of


def given_article(text: str) -> Article:
    """An article of a case's lines; the first may name the language."""
    first, _, rest = text.partition("\n")
    if first.startswith("language: "):
        return article_of(rest, language=first.removeprefix("language: "))
    return article_of(text, language="en")


def shape(text: str) -> str:
    """A line for each figure: relation and value, unit, what it counts, who says so, the whole expression."""
    rows = []
    for found in figures.find(given_article(text), Desk()):
        value = "vague" if found.value is None else found.value + (f"–{found.high}" if found.high else "")
        rows.append(
            f"{found.relation} {value} | {found.unit or 'count'} | {found.of.text if found.of else '-'} | "
            f"{found.who.text if found.who else '-'} | {found.passage.text}"
        )
    return "\n".join(rows) or "none"


@pytest.mark.parametrize("case", load("find/figures"))
def test_case(case: Case) -> None:
    assert shape(case.input) == case.expected


NUMBERS = st.lists(
    st.sampled_from(
        [
            "5",
            "1,000",
            "2024",
            "half",
            "of",
            "the",
            "million",
            "percent",
            "%",
            "$",
            "€",
            "two",
            "third",
            "10th",
            "over",
            "almost",
            "between",
            "and",
            "-",
            "–",
            ".",
            ",",
            "years",
            "states",
            "Xi",
            "said",
            "“",
            "”",
            "a",
            "3.5",
            "万",
            "км",
            "\u00a0",
        ]
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(NUMBERS, st.booleans(), st.sampled_from(["en", "ru", "zh", "tr", "ar", "de", "fr", "es", "und"]))
def test_no_text_raises_and_every_passage_lies_where_it_says(pieces: list[str], spaced: bool, language: str) -> None:
    article = article_of((" " if spaced else "").join(pieces) + ".", language=language)
    for found in figures.find(article, Desk()):
        for passage in (found.passage, found.number, found.bound, found.of, found.who):
            if passage is not None:
                assert article.blocks[passage.block].text[passage.start : passage.end] == passage.text
        if found.value is not None:
            assert found.number is not None
            assert found.passage.start <= found.number.start < found.number.end <= found.passage.end
            assert Decimal(found.value) >= 0


@pytest.mark.parametrize("piece", ["5 % ", "two ", "1,", "half of the ", "$1 million ", "10th ", "9 of the men and "])
def test_time_grows_with_the_length_only(piece: str) -> None:
    article = article_of(piece * (40_000 // len(piece)) + ".", language="en")
    start = time.process_time()
    figures.find(article, Desk())
    assert time.process_time() - start < 4


@pytest.mark.data
def test_the_real_files() -> None:
    seeds = shared() / "seeds"
    found = {
        path.name[:3]: [
            f.passage.text for f in figures.find(article_of(path.read_text("utf-8"), language="en"), Desk())
        ]
        for path in sorted(seeds.glob("*.txt"))
    }
    assert found["000"] == [
        "10th member state",
        "a significant portion of the Eurasian continent",
        "almost half of the world’s population",
    ]
    assert found["001"] == [
        "10th member state",
        "24th Meeting of the Council of Heads of State",
        "two years",
        "three countries",
        "over 60 percent of the Eurasian continent",
        "nearly half of the world’s population",
    ]
