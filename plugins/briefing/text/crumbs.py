"""The path of a page above its headline: "Home > World > Asia"."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from briefing.lazy import regex
from briefing.text.tables import either, shipped

LIMIT = 160  # characters of the line
PIECE = 40  # characters of one piece; a longer one is a headline, and only the last may be
MOST = 8  # pieces
WORDS = 3  # of a piece, where no word for home says what it is
LAST = 120  # characters of the last piece, which may repeat the headline
# "Home > World", "Home/World", "首页>国际", "A | B"
DIVIDER = regex(r"\s{0,3}(?:>{1,2}|[»›→▸►❯]|::)\s{0,3}|\s[/|·•\\]\s|(?<=[^\W\d_])[/|](?=[^\W\d_])")
ARROW = regex(r"[>»›→▸►❯]")
TIGHT = regex(r"\S[/|]\S")  # "China/Kyrgyzstan/Uzbekistan"
SIGN = regex(r"[>»›→▸►❯:/|·•\\]")  # every divider has one of these
OPENING = 2  # characters of a line that tell whether it may be a path
CLOSED = regex(r"[.!?,;:。！？，；]$")


@lru_cache(2_048)
def pieces(line: str) -> tuple[str, ...]:
    """The pieces a line is divided into by the signs of a path; () when it cannot be one."""
    if not 3 <= len(line) <= LIMIT or not SIGN.search(line):
        return ()
    opened = _opens().match(line)
    found = [piece.strip() for piece in DIVIDER.split(line[opened.end() :] if opened else line)]
    while found and not found[-1]:  # "Home > World >"
        found.pop()
    if not 2 <= len(found) <= MOST or not all(found) or any(len(piece) > PIECE for piece in found[:-1]):
        return ()
    sound = len(found[-1]) <= LAST and not any(CLOSED.search(piece) for piece in found[:-1])
    return tuple(found) if sound else ()


def is_path(line: str) -> bool:
    """Whether a line is the path of a page, wherever it stands: its first piece says "home".

    >>> is_path("Главная / Новости / Мир"), is_path("Rail / Road / Sea")
    (True, False)
    """
    if len(line) > LIMIT or line[:OPENING].casefold() not in _openings() or SIGN.search(line) is None:  # most lines
        return False
    found = pieces(line)
    return bool(found) and found[0].casefold().replace("’", "'") in _home()


def may_be_path(line: str) -> bool:
    """Whether a line may be a path, where one is likely, above a headline: a few words a piece, nothing closed.

    >>> may_be_path("World > Asia"), may_be_path("World | Asia | Rail"), may_be_path("Rail deal signed | The Sample")
    (True, True, False)
    """
    found = pieces(line)
    if not found or any(len(piece.split()) > WORDS or any(map(str.isdigit, piece)) for piece in found):
        return False
    return is_path(line) or ARROW.search(line) is not None or (len(found) > 2 and not TIGHT.search(line))


@cache
def _openings() -> frozenset[str]:
    """The first characters of what a path may begin with."""
    words = shipped("crumbs")
    return frozenset(word[:OPENING].casefold() for word in (*words["home"], *words["opens"]))


@cache
def _home() -> frozenset[str]:
    return frozenset(shipped("crumbs")["home"])


@cache
def _opens() -> re.Pattern[str]:
    return regex(rf"(?:{either(shipped('crumbs')['opens'])})\s?[:：]?\s{{0,3}}", re.IGNORECASE)
