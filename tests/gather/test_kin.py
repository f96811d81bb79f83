"""Related briefings: who is named, who is not, and that what is kept changes nothing."""

from __future__ import annotations

import random

import pytest
from briefing.gather import card
from briefing.gather import kin as module
from briefing.gather.hint import Hint
from briefing.gather.kin import Kin, related
from briefing.gather.kin import shared as in_common
from briefing.model import Card, Named
from briefing.plain import decode, encode
from gather.build import rough
from msgspec.structs import replace

PLAIN = card(
    rough(["The mayor of Harn opened a lock on Thursday, and the ships went through it."], "A lock opens"), "x"
)


def with_names(slug: str, *names: str) -> Card:
    named = tuple(Named(name.lower(), name, "place", 1) for name in names)
    return replace(PLAIN, slug=slug, path=slug, entities=named, order=int(slug[1:]))


def test_related_names_what_is_shared():
    cards = [
        with_names("a1", "Kashgar", "Andijan", "China"),
        with_names("a2", "Kashgar", "China"),
        with_names("a3", "China"),
    ]
    found = related(cards, {card.slug: card.slug for card in cards})
    assert found == {"a1": ("a2",), "a2": ("a1",), "a3": ()}
    assert [named.name for named in in_common(cards[0], cards[1])] == ["Kashgar"]


def test_related_leaves_out_the_same_story():
    cards = [with_names("a1", "Kashgar"), with_names("a2", "Kashgar"), with_names("a3", "Kashgar", "Andijan")]
    assert related(cards, {"a1": "one", "a2": "one", "a3": "two"}) == {"a1": ("a3",), "a2": ("a3",), "a3": ("a2", "a1")}


def test_of_as_many_shared_names_those_that_came_before_are_related_first():
    cards = [with_names(f"a{at}", "Andijan", "Baku", f"Name{at}") for at in range(8)]
    told = {card.slug: card.slug for card in cards}
    assert related(cards, told)["a5"] == ("a4", "a3", "a2", "a1")
    assert related(cards, told)["a1"] == ("a0", "a2", "a3", "a4")


def test_a_new_article_moves_few_lists_of_related_ones():
    cards = [with_names(f"a{at}", "Kashgar") for at in range(200)]
    told = {card.slug: card.slug for card in cards}
    before = related(cards[:-1], told)
    after = related(cards, told)
    assert sum(before[slug] != after[slug] for slug in before) <= 12


def test_what_came_later_is_related_where_there_is_room_or_where_it_shares_much():
    names = ("Andijan", "Baku", "Kashgar")
    cards = [with_names(f"a{at}", *names[: 1 + (at == 4)]) for at in range(5)]
    told = {f"a{at}": f"a{at}" for at in range(6)}
    before = related(cards, told)
    assert before["a4"] == ("a3", "a2", "a1", "a0")
    assert related([*cards, with_names("a5", *names[:2])], told)["a4"] == before["a4"]
    close = [
        replace(card, entities=with_names(card.slug, *names).entities) if card.slug == "a4" else card for card in cards
    ]
    assert related([*close, with_names("a5", *names)], told)["a4"] == ("a5", "a3", "a2", "a1")
    assert related([*cards[3:], with_names("a5", *names[:2])], told)["a4"] == ("a3", "a5")


@pytest.mark.parametrize("few", [2, 30])
@pytest.mark.parametrize("seed", range(5))
def test_what_is_kept_changes_nothing(seed, few, monkeypatch):
    monkeypatch.setattr(module, "FEW", few)
    monkeypatch.setattr(module, "NEIGHBOURS", 3)
    rng = random.Random(seed)

    def some(at: int) -> Card:
        return with_names(f"a{at}", *rng.sample([f"Name{n}" for n in range(9)], 3))

    cards = [some(10 * at) for at in range(60)]
    told = {one.slug: rng.choice((one.slug, f"story{rng.randrange(9)}")) for one in cards}
    kindred: Hint[Kin] = Hint()
    for step in range(25):
        afresh = related(cards, told)
        assert related(cards, told, kindred) == afresh, step
        assert sum(map(bool, afresh.values())) > 40
        kindred = Hint(decode(tuple[Kin, ...], encode(kindred.now)))
        for _ in range(rng.choice((0, 1, 1, 2))):
            what, at = rng.randrange(5), rng.randrange(len(cards))
            if what == 0:
                cards.pop(at)
            elif what == 1:
                cards[at] = replace(some(0), slug=cards[at].slug, order=cards[at].order)
            elif what == 2:
                cards[at] = replace(cards[at], order=rng.randrange(600))
            elif what == 3:
                told[cards[at].slug] = f"story{rng.randrange(9)}"
            else:
                cards.append(some(rng.choice((600 + step, 10 * step + 5))))
                told[cards[-1].slug] = cards[-1].slug


def test_only_those_beside_a_new_one_are_worked_out_again(monkeypatch):
    cards = [with_names(f"a{at}", "Kashgar" if at % 2 else "Andijan") for at in range(100)]
    told = {one.slug: one.slug for one in cards}
    kindred: Hint[Kin] = Hint()
    related(cards[:-1], told, kindred)
    asked: list[int] = []
    monkeypatch.setattr(
        module, "_nearest", lambda place, *rest, make=module._nearest: asked.append(place) or make(place, *rest)
    )
    later: Hint[Kin] = Hint(kindred.now)
    found = related(cards, told, later)
    assert asked == list(range(83, 100, 2))
    assert later.is_new
    assert found == related(cards, told)
