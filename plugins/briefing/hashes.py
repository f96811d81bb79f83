"""Hashes of bytes, of our own code and data, and of the packages that decide a result."""

from __future__ import annotations

import sys
from hashlib import blake2b
from importlib import metadata
from pathlib import Path

SIZE = 16  # bytes of a hash; two of ten million agree by chance once in 10^24
HOME = Path(__file__).parent


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
    parts: list[bytes] = []
    for name in names:
        place = HOME / name
        found = sorted(place.rglob("*")) if place.is_dir() else [place]
        for path in found:
            if "__pycache__" not in path.parts and path.is_file():
                parts += [path.relative_to(HOME).as_posix().encode(), path.read_bytes()]
    return digest(*parts)


def packages(*names: str) -> str:
    """Hash of the versions of Python and of these packages."""
    found = [f"python {sys.version_info.major}.{sys.version_info.minor}"]
    for name in names:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            found.append(name)
    return digest("\n".join(found).encode())
