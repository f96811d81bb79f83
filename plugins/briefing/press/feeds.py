"""Atom for the site and each hub, the sitemap, robots.txt.

An entry's id comes from the record's address and never changes; ``updated`` moves only when the published text does.
What the record does not know yet has no date of its own and is left for the next feed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from lxml import etree
from lxml.builder import ElementMaker
from markupsafe import Markup

from briefing.model import Card, Topic
from briefing.press.job import Files, Job
from briefing.press.maker import Maker
from briefing.press.sheet import Newsroom, Sheet
from briefing.press.show import parts
from briefing.press.views import Cite

ENTRIES = 20
PART = 1000  # addresses in a file of the sitemap
ATOM = "http://www.w3.org/2005/Atom"
OURS = "urn:sourceline"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
EPOCH = "1970-01-01"  # updated of an empty feed: the format demands a date, and no reader shows one without entries


def jobs(make: Maker) -> Iterator[Job]:
    """The jobs of all files for machines."""
    room = make.room
    newest = newest_first(room)
    yield _feed(room, "feed.xml", None, newest)
    for topic in room.desk.topics:
        yield _feed(room, f"feeds/{topic.slug}.xml", topic, [card for card in newest if card.topics.get(topic.slug)])
    yield Job("robots.txt", "robots", [room.site.address, room.site.index], partial(_robots, room), template="")
    if room.site.address and room.site.index:
        parts = {f"sitemaps/{name}.xml": found for name, found in _addresses(room).items()}
        for address, found in [("sitemap.xml", list(parts)), *parts.items()]:
            kind = "url" if address in parts else "sitemap"
            yield Job(address, "sitemap", found, partial(_sitemap, room, address, kind, found), template="")


def newest_first(room: Newsroom) -> list[Card]:
    """Listed cards that the record knows: by first seen, then by publication, both newest first, then by slug."""
    cards = sorted((card for card in room.listed() if card.first_seen), key=lambda card: card.slug)
    cards.sort(key=lambda card: card.published.value if card.published else "", reverse=True)
    cards.sort(key=lambda card: card.first_seen or "", reverse=True)
    return cards


def _feed(room: Newsroom, address: str, topic: Topic | None, cards: list[Card]) -> Job:
    shown = cards[:ENTRIES]
    return Job(
        address,
        "feed",
        [room.site.name, room.site.address, topic, room.inputs(shown)],
        partial(_atom, room, address, topic, shown),
        tuple(card.path for card in shown),
        template="",
    )


def _atom(room: Newsroom, address: str, topic: Topic | None, cards: list[Card]) -> Files:
    make = ElementMaker(namespace=ATOM, nsmap={None: ATOM, "sl": OURS})
    base = f"{room.site.address}/" if room.site.address else ""
    place = base + (f"{topic.slug}/" if topic else "")
    name = f"{room.site.name}: {topic.name}" if topic else room.site.name
    updated = max((last_change(card) for card in cards), default=EPOCH)
    feed = make.feed(
        make.title(name),
        make.id(fixed_id(room, address)),
        make.updated(instant(updated)),
        make.author(make.name(room.site.name)),
        make.generator("Sourceline"),
    )
    if base:
        feed.append(make.link(rel="self", href=base + address))
        feed.append(make.link(rel="alternate", href=place))
    for card in cards:
        feed.append(_entry(room, make, card, base))
    body = etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return {address: body}


def _entry(room: Newsroom, make: ElementMaker, card: Card, base: str):
    sheet = Sheet(room, "")
    title = sheet.stated(card.slug, card.title, "title")
    entry = make.entry(
        _title(make, title, card),
        make.id(fixed_id(room, f"briefings/{card.slug}/")),
        make.updated(instant(last_change(card))),
        make.published(instant(card.first_seen or EPOCH)),
        make.link(rel="alternate", href=f"{base}briefings/{card.slug}/"),
    )
    for topic in room.desk.topics:
        if card.topics.get(topic.slug):
            entry.append(make.category(term=topic.slug, label=topic.name))
    entry.append(make.content(str(content(sheet, card, base)), type="html"))
    return entry


def content(sheet: Sheet, card: Card, base: str) -> Markup:
    """The key points of an article as a list, each with the way to its line; ``sheet`` is of the top of the site."""
    points = [parts.point(sheet, card.slug, point) for point in sheet.room.load(card.slug).points]
    rows = [_point(base, card, cites.cites) for cites in points]
    return Markup("<ul>{}</ul>").format(Markup().join(rows)) if rows else Markup("<p>No key points.</p>")


def _title(make: ElementMaker, title: Cite | None, card: Card):
    if title is None:
        return make.title(card.path.rsplit("/", 1)[-1])
    element = make.title(title.plain)
    element.set(f"{{{OURS}}}at", title.at)
    return element


def _point(base: str, card: Card, cites: Sequence[Cite]) -> Markup:
    link = Markup('<a href="{}">line {}</a>')
    chips = [link.format(base + cite.href.removeprefix("./"), cite.line) for cite in cites]
    return Markup("<li>{} ({})</li>").format(Markup(" ").join(cite.text for cite in cites), Markup(", ").join(chips))


def last_change(card: Card) -> str:
    """The day on which the published text last became another."""
    return card.changed or card.first_seen or EPOCH


def instant(date: str) -> str:
    """A day as the moment it begins, UTC."""
    return date if "T" in date else f"{date}T00:00:00Z"


def fixed_id(room: Newsroom, address: str) -> str:
    """The same for the same site and address, whatever the site's place on the web."""
    from uuid import NAMESPACE_URL, uuid5  # brings much with it; most builds carry most feeds

    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'sourceline:{room.site.name}:{address}')}"


