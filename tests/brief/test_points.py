"""Key points: what an editor would choose, and what never stands alone."""

from __future__ import annotations

import time

import pytest
from briefing.brief import points
from briefing.find import entities, events, figures, quotes
from briefing.model import Article, Desk, Fact, Passage, Point
from cases import Case, load, shared
from hypothesis import given, settings
from hypothesis import strategies as st
from make import article_of


def facts_of(article: Article) -> dict[str, tuple[Fact, ...]]:
    """The facts that these tests lean on: names are the business of another room's tests."""
    return {name: tuple(finder(article, Desk())) for name, finder in FINDERS.items()}


FINDERS = {"quotes": quotes.find, "figures": figures.find, "events": events.find}


def chosen(text: str, title: str | None = None) -> tuple[Article, Passage | None, tuple[Point, ...]]:
    first, _, rest = text.partition("\n")
    language = first.removeprefix("language: ") if first.startswith("language: ") else "en"
    article = article_of(rest if first.startswith("language: ") else text, title, language)
    return article, *points.choose(article, facts_of(article), Desk())


def shape(text: str) -> str:
    """The dek, then a line for each point."""
    _, dek, found = chosen(text)
    rows = [f"dek: {dek.text if dek else '-'}"]
    return "\n".join(rows + ["* " + " || ".join(one.text for one in point.passages) for point in found])


@pytest.mark.parametrize("case", load("brief/points"))
def test_case(case: Case) -> None:
    assert shape(case.input) == case.expected


SENTENCES = st.lists(
    st.sampled_from(
        [
            "He signed it on 4 July 2024.",
            "The council adopted 12 rules in Oslo.",
            "This railway opened.",
            "Ports matter?",
            "heading",
            "“We go,” he said.",
            "The council of ports adopted 12 rules.",
            "Norway sold 3 ships to Denmark on Monday for $4.7bn.",
            "They left.",
        ]
    ),
    max_size=25,
)


@settings(max_examples=100, deadline=None)
@given(SENTENCES, st.sampled_from(["\n", " "]), st.sampled_from(["en", "ru", "zh", "und"]))
def test_points_are_whole_sentences_in_order_and_few(rows: list[str], between: str, language: str) -> None:
    article = article_of(between.join(rows), language=language)
    dek, found = points.choose(article, facts_of(article), Desk())
    places = [article.sentences.index(one) for point in found for one in point.passages]
    assert places == sorted(set(places))
    assert len(found) <= 7
    assert dek is None or dek in article.sentences
    assert all(1 <= len(point.passages) <= 2 for point in found)
    for point in found:
        assert article.blocks[point.passages[0].block].kind in ("paragraph", "quote")


def test_time_grows_with_the_length_only() -> None:
    article = article_of(
        "\n".join(f"Norway sold {n} ships to Denmark in 20{n % 90 + 10}." for n in range(1500)), language="en"
    )
    facts = facts_of(article)
    start = time.process_time()
    points.choose(article, facts, Desk())
    assert time.process_time() - start < 3


@pytest.mark.data
def test_the_real_files() -> None:
    seeds = shared() / "seeds"
    for path in sorted(seeds.glob("*.txt")):
        title, _, body = path.read_text("utf-8").partition("\n")
        body = body[: body.index("Leave a Reply")].replace("Source link", "")
        _, dek, found = chosen(body.replace(title, ""), title)
        told = " ".join(one.text for point in found for one in point.passages)
        assert dek is not None
        assert "welcomed Belarus as its 10th member state" in dek.text
        assert "Astana Declaration" in told
        assert "opening ceremony" in told
        assert "crucial role" not in told
        assert "underscores" not in told
        assert 3 <= len(found) <= 7
        assert all(len(one.text.split()) <= points.MOST_WORDS for point in found for one in point.passages)


def test_a_short_deed_takes_along_what_goes_on() -> None:
    lines = (
        "Norway became the tenth member of the Baltic Union on Thursday, when its leaders met in Riga.\n"
        "The leaders adopted the Riga Declaration. It promises continued work against the drug trade and smuggling.\n"
        "The weather in the north was mild and the nights were short.\n"
        "The road to the docks is dry and long this time of day."
    )
    article = article_of(lines)
    facts = {**facts_of(article), "entities": tuple(entities.find(article, Desk()))}
    _, found = points.choose(article, facts, Desk())
    rows = [[one.text[:12] for one in point.passages] for point in found]
    assert ["The leaders ", "It promises "] in rows
