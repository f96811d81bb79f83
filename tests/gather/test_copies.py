"""Copies: a wire text that two publishers print is one account, however the reprint was trimmed."""

from __future__ import annotations

import random

import pytest
from briefing.gather import card
from briefing.gather.copies import BINS, copied, copies, is_copy, sketch
from briefing.gather.stories import stories
from briefing.model import Stated
from gather.build import rough
from msgspec.structs import replace

PLACES = ["harbour", "station", "valley", "bridge", "market", "tunnel", "canal", "depot", "tower", "mill"]
DOINGS = ["opened", "closed", "was sold", "fell silent", "was mended", "filled with people", "lost its roof"]
PEOPLE = ["the mayor", "a teacher", "two pilots", "the crew", "an engineer", "her brother", "the council"]


def prose(seed: int, sentences: int = 40) -> list[str]:
    """Sentences that no other seed has, without a rare name."""
    rng = random.Random(seed)
    rows = []
    for _ in range(sentences):
        number = rng.randint(100, 999)
        rows.append(
            f"In the {rng.choice(PLACES)} by the {rng.choice(PLACES)} {rng.choice(PEOPLE)} counted {number} boxes "
            f"before the {rng.choice(PLACES)} {rng.choice(DOINGS)} and {rng.choice(PEOPLE)} left for "
            f"the {rng.choice(PLACES)}."
        )
    return rows


def told(slug: str, lines: list[str], title: str = "A day by the water", **more):
    return card(rough(lines, title, **more), slug)


def test_the_same_words_are_a_copy():
    lines = prose(1)
    a, b = told("a", lines), told("b", [*lines, "This text was also sent to our readers by post."], "By the water")
    assert copied(a, b) > 0.9
    assert copies([a, b]) == {"a": "b"}  # the longer one has what both have
    assert copies([b, a]) == {"a": "b"}


def test_a_reprint_cut_short_is_a_copy():
    lines = prose(2)
    assert is_copy(told("a", lines), told("b", lines[:22]))


def test_a_few_changed_words_are_no_other_text():
    lines = prose(3)
    lines[7] = lines[7].replace("counted", "did not count")
    assert is_copy(told("a", prose(3)), told("b", lines))


@pytest.mark.parametrize("seed", range(8))
def test_another_text_is_no_copy(seed):
    assert not is_copy(told("a", prose(seed)), told("b", prose(seed + 100)))


def test_a_rewriting_with_half_of_the_words_is_no_copy():
    assert not is_copy(told("a", prose(4)), told("b", [*prose(4)[:16], *prose(5)[:24]]))


def test_a_line_that_two_short_texts_share_makes_no_copy():
    line = "All rights are reserved."
    assert not is_copy(told("a", [line]), told("b", [line]))
    assert sketch([]) == "00" * BINS


def test_the_same_words_weeks_later_are_a_text_of_every_week():
    one, later = Stated("2024-03-04", "2024-03-04", "editor"), Stated("2024-04-15", "2024-04-15", "editor")
    a, b = told("a", prose(6)), told("b", prose(6))
    assert is_copy(a, b)
    assert not is_copy(replace(a, published=one), replace(b, published=later))


def test_copies_without_a_rare_name_are_one_story_in_any_order():
    cards = [told("a", prose(7)), told("b", prose(7)[:35]), told("c", prose(8)), told("d", prose(7))]
    found = stories(cards)
    assert [story.accounts for story in found] == [("a", "b", "d"), ("c",)]
    assert found[0].copies == {"b": "a", "d": "a"}
    for seed in range(6):
        random.Random(seed).shuffle(cards)
        assert stories(cards) == found


def test_a_sketch_is_the_same_on_every_machine():
    assert sketch(prose(9)[0].split())[:24] == sketch(prose(9)[0].upper().split())[:24]


def test_ten_thousand_copies_are_looked_at_in_a_crowd_only():
    """Each is compared with a fixed number of others, or a folder of one template would take all day."""
    from briefing.gather import copies as module

    calls = 0
    real = module.copied

    def counted(one, other):
        nonlocal calls
        calls += 1
        return real(one, other)

    card_of = told("x", prose(10, 12))
    cards = [replace(card_of, slug=f"x{at:03}") for at in range(400)]
    module.copied = counted
    try:
        found = stories(cards)
    finally:
        module.copied = real
    assert calls < 400 * 130
    assert sum(len(story.accounts) for story in found) == 400
