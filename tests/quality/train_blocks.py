"""Trains what ``clean/blocks.py`` reads, ``data/weights/blocks.json``: ``python -m quality.train_blocks``.

Needs lightgbm (dependency group "quality") and the development data (SOURCELINE_DATA). Sites whose name's hash says so
are held out, a tenth of the others settles where to cut; sets whose licence forbids shipping weights (``daniel``) are
never read. First the weights of words and ancestors' names, then the trees, then those of the second turn: each sees
what was trained before it as pages do that had no part in that. Most pages are shown to the trees once more as pages
of elsewhere are: with a short story, without classes and ids, in a language whose words have no weight.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from briefing.clean import blocks, furniture, measures, walk
from briefing.clean.page import Page
from briefing.clean.trees import Trees
from briefing.desk import load
from briefing.model import Refusal
from briefing.read import read
from msgspec.structs import replace
from rapidfuzz.distance import LCSseq
from scipy.optimize import minimize

from quality import data as development

TARGET = Path(__file__).parents[2] / "plugins/briefing/data/weights/blocks.json"
LEAST = 6  # pages a word or a name must stand on to get a weight
SMALL = 0.05  # weights nearer to nothing are left out
PENALTY = 3.0  # of the square of a weight
FOLDS = 3
ROUNDS, ROUNDS_AGAIN = 200, 150
SEEDS = (1, 2)  # as many times trees are grown, and their means taken: what one draw of pages says is chance
WRONG = 0.95  # so far from the first trees' word a mark is left out: gold texts that break off, or leave out a table
UNTOLD = 4  # one in so many pages says what it calls itself: one that does not may be anything
RUN = 4  # tokens in a row that page and gold share
# how often a page that is shown once more has its story cut short, its names bare, its words unknown
MADE = {"brief": 0.3, "bare": 0.3, "wordless": 0.3}
BRIEF = (1, 2, 2, 3, 3, 4, 5, 6, 8)  # paragraphs of a story that is cut short
PARAGRAPH = 80  # characters
SHARE = 0.2  # what such a page counts beside one that is as it was found
NAMED = ("t:", "c:", "i:", "tag:")  # what weights of ancestors' names begin with
PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.08,
    "num_leaves": 16,
    "min_data_in_leaf": 120,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 10.0,
    "max_bin": 63,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}


def part(site: str) -> int:
    """A number below 60 for a site: what it is used for."""
    return int(sha256(f"block {site}".encode()).hexdigest(), 16) % 60


def labels(page: Page, gold: str) -> list[float]:
    """Of each block, the share of its tokens in runs that page and gold have in the same order."""
    tokens: list[str] = []
    owners: list[int] = []
    for place, block in enumerate(page.blocks):
        if block.kind != "head":
            found = development.tokens(block.text)
            tokens += found
            owners += [place] * len(found)
    held = development.tokens(gold)
    lines = {tuple(development.tokens(line)) for line in gold.splitlines()}
    inside, short, size = ([0] * len(page.blocks) for _ in range(3))
    for place in owners:
        size[place] += 1
    for step in LCSseq.opcodes(tokens, held):
        if step.tag == "equal":
            counted = inside if step.src_end - step.src_start >= RUN else short
            for at in range(step.src_start, step.src_end):
                counted[owners[at]] += 1
    found = []
    for place, block in enumerate(page.blocks):
        whole = inside[place] + short[place] == size[place] > 0
        if 0 < size[place] < RUN and whole and tuple(development.tokens(block.text)) in lines:
            found.append(1.0)
        else:
            found.append(inside[place] / (size[place] or 1))
    return settled(page, found)


def settled(page: Page, marks: list[float]) -> list[float]:
    """The marks, those of a text that stands twice moved to the copy that most of the article stands around."""
    places: dict[str, list[int]] = {}
    for at, block in enumerate(page.blocks):
        if block.kind != "head":
            places.setdefault(block.text, []).append(at)
    found = list(marks)
    for held in places.values():
        marked = [at for at in held if marks[at] >= 0.5]
        if len(held) == 1 or not 0 < len(marked) < len(held):
            continue
        around = {at: sum(_around(page, marks, at)) - len(page.blocks[at].links) for at in held}
        best = sorted(held, key=lambda at: (-around[at], at not in marked, at))[: len(marked)]
        for at in held:
            found[at] = marks[marked[0]] if at in best else 0.0
    return found


def _around(page: Page, marks: list[float], place: int) -> list[float]:
    """Of the blocks beside one what the article has: the marks of long ones count more."""
    return [
        marks[at] * min(len(page.blocks[at].text), 200) / 100
        for at in range(max(0, place - 3), min(len(marks), place + 4))
        if at != place
    ]


def pages(root: Path) -> list[dict[str, Any]]:
    """Pages to train on: the page as the step finds it, what the rules said, and which blocks are the article's own."""
    desk = load(None)
    found = []
    for name in development.TRAINABLE:
        for identity, row in development.gold(root, name).items():
            site = development.site(row["url"])
            path = root / "data" / "extraction-dev" / name / "html" / f"{identity}.html.gz"
            if development.held_out(site) or not path.exists():
                continue
            try:
                source = read(f"articles/{identity}.html", gzip.decompress(path.read_bytes()), desk)
            except Refusal:
                continue
            if development.number(f"genre {identity}") % UNTOLD:
                source = replace(source, genre="")
            page = Page.of(source, desk, development.NONE)
            verdicts = walk(page, "blocks")
            marks = labels(page, row["text"])
            title = tuple(development.tokens(row["title"] or ""))
            kept = {block.text for block, mark in zip(page.blocks, marks, strict=True) if mark >= 0.5}
            use = [
                block.kind != "head"
                and not (place in verdicts and verdicts[place].rule.startswith(("title", "head.")))
                and tuple(development.tokens(block.text)) != title
                and (marks[place] >= 0.5 or block.text not in kept)  # a text that stands twice is counted once
                for place, block in enumerate(page.blocks)
            ]
            found.append(
                {
                    "id": identity,
                    "page": page,
                    "verdicts": verdicts,
                    "own": [mark >= 0.5 for mark in marks],
                    "use": use,
                    "part": part(site),
                    "share": 1.0,
                    "wordless": False,
                }
            )
    return found


