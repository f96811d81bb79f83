"""Golden articles: ``tests/articles/<name>/`` holds a source and what becomes of it.

``pytest tests/test_golden.py --renew`` writes the expected files anew; the diff is the review.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from briefing import desk, pipeline
from briefing.command import structure
from briefing.model import Briefing, Sidecar

HERE = Path(__file__).parent / "articles"
CONTENT = Path(__file__).parent.parent / "content"
NAMES = sorted(path.name for path in HERE.iterdir() if path.is_dir())
SIGNS = {"heading": "## ", "item": "- ", "quote": "> ", "caption": "^ ", "row": "| ", "head": "@ ", "title": "# "}


@pytest.fixture(scope="module")
def tables():
    return desk.load(CONTENT)


def briefing_of(name: str, tables) -> Briefing:
    source = next(path for path in (HERE / name).iterdir() if path.stem == "source")
    return pipeline.walk(f"articles/{source.name}", source.read_bytes(), tables, Sidecar())


def article(briefing: Briefing) -> str:
    """What is kept, a block a paragraph, with its line."""
    rows = [f"{block.lines[0]:>3} {SIGNS.get(block.kind, '')}{block.text}" for block in briefing.article.blocks]
    return "\n\n".join(rows) + "\n"


def cuts(briefing: Briefing) -> str:
    """What is cut, a block a line, with rule and reason."""
    cut = sorted(briefing.article.cuts, key=lambda one: one.block.lines)
    return "".join(f"{one.block.lines[0]:>3} {one.verdict.rule}: {one.block.text}\n" for one in cut)


def facts(briefing: Briefing) -> str:
    """The structured article, as ``explain --json`` gives it, without what the other two files say."""
    whole = {key: value for key, value in structure.whole(briefing).items() if key not in ("text", "cuts")}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("file", "told"), [("article.md", article), ("cuts.txt", cuts), ("briefing.json", facts)])
def test_golden(name, file, told, tables, request):
    found = told(briefing_of(name, tables))
    path = HERE / name / file
    if request.config.getoption("--renew"):
        path.write_text(found, "utf-8")
    assert found == path.read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_block_is_kept_or_cut(name, tables):
    found = briefing_of(name, tables).article
    lines = [block.lines for block in found.blocks] + [cut.block.lines for cut in found.cuts]
    assert sorted(lines) == sorted(block.lines for block in found.source.blocks)
