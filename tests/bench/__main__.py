"""Run it: ``make bench``, or ``python -m bench [N] --hugo BINARY``. See README.md.

With ``--strict`` it ends with 1 when a floor is missed; with 2 when a build failed.
"""

from __future__ import annotations

import argparse
import compileall
import shutil
import statistics
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from bench.measure import TOP, Failed, Measured, Site, ingest
from bench.peers import Peer, eleventy, hugo, ours, pelican
from bench.table import Row, table

MEMORY = Path("/dev/shm")
BIG, SMALL = 10_000, 1_000  # articles; where the goals are set
JOBS = ("add", "edit", "none", "full")
ANEW = "anew"  # of ours only: every page made again, as after a change of the theme
ENTITIES = 8  # of an article
PLAIN, FULL, SEARCH = "ours, plain", "ours, full", "ours, full and search"
Runs = dict[tuple[str, str], list[Measured]]  # by peer and job


@dataclass
class Result:
    """All that was measured at one number of articles."""

    articles: int
    runs: Runs = field(default_factory=dict)
    ingested: float = 0.0
    latency: dict[str, float] = field(default_factory=dict)  # by peer

    def cpu(self, peer: str, job: str) -> float:
        """The median of its processor seconds."""
        return statistics.median(one.cpu for one in self.runs[peer, job])

    def has(self, peer: str, job: str) -> bool:
        """Whether it was measured."""
        return bool(self.runs.get((peer, job)))


def main() -> int:
    """Prints what was measured, beside floors and aims."""
    options = _options()
    place = MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 4_000_000_000 else None
    print(f"On {'a memory file system' if place else 'disk'}; processor seconds of all processes; medians.", flush=True)
    compileall.compile_dir(TOP / "plugins", quiet=1)  # as pip has done for the peers: it may be forbidden to the builds
    results = []
    try:
        for articles in sorted({SMALL, options.n} if options.n >= BIG else {options.n}):
            with tempfile.TemporaryDirectory(prefix="bench-", dir=options.work or place) as folder:
                results.append(_measured(Path(folder), articles, options))
    except Failed as error:
        print(error)
        return 2
    rows = [row for result in results for row in _rows(result)]
    if len(results) > 1:
        rows += [
            Row(
                f"growth of add from {SMALL:,} to {options.n:,}: {peer}",
                results[1].cpu(peer, "add") / results[0].cpu(peer, "add"),
                4,
                2,
            )
            for peer in (PLAIN, FULL)
        ]
    print(f"\n{table(rows)}")
    missed = sum(row.missed for row in rows)
    print(f"{missed} floors missed." if missed else "No floor missed.")
    return int(bool(missed and options.strict))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("n", nargs="?", type=int, default=SMALL, help="articles")
    parser.add_argument("--hugo", required=True, help="its binary, or a folder that holds it")
    parser.add_argument("--eleventy", help="a folder of node modules that holds it (left out)")
    parser.add_argument("--runs", type=int, default=5, help="of add, edit and no change; a full build is run twice")
    parser.add_argument("--work", help="a folder to work in (a memory file system where there is one)")
    parser.add_argument("--strict", action="store_true", help="a missed floor is a failure")
    return parser.parse_args()


def _peers(options: argparse.Namespace) -> list[Peer]:
    mine = [
        ours(PLAIN, 'BRIEFING_PAGES = "plain"\n'),
        ours(FULL, "BRIEFING_SEARCH = False\n"),
        ours(SEARCH, "BRIEFING_SEARCH = True\n"),
    ]
    found = [hugo(options.hugo), *mine, pelican()]
    return [*found, eleventy(options.eleventy)] if options.eleventy else found


def _measured(folder: Path, articles: int, options: argparse.Namespace) -> Result:
    result = Result(articles)
    sites = [Site(peer, folder / str(number)) for number, peer in enumerate(_peers(options))]
    for site in sites:
        site.fill(articles)
        if site.peer.name == PLAIN:
            result.ingested = ingest(site)
            shutil.rmtree(site.folder / ".briefing")
        _note(result, site, "first", site.changed())
    slow = {"pelican", "eleventy"}  # whole at each step; they are there to be seen, twice is enough
    for number in range(options.runs):  # one run of each peer after the other, so that all have the same weather
        for job in JOBS:
            for site in sites:
                if number < (2 if job == "full" or site.peer.name in slow else options.runs):
                    _note(result, site, job, _job(site, job))
    for site in sites:  # once: it takes long
        if site.peer.name.startswith("ours"):
            _note(result, site, ANEW, _job(site, ANEW))
    for site in sites:
        if site.peer.name in (PLAIN, FULL):
            result.latency[site.peer.name] = site.latency()
    _print(result, sites)
    return result


