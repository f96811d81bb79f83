"""Hashes of bytes, of our own code and data, and of the packages that decide a result."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib import metadata
from pathlib import Path

YOUNG_NS = 50_000_000  # a file younger than this may change again and look the same (ticks of 4 to 10 ms)
SIZE = 16  # bytes of a hash; two of ten million agree by chance once in 10^24
HOME = Path(__file__).parent
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
    wanted = [path for name in names for path in files if name in (".", path) or path.startswith(f"{name}/")]
    return digest(*(part.encode() for path in wanted for part in (path, files[path])))


@cache
def _files() -> Mapping[str, str]:
    """Every file of this package by name, and its hash: as they were when this was first asked, as code is loaded."""
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


def looks(*folders: Path) -> str:
    """Hash of how all files below some folders look from outside: names, sizes, times and inodes.

    "" when one of them is so young that it may change again and look the same.
    """
    now = time.time_ns()
    rows: list[str] = []
    for folder in folders:
        for row, changed in _looks(str(folder)):
            if now - changed < YOUNG_NS:
                return ""
            rows.append(row)
    return digest("\n".join(rows).encode("utf-8", "replace"))


def _looks(folder: str) -> Iterator[tuple[str, int]]:
    """Each file and folder below one, in order: how it looks, and when it last changed."""
    waiting = [folder]
    while waiting:
        with suppress(OSError):
            for entry in sorted(os.scandir(waiting.pop()), key=lambda entry: entry.name):
                if entry.name == "__pycache__":
                    continue
                found = entry.stat(follow_symlinks=False)
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                    yield f"{entry.path!r} {found.st_mode:o}", 0
                else:
                    look = f"{found.st_mode:o} {found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"
                    yield f"{entry.path!r} {look}", found.st_ctime_ns


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
