"""Atom for the site and each hub, the sitemap, robots.txt.

An entry's id comes from the record's address and never changes; ``updated`` moves only when the published text does.
What the record does not know yet has no date of its own and is left for the next feed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from uuid import NAMESPACE_URL, uuid5

from lxml import etree
from lxml.builder import ElementMaker
from markupsafe import Markup

from briefing.model import Card, Topic
from briefing.press.job import Files, Job
from briefing.press.sheet import Newsroom, Sheet
from briefing.press.show import parts
from briefing.press.views import Cite

ENTRIES = 20
ATOM = "http://www.w3.org/2005/Atom"
OURS = "urn:sourceline"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
EPOCH = "1970-01-01"  # updated of an empty feed: the format demands a date, and no reader shows one without entries


def jobs(room: Newsroom) -> Iterator[Job]:
    """The jobs of all files for machines."""
    newest = _newest(room)
    yield _feed(room, "feed.xml", None, newest)
    for topic in room.desk.topics:
        yield _feed(room, f"feeds/{topic.slug}.xml", topic, [card for card in newest if card.topics.get(topic.slug)])
    yield Job("robots.txt", "robots", [room.site.address, room.site.index], partial(_robots, room), template="")
    if room.site.address and room.site.index:
        addresses = _addresses(room)
        yield Job("sitemap.xml", "sitemap", addresses, partial(_sitemap, room, addresses), template="")


def _newest(room: Newsroom) -> list[Card]:
    """By first seen, then date of publication, both newest first, then slug; only what the record knows."""
    cards = sorted((card for card in room.listed() if card.first_seen), key=lambda card: card.slug)
    cards.sort(key=lambda card: card.published.value if card.published else "", reverse=True)
    cards.sort(key=lambda card: card.first_seen or "", reverse=True)
    return cards


def _feed(room: Newsroom, address: str, topic: Topic | None, cards: list[Card]) -> Job:
    shown = cards[:ENTRIES]
    return Job(
        address,
        "feed",
        [room.site.name, room.site.address, topic, shown],
        partial(_atom, room, address, topic, shown),
        tuple(card.path for card in shown),
        template="",
    )


def _atom(room: Newsroom, address: str, topic: Topic | None, cards: list[Card]) -> Files:
    make = ElementMaker(namespace=ATOM, nsmap={None: ATOM, "sl": OURS})
    base = f"{room.site.address}/" if room.site.address else ""
    place = base + (f"{topic.slug}/" if topic else "")
    name = f"{room.site.name}: {topic.name}" if topic else room.site.name
    updated = max((_updated(card) for card in cards), default=EPOCH)
    feed = make.feed(
        make.title(name),
        make.id(_id(room, address)),
        make.updated(_instant(updated)),
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
    briefing = room.load(card.slug)
    sheet = Sheet(room, f"briefings/{card.slug}/")
    title = sheet.stated(card.slug, card.title, "title")
    points = [parts.point(sheet, card.slug, point) for point in briefing.points]
    entry = make.entry(
        _title(make, title, card),
        make.id(_id(room, f"briefings/{card.slug}/")),
        make.updated(_instant(_updated(card))),
        make.published(_instant(card.first_seen or EPOCH)),
        make.link(rel="alternate", href=f"{base}briefings/{card.slug}/"),
    )
    for topic in room.desk.topics:
        if card.topics.get(topic.slug):
            entry.append(make.category(term=topic.slug, label=topic.name))
    rows = [_point(base, card, cites.cites) for cites in points]
    content = Markup("<ul>{}</ul>").format(Markup().join(rows)) if rows else Markup("<p>No key points.</p>")
    entry.append(make.content(str(content), type="html"))
    return entry


def _title(make: ElementMaker, title: Cite | None, card: Card):
    if title is None:
        return make.title(card.path.rsplit("/", 1)[-1])
    element = make.title(title.plain)
    element.set(f"{{{OURS}}}at", title.at)
    return element


def _point(base: str, card: Card, cites: Sequence[Cite]) -> Markup:
    link = Markup('<a href="{}sources/{}/#L{}">line {}</a>')
    chips = [link.format(base, card.slug, cite.line.split("–")[0], cite.line) for cite in cites]
    return Markup("<li>{} ({})</li>").format(Markup(" ").join(cite.text for cite in cites), Markup(", ").join(chips))


def _updated(card: Card) -> str:
    return card.changed or card.first_seen or EPOCH


def _instant(date: str) -> str:
    return date if "T" in date else f"{date}T00:00:00Z"


def _id(room: Newsroom, address: str) -> str:
    """The same for the same site and address, whatever the site's place on the web."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'sourceline:{room.site.name}:{address}')}"


def _addresses(room: Newsroom) -> list[str]:
    """Every page a search engine may list."""
    cards = room.listed()
    found = ["", "about/", "sources/", "timeline/", "entities/", "figures/"]
    found += [f"{topic.slug}/" for topic in room.desk.topics]
    found += [f"{page.slug}/" for page in room.site.written if page.slug != "about"]
    found += [f"briefings/{card.slug}/" for card in cards] + [f"sources/{card.slug}/" for card in cards]
    found += [f"stories/{story.slug}/" for story in room.edition.stories.values() if len(story.accounts) > 1]
    found += [f"entities/{slug}/" for slug in room.names if room.has_page(slug)]
    return sorted(found)


def _sitemap(room: Newsroom, addresses: list[str]) -> Files:
    make = ElementMaker(namespace=SITEMAP, nsmap={None: SITEMAP})
    urls = make.urlset(*(make.url(make.loc(f"{room.site.address}/{address}")) for address in addresses))
    return {"sitemap.xml": etree.tostring(urls, xml_declaration=True, encoding="utf-8", pretty_print=True)}


def _robots(room: Newsroom) -> Files:
    rows = ["User-agent: *", "Allow: /" if room.site.index else "Disallow: /"]
    if room.site.address and room.site.index:
        rows.append(f"Sitemap: {room.site.address}/sitemap.xml")
    return {"robots.txt": ("\n".join(rows) + "\n").encode()}
