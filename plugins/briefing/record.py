"""What earlier builds knew: ``content/record.jsonl``, committed, one JSON line a source.

A build only reads it. ``briefing record`` writes it, and is the one place where a date is taken from the clock, or from
SOURCE_DATE_EPOCH. A file that lost its line would be new again; so a line is kept, with the day, when its file goes.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import NoReturn

from msgspec import structs
from msgspec.structs import replace

from briefing import hashes
from briefing.lazy import regex
from briefing.model import Card, DeskError
from briefing.plain import Frozen
from briefing.text.slugs import is_visible

NAME = "record.jsonl"
MAX_BYTES = 64 * 1024 * 1024
MAX_FORMER = 50  # addresses one source may have had
EARLIEST = dt.date(1970, 1, 1)
DATE = regex(r"\d{4}-\d{2}-\d{2}")
SLUG = regex(r"[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?")
HASH = regex(r"[0-9a-f]{32}")
BYTES = regex(r"[0-9a-f]{12}")
RULE = regex(r"[\w.:-]{1,80}")
SPANS = regex(r"\d{1,7}(?:-\d{1,7})?(?:,\d{1,7}(?:-\d{1,7})?){0,999}")  # "3,31-33"
MAX_SPANS = 1000
MAX_LINES = 20_000  # lines in all spans of one rule: as many as a file may have
MAX_PATH = 4_096  # characters
MAX_NOTES = 40  # of one source; the oldest go
WHAT = ("changed", "moved", "withdrawn", "back", "cut", "kept")

Cuts = Callable[[Card], Mapping[str, Iterable[int]]]  # lines of the numbered text by the rule that cuts them


class Note(Frozen):
    """One thing that happened to a source after it was added."""

    date: str  # ISO
    what: str  # one of WHAT; "cut": a rule cuts lines it did not cut before, "kept": it cuts them no more
    rule: str = ""  # of "cut" and "kept"
    lines: str = ""  # of the same: "3,31-33"
    path: str = ""  # of "moved": where it was


class Line(Frozen):
    """What is known of one source."""

    path: str  # below content/
    slug: str  # its address: briefings/<slug>/
    text: str  # Card.fingerprint of what was published
    first_seen: str  # ISO date
    changed: str | None = None  # ISO date on which the published text last became another
    former: tuple[str, ...] = ()  # slugs it had before, oldest first
    gone: str | None = None  # ISO date on which its file was no longer there
    withdrawn: str | None = None  # ISO date on which an editor withdrew it
    of: str = ""  # first 12 hex digits of the hash of the file whose lines ``rules`` counts
    rules: tuple[tuple[str, str], ...] = ()  # rule, and the lines it cuts: ("newsletter.box", "31-33")
    notes: tuple[Note, ...] = ()  # oldest first


class Record(Frozen, dict=True, gc=True):
    """Every line, first seen first, then as they came: what is added stands last, and moves no other."""

    lines: tuple[Line, ...] = ()

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {line.path: at for at, line in enumerate(self.lines)}

    def of(self, path: str) -> Line | None:
        """The line of a source, None when the record does not know it."""
        at = self._places.get(path)
        return None if at is None else self.lines[at]

    def order(self, path: str) -> int:
        """The place of a source in the record; after all others when the record does not know it."""
        return self._places.get(path, len(self.lines))

    def former(self, path: str) -> tuple[str, ...]:
        """Slugs the source had before, oldest first."""
        line = self.of(path)
        return line.former if line else ()

    def former_paths(self) -> list[str]:
        """Paths at which sources were and are no more, each as the record's own words may name it."""
        gone = [line.path for line in self.lines if line.gone]
        return [*gone, *(note.path for line in self.lines for note in line.notes if note.path)]

    def addresses(self) -> dict[str, str]:
        """Path: slug, for ``text.slugs.distinct``.

        A slug that a source had before is taken too, under a key that is no path: whoever follows an old address is to
        come to the text it was of, not to another's.
        """
        found = {line.path: line.slug for line in self.lines}
        for line in self.lines:
            found.update({f"{line.path}\0{slug}": slug for slug in line.former})
        return found


