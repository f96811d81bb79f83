"""The table of pages: which there are, at which address, and what decides their bytes.

``jobs`` gives every page whose content follows from the articles; ``closing_jobs`` those that tell the site's totals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from markupsafe import Markup

from briefing.gather.hubs import Extent
from briefing.model import Card, Story, Topic
from briefing.press import feeds
from briefing.press.job import Files, Job, Totals
from briefing.press.maker import Maker
from briefing.press.sheet import Newsroom, Sheet
from briefing.press.show import briefing as briefing_page
from briefing.press.show import entity as entity_page
from briefing.press.show import home as home_page
from briefing.press.show import hub as hub_page
from briefing.press.show import lists, parts
from briefing.press.show import source as source_page
from briefing.press.show import story as story_page
from briefing.press.site import Written
from briefing.press.views import MissingView, MovedView


def headline(sheet: Sheet, card: Card) -> tuple[str, str] | None:
    """The headline of a card and where it stands."""
    cite = sheet.stated(card.slug, card.title, "title")
    return (cite.plain, cite.at) if cite else None


def jobs(make: Maker) -> Iterator[Job]:
    """Every page that follows from the articles."""
    yield from _articles(make)
    yield from _stories(make)
    yield from _hubs(make)
    yield from _entities(make)
    yield from _lists(make)
    yield from _written(make)
    yield from _stubs(make)
    yield from feeds.jobs(make.room)


def closing_jobs(make: Maker, totals: Totals) -> Iterator[Job]:
    """The pages that tell the site's totals: home, about, sources."""
    room = make.room
    cards = tuple(room.edition.cards.values())
    everything = [totals, _keys(cards), [asdict_story(story) for story in room.edition.stories.values()]]
    stories = tuple(room.edition.stories.values())
    paths = tuple(card.path for card in cards)

    def home() -> Files:
        return make.files(
            "home",
            "",
            lambda sheet: home_page.view(sheet, make.record, make.comparisons(stories), totals.traced),
            totals=totals,
        )

    about_page = next((page for page in room.site.written if page.slug == "about"), None)

    def about() -> Files:
        return make.files(
            "about",
            "about/",
            lambda sheet: lists.about(sheet, about_page.body if about_page else Markup(), totals.traced),
            title=about_page.title if about_page else "About and method",
            description=f"How {room.site.name} is made: what is cut, how labels work, what is not known.",
            totals=totals,
        )

    def sources() -> Files:
        return make.files(
            "sources",
            "sources/",
            lambda sheet: lists.sources(sheet, totals.traced),
            title="Sources",
            description="Every file behind this site, with what it does not say.",
            totals=totals,
        )

    yield Job("index.html", "home", everything, home, paths)
    yield Job("about/index.html", "about", everything, about)
    yield Job("sources/index.html", "sources", everything, sources, paths)


def asdict_story(story: Story) -> list:
    """A story as inputs have it."""
    return [story.slug, list(story.accounts), list(story.names)]


def _keys(cards: Sequence[Card]) -> list:
    return list(cards)


def _with_pages(room: Newsroom, cards: Sequence[Card]) -> list[str]:
    """The names on these cards that have a page: pages link to them."""
    return sorted({named.slug for card in cards for named in card.entities if room.has_page(named.slug)})


def _articles(make: Maker) -> Iterator[Job]:
    room = make.room
    for card in room.edition.cards.values():
        story = room.edition.stories[room.edition.story_of[card.slug]]
        cards = [room.edition.cards[slug] for slug in story.accounts]
        near = briefing_page.related_cards(room, card)
        inputs = [_keys([card, *cards, *near]), asdict_story(story), _with_pages(room, [card, *near])]
        paths = tuple(dict.fromkeys(one.path for one in [card, *cards, *near]))
        noindex = card.status in ("hidden", "withdrawn")
        yield Job(
            f"briefings/{card.slug}/index.html",
            "briefing",
            inputs,
            partial(_briefing, make, card, story, noindex),
            paths,
            slug=card.slug,
        )
        yield Job(
            f"sources/{card.slug}/index.html",
            "source",
            [card],
            partial(_source, make, card, noindex),
            (card.path,),
            slug=card.slug,
        )


