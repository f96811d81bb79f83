"""Run it: ``make hostile``, or ``python -m hostile_long --help``. Exit 1 for any fault.

Part one builds sites of all of ``data/hostile`` and visits their pages; part two is many articles of which some are
poison. The table at the end says what was counted.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

from cases import data_folder
from hostile import EVERY, payloads
from lxml import etree
from sites import Built, build, lay

from hostile_long import poison, words
from hostile_long.packed import EACH, files
from hostile_long.visit import COUNTED, browser, visit

SHOWN = 30  # faults


def main() -> int:
    """Prints the table; 1 when anything got in or was lost."""
    options = _options()
    faults: list[str] = []
    with tempfile.TemporaryDirectory(prefix="hostile-") as place:
        if not options.only_poison:
            faults += _payloads(Path(place), options.share, options.every, options.site)
        if options.articles:
            faults += _poisoned(Path(place), options.articles, options.poison)
    for fault in faults[:SHOWN]:
        print(fault)
    print(f"{len(faults)} faults" if faults else "Nothing got in, nothing was lost.")
    return 1 if faults else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="hostile_long", description=__doc__)
    parser.add_argument("--share", type=int, default=1, help="take only each so-manieth payload (1: all)")
    parser.add_argument("--every", type=int, default=1, help="visit only each so-manieth page (1: all)")
    parser.add_argument("--site", type=int, default=0, help="groups of payloads in one site (0: all in one)")
    parser.add_argument("--articles", type=int, default=10_000, help="articles of the poisoned site (0: none)")
    parser.add_argument("--poison", type=int, default=0, help="how many of them are poison (a tenth)")
    parser.add_argument("--only-poison", action="store_true", help="leave the payloads out")
    return parser.parse_args()


def _payloads(place: Path, share: int, every: int, groups: int) -> list[str]:
    texts = payloads(data_folder() / "data/hostile", EVERY)[::share]
    total: Counter = Counter()
    faults: list[str] = []
    with browser() as one:
        size = EACH * groups or len(texts)
        for number, at in enumerate(range(0, len(texts), size), 1):
            part = texts[at : at + size]
            built = build(lay(place / f"site-{number}", files(part)), publish=True, wait=7_200)
            if built.code not in (0, 3):
                return [*faults, f"site {number}: exit {built.code}: {built.said[-2000:]}"]
            counts, found = visit(one, built, place / f"web-{number}", every)
            counts["payloads"] = len(part)
            found += _whole(built, counts)
            _print(f"site {number}", counts)
            total += counts
            faults += [f"site {number}: {fault}" for fault in found]
    _print("all", total)
    return faults


def _whole(built: Built, counts: Counter) -> list[str]:
    """Refusals named, feeds strict, no visible word lost."""
    report = json.loads((built.folder / ".briefing/report.json").read_text("utf-8"))
    faults = []
    counts["articles"], counts["refused"] = len(report["published"]), len(report["refused"])
    told = {one["path"] for one in report["published"]} | {one["path"] for one in report["refused"]}
    content = built.folder / "content"
    for path in sorted((content / "articles").rglob("*")):
        name = path.relative_to(content).as_posix()
        if path.is_file() and path.suffix in (".txt", ".html") and name not in told:
            faults.append(f"{name}: neither published nor refused")
    for one in report["refused"]:
        if one["code"] not in ("name", "empty", "not-text"):  # some payloads are nothing but control characters
            faults.append(f"{one['path']}: refused as {one['code']}: {one['reason']}"[:900])
    for one in report["published"]:
        seen, gone = words.lost(built, one["path"], one["address"])
        counts["words"] += seen
        counts["words lost"] += len(gone)
        faults += [f"{one['path']}: lost {' '.join(gone)[:200]}"] if gone else []
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for address in built.addresses():
        if address.endswith(".xml") and etree.fromstring((built.output / address).read_bytes(), parser) is None:
            faults.append(f"{address}: no feed")
    return faults


def _poisoned(place: Path, many: int, spoiled: int) -> list[str]:
    folder = lay(place / "many", {})
    well, named = poison.lay(folder / "content/articles", many, spoiled or many // 10)
    built = build(folder, wait=7_200)
    report = json.loads((folder / ".briefing/report.json").read_text("utf-8"))
    published = {one["path"] for one in report["published"]}
    refused = {one["path"]: one for one in report["refused"]}
    faults = [] if built.code == 3 else [f"exit {built.code}: {built.said[-2000:]}"]
    faults += [f"{path}: is good and not published: {refused.get(path)}" for path in sorted(well - published)]
    faults += [f"{path}: is poison and not named" for path in sorted(named - set(refused))]
    faults += [f"{path}: has no page" for path in sorted(well) if not (built.output / _page(report, path)).is_file()]
    codes = Counter(one["code"] for one in refused.values())
    print(
        f"{many:,} articles, {len(named):,} poison: {len(published):,} briefings, "
        f"{len(refused):,} refused, exit {built.code}"
    )
    print("  " + ", ".join(f"{code} {count}" for code, count in sorted(codes.items())))
    return faults


def _page(report: dict, path: str) -> str:
    found = next((one["address"] for one in report["published"] if one["path"] == path), "missing")
    return f"{found}index.html"


def _print(name: str, counts: Counter) -> None:
    order = ("payloads", "articles", "refused", *COUNTED, "words", "words lost")
    print(f"{name:<8} " + " | ".join(f"{key} {counts[key]:,}" for key in order), flush=True)


if __name__ == "__main__":
    sys.exit(main())
