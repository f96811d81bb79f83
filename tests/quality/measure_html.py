"""How well pages are read and cleaned, beside other extractors: ``python -m quality.measure_html [PER_SET]``.

4-token shingles, page means, F1 their harmonic mean; *exact*: share of pages whose tokens equal the gold's. The title
is left out of both sides (where the gold names none, its first line is the title). Only sites that training held out;
of ``daniel``, which training never reads, all. Ends with 1 when a floor of ``floors.toml`` is missed.
"""

from __future__ import annotations

import argparse
import gzip
import logging
import os
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import trafilatura
from briefing.clean import clean
from briefing.desk import load
from briefing.model import Desk, Head, Refusal
from briefing.read import read

from quality import data as development
from quality import peers

SETS = ("andytf-news", "wcxb-article", "fundus", "daniel")
FLOORS = Path(__file__).parent / "floors.toml"
OURS, RIVAL = "ours", "trafilatura, precision"
PEERS = {
    RIVAL: peers.with_trafilatura,
    "trafilatura": lambda html, language: trafilatura.extract(html, include_comments=False) or "",
    "readability-lxml": peers.with_readability,
    "resiliparse": peers.with_resiliparse,
}


def pages(root: Path, name: str, most: int | None) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The held-out pages of a set, evenly chosen: gold and bytes."""
    rows = [
        row
        for row in development.gold(root, name).values()
        if name not in development.TRAINABLE or development.held_out(development.site(row["url"]))
    ]
    step = max(1, len(rows) // most) if most else 1
    for row in rows[::step][:most]:
        path = root / "data" / "extraction-dev" / name / "html" / f"{row['id']}.html.gz"
        if path.exists():
            yield row, gzip.decompress(path.read_bytes())


def without(text: str, title: str) -> str:
    """A text without the lines that are its title."""
    words = development.tokens(title)
    return "\n".join(line for line in text.splitlines() if development.tokens(line) != words)


def ours(data: bytes, desk: Desk) -> tuple[str, Head, str]:
    """The cleaned text of a page, its head, its language."""
    try:
        article = clean(read("articles/page.html", data, desk), desk, development.NONE)
    except Refusal:
        return "", Head(), ""
    text = "\n".join(article.blocks[place].text for place in article.body())
    return text, article.source.head, article.source.language


def address(url: str) -> str:
    """An address as two statements of the same page share it."""
    return url.split("#")[0].split("?")[0].split("//")[-1].removeprefix("www.").rstrip("/").casefold()


class Stated:
    """How often the head gives the gold's title, address and language, and who said it."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        self.origins: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, row: dict[str, Any], head: Head, language: str) -> None:
        wanted = " ".join(development.tokens(row["title"] or ""))
        if wanted:
            given = " ".join(development.tokens(head.headline.value if head.headline else ""))
            self._note("headline", given == wanted)
        if "#" not in row["url"]:
            self._note("address", bool(head.url) and address(head.url.value if head.url else "") == address(row["url"]))
        self._note("language", language == row["lang"])
        for field in ("headline", "published", "byline", "publisher", "url"):
            stated = getattr(head, field)
            self.origins[field][stated.origin if stated else "none"] += 1

    def _note(self, field: str, right: bool) -> None:
        self.asked[field] += 1
        self.right[field] += right

    def show(self) -> None:
        print("head as the gold has it: " + ", ".join(f"{f} {self.right[f] / self.asked[f]:.3f}" for f in self.asked))
        for field, origins in self.origins.items():
            print(f"  {field} by " + ", ".join(f"{origin} {count}" for origin, count in origins.most_common()))


def missed(found: dict[str, dict[str, dict[str, float]]], speed: float) -> list[str]:
    """The floors that these figures miss, a line each."""
    floors = tomllib.loads(FLOORS.read_text("utf-8"))["html"]
    out = []
    for name, rows in found.items():
        mine, rival = rows[OURS], rows[RIVAL]
        floor = floors["sets"][name]
        for what, least in (
            ("F1", floor["F1"]),
            ("exact", floor["exact"]),
            ("F1 above trafilatura's", floor["above"]),
            ("exact by trafilatura's", floor["times"]),
        ):
            value = {
                "F1": mine["F1"],
                "exact": mine["exact"],
                "F1 above trafilatura's": mine["F1"] - rival["F1"],
                "exact by trafilatura's": mine["exact"] / (rival["exact"] or 1e-9),
            }[what]
            if value < least:
                out.append(f"{name}: {what} is {value:.3f}, the floor is {least}")
    if speed < floors["pages"]:
        out.append(f"{speed:.1f} pages a second, the floor is {floors['pages']}")
    return out


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("pages", nargs="?", type=int, help="pages of each set, all when left out; floors are for all")
    args = asked.parse_args()
    logging.disable(logging.CRITICAL)
    root, desk = Path(os.environ["SOURCELINE_DATA"]), load(None)
    found: dict[str, dict[str, dict[str, float]]] = {}
    seconds: Counter[str] = Counter()
    stated, count = Stated(), 0
    ours(b"<p>The first page pays for what is loaded once.</p>", desk)
    print(f"{'set':14}{'extractor':24}{'pages':>6}{'F1':>8}{'P':>8}{'R':>8}{'exact':>8}")
    for name in SETS:
        pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row, data in pages(root, name, args.pages):
            count += 1
            title = row["title"] or row["text"].strip().partition("\n")[0]
            gold, html = without(row["text"], title), data.decode("utf-8", "replace")
            start = time.process_time()
            text, head, language = ours(data, desk)
            seconds[OURS] += time.process_time() - start
            pairs[OURS].append((without(text, title), gold))
            stated.add(row, head, language)
            for peer, tool in PEERS.items():
                start = time.process_time()
                text = peers.extract(tool, html, row["lang"])
                seconds[peer] += time.process_time() - start
                pairs[peer].append((without(text, title), gold))
        found[name] = {who: development.measure(held) for who, held in pairs.items()}
        for who, row in found[name].items():
            print(
                f"{name:14}{who:24}{row['pages']:6.0f}{row['F1']:8.3f}{row['P']:8.3f}{row['R']:8.3f}{row['exact']:8.3f}"
            )
    print("pages a second, CPU: " + ", ".join(f"{who} {count / spent:.1f}" for who, spent in seconds.items()))
    stated.show()
    if args.pages:
        return 0
    short = missed(found, count / seconds[OURS])
    print("\n".join(short) or "no floor missed")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
