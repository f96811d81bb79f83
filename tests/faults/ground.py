"""A small site that goes back and forth between two contents, and the judge of what a build has left of it."""

from __future__ import annotations

import io
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType

import briefing.publish  # noqa: F401 - from here, before a site that is removed again puts itself in front
from sites import ADDRESS, TOP, add, lay

FEW = {
    "ferry.txt": "Harbour towns plan a night ferry\n\nThe port of Aktau will run a night ferry from 3 March, the port "
    "authority said. Each crossing carries 40 lorries.\n",
    "library.txt": "Osh opens a reading room\n\nA room with 300 seats opened in Osh, the city library said. “We waited "
    "for nine winters,” said its director Aida Bekova.\n",
    "glacier.txt": "Glaciers of the Pamir shrink again\n\nThe glaciers lost 12 percent of their ice in a decade, "
    "geographers of Dushanbe reported. Measurements go back to 1957.\n",
    "cotton.txt": "Cotton farms turn to drip lines\n\nFarms near Bukhara have laid 90 kilometres of drip lines. Water "
    "use fell by a third, the ministry of agriculture said.\n",
    "exam.html": "<title>School exams move to May</title><article><h1>School exams move to May</h1><p>Pupils in "
    "Bishkek will sit their exams on 20 May, three weeks earlier.</p><p>Teachers asked for it.</p></article>",
    "cable.txt": "A cable for the lake villages\n\nFour villages on Issyk-Kul were joined to the fibre network on "
    "Friday. The operator laid 55 kilometres of cable.\n",
    "horses.txt": "Riders cross the steppe in eleven days\n\nSix riders reached Astana from Kostanay after eleven "
    "days. They changed horses 24 times.\n",
}
MORE = {
    **FEW,
    "added.txt": "Osh library buys a printing press\n\nThe city library of Osh bought a press for 40,000 som, said its "
    "director Aida Bekova. It prints books in Kyrgyz and Uzbek.\n",
}
CONTENTS = {"few": FEW, "more": MORE}
SETTINGS = f"""SITEURL = "{ADDRESS}"
BRIEFING_CARDS = False  # they take most of the time, and are files like others
"""
WAIT = 300  # seconds by the clock, for a build that should take one


@dataclass(frozen=True)
class Ended:
    """How a build came to its end: its exit code, -9 when it was killed, and what it said."""

    code: int
    said: str


@dataclass
class Count:
    """What one kind of disturbance did: a row of the table."""

    what: str
    tried: int = 0
    hit: int = 0  # builds that the disturbance reached
    old: int = 0
    new: int = 0
    faults: list[str] = field(default_factory=list)


class Ground:
    """A site in ``place`` that is built once, with what the clean builds of both its contents look like."""

    def __init__(self, place: Path, settings: str = SETTINGS) -> None:
        self.folder = lay_site(place / "site", FEW, settings)
        self.output, self.state = self.folder / "output", self.folder / ".briefing"
        self.goals: dict[str, dict[str, bytes]] = {}
        for name, articles in CONTENTS.items():
            clean = lay_site(place / name, articles, settings)
            ended = in_process(clean) if not self.goals else forked(clean)
            assert ended.code == 0, ended.said
            self.goals[name] = contents(clean / "output")
            shutil.rmtree(clean)
        assert self.goals["few"] != self.goals["more"]
        self.now, self.before = "few", ""
        for _ in range(3):  # there and back, so that there is an output set aside
            ended = forked(self.folder)
            assert ended.code == 0, ended.said
            assert self.found() == self.now, "a build without any disturbance is not what a clean one is"
            self.turn()
        self.turn()

    def turn(self) -> None:
        """Change the articles to those of the other content."""
        self.before, self.now = self.now, "more" if self.now == "few" else "few"
        for name in MORE:
            if name not in CONTENTS[self.now]:
                (self.folder / "content/articles" / name).unlink()
            elif name not in CONTENTS[self.before]:
                add(self.folder, name, MORE[name])

    def forget_spare(self) -> None:
        """Take the output that was set aside away, so that the next build begins with an empty stage."""
        for one in self.state.glob("spare-*"):
            shutil.rmtree(one)

    def found(self, output: Path | None = None) -> str:
        """Which of the two sites the output is: "few", "more"; otherwise in what it differs from the nearer one."""
        return self.judge(contents(output or self.output))

    def judge(self, seen: Mapping[str, bytes]) -> str:
        """The same of files that were read already."""
        nearest = ""
        for name, goal in self.goals.items():
            differ = sorted(one for one in goal.keys() | seen.keys() if goal.get(one) != seen.get(one))
            if not differ:
                return name
            told = f"neither: {len(differ)} of {len(goal)} files are not those of {name} (first: {differ[0]})"
            nearest = min(nearest or told, told, key=lambda one: int(one.split()[1]))
        return nearest

    def sources(self) -> dict[str, tuple]:
        """How everything looks that a build must not touch."""
        found = {}
        for part in ("content", "pelicanconf.py", "publishconf.py"):
            path = self.folder / part
            for one in sorted([path, *path.rglob("*")]):
                seen = one.lstat()
                data = one.read_bytes() if one.is_file() else b""
                found[str(one)] = (seen.st_mode, seen.st_ino, seen.st_mtime_ns, data)
        return found

    def disturbed(
        self, count: Count, build: Callable[[], Ended], what: str, hit: bool = True, heal: bool = True
    ) -> Ended:
        """A build that something happens to after ``turn``, judged; then one that nothing happens to, judged too."""
        sources = self.sources()
        ended = build()
        self.judged(count, ended, what, hit)
        if self.sources() != sources:
            count.faults.append(f"{what}: sources were touched")
        if heal:
            self.healed(count, what)
        return ended

    def judged(self, count: Count, ended: Ended, what: str, hit: bool = True) -> None:
        """Count a build that came to its end; a fault when it left half a site, or did not say the truth about it."""
        found = self.found()
        count.tried += 1
        count.hit += hit
        count.old += found == self.before
        count.new += found == self.now
        told = f"{what}: exit {ended.code}"
        if found not in (self.before, self.now):
            count.faults.append(f"{told}: {found}")
        elif ended.code == 0 and found != self.now:
            count.faults.append(f"{told} with the old site")
        elif ended.code == 1 and found != self.before:
            count.faults.append(f"{told} with the new site: {ended.said.strip()[-200:]!r}")
        if ended.code not in (0, 1, 75, 130, -signal.SIGKILL) or "Traceback" in ended.said:
            count.faults.append(f"{told}: {ended.said.strip()[-600:]!r}")

    def healed(self, count: Count, what: str) -> None:
        """The next build is whole, equal to a clean one, and leaves nothing lying about."""
        ended = forked(self.folder)
        found = self.found()
        if ended.code or found != self.now:
            count.faults.append(f"{what}: the next build: exit {ended.code}, {found}: {ended.said.strip()[-600:]!r}")
        left = sorted(one.name for one in self.folder.iterdir() if one.name.startswith(".output"))
        if left:
            count.faults.append(f"{what}: the next build leaves {left}")


