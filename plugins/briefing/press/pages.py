"""The table of pages. A kind of page is a module of ``press.show``: which there are, what decides them, what they show.

``jobs`` gives every page that follows from the articles; ``closing`` those that tell the site's totals as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from briefing.press import cards, feeds, syndication
from briefing.press.job import Job, Totals
from briefing.press.maker import Maker
from briefing.press.show import (
    about,
    briefing,
    changes,
    digest,
    entity,
    figures,
    home,
    hub,
    missing,
    moved,
    names,
    page,
    places,
    search,
    source,
    sources,
    story,
    styleguide,
    timeline,
)

ARTICLES = (briefing, source)  # both of one article, then of the next: what they show is read once
KINDS = (
    *(sources, story, hub, entity, names, search, timeline, figures, places, styleguide),
    *(missing, page, moved, feeds, changes, digest, syndication, cards),
)
CLOSING = (home, about, sources)
PLAIN = (briefing, hub, missing, page, moved, feeds, home, about)  # of both, those of a plain site


def jobs(make: Maker) -> Iterator[Job]:
    """Every page that follows from the articles."""
    for pages in zip(*(kind.jobs(make) for kind in _made(make, ARTICLES)), strict=True):
        yield from pages
    for kind in _made(make, KINDS):
        yield from kind.jobs(make)


def closing(make: Maker, totals: Totals) -> Iterator[Job]:
    """The pages that tell the site's totals."""
    for kind in _made(make, CLOSING):
        yield from kind.closing(make, totals)


def _made(make: Maker, kinds: tuple[ModuleType, ...]) -> list[ModuleType]:
    return [kind for kind in kinds if make.room.site.full or kind in PLAIN]
