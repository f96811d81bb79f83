"""Kin: which briefings of other stories name the same rare things."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from heapq import nsmallest

from briefing.gather.signature import RARE
from briefing.gather.stories import weight
from briefing.model import Card, Named

RELATED = 4  # briefings named as related
CLOSE = 3  # rare names in common that relate two briefings whichever came first
NEIGHBOURS = 8  # before and after it in the record, of those that share a name: who came long before is not looked at


def related(cards: Iterable[Card], story_of: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """Slug of each card: at most RELATED cards of other stories that share its rare names.

    Those that share CLOSE names or more, then those that came before it, then others; of these most names first, then
    the nearest. Of each name only the NEIGHBOURS nearest in the record count. So a new article moves few others' lists:
    of those that are not full, or that share much with it. Names of every day on this beat relate nothing.
    """
    every = sorted(cards, key=lambda card: (card.order, card.slug))
    posts: dict[str, list[int]] = defaultdict(list)
    rare: dict[str, bool] = {}
    spots: list[list[tuple[str, int]]] = []  # of each card: its rare names, and its place among those that have one
    for place, card in enumerate(every):
        row = []
        for named in card.entities:
            if named.slug not in rare:
                rare[named.slug] = weight(named) >= RARE
            if rare[named.slug]:
                row.append((named.slug, len(posts[named.slug])))
                posts[named.slug].append(place)
        spots.append(row)
    tells = [story_of[card.slug] for card in every]
    out: dict[str, tuple[str, ...]] = {}
    for place, card in enumerate(every):
        counts: Counter[int] = Counter()
        for slug, at in spots[place]:
            counts.update(posts[slug][max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1])
        own = tells[place]
        found = [at for at in counts if tells[at] != own]
        found = nsmallest(
            RELATED, found, key=lambda at: (at > place and counts[at] < CLOSE, -counts[at], abs(at - place), at)
        )
        out[card.slug] = tuple(every[at].slug for at in found)
    return out


def shared(one: Card, other: Card) -> tuple[Named, ...]:
    """The rare names that two cards share, the rarest first: why they are related."""
    theirs = {named.slug for named in other.entities}
    found = [named for named in one.entities if named.slug in theirs and weight(named) >= RARE]
    return tuple(sorted(found, key=lambda named: (-weight(named), -named.count, named.slug)))
