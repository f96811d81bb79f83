"""Frozen records as JSON and back, driven by their type hints. What the store keeps; never a pickle.

A record is a list of its field values in order; a fact has the name of its kind in front, since a briefing's facts are
of several. Tuples come back as tuples, mappings as dicts.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from briefing.model import Fact

T = TypeVar("T")
Reader = Callable[[Any], Any]


class NotPlain(ValueError):
    """JSON that is not a record of the asked kind."""


def encode(value: object) -> bytes:
    """The record as JSON in UTF-8, on one line."""
    text = json.dumps(value, default=_row, ensure_ascii=False, separators=(",", ":"), check_circular=False)
    return text.encode("utf-8", "surrogatepass")


def decode(kind: type[T], data: bytes) -> T:
    """The record of ``kind`` that ``encode`` wrote. Raises NotPlain for anything else."""
    try:
        value = json.loads(data.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise NotPlain(f"no JSON: {error}") from error
    return from_plain(kind, value)


def to_plain(value: object) -> Any:
    """The record as lists, dicts, strings and numbers."""
    return json.loads(encode(value))


def from_plain(kind: type[T], value: Any) -> T:
    """The record of ``kind`` that ``to_plain`` took apart. Raises NotPlain for anything else."""
    try:
        read = _reader(cast(Any, kind))
        return value if read is None else read(value)
    except (TypeError, KeyError, IndexError, ValueError, AttributeError, RecursionError) as error:
        raise NotPlain(f"no {getattr(kind, '__name__', kind)}: {error}") from error


def _row(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return _taker(cast(Any, type(value)))(value)


@cache
def _taker(kind: type) -> Callable[[object], list]:
    """Takes the fields of a record of ``kind`` out, in order."""
    if not is_dataclass(kind):
        raise TypeError(f"{kind.__name__} is no record")
    tag = [kind.__name__] if issubclass(kind, Fact) else []
    names = [one.name for one in fields(kind)]
    if not names:
        return lambda value: list(tag)
    get = attrgetter(*names)
    if len(names) == 1:
        return lambda value: [*tag, get(value)]
    if tag:
        return lambda value: [*tag, *get(value)]
    return lambda value: list(get(value))


@cache
def _reader(hint: Any) -> Reader | None:
    """Makes a value of ``hint`` from plain JSON; None when JSON's own value is it already."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _optional(tuple(one for one in inner if one is not type(None)))
    if origin is tuple:
        return _tuple(inner)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(inner[1])
    if hint in (str, int, float, bool, object, Any, Mapping, dict) or origin is Literal:
        return None
    if isinstance(hint, type) and is_dataclass(hint):
        return _family(hint) if issubclass(hint, Fact) else _record(hint)
    raise TypeError(f"no way to read a {hint} from JSON")


def _optional(kinds: tuple) -> Reader | None:
    readers = [_reader(one) for one in kinds]
    if all(one is None for one in readers):
        return None
    if len(readers) > 1:
        raise TypeError(f"cannot tell {kinds} apart in JSON")
    read = readers[0]
    assert read is not None
    return lambda value: None if value is None else read(value)


def _tuple(inner: tuple) -> Reader:
    if len(inner) == 2 and inner[1] is Ellipsis:
        read = _reader(inner[0])
        return tuple if read is None else lambda value: tuple([read(one) for one in value])
    readers = [_reader(one) for one in inner]
    if all(one is None for one in readers):
        return tuple
    return lambda value: tuple(one if each is None else each(one) for each, one in zip(readers, value, strict=True))


def _mapping(inner: Any) -> Reader:
    read = _reader(inner)
    return dict if read is None else lambda value: {key: read(one) for key, one in value.items()}


def _record(kind: Any) -> Reader:
    hints = get_type_hints(kind)
    readers = [_reader(hints[one.name]) for one in fields(kind)]
    size = len(readers)
    odd = [(at, read) for at, read in enumerate(readers) if read is not None]

    def make(value: list) -> Any:
        if type(value) is not list or len(value) != size:
            raise NotPlain(f"no {kind.__name__}: {size} fields expected")
        for at, read in odd:
            value[at] = read(value[at])
        return kind(*value)

    return make


def _family(base: type) -> Reader:
    """Reads a fact by the name in front of it. The kinds must have been imported."""
    makers: dict[str, Reader] = {}

    def make(value: list) -> Any:
        name = value[0]
        if name not in makers:
            kinds = {one.__name__: one for one in _descendants(base)}
            if name not in kinds:
                raise NotPlain(f"no {base.__name__} is called {name!r:.80}")
            makers[name] = _record(kinds[name])
        return makers[name](value[1:])

    return make


def _descendants(base: Any) -> list[type]:
    found = [base]
    for below in base.__subclasses__():
        found += _descendants(below)
    return found
