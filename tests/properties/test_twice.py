"""Whatever stands in a file again and again: twice as much of it takes less than three times as long.

Only a refusal comes out in the place of a briefing. ``make hostile`` takes many more examples.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from briefing.desk import load as desk_of
from briefing.model import Refusal, Sidecar
from briefing.pipeline import walk
from briefing.read.guard import ELEMENTS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from properties.attacks import grows

DESK = desk_of(None)
LONG = bool(os.environ.get("HOSTILE"))
EXAMPLES = settings(
    max_examples=150 if LONG else 5, deadline=None, derandomize=not LONG, suppress_health_check=list(HealthCheck)
)
START, END = (2_048, 65_536) if LONG else (2_048, 16_384)  # characters
GOOD = "Ministers of Kazakhstan met in Astana on Monday to sign a rail accord worth $40 million, officials said. "
WORDS = st.sampled_from((Path(__file__).parent / "runs.txt").read_text("utf-8").split())
TEXT = st.lists(WORDS, min_size=1, max_size=5).flatmap(
    lambda row: st.sampled_from(["", " "]).map(lambda gap: gap.join(row))
)
BYTES = st.one_of(
    TEXT.map(str.encode), st.binary(min_size=1, max_size=8), st.sampled_from([b"<!--", b"<!", b"<a ", b"&#", b'="'])
)
TAGS = st.sampled_from(sorted(ELEMENTS["blocks"] | ELEMENTS["inline"] | {"svg", "math", "time", "br", "xmp", "title"}))
ATTRIBUTES = st.sampled_from(
    [
        "",
        ' class="share-bar related"',
        " hidden",
        ' href="http://x.example/a?utm_source=b"',
        ' itemprop="author"',
        " colspan=999999",
    ]
)


@st.composite
def element(draw, inner):
    """A piece of a page with other pieces in it."""
    tag, told, end = draw(TAGS), draw(ATTRIBUTES), draw(st.booleans())
    return f"<{tag}{told}>{''.join(draw(st.lists(inner, max_size=3)))}{f'</{tag}>' if end else ''}"


TREES = st.recursive(TEXT, element, max_leaves=6).filter(str.strip)


def run(path: str) -> Callable[[bytes], None]:
    def work(data: bytes) -> None:
        with suppress(Refusal):
            walk(path, data, DESK, Sidecar())

    return work


def linear(path: str, before: bytes, unit: bytes, after: bytes) -> str:
    return grows(run(path), lambda size: before + unit * (size // len(unit)) + after, end=END, start=START)


@EXAMPLES
@given(BYTES, st.sampled_from(["articles/a.txt", "articles/a.html"]))
def test_a_run_of_any_bytes(unit, path):
    assert linear(path, f"A port opens\n\n{GOOD}".encode(), unit, f" {GOOD}".encode()) == ""


@EXAMPLES
@given(TREES)
def test_a_run_of_any_tree(tree):
    assert linear("articles/a.html", f"<title>A port opens</title><p>{GOOD}</p>".encode(), tree.encode(), b"") == ""


@EXAMPLES
@given(element(TREES))
def test_any_tree_in_itself(tree):
    opens = tree.partition(">")[0] + ">"
    assert linear("articles/a.html", b"<title>A port opens</title>", opens.encode(), tree.encode()) == ""


@pytest.mark.parametrize("path", ["articles/a.txt", "articles/a.html"])
def test_the_measure_finds_what_is_not(path, monkeypatch):
    def cube(data: bytes) -> None:
        sum(1 for at in range(len(data) // 64) for _ in range(at * at))

    monkeypatch.setattr(f"{__name__}.run", lambda path: cube)
    assert linear(path, b"", b"a", b"")
