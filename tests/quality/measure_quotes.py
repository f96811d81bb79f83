"""How well quotations are found and given to their speakers: on the cases of the rules, and on cases kept apart.

    PYTHONPATH=tests python -m quality.measure_quotes [--errors]

Two files beside this one were written after the rules stood, in many styles of news: ``quotes_mended.md``, whose
failures were then mended, and ``quotes.md``, for which nothing was. Their expected lines name whom a reader would name,
"-" where a reader could not; a case of the rules says what the rules give. A speaker is
right when one of the two wordings holds the other: "Ruiz", "Minister Elena Ruiz". Attribution accuracy: of the speakers
given, how many are right. Recall: of those a reader can name, how many are given and right.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "plugins"), str(ROOT / "tests")]

from briefing.find import quotes  # noqa: E402
from briefing.model import Desk  # noqa: E402
from cases import Case, load  # noqa: E402
from make import article_of  # noqa: E402

FLOORS = {"accuracy": 0.92, "recall": 0.75}
CASES = 150  # labelled, at least
Row = tuple[str, str]  # speaker, words


def given(case: Case) -> list[Row]:
    """The quotations found in a case."""
    first, _, rest = case.input.partition("\n")
    named = first.startswith("language: ")
    article = article_of(rest if named else case.input, language=first[10:] if named else "en")
    return [(q.speaker.text if q.speaker else "-", q.passage.text) for q in quotes.find(article, Desk()) if q.direct]


def expected(case: Case) -> list[Row]:
    """The quotations that a case asks for: "speaker | words", or a row of the cases of the rules."""
    rows = [line.split(" | ") for line in case.expected.splitlines() if line != "none"]
    return [(row[-2] if len(row) == 2 else row[1], row[-1]) for row in rows if row[0] != "reported"]


def agree(a: str, b: str) -> bool:
    """Whether two wordings name one speaker."""
    return a == b or ("-" not in (a, b) and (a.lower() in b.lower() or b.lower() in a.lower()))


def measure(cases: list[Case], show: bool = False) -> dict[str, float]:
    """Detection and attribution over the cases."""
    count: Counter[str] = Counter()
    for case in cases:
        mine, gold = given(case), expected(case)
        words = {text: who for who, text in gold}
        right = [(who, words[text]) for who, text in mine if text in words]
        count.update(
            cases=1, found=len(mine), gold=len(gold), hit=len(right),
            named=sum(who != "-" for who, _ in mine), sayable=sum(who != "-" for who, _ in gold),
            right=sum(who != "-" and agree(who, true) for who, true in right),
        )  # fmt: skip
        if show and (len(right) < max(len(gold), len(mine)) or not all(agree(*pair) for pair in right)):
            print(f"--- {case.title}\n{case.input}\n  wanted {gold}\n  found  {mine}")
    return {
        "cases": count["cases"],
        "quotations": count["gold"],
        "detection P": count["hit"] / max(1, count["found"]),
        "detection R": count["hit"] / max(1, count["gold"]),
        "attribution accuracy": count["right"] / max(1, count["named"]),
        "attribution recall": count["right"] / max(1, count["sayable"]),
    }


SETS = {
    "cases of the rules": "cases/find/quotes.md",
    "kept apart, then mended for": "quality/quotes_mended.md",
    "kept apart": "quality/quotes.md",
}


def cases_of(name: str) -> list[Case]:
    """The cases of one of SETS."""
    return [param.values[0] for param in load(ROOT / "tests" / SETS[name])]


if __name__ == "__main__":
    short, labelled = False, 0
    for name in SETS:
        print(name)
        labelled += len(cases_of(name))
        for key, value in measure(cases_of(name), "--errors" in sys.argv).items():
            floor = FLOORS.get(key.removeprefix("attribution "))
            shown = f"{value:.3f}" if isinstance(value, float) else str(value)
            short |= bool(floor and value < floor)
            print(f"  {key:22} {shown}" + (f"  (floor {floor})" if floor else ""))
    print(f"labelled cases           {labelled}  (floor {CASES})")
    sys.exit(short or labelled < CASES)
