"""Frozen records as JSON and back, driven by their type hints. What the store keeps; never a pickle.

A record is a list of its field values in order; a fact has the name of its kind in front, since a briefing's facts are
of several. Tuples come back as tuples, mappings as dicts. What is read is of the types that the hints say, all the way
down: nobody who is handed a record has to ask.
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
        value = json.loads(data.decode("utf-8", "surrogatepass"), parse_constant=_never)
    except (ValueError, RecursionError) as error:
        raise NotPlain(f"no JSON: {error}") from error
    return from_plain(kind, value)


def to_plain(value: object) -> Any:
    """The record as lists, dicts, strings and numbers."""
    return json.loads(encode(value))


def from_plain(kind: type[T], value: Any) -> T:
    """The record of ``kind`` that ``to_plain`` took apart. Raises NotPlain for anything else."""
    try:
        return _reader(cast(Any, kind))(value)
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


def _never(name: str) -> object:
    raise ValueError(f"{name} is no number of ours")


@cache
def _reader(hint: Any) -> Reader:
    """Makes a value of ``hint`` from plain JSON. Raises NotPlain, or what ``from_plain`` makes one of."""
    if (types_ := _types(hint)) is not None:
        return _plain(hint, types_)
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return _one_of(inner)
    if origin in (Union, types.UnionType):
        return _optional(tuple(one for one in inner if one is not type(None)))
    if origin is tuple:
        return _tuple(inner)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(inner[1])
    if isinstance(hint, type) and is_dataclass(hint):
        return _family(hint) if issubclass(hint, Fact) else _record(hint)
    raise TypeError(f"no way to read a {hint} from JSON")


@cache
def _types(hint: Any) -> frozenset[type] | None:
    """The types of JSON's own values that are of ``hint`` as they stand; None where one must be looked into."""
    if hint in (object, Any):
        return frozenset((str, int, float, bool, type(None), list, dict))
    if hint in (Mapping, dict):
        return frozenset((dict,))
    if hint is float:
        return frozenset((float, int))
    if hint in (str, int, bool, type(None)):
        return frozenset((hint,))
    if get_origin(hint) in (Union, types.UnionType):
        each = [_types(one) for one in get_args(hint)]
        return None if None in each else frozenset().union(*(one for one in each if one))
    return None


def _plain(hint: Any, allowed: frozenset[type]) -> Reader:
    def read(value: Any) -> Any:
        if type(value) not in allowed:
            raise NotPlain(f"no {hint}: {type(value).__name__}")
        return value

    return read


def _one_of(words: tuple) -> Reader:
    def read(value: Any) -> Any:
        if type(value) is not str or value not in words:
            raise NotPlain(f"none of {words}")
        return value

    return read


def _optional(kinds: tuple) -> Reader:
    if len(kinds) > 1:
        raise TypeError(f"cannot tell {kinds} apart in JSON")
    read = _reader(kinds[0])
    return lambda value: None if value is None else read(value)


def _tuple(inner: tuple) -> Reader:
    if len(inner) == 2 and inner[1] is Ellipsis:
        return _many(inner[0])
    readers = [_reader(one) for one in inner]
    sound = _shaped([_types(one) for one in inner])
    if None not in map(_types, inner):
        return lambda value: tuple(sound(value))
    return lambda value: tuple([read(one) for read, one in zip(readers, sound(value), strict=True)])


def _many(inner: Any) -> Reader:
    allowed = _types(inner)
    read = None if allowed else _reader(inner)

    def make(value: Any) -> tuple:
        if type(value) is not list or (allowed and not allowed.issuperset(map(type, value))):
            raise NotPlain(f"no list of {inner}")
        return tuple(value) if read is None else tuple([read(one) for one in value])

    return make


def _mapping(inner: Any) -> Reader:
    allowed = _types(inner)
    read = None if allowed else _reader(inner)

    def make(value: Any) -> dict:
        if type(value) is not dict or (allowed and not allowed.issuperset(map(type, value.values()))):
            raise NotPlain(f"no table of {inner}")
        return value if read is None else {key: read(one) for key, one in value.items()}

    return make


def _shaped(allowed: list[frozenset[type] | None]) -> Callable[[Any], list]:
    """Gives a list back whose values are of the types allowed, None being any. Shapes that were looked at are known."""
    known: set[tuple[type, ...]] = set()

    def sound(value: Any) -> list:
        if type(value) is not list or (shape := tuple(map(type, value))) not in known:
            if type(value) is not list or len(value) != len(allowed):
                raise NotPlain(f"a list of {len(allowed)} expected")
            if any(types_ and found not in types_ for types_, found in zip(allowed, shape, strict=True)):
                raise NotPlain("values of other types expected")
            known.add(shape)
        return value

    return sound


def _record(kind: Any) -> Reader:
    hints = [get_type_hints(kind)[one.name] for one in fields(kind)]
    sound = _shaped([_types(hint) for hint in hints])
    odd = [(at, _reader(hint)) for at, hint in enumerate(hints) if _types(hint) is None]

    def make(value: Any) -> Any:
        found = sound(value)
        for at, read in odd:
            found[at] = read(found[at])
        return kind(*found)

    return make


def _family(base: type) -> Reader:
    """Reads a fact by the name in front of it. The kinds must have been imported."""
    makers: dict[str, Reader] = {}

    def make(value: list) -> Any:
        if type(value) is not list or not value or type(value[0]) is not str:
            raise NotPlain(f"no {base.__name__}")
        name, *rest = value
        if name not in makers:
            kinds = {one.__name__: one for one in _descendants(base)}
            if name not in kinds:
                raise NotPlain(f"no {base.__name__} is called {name!r:.80}")
            makers[name] = _record(kinds[name])
        return makers[name](rest)

    return make


def _descendants(base: Any) -> list[type]:
    found = [base]
    for below in base.__subclasses__():
        found += _descendants(below)
    return found
