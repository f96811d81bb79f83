"""What a build has to say: ``.briefing/report.json`` for machines, a few lines for whoever waits."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import asdict

from briefing.model import Card, Refusal
from briefing.plain import encode

SHOWN = 20  # refusals or warnings on the screen; all are in the report

ALL, NOTHING, REFUSALS, BUSY, INTERRUPTED = 0, 1, 3, 75, 130


class Report(Struct):
    """The outcome of a build. ``code`` is what the process ends with, ``sentence`` the last thing it says."""

    code: int = NOTHING
    sentence: str = ""
    pages: int = 0
    written: list[str] = field(default_factory=list)  # addresses of files with new bytes
    carried: int = 0  # files
    traced: int = 0  # passages
    published: list[dict[str, str]] = field(default_factory=list)  # path, address, status
    refused: list[dict[str, str]] = field(default_factory=list)  # path, code, reason
    drafts: list[str] = field(default_factory=list)  # paths
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def tell(self, articles: Iterable[Card], refusals: Iterable[Refusal]) -> None:
        """Take up what became of each file."""
        self.published = [
            {"path": card.path, "address": f"briefings/{card.slug}/", "status": card.status} for card in articles
        ]
        self.refused = [{"path": one.path, "code": one.code, "reason": one.reason} for one in refusals]

    def close(self, output: str) -> None:
        """Say that the site is published in ``output``."""
        self.code = REFUSALS if self.refused else ALL
        refused = len(self.refused)
        self.sentence = (
            f"Published {_count(len(self.published), 'article')} on {_count(self.pages, 'page')} "
            f"({_count(len(self.written), 'file')} new) in {output}"
            + (f"; refused {_count(refused, 'file')}, see .briefing/report.json." if refused else ".")
        )

    def kept(self) -> dict[str, Any]:
        """The report as a build that changes nothing would give it; ``again`` takes it back."""
        return {**self._plain(), "written": [], "carried": self.carried + len(self.written), "notes": []}

    @classmethod
    def again(cls, kept: Mapping[str, Any]) -> Report:
        """The report that was kept. Raises TypeError for one of another shape."""
        return cls(**kept)

    def lines(self) -> list[str]:
        """What to print, the sentence last."""
        refused = [f"Refused: {one['path']}: {one['reason']}" for one in self.refused]
        warned = [f"Note: {one}" for one in self.warnings]
        said = [*_some(refused), *_some(warned), *(f"Note: {note}" for note in self.notes), self.sentence]
        return ["".join(char if char.isprintable() else "\ufffd" for char in line) for line in said]

    def _plain(self) -> dict[str, Any]:
        return asdict(self)

    def dump(self) -> bytes:
        """The report as JSON, a key a line."""
        told = (b'"%s": %s' % (key.encode(), as_json(value)) for key, value in self._plain().items())
        return b"{\n%s\n}\n" % b",\n".join(told)


def as_json(value: object) -> bytes:
    """Plain values as JSON in UTF-8; half a character, which only a name can hold, as it was given."""
    try:
        return encode(value)
    except UnicodeEncodeError:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def save(path: Path, data: bytes) -> None:
    """Replace a file of ``.briefing/`` in one step; a disk that does not take it is no fault of the site's.

    What lies in its way is put away, and never written to: it may be a link or a pipe.
    """
    aside = path.with_name(f"{path.name}.new")
    with suppress(OSError):
        aside.unlink(missing_ok=True)
        with open(aside, "xb") as file:
            file.write(data)
        os.replace(aside, path)


def _some(lines: list[str]) -> list[str]:
    if len(lines) <= SHOWN:
        return lines
    return [*lines[:SHOWN], f"and {len(lines) - SHOWN} more, all in .briefing/report.json"]


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
