"""Whatever else happens while a site is built: kills at any time, builds at once, damaged files, readers."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path

from faults.ground import WAIT, Count, Ended, Ground, command, ended, forked, start

PARTS = ("store.sqlite", "pages-*.sqlite", "last-*.json", "spare-*")  # of .briefing


TRIES = 4  # for each that is wanted: on a busy machine some come too late, or one after the other


def killed(ground: Ground, times: int, seed: int = 1) -> Count:
    """A build killed at a random time, with its workers or without them, until so many were reached."""
    count = Count("kill -9 at a random time")
    dice = random.Random(seed)
    longest = 0.0
    for _ in range(4):
        ground.turn()
        begun = time.monotonic()
        forked(ground.folder)
        longest = max(longest, time.monotonic() - begun)
    for number in range(TRIES * times):
        if count.hit == times:
            break
        ground.turn()
        build = partial(forked, ground.folder, kill_after=dice.random() * longest, alone=number % 2 == 1)
        ended = ground.disturbed(count, build, f"kill {number}", hit=False)
        count.hit += ended.code < 0
    return count


def at_once(ground: Ground, times: int) -> Count:
    """Two to four builds begun together, until so many met: one builds, the others say so and leave."""
    count = Count("two to four builds at once")
    for number in range(TRIES * times):
        if count.hit == times:
            break
        ground.turn()
        with ExitStack() as open_files:
            files = [open_files.enter_context(tempfile.TemporaryFile()) for _ in range(2 + number % 3)]
            children = [(start(ground.folder, file.fileno()), file) for file in files]
            ends = [ended(pid, file) for pid, file in children]
        what = f"{len(ends)} builds, round {number}"
        count.hit += any(one.code == 75 for one in ends)
        good = [one for one in ends if one.code == 0]
        wrong = [one for one in ends if one.code not in (0, 75)]
        if wrong or not good:
            count.faults.append(f"{what}: exits {[one.code for one in ends]}: {ends[0].said[-300:]!r}")
        count.faults += [f"{what}: {one.said!r}" for one in ends if one.code == 75 and "another build" not in one.said]
        ground.judged(count, (wrong or good or ends)[0], what, hit=False)
        ground.healed(count, what)
    return count


def interrupted(ground: Ground, times: int, seed: int = 2) -> Count:
    """Ctrl-C at a random time, to the real command and its workers: the old site, and a word about it."""
    count = Count("Ctrl-C at a random time")
    dice = random.Random(seed)

    def build() -> Ended:
        arguments, named = command(ground.folder)
        pipe = subprocess.PIPE
        named.update(stdout=pipe, stderr=subprocess.STDOUT, text=True, process_group=0, preexec_fn=_heed)
        with subprocess.Popen(arguments, **named) as child:
            until = time.monotonic() + WAIT
            while time.monotonic() < until and child.poll() is None and not _holds(ground, child.pid):
                time.sleep(0.002)
            time.sleep(dice.random())
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGINT)
            said, _ = child.communicate(timeout=WAIT)
        # Python ends by the signal itself where it came while a string was executed, as dataclasses do: 130 to a shell
        return Ended(130 if child.returncode == -signal.SIGINT else child.returncode, said)

    for number in range(times):
        ground.turn()
        ended = ground.disturbed(count, build, f"Ctrl-C {number}", hit=False)
        count.hit += ended.code == 130
    return count


def _heed() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # what runs in the background of a shell is born deaf to it


def _holds(ground: Ground, pid: int) -> bool:
    with suppress(OSError):
        return (ground.state / "lock").read_text() == f"{pid}\n"
    return False


def flipped(ground: Ground, times: int, part: str, seed: int = 3) -> Count:
    """One bit of a file of ``.briefing`` is turned over before a build, again and again: always the new site."""
    count = Count(f"a bit flipped in {part}")
    dice = random.Random(seed)
    for number in range(times):
        ground.turn()
        what = f"{part}, flip {number}"
        place = flip(ground.state, part, dice)
        if not place:  # found to be damaged and cleared away
            ground.healed(count, what)
            ground.turn()
            place = flip(ground.state, part, dice)
        count.hit += place != ""
        ended = forked(ground.folder)
        ground.judged(count, ended, f"{what} of {place}", hit=False)
        if ended.code:
            count.faults.append(f"{what} of {place}: exit {ended.code}: {ended.said.strip()[-400:]!r}")
            ground.healed(count, what)
    return count


def flip(state: Path, part: str, dice: random.Random) -> str:
    """Turn one bit over in a file that ``part`` names, or in one below it; which; "" when there is none."""
    files = [
        p
        for one in sorted(state.glob(part))
        for p in ([one] if one.is_file() else sorted(one.rglob("*")))
        if p.is_file()
    ]
    files = [path for path in files if path.stat().st_size]
    if not files:
        return ""
    path = dice.choice(files)
    data = bytearray(path.read_bytes())
    bit = dice.randrange(len(data) * 8)
    data[bit // 8] ^= 1 << bit % 8
    with open(path, "r+b") as file:
        file.write(data)
    return f"{path.relative_to(state)} bit {bit}"


def watched(ground: Ground, looks: int) -> Count:
    """Readers that look at the whole output while builds replace it, each look through a handle of its own."""
    count = Count("looks at the output during builds")
    known = {_digest(goal): name for name, goal in ground.goals.items()}
    seen: list[str] = []
    done = threading.Event()

    def look() -> None:
        last = False
        while not last:  # to the end of the build, and once more
            last = done.is_set()
            try:
                seen.append(_look(ground.output))
            except OSError as error:
                seen.append(f"{type(error).__name__}: {error}")

    while len(seen) < looks:
        ground.turn()
        done.clear()
        reader = threading.Thread(target=look)
        with tempfile.TemporaryFile() as said:
            pid = start(ground.folder, said.fileno())
            reader.start()
            end = ended(pid, said)
        done.set()
        reader.join()
        ground.judged(count, end, "a build while it is looked at")
    count.tried = count.hit = len(seen)
    names = [known.get(one, "") for one in seen]
    count.old, count.new = names.count("few"), names.count("more")
    count.faults += sorted({one[:200] for one, name in zip(seen, names, strict=True) if not name})
    return count


def _digest(files: dict[str, bytes]) -> str:
    total = hashlib.blake2b(digest_size=16)
    for address in sorted(files):
        total.update(f"{address} {len(files[address])}\n".encode())
        total.update(files[address])
    return total.hexdigest()


def _look(output: Path) -> str:
    """Every file below one handle of the folder: whoever has it open goes on seeing what it was."""
    files: dict[str, bytes] = {}
    top = os.open(output, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for place, _, names, handle in os.fwalk(".", dir_fd=top):
            for name in names:
                with open(os.open(name, os.O_RDONLY, dir_fd=handle), "rb") as file:
                    files[os.path.normpath(f"{place}/{name}")] = file.read()
    finally:
        os.close(top)
    return _digest(files)


def every(ground: Ground, times: int, looks: int, flips: int) -> Iterator[Callable[[], Count]]:
    """All of this module, as calls to make."""
    yield partial(killed, ground, times)
    yield partial(interrupted, ground, times // 10)
    yield partial(at_once, ground, times // 4)
    yield partial(watched, ground, looks)
    for part in PARTS:
        yield partial(flipped, ground, flips, part)
