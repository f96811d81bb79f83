"""When a page must be made again: fingerprints over inputs, templates and code."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

from jinja2 import Environment, TemplateError, TemplateNotFound
from msgspec import to_builtins
from msgspec.json import Encoder

from briefing.hashes import SIZE, digest
from briefing.lazy import regex

# {% extends "base.html" %}   {%- from 'macros/cite.html' import cite %}   {% include part %}
REFERENCE = regex(r"\{%[-+]?\s*(?:extends|include|import|from)\s([^%]{1,400})%\}")
# "base.html" or 'base.html'
LITERAL = regex(r"\"([^\"]{1,200})\"|'([^']{1,200})'")

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

    def texts(self, ending: str) -> Iterator[str]:
        """The text of every template whose name ends so, in order of the names."""
        return (self._text(name) or "" for name in sorted(self._all()) if name.endswith(ending))

    def _text(self, name: str) -> str | None:
        if name not in self._texts:
            try:
                assert self._env.loader is not None
                self._texts[name] = self._env.loader.get_source(self._env, name)[0]
            except TemplateNotFound:
                self._texts[name] = None
            except UnicodeDecodeError as error:
                raise TemplateError(f"{name}: expected UTF-8, found {error.object[error.start]:#04x}") from error
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
