"""The pages an editor wrote by hand, save the one on method."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from briefing.press.job import Job
from briefing.press.maker import Maker
from briefing.press.sheet import Sheet
from briefing.press.site import Written


def jobs(make: Maker) -> Iterator[Job]:
    """A page for each file of ``content/pages/``."""
    for page in make.room.site.written:
        if page.slug != "about":
            address = f"{page.slug}/"
            render = partial(make.files, "page", address, partial(view, page=page), title=page.title)
            yield Job(f"{address}index.html", "page", [page.slug, page.title, page.body], render)


def view(sheet: Sheet, page: Written) -> Written:
    """The page as it was written."""
    del sheet
    return page
