"""Linked data (JSON-LD, schema.org) of a page: what it is, where it stands, and what original it is based on.

Every string is a name or label of the site's own, an address, or a whole passage that the page shows: the gate takes
no other. What nobody states is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from briefing.press.sheet import Sheet
from briefing.press.views import (
    Account,
    BriefingView,
    EntityView,
    HomeView,
    HubView,
    Page,
    Shelf,
    StoryView,
    TimelineView,
)

CONTEXT = "https://schema.org"
EVENTS = 24  # dated rows of a page
NAMES = 8  # that a briefing mentions
SCHEMA_KINDS = {"person": "Person", "organisation": "Organization", "place": "Place"}
LISTS = ("hub", "entities", "timeline", "figures", "sources", "changes", "story", "map", "digest", "search")

Node = dict[str, object]


def linked(sheet: Sheet, page: Page, view: object, nav: Iterable[tuple[str, str]]) -> Markup:
    """The data of a page as the text of its script element. ``nav``: address and name of the places of the site."""
    node = _page(sheet, page)
    if isinstance(view, BriefingView):
        node |= _briefing(sheet, view)
    elif isinstance(view, StoryView):
        node |= {"hasPart": [_account(sheet, page, account) for account in view.accounts]}
        node |= _events(page, view.timeline)
    elif isinstance(view, HubView):
        titles = [(group.title.plain, _absolute(sheet, page, group.href)) for group in view.groups if group.title]
        node |= {"mainEntity": _list(titles)} if titles else {}
    elif isinstance(view, TimelineView):
        node |= _events(page, view.shelves)
    elif isinstance(view, EntityView):
        node |= {"about": _entity(view)}
    elif isinstance(view, HomeView):
        node |= {"@type": "WebSite"}
    graph = [_stripped(node)]
    if page.address:
        graph.append(_crumbs(sheet, page, nav))
    return htmlsafe_json_dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, separators=(",", ":"))


def _page(sheet: Sheet, page: Page) -> Node:
    site = sheet.room.site
    kind = "Article" if page.kind == "briefing" else "CollectionPage" if page.kind in LISTS else "WebPage"
    node: Node = {"@type": kind, "name": page.title, "description": page.description, "inLanguage": page.lang}
    node |= {"@id": page.canonical, "url": page.canonical}
    if page.address:
        node["isPartOf"] = _stripped({"@type": "WebSite", "name": site.name, "url": _home(sheet)})
    return node


def _briefing(sheet: Sheet, view: BriefingView) -> Node:
    """The briefing as an article of this site, based on the original as far as that is stated."""
    account = view.account
    card = sheet.room.edition.cards[account.href.rstrip("/").rpartition("/")[2]]
    original = {
        "@type": "Article",
        "headline": account.title.plain if account.title else None,
        "url": view.url,
        "datePublished": account.published.value if account.published else None,
        "creditText": view.author.plain if view.author else None,
        "publisher": _publisher(account),
        "inLanguage": account.lang if account.lang != "und" else None,
    }
    return {
        "name": None,
        "headline": account.title.plain if account.title else account.file,
        "datePublished": card.first_seen,
        "dateModified": card.changed,
        "publisher": {"@type": "Organization", "name": sheet.room.site.name},
        "isBasedOn": _stripped(original),
        "keywords": [tag.name for tag in view.topics],
        "mentions": [{"@type": SCHEMA_KINDS.get(name.kind, "Thing"), "name": name.name} for name in view.names[:NAMES]],
    }


def _account(sheet: Sheet, page: Page, account: Account) -> Node:
    return _stripped({
        "@type": "Article",
        "headline": account.title.plain if account.title else account.file,
        "url": _absolute(sheet, page, account.href),
        "publisher": _publisher(account),
    })  # fmt: skip


def _publisher(account: Account) -> Node | None:
    return {"@type": "Organization", "name": account.publisher.plain} if account.publisher else None


def _events(page: Page, shelves: Iterable[Shelf]) -> Node:
    """The rows with a date as events: the sentence, the date at its precision, the line it stands in."""
    rows = [row for shelf in shelves for row in shelf.rows if row.resolved and row.resolved[:4].isdecimal()][:EVENTS]
    if not rows:
        return {}
    nodes = [{"@type": "Event", "name": row.sentence.plain, "startDate": row.resolved} for row in rows]
    return {"about" if page.kind == "story" else "mainEntity": nodes}


def _entity(view: EntityView) -> Node:
    node: Node = {"@type": SCHEMA_KINDS.get(view.kind, "Thing"), "name": view.name, "alternateName": list(view.aliases)}
    if view.place and view.kind == "place":
        latitude, longitude = view.place
        node["geo"] = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    return _stripped(node)


def _list(items: Iterable[tuple[str, str]]) -> Node:
    return {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": at, "name": name, "url": url} for at, (name, url) in enumerate(items, 1)
        ],
    }


def _crumbs(sheet: Sheet, page: Page, nav: Iterable[tuple[str, str]]) -> Node:
    """Home, the place the page belongs to, the page itself."""
    steps = [(sheet.room.site.name, _home(sheet) or page.root)]
    for address, name in nav:
        if page.address.startswith(address) and page.address != address:
            steps.append((name, _absolute(sheet, page, page.root + address)))
    steps.append((page.title, page.canonical))
    items = [
        _stripped({"@type": "ListItem", "position": at, "name": name, "item": item})
        for at, (name, item) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _home(sheet: Sheet) -> str:
    return f"{sheet.room.site.address}/" if sheet.room.site.address else ""


def _absolute(sheet: Sheet, page: Page, href: str) -> str:
    """An address as seen from the page, from the site's own address where that is known."""
    inside = href.removeprefix(page.root)
    return _home(sheet) + inside if _home(sheet) and inside != href else href


def _stripped(node: Mapping[str, object]) -> Node:
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}
