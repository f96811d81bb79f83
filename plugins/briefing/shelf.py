"""Small rows that every build reads, all of them: some dozens stand in one row of the store and come back together.

Each row of the store is found, checked and parsed by itself, which takes several times as long as what is in a small
one. What changes is written with its neighbours; what is damaged is missing with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar
from zlib import crc32

from briefing.hashes import NONE
from briefing.plain import NotPlain, decode, encode
from briefing.store import Kept, Store

T = TypeVar("T")


class Shelf(Generic[T]):
    """Records of ``kind`` by path, in so many rows of a store's step.

    A row costs more to read than a record in it, and is read or written whole for one of them: few rows where all are
    read, more where some are asked for.
    """

    def __init__(self, store: Store, step: str, kind: type[T], parts: int) -> None:
        self._store, self._step, self._kind, self._count = store, step, dict[str, kind], parts  # type: ignore[valid-type]
        self._parts: dict[str, dict[str, T]] = {}  # those that were read, by name
        self._known: Mapping[str, T] = {}
        self._new: set[str] = set()

    def read(self) -> dict[str, T]:
        """All that can be read; what is no record of ours is missing, with its neighbours."""
        found: dict[str, T] = {}
        for row in self._store.all(self._step):
            found.update(self._take(row))
        self._known = found
        return found

    def get(self, path: str) -> T | None:
        """The record of one path."""
        return self._part(path).get(path)

    def put(self, path: str, record: T | None) -> None:
        """Take a record in the place of the one the path had; None: forget the path."""
        part = self._part(path)
        if record is None:
            part.pop(path, None)
        else:
            part[path] = record
        self._new.add(self._name(path))

    def keep(self, records: Mapping[str, T]) -> None:
        """Take these records in the place of all that were read, and save."""
        known = self._known
        for path in [path for path, one in records.items() if (was := known.get(path)) is not one and was != one]:
            self.put(path, records[path])
        for path in known.keys() - records.keys():
            self.put(path, None)
        self._known = dict(records)
        self.save()

    def save(self) -> None:
        """Hand the store what has changed."""
        for name in sorted(self._new):
            self._store.put(self._step, Kept(name, "", NONE, "", encode(self._parts[name])))
        self._new.clear()

    def _name(self, path: str) -> str:
        return f"{crc32(path.encode('utf-8', 'surrogatepass')) % self._count:x}"

    def _part(self, path: str) -> dict[str, T]:
        name = self._name(path)
        if name not in self._parts:
            row = self._store.get(self._step, name, "")
            self._parts[name] = self._take(row) if row else {}
        return self._parts[name]

    def _take(self, row: Kept) -> dict[str, T]:
        try:
            self._parts[row.path] = decode(self._kind, row.data)
        except NotPlain:
            self._parts[row.path] = {}
        return self._parts[row.path]
