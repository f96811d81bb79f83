"""What an output holds: each page with its fingerprint, its files, its links and anchors, as they stood when proofed.

Links and anchors are kept as numbers, eight bytes a name, and apart from the rest: a build that adds one article reads
those of the pages that change.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, field

from briefing.hashes import NONE, digest
from briefing.plain import Frozen, NotPlain, decode, encode
from briefing.shelf import Shelf
from briefing.store import Kept, Store

STEPS = ("page", "links", "own")
PAGES = 128  # rows of their shelf: all are read, and those of a few dozen pages written
OUTPUT, VERSION = "output", "1"  # path and key of the row about the output as a whole


class Printed(NamedTuple):
    """A file as it stood in the output when it was proofed."""

    hash: str
    size: int
    mtime_ns: int
    inode: int


class Marks(Frozen):
    """Where the files of a page lead and which anchors they hold, as ``number`` gives them.

    Links are pairs of page and anchor; one without an anchor has 0 as the second.
    """

    links: array = field(default_factory=lambda: array("Q"))
    ids: array = field(default_factory=lambda: array("Q"))


class Entry(Frozen):
    """A job as it was last done: its fingerprint, its files, and what the gate found in them."""

    fingerprint: str
    kind: str
    files: dict[str, Printed]
    traced: int = 0
    shown: int = 0
    seal: str = ""  # hash of the addresses and bytes of its files
    number: int = 0  # of its address, as ``number`` gives it
    pages: int = 0  # how many of its files a reader opens
    into: tuple[int, ...] = ()  # pages, other than its own, of which its links name an anchor; as ``number`` gives them


class Lost(Exception):
    """What was known of an output cannot be read any more: every page of it has to be made again."""


def seal(files: dict[str, Printed]) -> str:
    """32 hex digits over the addresses and bytes of some files."""
    return digest(*(part.encode() for address in sorted(files) for part in (address, files[address].hash)))


def number(name: str) -> int:
    """Of an address or of an address with its anchor; never 0."""
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little") or 1


def marks(links: Iterable[str], ids: Iterable[str]) -> Marks:
    """The numbers of links ("briefings/astana/index.html#L9") and anchors (the same form)."""
    found = array("Q")
    for link in links:
        page, _, anchor = link.partition("#")
        found.append(number(page))
        found.append(number(link) if anchor else 0)
    return Marks(found, array("Q", [number(one) for one in ids]))


def into(found: Marks, files: Iterable[str]) -> tuple[int, ...]:
    """The pages into which links lead, to an anchor there; without those that are among the files."""
    pages = {page for page, anchor in zip(found.links[::2], found.links[1::2], strict=True) if anchor}
    return tuple(sorted(pages.difference(map(number, files))))


class Manifest(Struct, dict=True):
    """Entries by the address of each job's first file. A hint: without it everything is rendered anew."""

    entries: dict[str, Entry] = field(default_factory=dict)
    new: dict[str, Marks] = field(default_factory=dict)  # of entries made in this build
    spare: str = ""  # ``tree`` of the output that was set aside, the one before or this one; "": there is none
    stale: tuple[str, ...] = ()  # files in which the two differ

    @cached_property
    def tree(self) -> str:
        """Over every address and its bytes: the same site has the same one everywhere. 32 hex digits.

        Asked for when all entries are there, as ``files`` is. Raises ValueError for a seal that is none.
        """
        total = sum(int(entry.seal, 16) for entry in self.entries.values()) % 2**128
        return digest(b"%x" % total, b"%d" % len(self.entries))

    def follow(self, before: Manifest) -> None:
        """Say in what this output differs from the one it has replaced."""
        stale: set[str] = set()
        for was, now in self.others(before):
            had, has = was.files if was else {}, now.files if now else {}
            stale.update(name for name in had.keys() | has.keys() if had.get(name) != has.get(name))
        self.spare = before.tree if before.entries else ""
        self.stale = tuple(sorted(stale))

    def others(self, before: Manifest) -> Iterator[tuple[Entry | None, Entry | None]]:
        """What has become of the entries that are not the very same ones in both: as it was, as it is."""
        old, new = before.entries, self.entries
        yield from ((old.get(address), now) for address, now in new.items() if old.get(address) is not now)
        yield from ((old[address], None) for address in old.keys() - new.keys())

    @cached_property
    def files(self) -> dict[str, tuple[int, int, int]]:
        """Every file of the output that the press made, with size, mtime_ns and inode."""
        return {address: one[1:] for entry in self.entries.values() for address, one in entry.files.items()}


class Ledger:
    """The manifest of one output, on the disk. Damaged rows are missing rows; ``notes`` says so once."""

    def __init__(self, state: Path | None, output: Path) -> None:
        self._store = Store(state, f"pages-{digest(str(output).encode())[:8]}.sqlite", STEPS)
        self._shelf = Shelf(self._store, "page", Entry, PAGES)

    @property
    def notes(self) -> list[str]:
        """What is to be said of it."""
        return self._store.notes

    def read(self) -> Manifest:
        """The manifest as it was last written; an empty one when there is none, or none that can be one of ours."""
        found = Manifest(self._shelf.read())
        try:
            _ = found.tree  # every seal is a number
            row = self._store.get("own", OUTPUT, VERSION)
            if row is not None:
                found.spare, found.stale = decode(tuple[str, tuple[str, ...]], row.data)
        except (NotPlain, ValueError):
            return Manifest()
        return found

    def marks(self, address: str, fingerprint: str) -> Marks:
        """Links and anchors of a page as it was written under this fingerprint. Raises Lost."""
        row = self._store.get("links", address, fingerprint)
        if row is None:
            raise Lost(address)
        return _marks(row.data)

    def all_marks(self) -> Iterator[tuple[str, Marks]]:
        """Links and anchors of every page that was written."""
        return ((row.path, _marks(row.data)) for row in self._store.all("links"))

    def write(self, before: Manifest, after: Manifest) -> None:
        """Remember ``after``; only what differs from ``before``, which ``read`` gave, is written."""
        self._store.drop(before.entries.keys() - after.entries.keys())
        self._shelf.keep(after.entries)
        for address, found in after.new.items():
            data = len(found.links).to_bytes(4, "little") + found.links.tobytes() + found.ids.tobytes()
            self._store.put("links", Kept(address, after.entries[address].fingerprint, NONE, "", data))
        self._store.put("own", Kept(OUTPUT, VERSION, NONE, "", encode((after.spare, after.stale))))
        self._store.save()

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()


def _marks(data: bytes) -> Marks:
    length = int.from_bytes(data[:4], "little") * 8
    links, ids = array("Q"), array("Q")
    if length % 16 or len(data) % 8 != 4 or length > len(data):
        raise Lost("its links")
    links.frombytes(data[4 : 4 + length])
    ids.frombytes(data[4 + length :])
    return Marks(links, ids)
