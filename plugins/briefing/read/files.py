"""From the folder of articles to names and bytes, trusting nothing in it: neither links nor devices nor sizes."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from briefing import hashes
from briefing.hashes import Look, digest, look
from briefing.model import Refusal
from briefing.plain import Frozen, encode
from briefing.text.slugs import is_visible

LIMIT = 2_000_000  # bytes of one file
DEPTH = 32  # folders below articles/
ARTICLES = "articles"
KINDS = (".txt", ".html", ".htm")

FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | FOLLOW
FILE = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | FOLLOW
CHUNK = 1 << 20


def kind(path: str) -> str:
    """The last extension of a name in small letters: ".txt"; "" without one."""
    return os.path.splitext(path)[1].lower()


def load(content: Path, path: str) -> bytes:
    """The bytes of one article, ``path`` being below ``content``. Raises ``Refusal``.

    No link is followed on the way, only a regular file is opened, and its size is known before it is read.
    """
    *folders, name = path.split("/")
    if not name or any(part in ("", ".", "..") for part in (*folders, name)):
        raise Refusal(shown(path), "name", "This is not a path below content/.")
    try:
        with _folder(content, folders) as place:
            _regular(os.stat(name, dir_fd=place, follow_symlinks=False), path)
            file = os.open(name, FILE, dir_fd=place)
            try:
                return _bytes(file, path)
            finally:
                os.close(file)
    except (OSError, ValueError) as error:
        raise _refused(path, error) from None


class Folder(Frozen):
    """What lies below ``content/articles/``."""

    articles: Mapping[str, Look]  # by path, sorted
    sidecars: Mapping[str, Look]  # paths that end in .toml, sound or not
    refusals: tuple[Refusal, ...]  # for everything that cannot be one or the other, by path
    seen_ns: int  # when it was looked at

    def looks(self) -> str:
        """Hash of how all of it looks; "" when a file is so young that it may change again and look the same."""
        youngest = max((look[2] for looks in (self.articles, self.sidecars) for look in looks.values()), default=0)
        if self.seen_ns - youngest < hashes.YOUNG_NS:
            return ""
        refused = [(one.path, one.code, one.reason) for one in self.refusals]
        return digest(encode([self.articles, dict(sorted(self.sidecars.items())), refused]))


def scan(content: Path) -> Folder:
    """All articles and sidecars below ``content/articles/``; hidden names are passed over, sizes not looked at."""
    now = time.time_ns()
    articles: dict[str, Look] = {}
    sidecars: dict[str, Look] = {}
    refusals: list[Refusal] = []
    waiting: list[tuple[str, ...]] = [(ARTICLES,)]
    while waiting:
        parts = waiting.pop()
        here = "/".join(parts)
        try:
            with _folder(content, list(parts)) as place, os.scandir(place) as entries:
                found = [(entry.name, entry.stat(follow_symlinks=False)) for entry in entries]
        except FileNotFoundError:
            continue
        except OSError as error:
            refusals.append(_refused(here, error))
            continue
        for name, seen in found:
            if name.startswith("."):
                continue
            path = f"{here}/{name}"
            if name.endswith(".txt") and stat.S_ISREG(seen.st_mode) and name.isascii() and name.isprintable():
                articles[path] = look(seen)  # nearly all are of this kind
                continue
            ending = kind(name)
            if name.endswith(".toml"):
                sidecars[path] = look(seen)
            problem = _problem(path, name, ending, seen.st_mode, len(parts))
            if problem:
                refusals.append(problem)
            elif stat.S_ISDIR(seen.st_mode):
                waiting.append((*parts, name))
            elif ending != ".toml":
                articles[path] = look(seen)
    every = tuple(sorted(refusals, key=lambda refusal: refusal.path))
    return Folder(dict(sorted(articles.items())), sidecars, every, now)


def shown(path: str) -> str:
    """A path as it can be printed: bytes that are not UTF-8 and characters that nobody sees are escaped."""
    text = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


def _problem(path: str, name: str, ending: str, mode: int, depth: int) -> Refusal | None:
    if not is_visible(name):
        reason = "The name holds bytes that are not UTF-8 or characters that nobody sees; rename the file."
        return Refusal(shown(path), "name", reason)
    if stat.S_ISLNK(mode):
        return Refusal(
            path, "symlink", "This is a symbolic link, and links are not followed; put the file itself here."
        )
    if stat.S_ISDIR(mode):
        if ending in KINDS:
            return Refusal(path, "not-regular", "This is a folder with the name of an article; rename it.")
        if depth >= DEPTH:
            return Refusal(path, "too-deep", f"Folders are nested more than {DEPTH} deep here.")
        return None
    if not stat.S_ISREG(mode):
        return Refusal(path, "not-regular", "This is no regular file but a pipe, a socket or a device.")
    if ending == ".toml" and not name.endswith(".toml"):
        return Refusal(path, "kind", "The word on an article ends in .toml, in small letters; rename the file.")
    if ending not in (*KINDS, ".toml"):
        return Refusal(path, "kind", "Only .txt, .html and .htm are articles; take this file out of articles/.")
    return None


@contextmanager
def _folder(content: Path, parts: list[str]) -> Iterator[int]:
    """An open handle of ``content`` and the folders below it, none of them reached through a link."""
    place = os.open(content, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0))
    try:
        for part in parts:
            below = os.open(part, FOLDER, dir_fd=place)
            os.close(place)
            place = below
        yield place
    finally:
        os.close(place)


def _regular(found: os.stat_result, path: str) -> None:
    if stat.S_ISLNK(found.st_mode):
        raise Refusal(path, "symlink", "This is a symbolic link, and links are not followed; put the file itself here.")
    if not stat.S_ISREG(found.st_mode):
        raise Refusal(path, "not-regular", "This is no regular file but a folder, a pipe, a socket or a device.")
    if found.st_size > LIMIT:
        reason = f"The file has {found.st_size:,} bytes, more than the {LIMIT:,} allowed; keep the article alone."
        raise Refusal(path, "too-large", reason)


def _bytes(file: int, path: str) -> bytes:
    found = os.fstat(file)
    _regular(found, path)
    chunks, size = [], 0
    while chunk := os.read(file, CHUNK):
        chunks.append(chunk)
        size += len(chunk)
        if size > LIMIT:  # it grew while it was read
            raise Refusal(path, "too-large", f"The file has more than the {LIMIT:,} bytes allowed.")
    return b"".join(chunks)


def _refused(path: str, error: OSError | ValueError) -> Refusal:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.ENOENT:
        return Refusal(shown(path), "missing", "There is no such file.")
    if number in (errno.ELOOP, errno.ENOTDIR, errno.EMLINK):
        reason = "A folder on the way to it is a symbolic link, and links are not followed, or it is no folder."
        return Refusal(shown(path), "symlink", reason)
    if number in (errno.EACCES, errno.EPERM):
        return Refusal(shown(path), "unreadable", "It may not be read: permission denied.")
    why = error.strerror if isinstance(error, OSError) and error.strerror else "its name cannot be used"
    return Refusal(shown(path), "unreadable", f"It could not be read: {why}.")
