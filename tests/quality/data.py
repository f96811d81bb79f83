"""The development data as sources with labels, and the measure of cleaning: 4-token shingles, pages averaged."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from briefing.model import Block, Head, Sidecar, Source, Stated

TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]+"
)
NONE = Sidecar()
TRAINABLE = ("andytf-news", "wcxb-article", "fundus")  # sets whose licence lets weights be shipped


def tokens(text: str) -> list[str]:
    return TOKEN.findall(text.lower())


def shingles(text: str) -> Counter:
    found = tokens(text)
    if len(found) < 4:
        return Counter([tuple(found)]) if found else Counter()
    return Counter(zip(found, found[1:], found[2:], found[3:], strict=False))


def measure(pairs: Iterable[tuple[str, str]]) -> dict[str, float]:
    """Mean precision and recall over pages, their F1, share of pages equal. Pairs are (ours, gold)."""
    p = r = e = n = 0.0
    for ours, gold in pairs:
        a, b = shingles(ours), shingles(gold)
        both = sum((a & b).values())
        p += both / (sum(a.values()) or 1) if a else float(not b)
        r += both / (sum(b.values()) or 1) if b else 1.0
        e += tokens(ours) == tokens(gold)
        n += 1
    n = n or 1
    p, r = p / n, r / n
    return {"pages": n, "P": p, "R": r, "F1": 2 * p * r / (p + r) if p + r else 0.0, "exact": e / n}


def source(lines: list[str], title: str | None, language: str, path: str = "articles/x.txt") -> Source:
    """Lines as a text file would have been read, one block a line."""
    lines = [" ".join(line.split()) for line in lines]
    blocks = tuple(Block(text, "paragraph", (at, at)) for at, text in enumerate(lines, 1) if text)
    head = Head()
    for block in blocks if title else ():
        if block.text == title:
            head = Head(headline=Stated(title, title, "text", block.lines, 0, len(title)))
            break
    digest = sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()
    return Source(path, digest, "utf-8", language, head, tuple(lines), blocks)


def dumps(data: Path) -> Iterator[dict]:
    with gzip.open(data / "data" / "lines-dev.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def gold(data: Path, name: str) -> dict[str, dict]:
    with gzip.open(data / "data" / "extraction-dev" / name / "gold.jsonl.gz", "rt", encoding="utf-8") as file:
        return {row["id"]: row for row in map(json.loads, file)}


def held_out(identity: str) -> bool:
    """Whether a page is kept out of training: a fifth of the sites, chosen by their name's hash."""
    return int(sha256(identity.encode()).hexdigest(), 16) % 5 == 0


def number(name: str) -> int:
    """The hash of a name as a number: it divides sites, and never changes."""
    return int(sha256(name.encode()).hexdigest(), 16)


def part(url: str) -> str:
    """Which part a page's site belongs to: "train" (seven tenths), "bounds" (one) or "test" (two)."""
    held = number(site(url))
    return "test" if held % 5 == 0 else "bounds" if held % 10 == 1 else "train"


def site(url: str) -> str:
    host = re.sub(r"^\w+://(?:www\.)?", "", url or "").split("/")[0].split("#")[0]
    return ".".join(host.split(".")[-2:])


def label(text: str, gold_text: str) -> bool:
    """Whether at least half of a line's tokens lie in runs of four that the gold has."""
    found = tokens(text)
    if not found:
        return False
    held = _held(gold_text)
    if len(found) < 4:
        return tuple(found) in held[1]
    hit = [False] * len(found)
    for at in range(len(found) - 3):
        if tuple(found[at : at + 4]) in held[0]:
            hit[at : at + 4] = [True] * 4
    return sum(hit) * 2 >= len(found)


_last: list = []


def _held(gold_text: str) -> tuple[set, set]:
    if not _last or _last[0] != gold_text:
        lines = {tuple(tokens(line)) for line in gold_text.splitlines()}
        _last[:] = [gold_text, (set(shingles(gold_text)), lines)]
    return _last[1]
