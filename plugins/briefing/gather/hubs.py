"""Hubs: which passages of a topic stand on which page, from counts alone, so that a page loads no other briefing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from briefing.model import Card
from briefing.plain import Frozen

FRONT = 30  # passages on the first page of a hub
ARCHIVE = 50  # passages on a page of its archive


class Slice(Frozen):
    """Some of a card's passages with one label: those from ``first`` up to ``last``, in reading order."""

    card: Card
    first: int
    last: int


class Extent(Frozen):
    """What a page of a hub covers: its cards, how far the hub reaches as this page tells it, ways to other pages.

    Of the passages of its cards, one after another, it has those from ``first`` up to ``last``.
    """

    cards: tuple[Card, ...]
    counts: tuple[int, ...]  # passages of each card
    first: int
    last: int
    stories: int
    accounts: int
    total: int | None = None  # passages of the whole hub, where the page tells them
    archive: tuple[tuple[str, str], ...] = ()  # (address, "1–50")
    span: str = ""  # of this page, in the archive

    @property
    def passages(self) -> int:
        """How many passages the page says there are."""
        return self.last - self.first if self.total is None else self.total

    @property
    def slices(self) -> tuple[Slice, ...]:
        """The passages of the page by card."""
        ends = accumulate(self.counts)
        return tuple(
            Slice(card, max(0, self.first - end + count), min(count, self.last - end + count))
            for card, count, end in zip(self.cards, self.counts, ends, strict=True)
        )

    def told(self) -> list[object]:
        """All of it in plain values, the cards by their slugs."""
        slugs = " ".join([card.slug for card in self.cards])
        return [slugs, self.counts, self.first, self.last, self.passages, self.stories, self.accounts, self.archive]


Counted = Sequence[tuple[Card, int]]  # cards, and how many passages each has on the topic


def extents(topic: str, cards: Counted, stories_of: Callable[[Sequence[Card]], int]) -> dict[str, Extent]:
    """The pages of a hub by address: the front with the newest passages, the archive in fifties from the first seen.

    ``cards`` come newest first; ``stories_of`` counts the stories that some of them tell. A page of the archive that is
    full never changes by what is added later, save for its way to the next.
    """
    newest = [pair for pair in cards if pair[1]]
    seen = sorted(newest, key=lambda pair: pair[0].order)
    counts = [count for _, count in seen]
    ends = list(accumulate(counts))
    total = ends[-1] if ends else 0
    last = -(-total // ARCHIVE) if total > FRONT else 0
    links = [_link(topic, page) for page in sorted({last, last - 1, last - 2, 1}, reverse=True) if 0 < page <= last]
    front = Extent(
        *_columns(newest[: bisect_left(list(accumulate(count for _, count in newest[:FRONT])), FRONT) + 1]),
        first=0,
        last=min(FRONT, total),
        stories=stories_of([card for card, _ in newest]),
        accounts=len(newest),
        total=total,
        archive=tuple(links),
    )
    found = {f"{topic}/": front}
    for page in range(1, last + 1):
        first, end = (page - 1) * ARCHIVE, min(page * ARCHIVE, total)
        begin = bisect_right(ends, first)
        told, sizes = _columns(seen[begin : bisect_left(ends, end) + 1])
        before = ends[begin] - sizes[0]  # passages on earlier pages, of earlier cards
        near = tuple(_link(topic, other) for other in (page + 1, page - 1) if 0 < other <= last)
        address, span = _link(topic, page)
        stories = stories_of(told)
        found[address] = Extent(told, sizes, first - before, end - before, stories, len(told), archive=near, span=span)
    return found


def _columns(pairs: Counted) -> tuple[tuple[Card, ...], tuple[int, ...]]:
    return tuple([card for card, _ in pairs]), tuple([count for _, count in pairs])


def _link(topic: str, page: int) -> tuple[str, str]:
    return f"{topic}/archive/{page}/", f"{(page - 1) * ARCHIVE + 1}–{page * ARCHIVE}"
