"""The house stands on its floors: a room imports from floors below it, never sideways and never up."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "plugins" / "briefing"
FLOORS = {
    "model": 0,
    "plain": 0,
    "cache": 0,
    "lazy": 0,
    "hashes": 0,
    "patterns": 0,
    "text": 1,
    "strict": 1,
    "desk": 1,
    "read": 2,
    "clean": 2,
    "find": 2,
    "brief": 3,
    "gather": 3,
    "pipeline": 4,
    "pool": 4,
    "rows": 4,
    "shelf": 4,
    "store": 4,
    "worker": 4,
    "record": 4,
    "collection": 4,
    "press": 5,
    "publish": 6,
    "command": 6,
    "__main__": 7,
    "__init__": 7,
}
ONE_FLOOR = {
    0,
    1,
    4,
    6,
}  # rooms of these may use each other: nouns; text and desk; what surrounds the walk; the outside
ONLY = {"bs4": "read/html.py", "pelican": "publish/"}


def modules() -> list[Path]:
    return sorted(HOUSE.rglob("*.py"))


def room(path: Path) -> str:
    first = path.relative_to(HOUSE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path, everywhere: bool = True):
    """The modules that a file imports; without ``everywhere`` those at its top level."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree) if everywhere else tree.body:
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names if node.module == "briefing")


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_room_imports_only_from_below(path):
    here = room(path)
    assert here in FLOORS, f"{here} stands on no floor: name it in FLOORS"
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "briefing" or len(parts) < 2:
            continue
        there = parts[1]
        if there == here or there not in FLOORS:
            continue
        below = FLOORS[there] < FLOORS[here]
        beside = FLOORS[there] == FLOORS[here] and FLOORS[here] in ONE_FLOOR
        assert below or beside or here == "__init__", f"{path.relative_to(HOUSE)} imports {name}, which is not below it"


@pytest.mark.parametrize(("library", "where"), ONLY.items())
def test_a_library_has_one_door(library, where):
    for path in modules():
        if any(name.split(".")[0] == library for name in imports(path)):
            assert str(path.relative_to(HOUSE)).startswith(where), f"{path} imports {library}"


def test_finders_do_not_know_each_other():
    finders = {path.stem for path in (HOUSE / "find").glob("*.py")} - {"__init__"}
    kinds = finders & {"entities", "quotes", "figures", "events"}
    for path in (HOUSE / "find").glob("*.py"):
        if path.stem in kinds:
            seen = {name.split(".")[2] for name in imports(path) if name.startswith("briefing.find.")}
            assert not (seen & kinds) - {path.stem}, f"{path.name} reads another finder's result"


def test_every_kind_of_fact_has_its_five_places():
    top = HOUSE.parent.parent
    for kind in ("entities", "quotes", "figures", "events"):
        for place in (
            f"plugins/briefing/find/{kind}.py",
            f"theme/templates/sections/{kind}.html",
            f"theme/static/css/parts/{kind}.css",
            f"tests/find/test_{kind}.py",
            f"tests/cases/find/{kind}.md",
        ):
            assert (top / place).exists(), f"{kind} has no {place}"


def test_only_markup_writes_html():
    """No other module of the press or below makes markup of text: ``Markup(`` with an argument stays in its files."""
    allowed = {"press/markup.py", "press/feeds.py", "press/pages.py", "publish/markdown.py", "publish/written.py"}
    for path in modules():
        inside = str(path.relative_to(HOUSE))
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Markup"
            if named and node.args and not isinstance(node.args[0], ast.Constant):
                assert inside in allowed, f"{inside}:{node.lineno} writes HTML"
