"""Entities, figures and hubs across briefings."""

from __future__ import annotations

from itertools import permutations

from briefing.gather import card
from briefing.gather.entities import earns_page, entities
from briefing.gather.figures import together
from briefing.gather.hubs import ARCHIVE, FRONT, extents
from briefing.model import Named
from gather.build import article, briefing, entity, figure, rough
from msgspec.structs import replace


def test_entities_are_merged_and_keep_their_cards():
    one = article(["Xi Jinping spoke in Astana. Xi left Astana."])
    two = article(["President Xi spoke."])
    a = card(
        briefing(one, [entity(one, "Xi Jinping", "person", "xi-jinping", ["Xi"]), entity(one, "Astana", "place")]), "a"
    )
    b = card(briefing(two, [entity(two, "Xi", "person", "xi-jinping")]), "b")
    found = entities([a, b])
    named, where = found["xi-jinping"]
    assert (named.name, named.kind, where) == ("Xi Jinping", "person", ("a", "b"))
    assert "Xi" in named.aliases
    assert list(found) == ["astana", "xi-jinping"]


def test_one_mention_earns_no_page():
    weak = Named("x", "X", "unclassified", 1)
    assert not earns_page(weak, 1)
    assert earns_page(weak, 2)
    assert earns_page(Named("x", "X", "unclassified", 2), 1)
    assert earns_page(weak, 1, known=True)
    assert earns_page(Named("x", "X", "place", 1, (), (51.1, 71.4)), 1)


def test_same_figure_in_two_accounts():
    one = article(["It holds over 60 percent of the Eurasian continent.", "Trade rose by 60 percent."])
    two = article(["It has 60 percent of the Eurasian continent, and many cities."])
    a = briefing(
        one,
        figures=[
            figure(one, "60 percent", "60", "percent", of="the Eurasian continent"),
            figure(one, "rose by 60 percent", "60.0", "percent"),
        ],
    )
    b = briefing(two, figures=[figure(two, "60 percent", "60", "percent"), figure(two, "many cities", None)])
    found = together({"a": a, "b": b})
    assert [[slug for slug, _ in group] for group in found] == [["a", "b"], ["a"], ["b"]]


def cards_with(*counts: int):
    """Cards with so many passages, newest first, that were first seen in the opposite order."""
    plain = card(rough(["Rain in Lisbon."]), "x")
    made = [replace(plain, slug=f"c{at}", path=f"articles/c{at}.txt", order=-at) for at in range(len(counts))]
    return list(zip(made, counts, strict=True))


def test_a_small_hub_has_a_front_and_no_archive():
    cards = cards_with(2, 0, 3)
    found = extents("trade", cards, len)
    assert list(found) == ["trade/"]
    front = found["trade/"]
    assert [(one.card.slug, one.first, one.last) for one in front.slices] == [("c0", 0, 2), ("c2", 0, 3)]
    assert (front.passages, front.stories, front.accounts, front.archive) == (5, 2, 2, ())


def test_a_large_hub_shows_the_newest_and_files_all_by_first_seen():
    cards = cards_with(*[FRONT // 2] * 8)
    found = extents("trade", cards, len)
    assert list(found) == ["trade/", "trade/archive/1/", "trade/archive/2/"]
    assert [one.card.slug for one in found["trade/"].slices] == ["c0", "c1"]
    assert [one.card.slug for one in found["trade/archive/1/"].slices] == ["c7", "c6", "c5", "c4"]
    sizes = [sum(one.last - one.first for one in page.slices) for page in found.values()]
    assert sizes == [FRONT, ARCHIVE, ARCHIVE]


def test_a_full_page_of_the_archive_stays_as_it_is():
    cards = cards_with(*[40] * 4)
    before = extents("trade", cards[1:], len)["trade/archive/1/"]
    after = extents("trade", cards, len)["trade/archive/1/"]
    assert before.slices == after.slices


def test_what_fills_no_page_of_the_archive_stands_on_the_front():
    for total in range(1, 2 * ARCHIVE + 2):
        found = extents("trade", cards_with(*[1] * total), len)
        filed = ARCHIVE * (len(found) - 1)
        assert len(found) - 1 == total // ARCHIVE
        assert found["trade/"].counts == (1,) * max(min(FRONT, total), total - filed)
        assert found["trade/"].passages == total


def test_an_old_article_that_came_late_is_not_lost_behind_newer_ones():
    cards = cards_with(*[10] * 9)
    cards[6] = (replace(cards[6][0], order=1), 10)  # the last one that was seen, and by its date not among the newest
    front = extents("trade", cards, len)["trade/"]
    shown = [(one.card.slug, one.first, one.last) for one in front.slices]
    assert shown == [("c0", 0, 10), ("c1", 0, 10), ("c2", 0, 10), ("c6", 0, 10)]


def test_every_passage_stands_on_a_page_of_the_archive_or_on_the_front():
    cards = cards_with(7, 120, 1, 45, 3, 64, 30)
    for order in permutations(range(len(cards)), 3):
        mixed = [(replace(card, order=at) if at in order else card, count) for at, (card, count) in enumerate(cards)]
        found = extents("trade", mixed, len)
        stand = [
            [(one.card.slug, at) for one in page.slices for at in range(one.first, one.last)] for page in found.values()
        ]
        assert {one for page in stand for one in page} == {
            (card.slug, at) for card, count in mixed for at in range(count)
        }
        assert all(len(set(page)) == len(page) for page in stand)
        assert FRONT <= len(stand[0]) < FRONT + ARCHIVE
        assert {len(page) for page in stand[1:]} == {ARCHIVE}


def test_one_more_passage_changes_the_front_alone():
    cards = cards_with(*[1] * (2 * ARCHIVE + 8))
    before, after = extents("trade", cards[1:], len), extents("trade", cards, len)
    assert [address for address in after if before[address] != after[address]] == ["trade/"]
