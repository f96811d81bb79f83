"""Kin: which briefings of other stories name the same rare things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from heapq import nlargest, nsmallest

from msgspec.structs import replace

from briefing.gather.hint import Hint
from briefing.gather.signature import RARE
from briefing.gather.stories import weight
from briefing.model import Card, Named
from briefing.plain import Frozen

RELATED = 4  # briefings named as related
CLOSE = 3  # rare names in common that relate two briefings whichever came first
NEIGHBOURS = 8  # before and after it in the record, of those that share a name: who came long before is not looked at
FEW = 30  # cards that are new or have another story; of more, all are worked out


class Kin(Frozen):
    """What is kept of a card, in order of the record."""

    slug: str
    key: str  # of all that decides its names
    names: tuple[str, ...]  # rare ones, by slug
    story: str
    related: tuple[str, ...] = ()


def related(
    cards: Iterable[Card], story_of: Mapping[str, str], kindred: Hint[Kin] | None = None
) -> Mapping[str, tuple[str, ...]]:
    """Slug of each card: at most RELATED cards of other stories that share its rare names.

    Those that share CLOSE names or more, then those that came before it, then others; of these most names first, then
    those before it, then the nearest. Of each name only the NEIGHBOURS nearest in the record count. So a new article
    moves few others' lists: of those that are not full, or that share much with it. Names of every day on this beat
    relate nothing. ``kindred`` is what an earlier build kept.
    """
    hint = kindred or Hint()
    before = {row.slug: row for row in hint.before}
    rows: list[Kin] = []
    new: set[str] = set()
    for card in sorted(cards, key=lambda card: (card.order, card.slug)):
        row, key, story = before.get(card.slug), hint.key(card), story_of[card.slug]
        if row is None or row.key != key or row.story != story:
            new.add(card.slug)
            names = row.names if row and row.key == key else _rare(card)
            row = Kin(card.slug, key, names, story)
        rows.append(row)
    left = [row.slug for row in rows if row.slug not in new]
    lost = before.keys() - set(left)
    moved = left != [row.slug for row in hint.before if row.slug not in lost]
    if moved or len(new | lost) > FEW:
        hint.now = _worked_out(rows, range(len(rows)))
    elif new or lost:
        near = new | _beside(new, rows) | _beside(lost, hint.before)
        hint.now = _worked_out(rows, [at for at, row in enumerate(rows) if row.slug in near])
    else:
        hint.now = hint.before
    return {row.slug: row.related for row in hint.now}


def _beside(some: Set[str], rows: Sequence[Kin]) -> set[str]:
    """Those that have some of the rows among their neighbours."""
    posts: dict[str, list[str]] = {name: [] for row in rows if row.slug in some for name in row.names}
    for row in rows:
        for name in row.names:
            if name in posts:
                posts[name].append(row.slug)
    return {
        slug
        for post in posts.values()
        for at, one in enumerate(post)
        if one in some
        for slug in post[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
    }


def _rare(card: Card) -> tuple[str, ...]:
    return tuple(named.slug for named in card.entities if weight(named) >= RARE)


Spot = tuple[list[int], int]  # the places of the cards that have a name, and the place of one of them among these


def _worked_out(rows: Sequence[Kin], places: Sequence[int]) -> list[Kin]:
    """The rows, those at some places with what is related to them now."""
    posts: dict[str, list[int]] = {name: [] for place in places for name in rows[place].names}
    spots: dict[int, list[Spot]] = {place: [] for place in places}
    for place, row in enumerate(rows):
        mine = spots.get(place)
        for name in row.names:
            post = posts.get(name)
            if post is not None:
                if mine is not None:
                    mine.append((post, len(post)))
                post.append(place)
    found = list(rows)
    for place in places:
        near = _nearest(place, spots[place], rows)
        found[place] = replace(rows[place], related=tuple(rows[other].slug for other in near))
    return found


def _nearest(place: int, spots: Iterable[Spot], rows: Sequence[Kin]) -> list[int]:
    counts: Counter[int] = Counter()
    for post, at in spots:
        counts.update(post[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1])
    own = rows[place].story
    found = [other for other, count in counts.items() if count > 1 and rows[other].story != own]
    if sum([other < place or counts[other] >= CLOSE for other in found]) < RELATED:
        # most share a single name, and of those only the nearest can be among the first
        single = [other for other, count in counts.items() if count == 1 and rows[other].story != own]
        found += nlargest(RELATED, [other for other in single if other < place])
        found += nsmallest(RELATED, [other for other in single if other > place])
    found.sort(key=lambda at: (at > place and counts[at] < CLOSE, -counts[at], at > place, abs(at - place)))
    return found[:RELATED]


def shared(one: Card, other: Card) -> tuple[Named, ...]:
    """The rare names that two cards share, the rarest first: why they are related."""
    theirs = {named.slug for named in other.entities}
    found = [named for named in one.entities if named.slug in theirs and weight(named) >= RARE]
    return tuple(sorted(found, key=lambda named: (-weight(named), -named.count, named.slug)))
