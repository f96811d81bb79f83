"""How many names of ``entities-dev`` are found, how many finds are names, and how many have the right kind.

    SOURCELINE_DATA=… python tests/quality/measure_entities.py [--errors]

Organisations, places and persons count; pronouns and descriptions ("the three men", "Syrian forces") do not: a name has
a capital that is not its article's, its sentence's or an adjective's. A find is right where it overlaps a marked span;
its kind where it is the span's, a state being right as place or organisation. Finds of kinds the set does not mark
(documents, projects) are left out unless they overlap one.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "plugins"), str(ROOT / "tests")]

from briefing.find import entities  # noqa: E402
from briefing.model import Desk  # noqa: E402
from briefing.text.tables import shipped  # noqa: E402
from make import article_of  # noqa: E402

FLOORS = {"overlap F": 0.87, "kind F": 0.60}
KINDS = {"Organisation": "organisation", "Location": "place", "Person": "person"}
TIGHT_BEFORE = set(",.;:!?)'’%")
TIGHT_AFTER = set("('’-$£@/")
DETERMINERS = set(shipped("names")["common"].split())
ADJECTIVES = set(shipped("names")["demonyms"].split()) | {"Shia", "Sunni", "Muslim", "Muslims", "Kurdish", "Christian"}

Span = tuple[int, int, str, bool]  # start, end, kind, whether it is a name


def capitals(path: Path) -> set[str]:
    """Words that have a capital inside a sentence."""
    found = set()
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        for part in json.loads(line)["conll"].split("\n\n"):
            tokens = [row.split("\t")[0] for row in part.split("\n") if "\t" in row]
            words = [token for token in tokens if token[0].isalnum()]
            found |= {word for word in words[1:] if word[0].isupper()}
    return found


def sentences(conll: str, inside: set[str]) -> Iterator[tuple[str, list[Span]]]:
    """Each sentence as running text with its spans."""
    for part in conll.split("\n\n"):
        text, spans, open_span = "", [], None
        for row in part.split("\n"):
            if "\t" not in row:
                continue
            token, tag = row.split("\t")
            if token == '"':
                token = ""
            glue = not text or token[:1] in TIGHT_BEFORE or text[-1] in TIGHT_AFTER or token == "-" or not token
            start = len(text) + (0 if glue else 1)
            text += token if glue else " " + token
            if open_span and not tag.startswith("I-"):
                spans.append(open_span)
                open_span = None
            if tag[:2] == "B-" and tag[2:] in KINDS:
                open_span = [start, len(text), KINDS[tag[2:]]]
            elif open_span:
                open_span[1] = len(text)
        if open_span:
            spans.append(open_span)
        if text:
            yield text, [(a, b, kind, is_name(text[a:b], a == 0, inside)) for a, b, kind in spans]


def is_name(words: str, opens: bool, inside: set[str]) -> bool:
    """Whether a marked span has a capital that is not its article's, its sentence's or an adjective's.

    ``inside``: words that have a capital inside some sentence of the set. Where a span opens a sentence, the capital of
    its first word counts only then.
    """
    found = re.findall(r"[^\W_]+", words)
    capitals = [
        (i, w)
        for i, w in enumerate(found)
        if w[0].isupper() and w not in ADJECTIVES and not (i == 0 and w in DETERMINERS)
    ]
    return any(i > 0 or not opens or w in inside for i, w in capitals)


def measure(path: Path, show: bool = False) -> dict[str, float]:
    """Precision, recall and F of overlap, and of overlap with the right kind."""
    found = right = typed = names = hit = typed_hit = 0
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    inside = capitals(path)
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        texts, gold = [], []
        for text, spans in sentences(json.loads(line)["conll"], inside):
            texts.append(text)
            gold.append(spans)
        article = article_of(texts, whole_blocks=True)
        mine: list[list[tuple[int, int, entities.Entity]]] = [[] for _ in texts]
        for entity in entities.find(article, Desk()):
            for mention in entity.mentions:
                mine[mention.passage.block].append((mention.passage.start, mention.passage.end, entity))
        for text, spans, finds in zip(texts, gold, mine, strict=True):
            for start, end, entity in finds:
                over = [s for s in spans if s[0] < end and start < s[1]]
                if not over and entity.kind in ("document", "project"):
                    continue
                found += 1
                right += bool(over)
                typed += any(fits(s[2], entity) for s in over)
                if not over:
                    wrong[f"{text[start:end]} ({entity.kind})"] += 1
                elif not any(fits(s[2], entity) for s in over):
                    wrong[f"kind: {text[start:end]} is {entity.kind}, marked {over[0][2]}"] += 1
            for a, b, kind, named in spans:
                if not named:
                    continue
                names += 1
                over = [f for f in finds if f[0] < b and a < f[1]]
                hit += bool(over)
                typed_hit += any(fits(kind, f[2]) for f in over)
                if not over:
                    missed[text[a:b]] += 1
    if show:
        print("wrong:", *(f"{n} {what}" for what, n in wrong.most_common(90)), sep="\n  ")
        print("missed:", *(f"{n} {what}" for what, n in missed.most_common(60)), sep="\n  ")
    result = {"names": names, "found": found}
    for label, good, hits in (("overlap", right, hit), ("kind", typed, typed_hit)):
        precision, recall = good / max(1, found), hits / max(1, names)
        result |= {
            f"{label} precision": precision,
            f"{label} recall": recall,
            f"{label} F": 2 * precision * recall / (precision + recall),
        }
    return result


def fits(marked: str, entity: entities.Entity) -> bool:
    """Whether a find has the kind that is marked; a place may act, and is then marked as an organisation."""
    return entity.kind == marked or (entity.kind == "place" and entity.known and marked == "organisation")


if __name__ == "__main__":
    folder = Path(os.environ["SOURCELINE_DATA"]) / "data" / "entities-dev"
    measured = measure(folder / "re3d.conll.jsonl.gz", "--errors" in sys.argv)
    for name, value in measured.items():
        floor = f"  (floor {FLOORS[name]})" if name in FLOORS else ""
        print(f"{name:20} {value:.3f}{floor}" if isinstance(value, float) else f"{name:20} {value}")
    sys.exit(any(measured[name] < floor for name, floor in FLOORS.items()))
