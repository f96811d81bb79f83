"""What earlier builds found out: rows in a file of ``.briefing/``, by step and path. A hint, and nothing but a hint.

``store.sqlite`` knows each source, ``pages-*.sqlite`` each page of an output. A row has the key it was made under and a
checksum. One that is missing, cut, damaged or of another key counts as missing; a file that cannot be read, or whose
rows make a build fall over, is begun anew; one that cannot be written is kept in memory. Each leaves one note, and the
same pages.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from briefing.hashes import NONE, Look
from briefing.plain import Frozen

VERSION = 7  # of the tables
STEPS = ("article", "briefing", "card", "traits", "own", "picture", "comparison")
TABLE = (
    "CREATE TABLE IF NOT EXISTS {} "
    "(path TEXT PRIMARY KEY, key TEXT, size INT, mtime INT, ctime INT, inode INT, sha TEXT, data BLOB, sum BLOB);"
)


NOT_ITS_FAULT = frozenset(
    (
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    )
)


class Kept(Frozen):
    """A row of the store."""

    path: str
    key: str
    look: Look  # of the file when it was read; NONE where there is no file, or nobody could tell it from a later one
    sha256: str  # of the file's bytes; "" where there is no file
    data: bytes


class Store:
    """The rows of a site, a table for each step. ``folder`` None keeps them in memory."""

    def __init__(self, folder: Path | None, name: str = "store.sqlite", steps: tuple[str, ...] = STEPS) -> None:
        self.notes: list[str] = []
        self._damaged = False
        self._asked = False
        self._steps = steps
        self._file = folder / name if folder else None
        self._base = self._connect()

    def _connect(self) -> sqlite3.Connection:
        if self._file is not None:
            for _ in range(2):
                try:
                    self._file.parent.mkdir(exist_ok=True)
                    if any(map(_is_strange, self._files())):
                        self._wipe()
                    return _opened(str(self._file), self._steps)
                except (sqlite3.Error, OSError, ValueError) as error:  # a message of SQLite may be no text
                    self._note(f"could not be used ({error}); what it knew is worked out again")
                    if _whole(error):
                        break
                    self._wipe()
            self._file = None
        return _opened(":memory:", self._steps)

    def _note(self, what: str) -> None:
        if not self.notes:
            self.notes.append(f"{self._file}: {what}")

    def _wipe(self) -> None:
        for path in self._files():
            with suppress(OSError):
                path.unlink()

    def _files(self) -> list[Path]:
        """The file and those that SQLite keeps beside it."""
        return [Path(f"{self._file}{ending}") for ending in ("", "-wal", "-shm", "-journal")]

    def _fail(self, error: Exception) -> None:
        """Begin anew after a fault; rows put so far are lost, which costs time and nothing else."""
        self._note(f"failed ({error}); what it knew is worked out again")
        with suppress(sqlite3.Error):
            self._base.close()
        if _whole(error):
            self._file = None
        elif self._file is not None:
            self._wipe()
        self._base = self._connect()

    def doubted(self, error: Exception) -> bool:
        """Begin anew because what was built of its rows fell over; False where none of them was used."""
        if self._asked:
            self._fail(error)
        return self._asked

    def all(self, step: str) -> Iterator[Kept]:
        """Every sound row of a step, in no order; put none meanwhile."""
        try:
            for row in self._base.execute(f"SELECT * FROM {step}"):  # noqa: S608 - one of the steps
                kept = self._sound(step, row)
                if kept is not None:
                    yield kept
        except (sqlite3.Error, ValueError) as error:
            self._fail(error)

    def get(self, step: str, path: str, key: str) -> Kept | None:
        """The row of a path under this key, None when there is no sound one."""
        try:
            row = self._base.execute(f"SELECT * FROM {step} WHERE path = ?", (path,)).fetchone()  # noqa: S608
        except (sqlite3.Error, ValueError) as error:
            self._fail(error)
            return None
        kept = self._sound(step, row) if row else None
        return kept if kept and kept.path == path and kept.key == key else None

    def _sound(self, step: str, row: tuple) -> Kept | None:
        path, key, size, mtime, ctime, inode, sha, data, total = row
        if type(data) is bytes and total == _sum(step, row[:8]):
            self._asked = True
            return Kept(path, key, (size, mtime, ctime, inode), sha, data)
        self._damaged = True
        self._note(f"has damaged rows (first: {str(path)[:200]!r}); they are worked out again")
        return None

    def put(self, step: str, kept: Kept) -> None:
        """Keep a row instead of the one the path had."""
        row = (kept.path, kept.key, *kept.look, kept.sha256, kept.data)
        marks = "?, " * 8 + "?"
        try:
            self._base.execute(f"REPLACE INTO {step} VALUES ({marks})", (*row, _sum(step, row)))  # noqa: S608
        except (sqlite3.Error, ValueError) as error:
            self._fail(error)

    def once(self, step: str, path: str, key: str, make: Callable[[], bytes]) -> bytes:
        """What ``make`` made under this key; it is made now where that is not known."""
        row = self.get(step, path, key)
        if row is None:
            row = Kept(path, key, NONE, "", make())
            if self._file is not None:  # nobody would ask again for what is kept in memory
                self.put(step, row)
        return row.data

    def prune(self, step: str, wanted: Collection[str]) -> None:
        """Forget the rows of a step whose paths are not among the wanted."""
        try:
            gone = [row for row in self._base.execute(f"SELECT path FROM {step}") if row[0] not in wanted]  # noqa: S608
            self._base.executemany(f"DELETE FROM {step} WHERE path = ?", gone)  # noqa: S608
        except (sqlite3.Error, ValueError) as error:
            self._fail(error)

    def drop(self, paths: Iterable[str]) -> None:
        """Forget these paths."""
        gone = [(path,) for path in paths]
        try:
            for step in self._steps:
                self._base.executemany(f"DELETE FROM {step} WHERE path = ?", gone)  # noqa: S608
        except (sqlite3.Error, ValueError) as error:
            self._fail(error)

    def save(self) -> None:
        """Bring what was put to the disk."""
        try:
            self._base.commit()
        except (sqlite3.Error, ValueError) as error:
            self._fail(error)

    def close(self) -> None:
        """Save, and let go of the file; one that held damaged rows may lose more, so it is begun anew next time."""
        self.save()
        with suppress(sqlite3.Error):
            self._base.close()
        if self._damaged and self._file is not None:
            self._wipe()


def _is_strange(path: Path) -> bool:
    """Whether something lies there that is no file of ours: SQLite would write to where a link leads."""
    return os.path.lexists(path) and not stat.S_ISREG(os.lstat(path).st_mode)


def _whole(error: Exception) -> bool:
    """Whether the file may be sound all the same: it is locked, or the disk is full or does not let us."""
    return isinstance(error, OSError) or getattr(error, "sqlite_errorcode", 0) & 0xFF in NOT_ITS_FAULT


def _opened(name: str, steps: tuple[str, ...]) -> sqlite3.Connection:
    base = sqlite3.connect(name, timeout=5, isolation_level="DEFERRED")
    try:
        base.execute("PRAGMA trusted_schema = OFF")
        base.execute("PRAGMA cell_size_check = ON")
        found = base.execute("PRAGMA user_version").fetchone()[0]
        if found not in (0, VERSION):
            raise sqlite3.DatabaseError(f"it is of version {found}, not {VERSION}")
        if base.execute("SELECT name FROM sqlite_master WHERE type IN ('view', 'trigger') LIMIT 1").fetchone():
            raise sqlite3.DatabaseError("it holds a view or a trigger, and ours have none")
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = NORMAL")
        if found == 0:
            base.executescript("".join(TABLE.format(step) for step in steps))
            base.execute(f"PRAGMA user_version = {VERSION}")
            base.commit()
        for step in steps:  # tables of other columns are another version's
            base.execute(f"SELECT path, key, size, mtime, ctime, inode, sha, data, sum FROM {step} LIMIT 0")  # noqa: S608
    except BaseException:
        base.close()
        raise
    return base


def _sum(step: str, row: tuple) -> bytes:
    total = sha256(repr((step, row[:7])).encode("utf-8", "backslashreplace"))  # of all the quickest on much
    total.update(row[7])
    return total.digest()[:8]
