"""Hubs: which passages of a topic stand on which page, from counts alone, so that a page loads no other briefing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, chain, repeat

from briefing.model import Card
from briefing.plain import Frozen

FRONT = 30  # passages on the first page of a hub, at least
ARCHIVE = 50  # passages on a page of its archive


class Slice(Frozen):
    """Some of a card's passages with one label: those from ``first`` up to ``last``, in reading order."""

    card: Card
    first: int
    last: int


class Extent(Frozen):
    """What a page of a hub covers: its cards, how far the hub reaches as this page tells it, ways to other pages."""

    cards: tuple[Card, ...]
    counts: tuple[int, ...]  # passages of each card that stand here
    skipped: tuple[int, ...]  # passages of the first cards that stand elsewhere, before those; of the others none
    stories: int
    accounts: int
    total: int | None = None  # passages of the whole hub, where the page tells them
    archive: tuple[tuple[str, str], ...] = ()  # (address, "1–50")
    span: str = ""  # of this page, in the archive

    @property
    def passages(self) -> int:
        """How many passages the page says there are."""
        return sum(self.counts) if self.total is None else self.total

    @property
    def slices(self) -> tuple[Slice, ...]:
        """The passages of the page by card."""
        rows = zip(self.cards, self.counts, chain(self.skipped, repeat(0)), strict=False)
        return tuple(Slice(card, skipped, skipped + count) for card, count, skipped in rows)

    def told(self) -> list[object]:
        """All of it in plain values, the cards by their slugs."""
        slugs = " ".join([card.slug for card in self.cards])
        return [slugs, self.counts, self.skipped, self.passages, self.stories, self.accounts, self.archive]


Counted = Sequence[tuple[Card, int]]  # cards, and how many passages each has on the topic


def extents(topic: str, cards: Counted, stories_of: Callable[[Sequence[Card]], int]) -> dict[str, Extent]:
    """The pages of a hub by address: the archive in fifties from the first seen, and before it the front.

    ``cards`` come newest first; ``stories_of`` counts the stories that some of them tell. The archive has full pages
    only, which never change by what is added later, save for the way from the last to the next. What fills no page yet
    stands on the front, with the newest.
    """
    newest = [pair for pair in cards if pair[1]]
    seen = sorted(newest, key=lambda pair: pair[0].order)
    ends = list(accumulate(count for _, count in seen))
    total = ends[-1] if ends else 0
    last = total // ARCHIVE
    links = [_link(topic, page) for page in sorted({last, last - 1, last - 2, 1}, reverse=True) if 0 < page <= last]
    at = bisect_right(ends, last * ARCHIVE)
    waiting = {card.slug: 0 for card, _ in seen[at:]}
    if waiting:  # of the first of them some may be in the archive
        waiting[seen[at][0].slug] = last * ARCHIVE - (ends[at] - seen[at][1])
    front = Extent(
        *_front(newest, waiting),
        stories=stories_of([card for card, _ in newest]),
        accounts=len(newest),
        total=total,
        archive=tuple(links),
    )
    found = {f"{topic}/": front}
    for page in range(1, last + 1):
        first, end = (page - 1) * ARCHIVE, page * ARCHIVE
        begin, stop = bisect_right(ends, first), bisect_left(ends, end)
        told, counts = [card for card, _ in seen[begin : stop + 1]], [count for _, count in seen[begin : stop + 1]]
        skipped = first - (ends[begin] - counts[0])  # passages of its first card on earlier pages
        counts[0] -= skipped
        counts[-1] -= ends[stop] - end
        near = tuple(_link(topic, other) for other in (page + 1, page - 1) if 0 < other <= last)
        address, span = _link(topic, page)
        found[address] = Extent(
            tuple(told), tuple(counts), (skipped,), stories_of(told), len(told), archive=near, span=span
        )
    return found


def _front(newest: Counted, waiting: dict[str, int]) -> tuple[tuple[Card, ...], tuple[int, ...], tuple[int, ...]]:
    """Cards, counts and skipped of the front: its FRONT newest passages, and those that no page of the archive has.

    ``waiting``: slug of each card that has some of those, and how many of its passages the archive has.
    """
    found: list[tuple[Card, int, int]] = []
    room = FRONT
    for card, count in newest:
        if not room and not waiting:
            break
        new, filed = min(count, room), waiting.pop(card.slug, count)
        room -= new
        spans = [(0, count)] if filed <= new else [(0, new), (filed, count)]
        found += [(card, last - first, first) for first, last in spans if first < last]
    return tuple([card for card, _, _ in found]), tuple([many for _, many, _ in found]), tuple([at for *_, at in found])


def _link(topic: str, page: int) -> tuple[str, str]:
    return f"{topic}/archive/{page}/", f"{(page - 1) * ARCHIVE + 1}–{page * ARCHIVE}"
