"""The output as a whole: one build at a time, into a folder aside, swapped in once, never half.

``Tree`` builds in ``.NAME.stage`` beside the output and touches the output only by the swap. A file carried from the
output is a second name (hard link) for the same bytes and is never opened for writing.

The output that a swap replaces is set aside as the **spare**; where there was none, the new one is set aside under
second names. The next build takes the spare for its stage, where all but a few files are the right ones already: it
brings those up to date, and ``proof`` looks at every file before the swap.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import json
import os
import shutil
import stat
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from briefing.hashes import digest
from briefing.press.manifest import Printed

MARKER = "build.json"  # in the root of every output of ours; what lacks it is not ours to replace
MAKER = "sourceline"
MANY = 64  # files and folders; for more, one call that flushes the file system is quicker than one call each
NAME_BYTES = 255  # of one part of a path, on every common file system
SHARE_LEFT = 0.5  # of the pages there were; a build that leaves fewer looks like an accident
EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
HERE = -100  # AT_FDCWD
BOUND = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM})


class Busy(Exception):
    """Another build holds the lock."""


class TreeError(Exception):
    """The output cannot be built or replaced; what was there is untouched. One sentence: what, where, what to do."""


@contextmanager
def lock(state: Path) -> Iterator[None]:
    """Hold ``.briefing/lock`` while a build runs; raises Busy, naming who holds it.

    Where ``state`` cannot be written, the folder it would lie in is locked instead. The lock ends with the process: a
    worker that outlives it does not hold it.
    """
    try:
        state.mkdir(exist_ok=True)
        handle = os.open(state / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
        named = True
    except OSError:
        handle = os.open(state.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        named = False
    _locks.append(handle)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip() if named else ""
            who = f"process {holder}" if holder.isdigit() else "another process"
            raise Busy(
                f"another build runs here ({who} holds {state / 'lock'}); wait for it, then build again"
            ) from None
        if named:
            with suppress(OSError):  # a full disk: the lock holds all the same, without a name on it
                os.ftruncate(handle, 0)
                os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        if handle in _locks:
            _locks.remove(handle)
            os.close(handle)


_locks: list[int] = []  # handles; a fork has them too, and a lock lasts until the last of them is closed


def _let_go() -> None:
    while _locks:
        os.close(_locks.pop())


os.register_at_fork(after_in_child=_let_go)


class Tree:
    """The output folder and the stage beside it.

    ``keep`` are folders and files that no output may replace or lie around: the content, the theme, the project.
    ``spare`` is where a replaced output is set aside; None: it is removed.
    """

    def __init__(self, output: Path, keep: Iterable[Path] = (), spare: Path | None = None) -> None:
        self.output = Path(os.path.abspath(output))
        self.spare = spare
        self.stage = self.output.parent / f".{self.output.name}.stage"
        self.aside = self.output.parent / f".{self.output.name}.old"
        self._keep = tuple(Path(os.path.realpath(one)) for one in keep)
        self._folders: set[str] = set()  # paths of those that are made or touched
        self._new: list[str] = []  # paths
        self._stale: frozenset[str] | None = None  # addresses that are not right in a stage that is ``reused``
        self.twin = False  # whether the spare is the output itself, under second names
        self.notes: list[str] = []

    # --- before -------------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Raises TreeError unless the output is missing, empty, or made by us, and nothing else would be lost."""
        shown = self.output
        if not shown.name:
            raise TreeError(f"{shown}: the root of the file system cannot be an output; name a folder")
        if "\0" in str(shown):
            raise TreeError(f"{shown}: no name of a folder holds a zero; name another folder with -o")
        real = Path(os.path.realpath(shown))
        for one in self._keep:
            if one == real or real in one.parents:
                raise TreeError(f"{shown}: holds {one}, which is not output; name another folder with -o")
            if one in real.parents:
                raise TreeError(f"{shown}: lies in {one}, which is read to make it; name another folder with -o")
        for path in (shown, self.stage, self.aside):
            if path.is_symlink():
                raise TreeError(f"{path}: is a symbolic link, which is never replaced; name a real folder with -o")
            if not path.exists():
                continue
            if not path.is_dir():
                raise TreeError(f"{path}: is not a folder; remove it or name another folder with -o")
            if os.path.ismount(path):
                raise TreeError(f"{path}: is a mount point, which cannot be replaced; name a folder inside it with -o")
        if shown.is_dir() and any(os.scandir(shown)) and self.marker() is None:
            reason = f"holds files but no {MARKER} of ours, so it is not replaced; empty it or name another folder"
            raise TreeError(f"{shown}: {reason} with -o")

    def marker(self, folder: Path | None = None) -> dict | None:
        """What ``build.json`` of the output, or of another folder, says; None when there is none of ours."""
        try:
            handle = os.open(
                (folder or self.output) / MARKER, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            )
            with open(handle, "rb") as file:
                found = json.loads(file.read(10_000))
        except (OSError, ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) and found.get("made_by") == MAKER else None

    def heal(self) -> None:
        """Bring back or clear away what a build that died has left. Needs the lock, and ``check`` before."""
        if self.aside.exists() and not self.output.exists():
            os.rename(self.aside, self.output)  # it died between the two plain renames
        for left in (self.stage, self.aside):
            if left.exists():
                self._remove(left)
        if self.stage.exists():
            raise TreeError(f"{self.stage}: is left from an earlier build and cannot be removed; remove it by hand")

    def open(self, spare: str = "", stale: Iterable[str] = ()) -> None:
        """Make the stage: empty, or of the spare if its marker says ``spare``, with all right in it but ``stale``."""
        self._folders, self._new, self._stale = set(), [], None
        try:
            self.output.parent.mkdir(parents=True, exist_ok=True)
            if self._take(spare):
                self._stale = frozenset(stale)
            else:
                self.stage.mkdir()
        except OSError as error:
            raise TreeError(f"{self.stage}: cannot be made ({error.strerror})") from error

    def resume(self, stale: Iterable[str]) -> None:
        """Go on with the stage as it stands, in which all is right but ``stale``."""
        self._stale = frozenset(stale)

    @property
    def reused(self) -> bool:
        """Whether the stage was the spare, or is filled for another time."""
        return self._stale is not None

    def _take(self, spare: str) -> bool:
        place = self.spare
        if place is None or not os.path.lexists(place):
            return False
        if spare and not place.is_symlink() and (self.marker(place) or {}).get("tree") == spare:
            with suppress(OSError):
                os.rename(place, self.stage)
                os.unlink(self.stage / MARKER)
                return True
        self._remove(place)
        return False

    # --- into the stage -----------------------------------------------------------------------------------------

    def put(self, address: str, data: bytes) -> Printed:
        """Write a new file of the stage. Raises TreeError for an address that is unsafe or taken."""
        path = self._claim(address)
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            handle = os.open(path, flags, 0o666)
            try:
                left = memoryview(data)
                while left:
                    left = left[os.write(handle, left) :]
                found = os.fstat(handle)
            finally:
                os.close(handle)
        except FileExistsError as error:
            raise TreeError(f"{address}: is taken by another page") from error
        except OSError as error:
            raise TreeError(f"{address}: cannot be written ({error.strerror})") from error
        self._new.append(path)
        return Printed(digest(data), found.st_size, found.st_mtime_ns, found.st_ino)

    def carried(self, files: dict[str, Printed]) -> dict[str, Printed] | None:
        """These files where they stand in the stage already, or can be carried as recorded; else None.

        Raises TreeError as ``put`` does.
        """
        if self._stale is not None:
            if self._stale.isdisjoint(files):
                return files  # and ``proof`` looks at them
            if not all(self.fits(address, files[address]) for address in files if address in self._stale):
                return None
        elif not all(self.fits(address, known) for address, known in files.items()):
            return None
        return {address: self.carry(address, known) for address, known in files.items()}

    def fits(self, address: str, known: Printed) -> bool:
        """Whether the file of the output is still the one that was recorded."""
        try:
            found = os.lstat(os.path.join(self.output, address))
        except (OSError, ValueError):
            return False
        same = (found.st_size, found.st_mtime_ns, found.st_ino) == (known.size, known.mtime_ns, known.inode)
        return same and stat.S_ISREG(found.st_mode)

    def carry(self, address: str, known: Printed) -> Printed:
        """Take a file that ``fits`` over from the output, unopened. Raises TreeError as ``put`` does."""
        if self._stale is not None and address not in self._stale:
            return known  # it stands here already, and ``proof`` looks at it
        path = self._claim(address)
        source = os.path.join(self.output, address)
        with suppress(OSError):
            os.link(source, path, follow_symlinks=False)
            return known
        try:  # no hard links here, or too many of this file: a copy, if its bytes are those recorded
            data = Path(source).read_bytes()
        except OSError as error:
            raise TreeError(f"{address}: cannot be carried over ({error.strerror})") from error
        if digest(data) != known.hash:
            raise TreeError(f"{address}: was changed in the output by somebody else; build again")
        return self.put(address, data)

    def clear(self, known: Iterable[str], wanted: Collection[str]) -> None:
        """Take out of a stage that is ``reused`` what was there, by ``known``, and is not wanted any more."""
        assert self._stale is not None
        gone = set()
        for address in {*known, *self._stale}.difference(wanted):
            if self._is_inside(address):
                path = os.path.join(self.stage, address)
                self._free(path)
                gone.add(path)
                folder = os.path.dirname(path)
                with suppress(OSError):  # until one is not empty
                    while folder != str(self.stage):
                        os.rmdir(folder)
                        self._folders.discard(folder)
                        folder = os.path.dirname(folder)
                if os.path.isdir(folder):
                    self._folders.add(folder)
        self._new = [path for path in self._new if path not in gone]

    def _claim(self, address: str) -> str:
        """The path of an address in the stage, its folders made, nothing there. Raises TreeError for an unsafe one."""
        parts = address.split("/")
        for part in parts:
            if part.startswith(".") or not part or len(part.encode("utf-8", "surrogatepass")) > NAME_BYTES:
                raise TreeError(f"{address!r}: is no address: a part is empty, hidden or too long")
            if not part.isprintable() or "\\" in part or ":" in part:
                raise TreeError(f"{address!r}: is no address: it holds a character that some file system forbids")
        folder = str(self.stage)
        for part in parts[:-1]:
            folder += "/" + part
            if folder in self._folders:
                continue
            try:
                os.mkdir(folder)
            except FileExistsError as error:
                if os.path.islink(folder) or not os.path.isdir(folder):
                    raise TreeError(f"{address}: needs a folder where a file is") from error
            except OSError as error:
                raise TreeError(f"{address}: its folder cannot be made ({error.strerror})") from error
            self._folders.add(folder)
        path = folder + "/" + parts[-1]
        if self._stale is not None:
            self._free(path)
        return path

    def _is_inside(self, address: str) -> bool:
        """Whether it leads into the stage: what is known of a spare may be forged, and a folder of it may be a link."""
        stage = os.path.realpath(self.stage)
        folder = f"{stage}/{os.path.dirname(address)}".rstrip("/")
        return os.path.realpath(folder) == folder

    @staticmethod
    def _free(path: str) -> None:
        with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            os.unlink(path)

    def walk(self, folder: Path | None = None) -> dict[str, tuple[int, int, int]]:
        """Every file of the stage, or of another folder, with size, mtime_ns and inode; -1 for what is no file.

        An empty folder counts as one that should not be there.
        """
        found: dict[str, tuple[int, int, int]] = {}
        waiting = [(str(folder or self.stage), "")]
        while waiting:
            place, below = waiting.pop()
            with os.scandir(place) as entries:
                empty = True
                for entry in entries:
                    empty = False
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((entry.path, f"{below}{entry.name}/"))
                    elif entry.is_file(follow_symlinks=False):
                        seen = entry.stat(follow_symlinks=False)
                        found[below + entry.name] = seen.st_size, seen.st_mtime_ns, seen.st_ino
                    else:
                        found[below + entry.name] = -1, 0, 0
            if empty and below:
                found[below] = -1, 0, 0
        return found

    def mark(self, pages: int, tree: str) -> None:
        """Write ``build.json``: that the folder is ours, how many pages, and the hash of them all."""
        said = {"made_by": MAKER, "format": 1, "pages": pages, "tree": tree}
        self.put(MARKER, json.dumps(said, indent=1, sort_keys=True).encode() + b"\n")

    # --- after --------------------------------------------------------------------------------------------------

    def shrinks(self, pages: int) -> str | None:
        """A sentence when the output has more than twice as many pages as the new one would have, else None."""
        before = (self.marker() or {}).get("pages")
        if not isinstance(before, int) or pages >= before * SHARE_LEFT:
            return None
        return (
            f"the new site has {pages} pages, the published one {before}: not replaced, in case articles went missing; "
            "if this is meant, build with -e BRIEFING_SHRINK=true"
        )

    def seal(self) -> None:
        """Everything of the stage is on the disk when this returns. Raises TreeError when it may not be."""
        try:
            if len(self._new) + len(self._folders) > MANY and _flush_all(self.stage):
                return
            for path in self._new:
                _flush(path)
            for folder in [*sorted(self._folders), str(self.stage)]:
                _flush(folder)
        except OSError as error:
            raise TreeError(f"{self.stage}: cannot be brought to the disk ({error.strerror})") from error

    def swap(self) -> None:
        """The stage becomes the output in one step, and the former output is set aside or removed.

        Where the system cannot exchange two folders it takes two renames; ``heal`` mends a death between them.
        """
        first = not self.output.exists()
        try:
            if first:
                os.rename(self.stage, self.output)
            elif not _exchange(self.stage, self.output):
                os.rename(self.output, self.aside)
                try:
                    os.rename(self.stage, self.output)
                except OSError:
                    os.rename(self.aside, self.output)
                    raise
        except OSError as error:
            raise TreeError(f"{self.output}: cannot be replaced ({error.strerror})") from error
        with suppress(OSError):  # the new site is in place; a lost power supply brings back one of the two whole ones
            _flush(str(self.output.parent))
        for former in (self.stage, self.aside):
            if self.spare is not None and former.is_dir() and not os.path.lexists(self.spare):
                with suppress(OSError):  # on another file system, or read-only: it is removed
                    os.rename(former, self.spare)
        self.discard()
        self.twin = first and self.spare is not None and not os.path.lexists(self.spare) and self._double(self.spare)

    def _double(self, place: Path) -> bool:
        """Give every file of the output a second name below ``place``, the marker last. False where that cannot be."""
        try:
            place.mkdir()
            for address in self.walk(self.output):
                if address != MARKER:
                    os.makedirs(os.path.dirname(os.path.join(place, address)), exist_ok=True)
                    os.link(os.path.join(self.output, address), os.path.join(place, address), follow_symlinks=False)
            os.link(self.output / MARKER, place / MARKER, follow_symlinks=False)
        except OSError:  # on another file system, or one without links
            self._remove(place)
            return False
        return True

    def discard(self) -> None:
        """Remove the stage. Says in ``notes`` what could not be removed."""
        for left in (self.stage, self.aside):
            if left.exists() and not left.is_symlink():
                self._remove(left)

    def _remove(self, folder: Path) -> None:
        if folder.is_symlink() or not folder.is_dir():  # rmtree would wait for a pipe
            with suppress(OSError):
                folder.unlink()
        else:
            shutil.rmtree(folder, ignore_errors=True)
        if os.path.lexists(folder):
            self.notes.append(f"{folder}: could not be removed whole; the next build tries again")


def _flush(path: str) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _call(name: str, *arguments: object) -> bool:
    """Call the C library; False where it does not know the call or the file system does not."""
    called = getattr(ctypes.CDLL(None, use_errno=True), name, None)
    if called is None:
        return False
    if called(*arguments) == 0:
        return True
    code = ctypes.get_errno()
    if code in BOUND:
        return False
    raise OSError(code, os.strerror(code))


def _flush_all(folder: Path) -> bool:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        return _call("syncfs", handle)
    finally:
        os.close(handle)


def _exchange(a: Path, b: Path) -> bool:
    return _call("renameat2", HERE, os.fsencode(a), HERE, os.fsencode(b), EXCHANGE)
