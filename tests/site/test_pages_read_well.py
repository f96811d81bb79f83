"""What a reader sees on the built pages: nothing twice, nothing empty, nothing that reads like an error."""

from __future__ import annotations

import re

import pytest
from briefing.model import Briefing
from briefing.press.show import parts
from make import article_of
from sites import build, lay


def briefing_of(text: str) -> Briefing:
    return Briefing(article_of(text), {}, None, (), ())


def test_a_quote_stands_with_its_marks():
    found = briefing_of("He said: “We will sign,” and left.")
    article = found.article
    inside = article.passage(0, 10, 22)
    assert inside.text == "We will sign"
    assert parts.with_marks(found, inside).text == "“We will sign"
    assert parts.with_marks(found, article.passage(0, 10, 23)).text == "“We will sign,”"
    assert parts.with_marks(found, article.passage(0, 0, 7)).text == "He said"


def test_marks_that_touch_become_one_and_others_stay():
    found = briefing_of("Al said that chains should be kept.")
    passage = found.article.passage
    joined = parts.joined(found, [passage(0, 0, 2), passage(0, 3, 7), passage(0, 13, 19)])
    assert [mark.text for mark in joined] == ["Al said", "chains"]


def test_each_note_at_the_side_is_short_and_there_are_three_at_most(samples):
    for address in samples.pages():
        for side in samples.page(address).xpath('//ul[@class="side notes"]'):
            notes = [" ".join(note.text_content().split()) for note in side]
            assert 1 <= len(notes) <= 3, address
            assert len(set(notes)) == len(notes), (address, notes)
            assert all(len(note) < 120 for note in notes), (address, notes)


def test_no_reported_sentence_stands_twice(samples):
    for address in samples.pages():
        for items in samples.page(address).xpath('//ul[@class="rows reported"]'):
            places = items.xpath('./li/p/span[@class="source"]/@data-at')
            assert len(places) == len(set(places)), address


def test_the_foot_names_each_place_once_and_carries_its_count(samples):
    for address in samples.pages():
        foot = samples.page(address).find(".//footer")
        labels = [link.text_content() for link in foot.xpath(".//nav//a")]
        assert len(labels) == len(set(labels)), address
        assert foot.get("data-traced", "").isdigit(), address


def test_what_has_no_time_comes_last_in_the_timeline(samples):
    heads = [" ".join(head.text_content().split()) for head in samples.page("timeline/").iter("h2")]
    assert "No time stated" in heads
    assert heads.index("No time stated") > heads.index("Stated as to come")


@pytest.mark.parametrize("count", [0, 1])
def test_a_site_of_none_or_one_says_nothing_of_differences(tmp_path, count):
    articles = {"a.txt": "A rail line opens\n\nThe rail line in Astana opened on 4 July 2024.\n"} if count else {}
    built = build(lay(tmp_path / "site", articles))
    assert built.code == 0, built.said
    text = built.text("")
    assert not re.search(r"differ|agree|\b0 of 0\b", text)
    assert ("Three steps" in text) == (count == 0)
    assert ("One account so far" in text) == (count == 1)