class Changes(Frozen):
    """What ``write`` found: paths."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()  # (from, to)
    gone: tuple[str, ...] = ()


def today() -> str:
    """The date to record, UTC: of SOURCE_DATE_EPOCH if set, else of the clock. Only ``briefing record`` asks."""
    stated = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        moment = dt.datetime.fromtimestamp(int(stated), dt.UTC) if stated.isdecimal() else dt.datetime.now(dt.UTC)
    except (ValueError, OverflowError, OSError):
        raise DeskError(f"SOURCE_DATE_EPOCH: expected seconds since 1970, found {stated:.40}") from None
    return moment.date().isoformat()


def read(content: Path) -> Record:
    """The record of a site; an empty one when there is none yet. Raises DeskError with the number of a bad line."""
    try:
        data = hashes.regular(content / NAME, MAX_BYTES + 1)
    except FileNotFoundError:
        return Record()
    except OSError as error:
        raise DeskError(f"{NAME}: cannot be read ({error.strerror})") from error
    if len(data) > MAX_BYTES:
        raise DeskError(f"{NAME}: expected at most {MAX_BYTES} bytes")
    lines: list[Line] = []
    paths: dict[str, int] = {}
    slugs: dict[str, int] = {}
    formers: dict[str, int] = {}
    for number, row in enumerate(data.split(b"\n"), 1):
        if not row.strip():
            continue
        line = _line(number, row)
        once = [("path", line.path, paths), ("slug", line.slug, slugs)]
        for key, value, seen in (*once, *(("former", one, formers) for one in line.former)):
            if value in seen:
                _wrong(number, f"{key}: {value!r} stands in line {seen[value]} already; keep one of the two")
            seen[value] = number
        lines.append(line)
    return Record(tuple(sorted(lines, key=lambda line: line.first_seen)))


def write(
    content: Path, cards: Iterable[Card], date: str, held: Iterable[str] = (), cuts: Cuts | None = None
) -> Changes:
    """Note what is new, changed, moved or gone; the file is replaced in one step, and only when it would differ.

    ``cards`` have the addresses they are published under. ``held`` are paths that are there and not published now
    (drafts, refused files): their lines stay as they are. A new path with the text of a gone one is that source, moved.
    ``cuts`` is asked only for what is new, changed, or recorded before rules were.
    """
    record = read(content)
    before = {line.path: line for line in record.lines}
    present = {card.path: card for card in cards}
    staying = set(held) | set(present)
    lost = {path: line for path, line in before.items() if path not in staying}
    lines = {path: line for path, line in before.items() if path not in present}
    places = {line.path: at for at, line in enumerate(record.lines)}
    added, changed, moved = [], [], []
    for path in sorted(present):
        card = present[path]
        line = before.get(path)
        if line is None and (old := _moved(card, lost)):
            del lost[old.path], lines[old.path]
            moved.append((old.path, path))
            places[path] = places[old.path]
            line = _noted(replace(old, path=path), Note(date, "moved", path=old.path))
        if line is None:
            added.append(path)
            line = Line(path, card.slug, card.fingerprint, date)
        if line.slug != card.slug:
            former = [slug for slug in (*line.former, line.slug) if slug != card.slug]
            line = replace(line, slug=card.slug, former=tuple(dict.fromkeys(former))[-MAX_FORMER:])
        if line.text != card.fingerprint:
            changed.append(path)
            line = _noted(replace(line, text=card.fingerprint, changed=date), Note(date, "changed"))
        if (card.status == "withdrawn") != (line.withdrawn is not None):
            out = card.status == "withdrawn"
            line = _noted(replace(line, withdrawn=date if out else None), Note(date, "withdrawn" if out else "back"))
        known_cuts = line.of == card.sha256[:12] and path not in changed
        if cuts is not None and not known_cuts:
            line = _with_rules(line, card, cuts(card), date)
        lines[path] = replace(line, gone=None)
    for path, line in lost.items():
        if line.gone is None:
            lines[path] = replace(line, gone=date)
    gone = sorted(path for path, line in lost.items() if line.gone is None)
    after = Record(tuple(sorted(lines.values(), key=lambda one: (one.first_seen, places.get(one.path, len(places))))))
    if after != record:
        _replace(content / NAME, dump(after))
    return Changes(tuple(added), tuple(changed), tuple(moved), tuple(gone))


def dump(record: Record) -> bytes:
    """The bytes of the file: a line a source, empty keys left out, so that a change is a short diff."""
    rows = []
    for line in record.lines:
        row = {key: value for key, value in structs.asdict(line).items() if value not in (None, (), "")}
        if line.rules:
            row["rules"] = dict(line.rules)
        if line.notes:
            row["notes"] = [{key: value for key, value in structs.asdict(note).items() if value} for note in line.notes]
        rows.append(json.dumps(row, ensure_ascii=False) + "\n")
    return "".join(rows).encode("utf-8", "surrogatepass")


def known(cards: Iterable[Card], record: Record) -> list[Card]:
    """The cards with what the record says of them, by path; those it does not know come last in order."""
    fresh = len(record.lines)
    found = []
    for card in sorted(cards, key=lambda one: one.path):
        line = record.of(card.path)
        if line is None:
            found.append(replace(card, first_seen=None, changed=None, order=fresh))
            fresh += 1
        else:
            place = record.order(card.path)
            found.append(replace(card, first_seen=line.first_seen, changed=line.changed, order=place))
    return found


def _moved(card: Card, lost: Mapping[str, Line]) -> Line | None:
    """The line of a lost file with this text: one of the same name first, else the first seen."""
    name = card.path.rpartition("/")[2]
    same = [line for line in lost.values() if line.text == card.fingerprint]
    return min(same, key=lambda line: (line.path.rpartition("/")[2] != name, line.first_seen, line.path), default=None)


def _noted(line: Line, note: Note) -> Line:
    return line if note in line.notes else replace(line, notes=(*line.notes, note)[-MAX_NOTES:])


def _with_rules(line: Line, card: Card, cuts: Mapping[str, Iterable[int]], date: str) -> Line:
    """The line with what each rule cuts now; of the same bytes as before, also what that changes."""
    now = {rule: frozenset(cut) for rule, cut in cuts.items()}
    if line.of == card.sha256[:12]:
        before = {rule: numbers(spans) for rule, spans in line.rules}
        for rule in sorted(now.keys() | before.keys()):
            new, old = now.get(rule, frozenset()), before.get(rule, frozenset())
            for what, some in (("cut", new - old), ("kept", old - new)):
                if some:
                    line = _noted(line, Note(date, what, rule, spans_of(some)))
    rules = tuple((rule, spans_of(now[rule])) for rule in sorted(now) if now[rule])
    return replace(line, of=card.sha256[:12], rules=rules)


def spans_of(lines: Iterable[int]) -> str:
    """Numbers of lines in short, of at most MAX_SPANS spans.

    >>> spans_of([3, 33, 31, 32])
    '3,31-33'
    """
    spans: list[list[int]] = []
    for number in sorted(set(lines)):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ",".join(f"{a}-{b}" if a < b else str(a) for a, b in spans[:MAX_SPANS])


def numbers(spans: str) -> frozenset[int]:
    """What ``spans_of`` was given."""
    found: set[int] = set()
    for span in spans.split(",") if spans else ():
        first, _, last = span.partition("-")
        found.update(range(int(first), min(int(last or first), int(first) + MAX_LINES) + 1))
    return frozenset(found)


def _line(number: int, row: bytes) -> Line:
    try:
        value = json.loads(row)
    except (ValueError, RecursionError):
        _wrong(number, f"expected one JSON object, found {row[:60].decode('utf-8', 'replace')!r}")
    if not isinstance(value, dict):
        _wrong(number, f"expected one JSON object, found {type(value).__name__}")
    if odd := sorted(set(value) - set(Line.__struct_fields__)):
        _wrong(number, f"{odd[0]}: unknown key")
    former = value.get("former", [])
    if not isinstance(former, list) or len(former) > MAX_FORMER or not all(_is(SLUG, one) for one in former):
        _wrong(number, f"former: expected a list of slugs, found {str(former)[:80]}")
    path = value.get("path")
    if not _is_path(path):
        _wrong(number, f"path: expected a path below content/, found {str(path)[:80]!r}")
    for key, is_so, wanted, needed in SHAPES:
        if (needed or key in value) and not is_so(value.get(key)):
            _wrong(number, f"{key}: expected {wanted}, found {str(value.get(key))[:80]!r}")
    rules = value.get("rules", {})
    if not isinstance(rules, dict) or not all(_is(RULE, one) and _are_spans(rules[one]) for one in rules):
        _wrong(number, f"rules: expected lines by rule, found {str(rules)[:80]}")
    notes = value.get("notes", [])
    if not isinstance(notes, list) or len(notes) > MAX_NOTES or not all(map(_is_note, notes)):
        _wrong(number, f"notes: expected a list of what happened, found {str(notes)[:80]}")
    given = {"former": tuple(former), "rules": tuple(rules.items()), "notes": tuple(Note(**note) for note in notes)}
    return Line(**{**value, **given})


def _is_note(value: object) -> bool:
    if not isinstance(value, dict) or not {"date", "what"} <= set(value) <= set(Note.__struct_fields__):
        return False
    return value["what"] in WHAT and all(is_so(value[key]) for key, is_so in NOTE_SHAPES.items() if key in value)


def _is(shape: re.Pattern, value: object) -> bool:
    return isinstance(value, str) and shape.fullmatch(value) is not None


def _is_day(value: object) -> bool:
    """A day that there was, and that the days before it can be counted from."""
    if not isinstance(value, str) or not DATE.fullmatch(value):
        return False
    try:
        return dt.date.fromisoformat(value) >= EARLIEST
    except ValueError:
        return False


def _is_path(value: object) -> bool:
    """A path below content/, of characters that a file's name may have here."""
    if not isinstance(value, str) or not 0 < len(value) <= MAX_PATH or not is_visible(value):
        return False
    return not value.startswith("/") and ".." not in value.split("/")


