"""Events: what happens when, and what anchors it."""

from __future__ import annotations

import time

import pytest
from briefing.find import events
from briefing.model import Article, Desk, Head, Stated
from cases import Case, load, shared
from hypothesis import given, settings
from hypothesis import strategies as st
from make import article_of
from msgspec.structs import replace


def given_article(text: str, origin: str = "editor") -> Article:
    """An article of a case's lines; the first may name the language, the next the date of publication."""
    language, published = "en", None
    lines = text.split("\n")
    while lines and lines[0].startswith(("language: ", "published: ")):
        key, _, value = lines.pop(0).partition(": ")
        language, published = (value, published) if key == "language" else (language, value)
    article = article_of("\n".join(lines), language=language)
    if published is None:
        return article
    return replace(article, head=Head(published=Stated(published, published, origin)))


def shape(text: str) -> str:
    """A line for each event: words, granularity, resolved, status, order, anchor."""
    rows = [
        " | ".join(str(part) for part in (e.passage.text, e.granularity, e.resolved, e.status, e.order, e.anchor))
        for e in events.find(given_article(text), Desk())
    ]
    return "\n".join(rows) or "none"


@pytest.mark.parametrize("case", load("find/events"))
def test_case(case: Case) -> None:
    assert shape(case.input) == case.expected


def test_the_page_states_its_date() -> None:
    (found,) = events.find(given_article("published: 2024-07-05\nThey met on Thursday.", "time"), Desk())
    assert found.anchor == "read against the publication date the page states"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "on",
                "Thursday",
                "in",
                "June",
                "2024",
                "will",
                "4",
                "July",
                ",",
                "—",
                "“",
                "”",
                "yesterday",
                "could",
                "said",
                ".",
            ]
        ),
        max_size=30,
    ),
    st.sampled_from([None, "2024", "2024-07", "2024-07-05", "2024-02-29T10:00+03:00"]),
    st.sampled_from(["en", "ru", "zh", "de", "und"]),
)
def test_no_text_raises_and_every_passage_lies_where_it_says(
    pieces: list[str], published: str | None, language: str
) -> None:
    article = article_of(" ".join(pieces) + ".", language=language)
    if published:
        article = replace(article, head=Head(published=Stated(published, published, "editor")))
    for found in events.find(article, Desk()):
        passage = found.passage
        assert article.blocks[passage.block].text[passage.start : passage.end] == passage.text
        assert found.anchor is None or found.resolved is not None
        assert found.status in ("stated", "to come", "conditional")


@pytest.mark.parametrize("piece", ["on Thursday ", "in 2024 and ", "will ", "“2024 ", "; "])
def test_time_grows_with_the_length_only(piece: str) -> None:
    article = article_of(piece * (20_000 // len(piece)) + ".", language="en")
    start = time.process_time()
    events.find(article, Desk())
    assert time.process_time() - start < 4


@pytest.mark.data
def test_the_real_files_state_no_year() -> None:
    for path in sorted((shared() / "seeds").glob("*.txt")):
        found = events.find(article_of(path.read_text("utf-8"), language="en"), Desk())
        assert all(event.resolved is None for event in found)
    assert [event.passage.text for event in found] == [
        "Thursday",
        "Wednesday",
        "Prior to this",
        "Thursday",
        "June",
        "Thursday",
    ]