def lay_site(folder: Path, articles: Mapping[str, str], settings: str) -> Path:
    """A site folder like a user's, with more lines in its settings."""
    lay(folder, articles)
    with open(folder / "pelicanconf.py", "a", encoding="utf-8") as file:
        file.write(settings)
    return folder


def contents(output: Path) -> dict[str, bytes]:
    """Every file of a folder and its bytes; {} when there is no such folder."""
    return {p.relative_to(output).as_posix(): p.read_bytes() for p in output.rglob("*") if p.is_file()}


# --- builds ---------------------------------------------------------------------------------------------------------


def command(folder: Path, *wrap: str, environment: Mapping[str, str] | None = None):
    """What ``subprocess`` needs for the real command: arguments and keywords."""
    env = {**os.environ, "PYTHONPATH": str(TOP / "plugins"), **(environment or {})}
    return [*wrap, sys.executable, "-m", "pelican", "-q"], {"cwd": folder, "env": env}


def forked(
    folder: Path, before: Callable[[], None] | None = None, kill_after: float | None = None, alone: bool = False
) -> Ended:
    """The command in a fork of this process, which has all its modules already; ``before`` is called in the fork.

    It is killed after so many seconds, with its workers or ``alone``.
    """
    with tempfile.TemporaryFile() as said:
        pid = start(folder, said.fileno(), before)
        if kill_after is not None:
            time.sleep(kill_after)
            (os.kill if alone else os.killpg)(pid, signal.SIGKILL)
        return ended(pid, said)


def start(folder: Path, said: int, before: Callable[[], None] | None = None) -> int:
    """Begin a build in a fork of its own process group; its process id."""
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        with_group(pid)
        return pid
    code = 1
    try:
        with_group(0)
        signal.alarm(WAIT)
        os.dup2(said, 1)
        os.dup2(said, 2)
        if before:
            before()
        code = _run(folder)
    except BaseException:  # noqa: BLE001 - what a test hears of its child
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def with_group(pid: int) -> None:
    """Give a process a group of its own, from both sides, so that it has one whichever is first."""
    try:
        os.setpgid(pid, pid)
    except OSError:  # it has ended, or has done so itself
        return


def ended(pid: int, said) -> Ended:
    """Wait for a forked build."""
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    said.seek(0)
    return Ended(code, said.read().decode("utf-8", "replace"))


def in_process(folder: Path) -> Ended:
    """The command in this process, which from now on knows the modules, and the code that Jinja makes of templates.

    Compiling templates is half of a small build; what is disturbed here begins after it.
    """
    from jinja2 import Environment

    compiled: dict[tuple[str, str | None], CodeType] = {}
    compile_ = Environment.compile

    def remembered(self, source, name=None, filename=None, raw=False, defer_init=False):
        if raw or not isinstance(source, str):
            return compile_(self, source, name, filename, raw, defer_init)
        if (source, name) not in compiled:
            compiled[source, name] = compile_(self, source, name, filename, raw, defer_init)
        return compiled[source, name]

    Environment.compile = remembered
    here = os.getcwd()
    try:
        with redirect_stdout(io.StringIO()) as said:
            code = _run(folder)
        return Ended(code, said.getvalue())
    finally:
        os.chdir(here)


def _run(folder: Path) -> int:
    import pelican

    os.chdir(folder)
    try:
        pelican.main(["-q"])
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    return 0
