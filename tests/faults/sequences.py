"""Any sequence of changes: what a build makes of what it remembers is what one makes that remembers nothing.

Run it: ``python -m faults.sequences [--walks N] [--steps N] [--seed N]``. Each walk is one site to which things happen,
one to three between two builds. Its output and exit code are compared with those of a clean build of the same inputs,
in a folder of another name, in another time zone.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from sites import TOP

from faults.ground import CONTENTS, SETTINGS, contents, forked, in_process, lay_site

ANY_SIZE = SETTINGS + "BRIEFING_SHRINK = True\n"
CHOICES = (
    "",
    'BRIEFING_PAGES = "plain"\n',
    'SITENAME = "Another name"\n',
    'BRIEFING_TEXT = "points"\n',
    "BRIEFING_INDEX = False\n",
)
SIDECARS = (
    'title = "The editor\'s own headline"\n',
    'status = "hidden"\n',
    'status = "withdrawn"\n',
    'status = "draft"\n',
    'text = "points"\n',
    'publisher = "Lake Gazette"\nurl = "https://lake.example/a"\n',
    'topics = ["trade"]\n',
    "cut = [3]\n",
)
TOPIC = 'name = "Water"\nblurb = "Ice, lakes, rivers."\n[terms]\n"water" = 3\n"glacier*" = {}\n"lake" = 2\n'
ZONES = ("UTC", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu")


class Site:
    """A site to which things happen. Each method is one of them."""

    def __init__(self, place: Path, dice: random.Random) -> None:
        self.place, self.dice, self.number = place, dice, 0
        self.folder = _site(place / "site", CONTENTS["few"])
        self.kept: list[Path] = []

    @property
    def _articles(self) -> Path:
        return self.folder / "content/articles"

    def _one(self) -> Path:
        found = sorted(p for p in self._articles.rglob("*") if p.suffix in (".txt", ".html"))
        return self.dice.choice(found) if len(found) > 2 else self.add()

    def _next(self) -> int:
        self.number += 1
        return self.number

    def add(self) -> Path:
        number = self._next()
        body = self.dice.choice(sorted(CONTENTS["more"].items()))[1]
        path = self._articles / self.dice.choice(("", "below/")) / f"added-{number}.txt"
        path.parent.mkdir(exist_ok=True)
        if body.startswith("<"):
            path = path.with_suffix(".html")
        path.write_text(body.replace("said", f"said on {1 + number % 28} March 2025", 1))
        return path

    def edit(self) -> None:
        path = self._one()
        path.write_text(
            path.read_text() + f"\n\nThe council of Osh will meet again in {self._next()} weeks, it said.\n"
        )

    def edit_in_secret(self) -> None:
        """Other bytes, and the same size and time of change."""
        path = self._one()
        seen = path.stat()
        path.write_bytes(path.read_bytes().translate(bytes.maketrans(b"123456789", b"234567891")))
        os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))

    def swap_two(self) -> None:
        one, other = self._one(), self._one()
        if one.suffix == other.suffix:
            first, second = one.read_bytes(), other.read_bytes()
            one.write_bytes(second)
            other.write_bytes(first)

    def retitle(self) -> None:
        path = self._one()
        path.write_text(f"News of the week, part {self._next()}\n\n{path.read_text().partition(chr(10))[2]}")

    def redate(self) -> None:
        self._one().with_suffix(".toml").write_text(
            f"published = 2025-0{self.dice.randrange(1, 9)}-1{self.dice.randrange(9)}\n"
        )

    def rename(self) -> None:
        path = self._one()
        path.rename(path.with_name(f"renamed-{self._next()}{path.suffix}"))

    def delete(self) -> None:
        self._one().unlink()

    def sidecar(self) -> None:
        self._one().with_suffix(".toml").write_text(self.dice.choice(SIDECARS))

    def no_sidecar(self) -> None:
        for path in sorted(self._articles.rglob("*.toml"))[:1]:
            path.unlink()

    def settings(self) -> None:
        shutil.copy(TOP / "pelicanconf.py", self.folder / "pelicanconf.py")
        with open(self.folder / "pelicanconf.py", "a") as file:
            file.write(ANY_SIZE + self.dice.choice(CHOICES))

    def template(self) -> None:
        path = self.folder / "theme/templates/base.html"
        path.write_text(path.read_text() + f"<!-- {self._next()} -->\n")

    def style(self) -> None:
        path = self.folder / "theme/static/css/tokens.css"
        path.write_text(path.read_text() + f"\n.t{self._next()} {{ color: red }}\n")

    def topic(self) -> None:
        path = self.folder / "content/desk/topics/water.toml"
        if path.exists() and self.dice.random() < 0.3:
            path.unlink()
        else:
            path.write_text(TOPIC.format(self._next()))

    def touch(self) -> None:
        for path in self.folder.glob("content/**/*"):
            os.utime(path)

    def check_out(self) -> None:
        """Every source is a new file with the same bytes and another time, as after a checkout."""
        for path in sorted(self.folder.glob("content/**/*.*")):
            data = path.read_bytes()
            path.unlink()
            path.write_bytes(data)
            os.utime(path, (1_700_000_000, 1_700_000_000))

    def record(self) -> None:
        """``briefing record``: who knows the record knows when each article was first seen."""
        _recorded(self.folder)

    def move(self) -> None:
        """The whole site is copied to another folder and goes on there."""
        there = self.place / f"moved-{self._next()}"
        shutil.copytree(self.folder, there, symlinks=True)
        shutil.rmtree(self.folder)
        self.folder = there

    def keep(self) -> None:
        """Put a copy of ``.briefing`` by."""
        if (self.folder / ".briefing").exists():
            self.kept.append(self.place / f"kept-{self._next()}")
            shutil.copytree(self.folder / ".briefing", self.kept[-1])

    def restore(self) -> None:
        """Bring an older ``.briefing`` back."""
        if self.kept:
            shutil.rmtree(self.folder / ".briefing", ignore_errors=True)
            shutil.copytree(self.dice.choice(self.kept), self.folder / ".briefing")

    def lose(self) -> None:
        """Part of ``.briefing`` is gone."""
        found = sorted((self.folder / ".briefing").glob("*"))
        if found:
            path = self.dice.choice(found)
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def meddle(self) -> None:
        """Somebody changes, adds or removes a file of the output."""
        found = sorted(p for p in (self.folder / "output").rglob("*") if p.is_file() and p.name != "build.json")
        if found:
            path = self.dice.choice(found)
            self.dice.choice(
                (path.unlink, lambda: path.write_bytes(b"?"), lambda: path.with_name("new.html").write_bytes(b"?"))
            )()

    def remove_output(self) -> None:
        shutil.rmtree(self.folder / "output", ignore_errors=True)

    def die(self) -> None:
        """A build is killed on its way."""
        forked(self.folder, kill_after=self.dice.random())


HAPPENINGS: tuple[Callable[[Site], object], ...] = tuple(
    method for name, method in vars(Site).items() if callable(method) and not name.startswith("_")
)


def walk(place: Path, seed: int, steps: int, met: Counter[str]) -> list[str]:
    """One site, built after each step; the faults that were found, with the steps that lead to them."""
    dice = random.Random(seed)
    site = Site(place, dice)
    waiting: list[Callable[[Site], object]] = []
    faults: list[str] = []
    story: list[str] = []
    for step in range(steps):
        done = []
        for _ in range(dice.choice((1, 2, 2, 3)) if step else 0):
            if not waiting:  # each of them before any a second time
                waiting = dice.sample(HAPPENINGS, len(HAPPENINGS))
            happening = waiting.pop()
            happening(site)
            done.append(happening.__name__)
        met.update(done or ["first build"])
        story.append("+".join(done))
        told = compared(site, dice.choice(ZONES))
        if told:
            faults.append(f"seed {seed}, step {step} ({', '.join(story[-4:])}): {told}")
            shutil.rmtree(site.folder / ".briefing")  # what follows shall be a fault of its own
    return faults


def compared(site: Site, zone: str) -> str:
    """Build it, and build its inputs anew elsewhere: in what the two differ, "" when in nothing."""
    once = forked(site.folder)
    clean = site.place / f"clean of {zone.replace('/', ' ')}"
    inputs = shutil.ignore_patterns("output", ".briefing", ".output*")
    shutil.copytree(site.folder, clean, symlinks=True, ignore=inputs)
    anew = forked(clean, lambda: _in_zone(zone))
    had, has = contents(clean / "output"), contents(site.folder / "output")
    shutil.rmtree(clean)
    differ = sorted(one for one in had.keys() | has.keys() if had.get(one) != has.get(one))
    if once.code not in (0, 3) or once.code != anew.code:
        return f"exit {once.code}, clean build {anew.code}: {once.said.strip()[-300:]!r} {anew.said.strip()[-300:]!r}"
    return f"{len(differ)} of {len(had)} files differ (first: {differ[:3]})" if differ else ""


def _in_zone(zone: str) -> None:
    os.environ["TZ"] = zone
    time.tzset()


def _site(folder: Path, articles: dict[str, str]) -> Path:
    lay_site(folder, articles, ANY_SIZE)
    (folder / "theme").unlink()
    shutil.copytree(TOP / "theme", folder / "theme")
    return folder


def _recorded(folder: Path) -> None:
    pid = os.fork()
    if not pid:
        try:
            os.chdir(folder)
            with open(os.devnull, "w") as nothing:
                sys.stdout = nothing
                from briefing.__main__ import main as briefing

                os._exit(briefing(["record"]))
        finally:
            os._exit(70)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert code in (0, 3), f"briefing record: exit {code}"


def run(walks: int, steps: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Some walks: how often each thing happened, and the faults."""
    met: Counter[str] = Counter()
    faults: list[str] = []
    with tempfile.TemporaryDirectory(prefix="sequences-") as place:
        first = _site(Path(place) / "first", CONTENTS["few"])
        assert in_process(first).code == 0
        shutil.rmtree(first)
        for number in range(seed, seed + walks):
            faults += walk(Path(place) / str(number), number, steps, met)
            shutil.rmtree(Path(place) / str(number))
    return met, faults


def main() -> int:
    """Prints what happened and the faults; 1 when there are any."""
    parser = argparse.ArgumentParser(prog="faults.sequences", description=__doc__)
    parser.add_argument("--walks", type=int, default=40)
    parser.add_argument("--steps", type=int, default=14)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    met, faults = run(options.walks, options.steps, options.seed)
    print(", ".join(f"{count} {name}" for name, count in sorted(met.items())))
    print("\n".join(faults) if faults else f"{options.walks * options.steps} builds, each the same as a clean one.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
