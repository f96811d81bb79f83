"""Entities across briefings: the same person, organisation, place, project or document in several articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from briefing.model import Briefing, Card, EntityKind, Named

if TYPE_CHECKING:
    from briefing.find.entities import Entity

MENTIONS = 2  # mentions that earn a page, in one account or in several


def names(briefing: Briefing) -> tuple[Named, ...]:
    """The entities of one briefing as its card knows them, most mentioned first, then by slug; one row a slug."""
    rows: dict[str, list[Entity]] = defaultdict(list)
    for entity in cast("tuple[Entity, ...]", briefing.facts.get("entities", ())):
        rows[entity.slug].append(entity)
    found = [
        _merged([Named(e.slug, e.name, e.kind, max(1, len(e.mentions)), e.aliases, e.place) for e in same])
        for same in rows.values()
    ]
    return tuple(sorted(found, key=lambda named: (-named.count, named.slug)))


def entities(cards: Iterable[Card]) -> Mapping[str, tuple[Named, tuple[str, ...]]]:
    """Slug to the merged entity and the cards that name it, in the cards' order. Slugs stand A to Z.

    Name and kind are those most articles use; counts are added; aliases are what articles call it, A to Z.
    """
    rows: dict[str, tuple[list[Named], list[str]]] = {}
    for card in cards:
        for named in card.entities:
            known = rows.get(named.slug)
            if known is None:
                known = rows[named.slug] = [], []
            known[0].append(named)
            known[1].append(card.slug)
    return {slug: (_merged(rows[slug][0]), tuple(rows[slug][1])) for slug in sorted(rows)}


def earns_page(named: Named, cards: int, known: bool = False) -> bool:
    """Whether an entity has a page of its own: two mentions or two accounts, or it is known and has a kind.

    A name that is mentioned once and of which nobody knows what it is has none. A place with coordinates is known.
    """
    return named.count >= MENTIONS or cards >= 2 or known or named.place is not None


def _merged(same: list[Named]) -> Named:
    """One entity of several views of it; ties go to the longer name, then A to Z."""
    first = same[0]
    if len(same) == 1:
        return first
    views = Counter([(named.name, named.kind, named.aliases, named.place) for named in same])  # few are different
    called: Counter[str] = Counter()
    kinds: Counter[EntityKind] = Counter()
    aliases: set[str] = set()
    for (name, kind, others, _), number in views.items():
        called[name] += number
        if kind != "unclassified":
            kinds[kind] += number
        aliases.update(others, (name,))
    name = min(called, key=lambda text: (-called[text], -len(text), text))
    kind = min(kinds, key=lambda text: (-kinds[text], text)) if kinds else first.kind
    place = min((place for *_, place in views if place is not None), default=None)
    return Named(first.slug, name, kind, sum([named.count for named in same]), tuple(sorted(aliases - {name})), place)
