"""Each row fires on its case and leaves the look-alike alone."""

import re

import pytest
from briefing.clean import rules
from briefing.clean.page import Page
from briefing.desk import load as desk_of
from briefing.model import Sidecar
from cases import load
from quality.data import source

DESK = desk_of(None)


LANGUAGES = {
    "Russian": "ru",
    "Chinese": "zh",
    "Spanish": "es",
    "French": "fr",
    "German": "de",
    "Turkish": "tr",
    "Arabic": "ar",
}


def said(line: str, language: str = "en") -> str:
    page = Page.of(source([line], None, language), DESK, Sidecar())
    verdict = rules.judge(page, {}).get(0)
    return "-" if verdict is None else {"cut": "", "ask": "?", "keep": "+"}[verdict.call] + verdict.rule


@pytest.mark.parametrize("case", load("clean/rules"))
def test_lines(case):
    lines = case.input.splitlines()
    language = LANGUAGES.get(case.title, "en")
    assert [(line, said(line, language)) for line in lines] == list(zip(lines, case.expected.splitlines(), strict=True))


def test_every_row_has_a_case():
    fired = set()
    for case in load("clean/rules"):
        phrases = rules._phrases(DESK, LANGUAGES.get(case.values[0].title, "en"))
        found = [phrases.find(rules.bare(line)) for line in case.values[0].input.splitlines()]
        fired |= {(row.name, row.language) for row in found if row}
    assert {(row.name, row.language) for row in DESK.rules} - fired == set()


SHAPES = (str, str.upper, str.title, lambda line: line.replace("s", "ſ", 1), lambda line: line.replace("i", "İ", 1))


@pytest.mark.parametrize("shape", SHAPES)
def test_no_row_is_passed_over_by_what_a_line_begins_with(shape):
    every = [row for row in DESK.rules if row.language in ("any", "en", "de")]
    for case in load("clean/rules"):
        if case.values[0].title not in LANGUAGES:
            for line in map(rules.bare, map(shape, case.values[0].input.splitlines())):
                matched = [row for row in every if re.fullmatch(f"(?:{row.pattern})", line, re.IGNORECASE)]
                assert rules._phrases(DESK, "de").find(line) is (matched[0] if matched else None), line


def test_a_line_of_links_is_asked_about():
    from briefing.model import Block, Link

    page = Page.of(source(["x"], None, "en"), DESK, Sidecar())
    block = Block("Ferry line starts", "item", (1, 1), ("div.x",), (Link(0, 17, "https://example.org/"),))
    assert rules.linked(page, block).call == "ask"
    assert rules.linked(page, Block("A ferry line starts in May.", "item", (1, 1))) is None


def test_the_rows_of_other_languages_are_left_out_where_the_language_is_known():
    assert said("Anzeige", "de") == said("Anzeige", "und") == "adverts.label"
    assert said("Anzeige", "fr") == "-"
    assert said("Advertisement", "fr") == "adverts.label"


POINTER = "For more information, visit www.example.org"
LINK = "Read more: Ferry crews return to work"
TEXT = [
    "The harbour office signed the agreement on Thursday after nine years of talks about who would pay for the line.",
    "Work on the landing stages begins in the spring, the office said in a statement, and ends in the autumn of 2031.",
]


def calls(*lines: str) -> list[str]:
    page = Page.of(source([*TEXT, *lines], None, "en"), DESK, Sidecar())
    verdicts = rules.judge(page, {})
    return [verdicts[place].call for place in range(len(TEXT), len(page.blocks)) if place in verdicts]


def test_a_pointer_is_asked_about_wherever_it_stands_when_nothing_else_is_residue():
    assert calls(POINTER) == ["ask"]
    assert calls(LINK) == ["cut"]
    assert calls(LINK, TEXT[0], LINK) == ["ask", "ask"]
    assert calls("https://www.example.org/a") == ["ask"]
    assert calls(*[f"{LINK} on day {day}" for day in range(9)], TEXT[0]) == ["ask"] * 9  # a habit of the author


def test_the_only_pointer_of_a_long_text_is_asked_about_and_one_of_two_kinds_is_cut():
    long = [f"{TEXT[0]} It was day {day}." for day in range(rules.MANY)]
    assert calls(*long, LINK) == ["ask"]
    assert calls(*long, LINK, LINK) == ["cut", "cut"]
    assert calls(*long, LINK, "Tags: Ports, Rail") == ["cut", "cut"]


def test_a_pointer_is_cut_beside_residue_of_another_kind():
    assert calls(POINTER, "Photo: A. Sample / Agency") == ["cut", "cut"]
    assert calls(POINTER, "Share this article") == ["cut", "cut"]
