"""Real pages through the whole road: how many are read, refused, published, and how large their stories are.

    SOURCELINE_DATA=… python -m quality.measure_pages [PER_SET] [--build]

Walks PER_SET pages of each set of extraction-dev (all without it); with ``--build`` also makes one site of them by the
real command and prints what it said last.
"""

from __future__ import annotations

import argparse
import gzip
import os
import tempfile
from collections import Counter
from pathlib import Path

from briefing import collection
from briefing.gather import gather
from sites import add, build, lay

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
            step = max(1, len(pages) // options.per_set) if options.per_set else 1
            for page in pages[::step][: options.per_set]:
                add(site, f"{name}/{page.name.removesuffix('.gz')}", gzip.decompress(page.read_bytes()))
        found = collection.opened(site / "content")
        sizes = Counter(len(story.accounts) for story in gather(found.cards).stories.values())
        found.store.close()
        print(f"read {len(found.cards)}, refused {len(found.refusals)}")
        print("stories, accounts x how many:", ", ".join(f"{size} x {sizes[size]}" for size in sorted(sizes)))
        if options.build:
            built = build(site)
            print(f"exit {built.code}: {built.said.strip().splitlines()[-1]}")


if __name__ == "__main__":
    main()
