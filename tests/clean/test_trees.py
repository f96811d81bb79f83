from __future__ import annotations

from briefing.clean.trees import Trees
from hypothesis import given
from hypothesis import strategies as st

NAMES = ("a", "b", "c")
NUMBER = st.integers(-5, 5)
LEAF = st.floats(-2, 2).map(lambda value: round(value, 3))


def node(children):
    return st.tuples(st.sampled_from(NAMES), NUMBER, children, children).map(list)


TREE = st.one_of(LEAF, node(LEAF), node(node(LEAF)), node(st.one_of(LEAF, node(LEAF))), node(node(node(node(LEAF)))))


def walked(tree, row) -> float:
    while isinstance(tree, list):
        name, bound, left, right = tree
        tree = left if row[name] <= bound else right
    return tree


@given(st.lists(TREE, min_size=1, max_size=5), st.lists(st.tuples(NUMBER, NUMBER, NUMBER), min_size=1, max_size=6))
def test_all_trees_at_once_are_each_tree_walked(trees, rows):
    columns = {name: [row[at] for row in rows] for at, name in enumerate(NAMES)}
    order = Trees(trees).score(columns, len(rows))
    totals = [sum(walked(tree, dict(zip(NAMES, row, strict=True))) for tree in trees) for row in rows]
    for chance, total in zip(order, totals, strict=True):
        assert abs(chance - 1 / (1 + 2.718281828459045**-total)) < 1e-9


def test_at_the_bound_a_row_goes_left():
    assert (
        Trees([["a", 1, -3.0, 3.0]]).score({"a": [1, 1.1]}, 2)[0]
        < 0.5
        < Trees([["a", 1, -3, 3]]).score({"a": [2]}, 1)[0]
    )


def test_the_table_of_shipped_trees_is_made_once_and_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    trees = [["a", 1, -3.0, ["b", 2, 1.0, 3.0]], 0.5]
    first = Trees.shipped("lines.json#trees", lambda: trees)
    again = Trees.shipped("lines.json#trees", list)  # not asked
    rows = {"a": [1, 2, 2], "b": [0, 2, 3]}
    assert first.score(rows, 3) == again.score(rows, 3) == Trees(trees).score(rows, 3)
