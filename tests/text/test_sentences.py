"""Sentences: where they begin and end."""

from __future__ import annotations

import time

import pytest
from briefing.text import sentences
from cases import Case, load
from hypothesis import given, settings
from hypothesis import strategies as st


def shape(text: str) -> str:
    """A line for each sentence."""
    first, _, rest = text.partition("\n")
    language = first.removeprefix("language: ") if first.startswith("language: ") else "en"
    whole = rest if first.startswith("language: ") else text
    return "\n".join(whole[start:end] for start, end in sentences.spans(whole, language))


@pytest.mark.parametrize("case", load("text/sentences"))
def test_case(case: Case) -> None:
    assert shape(case.input) == case.expected


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet='aB .!?“”"«»()1U.S。！”说他\n\t؟\xa0\u3000', max_size=120) | st.text(max_size=120),
    st.sampled_from(["en", "ru", "zh", "ar", "tr", "de", "und", "xx", ""]),
)
def test_sentences_are_trimmed_ordered_and_hold_everything(text: str, language: str) -> None:
    last = 0
    for start, end in sentences.spans(text, language):
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert not text[last:start].strip()
        last = end
    assert not text[last:].strip()


@pytest.mark.parametrize("piece", ["a. ", "A bb. ", "“", '"Ab. ', "U.S. ", "U.S.", "。", "Mr. "])
def test_time_grows_with_the_length_only(piece: str) -> None:
    start = time.process_time()
    sentences.spans(piece * (100_000 // len(piece)), "en")
    assert time.process_time() - start < 4
