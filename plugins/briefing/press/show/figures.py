"""The pages of all figures, by story: the newest, and an archive in fifties from the first seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from briefing.find.figures import Figure
from briefing.gather import hubs
from briefing.gather.hubs import Extent
from briefing.model import Comparison, Story
from briefing.press.job import Files, Job
from briefing.press.maker import Maker
from briefing.press.sheet import Newsroom, Sheet
from briefing.press.show import parts
from briefing.press.show.measures import measures
from briefing.press.views import FigureGroup, FiguresView


def jobs(make: Maker) -> Iterator[Job]:
    """The front and the archive; none where no account gives a figure."""
    room = make.room
    if not room.has_figures():
        return
    extents = hubs.extents("figures", [(card, card.figures) for card in room.told()], room.tell)
    for address, extent in extents.items():
        stories = room.stories_of(extent.cards)
        told = room.accounts_of(stories)
        inputs = [extent.told(), room.inputs(told, stories)]
        paths = tuple(card.path for card in told)
        yield Job(f"{address}index.html", "figures", inputs, partial(_files, make, address, extent, stories), paths)


def _files(make: Maker, address: str, extent: Extent, stories: tuple[Story, ...]) -> Files:
    comparisons = make.comparisons(stories)
    return make.files(
        "figures",
        address,
        lambda sheet: view(sheet, extent, comparisons),
        title=f"Figures, {extent.span}" if extent.span else "Figures",
        description="Every number the accounts give, with its bound, its unit and its line.",
    )


def view(sheet: Sheet, extent: Extent, comparisons: Mapping[str, Comparison]) -> FiguresView:
    """The figures of a page, by story; where two accounts of it put a thing in numbers, those side by side."""
    room = sheet.room
    mine: dict[str, dict[str, tuple[Figure, ...]]] = {}
    for one in extent.slices:
        slug = one.card.slug
        of_story = mine.setdefault(room.edition.story_of[slug], {})
        of_story[slug] = of_story.get(slug, ()) + _shown(room, slug, one.first, one.last)
    groups = []
    for story_slug, by_account in mine.items():
        story = room.edition.stories[story_slug]
        rows = tuple(
            parts.figure(sheet, slug, room.load(slug), figure)
            for slug, figures in by_account.items()
            for figure in figures
        )
        if not rows:
            continue
        comparison = comparisons.get(story_slug)
        briefings = {slug: room.load(slug) for slug in story.accounts} if comparison else {}
        beside = measures(sheet, briefings, comparison)
        named, at = parts.heading(room, story, story.accounts if beside else by_account)
        title = sheet.stated(named.slug, named.title, "title")
        groups.append(FigureGroup(title, named.path.rsplit("/", 1)[-1], sheet.href(at), rows, beside))
    return FiguresView(
        groups=tuple(groups),
        figures=extent.passages,
        archive=tuple((sheet.href(address), span) for address, span in extent.archive),
        front=sheet.href("figures/"),
        span=extent.span,
    )


def _shown(room: Newsroom, slug: str, first: int, last: int) -> tuple[Figure, ...]:
    """The figures of a briefing from one place to another; without those that may not be shown."""
    allowed = {figure.passage: figure for figure in parts.figures(room.load(slug))}
    every = parts.figures(room.whole(slug))[first:last]
    return tuple(allowed[figure.passage] for figure in every if figure.passage in allowed)
