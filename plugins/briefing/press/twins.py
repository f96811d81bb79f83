"""The JSON beside a page: the same view, in plain values, and the JSON Schema that describes it.

A passage is ``{"text", "at", "letter"}``: ``at`` is its place in the numbered text, ``articles/a.txt#L9:0-120``. A
value of an account that comes from its file stands beside its own place: ``"title"`` and ``"title_at"``.
"""

from __future__ import annotations

import types
import typing
from functools import cache

from markupsafe import Markup
from msgspec import json

from briefing.plain import Frozen
from briefing.press import views
from briefing.press.views import Account, Cite, Date, Page, Tag

VERSION = 1  # of the twins' shape
LEFT_OUT = {
    "href",
    "source_href",
    "speaker_href",
    "text_href",
    "glyph",
    "accent",
    "sign",
    "body",
    "styles",
    "downloads",
}
SIMPLE = frozenset((str, int, float, bool, types.NoneType))  # markup, which is a str too, is not among them
LEFT_OUT |= {"picture", "measures", "coverage", "beside"}  # what the passages beside them say


def twin(page: Page, view: object, site: str) -> bytes:
    """The bytes of ``index.json``: UTF-8, keys in the views' order, one line break at the end."""
    head = {"version": VERSION, "site": site, "page": page.kind, "address": page.address}
    body = typing.cast(dict, plain(view))
    return json.format(json.encode({**head, **body}), indent=1) + b"\n"


def plain(value: object) -> object:
    """A value of a view as JSON has it."""
    if type(value) in SIMPLE:
        return value
    if isinstance(value, Cite):
        found: dict[str, object] = {"text": value.plain, "at": value.at, "letter": value.letter}
        if value.topics:
            found["topics"] = [tag.slug for tag in value.topics]
        return found
    if isinstance(value, Account):
        return _account(value)
    if isinstance(value, Tag):
        return value.slug
    if isinstance(value, Date):
        return value.value
    if isinstance(value, Frozen):
        return {name: plain(getattr(value, name)) for name in _fields(type(value))}
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value]
    if isinstance(value, Markup):
        return None
    return value


@cache
def _fields(cls: type[Frozen]) -> tuple[str, ...]:
    return tuple(name for name in cls.__struct_fields__ if name not in LEFT_OUT)


def _account(account: Account) -> dict[str, object]:
    found: dict[str, object] = {"letter": account.letter, "source": account.path}
    for key, cite in (("title", account.title), ("publisher", account.publisher)):
        found[key] = cite.plain if cite else None
        if cite:
            found[f"{key}_at"] = cite.at
    found["published"] = account.published.value if account.published else None
    if account.published and account.published.cite:
        found["published_at"] = account.published.cite.at
    found |= {"words": account.words, "kept": account.kept, "lines": account.lines, "language": account.lang}
    return found


# --- schema -----------------------------------------------------------------------------------------------------

CITE = {
    "type": "object",
    "description": "A passage of a source, word for word, and its place in the numbered text.",
    "required": ["text", "at", "letter"],
    "properties": {
        "text": {"type": "string"},
        "at": {
            "type": "string",
            "description": "articles/a.txt#L9:0-120, or articles/a.toml#title for an editor's word",
        },
        "letter": {"type": "string", "description": "of its account on this page"},
        "topics": {"type": "array", "items": {"type": "string"}},
    },
    "additionalProperties": False,
}
_NULLABLE = {"type": ["string", "null"]}
ACCOUNT = {
    "type": "object",
    "description": "An account: a file, and what it says of itself. null: not stated.",
    "required": ["letter", "source", "title", "publisher", "published", "words", "kept", "lines", "language"],
    "properties": {
        "letter": {"type": "string"},
        "source": {"type": "string", "description": "path below content/"},
        "title": _NULLABLE,
        "title_at": {"type": "string"},
        "publisher": _NULLABLE,
        "publisher_at": {"type": "string"},
        "published": {"type": ["string", "null"], "description": "ISO 8601 at the precision stated"},
        "published_at": {"type": "string"},
        "words": {"type": "integer"},
        "kept": {"type": "integer"},
        "lines": {"type": "integer"},
        "language": {"type": "string"},
    },
    "additionalProperties": False,
}


def schema(kind: str, view: type) -> dict[str, object]:
    """The JSON Schema (2020-12) of a kind of twin."""
    defs: dict[str, object] = {"Cite": CITE, "Account": ACCOUNT}
    body = _object(view, defs)
    head = {
        "version": {"const": VERSION},
        "site": {"type": "string"},
        "page": {"const": kind},
        "address": {"type": "string"},
    }
    properties = typing.cast(dict, body["properties"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"index.json of a page of kind {kind}",
        **body,
        "properties": {**head, **properties},
        "required": [*head, *typing.cast(list, body["required"])],
        "$defs": dict(sorted(defs.items())),
    }


def _object(cls: type[Frozen], defs: dict[str, object]) -> dict[str, object]:
    hints = typing.get_type_hints(cls, vars(views))
    names = _fields(cls)
    return {
        "type": "object",
        "description": (cls.__doc__ or "").strip(),
        "properties": {name: _schema(hints[name], defs) for name in names},
        "required": names,
        "additionalProperties": False,
    }


def _schema(hint: object, defs: dict[str, object]) -> dict[str, object]:
    simple = {str: "string", int: "integer", float: "number", bool: "boolean", types.NoneType: "null"}
    if isinstance(hint, type) and hint in simple:
        return {"type": simple[hint]}
    if hint in (Tag, Date):
        return {"type": "string"}
    if hint is Markup:
        return {"type": "null"}
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [_schema(one, defs) for one in arguments]}
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return {"type": "array", "items": _schema(arguments[0], defs)}
        items = [_schema(one, defs) for one in arguments]
        return {"type": "array", "prefixItems": items, "items": False, "minItems": len(items)}
    assert isinstance(hint, type)
    assert issubclass(hint, Frozen), f"no JSON for {hint}"
    if hint.__name__ not in defs:
        defs[hint.__name__] = {}
        defs[hint.__name__] = _object(hint, defs)
    return {"$ref": f"#/$defs/{hint.__name__}"}
