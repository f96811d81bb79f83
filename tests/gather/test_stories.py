"""Stories: two accounts of one happening join, others stay apart, in any order of arrival."""

from __future__ import annotations

import random

import pytest
from briefing.gather import card, gather
from briefing.gather.likeness import same_happening
from briefing.gather.rarity import rarity
from briefing.gather.signature import packed, signature, weights
from briefing.gather.stories import MOST, stories
from briefing.model import Card, Pin, Stated
from cases import shared
from gather.build import article, briefing, entity, event, rough
from msgspec.structs import replace

SUMMIT = (
    "Belarus becomes tenth member of the Shanghai Cooperation Organization",
    "Leaders of the Shanghai Cooperation Organization (SCO) admitted Belarus at a summit in Astana.",
    "President Alexander Lukashenko thanked the members of the SCO for their trust in Belarus.",
    "The leaders adopted the Astana Declaration and spoke of the Shanghai Spirit.",
)
SUMMIT_TOO = (
    "SCO grows to ten states as Belarus joins",
    "At their meeting in Astana the members of the SCO took in Belarus, the tenth state of the bloc.",
    "They also passed the Astana Declaration on terrorism and the drug trade.",
    "Lukashenko said that Belarus shares the Shanghai Spirit.",
)
RAILWAY = (
    "Three states sign railway accord",
    "China, Kyrgyzstan and Uzbekistan signed an accord on a railway from Kashgar to Andijan.",
    "The line through Torugart and Makmal would open the way to the Persian Gulf.",
    "The Shanghai Cooperation Organization discussed it before the summit in Astana.",
)
ROUTE = (
    "First trucks reach the Caspian Sea",
    "Chinese trucks arrived at the port of Aktau in Kazakhstan on their way to Baku.",
    "The Trans-Caspian International Transport Route saves a week, operators in Aktau say.",
    "The opening fell into the week of the SCO summit in Astana.",
)


def made(slug: str, text: tuple[str, ...], **more) -> Card:
    return replace(card(rough(text[1:], text[0], **more), slug), order=len(slug))


def four() -> list[Card]:
    return [made("summit", SUMMIT), made("summit-too", SUMMIT_TOO), made("railway", RAILWAY), made("route", ROUTE)]


def groups(cards, pins=()) -> set[frozenset[str]]:
    return {frozenset(story.accounts) for story in stories(cards, pins)}


def test_accounts_of_one_happening_join_and_neighbours_stay_apart():
    assert groups(four()) == {frozenset({"summit", "summit-too"}), frozenset({"railway"}), frozenset({"route"})}


def test_shared_country_names_join_nothing():
    a = made("a", ("Talks in Beijing", "China and Kazakhstan spoke about wheat prices in Beijing on Monday."))
    b = made("b", ("Border drill", "China and Kazakhstan sent rescue teams to a drill in the mountains on Monday."))
    assert not same_happening(a, b)


@pytest.mark.parametrize("seed", range(10))
def test_order_of_arrival_does_not_matter(seed):
    cards = four()
    expected = stories(cards)
    random.Random(seed).shuffle(cards)
    assert stories(cards) == expected


def many(seed: int, count: int = 90) -> list[Card]:
    """Cards of chance: a few happenings with names of their own, told on days near each other or on none."""
    rng = random.Random(seed)
    found = []
    for at in range(count):
        happening = rng.randrange(count // 5)
        names = {f"n:name{happening}x{n}": 0.3 for n in rng.sample(range(9), rng.randint(4, 8))}
        names |= {f"n:other{rng.randrange(40)}": 0.3 for _ in range(3)}
        opening = {f"o:{key}": 0.0 for key in rng.sample(sorted(names), rng.randint(2, 5))}
        day = f"2024-{1 + happening % 12:02}-{rng.randint(1, 28):02}"
        published = Stated(day, day, "editor") if rng.random() < 0.8 else None
        slug = f"c{at:03}"
        found.append(
            replace(
                made("x", SUMMIT),
                slug=slug,
                path=slug,
                signature=packed(names | opening),
                published=published,
                sketch="",
            )
        )
    return found


@pytest.mark.parametrize("seed", range(6))
def test_chance_stories_are_the_same_in_any_order_and_grow_only(seed):
    cards = many(seed)
    expected = stories(cards)
    assert sum(len(story.accounts) > 1 for story in expected) > 5
    mixed = cards[:]
    random.Random(seed).shuffle(mixed)
    assert stories(mixed) == expected
    without = groups(mixed[1:])
    joined = next(group for group in groups(cards) if mixed[0].slug in group)
    # what the new article does not join is as it was, and what it joins is not split
    assert groups(cards) - {joined} == {group for group in without if not group <= joined}


def test_one_more_article_splits_no_story():
    cards = four()
    before = groups(cards)
    for extra in (SUMMIT, RAILWAY, ("Rain in Lisbon", "It rained in Lisbon and Porto all day, said Ana Sousa.")):
        after = groups([*cards, made("zz-more", extra)])
        assert all(any(old <= new for new in after) for old in before)
        assert len(after - before) == 1  # only the story that it joins, or its own


def test_slug_is_that_of_the_account_first_seen():
    first, second = made("summit", SUMMIT), made("summit-too", SUMMIT_TOO)
    assert stories([replace(first, order=5), replace(second, order=2)])[0].slug == "summit-too"
    assert stories([replace(first, order=2), replace(second, order=2)])[0].slug == "summit"


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        ("2024-07-04", "2024-07-05", True),
        ("2024-07-04", "2023-07-04", False),
        ("2024-07", "2024-07-20", True),
        ("2024-07-04", "2024-08-25", False),
        ("2024", "2024-12-30", True),
        ("2024-07-04", None, True),
        ("2024-07-04", "not a date", True),
        ("2024-07-04", "2024-09-01", False),
    ],
)
def test_dates_of_publication(one, other, joined):
    a, b = made("a", SUMMIT, published=one), made("b", SUMMIT_TOO, published=other)
    assert same_happening(a, b) is joined


