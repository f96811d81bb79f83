"""The search page: an A to Z that works by itself, and the place of the field that a script puts there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from briefing.press.job import Job
from briefing.press.maker import Maker
from briefing.press.sheet import Sheet
from briefing.press.show import names, timeline
from briefing.press.views import SearchView


def jobs(make: Maker) -> Iterator[Job]:
    """The search page."""
    room = make.room
    counts = [[letter, len(found)] for letter, found in names.letters(room).items()]
    # how many accounts speak of each, the timeline says: here it would change the page with every article
    months = tuple((month, 0) for month, _ in timeline.index(room.listed()))
    render = partial(
        make.files,
        "search",
        "search/",
        partial(view, months=months),
        title="Search",
        description="Names, times and topics of this site, A to Z.",
        script=room.site.search,
    )
    yield Job("search/index.html", "search", [counts, months, room.site.search], render)


def view(sheet: Sheet, months: timeline.Months) -> SearchView:
    """What the search page shows."""
    room = sheet.room
    return SearchView(
        index=room.site.search,
        letters=names.alphabet(sheet, names.letters(room)),
        months=timeline.links(sheet, months),
        topics=tuple(sheet.tag(topic) for topic in room.desk.topics),
    )
