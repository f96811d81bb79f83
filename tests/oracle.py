"""What a page of ours may be made of, and what a hostile site's pages are asked, on disk and in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from sites import TOP

# <p class="note">, in a template
TAG = re.compile(r"<([a-z][a-z0-9]*)((?:[^<>{}]|\{\{.*?\}\}|\{%.*?%\})*)>")
NAME = re.compile(r"([a-z0-9:-]+)=\"|\s([a-z]+)(?=[\s>{/]|$)", re.IGNORECASE)
# what press/markup.py and the tables of pages make
MARKED = {"span": ("class", "data-at"), "a": ("class", "href", "rel"), "b": ("class",), "i": ("class",), "wbr": ()}
# what theme/static/js/search.js makes on the search page
SCRIPTED = {
    "input": ("type", "id", "autocomplete", "spellcheck"),
    "label": ("for",),
    "select": ("id", "name"),
    "option": ("value",),
    "details": ("hidden",),
    "summary": (),
    "div": ("class",),
    "p": ("class", "aria-live", "role"),
    "ol": ("class",),
    "li": (),
    "a": ("href",),
    "mark": (),
}
SEARCH = "search/index.html"
PARSED = {"html", "head", "body", "tbody"}  # what a parser adds of itself
# asked in a browser: what runs, what was loaded from elsewhere, what a name of theirs stands for
ASK = """() => ({
  scripts: [...document.scripts].filter(
    s => s.type !== "application/ld+json" && !s.src.startsWith(location.origin)).length,
  handlers: [...document.querySelectorAll("*")].flatMap(e => [...e.attributes]).filter(a => /^on/.test(a.name)).length,
  loaded: performance.getEntriesByType("resource").map(r => r.name).filter(n => !n.startsWith(location.origin)),
  clobbered: ["main", "cookie", "getElementById"].filter(n => n in document.forms || (document[n] instanceof Element)),
  marked: Object.keys(window).filter(k => /alert|xss|pwn/i.test(k) && k !== "alert"),
})"""
MADE = """() => [...new Set([...document.querySelectorAll("*")].flatMap(e =>
  [e.localName, ...[...e.attributes].map(a => e.localName + "@" + a.name)]))]"""
IDS = """() => [...document.querySelectorAll("[id]")].map(e => e.id)"""
ID = re.compile(r"[a-z]+(?:-\d+)*|L\d+|[a-z]+-[a-z0-9-]{1,90}")


def plain_id(name: str) -> str:
    """A name with its numbers set to nought: h3 is h0, as h4 is."""
    return re.sub(r"\d+", "0", name)


@cache
def made() -> frozenset[tuple[str, str]]:
    """Every element, and every attribute of one, that a template or our own markup writes; lang and dir on any."""
    found = {(tag, "") for tag in PARSED}
    for path in (TOP / "theme/templates").rglob("*.html"):
        for name, rest in TAG.findall(path.read_text("utf-8")):
            tag = plain_id(name)
            found |= {(tag, key) for key in ("", "lang", "dir")}
            found |= {(tag, (key or bare).lower()) for key, bare in NAME.findall(rest)}
    for tag, keys in MARKED.items():
        found |= {(tag, key) for key in ("", "lang", "dir", *keys)}
    return frozenset(found)


def foreign(shapes: Iterable[str], address: str = "") -> list[str]:
    """Those of the browser's ``tag`` and ``tag@attribute`` that nothing of ours writes on the page at ``address``."""
    known = made()
    if address == SEARCH:
        known = known | {(tag, key) for tag, keys in SCRIPTED.items() for key in ("", *keys)}
    found = []
    for shape in shapes:
        tag, _, key = shape.partition("@")
        if (plain_id(tag), key.lower()) not in known:
            found.append(shape)
    return found
