"""What else machines read: JSON Feed 1.1 beside each Atom feed, the Atom feed of changes, llms.txt."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial

from lxml import etree
from lxml.builder import ElementMaker
from markupsafe import Markup

from briefing.model import Card, Topic
from briefing.press.feeds import ATOM, ENTRIES, EPOCH, OURS, content, fixed_id, instant, last_change, newest_first
from briefing.press.job import Files, Job
from briefing.press.log import RULED, Change, changes
from briefing.press.maker import Maker
from briefing.press.sheet import Newsroom, Sheet
from briefing.press.show.changes import cards_of

JSON_FEED = "https://jsonfeed.org/version/1.1"
NOTED = 30  # entries of the feed of changes
ARTICLES = 10  # named in an entry on a rule
SAID = {
    "added": "Added.",
    "changed": "The published text changed.",
    "moved": "The file was moved.",
    "withdrawn": "Withdrawn by the editor.",
    "back": "Shown again.",
}
SAID_OF_RULE = {"cut": "cut", "kept": "put back"}


def jobs(make: Maker) -> Iterator[Job]:
    """The jobs of these files; none on a plain site."""
    room = make.room
    if not room.site.full:
        return
    newest = newest_first(room)
    yield _feed(room, "feed.json", None, newest)
    for topic in room.desk.topics:
        yield _feed(room, f"feeds/{topic.slug}.json", topic, [card for card in newest if card.topics.get(topic.slug)])
    rows = [row for row in changes(make.record, room)[-NOTED * ARTICLES :] if row.slug]
    cards = cards_of(room, rows)
    told = [row.told() for row in rows]
    yield Job(
        "changes.xml",
        "feed",
        [told, room.inputs(cards)],
        partial(_changes, room, rows),
        tuple(card.path for card in cards),
        template="",
    )
    yield Job("llms.txt", "llms", [room.desk.topics], partial(_llms, room), template="")


# --- JSON Feed --------------------------------------------------------------------------------------------------


def _feed(room: Newsroom, address: str, topic: Topic | None, cards: Sequence[Card]) -> Job:
    shown = cards[:ENTRIES]
    render = partial(_json, room, address, topic, shown)
    return Job(address, "feed", [topic, room.inputs(shown)], render, tuple(card.path for card in shown), template="")


def _json(room: Newsroom, address: str, topic: Topic | None, cards: Sequence[Card]) -> Files:
    base = f"{room.site.address}/" if room.site.address else ""
    feed: dict[str, object] = {
        "version": JSON_FEED,
        "title": f"{room.site.name}: {topic.name}" if topic else room.site.name,
        "description": topic.blurb if topic else room.site.purpose,
        "language": room.site.language,
    }
    if base:
        feed |= {"home_page_url": base + (f"{topic.slug}/" if topic else ""), "feed_url": base + address}
    feed["items"] = [_item(room, card, base) for card in cards]
    return {address: (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()}


def _item(room: Newsroom, card: Card, base: str) -> dict[str, object]:
    sheet = Sheet(room, "")
    title = sheet.stated(card.slug, card.title, "title")
    item: dict[str, object] = {"id": fixed_id(room, f"briefings/{card.slug}/")}
    if base:
        item["url"] = f"{base}briefings/{card.slug}/"
    if card.url:
        item["external_url"] = card.url
    item["title"] = title.plain if title else card.path.rsplit("/", 1)[-1]
    item["content_html"] = str(content(sheet, card, base))
    item["date_published"] = instant(card.first_seen or EPOCH)
    item["date_modified"] = instant(last_change(card))
    if tags := [topic.name for topic in room.desk.topics if card.topics.get(topic.slug)]:
        item["tags"] = tags
    if card.language != "und":
        item["language"] = card.language
    item["_sourceline"] = {"title_at": title.at if title else None, "source": card.path, "sha256": card.sha256}
    return item


# --- changes ----------------------------------------------------------------------------------------------------


def _changes(room: Newsroom, rows: Sequence[Change]) -> Files:
    make = ElementMaker(namespace=ATOM, nsmap={None: ATOM, "sl": OURS})
    base = f"{room.site.address}/" if room.site.address else ""
    feed = make.feed(
        make.title(f"{room.site.name}: what changed"),
        make.id(fixed_id(room, "changes.xml")),
        make.updated(instant(rows[-1].date if rows else EPOCH)),
        make.author(make.name(room.site.name)),
        make.generator("Sourceline"),
    )
    if base:
        feed.append(make.link(rel="self", href=base + "changes.xml"))
        feed.append(make.link(rel="alternate", href=base + "changes/"))
    together: dict[tuple[str, ...], list[Change]] = {}
    for row in reversed(rows):
        together.setdefault((row.date, row.what, row.rule if row.what in RULED else row.slug), []).append(row)
    for key, found in list(together.items())[:NOTED]:
        feed.append(_noted(room, make, base, "/".join(key), found))
    return {"changes.xml": etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)}


def _noted(room: Newsroom, make: ElementMaker, base: str, key: str, rows: Sequence[Change]):
    """One change of an article, or what one rule did on a day."""
    first = rows[0]
    sheet = Sheet(room, "")
    href = f"{base}changes/"
    if first.what in RULED:
        lines = sum(len(row.lines) for row in rows)
        title = make.title(
            f"Rule {first.rule} {SAID_OF_RULE[first.what]} {_count(lines, 'line')} in {_count(len(rows), 'article')}"
        )
        items = Markup().join(_article(sheet, base, row) for row in rows[:ARTICLES])
        body = Markup("<ul>{}</ul>").format(items)
    else:
        href = f"{base}briefings/{first.slug}/"
        stated = sheet.stated(first.slug, room.edition.cards[first.slug].title, "title")
        title = make.title(stated.plain if stated else first.path.rsplit("/", 1)[-1])
        if stated:
            title.set(f"{{{OURS}}}at", stated.at)
        body = Markup("<p>{}</p>").format(SAID[first.what])
    return make.entry(
        title,
        make.id(fixed_id(room, f"changes/{key}")),
        make.updated(instant(first.date)),
        make.link(rel="alternate", href=href),
        make.category(term=first.what),
        make.content(str(body), type="html"),
    )


def _article(sheet: Sheet, base: str, row: Change) -> Markup:
    stated = sheet.stated(row.slug, sheet.room.edition.cards[row.slug].title, "title")
    name = stated.text if stated else row.path.rsplit("/", 1)[-1]
    link = Markup('<a href="{}sources/{}/">{}</a>').format(base, row.slug, _count(len(row.lines), "line"))
    return Markup("<li>{}: {}</li>").format(name, link)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


# --- llms.txt ---------------------------------------------------------------------------------------------------


def _llms(room: Newsroom) -> Files:
    """What the site is and where its data lie, for programs that read Markdown. No word of a source."""
    site = room.site
    base = f"{site.address}/" if site.address else "/"
    rows = [f"# {site.name}", "", f"> {site.purpose}", ""]
    rows += [
        "Every content sentence is a span of a kept source; nothing is generated. Quote a sentence with its place:"
    ]
    rows += ["`at` in the JSON beside each page, as in `articles/a.txt#L9:0-120` (path, line, characters).", ""]
    rows += ["## Topics", ""]
    rows += [f"- [{topic.name}]({base}{topic.slug}/): {topic.blurb}" for topic in room.desk.topics]
    rows += ["", "## Data", ""]
    for address, words in (
        ("feed.json", "JSON Feed of the newest articles"),
        ("feed.xml", "the same as Atom"),
        ("changes.xml", "Atom feed of changes"),
        ("index.json", "the first page as JSON; a page at X/ has X/index.json"),
        ("sources/", "every file behind this site, with its hash"),
        ("about/", "how articles are cleaned and labelled"),
    ):
        rows.append(f"- [{address}]({base}{address}): {words}")
    return {"llms.txt": ("\n".join(rows) + "\n").encode()}