def _job(site: Site, job: str) -> Measured:
    if job == "add":
        return site.changed(site.add(), site.articles - 1)
    if job == "edit":
        return site.changed(site.edit(), site.articles - 3)
    if job in ("full", ANEW):
        for name in (site.peer.output, *site.peer.known):
            shutil.rmtree(site.folder / name, ignore_errors=True)
    if job == ANEW:  # what is known of the articles stays, and nothing that is known of pages
        for path in (site.folder / ".briefing").glob("*"):
            if not path.name.startswith("store."):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    return site.changed()


def _note(result: Result, site: Site, job: str, done: Measured) -> None:
    result.runs.setdefault((site.peer.name, job), []).append(done)
    reach = f" reach {done.reach}/{done.want}" if done.want else ""
    reach += f" STALE {done.stale}" if done.stale else ""
    told = f"{site.peer.name:22} {job:5} cpu {done.cpu:7.2f} s  peak {done.peak:5.0f} MB"
    print(f"  n={result.articles:<6} {told}  wrote {done.files:6} files {done.bytes / 1e6:7.2f} MB{reach}", flush=True)


def _print(result: Result, sites: list[Site]) -> None:
    print(f"\nN = {result.articles:,}: processor seconds (against hugo)")
    print(f"{'':22}" + "".join(f"{job:>16}" for job in ("first", *JOBS, ANEW)) + f"{'peak MB':>10}")
    for name in (site.peer.name for site in sites):
        cells = []
        for job in ("first", *JOBS, ANEW):
            if not result.has(name, job):
                continue
            seconds = result.cpu(name, job)
            base = result.cpu("hugo", "full" if job in ("first", ANEW) else job)
            cells.append(f"{seconds:9.2f} {f'({seconds / base:.2f})':>6}")
        peak = max(one.peak for (peer, _), runs in result.runs.items() if peer == name for one in runs)
        print(f"{name:22}{''.join(cells)}{peak:10.0f}")
    print()


def _rows(result: Result) -> list[Row]:
    """The goals of one number of articles; those that are set for another number are only told."""
    n, cpu, runs = result.articles, result.cpu, result.runs
    at = f"at {n:,}"
    rows = []
    for job in ("add", "edit"):
        goals = {BIG: (0.25, 0.12), SMALL: (1.0, 0.7)}.get(n, (None, None))
        rows.append(Row(f"{job} one {at}, plain against hugo", cpu(PLAIN, job) / cpu("hugo", job), *goals))
    big = n >= BIG
    rows.append(
        Row(
            f"no change {at}, plain against hugo",
            cpu(PLAIN, "none") / cpu("hugo", "none"),
            *((0.12, 0.08) if big else ()),
        )
    )
    for peer, goals in (("hugo", (1.0, 0.6)), ("pelican", (0.15, 0.08))):
        figure = cpu(PLAIN, "full") / cpu(peer, "full")
        rows.append(Row(f"full from a warm store {at}, plain against {peer}", figure, *(goals if big else ())))
        figure = cpu(PLAIN, ANEW) / cpu(peer, "full")
        rows.append(Row(f"every page anew {at}, plain against {peer}", figure))
    for job in (*JOBS, ANEW):
        rows.append(Row(f"{job} {at}, full against plain", cpu(FULL, job) / cpu(PLAIN, job), 4, 2.5))
        if result.has(SEARCH, job):
            rows.append(Row(f"{job} {at}, with search against without", cpu(SEARCH, job) / cpu(FULL, job)))
    for peer, goals in ((PLAIN, (25, 12)), (FULL, (40 + 2 * ENTITIES, 40 + 2 * ENTITIES))):
        files = max(one.files for one in runs[peer, "add"])
        rows.append(Row(f"files rewritten by adding one {at}: {peer}", files, *goals, "", False))
    rows.append(Row(f"first ingest on one core {at}", result.ingested, 40, 100, "/s", True))
    for peer in (PLAIN, FULL):
        peak = max(one.peak for (name, _), found in runs.items() if name == peer for one in found)
        rows.append(Row(f"peak memory {at}: {peer}", peak, *((500, 250) if big else (None, None)), "MB"))
    for peer, seconds in result.latency.items():
        goals = (0.8, 0.3) if big else (None, None)
        rows.append(Row(f"pelican -r, saved to page {at}: {peer}", seconds, *goals, "s"))
    ours_ = [one for (peer, _), found in runs.items() if peer.startswith("ours") for one in found]
    stale = sum(one.reach < one.want or one.stale > 0 for one in ours_)
    rows.append(Row(f"builds of ours that left a page stale {at}", stale, 0, 0, ""))
    return rows


if __name__ == "__main__":
    sys.exit(main())
