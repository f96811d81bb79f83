"""Source text in its one element: exact words, escaped, with their place."""

from __future__ import annotations

import pytest
from briefing.press.markup import RUN, Mark, marked, place, read_place, source_text
from hypothesis import given
from hypothesis import strategies as st
from lxml import html


def test_a_place_reads_back():
    for path, lines, start, end in (("articles/a.txt", (9, 9), 0, 12), ("articles/b#L1:0-2.html", (9, 11), 3, 40)):
        assert read_place(place(path, lines, start, end)) == (path, lines, start, end)


def test_what_is_no_place_is_none():
    for at in ("", "articles/a.txt", "articles/a.txt#9", "articles/a.txt#L9", "#L9:0-3", "articles/a.txt#L9:0"):
        assert read_place(at) is None


def test_markup_in_a_source_is_text():
    made = source_text("articles/a.txt#L1:0-9", "<b>&\"'", marks=[Mark(0, 3, "changed")])
    element = html.fragment_fromstring(str(made))
    assert element.text_content() == "<b>&\"'"
    assert [child.tag for child in element] == ["b"]
    assert element[0].get("class") == "changed"


def test_of_marks_that_overlap_the_first_stays():
    assert str(marked("abcdef", [Mark(0, 4, "changed"), Mark(2, 6, "earned")])) == '<b class="changed">abcd</b>ef'


SPANS = st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from(["changed", "earned", "verb"]))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])), st.lists(SPANS))
def test_marks_never_change_the_words(text, spans):
    made = marked(text, [Mark(*span) for span in spans])
    assert html.fragment_fromstring(f"<p>{made}</p>").text_content() == text


@pytest.mark.parametrize("marks", [(), (Mark(3, 9, "verb"), Mark(400, 2_000, "changed"))])
def test_a_run_without_spaces_may_be_broken_and_no_other(marks):
    """A browser sets a word of 300,000 letters for more than a minute."""
    long, plain = "x<" * 5_000, "words of a line, " * 900 + "字" * 3_000
    parsed = html.fragment_fromstring(source_text("a#L1:0-1", long, marks=marks))
    assert parsed.text_content() == long
    assert max(len(text) for text in parsed.itertext()) <= RUN
    assert "<wbr>" not in source_text("a#L1:0-1", plain, marks=marks)
