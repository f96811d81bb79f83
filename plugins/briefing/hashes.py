"""Hashes of bytes, of our own code and data, and of the packages that decide a result."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib import metadata
from pathlib import Path

YOUNG_NS = 50_000_000  # a file younger than this may change again and look the same (ticks of 4 to 10 ms)
SIZE = 16  # bytes of a hash; two of ten million agree by chance once in 10^24
HOME = Path(__file__).parent
Look = tuple[int, int, int, int]  # of a file from outside: size, mtime_ns, ctime_ns, inode
NONE: Look = (-1, -1, -1, -1)  # looks like no file
VERSION = re.compile(r"^Version: (\S+)$", re.MULTILINE)


def digest(*parts: bytes) -> str:
    """32 hex digits over the parts and their lengths."""
    found = blake2b(digest_size=SIZE)
    for part in parts:
        found.update(b"%d:" % len(part))
        found.update(part)
    return found.hexdigest()


def code(*names: str) -> str:
    """Hash of files and folders of this package, by name: ``code("read", "desk.py")``. What other code made is void.

    Of a folder every file counts, tables as well as Python; what Python compiled of it does not.
    """
    files = _files()
    wanted = [path for name in names for path in ((name,) if name in files else _below(name))]
    return digest(*(part.encode() for path in wanted for part in (path, files[path])))


def _below(folder: str) -> Iterable[str]:
    return _files() if folder == "." else [path for path in _files() if path.startswith(f"{folder}/")]


@cache
def own_look() -> str:
    """How this package looked when this was first asked, as ``looks`` has it: as code is loaded."""
    return looks(HOME)


@cache
def _files() -> Mapping[str, str]:
    """Every file of this package by name, and its hash: as they were when this was first asked, as code is loaded.

    Reading them all takes as long as making a page, so it is done again only where some of them look otherwise.
    """
    from briefing.cache import Cache

    kept, look = Cache("code", 8), own_look()
    found = kept.read(look) if look else None
    if not isinstance(found, dict):
        found = _hashed()
        if look:
            kept.write(look, found)
    return found


def _hashed() -> dict[str, str]:
    found: dict[str, str] = {}
    waiting = [str(HOME)]
    while waiting:
        for entry in os.scandir(waiting.pop()):
            if entry.is_dir():
                waiting += [entry.path] if entry.name != "__pycache__" else []
            elif entry.is_file():
                name = os.path.relpath(entry.path, HOME).replace(os.sep, "/")
                found[name] = digest(Path(entry.path).read_bytes())
    return dict(sorted(found.items()))


def regular(path: Path, most: int = -1) -> bytes:
    """The bytes of a regular file, at most so many; what is a pipe, a device or a folder is not waited for.

    Raises OSError, and a link to a file counts as that file.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "it is no regular file", str(path))
    with open(handle, "rb") as file:
        return file.read(most)


def look(seen: os.stat_result) -> Look:
    """How a file looks from outside."""
    return seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino


def looks(*folders: Path, without: Path | None = None) -> str:
    """Hash of how all files below some folders look from outside, beside what lies below ``without``.

    "" when one of them is so young that it may change again and look the same.
    """
    now, youngest = time.time_ns(), 0
    rows: list[tuple[str, int, Look | None]] = []
    waiting = list(map(str, folders))
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                seen = entry.stat(follow_symlinks=False)
                if not stat.S_ISDIR(seen.st_mode):
                    rows.append((entry.path, seen.st_mode, look(seen)))
                    youngest = max(youngest, seen.st_ctime_ns)
                elif entry.name != "__pycache__":
                    rows.append((entry.path, seen.st_mode, None))
                    waiting += [entry.path] if entry.path != str(without) else []
    if now - youngest < YOUNG_NS:
        return ""
    return digest(repr(sorted(rows)).encode())


def packages(*names: str) -> str:
    """Hash of the versions of Python and of these packages."""
    found = [f"python {sys.version_info.major}.{sys.version_info.minor}", *map(_version, names)]
    return digest("\n".join(found).encode())


@cache
def _version(name: str) -> str:
    try:  # its own reader parses all that a package says of itself
        told = metadata.distribution(name).read_text("METADATA") or ""
        found = VERSION.search(told)
        return f"{name} {found[1] if found else metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return name
