"""Cards: a headline stands whole or not at all, nothing leaves its column, the picture is the same each time."""

from __future__ import annotations

import struct
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from briefing.press import cards
from briefing.press.cards import COLUMN, SIZES, drawing, width
from briefing.press.maker import Maker
from briefing.press.sharing import HEIGHT, WIDTH
from briefing.record import Record
from briefing.store import Store
from jinja2 import Environment, FileSystemLoader

TOP = Path(__file__).parents[2]
TRADE = ("Trade", "trade", "trade")
SITE = "Eurasia Briefing"


@pytest.fixture
def make():
    env = Environment(loader=FileSystemLoader(TOP / "theme" / "templates"), autoescape=True)
    return Maker(SimpleNamespace(site=SimpleNamespace(name=SITE)), Record(), env)


@pytest.mark.parametrize(
    "title",
    [
        "Rails cross the steppe",
        "Trucks reach the Caspian as a new road joins the rails of the middle corridor",
        "Астанинская декларация: страны договорились о новых маршрутах через Каспий и Среднюю Азию",
        "Erdoğan, Łódź, Žďár and Szőlős",
        "<b>&amp;</b> \"quoted\" 'marks' \\ back",
        "word " * 30,
    ],
)
def test_a_headline_is_set_whole_within_its_column(title):
    card = drawing(SITE, title, [TRADE], "AB")
    assert " ".join(card.lines) == " ".join(title.split())
    assert all((width(line, card.size, "title") or 0) <= COLUMN for line in card.lines)
    assert len(card.lines) <= dict(SIZES)[card.size]


@pytest.mark.parametrize(
    "title", ["", "上海合作组织峰会", "قمة شنغهاي", "Mixed 峰会 title", "word " * 90, "x" * 200, "tab\there \x00 nul"]
)
def test_what_cannot_be_set_is_left_out(title):
    assert drawing(SITE, title, [TRADE], "").lines == (SITE,)


@pytest.mark.parametrize(
    ("language", "publisher", "published", "said"),
    [
        ("zh", "Xinhua", "2024-07-04", ["A text in Chinese", "Xinhua", "4 July 2024", "1,234 characters"]),
        ("zh", "新华社", "2024-07", ["A text in Chinese", "July 2024", "1,234 characters"]),
        ("ar", "", "", ["A text in Arabic", "1,234 words"]),
        ("en", "word " * 90, "2024", ["A text", "2024", "1,234 words"]),
    ],
)
def test_in_place_of_a_headline_stands_what_is_known_of_the_text(language, publisher, published, said):
    known = cards.Known(language, publisher, published, 1234)
    card = drawing(SITE, "上海合作组织峰会", [TRADE], "", known)
    assert [*card.lines, *(fact for fact, _ in card.facts)] == said
    assert (card.face, card.site) == ("words", SITE)
    assert all(card.top < y < 500 for _, y in card.facts)


def test_a_headline_that_can_be_set_stands_alone():
    card = drawing(SITE, "Rails", [TRADE], "", cards.Known("en", "A paper", "2024", 9))
    assert (card.lines, card.face, card.facts) == (("Rails",), "title", ())


def test_the_name_of_the_site_stands_once():
    assert drawing(SITE, "上海合作组织峰会", [TRADE], "").site == ""
    assert drawing(SITE, "Rails", [TRADE], "").site == SITE


def test_lines_are_even_and_letters_stay_in_their_margin():
    card = drawing(SITE, "Ten flags in Astana: what the summit has settled", [TRADE], "A–W")
    first, second = (width(line, card.size, "title") or 0 for line in card.lines)
    assert abs(first - second) < COLUMN / 3
    assert (width(card.letters, card.letter, "words") or 0) <= cards.MARGIN


def test_a_site_in_other_letters_has_a_card_without_words():
    card = drawing("欧亚简报", "峰会", [("贸易", "trade", "trade")], "")
    assert (card.lines, card.site, card.tags) == ((), "", ())


def test_too_many_topics_do_not_run_over():
    card = drawing(SITE, "Rails", [(f"A topic called {n}", "trade", "trade") for n in range(9)], "")
    assert 0 < len(card.tags) < 9
    last = card.tags[-1]
    assert last.x + (width(last.name, cards.KICKER, "words") or 0) <= 256 + COLUMN


def drawn(make, title: str) -> bytes:
    return cards._files(make, "card.png", title, [TRADE], "AB")["card.png"]


def test_the_picture_has_its_size_and_is_the_same_each_time(make):
    render = partial(drawn, make)
    first = render("Rails & <i>roads</i>")
    assert first == render("Rails & <i>roads</i>")
    assert first[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", first[16:24]) == (WIDTH, HEIGHT)
    assert len(render("Rails cross the steppe")) > len(render("R")) > 15_000  # letters were found and drawn


def test_a_picture_that_is_known_is_not_drawn_again(make, tmp_path):
    make.once = Store(tmp_path).once
    draw = partial(drawn, make)
    first = draw("Rails cross the steppe")
    with patch("resvg_py.svg_to_bytes", return_value=b"drawn again"):
        assert draw("Rails cross the steppe") == first
        assert draw("Roads cross the steppe") == b"drawn again"
        assert draw("Rails cross the steppe") == b"drawn again"  # the other one took its place
