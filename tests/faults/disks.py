"""Disks that take nothing more, and folders that take nothing at all."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from faults.ground import Count, Ended, Ground, forked

FREE = (0, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512)  # KiB left on the disk before a build
ROOM = "256m"  # of the disk while nothing is done to it


@contextmanager
def disk(place: Path) -> Iterator[bool]:
    """Mount a memory file system there; whether that could be done, which is said where it could not."""
    try:
        _mount("-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(place))
    except PermissionError as error:
        print(f"NOT RUN: full disks and read-only folders, since nothing can be mounted here ({error})")
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


def counts(ground: Ground, place: Path, sizes: tuple[int, ...] = FREE) -> Iterator[Count]:
    """A row for full disks and one for folders that cannot be written. The ground is on the ``disk`` at ``place``."""
    yield _full(ground, place, sizes)
    yield _read_only(ground)


def _full(ground: Ground, disk: Path, sizes: tuple[int, ...]) -> Count:
    count = Count("disk full")
    for free in sizes:
        for spare in (True, False):
            ground.turn()
            if not spare:
                ground.forget_spare()
            what = f"{free} KiB free, {'with a spare' if spare else 'without'}"
            sources = ground.sources()
            used = os.statvfs(disk)
            _resize(disk, (used.f_blocks - used.f_bfree) * used.f_frsize + free * 1024)
            try:
                ended = forked(ground.folder)
            finally:
                _resize(disk, 0)
            ground.judged(count, ended, what, hit=bool(ended.code) or "Note" in ended.said)
            if ground.sources() != sources:
                count.faults.append(f"{what}: sources were touched")
            if ended.code and not ended.said.strip():
                count.faults.append(f"{what}: exit {ended.code} without a word")
            ground.healed(count, what)
    return count


def _read_only(ground: Ground) -> Count:
    """Folders of the site, each closed while a build runs. Where only the store is closed, the new site is made."""
    count = Count("read-only folder")
    for part in ("", "content", ".briefing", "output"):
        for _ in range(2):
            ground.turn()
            what = f"{part or 'site'} read-only"
            with read_only(ground.folder / part):
                ended: Ended = forked(ground.folder)
                ground.judged(count, ended, what)
            if part in ("content", ".briefing") and ended.code:
                count.faults.append(f"{what}: exit {ended.code}: {ended.said.strip()[-300:]!r}")
            ground.healed(count, what)
    return count


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder that nobody can write to, root neither."""
    _mount("--bind", str(folder), str(folder))
    try:
        _mount("-o", "remount,bind,ro", str(folder))
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _resize(disk: Path, size: int) -> None:
    _mount("-o", f"remount,size={size or ROOM}", str(disk))


def _mount(*arguments: str) -> None:
    if not shutil.which("mount"):
        raise PermissionError("there is no mount")
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True)
    if done.returncode:
        raise PermissionError(done.stderr.strip())