def _briefing(make: Maker, card: Card, story: Story, noindex: bool) -> Files:
    return make.files(
        "briefing",
        f"briefings/{card.slug}/",
        lambda sheet: briefing_page.view(sheet, card.slug, make.rows([story], [card.slug]), make.comparison(story)),
        title=card.path.rsplit("/", 1)[-1],
        title_at=lambda sheet: headline(sheet, card),
        description="A briefing: key points, names, quotes and figures of one article, each with its source line.",
        noindex=noindex,
    )


def _source(make: Maker, card: Card, noindex: bool) -> Files:
    files = dict(
        make.files(
            "source",
            f"sources/{card.slug}/",
            lambda sheet: source_page.view(sheet, card.slug),
            title=f"Source: {card.path}",
            description="One file line by line: what was kept, what was cut and why.",
            noindex=noindex,
        )
    )
    if card.reuse == "full" and card.status != "withdrawn":
        lines = make.room.whole(card.slug).article.source.lines
        files[f"sources/{card.slug}/text.txt"] = "".join(f"{line}\n" for line in lines).encode()
    return files


def _stories(make: Maker) -> Iterator[Job]:
    room = make.room
    for story in room.edition.stories.values():
        if len(story.accounts) < 2:
            continue
        cards = [room.edition.cards[slug] for slug in story.accounts]
        yield Job(
            f"stories/{story.slug}/index.html",
            "story",
            [_keys(cards), asdict_story(story), _with_pages(room, cards)],
            partial(_story, make, story),
            tuple(card.path for card in cards),
        )


def _story(make: Maker, story: Story) -> Files:
    comparison = make.comparison(story)
    assert comparison is not None
    named = parts.title_card(make.room, story)
    return make.files(
        "story",
        f"stories/{story.slug}/",
        lambda sheet: story_page.view(sheet, story, make.rows([story]), comparison),
        title=named.path.rsplit("/", 1)[-1],
        title_at=lambda sheet: headline(sheet, named),
        description="Several accounts of one happening set side by side: where they differ, agree, and stand alone.",
    )


def _hubs(make: Maker) -> Iterator[Job]:
    room = make.room
    for topic in room.desk.topics:
        for address, extent in hub_page.extents(room, topic).items():
            cards = [one.card for one in extent.slices]
            stories = _stories_of(room, cards)
            inputs = [extent, [asdict_story(story) for story in stories], _with_pages(room, cards), topic]
            paths = tuple(card.path for card in _told(room, stories))
            yield Job(f"{address}index.html", "hub", inputs, partial(_hub, make, topic, address, extent), paths)


def _hub(make: Maker, topic: Topic, address: str, extent: Extent) -> Files:
    stories = _stories_of(make.room, [one.card for one in extent.slices])
    return make.files(
        "hub",
        address,
        lambda sheet: hub_page.view(sheet, topic, extent, make.rows(stories)),
        title=f"{topic.name}, {extent.span}" if extent.span else topic.name,
        description=topic.blurb,
        feed=f"feeds/{topic.slug}.xml",
    )


def _stories_of(room: Newsroom, cards: Sequence[Card]) -> list[Story]:
    slugs = dict.fromkeys(room.edition.story_of[card.slug] for card in cards)
    return [room.edition.stories[slug] for slug in slugs]


def _told(room: Newsroom, stories: Sequence[Story]) -> list[Card]:
    """The cards of some stories."""
    return [room.edition.cards[slug] for story in stories for slug in story.accounts]


