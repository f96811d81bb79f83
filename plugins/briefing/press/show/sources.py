"""The list of all files, with what they do not say: the newest, and all of them in fifties from the first seen."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from briefing.gather import hubs
from briefing.gather.hubs import Extent
from briefing.model import Card
from briefing.press.job import Files, Job, Totals
from briefing.press.maker import Maker
from briefing.press.sheet import Newsroom, Sheet
from briefing.press.views import SourceRow, SourcesView


def jobs(make: Maker) -> Iterator[Job]:
    """The pages of the whole list."""
    for address, extent in _extents(make.room).items():
        if extent.span:
            yield _job(make, address, extent, None)


def closing(make: Maker, totals: Totals) -> Iterator[Job]:
    """The front, with the newest files, which tells the totals."""
    yield _job(make, "sources/", _extents(make.room)["sources/"], totals)


def _extents(room: Newsroom) -> dict[str, Extent]:
    cards = [card for card in room.edition.cards.values() if card.status != "hidden"]
    return hubs.extents("sources", [(card, 1) for card in cards], room.tell)


def _job(make: Maker, address: str, extent: Extent, totals: Totals | None) -> Job:
    inputs = [totals, extent.told(), make.room.inputs(extent.cards)]
    render = partial(_files, make, address, extent, totals)
    return Job(f"{address}index.html", "sources", inputs, render, tuple(card.path for card in extent.cards))


def _files(make: Maker, address: str, extent: Extent, totals: Totals | None) -> Files:
    return make.files(
        "sources",
        address,
        lambda sheet: view(sheet, extent, totals.traced if totals else 0),
        title=f"Sources, {extent.span}" if extent.span else "Sources",
        description="Every file behind this site, with what it does not say.",
        totals=totals,
    )


def view(sheet: Sheet, extent: Extent, traced: int) -> SourcesView:
    """Some files, with what they do not say."""
    return SourcesView(
        rows=tuple(_row(sheet, card) for card in extent.cards),
        files=extent.passages,
        traced=traced,
        archive=tuple((sheet.href(address), span) for address, span in extent.archive),
        front=sheet.href("sources/"),
        span=extent.span,
    )


def _row(sheet: Sheet, card: Card) -> SourceRow:
    unknown = [
        word
        for word, value in (("publisher", card.publisher), ("date", card.published), ("address", card.url))
        if not value
    ]
    return SourceRow(
        account=sheet.account(card.slug),
        path=card.path,
        cut=card.lines - card.kept,
        unknown=tuple(unknown),
        warnings=tuple(warning.removeprefix(f"{card.path}: ") for warning in card.warnings),
        hash=card.sha256[:12],
        status=card.status,
    )
