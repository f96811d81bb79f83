"""Relations that hang on facts of the finders: two lines, each walked as an article through the site's own rooms."""

from __future__ import annotations

from functools import cache

import pytest
from briefing import desk
from briefing.gather.compare import compare
from briefing.model import Desk, Sidecar
from briefing.pipeline import walk
from cases import load


@cache
def shipped() -> Desk:
    return desk.load(None)


@pytest.mark.parametrize("case", load("gather/relations"))
def test_relation(case):
    lines = case.input.splitlines()
    told = [walk(f"articles/{at}.txt", line.encode(), shipped(), Sidecar()) for at, line in enumerate(lines)]
    pairs = compare(dict(zip("ab", told, strict=True))).pairs
    found = [f"{pair.relation} {pair.more}".strip() for pair in pairs]
    marks = ", ".join(mark.text for pair in pairs[:1] for mark in (*pair.marks_a, *pair.marks_b))
    expected, _, marked = case.expected.partition(": ")
    if expected.startswith("not "):
        assert expected.removeprefix("not ") not in found
    else:
        assert (found[0] if found else "none") == expected
    assert not marked or marks == marked
