"""Lists are paged: no page grows with the collection, none changes by an article it does not show, none is loaded."""

from __future__ import annotations

import itertools
from types import SimpleNamespace

import pytest
from briefing.gather.entities import entities
from briefing.gather.stories import ACCOUNTS
from briefing.model import Card, Desk, Edition, Named, Stated, Story, Topic
from briefing.press.job import Totals
from briefing.press.maker import Maker
from briefing.press.sheet import Newsroom
from briefing.press.show import briefing, entity, figures, hub, places, search, sources, styleguide, timeline
from briefing.record import Record
from jinja2 import Environment
from msgspec import Raw
from msgspec.structs import replace

TOPIC = Topic("trade", "Trade", "Goods.", (), "trade", "trade")
TOTALS = Totals(0, 0, 0)


def card(number: int, **given) -> Card:
    slug = f"article-{number:04}"
    month = f"20{10 + number % 10}-{1 + number % 12:02}"
    values = {
        "slug": slug,
        "path": f"articles/{slug}.txt",
        "sha256": f"{number:064x}",
        "title": None,
        "published": Stated(month, month, "editor"),
        "publisher": None,
        "url": None,
        "language": "en",
        "status": "published",
        "reuse": "full",
        "words": 100,
        "lines": 10,
        "kept": 8,
        "topics": {"trade": 2},
        "entities": (
            Named(f"town-{number % 70}", f"Town {number % 70}", "place", 2, (), (40.0 + number % 9, 60.0)),
            Named("asia", "Asia", "place", 1),
        ),
        "figures": 3,
        "quotes": 0,
        "events": 2,
        "signature": Raw(b"{}"),
        "sketch": "",
        "fingerprint": f"{number:032x}",
        "order": number,
        "months": (month,),
        "routes": ((f"town-{number % 70}", "town-1"),),
    }
    return Card(**{**values, **given})


def room(cards) -> Newsroom:
    cards = sorted(cards, key=lambda one: (one.published.value, one.slug), reverse=True)
    stories = {one.slug: Story(one.slug, (one.slug,), ()) for one in cards}

    def never(slug: str):
        raise AssertionError(f"{slug} is loaded to say which pages there are")

    edition = Edition({one.slug: one for one in cards}, stories, {slug: slug for slug in stories})
    settings = SimpleNamespace(language="en", search=False, full=True)
    return Newsroom(settings, edition, Desk(topics=(TOPIC,)), entities(cards), never, never)


def jobs(cards) -> dict[str, object]:
    make = Maker(room(cards), Record(), Environment(autoescape=True))
    made = itertools.chain(
        sources.jobs(make),
        sources.closing(make, TOTALS),
        figures.jobs(make),
        timeline.jobs(make),
        places.jobs(make),
        styleguide.jobs(make),
    )
    found = {}
    for job in made:
        assert job.address not in found, job.address
        found[job.address] = job
    return found


@pytest.fixture(scope="module")
def many():
    return [card(number) for number in range(1000)]


# articles that a page shows at most
LIMITS = {"sources": 50, "figures": 50, "timeline": timeline.STORIES, "map": 4 * places.PLACES}


def test_no_page_grows_with_the_collection(many) -> None:
    for job in jobs(many).values():
        assert len(job.sources) <= LIMITS.get(job.kind, 0), job.address


def test_one_more_article_changes_few_pages(many) -> None:
    before, after = jobs(many), jobs([*many, card(1000)])
    changed = [
        address for address, job in after.items() if address not in before or before[address].inputs != job.inputs
    ]
    assert 0 < len(changed) <= 6, changed
    assert "styleguide/index.html" not in changed
    months = [address for address in changed if address.startswith("timeline/in/")]
    assert all(address.startswith("timeline/in/2010-05/") for address in months)


