"""What no page of ours has: elements, attributes and addresses by which a browser would do more than show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape

from briefing.lazy import regex
from briefing.plain import Frozen

SHOWN = 90  # characters of a fault

# attributes that hold names, addresses and shapes; all others are words that somebody may meet
MUTE = {"data-at", "data-cites", "id", "class", "href", "src", "d", "viewbox", "cx", "cy", "r", "datetime", "rel"}
ROUTES = {"src", "poster", "data", "background", "action", "formaction", "ping", "manifest", "archive", "srcset"}
NEVER = frozenset(
    re.findall(
        r"\w+",
        "script style iframe object embed form base frame frameset applet audio video template noscript noembed "
        "noframes plaintext xmp math foreignobject set animate animatemotion animatetransform portal fencedframe "
        "marquee isindex image bgsound param layer canvas",
    )
)
# what browsers take out of an address before they look at its scheme
DROPPED = regex(r"[\x00-\x20\x7f]")
SCHEME = regex(r"([a-zA-Z][a-zA-Z0-9+.-]{0,30}):")
REFRESH = regex(r"0; url=(?P<to>[^\s\"'<>]+)")
LINKS = ("a", "area")
LEADS = (None, "http", "https", "mailto")  # schemes of links
SCRIPT = "a <script> element"
SEARCH = "search/index.html"  # the one page with a script, and its attributes there
SEARCHER = {"type": "module", "src": "../theme/js/search.js"}


class Look(Frozen):
    """What is to be looked at in elements of one tag with the same attributes."""

    faults: tuple[str, ...]  # by what it is
    watched: tuple[str, ...]  # attributes whose value decides
    words: tuple[str, ...]  # attributes that somebody may meet
    named: bool  # has an id, a link or a count
    classed: bool
    at: bool  # says a place
    leads: bool  # a link, of which the address alone decides
    plain: bool  # nothing at all


def look_of(tag: str, *keys: str) -> Look:
    """The look of a tag with these attributes."""
    names = {key: key.lower().rpartition(":")[2] for key in keys}
    faults = [f"a <{tag.lower()}> element"] if tag.lower() in NEVER else []
    faults += ["an attribute data-cites outside a field"] if "data-cites" in keys and tag != "textarea" else []
    faults += [
        f"an attribute {name}" for name in names.values() if name.startswith("on") or name in ("style", "srcdoc")
    ]
    watched = tuple(key for key, name in names.items() if name in ROUTES or name in ("href", "http-equiv"))
    words = tuple(key for key in keys if key.lower() not in MUTE)
    named = not {"id", "href", "data-traced"}.isdisjoint(keys)
    return Look(
        faults=tuple(faults),
        watched=watched,
        words=words,
        named=named,
        classed="class" in keys,
        at="data-at" in keys,
        leads=not faults and watched == ("href",) and tag.lower() in LINKS,
        plain=not (faults or watched or words or named) and {"class", "data-at"}.isdisjoint(keys),
    )


def faults_of(address: str, element, look: Look) -> tuple[str, ...]:
    """What no page of ours has: script, style, frames, forms, handlers, anything loaded from elsewhere."""
    if look.leads and scheme(element.get("href")) in LEADS:
        return ()  # as nearly all links
    return tuple(_faults(address, element, look))


def _faults(address: str, element, look: Look) -> Iterator[str]:
    tag = element.tag.lower()
    data = tag == "script" and element.get("type") == "application/ld+json" and "src" not in element.attrib
    ours = address == SEARCH and not element.text and dict(element.attrib) == SEARCHER
    for fault in look.faults:
        if not ((data or ours) and fault == SCRIPT):
            yield f"{address}: {fault}, which no page of ours has"
    for key in look.watched:
        name, value = key.lower().rpartition(":")[2], element.get(key)
        if name == "http-equiv":
            if not _instructs(element):
                yield f"{address}: an http-equiv {value[:SHOWN]}, which no page of ours has"
            continue
        out = scheme(value)
        loads = name != "href" or tag not in LINKS
        if loads and (out is not None or name == "srcset") and not _is_named(element):
            yield f"{address}: loads {value[:SHOWN]}, which is not on this site"
        elif out not in LEADS:
            yield f"{address}: a link to {value[:SHOWN]}, which is not http or https"


@lru_cache(maxsize=1024)
def scheme(value: str) -> str | None:
    """What an address leads out of this site by, as a browser reads it: "https", "javascript", "" for "//host"."""
    plain = DROPPED.sub("", unescape(value)).replace("\\", "/")
    if found := SCHEME.match(plain):
        return found[1].lower()
    return "" if plain.startswith("//") else None


def _is_named(link) -> bool:
    """Whether it is the page's own name, which no browser loads."""
    return link.tag == "link" and link.get("rel") == "canonical"


def _instructs(meta) -> bool:
    """Whether an http-equiv is one of our two: the policy, and the way on from a former address on this site."""
    kind, content = (meta.get("http-equiv") or "").lower(), meta.get("content") or ""
    if kind == "refresh":
        found = REFRESH.fullmatch(content)
        return found is not None and scheme(found["to"]) is None
    return kind == "content-security-policy"
