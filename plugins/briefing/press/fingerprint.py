"""When a page must be made again: fingerprints over inputs, templates and code, and the manifest that remembers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from pathlib import Path

from jinja2 import Environment, TemplateNotFound

from briefing.hashes import digest

FORMAT = 1  # of the manifest

# {% extends "base.html" %}   {%- from 'macros/cite.html' import cite %}   {% include part %}
REFERENCE = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\s([^%]{1,400})%\}")
# "base.html" or 'base.html'
LITERAL = re.compile(r"\"([^\"]{1,200})\"|'([^']{1,200})'")


def canonical(value: object) -> bytes:
    """The one JSON spelling of a value: keys sorted, no spaces, UTF-8; equal values give equal bytes."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return text.encode("utf-8", "surrogatepass")


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, *(getattr(value, one.name) for one in fields(value))]
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, Path):
        return value.as_posix()
    raise TypeError(f"a page's inputs hold a {type(value).__name__}, which has no one spelling")


def fingerprint(inputs: object, *stamps: str) -> str:
    """32 hex digits that change when, and only when, the inputs or one of the stamps change."""
    return digest(canonical(inputs), *(stamp.encode() for stamp in stamps))


class Templates:
    """Stamps of the theme's templates: each over its own text and all that it extends, includes or imports.

    A reference that is not a plain string may lead to any template, so its stamp is over all of them.
    """

    def __init__(self, env: Environment) -> None:
        self._env = env
        self._texts: dict[str, str | None] = {}
        self._stamps: dict[str, str] = {}

    def stamp(self, name: str) -> str:
        """32 hex digits; "" for no template. A template that is not there has a stamp too: it is missing."""
        if not name:
            return ""
        if name not in self._stamps:
            parts: list[bytes] = []
            for one in sorted(self._reach(name)):
                parts += [one.encode(), (self._text(one) or "").encode()]
            self._stamps[name] = digest(*parts)
        return self._stamps[name]

    def _text(self, name: str) -> str | None:
        if name not in self._texts:
            try:
                assert self._env.loader is not None
                self._texts[name] = self._env.loader.get_source(self._env, name)[0]
            except TemplateNotFound:
                self._texts[name] = None
        return self._texts[name]

    def _reach(self, name: str) -> set[str]:
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            one = waiting.pop()
            if one in seen:
                continue
            seen.add(one)
            for reference in REFERENCE.findall(self._text(one) or ""):
                named = [a or b for a, b in LITERAL.findall(reference)]
                waiting += named or self._all()
        return seen

    def _all(self) -> list[str]:
        return [name for name in self._env.list_templates() if name.endswith((".html", ".xml", ".txt"))]


@dataclass(slots=True)
class Printed:
    """A file as it stood in the output when it was proofed."""

    hash: str
    size: int
    mtime_ns: int
    inode: int


@dataclass(slots=True)
class Entry:
    """A job as it was last done: its fingerprint, its files, and what the gate found in them."""

    fingerprint: str
    kind: str
    files: dict[str, Printed]
    traced: int = 0
    shown: int = 0
    links: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


@dataclass(slots=True)
class Manifest:
    """What the output holds, by address of each job's first file. A hint: without it everything is rendered anew."""

    entries: dict[str, Entry] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Manifest:
        """The manifest at ``path``; an empty one when it is missing, cut, damaged or of another version."""
        try:
            head, _, body = path.read_bytes().partition(b"\n")
            if head.decode("ascii", "replace") != _head(body):
                return cls()
            rows = json.loads(body)
            return cls({address: _entry(row) for address, row in rows.items()})
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return cls()

    def dump(self) -> bytes:
        """The bytes ``load`` reads: a line with version and checksum, then JSON."""
        body = canonical({address: asdict(entry) for address, entry in self.entries.items()})
        return _head(body).encode("ascii") + b"\n" + body

    def tree(self) -> str:
        """Hash over every address and its content: the same site has the same one everywhere."""
        files = {address: one.hash for entry in self.entries.values() for address, one in entry.files.items()}
        return digest(canonical(files))

    def addresses(self) -> Iterable[str]:
        """Every file of the output that the press made."""
        return (address for entry in self.entries.values() for address in entry.files)


def _head(body: bytes) -> str:
    return f"sourceline-manifest {FORMAT} {digest(body)}"


def _entry(row: dict) -> Entry:
    files = {address: Printed(**one) for address, one in row["files"].items()}
    kept = {key: row[key] for key in ("fingerprint", "kind", "traced", "shown")}
    return Entry(**kept, files=files, links=tuple(row["links"]), ids=tuple(row["ids"]))
