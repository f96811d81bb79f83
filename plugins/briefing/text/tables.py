"""Shipped word lists: one TOML file a list below ``data/words/``, read once. A site's own words come with the desk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Raw

from briefing.cache import kept
from briefing.hashes import code
from briefing.plain import decode

WORDS = Path(__file__).resolve().parents[1] / "data" / "words"
MANY = 200  # tables that are kept parsed: all of some versions of this program


class Tables(Mapping[str, Mapping[str, Any]]):
    """Tables by name, each of JSON that is parsed when it is first asked for. Raises NotPlain then for what is none."""

    def __init__(self, told: Mapping[str, Raw]) -> None:
        self._told, self._read = told, dict[str, Mapping[str, Any]]()

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        if name not in self._read:
            self._read[name] = decode(dict[str, Any], bytes(self._told[name]))
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._told)

    def __len__(self) -> int:
        return len(self._told)


_read: dict[str, Mapping[str, Any]] = {}
_lent: dict[str, Mapping[str, Mapping[str, Any]]] = {}  # by name of a table who has it


def shipped(name: str) -> Mapping[str, Any]:
    """``data/words/<name>.toml`` as TOML gives it."""
    if name not in _read:
        if name in _lent:
            _read[name] = _lent[name][name]
        else:
            made_by = code("text/tables.py", f"data/words/{name}.toml")
            _read[name] = kept("tables", (name.encode(), made_by.encode()), lambda: _parsed(name), MANY)
    return _read[name]


def _parsed(name: str) -> Mapping[str, Any]:
    import tomllib

    with (WORDS / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def borrow(tables: Mapping[str, Mapping[str, Any]], names: Iterable[str]) -> None:
    """Take shipped tables of these names from who has them: reading a file takes as long as cleaning an article."""
    _lent.update(dict.fromkeys(names, tables))


class Key:
    """A table, or anything large that never changes, as the key of a cache: compared by what it is first."""

    __slots__ = ("held",)

    def __init__(self, held: Any) -> None:
        self.held = held

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and (self.held is other.held or self.held == other.held)

    def __hash__(self) -> int:
        return len(self.held)


def plain(words: str) -> str:
    """Words as keys of a table: in small letters, one space apart. Signs that match a letter without case become it.

    >>> plain("Last  Wee\u212a"), plain("\u0130stanbul")
    ('last week', 'istanbul')
    """
    if words.isascii() and words.isalpha():  # most are
        return words.lower()
    return " ".join(words.split()).casefold().replace("i\u0307", "i")


def base(language: str) -> str:
    """The two letters before a region: "pt" of "pt-BR"."""
    return language.replace("_", "-").partition("-")[0].lower()


def words_of(table: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """The part of a table for a language; empty when it has none."""
    found = table.get(base(language), {})
    return found if isinstance(found, dict) else {}


def either(words: Iterable[str]) -> str:
    """A pattern that matches any of the words, the longest first: a space stands for any white space.

    >>> either(["last", "last year"])
    'last\\\\s+year|last'
    """
    ordered = sorted(sorted(set(words)), key=len, reverse=True)
    # escaping takes longest, and most words need none
    spelt = [word if word.isalnum() else _escaped(word) for word in ordered]
    return "|".join(spelt) or r"(?!)"


def _escaped(words: str) -> str:
    parts = words.split(" ")
    return r"\s+".join(parts if all(map(str.isalnum, parts)) else map(re.escape, parts))
