"""The first page: one lead, the hubs, what else is told, a few figures, what was added."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.model import Comparison, Story
from briefing.press.sheet import Sheet
from briefing.press.show import hub, parts
from briefing.press.views import HomeView, LogRow
from briefing.record import Record
from briefing.text.dates import shown

STORIES = 30  # after the lead
FIGURES = 6
FIGURES_FROM = 12  # newest briefings
LOG = 8


def view(sheet: Sheet, record: Record, comparisons: Mapping[str, Comparison], traced: int) -> HomeView:
    """What the home page shows. ``comparisons`` by story, for those with two accounts or more."""
    room = sheet.room
    cards = room.listed()
    stories = listed_stories(sheet)
    lead = next((story for story in stories if len(story.accounts) > 1), stories[0] if stories else None)
    lead_tile = parts.tile(sheet, lead, comparisons.get(lead.slug), large=True) if lead else None
    others = [story for story in stories if story is not lead][:STORIES]
    dates = sorted(card.published.value for card in cards if card.published)
    newest = {card.slug: room.load(card.slug) for card in cards[:FIGURES_FROM]}
    found = parts.telling_figures(newest, FIGURES)
    return HomeView(
        purpose=room.site.purpose,
        first=shown(dates[0]) if dates else None,
        last=shown(dates[-1]) if dates else None,
        undated=sum(card.published is None for card in cards),
        files=len(cards),
        traced=traced,
        lead=lead_tile,
        hubs=tuple(hub.tile(sheet, topic) for topic in room.desk.topics) if cards else (),
        stories=tuple(parts.tile(sheet, story, comparisons.get(story.slug)) for story in others),
        figures=tuple(parts.figure(sheet, slug, newest[slug], figure) for slug, figure in found),
        log=_log(sheet, record),
    )


def listed_stories(sheet: Sheet) -> list[Story]:
    """The stories that lists may show, in the order of their newest account."""
    room = sheet.room
    found: dict[str, Story] = {}
    for card in room.listed():
        slug = room.edition.story_of[card.slug]
        found.setdefault(slug, room.edition.stories[slug])
    return list(found.values())


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
