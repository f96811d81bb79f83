"""Trains the weights of ``clean/lines.py`` and writes ``data/weights/``: ``python -m quality.train_lines``.

Needs the development data (SOURCELINE_DATA) and the dependency group ``quality``. Sites are divided by their
name's hash (``data.part``): seven tenths train, one tenth is for choosing bounds (``measure_clean --part bounds``), the
rest is never looked at here. Sets whose licence forbids shipping weights (``daniel``) are never read. Trained are
weights of words; trees over each line, its neighbours and its place, which see of the words what those weights say on
sites that they were not trained on; and trees that see what these say of all lines, some for dumps, some for texts.
"""

from __future__ import annotations

import gzip
import json
import logging
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from briefing.clean import signs, walk
from briefing.clean.page import Page
from briefing.clean.trees import LEAVES, Trees
from briefing.desk import load
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from quality import data as development
from quality import peers

TARGET = Path(__file__).parents[2] / "plugins/briefing/data/weights"
LANGUAGES = ("de", "en")  # of which there is enough to weigh words
LEAST = 6  # sites a word must stand on to get a weight
SMALL = 0.1  # weights of words nearer to nothing are left out
FOLDS = 2
# how much a page of each kind counts: dumps, what other tools left, clean text, short texts with a little residue
SHARE = {"paragraphs": 1.0, "textnodes": 1.0, "brief": 0.6, "left": 0.3, "gold": 0.15, "short": 0.4}
TEXTS = {"left": 1.0, "more": 1.0, "gold": 0.5, "short": 0.3}  # the same for the trees that judge texts, not dumps
SHORTS = 1  # short texts made of a page
BRIEF = (1, 2, 2, 3, 3, 4, 5, 6, 8)  # paragraphs of a story that is the beginning of a longer one
RIDGE = 1.5e-4
FIRST = (110, 2 * LEAVES, 80)  # trees over each line, their leaves, and lines that a leaf must have
AGAIN = (60, LEAVES, 200)  # those that see too what the first say of the lines around it, in a dump
TEXT = (70, LEAVES, 100)  # and in a text
NOTE = (
    "Written by `python -m quality.train_lines` from andytf-news (Apache-2.0), wcxb-article (CC-BY-4.0, Murrough "
    "Foley, WCXB 2026) and fundus (MIT); see NOTICE."
)
Pages = list[dict[str, Any]]


def pages(root: Path, part: str = "train") -> Iterator[dict[str, Any]]:
    """Pages of a part: source and, for each block, whether it is the article's own."""
    golds = {name: development.gold(root, name) for name in development.TRAINABLE}
    for row in development.dumps(root):
        name, identity = row["id"].split("/", 1)
        if name not in golds or development.part(golds[name][identity]["url"]) != part:
            continue
        gold = golds[name][identity]
        marks = [row["keep"][at] == "1" for at, line in enumerate(row["lines"]) if line.split()]
        title = row["title"] if chosen(row["id"], 3) else None
        made = development.source(row["lines"], title, row["lang"])
        yield {"kind": row["dump"], "site": development.site(gold["url"]), "source": made, "keep": marks, "gold": gold}
    for name, rows in golds.items():
        for identity, gold in rows.items():
            if development.part(gold["url"]) != part:
                continue
            told = {"site": development.site(gold["url"]), "gold": gold}
            made = development.source(gold["text"].splitlines(), None, gold["lang"])
            yield {"kind": "gold", "source": made, "keep": [True] * len(made.blocks), **told}
            path = root / "data" / "extraction-dev" / name / "html" / f"{identity}.html.gz"
            if not path.exists():
                continue
            page = gzip.decompress(path.read_bytes())
            for peer, tool in peers.LEFT.items():
                enough = chosen(peer + identity, 2)  # for all trees but those of texts a part of it tells enough
                text = peers.extract(tool, page.decode("utf-8", "replace"), gold["lang"])
                title = gold["title"] if chosen(identity, 3) else None
                made = development.source(text.splitlines(), title, gold["lang"])
                marks = [development.label(block.text, gold["text"]) for block in made.blocks]
                told["kind"] = "left" if enough and development.number(identity + made.sha256) % 2 else "more"
                yield {"source": made, "keep": marks, **told}


