"""Real pages through the whole road: how many are read, refused, published, and how large their stories are.

    SOURCELINE_DATA=… python -m quality.measure_pages [PER_SET] [--build]

Walks PER_SET pages of each set of extraction-dev (all without it), each with its address in a sidecar, since many pages
do not say whose they are; prints how many lines are cut because the files of a publisher share them. With ``--build``
also makes one site of them by the real command and prints what it said last.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import tempfile
from collections import Counter
from pathlib import Path

from briefing import collection
from briefing.clean.shared import RULE
from briefing.gather import gather
from briefing.text.addresses import BadAddress, address
from sites import add, build, lay

from quality import data as development

SETS = ("andytf-news", "wcxb-article", "daniel", "fundus")


def main() -> None:
    """Prints the counts."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("per_set", nargs="?", type=int)
    asked.add_argument("--build", action="store_true")
    options = asked.parse_args()
    data = Path(os.environ["SOURCELINE_DATA"]) / "data" / "extraction-dev"
    with tempfile.TemporaryDirectory() as folder:
        site = lay(Path(folder) / "site", {})
        for name in SETS:
            pages = sorted((data / name / "html").glob("*.html.gz"))
            gold = development.gold(Path(os.environ["SOURCELINE_DATA"]), name)
            step = max(1, len(pages) // options.per_set) if options.per_set else 1
            for page in pages[::step][: options.per_set]:
                identity = page.name.removesuffix(".html.gz")
                add(site, f"{name}/{identity}.html", gzip.decompress(page.read_bytes()))
                if url := _address(gold[identity]["url"]):
                    add(site, f"{name}/{identity}.toml", f"url = {json.dumps(url)}\n")
        found = collection.opened(site / "content")
        sizes = Counter(len(story.accounts) for story in gather(found.cards).stories.values())
        shared = [sum(cut.verdict.rule == RULE for cut in article.cuts) for article in found.articles()]
        found.store.close()
        print(f"read {len(found.cards)}, refused {len(found.refusals)}")
        print(f"lines cut because a publisher's files share them: {sum(shared)} in {sum(map(bool, shared))} articles")
        print("stories, accounts x how many:", ", ".join(f"{size} x {sizes[size]}" for size in sorted(sizes)))
        if options.build:
            built = build(site)
            print(f"exit {built.code}: {built.said.strip().splitlines()[-1]}")


def _address(url: str) -> str:
    """The address as a sidecar takes it; "" for none."""
    try:
        return address(url)
    except BadAddress:
        return ""


if __name__ == "__main__":
    main()
