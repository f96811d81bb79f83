"""Frozen records, and records as JSON and back. What the store keeps; never a pickle.

A record is a list of its field values in order. Tuples come back as tuples, mappings as dicts. What is read is of the
types that the hints say, all the way down: nobody who is handed a record has to ask.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar, cast, dataclass_transform

from msgspec import Struct, field, json

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Frozen(Struct, frozen=True, array_like=True, forbid_unknown_fields=True, gc=False):
    """Base of our records: fields that never change, equal where they are equal. No record may hold itself."""


class NotPlain(ValueError):
    """JSON that is not a record of the asked kind."""


def encode(value: object) -> bytes:
    """The record as JSON in UTF-8, on one line. Raises UnicodeEncodeError for half a character."""
    return json.encode(value)


def decode(kind: type[T], data: bytes) -> T:
    """The record of ``kind`` that ``encode`` wrote. Raises NotPlain for anything else."""
    try:
        return cast(T, _decoder(cast(Any, kind)).decode(data))
    except (ValueError, RecursionError) as error:
        raise NotPlain(f"no {getattr(kind, '__name__', kind)}: {error}") from error


@cache
def _decoder(kind: Any) -> json.Decoder:
    return json.Decoder(kind)