def shorts(taken: Pages) -> Pages:
    """Short texts with a little residue: the beginning of an article with lines that stood around it on its page."""
    found = []
    for page in taken:
        if page["kind"] not in ("paragraphs", "textnodes"):
            continue
        gold = page["gold"]
        lines = [" ".join(line.split()) for line in gold["text"].splitlines() if line.split()]
        places = [at for at, kept in enumerate(page["keep"]) if kept]
        texts = [block.text for block in page["source"].blocks]
        if not places or len(lines) < 3:
            continue
        above = [texts[at] for at in range(places[0]) if not page["keep"][at]]
        below = [texts[at] for at in range(places[-1], len(texts)) if not page["keep"][at]]
        for turn in range(SHORTS):
            draw = random.Random(f"{gold['id']} {page['kind']} {turn}")
            body = lines[: draw.randint(3, 14)]
            while len(body) > 1 and len(body[-1]) < 60:
                body.pop()
            top = above[len(above) - draw.choice((0, 0, 1, 2, 3, 4, 6)) :] if above else []
            start = draw.choice((0, 0, 0, 2, 5, 9))
            end = below[start : start + draw.choice((1, 2, 4, 6, 9, 13, 18))]
            told = [*top, *body, *end]
            made = development.source(told, gold["title"] if draw.random() < 0.7 else None, gold["lang"])
            keep = [False] * len(top) + [True] * len(body) + [False] * len(end)
            found.append({"kind": "short", "site": page["site"], "source": made, "keep": keep, "gold": gold})
    return found


def briefs(taken: Pages) -> Pages:
    """Dumps whose story is short: the lines that come after its first paragraphs are left out of the page."""
    found = []
    for page in taken:
        blocks, keep, gold = page["source"].blocks, page["keep"], page["gold"]
        places = [at for at, kept in enumerate(keep) if kept and len(blocks[at].text) >= 80]
        draw = random.Random(f"brief {gold['id']} {page['kind']}")
        count = draw.choice(BRIEF)
        if page["kind"] not in ("paragraphs", "textnodes") or count >= len(places) or len(places) < 4:
            continue
        stay = [at for at, kept in enumerate(keep) if not (kept and at > places[count - 1])]
        title = gold["title"] if draw.random() < 0.4 else None
        made = development.source([blocks[at].text for at in stay], title, gold["lang"])
        told = {"kind": "brief", "site": page["site"], "source": made, "gold": gold}
        found.append(told | {"keep": [keep[at] for at in stay]})
    return found


def chosen(text: str, one_in: int) -> bool:
    """Not one in so many, by the hash of the text."""
    return development.sha256(text.encode()).digest()[0] % one_in != 0


def prepare(taken: Pages) -> None:
    """What the rules say of each page, and how much each open line weighs."""
    desk = load(None)
    for page in taken:
        page["page"] = Page.of(page["source"], desk, development.NONE)
        page["said"] = walk(page["page"], until="lines")
        page["keep"] = np.array(page["keep"], dtype=float)
        size = np.array([min(len(block.text), 500) + 30 for block in page["source"].blocks], dtype=float)
        open_ = [at not in page["said"] or page["said"][at].call == "ask" for at in range(len(size))]
        page["open"] = np.array(open_, dtype=bool)
        page["weight"] = size / (size.sum() or 1)
        page["fold"] = development.number(page["site"]) // 10 % FOLDS


def fit_words(taken: Pages) -> dict[str, float]:
    """Logistic weights of the words of lines."""
    held = [words_of(page) for page in taken]
    sites: dict[str, set[str]] = {}
    for page, lines in zip(taken, held, strict=True):
        for name in {name for line in lines for name in line}:
            sites.setdefault(name, set()).add(page["site"])
    index = {name: at for at, name in enumerate(sorted(name for name, on in sites.items() if len(on) >= LEAST))}
    columns, starts = [], [0]
    for lines in held:
        for line in lines:
            columns.extend(index[name] for name in line if name in index)
            starts.append(len(columns))
    table = csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(starts) - 1, len(index)))
    keep = np.concatenate([page["keep"] for page in taken])
    weight = np.concatenate([page["weight"] * SHARE[page["kind"]] for page in taken])
    weight /= weight.sum()
    turned = table.T.tocsr()

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        total = np.clip(table @ values[:-1] + values[-1], -30, 30)
        chance = 1 / (1 + np.exp(-total))
        error = weight * (chance - keep)
        cost = (weight * (np.logaddexp(0, total) - keep * total)).sum() + RIDGE * (values[:-1] ** 2).sum()
        return cost, np.append(turned @ error + 2 * RIDGE * values[:-1], error.sum())

    values = minimize(loss, np.zeros(len(index) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 60}).x
    found = {name: round(float(values[at]), 2) for name, at in index.items()}
    return {name: value for name, value in found.items() if abs(value) >= SMALL}


