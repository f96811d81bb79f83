"""Run it: ``make faults``, or ``python -m faults [--short] [--part inside ...]``. Exit 1 for any fault.

Prints a line for each kind of disturbance as it is done. ``--short`` takes a few of each, for ``make test``.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from faults import disks, inside, others, traced
from faults.ground import Count, Ground

SHOWN = 30  # faults
PARTS = ("inside", "others", "disks", "traced")


def main() -> int:
    """Prints the table; 1 when a build left half a site, or did not say what it left."""
    options = _options()
    counts: list[Count] = []
    print(f"{'':42} {'tried':>6} {'hit':>6} {'old':>6} {'new':>6} {'faults':>6}", flush=True)
    with tempfile.TemporaryDirectory(prefix="faults-") as folder, disks.disk(Path(folder)) as mounted:
        for count in _counts(Path(folder), options, mounted):
            counts.append(count)
            shown = f"{count.tried:6} {count.hit:6} {count.old:6} {count.new:6} {len(count.faults):6}"
            print(f"{count.what:42} {shown}", flush=True)
            for fault in count.faults[:SHOWN]:
                print(f"    {fault}", flush=True)
    faults = sum(len(count.faults) for count in counts)
    print(f"{faults} faults" if faults else "Never half a site.")
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(f"{sum(one.ru_utime + one.ru_stime for one in used):.0f} seconds of processor time")
    if options.json:
        options.json.write_text(json.dumps([asdict(count) for count in counts]))
    return 1 if faults else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="faults", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a few of each")
    parser.add_argument("--part", nargs="+", choices=PARTS, default=PARTS, help="only these")
    parser.add_argument("--every", type=int, help="disturb only each so-manieth call")
    parser.add_argument("--times", type=int, help="kills at random times")
    parser.add_argument("--flips", type=int, help="bits flipped in each file")
    parser.add_argument("--looks", type=int, help="looks at the output")
    parser.add_argument("--json", type=Path, help="also write the counts to this file")
    options = parser.parse_args()
    usual = {"every": 61, "times": 4, "flips": 2, "looks": 40} if options.short else {}
    for name, value in {"every": 1, "times": 200, "flips": 1_000, "looks": 2_000, **usual}.items():
        if getattr(options, name) is None:
            setattr(options, name, value)
    return options


def _counts(place: Path, options: argparse.Namespace, mounted: bool) -> Iterator[Count]:
    ground = Ground(place)
    if "inside" in options.part:
        yield from inside.counts(ground, options.every, fresh=not options.short)
    if "others" in options.part:
        for call in others.every(ground, options.times, options.looks, options.flips):
            yield call()
    if "disks" in options.part and mounted:
        yield from disks.counts(ground, place, disks.FREE[::7] if options.short else disks.FREE)
    if "traced" in options.part and not options.short:
        yield from traced.counts(ground, options.every)


if __name__ == "__main__":
    sys.exit(main())
