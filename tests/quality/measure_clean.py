"""How well text is cleaned, beside the peers on the same pages: ``python -m quality.measure_clean [PAGES]``.

4-token shingles, page means, F1 their harmonic mean; the title is left out on both sides. PAGES of each set (default
25, 0: all), evenly chosen, of sites that training never saw (of ``daniel``, which it never reads, any);
``--part bounds``: of sites that bounds are chosen on. Jobs: full dumps beside line filters and, as an aim, trafilatura
with the page itself; what each extractor left, beside leaving it as it is; clean text, which must stay as it is. The
floors stand in ``floors.toml``; one that is missed makes the exit 1.
"""

from __future__ import annotations

import argparse
import gzip
import logging
import os
import sys
import time
import tomllib
from collections import defaultdict
from pathlib import Path
from statistics import fmean

from briefing.clean import clean
from briefing.desk import load
from briefing.model import Article, Source

from quality import data as development
from quality import peers

SETS = ("andytf-news", "wcxb-article", "fundus", "daniel")
DUMPS = ("paragraphs", "textnodes")
FLOORS = Path(__file__).with_name("floors.toml")
Pairs = dict[tuple[str, str, str], list[tuple[str, str]]]  # job, who, set: (theirs, gold)


def text(article: Article) -> str:
    return "\n".join(article.blocks[place].text for place in article.body())


class Measure:
    """Pairs by job, who and set; seconds and pages by job; texts that stayed as they were."""

    def __init__(self) -> None:
        self.desk = load(None)
        self.pairs: Pairs = defaultdict(list)
        self.seconds: dict[str, float] = defaultdict(float)
        self.same: dict[str, list[bool]] = defaultdict(list)

    def clean(self, job: str, name: str, source: Source, gold: str, title: str | None = None) -> None:
        """Adds our text, and the text as it is."""
        start = time.process_time()
        article = clean(source, self.desk, development.NONE)
        self.seconds[job] += time.process_time() - start
        self.same[job].append(not article.cuts)
        self.pairs[job, "ours", name].append((text(article), gold))
        self.pairs[job, "as it is", name].append(("\n".join(untitled(source, title)), gold))

    def f1(self, job: str, who: str) -> dict[str, float]:
        return {
            name: development.measure(held)["F1"]
            for (of, by, name), held in self.pairs.items()
            if (of, by) == (job, who)
        }

    def rate(self, job: str) -> float:
        return len(self.same[job]) / (self.seconds[job] or 1e-9)


def untitled(source: Source, title: str | None) -> list[str]:
    heading = development.tokens(title or "")
    return [block.text for block in source.blocks if development.tokens(block.text) != heading]


def gather(root: Path, pages: int, part: str) -> Measure:
    """All jobs on the pages asked for."""
    found = Measure()
    dumps = defaultdict(dict)
    for row in development.dumps(root):
        dumps[row["id"]][row["dump"]] = row
    for name in SETS:
        golds = development.gold(root, name)
        held = [
            key
            for key, row in golds.items()
            if (name not in development.TRAINABLE and part == "test") or development.part(row["url"]) == part
        ]
        step = max(1, len(held) // pages) if pages else 1
        for key in held[::step][: pages or None]:
            page(found, name, golds[key], dumps.get(f"{name}/{key}", {}), html_of(root, name, key))
    return found


def html_of(root: Path, name: str, key: str) -> str:
    path = root / "data" / "extraction-dev" / name / "html" / f"{key}.html.gz"
    return gzip.decompress(path.read_bytes()).decode("utf-8", "replace") if path.exists() else ""


def page(found: Measure, name: str, row: dict, dumps: dict[str, dict], html: str) -> None:
    """One page through every job."""
    gold, title, language = row["text"], row["title"], row["lang"]
    heading = development.tokens(title or "")
    reference = peers.extract(peers.with_trafilatura, html, language) if html else ""
    for kind, dump in dumps.items():
        job = f"dump, {kind}"
        source = development.source(dump["lines"], title, language)
        found.clean(job, name, source, gold, title)
        for peer, tool in peers.FILTERS.items():
            found.pairs[job, peer, name].append(("\n".join(tool(untitled(source, title), language)), gold))
        found.pairs[job, "trafilatura, with the page", name].append((reference, gold))
    found.clean("clean text", name, development.source(gold.splitlines(), None, language), gold)
    for peer, tool in peers.LEFT.items() if html else ():
        left = peers.extract(tool, html, language)
        source = development.source(left.splitlines(), title, language)
        if development.tokens(left) not in ([], heading):
            found.clean(f"left by {peer}", name, source, gold, title)


def show(found: Measure) -> dict[str, float]:
    """Prints the table; returns the figures that have floors."""
    print(f"{'job':26}{'who':28}" + "".join(f"{name:>14}" for name in SETS) + f"{'mean':>8}{'same':>8}{'/s':>7}")
    figures: dict[str, float] = {}
    gains = []
    for job in dict.fromkeys(job for job, _, _ in found.pairs):
        means = {}
        for who in dict.fromkeys(by for of, by, _ in found.pairs if of == job):
            by_set = found.f1(job, who)
            means[who] = fmean(by_set.values())
            told = "".join(f"{by_set.get(name, 0):14.3f}" for name in SETS) + f"{means[who]:8.3f}"
            if who == "ours":
                told += f"{fmean(found.same[job]):8.3f}{found.rate(job):7.0f}"
            print(f"{job:26}{who:28}{told}")
        if job.startswith("dump"):
            figures[job] = means["ours"]
            best = max(means[peer] for peer in peers.FILTERS)
            figures[f"{job}, over the best line filter"] = means["ours"] - best
        elif job.startswith("left"):
            gains.append(means["ours"] - means["as it is"])
            figures["left, worst gain"] = min(gains)
        else:
            figures["clean text, same"] = fmean(found.same[job])
    figures["left, mean gain"] = fmean(gains)
    return figures


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("pages", nargs="?", type=int, default=25)
    asked.add_argument("--part", choices=("test", "bounds"), default="test")
    args = asked.parse_args()
    logging.disable(logging.ERROR)  # the peers complain of pages
    figures = show(gather(Path(os.environ["SOURCELINE_DATA"]), args.pages, args.part))
    floors = tomllib.loads(FLOORS.read_text("utf-8"))["clean"]
    missed = False
    for name, floor in floors.items():
        below = figures[name] < floor
        missed |= below
        print(f"{name:48}{figures[name]:8.3f}   floor {floor:6.3f}{'   MISSED' if below else ''}")
    sys.exit(missed)


if __name__ == "__main__":
    main()
