"""Every regular expression of the package, as a table of JSON: run as a program, before anything of ours is imported.

Two ways lead to a pattern: it stands in the code as a plain string (then it is read there), or it is made while
articles are worked through (then it is seen being made). What neither way finds is listed as ``unseen``; so is a
pattern that a module holds and neither way has told of, and a file that comes to patterns by another name than ``re``.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

HERE = Path(__file__).parent
HOUSE = HERE.parent.parent / "plugins" / "briefing"
CALLS = {"compile", "search", "match", "fullmatch", "sub", "subn", "findall", "finditer", "split"}
FLAGS = {"IGNORECASE", "I", "VERBOSE", "X", "MULTILINE", "M", "DOTALL", "S"}

LATER = "lazy.py"  # compiles what others give it, with ``regex``
ENGINES = ("regex", "re2", "sre_compile")
Asked = tuple[str, int, str]  # a pattern, its flags, and how it is asked: "match", "fullmatch", "search" for all others
seen: dict[tuple[str, int], dict[Asked, None]] = {}


def watch() -> None:
    """Note each pattern that a file of ours asks for, with file and line."""
    make = re._compile  # type: ignore[attr-defined]

    def noted(pattern, flags):
        made = make(pattern, flags)
        caller = sys._getframe(2)
        if caller.f_code.co_filename.startswith(str(HOUSE)):
            place = (Path(caller.f_code.co_filename).relative_to(HOUSE).as_posix(), caller.f_lineno)
            how = _how(sys._getframe(1).f_code.co_name)
            if isinstance(made.pattern, str):
                seen.setdefault(place, {})[made.pattern, made.flags, how] = None
            else:
                seen.setdefault(place, {})[made.pattern.decode("latin-1"), made.flags | re.ASCII, how] = None
        return made

    re._compile = noted  # type: ignore[attr-defined]


def work() -> None:
    """Import every module and walk articles in every language that has rules of its own."""
    import briefing
    from briefing import lazy

    lazy.regex = re.compile  # at once, and where it is asked for
    for module in pkgutil.walk_packages(briefing.__path__, "briefing."):
        if module.name != "briefing.__main__":
            importlib.import_module(module.name)
    from briefing import desk
    from briefing.gather import card, timeline
    from briefing.model import Refusal, Sidecar
    from briefing.pipeline import walk

    shipped = desk.load(None)
    texts = [path.read_bytes() for path in sorted((HERE.parent / "cases").rglob("*.md"))]
    texts += [path.read_bytes() for path in sorted((HERE.parent / "articles").glob("*/source.*"))]
    texts += [(HERE / "languages.txt").read_bytes().replace(b"\n", b"\n\n")]
    texts += [line + b"\n\n" + line for line in (HERE / "languages.txt").read_bytes().splitlines()]
    for number, data in enumerate(texts):
        for kind in ("txt", "html"):
            with suppress(Refusal):
                card(walk(f"articles/{number}.{kind}", data, shipped, Sidecar()), "a")
    for code in ("en", "ru", "zh", "tr", "de", "es", "fr", "ar"):
        timeline._promises(code)
        for actions in (False, True):
            timeline._happening(code, actions)


def _how(call: str) -> str:
    return call if call in ("match", "fullmatch") else "search"


Ways = dict[tuple[str, int], set[str]]


def written() -> tuple[dict[tuple[str, int], list[Asked]], set[tuple[str, int, int]], Ways]:
    """Patterns that stand in the code as they are, every place (file, first and last line) that asks for one, and how
    the patterns of a line are asked.
    """
    found: dict[tuple[str, int], list[Asked]] = {}
    places = set()
    ways: Ways = {}
    for path in sorted(HOUSE.rglob("*.py")):
        name = path.relative_to(HOUSE).as_posix()
        if name == LATER:
            continue
        tree = ast.parse(path.read_bytes())
        asked = dict(_asked(tree))
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and node.args and (call := _call(node.func))):
                continue
            call = asked.get(node, call)
            places.add((name, node.lineno, node.end_lineno or node.lineno))
            for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                ways.setdefault((name, line), set()).add(_how(call))
            told = node.args[0]
            if isinstance(told, ast.Constant) and isinstance(told.value, str):
                flags = 0
                for part in ast.walk(node):
                    if isinstance(part, ast.Attribute) and part.attr in FLAGS:
                        flags |= int(getattr(re, part.attr))
                found.setdefault((name, node.lineno), []).append((told.value, flags, _how(call)))
    return found, places, ways


def _asked(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """The calls that make a pattern and ask it at once, ``regex("[a-z]*,").match(text)``, and how they ask."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Call) and node.attr in CALLS:
            yield node.value, node.attr


def _call(asked: ast.expr) -> str:
    """The function of ``re`` that is called; "" for any other."""
    if isinstance(asked, ast.Attribute) and getattr(asked.value, "id", "") == "re" and asked.attr in CALLS:
        return asked.attr
    return "compile" if isinstance(asked, ast.Name) and asked.id == "regex" else ""


def held() -> dict[str, tuple[str, int]]:
    """Every pattern that a module of ours holds, by where: in a name of its own, or in a table of several."""
    found: dict[str, tuple[str, int]] = {}
    for name, module in sorted(sys.modules.items()):
        if name == "briefing" or name.startswith("briefing."):
            waiting = [(f"{name}.{key}", value) for key, value in vars(module).items()]
            while waiting:
                place, value = waiting.pop()
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    found[place] = (value.pattern, value.flags)
                elif isinstance(value, dict):
                    waiting += [(place, one) for one in value.values()]
                elif isinstance(value, (list, tuple, set, frozenset)):
                    waiting += [(place, one) for one in value]
    return found


def otherwise() -> list[str]:
    """Files that bring in another engine, or parts of this one under names of their own."""
    found = []
    for path in sorted(HOUSE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            names = [(one.name, one.asname) for one in node.names] if isinstance(node, ast.Import) else []
            from_re = isinstance(node, ast.ImportFrom) and node.module in ("re", *ENGINES)
            if path.relative_to(HOUSE).as_posix() == LATER:
                continue
            if from_re or any(name in ENGINES or (name == "re" and other) for name, other in names):
                found.append(path.relative_to(HOUSE).as_posix())
    return found


def main() -> None:
    """Print {"patterns": [[file, line, pattern, flags, how], …], "unseen": ["file:line", …]}."""
    watch()
    work()
    there, places, ways = written()
    rows = {}
    for found in (seen, there):
        for (name, line), patterns in found.items():
            for pattern, flags, how in patterns:
                (how,) = ways[name, line] if len(ways.get((name, line), ())) == 1 else (how,)
                rows.setdefault((pattern, flags | re.UNICODE if not flags & re.ASCII else flags, how), (name, line))
    unseen = [
        f"{name}:{first}"
        for name, first, last in sorted(places)
        if not any((name, line) in found for found in (seen, there) for line in range(first, last + 1))
    ]
    known = {pattern for pattern, _, _ in rows}
    unseen += [place for place, (pattern, _) in held().items() if pattern not in known]
    unseen += otherwise()
    table = [[name, line, *asked] for asked, (name, line) in rows.items()]
    print(json.dumps({"patterns": sorted(table), "unseen": unseen}))


if __name__ == "__main__":
    main()
