"""Links that are kept from one build to the next are those that are found afresh, whatever came between."""

from __future__ import annotations

import random

import pytest
from briefing.gather import card
from briefing.gather import links as module
from briefing.gather.hint import Hint
from briefing.gather.links import Trace, links
from briefing.gather.signature import packed
from briefing.gather.stories import stories
from briefing.model import Card, Stated
from briefing.plain import decode, encode
from gather.build import rough
from msgspec.structs import replace

PLAIN = card(
    rough(["The mayor of Harn opened a lock on Thursday, and the ships went through it."], "A lock opens"), "x"
)
LANGUAGES = ("en", "en", "ru", "zh", "zh")


def chance(rng: random.Random, at: int) -> Card:
    """A card of chance: one of a few happenings, in some language, on a day or none; now and then a copy."""
    happening = rng.randrange(9)
    language = rng.choice(LANGUAGES)
    names = {f"n:name{happening}x{n}": 0.3 for n in rng.sample(range(9), rng.randint(4, 8))}
    names |= {f"n:other{rng.randrange(20)}": 0.3 for _ in range(3)}
    told = {f"e:entity{happening}x{n}": 0.5 for n in rng.sample(range(6), 5)}
    opening = [*rng.sample(sorted(names), rng.randint(2, 5)), *rng.sample(sorted(told), 3)]
    if language == "zh":  # which writes no capitals
        names, opening = {}, opening[-3:]
    marks = {f"o:{key}": 0.0 for key in opening}
    day = f"2024-{1 + happening % 6:02}-{rng.randint(1, 28):02}"
    words = random.Random(happening if rng.random() < 0.4 else at)
    return replace(
        PLAIN,
        slug=f"c{at:03}",
        path=f"articles/{at:03}.txt",
        order=rng.randrange(40),
        language=language,
        published=Stated(day, day, "editor") if rng.random() < 0.7 else None,
        signature=packed(names | told | marks),
        sketch=bytes(words.randrange(1, 256) for _ in range(128)).hex(),
        words=200,
    )


def found(cards: list[Card], traces: Hint) -> list:
    return sorted((near, *sorted(places)) for near, *places in links(cards, traces))


@pytest.mark.parametrize("crowd", [(1_000, 40), (12, 4), (6, 2)])
@pytest.mark.parametrize("seed", range(5))
def test_after_any_changes_they_are_those_of_all_pairs(seed, crowd, monkeypatch):
    monkeypatch.setattr(module, "CROWD", crowd[0])
    monkeypatch.setattr(module, "LIKELY", crowd[1])
    monkeypatch.setattr(module, "FEW", 4)
    rng = random.Random(seed)
    cards = [chance(rng, at) for at in range(60)]
    traces = Hint()
    for step in range(14):
        afresh = found(cards, Hint())
        assert found(cards, traces) == afresh, step
        assert len(afresh) > 20
        assert stories(cards, traces=traces) == stories(cards)
        traces = Hint(decode(tuple[Trace, ...], encode(traces.now)))
        for _ in range(rng.choice((0, 1, 1, 2, 9))):
            what = rng.randrange(4)
            if what == 0:
                cards.pop(rng.randrange(len(cards)))
            elif what == 1:
                at = rng.randrange(len(cards))
                cards[at] = replace(chance(rng, 0), slug=cards[at].slug, path=cards[at].path)
            elif what == 2:
                at = rng.randrange(len(cards))
                cards[at] = replace(cards[at], order=rng.randrange(40))
            else:
                cards.append(chance(rng, 100 * (step + 1) + len(cards)))
        cards.sort(key=lambda one: (one.order, one.slug))


def test_only_pairs_of_what_is_new_are_compared(monkeypatch):
    rng = random.Random(3)
    cards = [chance(rng, at) for at in range(80)]
    traces = Hint()
    found(cards[1:], traces)
    seen: list[Card] = []
    monkeypatch.setattr(module, "Seen", lambda card, make=module.Seen: seen.append(card) or make(card))
    again = Hint(traces.now)
    found(cards[1:], again)
    assert not seen
    assert not again.is_new
    later = Hint(traces.now)
    found(cards, later)
    assert cards[0] in seen
    assert len(seen) < 40
    assert later.is_new


def test_a_key_that_is_known_says_whether_a_card_is_another():
    rng = random.Random(1)
    cards = [chance(rng, at) for at in range(40)]
    keys = {one.path: one.path for one in cards}
    traces = Hint((), keys)
    found(cards, traces)
    other = [replace(one, signature=packed({})) for one in cards]
    assert found(other, Hint(traces.now, keys)) == found(cards, Hint())
    assert found(other, Hint(traces.now, {path: f"{path} anew" for path in keys})) == found(other, Hint()) != []
