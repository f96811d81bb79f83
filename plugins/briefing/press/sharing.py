"""How a page looks where somebody shares it: its kind and card for OpenGraph, and its linked data."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.press.linked import linked
from briefing.press.sheet import Newsroom, Sheet
from briefing.press.views import CardLink, Page, Sharing

WIDTH, HEIGHT = 1200, 630  # pixels of a card
SILENT = ("missing", "redirect", "styleguide")  # kinds nobody shares


def sharing(sheet: Sheet, page: Page, view: object, nav: Iterable[tuple[str, str]]) -> Sharing | None:
    """What a page says of itself to those who show a link to it; None on a plain site."""
    site = sheet.room.site
    if not site.full or page.kind in SILENT:
        return None
    kind = "article" if page.kind in ("briefing", "story") else "website"
    address = card_address(sheet.room, page)
    card = None
    if address and site.address:
        card = CardLink(f"{site.address}/{address}", WIDTH, HEIGHT)
    return Sharing(kind, card, linked(sheet, page, view, nav))


def card_address(room: Newsroom, page: Page) -> str:
    """Where the card for a page is, below the output; "" when the site has none."""
    if not room.site.cards:
        return ""
    folder = page.address.rstrip("/")
    if page.kind == "story":
        return f"{folder}/card.png"
    if page.kind == "briefing" and room.edition.cards[folder.rpartition("/")[2]].status == "published":
        return f"{folder}/card.png"
    if page.kind == "hub":
        return f"{folder.partition('/')[0]}/card.png"
    return "card.png"
