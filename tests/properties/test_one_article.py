"""The text file and the web page of one story give one article."""

from __future__ import annotations

import html

import pytest
from briefing.clean import clean
from briefing.desk import load as desk_of
from briefing.model import Sidecar
from briefing.read import read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

DESK = desk_of(None)
TITLE = "Night ferry links two harbour towns"
PARAGRAPHS = st.lists(
    st.sampled_from(
        [
            "The first ferry left the new pier on Monday with forty lorries on board and arrived nine hours later.",
            "Officials of both ports said the line would run three times a week until the autumn, and daily then.",
            "“We waited eleven years for this ship,” the mayor said, “and now it sails before the pier is dry.”",
            "It cost 12.5 million euros, 4 per cent more than planned; the bank lent 9 million of that in March.",
            "A return ticket for a lorry is to cost 310 euros. People on foot travel free until the end of the year.",
            "Паром вышел в море вечером в понедельник, и провожали его сотни жителей обоих городов побережья.",
        ]
    ),
    min_size=3,
    max_size=6,
    unique=True,
)
HEADINGS = st.lists(st.sampled_from(["What it costs", "Who travels", "The second ship", ""]), min_size=6, max_size=6)
RESIDUE = st.lists(
    st.sampled_from(
        ["Share this article", "Source link", "Leave a Reply", "Back to top", "Sign up for our newsletter", "Subscribe"]
    ),
    max_size=4,
    unique=True,
)


def bodies(parts: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """The body of an article made of (tag, text), read from a text file and from a page."""
    text = "\n\n".join(part for _, part in parts)
    page = "".join(f"<{tag}>{html.escape(part)}</{tag}>" for tag, part in parts)
    page = f"<!doctype html><html><head><title>{TITLE}</title></head><body><article>{page}</article></body></html>"
    found = []
    for path, data in (("articles/a.txt", text), ("articles/a.html", page)):
        article = clean(read(path, data.encode(), DESK), DESK, Sidecar())
        found.append([article.blocks[place].text for place in article.body()])
    return found[0], found[1]


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(PARAGRAPHS, HEADINGS, RESIDUE)
def test_text_and_page_of_one_story_give_one_article(paragraphs, headings, residue):
    parts = [("h1", TITLE)]
    for heading, paragraph in zip(headings, paragraphs, strict=False):
        if heading and heading not in {part for _, part in parts}:
            parts.append(("h2", heading))
        parts.append(("p", paragraph))
    text, page = bodies(parts + [("p", line) for line in residue])
    assert text == page
    assert text == [part for _, part in parts[1:]]


@pytest.mark.parametrize("tag", ["p", "div"])
def test_whatever_the_page_calls_its_paragraphs(tag):
    lines = ["The first ferry left the new pier on Monday with forty lorries on board and arrived later."] * 1
    lines += ["Officials of both ports said the line would run three times a week until the autumn."]
    text, page = bodies([("h1", TITLE), *((tag, line) for line in lines)])
    assert text == page == lines