def words_of(page: dict) -> list[list[str]]:
    return [signs.vocabulary(block.text) for block in page["source"].blocks]


def fit_table(taken: Pages) -> dict[str, Any]:
    """The weights of words."""
    kinds = ("paragraphs", "textnodes", "left")
    known = [page for page in taken if page["gold"]["lang"] in LANGUAGES and page["kind"] in kinds]
    return {"languages": list(LANGUAGES), "words": fit_words(known)}


def fit_trees(taken: Pages, seen: str, shape: tuple[int, int, int], share: dict[str, float]) -> list[Any]:
    """Boosted trees over the columns ``seen`` of the open lines of the pages that have a share."""
    taken = [page for page in taken if page["kind"] in share]
    count, leaves, least = shape
    names = sorted(taken[0][seen])
    rows = np.concatenate([np.array([page[seen][n] for n in names], dtype=float).T[page["open"]] for page in taken])
    keep = np.concatenate([page["keep"][page["open"]] for page in taken])
    weight = np.concatenate([page["weight"][page["open"]] * share[page["kind"]] for page in taken])
    settings = {
        "objective": "binary", "num_leaves": leaves, "learning_rate": 0.15, "min_data_in_leaf": least, "lambda_l2": 5,
        "feature_fraction": 0.5, "bagging_fraction": 0.7, "bagging_freq": 1, "verbose": -1, "num_threads": 1,
        "seed": 1, "deterministic": True, "force_row_wise": True, "use_missing": False, "boost_from_average": True,
        "max_bin": 63,
    }  # fmt: skip
    made = lightgbm.train(settings, lightgbm.Dataset(rows, keep, weight=weight / weight.mean()), count)

    def tree(node: dict) -> Any:
        if "leaf_value" in node:
            return round(node["leaf_value"], 3)
        name, bound = names[node["split_feature"]], round(node["threshold"], 3)
        return [name, bound, tree(node["left_child"]), tree(node["right_child"])]

    return [tree(one["tree_structure"]) for one in made.dump_model()["tree_info"]]


def train(taken: Pages) -> tuple[dict, dict]:
    """Weights of words, and the trees of both turns. Each turn sees the one before as sites do that it did not see."""
    for fold in range(FOLDS):
        table = fit_table([page for page in taken if page["fold"] != fold])
        for page in taken:
            if page["fold"] == fold:  # on some pages without words: as in a language whose words are not weighed
                dropped = page["kind"] != "gold" and not chosen(page["gold"]["id"] + page["kind"], 4)
                rows = signs.own(page["page"], table | {"languages": []} if dropped else table)
                page["columns"] = signs.beside(page["page"], page["said"], rows)
    for fold in range(FOLDS):
        trees = Trees(fit_trees([page for page in taken if page["fold"] != fold], "columns", FIRST, SHARE))
        for page in taken:
            if page["fold"] == fold:
                chances = trees.score(page["columns"], len(page["keep"]))
                page["again"] = signs.again(page["page"], page["columns"], chances)
                page["both"] = page["columns"] | page["again"]
    trees = {
        "trees": fit_trees(taken, "columns", FIRST, SHARE),
        "again": fit_trees(taken, "again", AGAIN, SHARE),
        "text": fit_trees(taken, "both", TEXT, TEXTS),
    }
    return fit_table(taken), trees


def main() -> None:
    logging.disable(logging.ERROR)  # the peers complain of pages
    taken = [page for page in pages(Path(os.environ["SOURCELINE_DATA"])) if page["source"].blocks]
    taken += shorts(taken) + briefs(taken)
    prepare(taken)
    print(len(taken), "pages", sum(len(page["keep"]) for page in taken), "lines", file=sys.stderr)
    table, trees = train(taken)
    write("words.json", table)
    write("lines.json", trees)


def write(name: str, told: dict) -> None:
    """One word, or one tree, a line."""
    lists = {key: value for key, value in told.items() if key in ("trees", "again", "text")}
    plain = {"note": NOTE} | {key: value for key, value in told.items() if key not in lists}
    text = json.dumps(plain, ensure_ascii=False, indent=0, sort_keys=True)
    for key, value in lists.items():
        text = text[:-2] + f',\n"{key}": [\n' + ",\n".join(map(json.dumps, value)) + "\n]\n}"
    (TARGET / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