def test_an_article_on_nothing_leaves_the_timelines_of_topics_and_the_search_page_as_they_are(many) -> None:
    more = [*many, card(1000, topics={}, months=("2010-01",))]
    before, after = ({**told(room(cards), timeline), **told(room(cards), search)} for cards in (many, more))
    changed = [address for address in after if before.get(address) != after[address]]
    assert "timeline/index.html" in changed
    assert not {"timeline/trade/index.html", "search/index.html"} & {*changed}


def joined(cards, *together: int) -> Newsroom:
    """The same with some of the cards in one story."""
    made = room(cards)
    slugs = tuple(f"article-{number:04}" for number in together)
    story = Story(slugs[0], slugs, ())
    edition = replace(
        made.edition,
        stories={slug: one for slug, one in made.edition.stories.items() if slug not in slugs} | {story.slug: story},
        story_of={slug: story.slug if slug in slugs else slug for slug in made.edition.cards},
    )
    return replace(made, edition=edition)


def told(room: Newsroom, kind) -> dict[str, object]:
    return {job.address: job.inputs for job in kind.jobs(Maker(room, Record(), Environment(autoescape=True)))}


def test_a_name_that_a_new_account_does_not_use_keeps_its_page() -> None:
    cards = [card(number) for number in range(100)]
    before, after = told(room(cards), entity), told(joined([*cards, card(100)], 5, 100), entity)
    changed = [address for address in before if before[address] != after[address]]
    assert changed == ["entities/asia/index.html", "entities/town-30/index.html"]  # town-5 stands in the old account


def test_a_story_of_many_accounts_leaves_their_briefings_as_they_are() -> None:
    cards = [card(number) for number in range(40)]
    for accounts, kept in ((ACCOUNTS - 1, 0), (ACCOUNTS, 0), (ACCOUNTS + 1, ACCOUNTS)):
        before, after = (told(joined(cards, *range(n)), briefing) for n in (accounts, accounts + 1))
        same = [address for address in before if before[address] == after[address]]
        assert len([address for address in same if int(address[18:22]) < accounts]) == kept


def test_every_article_stands_on_a_page_of_each_list(many) -> None:
    found = jobs(many)
    for kind, below in (("sources", "sources/"), ("figures", "figures/"), ("timeline", "timeline/in/")):
        listed = {
            path for job in found.values() if job.kind == kind and job.address.startswith(below) for path in job.sources
        }
        assert listed == {one.path for one in many}, kind


def test_a_month_of_many_stories_has_several_pages() -> None:
    same = [card(number, months=("2024-07",)) for number in range(70)]
    addresses = [address for address in jobs(same) if address.startswith("timeline/in/")]
    assert addresses == [f"timeline/in/2024-07/{part}index.html" for part in ("", "2/", "3/")]


def test_nothing_at_all_has_its_fronts() -> None:
    found = jobs([])
    assert {"sources/index.html", "timeline/index.html", "map/index.html"} <= set(found)
    assert not [address for address in found if address.startswith("figures/")]
    assert not any("archive" in address or "/in/" in address for address in found)


def test_hidden_files_are_not_listed() -> None:
    found = jobs([card(1), card(2, status="hidden")])
    assert found["sources/index.html"].sources == ("articles/article-0001.txt",)


def test_pages_that_show_the_same_articles_are_made_one_after_another(many) -> None:
    both = [replace(one, topics={"trade": 2, "security": 2}) for one in many[:200]]
    make = Maker(room(both), Record(), Environment(autoescape=True))
    make.room = replace(make.room, desk=Desk(topics=(TOPIC, replace(TOPIC, slug="security"))))
    made = [job.address for job in hub.jobs(make)]
    first = [f"{topic}/{page}index.html" for page in ("", "archive/1/") for topic in ("trade", "security")]
    assert made[:4] == first
    assert len(made) == len(set(made)) == 2 * (1 + 200 * 2 // 50)
    few = [replace(one, topics={"trade": 2}) for one in both[:3]]
    make.room = replace(room(few), desk=make.room.desk)
    assert [job.address for job in hub.jobs(make)] == ["trade/index.html", "security/index.html"]
