"""What ``content/record.jsonl`` says happened to the articles: rows that page and feed of changes are made of.

Only what the record knows is told. A file that is hidden or a draft is not; one that is gone is named by its path.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from briefing.model import Card
from briefing.plain import Frozen
from briefing.press.sheet import Newsroom
from briefing.record import Line, Record, numbers

FRONT = 30  # rows of the front, at least
PAGE = 50  # rows of a page of the archive
RULED = ("cut", "kept")  # what a change of rules does to lines


class Change(Frozen):
    """One thing that happened to one article."""

    date: str  # ISO
    what: str  # "added", "gone" or one of record.WHAT
    path: str
    slug: str  # "" when the file is gone
    rule: str = ""
    spans: str = ""  # of lines, as the record writes them: "3,31-33"
    former: str = ""  # path it was moved from

    @property
    def lines(self) -> tuple[int, ...]:
        """Their numbers, in order. Worked out when a page shows them: a record may tell of many."""
        return tuple(sorted(numbers(self.spans)))

    def told(self) -> list[object]:
        """All of it in plain values."""
        return [self.date, self.what, self.path, self.slug, self.rule, self.spans, self.former]


def changes(record: Record, room: Newsroom) -> list[Change]:
    """Every change, oldest first; of one day in the order of the record."""
    cards = {card.path: card for card in room.edition.cards.values()}
    found: list[Change] = []
    for line in record.lines:
        found += _of(line, cards)
    found.sort(key=lambda change: change.date)
    return found


def _of(line: Line, cards: Mapping[str, Card]) -> Iterable[Change]:
    card = cards.get(line.path)
    if card is None or card.status == "hidden":
        if line.gone:
            yield Change(line.first_seen, "added", line.path, "")
            yield Change(line.gone, "gone", line.path, "")
        return
    slug = card.slug
    yield Change(line.first_seen, "added", line.path, slug)
    turned = {note.date for note in line.notes if note.what in ("withdrawn", "back")}
    for note in line.notes:
        if note.what == "changed" and note.date in turned:
            continue  # withdrawing is what changed it
        yield Change(note.date, note.what, line.path, slug, note.rule, note.lines, note.path)
    if line.changed and not any(note.what == "changed" and note.date == line.changed for note in line.notes):
        yield Change(line.changed, "changed", line.path, slug)  # of a record from before there were notes


def pages(rows: list[Change]) -> dict[str, tuple[list[Change], str, tuple[tuple[str, str], ...]]]:
    """The pages by address, each with its rows, span and ways to others: the archive in fifties from the first.

    The archive has full pages only, which never change by what happens later, save for the way from the last to the
    next. What fills no page yet stands on the front: of the newest rows FRONT or more.
    """
    last = len(rows) // PAGE
    ways = tuple(_link(page) for page in sorted({last, last - 1, 1}, reverse=True) if 0 < page <= last)
    front = rows[-max(FRONT, len(rows) - last * PAGE) :]
    found: dict[str, tuple[list[Change], str, tuple[tuple[str, str], ...]]] = {"changes/": (front, "", ways)}
    for page in range(1, last + 1):
        address, span = _link(page)
        near = tuple(_link(other) for other in (page + 1, page - 1) if 0 < other <= last)
        found[address] = (rows[(page - 1) * PAGE : page * PAGE], span, near)
    return found


def _link(page: int) -> tuple[str, str]:
    return f"changes/archive/{page}/", f"{(page - 1) * PAGE + 1}–{page * PAGE}"
