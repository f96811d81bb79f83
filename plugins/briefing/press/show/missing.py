"""The page for an address that is not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from briefing.model import Comparison, Story
from briefing.press.job import Files, Job
from briefing.press.maker import Maker
from briefing.press.sheet import Sheet
from briefing.press.show import parts
from briefing.press.views import MissingView

NEWEST = 5  # stories


def jobs(make: Maker) -> Iterator[Job]:
    """404.html."""
    room = make.room
    stories = room.stories()[:NEWEST]
    cards = [room.edition.cards[slug] for story in stories for slug in story.accounts]
    paths = tuple(card.path for card in cards)
    yield Job("404.html", "missing", room.inputs(cards, stories), partial(_files, make, stories), paths)


def _files(make: Maker, stories: Sequence[Story]) -> Files:
    """It must work at any depth, so its links are absolute."""
    path = make.room.site.address.split("://", 1)[-1].partition("/")[2]
    up = f"/{path}/" if path else "/"
    comparisons = make.comparisons(stories)
    files = make.files(
        "missing",
        "",
        lambda sheet: view(sheet, stories, comparisons),
        title="Not here",
        file="404.html",
        noindex=True,
        up=up,
    )
    return {name: body.replace(b'href="./', b'href="' + up.encode()) for name, body in files.items()}


def view(sheet: Sheet, stories: Sequence[Story], comparisons: Mapping[str, Comparison]) -> MissingView:
    """The way back from an address that is not there."""
    return MissingView(
        tuple(sheet.tag(topic) for topic in sheet.room.desk.topics),
        tuple(parts.tile(sheet, story, comparisons.get(story.slug)) for story in stories),
    )
