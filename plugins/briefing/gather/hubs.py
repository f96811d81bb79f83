"""Hubs: which passages of a topic stand on which page, from counts alone, so that a page loads no other briefing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

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
    """What a page of a hub covers: its slices, how far the hub reaches as this page tells it, ways to other pages."""

    slices: tuple[Slice, ...]
    passages: int
    stories: int
    accounts: int
    archive: tuple[tuple[str, str], ...] = ()  # (address, "1–50")
    span: str = ""  # of this page, in the archive

    def told(self) -> list[object]:
        """All of it in plain values, the cards by their slugs."""
        slices = " ".join([f"{one.card.slug} {one.first}-{one.last}" for one in self.slices])
        return [slices, self.passages, self.stories, self.accounts, self.archive, self.span]


def extents(topic: str, cards: Iterable[tuple[Card, int]], story_of: Mapping[str, str]) -> dict[str, Extent]:
    """The pages of a hub by address: the front with the newest passages, the archive in fifties from the first seen.

    ``cards`` are those with passages on the topic and how many, newest first. A page of the archive that is full never
    changes by what is added later, save for its way to the next.
    """
    counted = [(card, count) for card, count in cards if count]
    total = sum(count for _, count in counted)
    last = -(-total // ARCHIVE) if total > FRONT else 0
    links = [_link(topic, page) for page in sorted({last, last - 1, last - 2, 1}, reverse=True) if 0 < page <= last]
    stories = len({story_of[card.slug] for card, _ in counted})
    found = {f"{topic}/": Extent(_front(counted), total, stories, len(counted), tuple(links))}
    counted.sort(key=lambda pair: (pair[0].order, pair[0].path))
    for page, slices in enumerate(_pages(counted) if last else (), 1):
        near = tuple(_link(topic, other) for other in (page + 1, page - 1) if 0 < other <= last)
        address, span = _link(topic, page)
        told = {story_of[one.card.slug] for one in slices}
        size = sum(one.last - one.first for one in slices)
        found[address] = Extent(slices, size, len(told), len(slices), near, span)
    return found


def _pages(counted: Iterable[tuple[Card, int]]) -> Iterator[tuple[Slice, ...]]:
    """The passages of the cards one after another, in fifties."""
    slices: list[Slice] = []
    room = ARCHIVE
    for card, count in counted:
        first = 0
        while first < count:
            last = min(count, first + room)
            slices.append(Slice(card, first, last))
            room -= last - first
            first = last
            if not room:
                yield tuple(slices)
                slices, room = [], ARCHIVE
    if slices:
        yield tuple(slices)


def _front(counted: Iterable[tuple[Card, int]]) -> tuple[Slice, ...]:
    """The first passages of the cards."""
    found: list[Slice] = []
    room = FRONT
    for card, count in counted:
        if not room:
            break
        found.append(Slice(card, 0, min(count, room)))
        room -= found[-1].last
    return tuple(found)


def _link(topic: str, page: int) -> tuple[str, str]:
    return f"{topic}/archive/{page}/", f"{(page - 1) * ARCHIVE + 1}–{page * ARCHIVE}"