def test_same_names_a_year_apart_stay_apart():
    def account(text, year):
        art = article([*text[1:], f"It was on 4 July {year}."], text[0])
        return card(briefing(art, events=[event(art, f"4 July {year}", "day", f"{year}-07-04")]), f"in-{year}")

    assert not same_happening(account(SUMMIT, 2023), account(SUMMIT_TOO, 2024))
    assert same_happening(account(SUMMIT, 2024), account(SUMMIT_TOO, 2024))


def test_languages_meet_at_entities():
    names = ("astana", "belarus", "alexander-lukashenko", "shanghai-cooperation-organization", "astana-declaration")

    def account(lines, language, forms, slug):
        art = article(lines[1:], lines[0], language=language)
        found = [entity(art, form, slug=key) for form, key in zip(forms, names, strict=True)]
        return card(briefing(art, found), slug)

    russian = (
        "Белоруссия вступила в ШОС",
        "В Астане лидеры ШОС приняли Белоруссию.",
        "Лукашенко поблагодарил членов ШОС.",
        "Принята Астанинская декларация.",
    )
    chinese = ("白俄罗斯加入上合组织", "上合组织在阿斯塔纳接纳白俄罗斯。卢卡申科出席。会议通过阿斯塔纳宣言。")
    a = account(SUMMIT, "en", ("Astana", "Belarus", "Lukashenko", "SCO", "Astana Declaration"), "en")
    b = account(russian, "ru", ("Астане", "Белоруссия", "Лукашенко", "ШОС", "Астанинская декларация"), "ru")
    other = article(["В Баку и Астане прошёл футбольный матч."], "Футбол", language="ru")
    c = card(briefing(other, [entity(other, "Астане", slug="astana"), entity(other, "Баку", slug="baku")]), "other")
    assert same_happening(a, b)
    assert not same_happening(a, c)
    # one states its days, the other when it was published: half a year apart they tell different happenings
    dated = Stated("2024-12-27", "2024-12-27", "editor")
    days = packed({**weights(b), "d:2024-07-04": 0.0})
    assert not same_happening(replace(a, published=dated), replace(b, signature=days))
    near = Stated("2024-07-05", "2024-07-05", "editor")
    assert same_happening(replace(a, published=near), replace(b, signature=days))
    assert signature(rough(chinese[1:], chinese[0], language="zh")) == {}  # no capitals, no finder: nothing to compare


def pinned(*slugs: str, closed: bool = False) -> Pin:
    return Pin(tuple(f"articles/{slug}.txt" for slug in slugs), closed)


def filed() -> list[Card]:
    """The four, each with its own path."""
    return [replace(card, path=f"articles/{card.slug}.txt") for card in four()]


def test_an_editor_pins_and_splits():
    cards = filed()
    both = frozenset({"summit", "summit-too"})
    assert groups(cards, [pinned("railway", "route")]) == {both, frozenset({"railway", "route"})}
    assert groups(cards, [pinned("summit", closed=True)]) == {frozenset({c.slug}) for c in cards}
    assert groups(cards, [pinned("summit"), pinned("summit-too")]) == {frozenset({c.slug}) for c in cards}


def test_what_is_like_a_pinned_article_joins_it_unless_closed():
    cards = filed()
    assert frozenset({"summit", "route", "summit-too"}) in groups(cards, [pinned("summit", "route")])
    assert frozenset({"summit", "route"}) in groups(cards, [pinned("summit", "route", closed=True)])


