"""The first page: one lead, the hubs, what else is told, a few figures, what was added."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.press.job import Files, Job, Totals
from briefing.press.maker import Maker
from briefing.press.sheet import Sheet
from briefing.press.show import hub, parts
from briefing.press.show.coverage import coverage
from briefing.press.views import HomeView, LogRow
from briefing.record import Record
from briefing.text.dates import shown

STORIES = 30  # after the lead
FIGURES = 6
FIGURES_FROM = 12  # newest briefings
LOG = 8


def closing(make: Maker, totals: Totals) -> Iterator[Job]:
    """The first page, which tells the totals."""
    room = make.room
    cards = tuple(room.edition.cards.values())
    stories = tuple(room.edition.stories.values())

    def files() -> Files:
        return make.files("home", "", lambda sheet: view(sheet, make, totals.traced), totals=totals)

    yield Job("index.html", "home", [totals, room.inputs(cards, stories)], files, tuple(card.path for card in cards))


def view(sheet: Sheet, make: Maker, traced: int) -> HomeView:
    """What the home page shows."""
    room = sheet.room
    cards = room.listed()
    stories = room.stories()
    lead = next((story for story in stories if len(story.accounts) > 1), stories[0] if stories else None)
    lead_tile = parts.tile(sheet, lead, make.comparison(lead), large=True) if lead else None
    others = [story for story in stories if story is not lead][:STORIES]
    dates = [card.published.value for card in cards if card.published]
    newest = {card.slug: room.load(card.slug) for card in cards[:FIGURES_FROM]}
    found = parts.telling_figures(newest, FIGURES)
    return HomeView(
        purpose=room.site.purpose,
        first=shown(min(dates)) if dates else None,
        last=shown(max(dates)) if dates else None,
        undated=len(cards) - len(dates),
        files=len(cards),
        traced=traced,
        lead=lead_tile,
        hubs=tuple(hub.tile(sheet, topic) for topic in room.desk.topics) if cards else (),
        stories=tuple(parts.tile(sheet, story, make.comparison(story)) for story in others),
        figures=tuple(parts.figure(sheet, slug, newest[slug], figure) for slug, figure in found),
        log=_log(sheet, make.record),
        coverage=coverage(sheet),
    )


def _log(sheet: Sheet, record: Record) -> tuple[LogRow, ...]:
    """What the record says was added or changed, newest first; what it does not know yet is not listed."""
    rows = []
    for card in sheet.room.edition.cards.values():
        if card.status in ("hidden", "draft") or card.first_seen is None:
            continue
        what = "added"
        date = card.first_seen
        if card.status == "withdrawn":
            what = "withdrawn"
        elif card.changed and card.changed != card.first_seen:
            what, date = "changed", card.changed
        rows.append((date, card.slug, what))
    rows.sort(key=lambda row: row[1])
    rows.sort(key=lambda row: row[0], reverse=True)
    return tuple(LogRow(date, shown(date), what, sheet.account(slug)) for date, slug, what in rows[:LOG])
