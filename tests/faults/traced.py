"""The real command under strace: killed at each modifying call to the system, and each of them failing once.

A first run notes the calls: which there are, and the how-manieth of its name each is. Strace then injects at that one.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from faults.ground import WAIT, Count, Ended, Ground, command

CALLS = (
    "mkdir,mkdirat,rmdir,unlink,unlinkat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,truncate,ftruncate,"
    "write,writev,pwrite64,pwritev,fallocate,fsync,fdatasync,syncfs,sync_file_range,chmod,fchmod,fchmodat,utimensat,"
    "open,openat,creat,copy_file_range,sendfile"
)
LINE = re.compile(r"(\d+) +([a-z0-9_]+)\((.*)")
SAME = {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}  # the same calls in each run
INJECTED = {"kill": "signal=KILL", "EIO": "error=EIO", "ENOSPC": "error=ENOSPC"}


def counts(ground: Ground, every: int = 1) -> Iterator[Count]:
    """A row for each thing that strace can inject, at each ``every``-th modifying call of both directions."""
    if why := _cannot():
        print(f"NOT RUN: the calls to the system, since {why}")
        return
    for number, (name, injected) in enumerate(INJECTED.items()):
        yield _matrix(ground, f"{name} at system call (strace)", injected, every, number)


def _cannot() -> str:
    if not shutil.which("strace"):
        return "there is no strace"
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, text=True)
    return f"strace does not work here: {tried.stderr.strip()[-100:]}" if tried.returncode else ""


def _matrix(ground: Ground, what: str, injected: str, every: int, first: int) -> Count:
    count = Count(what)
    calls: dict[str, list[tuple[str, int, str]]] = {}
    for _ in range(2):
        ground.turn()
        calls[ground.now] = _noted(ground)
        ground.healed(count, what)
    for at in range(first % every, max(map(len, calls.values())), every):
        for _ in range(2):
            ground.turn()
            if at < len(calls[ground.now]):
                name, number, about = calls[ground.now][at]
                _injected(ground, count, f"{what}: {name} {number}", f"{name}:{injected}:when={number}", about)
            else:
                ground.healed(count, what)
    return count


def _noted(ground: Ground) -> list[tuple[str, int, str]]:
    """The modifying calls of a build: name, the how-manieth of that name in its process, and what it was about."""
    with tempfile.TemporaryDirectory() as place:
        log = Path(place) / "calls"
        _run(ground, "strace", "-f", "-y", "-s", "0", "-e", f"trace={CALLS}", "-o", str(log))
        lines = log.read_text("utf-8", "replace").splitlines()
    found = []
    seen: Counter[str] = Counter()
    main = lines[0].split()[0]
    for line in lines:
        match = LINE.match(line)
        if not match or match[1] != main:  # what workers write goes through pipes
            continue
        name, given = match[2], match[3]
        seen[name] += 1
        if str(ground.folder) in given and (not name.startswith("open") or "O_CREAT" in given or "O_TRUNC" in given):
            found.append((name, seen[name], given))
    return found


def _injected(ground: Ground, count: Count, what: str, injected: str, about: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        log = Path(place) / "calls"
        name = injected.partition(":")[0]

        def build() -> Ended:
            return _run(
                ground,
                "strace",
                "-f",
                "-y",
                "-s",
                "0",
                "-e",
                f"trace={name}",
                "-e",
                f"inject={injected}",
                "-o",
                str(log),
            )

        before = len(count.faults)
        ended = ground.disturbed(count, build, what, hit=False)
        told = log.read_text("utf-8", "replace")
    count.hit += ended.code == -9 or "(INJECTED)" in told
    count.faults[before:] = [f"{fault} [{about[:120]}]" for fault in count.faults[before:]]


def _run(ground: Ground, *wrap: str) -> Ended:
    arguments, named = command(ground.folder, *wrap, environment=SAME)
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=WAIT, **named)
    code = done.returncode if done.returncode != 137 else -9
    return Ended(code, done.stdout + done.stderr)