def test_an_article_between_two_pins_goes_to_the_one_it_is_most_like():
    cards = filed()
    more = replace(made("zz-more", SUMMIT_TOO), path="articles/zz-more.txt")
    found = groups([*cards, more], [pinned("summit"), pinned("summit-too")])
    assert found == {
        frozenset({"summit"}),
        frozenset({"summit-too", "zz-more"}),
        frozenset({"railway"}),
        frozenset({"route"}),
    }


def test_a_pin_of_articles_that_are_not_there_pins_the_others():
    assert frozenset({"railway", "route"}) in groups(filed(), [pinned("railway", "gone", "route")])


def test_a_chain_is_cut():
    # each account shares names with the next only a little more than it may
    cards = []
    for at in range(3 * MOST):
        names = {f"n:name{n}": 0.5 for n in range(at, at + 4)}
        cards.append(replace(made("x", SUMMIT), slug=f"c{at:03}", signature=packed(names)))
    found = stories(cards)
    assert sum(len(story.accounts) for story in found) == len(cards)
    assert max(len(story.accounts) for story in found) <= MOST


def test_signature_is_small_and_rounded():
    found = signature(rough([*SUMMIT[1:], *RAILWAY[1:], *ROUTE[1:]], SUMMIT[0]))
    assert 10 < sum(key[:2] != "o:" for key in found) <= 80
    assert all(key[2:] in found for key in found if key[:2] == "o:")
    assert all(weight == round(weight, 4) for weight in found.values())
    assert list(found) == sorted(found)


def test_everyday_names_are_not_rare():
    assert rarity("China") < rarity("Astana") < rarity("Kashgar")
    assert rarity("the") == 0


def test_edition_order():
    cards = [
        made("b", ROUTE, published="2024-07-01"),
        made("a", RAILWAY),
        made("c", SUMMIT, published="2024-07"),
        made("d", SUMMIT_TOO, published="2024-07-03"),
    ]
    edition = gather(cards)
    assert list(edition.cards) == ["d", "b", "c", "a"]
    assert edition.story_of["c"] == edition.story_of["d"]
    assert set(edition.stories) == set(edition.story_of.values())


def test_fingerprint_sees_what_a_reader_sees():
    one = card(rough(SUMMIT[1:], SUMMIT[0]), "x")
    same = card(rough(SUMMIT[1:], SUMMIT[0], path="articles/other.txt"), "y")
    other = card(rough([*SUMMIT[1:], "One line more."], SUMMIT[0]), "x")
    dated = card(rough(SUMMIT[1:], SUMMIT[0], published="2024-07-04"), "x")
    assert one.fingerprint == same.fingerprint
    assert len({one.fingerprint, other.fingerprint, dated.fingerprint}) == 3
    assert one.fingerprint == "ede58a2642b9ea252e1e88d7ef239bf2"  # the same on every machine


@pytest.mark.data
def test_the_real_files_are_one_story():
    folder = shared() / "seeds"
    cards = []
    for path in sorted(folder.glob("*.txt")):
        lines = [line for line in path.read_text("utf-8").split("Leave a Reply")[0].split("\n") if line.strip()]
        cards.append(card(rough(lines[1:], lines[0]), path.stem))
    assert len(cards) == 2
    assert len(stories(cards)) == 1
    assert len(stories([*cards, made("railway", RAILWAY), made("route", ROUTE)])) == 3


@pytest.mark.data
def test_quality_on_stories_dev():
    from quality.measure_stories import FLOOR, measure

    assert measure(shared() / "data")[2] >= FLOOR


def test_people_who_say_i_tell_no_common_happening():
    """Seen on real pages: "I", "I’d" and "I’ve" were taken for rare names, and advice of all kinds became one story."""
    bread = made(
        "bread", ("How we bake", "First I’d say that I can’t wait.", "Then I’ve found I like rye, and I’ll say so.")
    )
    trips = made(
        "trips", ("What to pack", "Here I’d bring less.", "For trains I’ve learnt what I need, and I’ll tell you.")
    )
    assert not same_happening(bread, trips)
    assert groups([bread, trips]) == {frozenset(["bread"]), frozenset(["trips"])}


def test_names_of_the_page_around_hold_nothing_together():
    """Pages of one portal share the names of its foot; what an account is about stands in its opening."""
    foot = ("Write to Ansgar Veldt in Trondheim.", "Ottoline Brask edits the Fjordkurier for Trondheim.")
    harbour = ("Harbour wall falls", *["The wall fell at night, and the boats were moved to the north side."] * 6)
    school = ("School opens late", *["The teachers waited for the bus that the snow had stopped on the hill."] * 6)
    a, b = made("harbour", (*harbour, *foot)), made("school", (*school, *foot))
    assert not same_happening(a, b)
    lead = ("Brask leaves the Fjordkurier", *foot)
    assert same_happening(made("lead", lead), made("lead-too", lead))
