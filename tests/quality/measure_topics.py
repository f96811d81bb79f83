"""How well the shipped topics label headlines and bill titles of ``topics-dev``, with the code that the site runs.

    SOURCELINE_DATA=… python tests/quality/measure_topics.py [--errors]

Nothing is trained on the set. Its texts carry one code each, so of several labels the one with most points counts.
"""

from __future__ import annotations

import csv
import gzip
import os
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "plugins")]

from briefing import desk  # noqa: E402
from briefing.brief.topics import needed, score  # noqa: E402
from briefing.model import Topic  # noqa: E402

CODES = {"16": "security", "18": "trade", "10": "connectivity"}
LEFT_OUT = ("8", "12", "17", "19", "99")  # a fair reader could put these on either side
SETS = {
    "headlines": ("NYTimes.csv.gz", "Title", "Topic.Code", 0.60),
    "bills": ("USCongress.csv.gz", "text", "major", 0.68),
}


def rows(path: Path, text: str, code: str) -> list[tuple[str, str]]:
    """Texts with the topic they are coded as, "" for none."""
    with gzip.open(path, "rt", encoding="latin-1", newline="") as file:
        found = csv.DictReader(file, delimiter=";")
        return [(row[text], CODES.get(row[code], "")) for row in found if row[text] and row[code] not in LEFT_OUT]


def guess(text: str, topics: tuple[Topic, ...]) -> str:
    """The label with most points, "" when none has enough."""
    found = score(text, topics, "en")
    best = max(found, key=lambda slug: (found[slug][0], slug), default="")
    return best if best and found[best][0] >= needed(text) else ""


def measure(folder: Path, name: str, topics: tuple[Topic, ...], show: bool = False) -> dict[str, float]:
    """Precision, recall and F1 of each topic, and their macro-F1."""
    file, text, code, _ = SETS[name]
    pairs = [(gold, guess(words, topics), words) for words, gold in rows(folder / file, text, code)]
    table = Counter((gold, mine) for gold, mine, _ in pairs)
    result = {}
    for topic in CODES.values():
        right = table[topic, topic]
        precision = right / max(1, sum(n for (_, mine), n in table.items() if mine == topic))
        recall = right / max(1, sum(n for (gold, _), n in table.items() if gold == topic))
        result |= {
            f"{topic} P": precision,
            f"{topic} R": recall,
            f"{topic} F1": 2 * precision * recall / max(1e-9, precision + recall),
        }
    result["macro-F1"] = sum(result[f"{topic} F1"] for topic in CODES.values()) / len(CODES)
    if show:
        for gold, mine, words in pairs:
            if gold != mine:
                print(
                    f"{gold or '-':13}{mine or '-':13}{words[:130]}",
                    {k: v[0] for k, v in score(words, topics, "en").items()},
                )
    return result


if __name__ == "__main__":
    shared = Path(os.environ["SOURCELINE_DATA"]) / "data" / "topics-dev"
    found = desk.load(ROOT / "content").topics
    short = False
    for name, (*_, floor) in SETS.items():
        measured = measure(shared, name, found, "--errors" in sys.argv)
        print(name, *(f"{key} {value:.3f}" for key, value in measured.items()), f"(floor {floor})")
        short |= measured["macro-F1"] < floor
    sys.exit(short)
