"""``briefing check``: all content, sidecars and the desk read as a build would, and all that is wrong named at once."""

from __future__ import annotations

import os
import re
import sys
from collections import defaultdict
from pathlib import Path

from briefing import collection, record
from briefing import desk as desks
from briefing.lazy import regex
from briefing.model import Desk, DeskError, Refusal
from briefing.read import files

# "content/desk/topics/trade.toml: terms.ru: expected …"
NAMED = regex(r"(?P<file>[^:\n]{1,400}\.(?:toml|jsonl)): (?:(?P<key>[\w.\"*? -]{1,120}): )?(?P<rest>.*)", re.DOTALL)
AT_LINE = regex(r"\b(?:at )?line (?P<line>\d{1,7})\b")


def check(content: Path) -> int:
    """Prints errors, refused files and warnings, and returns 1 for errors, else 3 for refused files, else 0."""
    if not content.is_dir():
        print(
            f"briefing: {files.shown(str(content))}: there is no such folder; run it where content/ is", file=sys.stderr
        )
        return 1
    errors: list[str] = []
    desk = None
    try:
        desk = desks.load(content)
        record.read(content)
    except DeskError as error:
        errors.append(with_line(content, str(error)))
    folder = files.scan(content)
    warnings = _names(content, tuple(folder.articles))
    for beside in _sidecars(content):
        try:
            errors += _sidecar(content, beside, desk)
        except Refusal as refusal:
            errors.append(str(refusal))
    refused = [str(refusal) for refusal in folder.refusals]
    if not errors:
        found = collection.opened(content)
        refused = [str(refusal) for refusal in found.refusals]
        warnings += [row for row in found.warnings if row not in warnings]
        found.store.close()
    for kind, rows in (("error", errors), ("refused", refused), ("warning", warnings)):
        for row in rows:
            print(f"{kind}: {row}")
    counted = f"{_count(errors, 'error')}, {len(refused)} refused, {_count(warnings, 'warning')}"
    print(f"{len(folder.articles)} articles: {counted}")
    return 1 if errors else 3 if refused else 0


def _count(rows: list[str], word: str) -> str:
    return f"{len(rows)} {word}{'' if len(rows) == 1 else 's'}"


def _names(content: Path, paths: tuple[str, ...]) -> list[str]:
    """Files that share the name of their sidecar, and sidecars that belong to no file."""
    stems = defaultdict(list)
    for path in paths:
        stems[path.rpartition(".")[0]].append(path)
    beside = _sidecars(content)
    rows = []
    for stem, group in sorted(stems.items()):
        if len(group) > 1:
            speaks = "speaks" if f"{stem}.toml" in beside else "would speak"
            have = "has" if len(group) == 2 else "have"
            others = ", ".join(group[1:])
            rows.append(
                f"{group[0]}: {others} {have} the same name, and {stem}.toml {speaks} of all of them; rename one"
            )
    rows += [
        f"{path}: there is no article of this name beside it"
        for path in beside
        if path.removesuffix(".toml") not in stems
    ]
    return rows


def _sidecars(content: Path) -> list[str]:
    """Paths of all sidecars below ``content/articles/``, links not followed."""
    found = []
    for folder, below, names in os.walk(content / files.ARTICLES, followlinks=False):
        below[:] = [name for name in below if not name.startswith(".")]
        here = Path(folder).relative_to(content).as_posix()
        found += [f"{here}/{name}" for name in names if name.endswith(".toml") and not name.startswith(".")]
    return sorted(found)


def _sidecar(content: Path, path: str, desk: Desk | None) -> list[str]:
    """What is wrong with one sidecar."""
    try:
        sidecar = desks.sidecar(path, files.load(content, path))
    except DeskError as error:
        return [with_line(content, str(error))]
    if desk is None or sidecar.topics is None:
        return []
    known = [topic.slug for topic in desk.topics]
    return [
        with_line(content, f"{path}: topics: expected one of {', '.join(known)}, found {topic}")
        for topic in sidecar.topics
        if topic not in known
    ]


def with_line(content: Path, message: str) -> str:
    """The message of a ``DeskError`` with the line of the file it speaks of: ``trade.toml:7: terms: expected …``."""
    found = NAMED.fullmatch(message)
    if not found:
        return message
    line = AT_LINE.search(found["rest"])
    number = int(line["line"]) if line else _line_of(content, found["file"], found["key"] or "")
    if not number:
        return message
    key = f"{found['key']}: " if found["key"] else ""
    return f"{found['file']}:{number}: {key}{found['rest']}"


def _line_of(content: Path, file: str, key: str) -> int:
    """The line in which a key is set; 0 when it cannot be told. A table's name stands for its own line."""
    for root in (content, content.parent):
        try:
            rows = files.load(root, file).decode("utf-8", "replace").splitlines()
        except Refusal:
            continue
        wanted = [part.strip('" ') for part in key.split(".") if part]
        for name in reversed(wanted):
            for number, row in enumerate(rows, start=1):
                text = row.strip()
                if (
                    text.startswith((f"{name} ", f"{name}=", f'"{name}"', f"[{name}]", f"[[{name}]]"))
                    or f".{name}]" in text
                ):
                    return number
    return 0
