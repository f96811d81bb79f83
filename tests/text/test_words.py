"""Languages told, words counted."""

import pytest
from briefing.text import words
from cases import load


@pytest.mark.parametrize("case", load("text/words"))
def test_language(case):
    assert words.language(case.input) == case.expected


def test_direction():
    assert [words.direction(code) for code in ("ar", "fa", "he", "en", "und")] == ["rtl", "rtl", "rtl", "ltr", "ltr"]


def test_chinese_and_japanese_count_characters():
    assert words.word_count("双方同意SCO第24条。", "zh") == 8
    assert words.word_count("Both sides agree on Article 24.", "en") == 6


def test_minutes_are_whole_and_at_least_one():
    assert words.minutes(0, "en") == 1
    assert words.minutes(2280, "en") == 10
    assert words.minutes(2550, "zh") == 10


def test_a_script_is_told_whatever_the_language():
    assert words.script("ქართული") == "Georgian"
    assert words.script("123") == ""
