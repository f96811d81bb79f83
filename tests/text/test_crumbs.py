"""Paths of a page, and what only looks like one."""

import pytest
from briefing.text import crumbs


@pytest.mark.parametrize(
    "line",
    [
        "Home > World > Asia",
        "Home / News",
        "Главная / Новости / Мир",
        "Главная » Политика »",
        "首页 > 国际 > 中亚",
        "您的位置：首页 > 新闻",
        "Inicio › Mundo",
        "Accueil > Monde > Asie",
        "Startseite | Politik",
        "Sie sind hier: Startseite > Wirtschaft",
        "Ana Sayfa / Dünya / Asya",
        "الرئيسية > العالم",
        "Home > World > Ministers agree on a road that is to reach the sea before the autumn",
    ],
)
def test_paths(line):
    assert crumbs.is_path(line)


@pytest.mark.parametrize(
    "line",
    [
        "Home",
        "Home is where the ferry is",
        "Rail / Road / Sea",
        "Homes > Flats",
        "A long first piece that no menu has ever carried / Home",
        "The minister said: home / abroad.",
        "",
        ">" * 200,
    ],
)
def test_look_alikes(line):
    assert not crumbs.is_path(line)


def test_above_a_headline_a_path_needs_no_home():
    assert crumbs.may_be_path("World > Asia > Ports")
    assert crumbs.may_be_path("World | Business | Opinion")
    assert not crumbs.may_be_path("Rail deal signed | The Sample")
    assert not crumbs.may_be_path("China/Kyrgyzstan/Uzbekistan railway agreed")
    assert not crumbs.may_be_path("Score: 3 | 2 | 1")
