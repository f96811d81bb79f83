"""Real articles and what the program makes of them, printed to be read by a person with a critical eye.

    SOURCELINE_DATA=… python -m quality.read_briefings SEED [COUNT] [FIRST] [--points]

Takes English gold texts of extraction-dev, one of each site, the sets in turn, shuffled by SEED; prints COUNT (40) from
place FIRST on: the text with its key points marked, then names, quotations, runs between marks that are taken for no
speech, figures, times and topics. With another FIRST others are printed that nobody has looked at. ``--points``: only
text and key points.
"""

from __future__ import annotations

import argparse
import os
import random
import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from briefing.desk import load
from briefing.model import Article, Briefing, Passage, Refusal, Sidecar
from briefing.pipeline import walk

from quality import data

ROOT = Path(__file__).resolve().parents[2]
SETS = ("andytf-news", "wcxb-article", "fundus")
LEAST, MOST = 120, 900  # words
RUN = re.compile(r"“[^“”]{3,400}[“”]|\"[^\"]{3,400}\"|«[^«»]{3,400}»")


def articles(folder: Path, seed: int) -> list[tuple[str, str, bytes]]:
    """Articles, one of each site, in an order that the seed decides: set, identity, file. The sets take turns."""
    chance, held, queues = random.Random(seed), set(), []
    for name in SETS:
        sites: dict[str, list[tuple[str, str, bytes]]] = {}
        for identity, row in sorted(data.gold(folder, name).items()):
            site, english = data.site(row["url"]), (row["lang"] or "en").startswith("en")
            if site not in held and english and row["title"] and LEAST <= len(row["text"].split()) <= MOST:
                text = re.sub(r"\n+", "\n\n", f"{row['title']}\n{row['text']}")
                sites.setdefault(site, []).append((name, identity, text.encode()))
        held.update(sites)
        names = sorted(sites)
        chance.shuffle(names)
        queues.append([chance.choice(sites[one]) for one in names])
    return [one for row in zip_longest(*queues) for one in row if one]


def around(article: Article, passage: Passage, reach: int = 70) -> str:
    """A passage with the words beside it."""
    text = article.blocks[passage.block].text
    low, high = max(0, passage.start - reach), passage.end + reach
    shown = passage.text if len(passage.text) < 130 else f"{passage.text[:60]} … {passage.text[-60:]}"
    return f"{text[low : passage.start]}[[{shown}]]{text[passage.end : high]}"


def told(found: Briefing, only_points: bool) -> Iterator[str]:
    """The lines that show a briefing."""
    article = found.article
    chosen = {(one.block, one.start): number for number, point in enumerate(found.points, 1) for one in point.passages}
    lead = (found.dek.block, found.dek.start) if found.dek else None
    for block in dict.fromkeys(sentence.block for sentence in article.sentences):
        shown = ""
        for one in article.sentences:
            if one.block == block:
                place = (one.block, one.start)
                mark = "<<DEK>> " if place == lead else f"<<{chosen[place]}>> " if place in chosen else ""
                shown += mark + one.text + " "
        yield shown
    if only_points:
        return
    for one in found.facts["entities"]:
        roles = f" roles={[role.text for role in one.roles]}" if one.roles else ""
        also = f" also={list(one.aliases)}" if one.aliases else ""
        known = "=" if one.known else " "
        yield f"  N{known} {one.name} | {one.kind} | {len(one.mentions)}{also}{roles}"
    held = set()
    for one in found.facts["quotes"]:
        held.add((one.passage.block, one.passage.start))
        sign, who = "Q" if one.direct else "R", one.speaker.text if one.speaker else "?"
        yield f"  {sign}  <{who}> {around(article, one.passage)}"
    for block in article.body():
        for run in RUN.finditer(article.blocks[block].text):
            if not any((block, run.start() + 1 + more) in held for more in (0, 1)):
                yield f"  -  {around(article, article.passage(block, *run.span()), 40)}"
    for one in found.facts["figures"]:
        who = f" who={one.who.text}" if one.who else ""
        high = f"..{one.high}" if one.high else ""
        of = f" of={one.of.text}" if one.of else ""
        value = f"{one.relation}{one.value}{high} unit={one.unit!r}{of}{who}"
        yield f"  F  {around(article, one.passage, 40)}  {value}"
    for one in found.facts["events"]:
        anchor = f" ({one.anchor})" if one.anchor else ""
        yield f"  T  {around(article, one.passage, 40)}  {one.granularity} {one.resolved} {one.status}{anchor}"
    for one in found.labels:
        words = ", ".join(word.text for word in one.words)
        yield f"  L  {one.topic} {one.score}: {words} ({article.blocks[one.block].text[:60]})"


def main() -> None:
    """Prints the articles asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("seed", type=int)
    asked.add_argument("count", type=int, nargs="?", default=40)
    asked.add_argument("first", type=int, nargs="?", default=0)
    asked.add_argument("--points", action="store_true")
    options = asked.parse_args()
    desk = load(ROOT / "content")
    rows = articles(Path(os.environ["SOURCELINE_DATA"]), options.seed)[options.first : options.first + options.count]
    for place, (name, identity, file) in enumerate(rows, options.first):
        print(f"==== {place} {name} {identity}")
        try:
            found = walk(f"articles/{name}/{identity}.txt", file, desk, Sidecar())
        except Refusal as refusal:
            print(refusal)
            continue
        for line in told(found, options.points):
            print(line)


if __name__ == "__main__":
    main()
