"""What the trees may not cut, whatever chance they give: each guard with a line it holds and one it does not."""

from __future__ import annotations

import pytest
from briefing.clean import clean, lines, walk
from briefing.clean.page import Page
from briefing.desk import load as desk_of
from briefing.model import Sidecar
from quality.data import source

DESK = desk_of(None)
STORY = [
    "Two harbours agreed on Monday to share one timetable, the harbour office of Sampleton said after long talks.",
    "The first steamer leaves Sampleton in May and calls at seven islands before it turns back to the mainland.",
    "What the islands get",
    "Each of the seven islands gets a landing stage of its own, and the timetable will hang there from the spring.",
    "The harbour office of Sampleton pays for the landing stages, and the islands keep them clear of ice in winter.",
]
FOOT = ["Share this article", "Leave a Reply", "Your email address will not be published. Required fields are marked *"]
OTHER = "Our cookery page has a new recipe for bread every week, and a prize for whoever bakes the best of them all."


def judged(text: list[str], low: dict[str, float], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What is said of each line when the trees give those of ``low`` their chance and all others a high one."""

    def chances(turn: str, columns: object, asked: object) -> list[float]:
        return [low.get(line, 0.97) for line in text]

    monkeypatch.setattr(lines, "_chances", chances)
    page = Page.of(source(text, None, "en"), DESK, Sidecar())
    said = lines.judge(page, walk(page, until="lines"))
    return {page.blocks[place].text: verdict.call for place, verdict in said.items()}


def test_a_paragraph_that_speaks_of_the_same_things_as_those_beside_it_is_asked_about_at_most(monkeypatch):
    said = judged([*STORY, OTHER, *FOOT], {STORY[-1]: 0.01, OTHER: 0.01}, monkeypatch)
    assert said == {STORY[-1]: "ask", OTHER: "cut"}


def test_a_heading_between_two_kept_paragraphs_is_asked_about_at_most(monkeypatch):
    below = "Weather for the islands"
    said = judged([*STORY, below, *FOOT], {STORY[2]: 0.01, below: 0.01}, monkeypatch)
    assert said == {STORY[2]: "ask", below: "cut"}


def test_what_stands_like_a_heading_but_more_than_once_is_none(monkeypatch):
    text = [STORY[0], "What the islands get", STORY[1], *STORY[2:], *FOOT]
    assert judged(text, {STORY[2]: 0.01}, monkeypatch) == {STORY[2]: "cut"}


def test_a_paragraph_of_a_text_is_cut_only_far_below_the_bound_of_other_lines(monkeypatch):
    notice = "Weather for the islands"
    assert judged([*STORY, OTHER, notice, *FOOT], {OTHER: 0.3, notice: 0.3}, monkeypatch) == {
        OTHER: "ask",
        notice: "cut",
    }
    assert judged([*STORY, OTHER, *FOOT], {OTHER: 0.2}, monkeypatch) == {OTHER: "cut"}


def test_of_a_text_without_residue_nothing_is_cut_save_where_one_line_is_furniture_without_doubt(monkeypatch):
    notice, sure = "Weather for the islands", "Sampleton Weekly"
    assert judged([*STORY, notice], {notice: 0.05}, monkeypatch) == {}
    assert judged([*STORY, notice, sure], {notice: 0.05, sure: 0.001}, monkeypatch) == {notice: "cut", sure: "cut"}


def test_a_short_text_with_much_residue_is_no_dump_and_a_long_one_is(monkeypatch):
    item = "Islands, stages, ice."
    for count, expected in ((16, "ask"), (60, "cut")):
        foot = [f"Department {number}" for number in range(count)]
        text = [STORY[0], STORY[1], item, STORY[3], STORY[4], *FOOT, *foot]
        assert judged(text, dict.fromkeys(foot, 0.01) | {item: 0.42}, monkeypatch).get(item) == expected


def test_a_long_article_with_a_comment_form_is_no_dump():
    text = [f"{line} It was number {number} of a long row." for number in range(14) for line in STORY if len(line) > 60]
    article = clean(source([*text, *FOOT], None, "fr"), DESK, Sidecar())
    assert [cut.block.text for cut in article.cuts] == FOOT
