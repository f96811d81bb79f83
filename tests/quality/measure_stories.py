"""B-cubed F1 of the grouping into stories on stories-dev, with the code that the site runs.

SOURCELINE_DATA=… python tests/quality/measure_stories.py
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "plugins"), str(ROOT / "tests" / "gather")]

from briefing.gather import card
from briefing.gather.stories import stories
from briefing.model import Card
from build import article
from build import briefing as bare

FLOOR = 0.97


def detokenised(sentence: str) -> str:
    """A sentence of the corpus as it was printed, nearly."""
    text = re.sub(r" ([.,;:?!%)\]’”])", r"\1", sentence)
    text = re.sub(r"([(\[“$]) ", r"\1", text)
    text = re.sub(r" (['’]) ?(s|t|re|ve|ll|d|m)\b", r"\1\2", text)
    return re.sub(r"(\w) - (\w)", r"\1-\2", text)


def cards_of(folder: Path) -> list[tuple[str, Card]]:
    """Gold label and card of each article."""
    found = []
    for line in gzip.open(folder / "stories-dev" / "articles.jsonl.gz", "rt", encoding="utf-8"):
        row = json.loads(line)
        title, *rest = [detokenised(sentence) for sentence in row["sentences"]]
        found.append((row["story"], card(_briefing(row["id"], title, rest), row["id"])))
    return found


def _briefing(name: str, title: str, rest: list[str]):
    """Through the site's own rooms when they are there, else with the bare text."""
    try:
        from briefing import desk
        from briefing.model import Sidecar
        from briefing.pipeline import walk
    except ImportError:
        return bare(article(rest, title, path=f"{name}.txt"))
    data = "\n\n".join([title, *rest]).encode()
    global _DESK
    if _DESK is None:
        _DESK = desk.load(None)
    return walk(f"articles/{name}.txt", data, _DESK, Sidecar())


_DESK = None


def bcubed(found: Mapping[str, str], gold: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1, the mean over articles."""
    precision = recall = 0.0
    for one in gold:
        together = {other for other in gold if found[other] == found[one]}
        should = {other for other in gold if gold[other] == gold[one]}
        precision += len(together & should) / len(together)
        recall += len(together & should) / len(should)
    precision, recall = precision / len(gold), recall / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def measure(folder: Path) -> tuple[float, float, float]:
    rows = cards_of(folder)
    found = {slug: story.slug for story in stories([card for _, card in rows]) for slug in story.accounts}
    return bcubed(found, {card.slug: label for label, card in rows})


if __name__ == "__main__":
    p, r, f = measure(Path(os.environ["SOURCELINE_DATA"]) / "data")
    print(f"stories: B-cubed precision {p:.3f} recall {r:.3f} F1 {f:.3f} (floor {FLOOR})")
    sys.exit(f < FLOOR)
