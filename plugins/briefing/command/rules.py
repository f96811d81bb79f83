"""``briefing rules``: the rules in force and what each cuts; with ``--diff``, which lines a change of them changes.

Nothing of the site is written. What is compared with is what the last build used (``.briefing/rules.json``), or the
desk of another folder or of a Git revision; the files are read and cleaned under both, by the program as it is now.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import field

from briefing import collection, pool
from briefing import desk as desks
from briefing.clean import shared
from briefing.gather import furniture
from briefing.hashes import regular
from briefing.model import Desk, DeskError, Marks, Refusal, Sidecar
from briefing.pipeline import settle
from briefing.plain import Frozen, NotPlain, decode, encode
from briefing.press.twins import plain
from briefing.read import files

KINDS = ("rules", "sites", "words")  # folders of a desk that decide what is cut
PROGRAM = ("the program",)


class Rule(Frozen):
    """A rule in force, by the name that reasons give it."""

    rule: str
    cuts: int  # blocks of this collection
    asks: int
    languages: tuple[str, ...]
    files: tuple[str, ...]  # where its rows are; PROGRAM where it is none of rows


class Line(Frozen):
    """A block that is cut under one desk."""

    lines: tuple[int, int]
    text: str
    rule: str
    why: str


class Settled(Frozen):
    """What comes of one file: its cuts, and its marks for the others; or why it is refused."""

    cuts: tuple[Line, ...] = ()
    marks: Marks = field(default_factory=Marks)
    refused: str = ""


class Change(Frozen):
    """What another set of rules does to one file."""

    path: str
    cut: tuple[Line, ...]  # with the rule that now cuts
    back: tuple[Line, ...]  # with the rule that cut it before


def rules(content: Path, against: str | None, as_json: bool) -> int:
    """Prints the rules, or with ``against`` ("": the last build) what differs; returns 3 where files are refused."""
    if not content.is_dir():
        named = files.shown(str(content))
        print(f"briefing: {named}: there is no such folder; run it where content/ is", file=sys.stderr)
        return 1
    desk = desks.load(content)
    return _listed(content, desk, as_json) if against is None else _compared(content, desk, against, as_json)


# --- the rules in force -----------------------------------------------------------------------------------------


def _listed(content: Path, desk: Desk, as_json: bool) -> int:
    site = collection.opened(content)
    cuts: Counter[str] = Counter()
    asks: Counter[str] = Counter()
    for article in site.articles():
        cuts.update(cut.verdict.rule for cut in article.cuts)
        asks.update(verdict.rule for verdict in article.verdicts if verdict.call == "ask")
    site.store.close()
    languages: defaultdict[str, set[str]] = defaultdict(set)
    origins: defaultdict[str, set[str]] = defaultdict(set)
    for phrase in desk.rules:
        languages[phrase.name].add(phrase.language)
        origins[phrase.name].add(phrase.file)
    rows = [
        Rule(name, cuts[name], asks[name], tuple(sorted(languages[name])), tuple(sorted(origins[name])) or PROGRAM)
        for name in sorted({*languages, *cuts, *asks})
    ]
    if as_json:
        print(json.dumps([plain(row) for row in rows], ensure_ascii=False, indent=2))
    else:
        print(f"{'cut':>6} {'asked':>6}  {'rule':<28} {'languages':<24} from")
        for row in rows:
            spoken = ", ".join(row.languages)
            spoken = spoken if len(spoken) <= 24 else f"{len(row.languages)} languages"
            print(f"{row.cuts:>6} {row.asks:>6}  {row.rule:<28} {spoken:<24} {', '.join(row.files)}")
        print(f"{len(rows)} rules; they cut {sum(cuts.values())} blocks of {_count(len(site.cards), 'article')}")
    return _refused([str(refusal) for refusal in site.refusals])


# --- what a change changes --------------------------------------------------------------------------------------


def _compared(content: Path, desk: Desk, against: str, as_json: bool) -> int:
    old = _desk(content, against)
    changes: list[Change] = []
    refused: list[str] = []
    compared = 0
    before = _settled(content, old)
    for path, now in _settled(content, desk).items():
        if now.refused or before[path].refused:
            refused.append(now.refused or before[path].refused)
            continue
        compared += 1
        was, are = ({line.lines: line for line in one.cuts} for one in (before[path], now))
        cut = tuple(are[lines] for lines in sorted(are.keys() - was.keys()))
        back = tuple(was[lines] for lines in sorted(was.keys() - are.keys()))
        if cut or back:
            changes.append(Change(path, cut, back))
    if as_json:
        print(
            json.dumps(
                {"compared": compared, "articles": [plain(one) for one in changes]}, ensure_ascii=False, indent=2
            )
        )
    else:
        _print(changes, compared)
    return _refused(refused)


def _print(changes: list[Change], compared: int) -> None:
    for change in changes:
        print(change.path)
        rows = [("cut", line, line.why) for line in change.cut]
        rows += [("back", line, f"No longer cut: {line.why}") for line in change.back]
        for call, line, why in sorted(rows, key=lambda row: row[1].lines):
            first, last = line.lines
            place = f"L{first}" if first == last else f"L{first}-{last}"
            print(f"{place:>9}  {call:<4}  {line.rule:<24}  {why}")
            print(f"{'':>9}  {line.text}")
        print()
    cut, back = sum(len(one.cut) for one in changes), sum(len(one.back) for one in changes)
    changed = _count(len(changes), "article")
    print(f"{cut} would be cut and {back} put back, in {changed} of {compared}; nothing was written")


def _settled(content: Path, desk: Desk) -> dict[str, Settled]:
    """What comes of every file under a desk, by path, as in a build: by itself, then knowing what others share."""
    tasks: dict[str, Sidecar] = {}
    found: dict[str, Settled] = {}
    for path in files.scan(content).articles:
        beside = path.rpartition(".")[0] + ".toml"
        try:
            sidecar = desks.sidecar(beside, files.load(content, beside)) if (content / beside).is_file() else Sidecar()
        except Refusal as refusal:
            found[path] = Settled(refused=str(refusal))
            continue
        if sidecar.status != "draft":
            tasks[path] = sidecar

    def walk(learned: Mapping[str, furniture.Counts], paths: list[str]) -> None:
        for path, said in pool.each(paths, partial(_work, content, desk, tasks, found, learned), str.encode):
            found[path] = (
                Settled(refused=f"{path}: {said.why}") if isinstance(said, pool.Death) else decode(Settled, said)
            )

    walk({}, list(tasks))
    learned = furniture.learn(one.marks for one in found.values() if not one.refused)
    walk(learned, [path for path in tasks if furniture.shared(found[path].marks, learned)])
    return {path: found[path] for path in sorted(found)}


def _work(
    content: Path,
    desk: Desk,
    sidecars: Mapping[str, Sidecar],
    alone: Mapping[str, Settled],
    learned: Mapping[str, furniture.Counts],
    order: bytes,
) -> bytes:
    path = order.decode()
    common = furniture.shared(alone[path].marks, learned) if path in alone else None
    try:
        article = settle(path, files.load(content, path), desk, sidecars[path], common)
    except Refusal as refusal:
        return encode(Settled(refused=str(refusal)))
    cuts = [Line(cut.block.lines, cut.block.text, cut.verdict.rule, cut.verdict.why) for cut in article.cuts]
    return encode(Settled(tuple(cuts), shared.marks(article)))


def _desk(content: Path, against: str) -> Desk:
    """The rules to compare with. Raises ``DeskError`` where they are not to be had."""
    if not against:
        saved = content.resolve().parent / ".briefing" / "rules.json"
        try:
            return decode(Desk, regular(saved))
        except (OSError, NotPlain):
            raise DeskError(
                f"{saved.name}: no build has noted its rules yet; build once, or name a folder or a Git revision"
            ) from None
    with TemporaryDirectory() as place:
        target = Path(place) / "content"
        folder = Path(against)
        if folder.is_dir():
            _copied(folder / "desk" if (folder / "desk").is_dir() else folder, target / "desk")
        else:
            _checked_out(content, against, target)
        return desks.load(target)


def _copied(desk: Path, target: Path) -> None:
    for kind in KINDS:
        for path in sorted((desk / kind).glob("*.toml")):
            (target / kind).mkdir(parents=True, exist_ok=True)
            if path.is_file() and path.stat().st_size <= desks.MAX_BYTES:
                (target / kind / path.name).write_bytes(path.read_bytes())


def _checked_out(content: Path, revision: str, target: Path) -> None:
    """The desk of a revision of the repository that the content lies in."""
    wanted = [f"desk/{kind}" for kind in KINDS]
    try:
        if revision.startswith("-"):
            raise ValueError(revision)
        names = _git(content, "ls-tree", "-r", "-z", "--name-only", revision, "--", *wanted).decode().split("\0")
        for name in names:
            if name.endswith(".toml"):
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                (target / name).write_bytes(_git(content, "show", f"{revision}:./{name}"))
    except (OSError, ValueError, subprocess.CalledProcessError):
        named = files.shown(revision)
        raise DeskError(
            f"{named}: expected a folder with rules or a Git revision of this site, found neither"
        ) from None


def _git(content: Path, *arguments: str) -> bytes:
    done = subprocess.run(["git", "-C", str(content), *arguments], capture_output=True, check=True)  # noqa: S603, S607
    return done.stdout


def _refused(refused: list[str]) -> int:
    for row in refused:
        print(f"refused: {row}", file=sys.stderr)
    return 3 if refused else 0


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
