"""A parsed page to pieces of text: all that a reader can see, in document order, with what its elements make of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from msgspec.structs import replace

from briefing.lazy import regex
from briefing.model import BlockKind
from briefing.read import guard
from briefing.read.collect import Blocks, Place, bounded
from briefing.text import addresses

NAME = 80  # characters of one ancestor's name
CELL = 1_500  # characters of a table row; with more it is a layout, and its cells are blocks

BLOCKS, SKIPPED, STRUCTURE = (guard.ELEMENTS[name] for name in ("blocks", "skipped", "structure"))
SETTLES: dict[str, BlockKind] = {"figcaption": "caption", "caption": "caption", "blockquote": "quote"}
SETTLES |= dict.fromkeys(("li", "dt", "dd", "option"), "item")
SETTLES |= dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading")
RANK = {"paragraph": 0, "item": 1, "quote": 2, "row": 3, "caption": 4, "heading": 5}
# an address that needs no cleaning: "https://example.org/2024/07/04/the-pass"
PLAIN = regex(
    r"https?://[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}/(?:[a-zA-Z0-9_~-][a-zA-Z0-9_.~-]*/)*[a-zA-Z0-9_~-]?[a-zA-Z0-9_.~-]*"
)

Element = Any  # of lxml, which has no types


def walk(root: Element, collected: Blocks, base: str | None) -> None:
    """All visible text in document order, without recursion."""
    origin = re.match(r"https?://[a-z0-9.-]+(?=/)", base or "")
    site = origin.group() if origin else None
    stack: list[tuple[Iterator[Element], Place, str | None, bool]] = []
    add = collected.add
    node, place = root, Place()
    while True:
        if node is not None:
            name = node.tag
            tail = node.tail
            if type(name) is not str or name in SKIPPED or _hidden(node, name):
                pass
            elif name == "br":
                if place.row:
                    add(" ", place)
                else:
                    collected.line_break()
            else:
                blocky = (name in BLOCKS or "-" in name) and name != "html"
                inner = place
                if place.row and blocky:
                    cell = name in ("td", "th") and collected.open.place is not None
                    add(" | " if cell else " ", place if place.url is None else replace(place, url=None))
                    closes = False
                else:
                    if blocky:
                        collected.close()
                    inner = _below(node, name, place, blocky, base, site)
                    closes = blocky
                if node.text:
                    add(node.text, inner)
                stack.append((iter(node), place, tail, closes))
                node = next(stack[-1][0], None)
                place = inner
                continue
            if tail and stack:
                add(tail, place)
        else:
            _, place, tail, closes = stack.pop()
            if closes:
                collected.close()
            if not stack:
                break
            if tail:
                add(tail, place)
        if not stack:
            break
        node = next(stack[-1][0], None)
    collected.close()


def _below(node: Element, name: str, place: Place, blocky: bool, base: str | None, site: str | None) -> Place:
    """The place inside an element."""
    kind, level, row, url = place.kind, place.level, place.row, place.url
    wanted: BlockKind = SETTLES.get(name, "paragraph")
    if wanted == "heading":
        level = int(name[1])
    elif name == "tr" and _is_row(node):
        wanted, row = "row", True
    if RANK[wanted] > RANK[kind]:
        kind = wanted
    if kind != "heading":
        level = 0
    if name == "a":
        url = address(node.get("href"), base, site)
    trail, inline = place.trail, place.inline
    if name not in ("html", "body"):
        if blocky:
            trail, inline = bounded((*trail, *inline, named(node))), ()
        else:
            inline = (*inline, named(node))[-6:]
    return Place(trail, inline, kind, level, url, row, place.pre or name == "pre")


def _is_row(node: Element) -> bool:
    """Whether a table row holds data: two cells or more, no structure in them, not much text."""
    size = cells = inner = 0
    for number, below in enumerate(node.iter()):
        if number > 150:
            return False
        if below is not node:
            if below.tag in STRUCTURE:
                return False
            cells += below.tag in ("td", "th")
            inner += below.tag in ("p", "div")
            size += len(below.tail or "")
        size += len(below.text or "")
    return cells > 1 and inner <= cells and size <= CELL


def _hidden(node: Element, name: str) -> bool:
    """Whether the page hides an element: by attribute or by its own style, which ``guard`` turns into the attribute.

    Not the page itself, which scripts unveil, nor the parts that React streams hidden and puts in place (``S:1``).
    """
    if (node.get("hidden") is None and node.get("aria-hidden") != "true") or name in ("html", "body"):
        return False
    return not node.get("id", "").startswith("S:")


def named(node: Element) -> str:
    """An element as a trail names it: ``div.comments#reply[role=main]``."""
    get = node.get
    return _name(node.tag, get("class"), get("id"), get("role"), get("itemprop"))


@lru_cache(8_192)
def _name(tag: str, classes: str | None, own: str | None, role: str | None, itemprop: str | None) -> str:
    name = tag + "".join(f".{each}" for each in (classes or "").split()[:8])
    name += f"#{own}" if own else ""
    name += f"[role={role}]" if role else ""
    name += f"[itemprop={itemprop}]" if itemprop else ""
    name = name[:NAME]
    return name if name.isprintable() else "".join(char for char in name if char.isprintable())


def address(raw: str | None, base: str | None, site: str | None = None) -> str | None:
    """The clean address of a link; None when it leads nowhere. ``site``: scheme and host of the base."""
    raw = raw.strip() if raw else ""
    if not raw or raw[0] == "#":
        return None
    whole = f"{site}{raw}" if site and raw[0] == "/" and raw[:2] != "//" else raw
    if len(whole) < addresses.LIMIT and PLAIN.fullmatch(whole):
        return whole
    try:
        return addresses.address(raw, base)
    except addresses.BadAddress:
        return None
