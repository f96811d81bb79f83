"""One build, measured from outside: processor seconds of all its processes, memory, and what was rewritten."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from sites import TOP

from bench import corpus
from bench.peers import Peer

WAIT = 30.0  # seconds by the clock, for a page to come up under ``pelican -r``
LOOK = 0.002
SHOWN = (".html", ".xml", ".atom")


class Failed(Exception):
    """A build that did not end well: its command and the end of what it said."""


@dataclass(frozen=True)
class Measured:
    """A build: ``cpu`` in seconds, ``peak`` in megabytes of its largest process, files and bytes that are new."""

    cpu: float
    peak: float
    files: int = 0
    bytes: int = 0
    reach: int = 0  # files that show the headline
    want: int = 0  # that should: page, home, feed, topics
    stale: int = 0  # files that still show the former one


@dataclass
class Site:
    """A peer's site in a folder, with some articles in it."""

    peer: Peer
    folder: Path
    articles: int = 0
    edits: int = 0

    @property
    def output(self) -> Path:
        """Where it is published."""
        return self.folder / self.peer.output

    def fill(self, articles: int) -> None:
        """Lay it out, with the first so many articles."""
        self.peer.lay(self.folder)
        for number in range(articles):
            self._write(number)
        self.articles = articles

    def _write(self, number: int, edit: int = 0) -> str:
        return corpus.write(self.folder / self.peer.content, self.peer.form, number, edit)

    def add(self) -> str:
        """One more article, newer than all; its headline."""
        self.articles += 1
        return self._write(self.articles - 1)

    def edit(self) -> str:
        """Another headline and a correction for one of the newest three; the headline."""
        self.edits += 1
        return self._write(self.articles - 3, self.edits)

    def build(self) -> Measured:
        """Run its command in a process of its own."""
        with open(self.folder.with_name(f"{self.folder.name}.log"), "w+b") as log:
            child = subprocess.Popen(
                self.peer.command, cwd=self.folder, env=environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            if child.returncode:
                log.seek(0)
                said = log.read()[-800:].decode("utf-8", "replace")
                raise Failed(f"{self.peer.name}: exit {child.returncode}: {said}")
        return Measured(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)

    def changed(self, headline: str = "", number: int = -1) -> Measured:
        """Build, and look at which files of the output are others than before and how many show the headline."""
        before = _looks(self.output)
        done = self.build()
        after = _looks(self.output)
        new = [path for path, look in after.items() if before.get(path) != look]
        done = replace(done, files=len(new), bytes=sum(after[path][1] for path in new))
        if not headline:
            return done
        former = f"(version {self.edits - 1})" if self.edits > 1 and number == self.articles - 3 else "\0"
        shown, gone = headline.encode(), headline.replace(f"(version {self.edits})", former).encode()
        # what an article is about is found by ours in its words; the others are told
        topics = 0 if self.peer.form == "scraped" else len(corpus.article(number).topics)
        reach = stale = 0
        for path in after:  # one at a time: what this process holds is counted as a child's, which begins as its copy
            page = Path(path).read_bytes() if path.endswith(SHOWN) else b""
            reach += shown in page
            stale += gone != shown and gone in page
        return replace(done, reach=reach, want=3 + topics, stale=stale)

    def latency(self) -> float:
        """Seconds by the clock from a saved file to its page under ``pelican -r``."""
        with open(self.folder.with_name(f"{self.folder.name}.log"), "w+b") as log:
            child = subprocess.Popen(
                (*self.peer.command, "-r"), cwd=self.folder, env=environment(), stdout=log, stderr=log
            )
            try:
                self._saved()  # the first one may come while it still builds
                return min(self._saved() for _ in range(3))
            finally:
                child.terminate()
                child.wait()

    def _saved(self) -> float:
        number = self.articles
        headline = self.add().encode()
        begun = time.perf_counter()
        page = self.output / "briefings" / corpus.article(number).slug / "index.html"
        while time.perf_counter() - begun < WAIT:
            with suppress(OSError):
                if headline in page.read_bytes():
                    took = time.perf_counter() - begun
                    time.sleep(1)  # until it watches again
                    return took
            time.sleep(LOOK)
        raise Failed(f"{self.peer.name}: no page within {WAIT:g} s of saving its article under -r")


def environment() -> Mapping[str, str]:
    """What a build sees: one time zone, no colours, our plugin."""
    return {**os.environ, "TZ": "UTC", "NO_COLOR": "1", "PYTHONPATH": str(TOP / "plugins")}


def _looks(top: Path) -> dict[str, tuple[int, int, int]]:
    found: dict[str, tuple[int, int, int]] = {}
    waiting = [str(top)] if top.exists() else []
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    seen = entry.stat(follow_symlinks=False)
                    found[entry.path] = (seen.st_mtime_ns, seen.st_size, seen.st_ino)
    return found


INGEST = """
import os, sys
from pathlib import Path
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
from briefing.collection import opened
before = sum(os.times()[:4])
found = opened(Path(sys.argv[1]))
print(len(found.cards), sum(os.times()[:4]) - before)
"""


def ingest(site: Site) -> float:
    """Articles a second of processor time for a first read, clean, find and brief, on one core."""
    command = (sys.executable, "-c", INGEST, str(site.folder / "content"))
    done = subprocess.run(command, cwd=site.folder, env=environment(), capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"ingest: {done.stderr[-800:]}")
    articles, seconds = done.stdout.split()
    return int(articles) / float(seconds)
