"""Trains the weights of ``clean/lines.py`` and writes ``data/weights/lines.json``: ``python -m quality.train_lines``.

Needs numpy (not among the project's packages) and the development data (SOURCELINE_DATA). Sites whose name's hash says
so are held out; sets whose licence forbids shipping weights (``daniel``) are never read. Two scores are trained, the
second on what the first says of pages it was not trained on.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from pathlib import Path
from typing import Any

from briefing.clean import lines, walk
from briefing.clean.page import Page
from briefing.desk import load
from briefing.model import Refusal
from briefing.read import read

from quality import data as development

TARGET = Path(__file__).parents[2] / "plugins/briefing/data/weights/lines.json"
LEAST = 12  # pages a feature must stand on to get a weight
SMALL = 0.03  # weights nearer to nothing are left out
FOLDS = 3
# how much a page of each kind counts in training: web pages, their dumps, clean text
SHARE = {"html": 1.5, "paragraphs": 1.0, "textnodes": 1.0, "gold": 0.7}


def pages(root: Path) -> list[dict[str, Any]]:
    """Pages to train on: source, title and, for each line, whether it is the article's own."""
    golds = {name: development.gold(root, name) for name in development.TRAINABLE}
    found = []
    for row in development.dumps(root):
        name, identity = row["id"].split("/", 1)
        if name not in golds or development.held_out(development.site(golds[name][identity]["url"])):
            continue
        marks = [row["keep"][at] == "1" for at, line in enumerate(row["lines"]) if line.split()]
        title = row["title"] if chosen(row["id"], 2) else None
        made = development.source(row["lines"], title, row["lang"])
        found.append({"source": made, "keep": marks, "share": SHARE[row["dump"]]})
        if row["dump"] == "paragraphs":
            text = golds[name][identity]["text"]
            clean = [line for line in text.splitlines() if line.strip()]
            made = development.source(clean, None, row["lang"])
            found.append({"source": made, "keep": [True] * len(made.blocks), "share": SHARE["gold"]})
    desk = load(None)
    for name, rows in golds.items():
        for identity, row in rows.items():
            path = root / "data" / "extraction-dev" / name / "html" / f"{identity}.html.gz"
            if development.held_out(development.site(row["url"])) or not path.exists():
                continue
            try:
                source = read(f"articles/{identity}.html", gzip.decompress(path.read_bytes()), desk)
            except Refusal:
                continue
            marks = [development.label(block.text, row["text"]) for block in source.blocks]
            found.append({"source": source, "keep": marks, "share": SHARE["html"]})
    return found


def chosen(text: str, one_in: int) -> bool:
    """One in so many, by the hash of the text."""
    return development.sha256(text.encode()).digest()[0] % one_in == 0


def fit(np: Any, pages: list[dict], key: str, rounds: int = 160, ridge: float = 2e-6) -> dict:
    """Logistic weights by feature name: Adam on the whole set. A feature counts once a page."""
    rows = [page[key][at] for page in pages for at in page["open"]]
    keep = np.array([page["keep"][at] for page in pages for at in page["open"]], dtype=float)
    weight = np.array([page["weight"][at] for page in pages for at in page["open"]])
    counts: dict[str, int] = {}
    for page in pages:
        for name in {name for at in page["open"] for name in page[key][at]}:
            counts[name] = counts.get(name, 0) + 1
    index = {name: at + 1 for at, name in enumerate(sorted(n for n, c in counts.items() if c >= LEAST))}
    wide = max(len(row) for row in rows)
    table = np.zeros((len(rows), wide), dtype=np.int32)
    for at, row in enumerate(rows):
        for column, name in enumerate(row):
            table[at, column] = index.get(name, 0)
    size = len(index) + 1
    w, bias = np.zeros(size), 0.0
    m, v, mb, vb = np.zeros(size), np.zeros(size), 0.0, 0.0
    weight = weight / weight.sum()
    rate = 0.12
    for step in range(1, rounds + 1):
        if step > rounds * 0.7:
            rate = 0.04
        p = 1 / (1 + np.exp(-np.clip(w[table].sum(1) + bias, -30, 30)))
        error = weight * (p - keep)
        grad = np.bincount(table.ravel(), np.repeat(error, wide), size) + ridge * w
        grad[0] = 0
        gb = error.sum()
        m, v = 0.9 * m + 0.1 * grad, 0.99 * v + 0.01 * grad**2
        mb, vb = 0.9 * mb + 0.1 * gb, 0.99 * vb + 0.01 * gb**2
        w -= rate * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.99**step)) + 1e-9)
        bias -= rate * (mb / (1 - 0.9**step)) / (vb**0.5 / (1 - 0.99**step) ** 0.5 + 1e-9)
        w[0] = 0
        if step % 40 == 0:
            loss = -(weight * np.where(keep, np.log(p + 1e-9), np.log(1 - p + 1e-9))).sum()
            print(f"  round {step}: loss {loss:.4f}", file=sys.stderr)
    found = {name: round(float(w[at]), 2) for name, at in index.items()}
    return {"bias": round(float(bias), 2)} | {name: value for name, value in found.items() if abs(value) >= SMALL}


def main() -> None:
    import numpy as np

    desk = load(None)
    taken = pages(Path(os.environ["SOURCELINE_DATA"]))
    for page in taken:
        page["page"] = Page.of(page["source"], desk, development.NONE)
        page["said"] = walk(page["page"], until="lines")
        page["own"] = lines.own(page["page"])
        open_ = [at for at in range(len(page["own"])) if at not in page["said"] or page["said"][at].call == "ask"]
        page["open"] = open_
        size = [min(len(block.text), 500) + 30 for block in page["source"].blocks]
        whole = sum(size) or 1
        page["weight"] = {at: page["share"] * size[at] / whole for at in open_}
    print(len(taken), "pages", sum(len(p["open"]) for p in taken), "open lines", file=sys.stderr)

    for fold in range(FOLDS):
        weights = fit(np, [p for at, p in enumerate(taken) if at // 3 % FOLDS != fold], "own", rounds=100)
        for page in (p for at, p in enumerate(taken) if at // 3 % FOLDS == fold):
            first = [lines.chance(names, weights) for names in page["own"]]
            for place, verdict in page["said"].items():
                if verdict.call != "ask":
                    first[place] = lines.PRIOR_CUT if verdict.call == "cut" else lines.PRIOR_KEEP
            page["among"] = lines.among(page["page"], page["said"], first)
    trained = {"own": fit(np, taken, "own"), "among": fit(np, taken, "among")}
    note = (
        "Weights of clean/lines.py, written by `python -m quality.train_lines` from andytf-news (Apache-2.0), "
        "wcxb-article (CC-BY-4.0, Murrough Foley, WCXB 2026) and fundus (MIT); see NOTICE."
    )
    text = json.dumps({"note": note} | trained, ensure_ascii=False, indent=0, sort_keys=True)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text + "\n", encoding="utf-8")
    print({part: len(held) for part, held in trained.items()}, file=sys.stderr)


if __name__ == "__main__":
    main()
