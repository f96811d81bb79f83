"""Raw lines to numbered lines: each tidied, and what was mended in it recorded."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.model import Refusal, Repair
from briefing.text import unicode

LINES = 20_000  # numbered lines of one file; more is a data dump


def settle(path: str, raw: Iterable[str], references: bool = False) -> tuple[tuple[str, ...], tuple[Repair, ...]]:
    """The numbered text and its repairs. ``references``: also resolve what a scraper left as ``&rsquo;``."""
    lines: list[str] = []
    repairs: list[Repair] = []
    for number, line in enumerate(raw, start=1):
        if number > LINES:
            raise Refusal(path, "too-many-lines", f"The file has more than {LINES:,} lines; keep the article alone.")
        text, count = unicode.entities(line) if references else (line, 0)
        text, faults = unicode.tidy(text)
        lines.append(text)
        for fault, changed in ([("entity", count)] if count else []) + faults:
            repairs.append(Repair(number, fault, changed, unicode.escaped(line)))
    return tuple(lines), tuple(repairs)
