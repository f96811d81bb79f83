"""Files for reference managers read back for the gate: their values, and the places they name for words of a source.

Only what ``press.references`` writes is understood; anything else in such a file is an error.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from briefing.lazy import regex
from briefing.press.references import unescaped, unquoted

Values = tuple[list[str], list[str]]  # all values; the places of those that are a source's
KEYS = ("title", "author", "publisher")
#   title = {{Rails cross the steppe}},      month = jul,
FIELD = regex(r"^  (?P<key>[a-z0-9-]{1,40}) = (?:\{(?P<value>.*)\}|[a-z]{3}),")
ENTRY = regex(r"@misc\{[a-z0-9-]{1,200},")
MACRO = regex(r"\\text[a-z]{1,20}\{\}")
# TI  - Rails cross the steppe
ROW = regex(r"[A-Z][A-Z0-9]  - (?P<value>.*)")
# title articles/a.txt#L1:0-24
PLACED = regex(rf"(?:{'|'.join(KEYS)}) (?P<at>\S+)")


def bibtex(text: str) -> Values:
    """Of one BibTeX entry. Raises ValueError for what is none."""
    first, *rows, last, end = text.split("\n")
    if not ENTRY.fullmatch(first) or (last, end) != ("}", ""):
        raise ValueError("not one entry")
    values, places = [], []
    for row in rows:
        found = FIELD.fullmatch(row)
        if not found:
            raise ValueError(f"not a field: {row[:60]}")
        value = found["value"] or ""
        if found["key"] in ("title", "author"):
            value = value.removeprefix("{").removesuffix("}")
        if not {"{", "}"}.isdisjoint(MACRO.sub("", value)):
            raise ValueError(f"braces of its own: {row[:60]}")
        if found["key"].startswith("sourceline-"):
            places.append(unquoted(value))
        else:
            values.append(unescaped(value))
    return values, places


def ris(text: str) -> Values:
    """Of one RIS record. Raises ValueError for what is none."""
    *rows, last, end = text.split("\r\n")
    if (last, end) != ("ER  - ", ""):
        raise ValueError("has no end")
    values, places = [], []
    for row in rows:
        found = ROW.fullmatch(row)
        if not found:
            raise ValueError(f"not a row: {row[:60]}")
        placed = PLACED.fullmatch(found["value"]) if row.startswith("N1") else None
        if placed:
            places.append(unquoted(placed["at"]))
        else:
            values.append(found["value"])
    return values, places


def csl(text: str) -> Values:
    """Of one CSL-JSON item. Raises ValueError for what is none."""
    (item,) = json.loads(text)
    custom = item.get("custom", {})
    places = [custom.pop(f"{key}_at") for key in KEYS if f"{key}_at" in custom]
    return list(texts(item)), places


def texts(value: object) -> Iterator[str]:
    """Every text in a value of JSON, keys too."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting += [*one, *one.values()]
        elif isinstance(one, list):
            waiting += one


READERS: dict[str, Callable[[str], Values]] = {".bib": bibtex, ".ris": ris, ".csl.json": csl}
