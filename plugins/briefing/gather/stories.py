"""Stories: which accounts tell the same happening.

Whether two accounts belong together depends on these two alone: on their signatures (weights from shipped tables), the
sketches of their words and their dates. So the order of arrival does not matter, and an article that comes in can join
stories but splits none. Over all this stands an editor's word, ``content/desk/stories.toml``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter

from briefing.gather.copies import copies
from briefing.gather.hint import Hint
from briefing.gather.likeness import NEAR
from briefing.gather.links import Link, Trace, links
from briefing.gather.rarity import name_rarity
from briefing.model import Card, Named, Pin, Story

MOST = 40  # accounts; a story that grows larger is a chain and is cut at its weakest links
SAID = 6  # names of a story
ACCOUNTS = 10  # of a story that are set side by side: the first in the order given, copies aside; the page says so
COPIES = 10  # of them that are set beside the account whose words they have
PINNED = 2.0  # likeness of two articles that an editor pins together; nothing is as alike
STEP = 0.05  # of likeness, by which the mark is raised until the parts are small enough


def stories(cards: Iterable[Card], pins: Sequence[Pin] = (), traces: Hint[Trace] | None = None) -> tuple[Story, ...]:
    """Every card in just one story, by slug; alone if need be.

    Two accounts are joined when there is a link between them; what is joined, directly or through others, is one story.
    A story of more than MOST accounts is cut where it hangs together least. ``pins`` is an editor's word: the articles
    of a pin are one story, and two pins are two; what is like one of them joins the one that it is most like.
    ``traces`` is what an earlier build kept.
    """
    every = sorted(cards, key=lambda card: (card.order, card.slug))
    pinned = {path: at for at, pin in enumerate(pins) for path in pin.articles}
    shut: dict[int, list[Card]] = defaultdict(list)
    free: list[Card] = []
    for card in every:
        at = pinned.get(card.path)
        (shut[at] if at is not None and pins[at].closed else free).append(card)
    rows = [pinned.get(card.path) for card in free]
    told = [*_pinned(rows), *links(free, traces or Hint())]
    told.sort(key=itemgetter(1, 2))
    told.sort(key=itemgetter(0), reverse=True)
    out = [*shut.values(), *_joined(free, told, rows, NEAR)]
    return tuple(sorted((_story(group) for group in out), key=lambda story: story.slug))


# --- what is joined ----------------------------------------------------------------------------------------------


def _pinned(rows: list[int | None]) -> Iterator[Link]:
    """Links between the cards of each pin, stronger than any likeness."""
    held: dict[int, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if row is not None:
            held[row].append(place)
    for places in held.values():
        for one, other in pairwise(places):
            yield PINNED, one, other


def _joined(cards: list[Card], links: list[Link], rows: list[int | None], least: float) -> list[list[Card]]:
    """Groups of cards that links of at least ``least`` hold together; groups over MOST are cut at a higher mark.

    ``links`` stand in order, the strongest first. ``rows`` are the pins of the cards: no link joins two pins.
    """
    above = list(range(len(cards)))
    pins = list(rows)

    def top(at: int) -> int:
        while above[at] != at:
            above[at] = above[above[at]]
            at = above[at]
        return at

    for likeness, one, other in links:
        if likeness < least:
            break
        first, second = sorted((top(one), top(other)))
        if first == second or not (likeness == PINNED or None in (pins[first], pins[second])):
            continue
        above[second] = first
        pins[first] = pins[second] if pins[first] is None else pins[first]
    places: dict[int, list[int]] = defaultdict(list)
    for at in range(len(cards)):
        places[top(at)].append(at)
    out = []
    for group in places.values():
        if len(group) <= MOST or least >= 1:
            out.append([cards[at] for at in group])
            continue
        new = {at: place for place, at in enumerate(group)}
        inner = [(likeness, new[one], new[other]) for likeness, one, other in links if one in new and other in new]
        out += _joined([cards[at] for at in group], inner, [rows[at] for at in group], least + STEP)
    return out


def _story(group: list[Card]) -> Story:
    if len(group) == 1:
        return Story(group[0].slug, (group[0].slug,), group[0].telling)
    ranked = sorted(group, key=lambda card: (card.order, card.slug))
    held: Counter[str] = Counter()
    best: dict[str, Named] = {}
    for card in ranked:
        for named in card.entities:
            held[named.slug] += 1
            best.setdefault(named.slug, named)
    order = sorted((-held[slug], -weight(best[slug]) * best[slug].count, slug) for slug in held if held[slug] > 1)
    names = tuple(best[slug].name for *_, slug in order[:SAID])
    return Story(ranked[0].slug, tuple(card.slug for card in ranked), names, copies(ranked))


def beside(accounts: Iterable[str], copies: Mapping[str, str]) -> tuple[str, ...]:
    """The accounts of a story that are set side by side, in order: the first that are no copies, and copies of them.

    >>> beside("abcdefghijklm", {"b": "c", "m": "l"})
    ('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k')
    """
    every = tuple(accounts)
    first = [slug for slug in every if slug not in copies][:ACCOUNTS]
    copied = [slug for slug in every if copies.get(slug) in first][:COPIES]
    return tuple(slug for slug in every if slug in first or slug in copied)


def telling(entities: Iterable[Named]) -> tuple[str, ...]:
    """The names of some entities that are rare and said often, at most SAID."""
    known = sorted((-weight(named) * named.count, named.slug, named.name) for named in entities)
    return tuple(name for *_, name in known[:SAID])


def weight(named: Named) -> float:
    """How rare a name is."""
    return name_rarity(named.slug.replace("-", " "))
