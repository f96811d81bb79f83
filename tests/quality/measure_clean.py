"""How well cleaning does on the development data: ``python -m quality.measure_clean [pages per set]``.

4-token shingles, page means, F1 their harmonic mean; the title is left out on both sides. Only sites that training held
out (of ``daniel``, which it never reads, all). "as it is" is the text handed to the cleaner. ``--residual FILE``: a
``jsonl.gz`` of what other extractors left (id, peer, lang, title, text). ``--html``: the pages themselves.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import time
from collections import defaultdict
from pathlib import Path

from briefing.clean import clean
from briefing.desk import load
from briefing.model import Article, Refusal, Source

from quality import data as development

SETS = ("andytf-news", "wcxb-article", "fundus", "daniel")


def text(article: Article) -> str:
    return "\n".join(article.blocks[place].text for place in article.body())


class Table:
    """Rows of (job, set), each with the pairs measured and the seconds taken."""

    def __init__(self, desk) -> None:
        self.desk = desk
        self.pairs: dict[tuple[str, str], list] = defaultdict(list)
        self.seconds: dict[tuple[str, str], float] = defaultdict(float)

    def add(self, job: str, name: str, source: Source, gold: str, title: str | None = None) -> Article:
        start = time.process_time()
        article = clean(source, self.desk, development.NONE)
        self.seconds[job, name] += time.process_time() - start
        heading = development.tokens(title or "")
        before = "\n".join(b.text for b in source.blocks if development.tokens(b.text) != heading)
        self.pairs[job, name].append((text(article), before, gold))
        return article

    def show(self) -> None:
        print(
            f"{'job':24}{'set':14}{'pages':>6}{'as it is':>10}{'F1':>8}{'P':>8}{'R':>8}{'exact':>8}{'same':>8}{'/s':>7}"
        )
        jobs = list(dict.fromkeys(job for job, _ in self.pairs))
        for job in jobs:
            rows = [(name, held) for (of, name), held in self.pairs.items() if of == job]
            seconds = sum(self.seconds[job, name] for name, _ in rows)
            if len(rows) > 1:
                rows.append(("all", [pair for _, held in rows for pair in held]))
            for name, held in rows:
                ours = development.measure((a, g) for a, _, g in held)
                was = development.measure((b, g) for _, b, g in held)
                same = sum(development.tokens(a) == development.tokens(b) for a, b, _ in held) / len(held)
                spent = self.seconds.get((job, name), seconds) or 1e-9
                print(
                    f"{job:24}{name:14}{len(held):6}{was['F1']:10.3f}{ours['F1']:8.3f}{ours['P']:8.3f}{ours['R']:8.3f}"
                    f"{ours['exact']:8.3f}{same:8.3f}{len(held) / spent:7.0f}"
                )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("pages", nargs="?", type=int, default=60)
    asked.add_argument("--residual", type=Path)
    asked.add_argument("--html", action="store_true")
    asked.add_argument("--worst", type=int, default=0, help="show so many pages with the most lost or left")
    args = asked.parse_args()
    root = Path(os.environ["SOURCELINE_DATA"])
    golds = {name: development.gold(root, name) for name in SETS}
    desk = load(None)
    table = Table(desk)
    taken: dict[tuple[str, str], int] = defaultdict(int)

    def wanted(identity: str, job: str) -> dict | None:
        name, key = identity.split("/", 1)
        row = golds[name][key]
        if name in development.TRAINABLE and not development.held_out(development.site(row["url"])):
            return None
        taken[job, name] += 1
        return row if taken[job, name] <= args.pages else None

    for row in development.dumps(root):
        name = row["id"].split("/")[0]
        if (page := wanted(row["id"], row["dump"])) is None:
            continue
        table.add(
            "dump, " + row["dump"],
            name,
            development.source(row["lines"], row["title"], row["lang"]),
            page["text"],
            row["title"],
        )
        if row["dump"] == "paragraphs":
            lines = page["text"].splitlines()
            table.add("clean text", name, development.source(lines, None, row["lang"]), page["text"])
    if args.residual:
        with gzip.open(args.residual, "rt", encoding="utf-8") as file:
            for row in map(json.loads, file):
                name = row["id"].split("/")[0]
                page = wanted(row["id"], "left by " + row["peer"])
                if page is None or not row["text"].strip():
                    continue
                made = development.source(row["text"].splitlines(), row["title"], row["lang"])
                table.add("left by " + row["peer"], name, made, page["text"], row["title"])
    if args.html:
        from briefing.read import read

        for name in SETS:
            for key, page in golds[name].items():
                path = root / "data" / "extraction-dev" / name / "html" / f"{key}.html.gz"
                if not path.exists() or wanted(f"{name}/{key}", "html") is None:
                    continue
                try:
                    made = read(f"articles/{name}.html", gzip.decompress(path.read_bytes()), desk)
                except Refusal:
                    table.pairs["html", name].append(("", "", page["text"]))
                    continue
                table.add("html", name, made, page["text"], page["title"])
    table.show()


if __name__ == "__main__":
    main()
