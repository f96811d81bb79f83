"""Pages at former addresses that lead to the present ones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from briefing.model import Card
from briefing.press.job import Job
from briefing.press.maker import Maker
from briefing.press.sheet import Sheet
from briefing.press.views import MovedView


def jobs(make: Maker) -> Iterator[Job]:
    """Pages at former addresses that lead to the present ones."""
    room = make.room
    moved = [(former, card) for card in room.edition.cards.values() for former in make.record.former(card.path)]
    for former, card in moved:
        if former in room.edition.cards:
            continue
        for folder in ("briefings", "sources"):
            address = f"{folder}/{former}/"
            shown = partial(view, folder=folder, card=card)
            yield Job(
                f"{address}index.html",
                "redirect",
                [folder, former, card.slug, room.inputs([card])],
                partial(make.files, "redirect", address, shown, title="Moved", noindex=True),
                (card.path,),
            )


def view(sheet: Sheet, folder: str, card: Card) -> MovedView:
    """Where the page has gone."""
    return MovedView(sheet.href(f"{folder}/{card.slug}/"), sheet.account(card.slug))
