"""B-cubed F1 of the grouping into stories on stories-dev, with the code that the site runs.

SOURCELINE_DATA=… python tests/quality/measure_stories.py
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "plugins"), str(ROOT / "tests")]

from briefing.gather import card  # noqa: E402
from briefing.gather.stories import stories  # noqa: E402
from briefing.model import Briefing, Card  # noqa: E402

FLOOR = 0.97


def detokenised(sentence: str) -> str:
    """A sentence of the corpus as it was printed, nearly."""
    text = re.sub(r" ([.,;:?!%)\]’”])", r"\1", sentence)
    text = re.sub(r"([(\[“$]) ", r"\1", text)
    text = re.sub(r" (['’]) ?(s|t|re|ve|ll|d|m)\b", r"\1\2", text)
    return re.sub(r"(\w) - (\w)", r"\1-\2", text)


def cards_of(folder: Path) -> list[tuple[str, Card]]:
    """Gold label and card of each article, each walked through the site's own rooms."""
    told = teller()
    found = []
    with gzip.open(folder / "stories-dev" / "articles.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            text = "\n\n".join(detokenised(sentence) for sentence in row["sentences"])
            found.append((row["story"], card(told(f"articles/{row['id']}.txt", text.encode()), row["id"])))
    return found


def teller() -> Callable[[str, bytes], Briefing]:
    """Path and bytes to briefing, with the shipped desk."""
    from briefing import desk
    from briefing.model import Sidecar
    from briefing.pipeline import walk

    shipped = desk.load(None)
    return lambda path, data: walk(path, data, shipped, Sidecar())


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