def made(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The pages that are shown once more, changed."""
    desk, out = load(None), []
    for one in found:
        draw = random.Random(f"made {one['id']}")
        source = one["page"].source
        stay = list(range(len(source.blocks)))
        story = [at for at in stay if one["own"][at] and len(source.blocks[at].text) >= PARAGRAPH]
        count = draw.choice(BRIEF)
        brief, bare, wordless = (draw.random() < chance for chance in MADE.values())
        brief = brief and 4 <= len(story) > count
        if not (brief or bare or wordless):
            continue
        if brief:
            stay = [at for at in stay if not (one["own"][at] and at > story[count - 1])]
        left = [source.blocks[at] for at in stay]
        if bare:
            tags = [tuple(furniture.parts(name)[0] for name in block.trail) for block in left]
            left = [
                block if block.kind == "head" else replace(block, trail=trail)
                for block, trail in zip(left, tags, strict=True)
            ]
        page = Page.of(replace(source, blocks=tuple(left), genre=""), desk, development.NONE)
        told = {"page": page, "verdicts": walk(page, "blocks"), "share": SHARE, "wordless": wordless}
        out.append(one | told | {name: [one[name][at] for at in stay] for name in ("own", "use")})
    return out


def heard(weights: dict[str, float], wordless: bool) -> dict[str, float]:
    """The weights, or those of ancestors' names alone."""
    return {name: value for name, value in weights.items() if name.startswith(NAMED)} if wordless else weights


def weigh(found: list[dict[str, Any]]) -> dict[str, float]:
    """Logistic weights of words and names: those that stand on LEAST pages."""
    names = [measures.named(one["page"]) for one in found]
    counts: dict[str, int] = {}
    for page in names:
        for name in {name for block in page for name in block}:
            counts[name] = counts.get(name, 0) + 1
    index = {name: at for at, name in enumerate(sorted(name for name, count in counts.items() if count >= LEAST))}
    rows, columns, wanted = [], [], []
    for one, page in zip(found, names, strict=True):
        for use, own, block in zip(one["use"], one["own"], page, strict=True):
            if use:
                held = [index[name] for name in dict.fromkeys(block) if name in index]
                rows += [len(wanted)] * len(held)
                columns += held
                wanted.append(own)
    row, column, target = np.array(rows), np.array(columns), np.array(wanted, dtype=float)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        sums = np.bincount(row, weights[:-1][column], len(target)) + weights[-1]
        chances = 1 / (1 + np.exp(-np.clip(sums, -30, 30)))
        off = chances - target
        slope = np.append(np.bincount(column, off[row], len(index)) + PENALTY * weights[:-1], off.sum())
        value = -np.log(np.clip(np.where(target == 1, chances, 1 - chances), 1e-12, 1)).sum()
        return float(value + PENALTY * (weights[:-1] ** 2).sum() / 2), slope

    best = minimize(loss, np.zeros(len(index) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 120}).x
    return {name: round(float(best[at]), 3) for name, at in index.items() if abs(best[at]) >= SMALL}


def trees(models: list[lightgbm.Booster]) -> list[list[list[float]]]:
    """The trees as lists: feature, bound, where to go below it and above it (``~leaf`` for a leaf), leaves' values."""
    return [listed(tree["tree_structure"], len(models)) for model in models for tree in model.dump_model()["tree_info"]]


def listed(root: dict[str, Any], among: int) -> list[list[float]]:
    """One tree, nodes before those below them; ``among``: of how many models the mean is taken."""
    if "leaf_value" in root:
        return [[], [], [], [], [round(root["leaf_value"] / among, 5)]]
    nodes, leaves = [root], []
    feature, bound, ways = [], [], ([], [])
    for node in nodes:  # grows as it goes
        feature.append(node["split_feature"])
        bound.append(float(f"{node['threshold']:.6g}"))
        for way, below in zip(ways, (node["left_child"], node["right_child"]), strict=True):
            if "leaf_value" in below:
                leaves.append(round(below["leaf_value"] / among, 5))
                way.append(~(len(leaves) - 1))
            else:
                nodes.append(below)
                way.append(len(nodes) - 1)
    return [feature, bound, *ways, leaves]


def grow(found: list[dict[str, Any]]) -> list[lightgbm.Booster]:
    """Trees over the numbers of all blocks in use that are not hopeless."""
    return _grow(found, "rows", lambda one, at: not blocks.is_hopeless(one["rows"][at]), ROUNDS)


def grow_again(found: list[dict[str, Any]]) -> list[lightgbm.Booster]:
    """Those of the second turn, over the blocks that are worth it and whose mark is not surely wrong."""
    return _grow(
        found,
        "again",
        lambda one, at: one["first"][at] >= blocks.WORTH and abs(one["first"][at] - one["own"][at]) <= WRONG,
        ROUNDS_AGAIN,
    )


def _grow(
    found: list[dict[str, Any]], seen: str, wanted: Callable[[dict[str, Any], int], bool], rounds: int
) -> list[lightgbm.Booster]:
    numbers, marks, heavy = [], [], []
    for one in found:
        asked = [at for at, use in enumerate(one["use"]) if use and wanted(one, at)]
        numbers += [one[seen][at] for at in asked]
        marks += [one["own"][at] for at in asked]
        # pages of many blocks are not worth as many more
        heavy += [one["share"] * max(1, len(asked)) ** -0.5] * len(asked)
    weight = np.array(heavy) / np.mean(heavy)
    data = lightgbm.Dataset(np.array(numbers, dtype=float), label=np.array(marks, dtype=float), weight=weight)
    return [lightgbm.train(PARAMETERS | {"seed": seed}, data, rounds) for seed in SEEDS]


def scorer(models: list[lightgbm.Booster]) -> Trees:
    return Trees([blocks.grown(tree) for tree in trees(models)])


def folds(found: list[dict[str, Any]]) -> Iterator[tuple[list[dict[str, Any]], list[dict[str, Any]]]]:
    """The pages to train on, and those that had no part in it."""
    for fold in range(FOLDS):
        yield (
            [one for one in found if one["part"] % FOLDS != fold],
            [one for one in found if one["part"] % FOLDS == fold],
        )


def main() -> None:
    real = pages(Path(os.environ["SOURCELINE_DATA"]))
    found = real + made(real)
    print(f"{len(real)} pages, {len(found) - len(real)} made of them", file=sys.stderr)
    for others, rest in folds(found):
        weights = weigh([one for one in others if one["share"] == 1])
        for one in rest:
            one["rows"] = measures.rows(one["page"], one["verdicts"], heard(weights, one["wordless"]))
    for others, rest in folds(found):
        model = scorer(grow(others))
        for one in rest:
            one["first"] = blocks.chances(one["rows"], model)
            one["again"] = blocks.seen_again(one["page"], one["rows"], one["first"], range(len(one["rows"])))
    for others, rest in folds(found):
        model = scorer(grow_again(others))
        for one in rest:
            one["second"] = blocks.again(one["page"], one["rows"], one["first"], model)
    for turn, bound in (("first", 0.4), *(("second", bound) for bound in (0.3, 0.35, 0.4, 0.45, 0.5))):
        told = development.measure(said(one, turn, bound) for one in real)
        print(f"{turn} turn, cut below {bound}: F1 {told['F1']:.4f}, exact {told['exact']:.3f}", file=sys.stderr)
    final = {"weights": weigh(real), "trees": trees(grow(found)), "again": trees(grow_again(found))}
    TARGET.write_text(json.dumps(final, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")
    sizes = ", ".join(f"{len(of)} {name}" for name, of in final.items())
    print(f"{sizes}, {TARGET.stat().st_size:,} bytes", file=sys.stderr)


def said(one: dict[str, Any], turn: str, bound: float) -> tuple[str, str]:
    """What a turn keeps of a page, and what is its own."""
    texts = [block.text for block in one["page"].blocks]
    marks = list(zip(texts, one["use"], one[turn], one["own"], strict=True))
    kept = [text for text, use, chance, _ in marks if use and chance >= bound]
    return "\n".join(kept), "\n".join([text for text, use, _, own in marks if use and own])


if __name__ == "__main__":
    main()