def _addresses(room: Newsroom) -> dict[str, list[str]]:
    """Every page a search engine may list, by the part of the sitemap it stands in, no part longer than a thousand.

    Articles stand in the order in which they were first seen, so that a full part stays as it is.
    """
    seen = sorted(room.listed(), key=lambda card: card.order)
    figures = ("figures/",) if room.has_figures() else ()
    lists = ("sources/", "timeline/", "entities/", *figures, "map/", "changes/", "digest/") if room.site.full else ()
    own = ("briefings", "sources") if room.site.full else ("briefings",)  # pages of an article
    pages = ["", "about/", *lists, *(f"{topic.slug}/" for topic in room.desk.topics)]
    kinds = {
        "pages": pages + [f"{page.slug}/" for page in room.site.written if page.slug != "about"],
        "articles": [f"{kind}/{card.slug}/" for card in seen for kind in own],
    }
    if room.site.full:
        told = [story for story in room.stories_of(seen) if len(story.accounts) > 1]
        kinds["stories"] = [f"stories/{story.slug}/" for story in told]
        kinds["entities"] = [f"entities/{slug}/" for slug in sorted(room.names) if room.has_page(slug)]
    return {
        f"{kind}-{start // PART + 1}": found[start : start + PART]
        for kind, found in kinds.items()
        for start in range(0, len(found), PART)
    }


def _sitemap(room: Newsroom, address: str, kind: str, addresses: Sequence[str]) -> Files:
    """The list of some pages ("url"), or the list of such lists ("sitemap")."""
    make = ElementMaker(namespace=SITEMAP, nsmap={None: SITEMAP})
    rows = (make(kind, make.loc(f"{room.site.address}/{one}")) for one in addresses)
    whole = make("urlset" if kind == "url" else "sitemapindex", *rows)
    return {address: etree.tostring(whole, xml_declaration=True, encoding="utf-8", pretty_print=True)}


def _robots(room: Newsroom) -> Files:
    rows = ["User-agent: *", "Allow: /" if room.site.index else "Disallow: /"]
    if room.site.address and room.site.index:
        rows.append(f"Sitemap: {room.site.address}/sitemap.xml")
    return {"robots.txt": ("\n".join(rows) + "\n").encode()}
