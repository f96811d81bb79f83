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
    filed, counts = [card for card, _ in seen], [count for _, count in seen]
    ends = list(accumulate(counts))
    total = ends[-1] if ends else 0
    last = total // ARCHIVE
    links = [_link(topic, page) for page in range(1, last + 1)]
    near = sorted({last, last - 1, last - 2, 1}, reverse=True)
    at = bisect_right(ends, last * ARCHIVE)
    waiting = dict.fromkeys([card.slug for card in filed[at:]], 0)
    if waiting:  # of the first of them some may be in the archive
        waiting[filed[at].slug] = last * ARCHIVE - (ends[at] - counts[at])
    front = Extent(
        *_front(newest, waiting),
        stories=stories_of([card for card, _ in newest]),
        accounts=len(newest),
        total=total,
        archive=tuple([links[page - 1] for page in near if 0 < page <= last]),
    )
    found = {f"{topic}/": front}
    for page, (address, span) in enumerate(links, 1):
        first, end = (page - 1) * ARCHIVE, page * ARCHIVE
        begin, stop = bisect_right(ends, first), bisect_left(ends, end)
        told, here = filed[begin : stop + 1], counts[begin : stop + 1]
        skipped = first - (ends[begin] - here[0])  # passages of its first card on earlier pages
        here[0] -= skipped
        here[-1] -= ends[stop] - end
        ways = (*links[page : page + 1], *links[page - 2 : page - 1])  # to the next page, to the one before
        found[address] = Extent(
            tuple(told), tuple(here), (skipped,), stories_of(told), len(told), archive=ways, span=span
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
