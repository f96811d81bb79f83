"""An editor's TOML, read strictly: each value is asked for by name; a wrong one says what was expected and found."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from briefing.lazy import regex
from briefing.model import DeskError, Term
from briefing.patterns import fault
from briefing.text import addresses
from briefing.text.slugs import is_reserved

SHIPPED = 8 * 1024 * 1024  # bytes of a table of our own, unpacked, which the tests look at
MAX_DEPTH = 6  # tables in tables; the deepest format here needs three
MAX_TEXT = 500  # characters of a title, a name, a blurb
SLUG = regex(r"[a-z0-9]+(?:-[a-z0-9]+){0,20}")
ADDRESS = f"an http or https address of at most {addresses.LIMIT:,} characters"
LANGUAGE = regex(r"[a-z]{2,3}")
# "a.a.a.a…": tomllib's time grows with the square of the parts of one key
LONG_KEY = regex(r"""(?:["'\w-]{1,40}[ \t]{0,3}\.[ \t]{0,3}){24}""")


def parse(path: str, data: bytes, limit: int) -> dict[str, Any]:
    """The TOML in ``data``, or a ``DeskError`` that says what is wrong with it and where."""
    if len(data) > limit:
        raise DeskError(f"{path}: expected at most {limit // 1024} kB, found more")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DeskError(f"{path}: expected UTF-8, found byte {data[error.start]:#04x} at {error.start}") from None
    if LONG_KEY.search(text) and limit != SHIPPED:
        raise DeskError(f"{path}: expected short keys, found one of more than 24 parts")
    import tomllib  # a build that has its desk does without

    try:
        values = tomllib.loads(text)
    except RecursionError:
        raise DeskError(f"{path}: expected at most {MAX_DEPTH} levels of nesting, found more") from None
    except ValueError as error:  # bad syntax, or a number of thousands of digits
        raise DeskError(f"{path}: expected TOML, found: {error}") from None
    level: list[Any] = [values]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
    if level:
        raise DeskError(f"{path}: expected at most {MAX_DEPTH} levels of nesting, found more")
    return values


class Table:
    """A table of an editor's file, asked value by value; each question raises a ``DeskError`` that names the key."""

    def __init__(self, path: str, values: dict[str, Any], at: str = "", trusted: bool = False) -> None:
        self.path, self.values, self.at, self.trusted = path, values, at, trusted

    def wrong(self, key: str, expected: str, found: object) -> NoReturn:
        """Raises the ``DeskError`` for a key: what was expected there, and what was found."""
        named = _shown(".".join(part for part in (self.at, key) if part))
        shown = "nothing" if found is None else _shown(found)
        raise DeskError(f"{self.path}: {named}{': ' if named else ''}expected {expected}, found {shown}")

    def only(self, *keys: str) -> None:
        """Refuses every key but these."""
        for key in self.values:
            if key not in keys:
                self.wrong(key, f"one of the keys {', '.join(keys)}", "an unknown key")

    def slug(self, name: str) -> str:
        """A file's name as the last part of an address."""
        if not SLUG.fullmatch(name):
            self.wrong("", "a file name of a-z, 0-9 and hyphens", name)
        if is_reserved(name):
            self.wrong("", "a name that is no address of the site itself", name)
        return name

    def text(self, key: str, default: Any = ..., most: int = MAX_TEXT) -> Any:
        """A line of text, white space settled; ``default`` where the key is missing, else it must be there."""
        value = self.values.get(key)
        if value is None and default is not ...:
            return default
        if not isinstance(value, str):
            self.wrong(key, "text", value)
        value = " ".join(value.split())
        if not value or len(value) > most:
            self.wrong(key, f"1 to {most} characters", f"{len(value)}")
        odd = next((c for c in value if not c.isprintable() and c not in "\u200c\u200d"), None)
        if odd is not None:
            self.wrong(key, "printable text", f"U+{ord(odd):04X}")
        return value

    def number(self, key: str, default: Any, low: float, high: float, whole: bool = False) -> Any:
        """A number between two bounds."""
        value = self.values.get(key, default)
        fits = isinstance(value, int) if whole else isinstance(value, int | float)
        if not fits or isinstance(value, bool) or not low <= value <= high:
            self.wrong(key, f"a {'whole ' if whole else ''}number from {low} to {high}", value)
        return value

    def flag(self, key: str) -> bool:
        """True or false; false where the key is missing."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.wrong(key, "true or false", value)
        return value

    def choice(self, key: str, choices: tuple[str, ...], default: str | None) -> Any:
        """One of the words allowed."""
        value = self.values.get(key, default)
        if value is not default and value not in choices:
            self.wrong(key, " or ".join(choices), value)
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """A list of words."""
        value = self.values.get(key, [])
        if not isinstance(value, list):
            self.wrong(key, "a list of words", value)
        for item in value:
            if not isinstance(item, str) or not item.strip() or len(item) > MAX_TEXT:
                self.wrong(key, "a list of words", item)
        return tuple(value)

    def slugs(self, key: str) -> tuple[str, ...] | None:
        """A list of names of topics; None where the key is missing."""
        if key not in self.values:
            return None
        for item in self.words(key):
            if not SLUG.fullmatch(item):
                self.wrong(key, "names of topics (a-z, 0-9, hyphens)", item)
        return self.words(key)

    def rows(self, key: str) -> list[Table]:
        """The tables under ``[[key]]``, each named by its number."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            self.wrong(key, f"rows under [[{key}]]", value)
        return [Table(self.path, row, f"{key} {at}", self.trusted) for at, row in enumerate(value, 1)]

    def patterns(self, key: str) -> tuple[str, ...]:
        """One pattern or a list of them, each safe to run on every line."""
        value = self.values.get(key, [] if key == "cut" else None)
        found = (value,) if isinstance(value, str) else value
        if not isinstance(found, list | tuple) or not all(isinstance(one, str) and one for one in found):
            self.wrong(key, "a pattern or a list of patterns", value)
        for one in found:
            self.check(key, one)
        return tuple(found)

    def check(self, key: str, pattern: str) -> None:
        """Refuses a pattern that could take long."""
        if self.trusted:  # the tests look at those we ship
            return
        if reason := fault(pattern):
            self.wrong(key, "a safe pattern of a whole line", f"{_shown(pattern)}, which {reason}")

    def terms(self, key: str) -> tuple[Term, ...]:
        """Words with their weights, from a list or a table, other languages in tables of their ISO code."""
        value = self.values.get(key, {})
        found: list[Term] = []

        def add(at: str, held: object, language: str) -> None:
            if isinstance(held, list):
                held = dict.fromkeys(Table(self.path, {at: held}, self.at).words(at), 1.0)
            if not isinstance(held, dict):
                self.wrong(at, "a list of words", held)
            for words, weight in held.items():
                here = f"{at}.{words}"
                if isinstance(weight, dict | list):
                    if at != key or not LANGUAGE.fullmatch(words):
                        self.wrong(here, "a weight, or a language as an ISO code", weight)
                    add(here, weight, words)
                    continue
                if not isinstance(weight, int | float) or isinstance(weight, bool) or not 0 < weight <= 10:
                    self.wrong(here, "a weight above 0, at most 10", weight)
                term = " ".join(words.lower().split())
                if not term or len(term) > 100 or "*" in term.replace("* ", " ").removesuffix("*"):
                    self.wrong(here, 'a word or phrase, "*" only at the end of a word', words)
                found.append(Term(term, float(weight), language))

        add(key, value, "en")
        return tuple(found)

    def like(self, example: Mapping[str, Any]) -> None:
        """Refuses values of another kind than those in a table of ours; a new key must be like its neighbours.

        A new key is another language, and belongs where most of ours are tables.
        """
        told = [held for held in example.values() if isinstance(held, dict)]
        for key, value in self.values.items():
            ours = example.get(key)
            if ours is None and len(told) * 2 <= len(example):
                self.wrong(key, f"one of the keys {', '.join(example)}", "an unknown key")
            if ours is None:  # another language: any key that one of ours has
                ours = {name: held for table in told for name, held in table.items()}
            if isinstance(ours, dict):
                if not isinstance(value, dict):
                    self.wrong(key, "a table", value)
                if ours:
                    Table(self.path, value, ".".join(part for part in (self.at, key) if part), self.trusted).like(ours)
            elif isinstance(ours, list):
                self._rows_like(key, value, ours)
            elif _kind(value) != _kind(ours):
                self.wrong(key, KINDS.get(_kind(ours), "another kind of value"), value)

    def _rows_like(self, key: str, value: object, ours: list[Any]) -> None:
        kinds = {_kind(row) for row in ours}
        shapes = {tuple(map(_kind, row)) for row in ours if isinstance(row, list)}
        rows = "a list of rows like ours" if shapes else "a list of words"
        if not isinstance(value, list):
            self.wrong(key, rows, value)
        for row in value:
            fits = not ours or (tuple(map(_kind, row)) in shapes if isinstance(row, list) else _kind(row) in kinds)
            if not fits or (row == "" and "" not in ours):
                self.wrong(key, rows, row)

    def lines(self, key: str) -> tuple[int, ...]:
        """Line numbers from 1, in order, each once."""
        value = self.values.get(key, [])
        if not isinstance(value, list):
            self.wrong(key, "a list of line numbers", value)
        for item in value:
            if not isinstance(item, int) or isinstance(item, bool) or not 0 < item < 1_000_000:
                self.wrong(key, "line numbers from 1", item)
        return tuple(sorted(set(value)))

    def date(self, key: str) -> str | None:
        """A date at the precision given, or None."""
        value = self.values.get(key)
        expected = 'a date as 2024-07-04, or "2024-07" or "2024"'
        if value is None:
            return None
        if isinstance(value, dt.datetime | dt.date):
            return value.isoformat()
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?", value.strip()):
            self.wrong(key, expected, value)
        value = value.strip()
        try:
            dt.date.fromisoformat(value + "0000-01-01"[len(value) :])
        except ValueError:
            self.wrong(key, expected, value)
        return value

    def url(self, key: str) -> str | None:
        """The clean address; what is wrong with a bad one stands behind it."""
        value = self.text(key, None, addresses.LIMIT)
        if value is None:
            return None
        if " " in value:
            self.wrong(key, ADDRESS, f"{_shown(value)} (with a space in it)")
        try:
            return addresses.address(value)
        except addresses.BadAddress as error:
            self.wrong(key, ADDRESS, f"{_shown(value)} ({error})")


KINDS = {"text": "text", "flag": "true or false", "number": "a number", "list": "a list", "table": "a table"}


def _kind(value: object) -> str:
    """What sort of value TOML gives it as."""
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "text"
    if isinstance(value, list):
        return "list"
    return "table" if isinstance(value, dict) else "date"


def _shown(value: object) -> str:
    """``value`` as it would stand in the file, short."""
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    if isinstance(value, int) and value.bit_length() > 256:  # Python refuses to print the longest ones
        return "a number of more than 70 digits"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 80 else text[:79] + "…"
