"""The readable part of an address, made from where a file lies or what a thing is called, in plain ASCII."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256

from briefing.lazy import regex
from briefing.text.tables import shipped

LIMIT = 80  # bytes
MARK = 6  # hex digits of a hash that keeps two names apart; grown where that is not enough
ROOT = "articles/"

UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")  # of a name: controls, formats, half characters, ends of lines

SIMPLE = regex(r"articles/([a-z0-9]+(?:-[a-z0-9]+)*)\.[a-z]+")  # articles/opening-day.txt: a slug already
APART = regex(r"[^a-z0-9]+")
JOINERS = str.maketrans(dict.fromkeys("'’‘ʻʼ`´"))


@cache
def _letters() -> dict[int, str]:
    table = shipped("letters")
    pairs: dict[str, str] = {}
    for script in ("latin", "cyrillic", "greek"):
        pairs |= zip(table[script]["from"], table[script]["to"].split(), strict=True)
    return str.maketrans({letter: "" if written == "-" else written for letter, written in pairs.items()})


def is_visible(name: str) -> bool:
    """Whether a file's name holds nothing that cannot be shown: controls, half characters, what nobody sees."""
    if name.isascii():
        return name.isprintable()
    return not any(unicodedata.category(char) in UNSEEN and char not in "\u200c\u200d" for char in name)


def is_reserved(name: str) -> bool:
    """Whether an address is the press's own, or no name at all on some systems."""
    return name in _reserved()


@cache
def _reserved() -> frozenset[str]:
    return frozenset(shipped("letters")["reserved"]["names"].split())


def slug(path: str) -> str:
    """The slug of an article: folders and name below ``articles/``, without the last extension.

    Never empty, never a reserved name, at most LIMIT bytes of ``a-z``, ``0-9`` and ``-``. Where letters had to be left
    out or the name was cut, a short hash of the path stands at the end.

    >>> slug("articles/astana/Opening Day.txt"), slug("articles/Саммит.txt")
    ('astana-opening-day', 'sammit')
    """
    if (simple := SIMPLE.fullmatch(path)) and len(simple[1]) <= LIMIT and simple[1] not in _reserved():
        return simple[1]
    below = unicodedata.normalize("NFC", path).removeprefix(ROOT)
    folder, _, name = below.rpartition("/")
    stem = name.rpartition(".")[0] or name
    return _ascii(f"{folder} {stem}" if folder else stem, below)


def entity_slug(name: str) -> str:
    """The slug of a person, place, organisation or anything else that has a name, from the name alone.

    >>> entity_slug("Recep Tayyip Erdoğan"), entity_slug("BRI")
    ('recep-tayyip-erdogan', 'bri')
    """
    return _ascii(name, unicodedata.normalize("NFC", name))


def mark(text: str, size: int = MARK) -> str:
    """``size`` hex digits that stand for ``text``, the same on every machine."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:size]


def distinct(paths: Iterable[str], known: Mapping[str, str] | None = None) -> dict[str, str]:
    """A slug for each path, no two alike, the same whatever order the paths come in.

    What ``known`` (the record) says of a path holds. Of several paths with one slug the first in alphabetical order has
    it plain; the others get a hash of their own path, so that no file's address hangs on when it arrived.
    """
    given = {path: slug for path, slug in (known or {}).items() if slug}
    ordered = sorted(dict.fromkeys(paths))  # they come in order, nearly always
    found = {path: given[path] for path in ordered if path in given}
    taken = set(given.values())
    waiting = []
    for path in ordered:
        if path in found:
            continue
        plain = slug(path)
        if plain in taken:
            waiting.append((path, plain))
        else:
            taken.add(plain)
            found[path] = plain
    for path, plain in waiting:
        size = MARK
        while (longer := _with_mark(plain, path, size)) in taken:
            size += 2
        taken.add(longer)
        found[path] = longer
    return {path: found[path] for path in ordered}


def _with_mark(plain: str, text: str, size: int = MARK) -> str:
    kept = plain[: LIMIT - size - 1].rstrip("-")
    return f"{kept}-{mark(text, size)}" if kept else f"n-{mark(text, size)}"


def _ascii(name: str, whole: str) -> str:
    if name.isascii():
        plain = APART.sub("-", name.lower().translate(JOINERS)).strip("-")
        return _with_mark(plain, whole) if not plain or len(plain) > LIMIT or plain in _reserved() else plain
    lower = unicodedata.normalize("NFC", name.replace("/", " ")).lower().translate(JOINERS).translate(_letters())
    flat = "".join(char for char in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(char))
    flat = flat.translate(_letters())
    lost = any(not char.isascii() and char.isalnum() for char in flat)
    plain = APART.sub("-", flat).strip("-")
    if lost or not plain or len(plain) > LIMIT or plain in _reserved():
        return _with_mark(plain, whole)
    return plain
