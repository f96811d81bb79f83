"""What takes long to make of code and tables, kept in the user's own cache folder.

Never in ``.briefing/``, which may come from a cache of somebody else's: some of it is code that is run, some goes into
pages as it is. The folder must be the user's alone; a file counts only under the hash of all that decided it, and only
whole. Without it, things are made anew.
"""

from __future__ import annotations

import marshal
import os
import stat
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

from briefing.hashes import digest

T = TypeVar("T")

VARIABLES = ("XDG_CACHE_HOME", "LOCALAPPDATA")  # say where a user's caches are


def place() -> Path:
    """The folder for what Sourceline keeps of a user. Raises RuntimeError where nobody knows the user's home."""
    named = next((found for name in VARIABLES if os.path.isabs(found := os.environ.get(name, ""))), None)
    return (Path(named) if named else Path.home() / ".cache") / "sourceline"


SIZE = 32  # bytes of the hash before a value
FEW = 24  # of a kind of which few are in use at a time: one, or one a language
PYTHON = f"{sys.implementation.cache_tag}-{sys.hexversion:x}-{sys.byteorder}"  # its letters, its engine, its code


class Cache:
    """Things of one kind, each under a name that says all that decided it, beside the Python that made it.

    With ``most`` of them, what they are of has changed often, and the folder is begun anew.
    """

    def __init__(self, kind: str, most: int = 400) -> None:
        self._folder, self._most = _own(place, kind), most

    def read(self, name: str) -> Any:
        """What was written under a name; None where there is nothing, or nothing whole."""
        if self._folder is None:
            return None
        with suppress(OSError, ValueError, EOFError, TypeError):
            data = memoryview((self._folder / f"{PYTHON}-{name}").read_bytes())
            if data[:SIZE] == sha256(data[SIZE:]).digest():
                return marshal.loads(data[SIZE:])  # noqa: S302 - ours, whole, and nobody else's to write
        return None

    def write(self, name: str, value: Any) -> None:
        """Keep a value that ``marshal`` knows; nothing happens where there is no folder, or no room."""
        if self._folder is None:
            return
        with suppress(OSError):
            if len(os.listdir(self._folder)) >= self._most:
                self.clear()
            data = marshal.dumps(value)
            made = self._folder / f"{PYTHON}-{name}.{os.getpid()}"
            made.write_bytes(sha256(data).digest() + data)
            made.replace(self._folder / f"{PYTHON}-{name}")

    def clear(self) -> None:
        """Forget all of this kind."""
        for path in self._folder.iterdir() if self._folder else ():
            with suppress(OSError):
                path.unlink()


def kept(kind: str, decided_by: Iterable[bytes], make: Callable[[], T], most: int = FEW) -> T:
    """What ``make`` gives, made once for all that decides it: a value that ``marshal`` knows, and never None."""
    cache, name = Cache(kind, most), digest(*decided_by)
    found = cache.read(name)
    if found is None:
        found = make()
        cache.write(name, found)
    return cast(T, found)


def _own(where: Callable[[], Path], kind: str) -> Path | None:
    """The folder, made if need be; None unless it is a real one that nobody but this user can write."""
    try:
        folder = where() / kind
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except (OSError, RuntimeError):
        return None
    if not stat.S_ISDIR(found.st_mode):
        return None
    if hasattr(os, "getuid") and (found.st_uid != os.getuid() or found.st_mode & 0o022):
        return None
    return folder