def _entities(make: Maker) -> Iterator[Job]:
    room = make.room
    for named, slugs in room.names.values():
        if not room.has_page(named.slug):
            continue
        cards = [room.edition.cards[slug] for slug in slugs[: entity_page.ACCOUNTS]]
        stories = _stories_of(room, cards)
        inputs = [cards, [asdict_story(story) for story in stories], _with_pages(room, cards)]
        address = f"entities/{named.slug}/"
        yield Job(
            f"{address}index.html",
            "entity",
            [*inputs, named, len(slugs)],
            partial(
                make.files,
                "entity",
                address,
                partial(entity_page.view, named=named, slugs=slugs),
                title=named.name,
                description="Where the accounts name it, word for word.",
            ),
            tuple(card.path for card in _told(room, stories)),
        )
    names = sorted([named.slug, named.name, named.kind, named.count] for named, _ in room.names.values())
    yield Job(
        "entities/index.html",
        "entities",
        [names, _with_pages(room, tuple(room.edition.cards.values()))],
        partial(
            make.files,
            "entities",
            "entities/",
            entity_page.index,
            title="Names",
            description="People, organisations, places, projects and documents that the accounts name, A to Z.",
        ),
    )


def _lists(make: Maker) -> Iterator[Job]:
    room = make.room
    cards = room.listed()
    slugs = dict.fromkeys(room.edition.story_of[card.slug] for card in cards)
    stories = tuple(room.edition.stories[slug] for slug in slugs)
    everything = [_keys(cards), [asdict_story(story) for story in stories]]
    paths = tuple(card.path for card in cards)

    def timeline(address: str, chosen: str | None) -> Files:
        return make.files(
            "timeline",
            address,
            lambda sheet: lists.timeline(sheet, make.rows(stories), chosen),
            title="Timeline",
            description="What the accounts say about when, at the precision they give.",
        )

    yield Job("timeline/index.html", "timeline", everything, partial(timeline, "timeline/", None), paths)
    for topic in room.desk.topics:
        address = f"timeline/{topic.slug}/"
        yield Job(f"{address}index.html", "timeline", everything, partial(timeline, address, topic.slug), paths)
    yield Job(
        "figures/index.html",
        "figures",
        everything,
        partial(
            make.files,
            "figures",
            "figures/",
            lists.figures,
            title="Figures",
            description="Every number the accounts give, with its bound, its unit and its line.",
        ),
        paths,
    )
    yield Job("404.html", "missing", everything, partial(_missing, make, stories), paths)


def _written(make: Maker) -> Iterator[Job]:
    for page in make.room.site.written:
        if page.slug != "about":
            address = f"{page.slug}/"
            render = partial(make.files, "page", address, partial(_page, page=page), title=page.title)
            yield Job(f"{address}index.html", "page", [page.slug, page.title, page.body], render)


def _page(sheet: Sheet, page: Written) -> Written:
    return page


def _missing(make: Maker, stories: Sequence[Story]) -> Files:
    """The page for an address that is not there: it must work at any depth, so its links are absolute."""
    address = make.room.site.address
    path = address.split("://", 1)[-1].partition("/")[2]
    up = f"/{path}/" if path else "/"

    def view(sheet: Sheet) -> MissingView:
        return lists.missing(sheet, make.comparisons(stories[: lists.NEWEST]))

    files = make.files("missing", "", view, title="Not here", file="404.html", noindex=True, up=up)
    return {name: body.replace(b'href="./', b'href="' + up.encode()) for name, body in files.items()}


def _stubs(make: Maker) -> Iterator[Job]:
    """Pages at former addresses that lead to the present ones."""
    room = make.room
    moved = [(former, card) for card in room.edition.cards.values() for former in make.record.former(card.path)]
    for former, card in moved:
        if former in room.edition.cards:
            continue
        for folder in ("briefings", "sources"):
            address = f"{folder}/{former}/"
            view = partial(_moved, folder=folder, card=card)
            yield Job(
                f"{address}index.html",
                "redirect",
                [folder, former, card],
                partial(make.files, "redirect", address, view, title="Moved", noindex=True),
                (card.path,),
            )


def _moved(sheet: Sheet, folder: str, card: Card) -> MovedView:
    return MovedView(sheet.href(f"{folder}/{card.slug}/"), sheet.account(card.slug))
