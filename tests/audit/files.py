"""What the written files of a site say without a browser: weight, links, feeds and linked data that parse, contrast."""

from __future__ import annotations

import json

import feedparser
from audit.measure import Measure, counted, most
from browser.visits import packed
from lxml import etree
from sites import Built, broken_links
from theme.test_theme import CONTRASTS, colours, contrast

BRIEFING, HUB = 20_000, 30_000  # bytes over the line, page and stylesheets


def weight(built: Built, address: str) -> int:
    """Bytes of a page and of its stylesheets over the line."""
    path = built.output / address
    sheets = built.page(address).xpath("//link[@rel='stylesheet']/@href")
    paths = [path, *(path.parent / sheet.replace("/repo/", str(built.output) + "/", 1) for sheet in sheets)]
    return sum(len(packed(each, each.stat().st_mtime_ns)) for each in paths)


def weights(sites: dict[str, Built]) -> list[Measure]:
    """The heaviest briefing and the heaviest hub."""
    sizes: dict[str, dict[str, int]] = {"page-briefing": {}, "page-hub": {}}
    for which, built in sites.items():
        for address in built.pages():
            kind = built.page(address).find("body").get("class") or ""
            if kind in sizes:
                sizes[kind][f"{which}: {address}"] = weight(built, address)
    return [
        most("HTML + CSS of a briefing, compressed", BRIEFING, sizes["page-briefing"]),
        most("HTML + CSS of a hub, compressed", HUB, sizes["page-hub"]),
    ]


def links(sites: dict[str, Built], base: str) -> Measure:
    """Links and anchors that lead nowhere when the site lies under ``base``."""
    faults = [f"{which}: {fault}" for which, built in sites.items() for fault in broken_links(built, base)]
    return counted(
        f"broken links or anchors under {base}", faults, f"{sum(len(b.pages()) for b in sites.values())} pages"
    )


def parse_faults(built: Built) -> tuple[int, list[str]]:
    """How many feeds, sitemaps and blocks of linked data there are, and those that a program could not read."""
    asked, faults = 0, []
    for address in built.addresses():
        path = built.output / address
        if address.endswith(".xml"):
            asked += 1
            faults += [f"{address}: {fault}" for fault in xml_faults(path.read_bytes())]
        elif address.endswith("feed.json"):
            asked += 1
            feed = json.loads(path.read_bytes())
            whole = str(feed.get("version", "")).startswith("https://jsonfeed.org/") and "items" in feed
            faults += [] if whole else [f"{address}: no JSON Feed"]
        elif address.endswith(".html"):
            for block in built.page(address).xpath("//script[@type='application/ld+json']"):
                asked += 1
                faults += [f"{address}: {fault}" for fault in linked_faults(block.text or "")]
    return asked, faults


def xml_faults(data: bytes) -> list[str]:
    """Why an Atom feed or a sitemap cannot be read."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        return [str(error)]
    if etree.QName(root).localname != "feed":
        return []
    read = feedparser.parse(data)
    faults = [str(read.bozo_exception)] if read.bozo else []
    faults += [] if read.feed.get("id") and read.feed.get("updated") else ["a feed without id or time"]
    return faults + [f"entry {at} has no id, title or time" for at, entry in enumerate(read.entries)
                     if not (entry.get("id") and entry.get("title") and entry.get("updated"))]  # fmt: skip


def linked_faults(text: str) -> list[str]:
    """Why a block of JSON-LD cannot be read: no JSON, no context, a node without a type."""
    try:
        data = json.loads(text)
    except ValueError as error:
        return [f"no JSON: {error}"]
    if not isinstance(data, dict) or data.get("@context") != "https://schema.org":
        return ["its context is not https://schema.org"]
    nodes = data.get("@graph", [data])
    return [f"node {at} has no type" for at, node in enumerate(nodes) if not node.get("@type")]


def parsed(sites: dict[str, Built]) -> Measure:
    """Feeds, sitemaps and linked data of all sites."""
    asked, faults = 0, []
    for which, built in sites.items():
        more, found = parse_faults(built)
        asked += more
        faults += [f"{which}: {fault}" for fault in found]
    return counted("feeds, sitemaps, JSON-LD that do not parse", faults, f"{asked} feeds, maps and blocks")


def contrasts() -> Measure:
    """The colours of the theme beside the table of the design."""
    table, faults = colours(), []
    for front, ground, light, dark in CONTRASTS:
        for at, (name, goal) in enumerate((("light", light), ("dark", dark))):
            found = contrast(table[front][at], table[ground][at])
            faults += [f"{front} on {ground}, {name}: {found:.1f}, not {goal}"] if found < goal else []
    return Measure(
        "contrast", "as designed", f"{2 * len(CONTRASTS) - len(faults)} of {2 * len(CONTRASTS)} pairs", faults
    )
