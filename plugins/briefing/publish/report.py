"""What a build has to say: ``.briefing/report.json`` for machines, a few lines for whoever waits."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from briefing.model import Card, Refusal

SHOWN = 20  # refusals or warnings on the screen; all are in the report

ALL, NOTHING, REFUSALS, BUSY, INTERRUPTED = 0, 1, 3, 75, 130


@dataclass(slots=True)
class Report:
    """The outcome of a build. ``code`` is what the process ends with, ``sentence`` the last thing it says."""

    code: int = NOTHING
    sentence: str = ""
    cards: tuple[Card, ...] = ()
    drafts: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    pages: int = 0
    written: tuple[str, ...] = ()
    carried: int = 0
    traced: int = 0

    def lines(self) -> list[str]:
        """What to print, the sentence last."""
        refused = [f"Refused: {one.path}: {one.reason}" for one in self.refusals]
        warned = [f"Note: {one}" for one in self.warnings]
        said = [*_some(refused), *_some(warned), *(f"Note: {note}" for note in self.notes), self.sentence]
        return ["".join(char if char.isprintable() else "\ufffd" for char in line) for line in said]

    def dump(self) -> bytes:
        """The report as JSON."""
        said = {
            "code": self.code,
            "sentence": self.sentence,
            "pages": self.pages,
            "written": list(self.written),
            "carried": self.carried,
            "traced": self.traced,
            "published": [
                {"path": card.path, "address": f"briefings/{card.slug}/", "status": card.status} for card in self.cards
            ],
            "refused": [{"path": one.path, "code": one.code, "reason": one.reason} for one in self.refusals],
            "drafts": list(self.drafts),
            "warnings": list(self.warnings),
            "notes": self.notes,
        }
        return json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass") + b"\n"


def save(path: Path, data: bytes) -> None:
    """Replace a file of ``.briefing/`` in one step; a disk that does not take it is no fault of the site's."""
    aside = path.with_name(f"{path.name}.new")
    with suppress(OSError):
        aside.write_bytes(data)
        os.replace(aside, path)


def _some(lines: list[str]) -> list[str]:
    if len(lines) <= SHOWN:
        return lines
    return [*lines[:SHOWN], f"and {len(lines) - SHOWN} more, all in .briefing/report.json"]
