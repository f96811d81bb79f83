"""Quotes: who said what, and what only looks like it."""

from __future__ import annotations

import time

import pytest
from briefing.find import quotes
from briefing.model import Article, Desk
from cases import Case, load, shared
from hypothesis import given, settings
from hypothesis import strategies as st
from make import article_of
from quality import measure_quotes

SHORTEST = 60  # characters of a quotation that a case shows whole


def given_article(text: str) -> Article:
    """An article of a case's lines; the first may name the language."""
    first, _, rest = text.partition("\n")
    if first.startswith("language: "):
        return article_of(rest, language=first.removeprefix("language: "))
    return article_of(text, language="en")


def shape(text: str) -> str:
    """A line for each quote: kind, speaker, verb, words."""
    rows = [
        " | ".join(
            [
                "direct" if found.direct else "reported",
                found.speaker.text if found.speaker else "-",
                found.verb.text if found.verb else "-",
                found.passage.text,
            ]
        )
        for found in quotes.find(given_article(text), Desk())
    ]
    return "\n".join(rows) or "none"


@pytest.mark.parametrize("case", load("find/quotes"))
def test_case(case: Case) -> None:
    assert shape(case.input) == case.expected


MARKS = st.text(alphabet="ab A.,:;!?\"'“”‘’«»„「」—\n said Xi he they", max_size=200)


@settings(max_examples=150, deadline=None)
@given(MARKS, st.sampled_from(["en", "ru", "zh", "tr", "ar", "de", "fr", "es", "und", "xx"]))
def test_no_text_raises_and_every_passage_lies_where_it_says(text: str, language: str) -> None:
    article = article_of(text, language=language)
    for found in quotes.find(article, Desk()):
        for passage in (found.passage, found.speaker, found.verb):
            if passage is not None:
                assert article.blocks[passage.block].text[passage.start : passage.end] == passage.text
        sentence = article.sentences[found.sentence]
        assert sentence.block == found.passage.block
        assert sentence.start <= found.passage.start < sentence.end


@pytest.mark.parametrize("piece", ["“", '"', "‘", "«a ", "said ", "“a,” he said. ", "Xi said that ", "a, ", "' "])
def test_time_grows_with_the_length_only(piece: str) -> None:
    article = article_of(piece * (60_000 // len(piece)) + ".", language="en")
    start = time.process_time()
    quotes.find(article, Desk())
    assert time.process_time() - start < 4


@pytest.mark.data
def test_the_real_files() -> None:
    seeds = shared() / "seeds"
    found = {}
    for path in sorted(seeds.glob("*.txt")):
        article = article_of(path.read_text("utf-8"), language="en")
        found[path.name[:3]] = [
            (q.direct, q.speaker.text if q.speaker else None, q.verb.text if q.verb else None, q.passage.text[:20])
            for q in quotes.find(article, Desk())
        ]
    assert not [row for row in found["000"] if row[0]]
    assert [row for row in found["001"] if row[0]] == [
        (True, "Xi", "stated", "Real security can on"),
        (True, "The members", "stated", "These challenges can"),
    ]
    assert (False, "Uzbek President Shavkat Mirziyoyev", "noted", "the railway would be") in found["001"]
    assert {row[2] for row in found["001"]} >= {"emphasized", "advocated", "acknowledged", "emphasizing"}


@pytest.mark.parametrize("name", [name for name in measure_quotes.SETS if name.startswith("kept apart")])
def test_quality_holds(name: str) -> None:
    measured = measure_quotes.measure(measure_quotes.cases_of(name))
    assert measured["detection P"] >= 0.95
    for which, floor in measure_quotes.FLOORS.items():
        assert measured[f"attribution {which}"] >= floor
