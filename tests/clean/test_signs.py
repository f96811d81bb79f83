from __future__ import annotations

from briefing.clean import signs, walk
from briefing.clean.page import Page
from briefing.model import Block, Desk, Head, Sidecar, Source

STORY = "The two ports agreed on Monday to share one timetable, officials said, and the first ship sails in May."


def page_of(lines: list[str], language: str = "en") -> Page:
    blocks = tuple(Block(text, "paragraph", (at, at)) for at, text in enumerate(lines, 1))
    return Page.of(
        Source("articles/x.txt", "0" * 64, "utf-8", language, Head(), tuple(lines), blocks), Desk(), Sidecar()
    )


def columns(lines: list[str]) -> dict:
    page = page_of(lines)
    return signs.beside(page, walk(page, until="lines"), signs.own(page))


def test_the_longest_run_of_paragraphs_is_found_and_the_way_to_it():
    found = columns(["Menu", "Weather", STORY, STORY, STORY, "Contact", "Imprint"])
    assert found["run"] == [-2, -1, 0, 0, 0, 1, 2]


def test_a_line_that_stands_twice_is_counted():
    assert columns(["Ports", STORY, "Ports"])["times"] == [2, 1, 2]


def test_words_that_other_paragraphs_of_the_story_have_are_counted_and_none_of_the_line_itself():
    again = (
        "On Tuesday the ports said that the timetable is ready, and officials of both had signed the long paper then."
    )
    told = f"{STORY} It is small."
    found = columns([told, again, "Timetable of the ports", "Weather of the week"])
    assert found["kin"] == [3, 3, 2, 0]  # ports, timetable, officials
    assert columns([told, "Weather of the week"])["kin"] == [0, 0]
    ferry = "首班渡轮周一从新码头出发，船上载有四十辆卡车，九个小时后抵达对岸的港口。"
    assert columns([ferry, "渡轮码头"])["kin"][1] == 2


def test_lines_that_are_cut_do_not_part_a_line_from_the_story():
    found = columns([STORY + " It is small.", STORY + " It is new.", "Share this article", "Weather", "Ice"])
    assert found["gap"] == [0, 0, 0, 1, 2]


def test_each_column_has_a_value_for_each_line_and_a_neighbour_beyond_the_edge_none():
    found = columns([STORY, "Menu"])
    assert {len(column) for column in found.values()} == {2}
    assert found["units-1"][0] == found["units+1"][1] == -3.0


def test_words_weigh_nothing_in_a_language_that_was_not_trained():
    at = signs.SIGNS.index("words")
    assert signs.own(page_of(["Subscribe to our newsletter"]))[0][at] < 0
    assert signs.own(page_of(["Subscribe to our newsletter"], "tr"))[0][at] == 0


def test_words_of_furniture_are_known_in_a_language_that_was_not_trained():
    at = signs.SIGNS.index("cueshare")
    cookies, sign_up, story = signs.own(
        page_of(["Çerez politikası", "Haber bültenimize abone olun", "Gemi limandan erken ayrıldı"], "tr")
    )
    assert cookies[at] == 1
    assert sign_up[at] > 0.5
    assert story[at] == 0
    dense = signs.own(page_of(["版权声明 广告服务 联系我们", "首班渡轮周一从新码头出发"], "zh"))
    assert dense[0][at] > 0.5 > dense[1][at]


def test_pieces_of_a_sentence_count_together_and_entries_of_a_menu_apart():
    pieces = ["The two ports agreed on Monday to share", "one timetable", ", officials said, and the first ship sails."]
    assert columns(pieces)["joined"] == [17, 17, 17]
    assert columns(["News", "Weather", "Harbour news"])["joined"] == [1, 1, 2]


def test_a_streak_of_paragraphs_is_seen_from_the_lines_beside_it():
    found = columns(["Menu", STORY, STORY + " It is small.", "Contact", "Imprint"])
    assert found["streak"][1] == found["streak"][2] > found["streak"][0] == 0
    assert found["streakbelow"][0] == found["streakabove"][3] == found["streak"][1]
    assert found["streakrank"][1] == 1


def test_the_second_turn_takes_the_run_that_the_chances_speak_for_not_the_longest():
    terms = "Readers may not copy any part of these pages, in print or by wire, without a letter from the owners of it."
    lines = ["Menu", STORY, STORY + " It is small.", "Contact", terms, terms + " None.", terms + " Not one.", "Imprint"]
    page = page_of(lines)
    seen = signs.beside(page, walk(page, until="lines"), signs.own(page))
    found = signs.again(page, seen, [0.0, 0.9, 0.9, 0.0, 0.1, 0.1, 0.1, 0.0])
    assert seen["run"][4:7] == [0, 0, 0]
    assert found["core"] == [-1, 0, 0, 1, 2, 3, 4, 5]
    assert {len(column) for column in found.values()} == {8}