def _are_spans(value: object) -> bool:
    """Spans of lines, from the first to the last, and no more than a file has."""
    if not _is(SPANS, value):
        return False
    ends = [[int(end) for end in span.split("-")] for span in str(value).split(",")]
    return all(one[0] <= one[-1] for one in ends) and sum(one[-1] - one[0] + 1 for one in ends) <= MAX_LINES


SHAPES: tuple[
    tuple[str, Callable[[object], bool], str, bool], ...
] = (  # of a line's plain values: which, what it is to be, how that is said, whether it must be there
    ("slug", partial(_is, SLUG), "a slug (a-z, 0-9, hyphens)", True),
    ("text", partial(_is, HASH), "32 hex digits", True),
    ("first_seen", _is_day, "a date, 2024-07-04", True),
    ("changed", _is_day, "a date, 2024-07-04", False),
    ("gone", _is_day, "a date, 2024-07-04", False),
    ("withdrawn", _is_day, "a date, 2024-07-04", False),
    ("of", partial(_is, BYTES), "12 hex digits", False),
)
NOTE_SHAPES: dict[str, Callable[[object], bool]] = {
    "date": _is_day,
    "rule": partial(_is, RULE),
    "lines": _are_spans,
    "path": _is_path,
}


def _wrong(number: int, what: str) -> NoReturn:
    raise DeskError(f"{NAME}: line {number}: {what}")


def _replace(path: Path, data: bytes) -> None:
    aside = path.with_name(f".{path.name}.new")
    aside.unlink(missing_ok=True)  # left by a build that died, or a link to somewhere else
    with open(aside, "xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, path)
