"""Topics: whole cases with look-alikes, what always holds, and the measured floors."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from briefing import desk
from briefing.brief.topics import label, needed, score
from briefing.model import Desk, Sidecar, Term, Topic
from cases import Case, load, shared
from make import article_of

CONTENT = Path(__file__).resolve().parents[2] / "content"
DESK = desk.load(CONTENT)
HARBOURS = Topic(
    "harbours", "Harbours", "b", (Term("quay*", 2), Term("pier", 1)), "trade", "trade", (Term("quayle", 3),)
)


def shown(text: str, language: str | None = None) -> str:
    """Labels as the cases write them: topic and the words that earned it, a line for each paragraph and topic."""
    article = article_of(text, language=language)
    labels = label(article, DESK)
    return "\n".join(f"{found.topic}: {' | '.join(word.text for word in found.words)}" for found in labels) or "nothing"


@pytest.mark.parametrize("case", load("brief/topics"))
def test_case(case: Case) -> None:
    language = {"(ru)": "ru", "(zh)": "zh", "(es)": "es", "(fr)": "fr", "(de)": "de", "(tr)": "tr", "(ar)": "ar"}
    assert shown(case.input, language.get(case.title[-4:], "en")) == case.expected


def test_the_heading_above_earns_nothing() -> None:
    article = article_of("Trade and tariffs of the customs union\nThe weather was fine on the day of the meeting.")
    assert article.blocks[0].kind == "heading"
    assert label(article, DESK) == ()


def test_words_stand_where_they_say() -> None:
    article = article_of(
        "Freight trains and trucks wait at the port; customs duties and tariffs delay exports.", language="en"
    )
    found = label(article, DESK)
    assert {one.topic for one in found} == {"trade", "connectivity"}
    for one in found:
        assert one.score >= needed(article.blocks[one.block].text)
        for word in one.words:
            assert article.blocks[word.block].text[word.start : word.end] == word.text


def test_the_editor_restricts_topics() -> None:
    text = "Freight trains and trucks wait at the port; customs duties and tariffs delay exports."
    article = article_of(text, language="en", sidecar=Sidecar(topics=("trade",)))
    assert {one.topic for one in label(article, DESK)} == {"trade"}
    assert label(article_of(text, language="en", sidecar=Sidecar(topics=())), DESK) == ()


def test_no_topics_no_labels() -> None:
    assert label(article_of("Freight trains wait."), Desk()) == ()


def test_a_word_that_speaks_against_covers_its_own() -> None:
    assert score("Quays and a pier.", (HARBOURS,), "en") == {"harbours": (3.0, ((0, 5), (12, 16)))}
    assert score("Quayle stood on a pier.", (HARBOURS,), "en") == {"harbours": (-2.0, ((18, 22),))}


def test_a_word_said_again_counts_half() -> None:
    assert score("quay quay quay", (HARBOURS,), "en")["harbours"][0] == 3.5


def test_another_language_has_its_own_words() -> None:
    assert score("Quays and a pier.", (HARBOURS,), "ru") == {}


@pytest.mark.parametrize(
    "text", ["", "war " * 20_000, "trade-" * 20_000, "安全" * 20_000, "(" * 50_000, "\ud800\u202e"]
)
def test_odd_text_raises_nothing_and_takes_no_time(text: str) -> None:
    began = time.process_time()
    for language in ("en", "zh", "und", "xx"):
        score(text, DESK.topics, language)
    assert time.process_time() - began < 4


def test_the_shipped_topics() -> None:
    assert [topic.slug for topic in DESK.topics] == ["security", "trade", "connectivity"]
    for topic in DESK.topics:
        assert topic.accent == topic.glyph == topic.slug
        assert {"en", "ru", "zh", "es", "fr", "de", "tr", "ar"} <= {term.language for term in topic.terms}
        assert all(term.words == term.words.lower() for term in topic.terms + topic.against)


@pytest.mark.data
@pytest.mark.parametrize("mark", ["000", "001"])
def test_the_real_files_fill_every_hub(mark: str) -> None:
    path = next((shared() / "seeds").glob(f"{mark}_*.txt"))
    labels = label(article_of(path.read_text("utf-8").partition("Source link")[0].partition("Leave a Reply")[0]), DESK)
    counts = {topic.slug: sum(one.topic == topic.slug for one in labels) for topic in DESK.topics}
    assert all(2 <= count <= 7 for count in counts.values()), counts


@pytest.mark.data
def test_quality_holds() -> None:
    from quality.measure_topics import SETS, measure

    for name, (*_, floor) in SETS.items():
        assert measure(shared() / "data" / "topics-dev", name, DESK.topics)["macro-F1"] >= floor
