"""When a page must be made again: fingerprints over inputs, templates and code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    TemplateError,
    TemplateNotFound,
)
from msgspec import to_builtins
from msgspec.json import Encoder

from briefing.cache import kept
from briefing.hashes import SIZE, code, digest, looks
from briefing.lazy import regex

# {% extends "base.html" %}   {%- from 'macros/cite.html' import cite %}   {% include part %}
REFERENCE = regex(r"\{%[-+]?\s*(?:extends|include|import|from)\s([^%]{1,400})%\}")
# "base.html" or 'base.html'
LITERAL = regex(r"\"([^\"]{1,200})\"|'([^']{1,200})'")

READABLE = ("html", "xml", "txt")  # endings of the templates that a reference may lead to unnamed
Told = tuple[str, tuple[tuple[str, ...], ...]]  # of a template: the hash of its text, and the names in each reference

# what of an environment decides how a template is read, beside its extensions, filters and globals
DELIMITERS = [f"{what}_{end}_string" for what in ("block", "variable", "comment") for end in ("start", "end")]
READ = [*DELIMITERS, "line_statement_prefix", "line_comment_prefix", "trim_blocks", "lstrip_blocks"]
READ += ["newline_sequence", "keep_trailing_newline"]


def reading(env: Environment) -> list[object]:
    """How templates are read by an environment, as strings, numbers and None."""
    return [*(getattr(env, name) for name in READ), sorted(env.extensions), sorted(env.filters)]


def canonical(value: object) -> bytes:
    """The one JSON spelling of a value: keys sorted, no spaces, UTF-8; equal values give equal bytes."""
    try:
        return CANONICAL.encode(value)
    except UnicodeEncodeError:  # half a character, which UTF-8 cannot spell
        return json.dumps(to_builtins(value, enc_hook=_plain), sort_keys=True).encode()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Path):
        return value.as_posix()
    if isinstance(value, str):  # markup
        return str.__str__(value)
    raise TypeError(f"a page's inputs hold a {type(value).__name__}, which has no one spelling")


CANONICAL = Encoder(enc_hook=_plain, order="deterministic")


class Fingerprint:
    """Fingerprints that have some stamps in common: 32 hex digits that change with the inputs, or with a stamp."""

    def __init__(self, *stamps: str) -> None:
        self._begun = blake2b(digest(*map(str.encode, stamps)).encode(), digest_size=SIZE)

    def of(self, inputs: object) -> str:
        """The fingerprint of some inputs."""
        found = self._begun.copy()
        found.update(canonical(inputs))
        return found.hexdigest()


class Templates:
    """Stamps of the theme's templates: each over its own text and all that it extends, includes or imports.

    A reference that is not a plain string may lead to any template, so its stamp is over all of them.
    """

    def __init__(self, env: Environment) -> None:
        self._env = env
        self._stamps: dict[str, str] = {}

    def stamp(self, name: str) -> str:
        """32 hex digits; "" for no template. A template that is not there has a stamp too: it is missing."""
        if not name:
            return ""
        if name not in self._stamps:
            self._stamps[name] = self._over(self._reach(name))
        return self._stamps[name]

    def whole(self, ending: str) -> str:
        """32 hex digits over every template whose name ends so."""
        return self._over(self._named(ending))

    def texts(self, ending: str) -> Iterator[str]:
        """The text of every template whose name ends so, in order of the names."""
        return (self._text(name) or "" for name in sorted(self._named(ending)))

    def _over(self, names: Iterable[str]) -> str:
        return digest(*(part.encode() for name in sorted(names) for part in (name, self._told(name)[0])))

    @cached_property
    def _all(self) -> Mapping[str, Told]:
        """Every template that the environment lists. Reading them takes as long as a page, so it is done again only
        where some of them look otherwise.
        """
        folders = _folders(self._env.loader)
        look = looks(*map(Path, folders)) if folders else ""
        if not look:
            return self._read()
        return kept("theme", (look.encode(), repr(folders).encode(), code("press/fingerprint.py").encode()), self._read)

    def _read(self) -> dict[str, Told]:
        return {name: _told(self._text(name)) for name in self._env.list_templates(READABLE)}

    def _named(self, ending: str) -> list[str]:
        return [name for name in self._all if name.endswith(ending)]

    def _told(self, name: str) -> Told:
        return self._all.get(name) or _told(self._text(name))

    def _text(self, name: str) -> str | None:
        try:
            assert self._env.loader is not None
            return self._env.loader.get_source(self._env, name)[0]
        except TemplateNotFound:
            return None
        except UnicodeDecodeError as error:
            raise TemplateError(f"{name}: expected UTF-8, found {error.object[error.start]:#04x}") from error

    def _reach(self, name: str) -> set[str]:
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            one = waiting.pop()
            if one in seen:
                continue
            seen.add(one)
            for named in self._told(one)[1]:
                waiting += named or self._all
        return seen


def _told(text: str | None) -> Told:
    references = [tuple(a or b for a, b in LITERAL.findall(found)) for found in REFERENCE.findall(text or "")]
    return digest((text or "").encode()), tuple(dict.fromkeys(references))


def _folders(loader: BaseLoader | None) -> list[str]:
    """The folders that a loader reads, in its order; none where it may read elsewhere too."""
    if isinstance(loader, FileSystemLoader):
        return list(loader.searchpath)
    within: Iterable[BaseLoader] = ()
    if isinstance(loader, ChoiceLoader):
        within = loader.loaders
    elif isinstance(loader, PrefixLoader):
        within = loader.mapping.values()
    found = [_folders(one) for one in within]
    return [path for folders in found for path in folders] if all(found) else []
