"""Accuracy of the relation between two sentences, over held-out pairs of this project's own (``pairs.txt``).

    python -m quality.measure_pairs [--wrong]

The label is the first relation that the story page would show of two accounts of one sentence each. ``--wrong`` prints
the pairs it gets wrong, to be named in notes: the file is not for tuning.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "plugins"), str(ROOT / "tests")]

from briefing.gather.compare import compare  # noqa: E402
from briefing.model import Briefing  # noqa: E402

FLOOR = 0.9


def labelled() -> Iterator[tuple[frozenset[str], str, str]]:
    """The labels that are right for a pair, and its two sentences."""
    text = Path(__file__).with_name("pairs.txt").read_text("utf-8")
    for block in text.split("\n\n"):
        rows = [row for row in block.splitlines() if row and not row.startswith("#")]
        if rows:
            label, one, other = rows
            yield frozenset(label.split(" or ")), one.removeprefix("A: "), other.removeprefix("B: ")


def relation(one: str, other: str, told: Callable[[str, bytes], Briefing]) -> str:
    """What the page would show first: "figure", "detail b" …; "none" where it shows nothing of both."""
    accounts = {key: told(f"articles/{key}.txt", text.encode()) for key, text in (("a", one), ("b", other))}
    pairs = compare(accounts).pairs
    return f"{pairs[0].relation} {pairs[0].more}".strip() if pairs else "none"


def measure(show: bool = False) -> tuple[float, dict[str, tuple[int, int]]]:
    """Share of pairs that are right, and right and all by label."""
    from quality.measure_stories import teller

    told = teller()
    right: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for labels, one, other in labelled():
        name = sorted(labels)[0].split(" ")[0] if len(labels) == 1 else "same"
        found = relation(one, other, told)
        every[name] += 1
        right[name] += found in labels
        if show and found not in labels:
            print(f"{' or '.join(sorted(labels))} <- {found}\n  {one}\n  {other}")
    return sum(right.values()) / sum(every.values()), {name: (right[name], every[name]) for name in sorted(every)}


if __name__ == "__main__":
    share, by = measure("--wrong" in sys.argv)
    rows = ", ".join(f"{name} {good}/{count}" for name, (good, count) in by.items())
    count = sum(count for _, count in by.values())
    print(f"pairs: accuracy {share:.3f} over {count} held-out pairs (floor {FLOOR}); {rows}")
    sys.exit(share < FLOOR)
