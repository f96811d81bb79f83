"""The map: the places that the accounts name most, and the routes that single sentences state."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from briefing.gather.routes import Route, routes
from briefing.model import Card, Named
from briefing.plain import Frozen
from briefing.press.draw import atlas
from briefing.press.job import Job
from briefing.press.maker import Maker
from briefing.press.sheet import Newsroom, Sheet
from briefing.press.show.entity import entity_of
from briefing.press.views import Cite, MapView, PlaceRow, RouteRow

PLACES = 40  # those named most
REGIONS = 24  # named most among those that are no point
ROUTES = 12  # the newest
ACCOUNTS = 3  # of a place that are looked into for a passage; of a route that are cited


def jobs(make: Maker) -> Iterator[Job]:
    """The page of the map."""
    room = make.room
    shown = places(room)[:PLACES]
    lines = stated(room)
    slugs = [slug for _, slugs in shown for slug in slugs[:ACCOUNTS]] + [slug for _, found in lines for slug in found]
    cards = [room.edition.cards[slug] for slug in dict.fromkeys(slugs)]
    told = [[named, len(slugs)] for named, slugs in [*shown, *regions(room)]]
    render = partial(
        make.files,
        "map",
        "map/",
        view,
        title="Map",
        description="The places that the accounts name, and the routes that their sentences state.",
    )
    inputs = [told, [stops for stops, _ in lines], room.inputs(cards)]
    yield Job("map/index.html", "map", inputs, render, tuple(card.path for card in cards))


Told = tuple[Named, tuple[str, ...]]  # an entity, and the briefings that name it, newest first


def places(room: Newsroom) -> list[Told]:
    """The places that are points and have a page, those named most first."""
    return sorted(
        ((n, slugs) for n, slugs in room.names.values() if n.kind == "place" and n.place and room.has_page(n.slug)),
        key=_most,
    )


def regions(room: Newsroom) -> list[Told]:
    """The places without a point that are named most: continents, parts of them."""
    found = [(n, slugs) for n, slugs in room.names.values() if n.kind == "place" and not n.place]
    return sorted(((n, slugs) for n, slugs in found if room.has_page(n.slug)), key=_most)[:REGIONS]


def _most(told: Told) -> tuple[int, str]:
    return -told[0].count, told[0].slug


def stated(room: Newsroom) -> list[tuple[tuple[str, ...], list[str]]]:
    """The newest routes by their stops, each with the newest briefings that state it."""
    found: dict[tuple[str, ...], list[str]] = {}
    for card in room.listed():
        for stops in card.routes:
            if len(found) < ROUTES or stops in found:
                told = found.setdefault(stops, [])
                if len(told) < ACCOUNTS:
                    told.append(card.slug)
    return list(found.items())


def view(sheet: Sheet) -> MapView:
    """What the map shows: a picture, the places with a passage each, the routes with their sentences."""
    room = sheet.room
    every = places(room)
    shown = every[:PLACES]
    rows = tuple(_row(sheet, named, slugs) for named, slugs in shown)
    lines = tuple(_lines(sheet))
    marked = {
        named.slug: named for named in (*(named for named, _ in shown), *(s for line in lines for s in line.stops))
    }
    picture = atlas.atlas(
        [
            atlas.Named(named.name, named.place, named.count, atlas.kinds().get(named.slug, "town"))
            for named in marked.values()
            if named.place
        ],
        [([stop.place for stop in line.stops if stop.place], line.proposed) for line in lines],
    )
    return MapView(
        picture=picture,
        places=rows,
        more=max(0, len(every) - PLACES),
        routes=tuple(RouteRow(tuple(map(sheet.name, line.stops)), line.proposed, line.cites) for line in lines),
        regions=tuple(sheet.name(named) for named, _ in regions(room)),
        accounts=tuple(sheet.account(slug) for slug in sheet.shown_slugs()),
    )


class _Line(Frozen):
    """A route with what the accounts say of it."""

    stops: tuple[Named, ...]
    proposed: bool
    cites: tuple[Cite, ...]


def _lines(sheet: Sheet) -> Iterator[_Line]:
    room = sheet.room
    for stops, slugs in stated(room):
        if not all(slug in room.names for slug in stops):
            continue
        found: list[tuple[str, Route]] = []
        for slug in slugs:
            for route in routes(room.load(slug)):
                if tuple(stop.slug for stop in route.stops) == stops:
                    found.append((slug, route))
        if found:  # of an account that shows its points only, the sentence may be held back
            cites = tuple(sheet.within(slug, r.sentence, (s.passage for s in r.stops), "earned") for slug, r in found)
            named = tuple(room.names[slug][0] for slug in stops)
            yield _Line(named, all(route.proposed for _, route in found), cites)


def _row(sheet: Sheet, named: Named, slugs: tuple[str, ...]) -> PlaceRow:
    """A place with the passage of its newest account in the site's language, else of its newest."""
    room = sheet.room
    cards: list[Card] = [room.edition.cards[slug] for slug in slugs[:ACCOUNTS]]
    cards.sort(key=lambda card: card.language != room.site.language)
    for card in cards:
        briefing = room.load(card.slug)
        entity = entity_of(briefing, named.slug)
        for mention in entity.mentions if entity else ():
            sentence = briefing.article.sentences[mention.sentence]
            if briefing.article.blocks[sentence.block].kind != "title":
                return PlaceRow(sheet.name(named), len(slugs), sheet.cite(card.slug, sentence), named.place)
    return PlaceRow(sheet.name(named), len(slugs), None, named.place)
