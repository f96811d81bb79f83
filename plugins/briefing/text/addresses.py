"""Addresses on the web that a page may lead to: http or https, whole, without tracking parameters."""

from __future__ import annotations

from functools import cache, lru_cache
from urllib.parse import urljoin, urlsplit, urlunsplit

from briefing.lazy import regex
from briefing.text.tables import shipped
from briefing.text.unicode import ENDS, HIDDEN

LIMIT = 2_000  # characters; longer ones are data, not addresses
# spaces, and what ``unicode.tidy`` takes out of any line
UNSEEN = regex(
    r"[\x00-\x20\x7f-\xa0\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\udfff\ufdd0-\ufdef"
    rf"\U000e0000-\U000e0fff{HIDDEN}{ENDS}]"
)
EDGES = "".join(map(chr, range(0x21))) + "\x7f\xa0\u200b\u2060\ufeff"
DROPPED = str.maketrans(dict.fromkeys("\t\n\r"))
SCHEME = regex(r"[a-zA-Z][a-zA-Z0-9+.-]{0,30}:")
HOST = regex(r"(?:[\w-]{1,63}\.){0,20}[\w-]{1,63}\.?|\[[0-9a-fA-F:.]{2,45}\]")


class BadAddress(ValueError):
    """Not an address to lead a reader to. The message ends a sentence that begins with what it was for."""


@lru_cache(4_096)
def address(raw: str, base: str | None = None) -> str:
    """The clean address that ``raw`` stands for, relative to ``base`` where that is known.

    Control characters and line ends inside are dropped and backslashes read as slashes, as browsers do. Raises
    ``BadAddress``: no http or https, no host, user name in it, longer than LIMIT.

    >>> address("HTTPS://example.org/a?utm_source=x&id=2#top")
    'https://example.org/a?id=2#top'
    >>> address("java\\nscript:alert(1)")
    Traceback (most recent call last):
    briefing.text.addresses.BadAddress: not http or https
    """
    if len(raw) > 4 * LIMIT:
        raise BadAddress(f"longer than {LIMIT} characters")
    text = raw.strip(EDGES).translate(DROPPED)
    named = SCHEME.match(text)
    if named and named.group().lower() not in ("http:", "https:"):
        raise BadAddress("not http or https")
    at = min(found for found in (text.find("?"), text.find("#"), len(text)) if found >= 0)
    head, mark, tail = text[:at], text[at : at + 1], text[at + 1 :]
    text = head.replace("\\", "/") + mark + tail
    if UNSEEN.search(text):
        text = UNSEEN.sub(lambda found: "%20" if found.group() == " " else "", text)
    if named:
        text = f"{named.group().lower()}//{text[named.end() :].lstrip('/')}"
    elif not base:
        raise BadAddress("not http or https")
    try:
        parts = urlsplit(urljoin(base, text) if base and not named else text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise BadAddress("not a whole address") from None
    if parts.scheme not in ("http", "https"):
        raise BadAddress("not http or https")
    if not host or not HOST.fullmatch(host if ":" not in host else f"[{host}]"):
        raise BadAddress("without a host")
    if "@" in parts.netloc:
        raise BadAddress("with a user name in it")
    place = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    clean = urlunsplit((parts.scheme, place, parts.path, _query(parts.query), parts.fragment))
    for char in "\"'<>`":
        clean = clean.replace(char, f"%{ord(char):02X}")
    if len(clean) > LIMIT:
        raise BadAddress(f"longer than {LIMIT} characters")
    return clean


def host(url: str) -> str:
    """The host of a clean address, without "www."."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


@cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...]]:
    names = shipped("tracking")["parameters"]
    return frozenset(names), tuple(name[:-1] for name in names if name.endswith("*"))


def _query(query: str) -> str:
    if not query:
        return ""
    whole, beginnings = _tracking()
    kept = []
    for part in query.split("&"):
        name = part.partition("=")[0].lower()
        if name not in whole and not name.startswith(beginnings):
            kept.append(part)
    return "&".join(kept)
