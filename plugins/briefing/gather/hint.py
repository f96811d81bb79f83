"""Hints: rows that a build keeps of cards, so that the next one works out only what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from msgspec.structs import replace

from briefing.hashes import digest
from briefing.model import Card
from briefing.plain import encode

T = TypeVar("T")


class Hint(Generic[T]):
    """The rows of an earlier build, and those of this one. Without them all is worked out again, to the same result.

    ``keys`` tells by path what decides a card, where that is known without looking.
    """

    def __init__(self, before: Sequence[T] = (), keys: Mapping[str, str] | None = None) -> None:
        self.before = before
        self.now = before
        self._keys = keys or {}

    @property
    def is_new(self) -> bool:
        """Whether this build has other rows than the one before."""
        return self.now is not self.before

    def key(self, card: Card) -> str:
        """What decides a card, but for its place in the record."""
        known = self._keys.get(card.path)
        return known or digest(encode(replace(card, order=0, first_seen=None, changed=None)))
