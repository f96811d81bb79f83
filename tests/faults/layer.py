"""A layer between a build and the file system, in the same process: its k-th modifying call fails, or is the last one.

Counted are calls of ``os``, writes through ``open``, the two calls that ``press.tree`` makes by the C library, and
whatever changes a table of SQLite: one for a run of the same statement, since only the commit comes to the disk. What
goes to pipes is not: only regular files and folders are modified.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sqlite3
import stat
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

NAMED = ("mkdir", "rmdir", "unlink", "remove", "rename", "replace", "link", "symlink", "truncate", "chmod", "utime")
HANDLED = ("write", "pwrite", "ftruncate", "fsync", "fdatasync")  # the first argument is a handle
KILL = 0  # in the place of an error number
MAKING = os.O_CREAT | os.O_TRUNC
SQLITE = {errno.EIO: sqlite3.SQLITE_IOERR, errno.ENOSPC: sqlite3.SQLITE_FULL}
READS = ("SELECT", "PRAGMA TRUSTED", "PRAGMA CELL")


@dataclass
class Layer:
    """The ``at``-th modifying call, counted from 1, has ``fault``: an error number or KILL. 0: calls are only counted.

    ``tell`` is a handle to which each call is written, a line each, before it is made.
    """

    at: int
    fault: int
    tell: int
    calls: int = 0
    owner: int = 0
    last: str = ""

    def install(self) -> None:
        """Put the layer in, for the rest of this process. A worker's calls are not counted."""
        self.owner = os.getpid()
        write = os.write
        self.say = lambda line: write(self.tell, line.encode("utf-8", "replace") + b"\n")
        for name in NAMED:
            setattr(os, name, self._named(name, getattr(os, name)))
        for name in HANDLED:
            setattr(os, name, self._handled(name, getattr(os, name)))
        self._files()
        self._tables()
        self._library()

    def step(self, name: str, about: object, part: Callable[[], object] | None = None) -> None:
        """Count a call; the chosen one fails or ends the process. ``part`` does half of it before that."""
        if os.getpid() != self.owner:
            return
        told = f"{name} {os.fsdecode(about) if isinstance(about, (str, bytes, os.PathLike)) else about}"
        if name == "sqlite" and told == self.last:
            return
        self.last = told
        self.calls += 1
        self.say(told)
        if self.calls != self.at:
            return
        if part:
            part()
        if self.fault == KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        if name == "sqlite":
            error = sqlite3.OperationalError(f"{os.strerror(self.fault)} (made to fail)")
            error.sqlite_errorcode = SQLITE[self.fault]
            raise error
        raise OSError(self.fault, os.strerror(self.fault))

    def _named(self, name: str, call: Callable) -> Callable:
        def through(path: Any, *rest: Any, **named: Any) -> Any:
            self.step(name, path)
            return call(path, *rest, **named)

        return through

    def _handled(self, name: str, call: Callable) -> Callable:
        def through(handle: int, *rest: Any) -> Any:
            if stat.S_ISREG(mode := os.fstat(handle).st_mode) or stat.S_ISDIR(mode):
                half = (
                    (lambda: call(handle, bytes(rest[0])[: len(rest[0]) // 2], *rest[1:])) if "write" in name else None
                )
                self.step(name, handle, half)
            return call(handle, *rest)

        return through

    def _files(self) -> None:
        open_, plain = os.open, io.open
        layer = self

        class Raw(io.FileIO):
            def write(self, data: Any) -> int:
                layer.step("write", self.name, lambda: super(Raw, self).write(bytes(data)[: len(data) // 2]))
                return super().write(data)

        def through(path: Any, flags: int, *rest: Any, **named: Any) -> int:
            if flags & MAKING:
                layer.step("open", path)
            return open_(path, flags, *rest, **named)

        def opened(file: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
            if not set("wax+") & set(mode):
                return plain(file, mode, *rest, **named)
            layer.step("open", file)
            raw = io.BufferedWriter(Raw(file, mode.replace("b", "").replace("t", "")))
            return raw if "b" in mode else io.TextIOWrapper(raw, encoding=named.get("encoding") or "utf-8")

        import builtins

        os.open, builtins.open, io.open = through, opened, opened

    def _tables(self) -> None:
        layer, connect = self, sqlite3.connect

        class Watched(sqlite3.Connection):
            def execute(self, statement: str, *rest: Any) -> sqlite3.Cursor:
                if not statement.upper().startswith(READS) and statement != "PRAGMA user_version":
                    layer.step("sqlite", statement)
                return super().execute(statement, *rest)

            def executemany(self, statement: str, *rest: Any) -> sqlite3.Cursor:
                layer.step("sqlite", statement)
                return super().executemany(statement, *rest)

            def executescript(self, script: str) -> sqlite3.Cursor:
                layer.step("sqlite", "script")
                return super().executescript(script)

            def commit(self) -> None:
                layer.step("sqlite", "commit")
                super().commit()

        sqlite3.connect = lambda *given, **named: connect(*given, **{**named, "factory": Watched})

    def _library(self) -> None:
        from briefing.press import tree

        call = tree._call

        def through(name: str, *arguments: object) -> bool:
            self.step(name, "")
            return call(name, *arguments)

        tree._call = through


def faults() -> dict[str, int]:
    """What a call can meet, by name."""
    return {"kill": KILL, "EIO": errno.EIO, "ENOSPC": errno.ENOSPC}
