"""The table of pages. A kind of page is a module of ``press.show``: which there are, what decides them, what they show.

``jobs`` gives every page that follows from the articles; ``closing`` those that tell the site's totals as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from types import ModuleType

from briefing.press import feeds
from briefing.press.job import Job, Totals
from briefing.press.maker import Maker
from briefing.press.show import about, briefing, home, hub, missing, moved, page

PLAIN = (hub, missing, page, moved, feeds)  # of a plain site, beside briefings and the closing ones


def jobs(make: Maker) -> Iterator[Job]:
    """Every page that follows from the articles."""
    if not make.room.site.full:
        return _each(make, briefing, *PLAIN)
    # a plain site does without these, and without the time to load them
    from briefing.press import cards, syndication
    from briefing.press.show import (
        changes,
        digest,
        entity,
        figures,
        names,
        places,
        search,
        source,
        sources,
        story,
        styleguide,
        timeline,
    )

    others = (sources, story, entity, names, search, timeline, figures, places, styleguide, changes, digest)
    return chain(_by_turns(make, briefing, source), _each(make, *PLAIN, *others, syndication, cards))


def closing(make: Maker, totals: Totals) -> Iterator[Job]:
    """The pages that tell the site's totals."""
    kinds: tuple[ModuleType, ...] = (home, about)
    if make.room.site.full:
        from briefing.press.show import sources

        kinds = (*kinds, sources)
    for kind in kinds:
        yield from kind.closing(make, totals)


def _each(make: Maker, *kinds: ModuleType) -> Iterator[Job]:
    for kind in kinds:
        yield from kind.jobs(make)


def _by_turns(make: Maker, *kinds: ModuleType) -> Iterator[Job]:
    """The pages of one article, then of the next: what they show is read once."""
    for pages in zip(*(kind.jobs(make) for kind in kinds), strict=True):
        yield from pages
