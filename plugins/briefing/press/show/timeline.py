"""The timeline: what the accounts say about when, at the precision they give. A front, and a page for each month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from msgspec.structs import replace

from briefing.gather.months import month_of
from briefing.model import Card, Row, Story
from briefing.press.draw.moments import moments
from briefing.press.job import Files, Job
from briefing.press.maker import Maker
from briefing.press.sheet import Newsroom, Sheet
from briefing.press.show import parts
from briefing.press.views import MonthLink, Shelf, TimelineView
from briefing.text.dates import shown

NEWEST = 12  # briefings whose rows the front shows
Months = tuple[tuple[str, int], ...]  # a month, and how many accounts speak of it
ROWS = {"dated": 24, "ordered": 12, "to come": 12, "none": 12}  # of a shelf of the front; of dated ones the last
STORIES = 30  # on a page of a month, counted from the first seen


def jobs(make: Maker) -> Iterator[Job]:
    """The fronts, of all topics and of each, and the pages of every month."""
    room = make.room
    cards = room.listed()
    for chosen in (None, *(topic.slug for topic in room.desk.topics)):
        mine = [card for card in cards if chosen is None or card.topics.get(chosen)]
        stories, told = room.stories_of(mine[:NEWEST]), index(mine)
        address = f"timeline/{chosen}/" if chosen else "timeline/"
        yield _job(make, address, stories, [chosen, told], partial(_front, make, stories, chosen, told))
    pages = _pages(room, cards)
    ordered = list(pages)
    for at, ((month, number), stories) in enumerate(pages.items()):
        near = (*ordered[max(0, at - 1) : at], *ordered[at + 1 : at + 2])  # the pages before and after it
        render = partial(_month, make, stories, month, number, near)
        yield _job(make, _address(month, number), stories, [month, number, near], render)


def _job(make: Maker, address: str, stories: Sequence[Story], told: list, render: partial[Files]) -> Job:
    cards = [make.room.edition.cards[slug] for story in stories for slug in story.accounts]
    paths = tuple(card.path for card in cards)
    return Job(f"{address}index.html", "timeline", [told, make.room.inputs(cards, stories)], render, paths)


def _address(month: str, number: int = 1) -> str:
    return f"timeline/in/{month}/" if number == 1 else f"timeline/in/{month}/{number}/"


def index(cards: Sequence[Card]) -> Months:
    """Every month with the number of accounts that speak of it, latest first."""
    counts: dict[str, int] = {}
    for card in cards:
        for month in card.months:
            counts[month] = counts.get(month, 0) + 1
    return tuple(sorted(counts.items(), reverse=True))


def links(sheet: Sheet, months: Months) -> tuple[MonthLink, ...]:
    """The ways to the pages of the months."""
    return tuple(MonthLink(month[:4], shown(month), sheet.href(_address(month)), many) for month, many in months)


Pages = Mapping[tuple[str, int], tuple[Story, ...]]


def _pages(room: Newsroom, cards: Sequence[Card]) -> Pages:
    """The stories of each page of each month, oldest first: in thirties from the first seen, so that a full page stays
    as it is.
    """
    by_month: dict[str, dict[str, tuple[int, str]]] = {}
    for card in cards:
        slug = room.edition.story_of[card.slug]
        for month in card.months:
            if slug not in by_month.setdefault(month, {}):
                first = room.edition.cards[room.edition.stories[slug].accounts[0]]
                by_month[month][slug] = first.order, first.path
    found = {}
    for month in sorted(by_month):
        slugs = sorted(by_month[month], key=by_month[month].__getitem__)
        for start in range(0, len(slugs), STORIES):
            told = tuple(room.edition.stories[slug] for slug in slugs[start : start + STORIES])
            found[month, start // STORIES + 1] = told
    return found


def _front(make: Maker, stories: Sequence[Story], chosen: str | None, months: Months) -> Files:
    return make.files(
        "timeline",
        f"timeline/{chosen}/" if chosen else "timeline/",
        lambda sheet: front(sheet, make.rows(stories), chosen, months),
        title=f"Timeline, {chosen}" if chosen else "Timeline",
        description="What the accounts say about when, at the precision they give.",
        twin=chosen is None,  # the rows of a topic are in the twins of its hub, all of them
    )


def _month(make: Maker, stories: Sequence[Story], month: str, number: int, near: Sequence[tuple[str, int]]) -> Files:
    return make.files(
        "timeline",
        _address(month, number),
        lambda sheet: of_month(sheet, make.rows(stories), month, number, near),
        title=f"Timeline, {_named(month, number)}",
        description="What the accounts say about this time, at the precision they give.",
    )


def _named(month: str, number: int) -> str:
    return f"{shown(month)}, page {number}" if number > 1 else shown(month)


def front(sheet: Sheet, rows: tuple[Row, ...], chosen: str | None, months: Months) -> TimelineView:
    """What the newest accounts say about when, of one topic when it is chosen, and the way to every month."""
    mine = [row for row in rows if chosen is None or chosen in row.topics]
    kept: list[Row] = []
    for shelf in parts.SHELVES:
        some = [row for row in mine if row.shelf == shelf]
        kept += some[-ROWS[shelf] :] if shelf == "dated" else some[: ROWS[shelf]]
    topics = sheet.room.desk.topics
    filters = [(sheet.href("timeline/"), "all"), *((sheet.href(f"timeline/{t.slug}/"), t.name) for t in topics)]
    ways = links(sheet, months)
    view = _view(sheet, kept)
    name = next((topic.name for topic in topics if topic.slug == chosen), None)
    return replace(view, filters=tuple(filters), chosen=name, months=ways, left=len(mine) - len(kept))


def of_month(
    sheet: Sheet, rows: tuple[Row, ...], month: str, number: int, near: Sequence[tuple[str, int]]
) -> TimelineView:
    """What the accounts say about one month, or about a year of which no month is told."""
    view = _view(sheet, [row for row in rows if row.resolved and month_of(row.resolved) == month], month)
    links = tuple(MonthLink(m[:4], _named(m, n), sheet.href(_address(m, n)), 0) for m, n in near)
    return replace(view, month=_named(month, number), months=links)


def _view(sheet: Sheet, rows: Sequence[Row], month: str = "") -> TimelineView:
    shelves: tuple[Shelf, ...] = parts.shelves(sheet, rows)
    days = month if len(month) == 7 else ""
    picture = moments([(row.resolved, row.shelf in ("dated", "ordered")) for row in rows], days)
    return TimelineView(
        shelves=shelves,
        filters=(),
        chosen=None,
        accounts=tuple(sheet.account(slug) for slug in sheet.shown_slugs()),
        picture=picture,
    )
