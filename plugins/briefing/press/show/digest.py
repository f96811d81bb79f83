"""The digest: what was added last, as a page of plain markup that a mail program keeps and paper takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial

from briefing.model import Card
from briefing.press.feeds import newest_first
from briefing.press.job import Files, Job
from briefing.press.maker import Maker
from briefing.press.sheet import Sheet
from briefing.press.show import parts
from briefing.press.views import DigestItem, DigestView
from briefing.text.dates import shown

DAYS = 7  # back from the newest addition
ITEMS = 12
POINTS = 3  # of an article


def jobs(make: Maker) -> Iterator[Job]:
    """The one page of the digest."""
    room = make.room
    newest = newest_first(room)
    since = _since(newest[0].first_seen) if newest else ""
    within = [card for card in newest if (card.first_seen or "") >= since]
    cards, more = within[:ITEMS], len(within) - len(within[:ITEMS])
    inputs = [more, room.inputs(cards, room.stories_of(cards))]
    render = partial(_files, make, cards, more)
    yield Job("digest/index.html", "digest", inputs, render, tuple(card.path for card in cards))


def _since(day: str | None) -> str:
    return (dt.date.fromisoformat(day) - dt.timedelta(days=DAYS - 1)).isoformat() if day else ""


def _files(make: Maker, cards: Sequence[Card], more: int) -> Files:
    return make.files(
        "digest",
        "digest/",
        lambda sheet: view(sheet, cards, more),
        title="Digest",
        description="The newest articles of this site with their key points, to be read in a mail or on paper.",
    )


def view(sheet: Sheet, cards: Sequence[Card], more: int) -> DigestView:
    """What the digest shows, newest first."""
    room = sheet.room
    items = []
    for card in cards:
        points = room.load(card.slug).points[:POINTS]
        story = room.edition.stories[room.edition.story_of[card.slug]]
        items.append(
            DigestItem(
                sheet.account(card.slug),
                tuple(parts.point(sheet, card.slug, found) for found in points),
                sheet.tags(card.topics),
                len(story.accounts) - 1,
            )
        )
    days = sorted(card.first_seen for card in cards if card.first_seen)
    home = f"{room.site.address}/" if room.site.address else "../"
    return DigestView(
        first=shown(days[0]) if days else None,
        last=shown(days[-1]) if days else None,
        items=tuple(items),
        more=more,
        home=home,
        feed=f"{home}feed.xml",
    )
