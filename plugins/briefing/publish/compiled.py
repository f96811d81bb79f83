"""Templates as they were compiled before, kept in the user's own cache folder: compiling takes longer than a page.

Never in ``.briefing/``, which may come from a cache of somebody's else's: this is code that is run. The folder must be
the user's alone; a file counts only under the hash of all that decided it, and only whole. Without it, templates are
compiled anew.
"""

from __future__ import annotations

import marshal
import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache, Environment
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket

from briefing.hashes import SIZE, digest
from briefing.press.fingerprint import reading

MANY = 400  # files; with more, templates have changed often and the folder is begun anew
VARIABLES = ("XDG_CACHE_HOME", "LOCALAPPDATA")  # say where a user's caches are


def place() -> Path:
    """The folder for what Sourceline keeps of a user. Raises RuntimeError where nobody knows the user's home."""
    named = next((found for name in VARIABLES if os.path.isabs(found := os.environ.get(name, ""))), None)
    return (Path(named) if named else Path.home() / ".cache") / "sourceline"


class Compiled(BytecodeCache):
    """The compiled templates of an environment, whose options must not change any more."""

    def __init__(self, env: Environment) -> None:
        self._folder = _own(place)
        told = [sys.implementation.cache_tag, sys.hexversion, jinja_version, env.autoescape, reading(env)]
        self._stamp = repr(told).encode()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the template its code, where it is known."""
        if self._folder is None:
            return
        with suppress(OSError, ValueError, EOFError, TypeError):
            data = (self._folder / self._name(bucket)).read_bytes()
            if data[: 2 * SIZE] == digest(data[2 * SIZE :]).encode():
                bucket.code = marshal.loads(data[2 * SIZE :])  # noqa: S302 - ours, whole, and nobody else's to write

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        if self._folder is None or bucket.code is None:
            return
        with suppress(OSError):
            if len(os.listdir(self._folder)) > MANY:
                self.clear()
            data = marshal.dumps(bucket.code)
            made = self._folder / f"{self._name(bucket)}.{os.getpid()}"
            made.write_bytes(digest(data).encode() + data)
            made.replace(self._folder / self._name(bucket))

    def clear(self) -> None:
        """Forget every template."""
        for path in self._folder.iterdir() if self._folder else ():
            with suppress(OSError):
                path.unlink()

    def _name(self, bucket: Bucket) -> str:
        return digest(self._stamp, bucket.key.encode(), bucket.checksum.encode())


def _own(where: Callable[[], Path]) -> Path | None:
    """The folder, made if need be; None unless it is a real one that nobody but this user can write."""
    try:
        folder = where() / "templates"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except (OSError, RuntimeError):
        return None
    if not stat.S_ISDIR(found.st_mode):
        return None
    if hasattr(os, "getuid") and (found.st_uid != os.getuid() or found.st_mode & 0o022):
        return None
    return folder
