"""Stories: which accounts tell the same happening.

Whether two accounts belong together depends on these two alone: on their signatures (weights from shipped tables), the
sketches of their words and their dates. So the order of arrival does not matter, and an article that comes in can join
stories but splits none. Over all this stands an editor's word, ``content/desk/stories.toml``.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from itertools import pairwise

from briefing.gather.copies import Band, bands, copies, is_copy
from briefing.gather.days import WINDOW, Span, compatible, days, days_apart
from briefing.gather.rarity import name_rarity
from briefing.gather.signature import is_rare, name_of, weights
from briefing.model import Card, Named, Pin, Story

# Thresholds were read off data/stories-dev and the two real files: B-cubed F1 is 1.000 from .23 to .27.
NEAR = 0.25  # likeness of two accounts of one happening, 0 to 1
NEAR_ENTITIES = 0.55  # the same between languages, where only entities and figures can be compared
A_DAY = 0.008  # what each day between two known dates of publication adds to NEAR (15 days ask for a likeness of .37)
HELD = 0.18  # of the likeness that has to come from rare names
OPENERS = 2  # rare single names that have to stand in both openings
EVIDENCE = 8.0  # rarity of all single names that two accounts share, in sum: one rare name alone joins nothing
LEAST_ENTITIES = 3  # shared by accounts in two languages
FOREVER = 10**9  # a day after all days
MOST = 40  # accounts; a story that grows larger is a chain and is cut at its weakest links
SAID = 6  # names of a story
ACCOUNTS = 10  # of a story that are set side by side: the first in the order given, copies aside; the page says so
COPIES = 10  # of them that are set beside the account whose words they have
PINNED = 2.0  # likeness of two articles that an editor pins together; nothing is as alike
CROWD = 1_000  # accounts that share a name; of more, only the nearest in time are looked at
LIKELY = MOST  # accounts that one is compared with; of more, those that share most names of the opening
FAR = -1.0  # the likeness of two that need not be compared
STEP = 0.05  # of likeness, by which the mark is raised until the parts are small enough

Link = tuple[float, int, int]  # likeness, and the places of two cards


def stories(cards: Iterable[Card], pins: Sequence[Pin] = (), likenesses: Likenesses | None = None) -> tuple[Story, ...]:
    """Every card in just one story, by slug; alone if need be.

    Two accounts are joined when they are ``same_happening``; what is joined, directly or through others, is one story.
    A story of more than MOST accounts is cut where it hangs together least. ``pins`` is an editor's word: the articles
    of a pin are one story, and two pins are two; what is like one of them joins the one that it is most like.
    ``likenesses`` are those that an earlier build worked out.
    """
    every = sorted(cards, key=lambda card: (card.order, card.slug))
    pinned = {path: at for at, pin in enumerate(pins) for path in pin.articles}
    shut: dict[int, list[Card]] = defaultdict(list)
    free: list[Card] = []
    for card in every:
        at = pinned.get(card.path)
        (shut[at] if at is not None and pins[at].closed else free).append(card)
    rows = [pinned.get(card.path) for card in free]
    out = [*shut.values(), *_joined(free, [*_pinned(rows), *_links(free, likenesses or Likenesses())], rows, NEAR)]
    return tuple(sorted((_story(group) for group in out), key=lambda story: story.slug))


def same_happening(a: Card, b: Card) -> bool:
    """Whether two accounts tell one happening: alike, sharing a rare name and others, at dates that agree."""
    return is_copy(a, b) or _likeness(_Seen(a), _Seen(b)) >= NEAR


# --- which pairs are looked at -----------------------------------------------------------------------------------


class Likenesses:
    """Likenesses of pairs of cards, from an earlier build and from this one. A hint: without it they are worked out."""

    def __init__(self, before: Mapping[str, float] | None = None) -> None:
        self._before = before or {}
        self.now: dict[str, float] = {}  # all that this build has asked for

    def __call__(self, pair: str, work: Callable[[], float]) -> float:
        """The likeness of a pair."""
        found = self.now.get(pair)
        if found is None:
            found = self._before.get(pair)
            found = self.now[pair] = work() if found is None else found
        return found

    @property
    def is_new(self) -> bool:
        """Whether this build has asked for others than the one before."""
        return self.now.keys() != self._before.keys()


class _Seen:
    """A card as it is compared, with what is worked out of it once."""

    __slots__ = ("_weighed", "card", "entities", "group", "mark", "opening", "signature", "span")

    def __init__(self, card: Card) -> None:
        self.card = card
        self.signature = weights(card)
        self.span: Span = days(card, self.signature)
        told = (bytes(card.signature), card.published and card.published.value, card.language)
        self.mark = blake2b(repr(told).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        self._weighed: tuple[dict[str, float], float] | None = None
        self.opening: list[str] = []  # rare single names of the opening
        self.entities: list[str] = []  # rare entities of the opening
        named = False
        for key in self.signature:
            kind = key[0]
            if kind == "n":
                named = True
            elif kind == "o":
                if key[2] == "e":
                    self.entities.append(key[2:])
                elif " " not in key:
                    self.opening.append(key[2:])
        # accounts in two groups, and all in "", can be compared by entities only: Chinese writes no capitals
        self.group = card.language if named else ""

    def weighed(self) -> tuple[dict[str, float], float]:
        """The rare names with their weights, and the length of what is not rare."""
        if self._weighed is None:
            words = {key: weight for key, weight in self.signature.items() if key[0] in "nw"}
            names = {key: weight for key, weight in words.items() if key[0] == "n" and is_rare(key)}
            rest = math.fsum(weight * weight for key, weight in words.items() if key not in names)
            self._weighed = names, math.sqrt(rest)
        return self._weighed


class _Post:
    """Places of cards that have a key: the latest day first, those without a date of publication before all."""

    __slots__ = ("marks", "places")

    def __init__(self) -> None:
        self.places: list[int] = []
        self.marks: list[int] = []

    def timely(self, last: int) -> list[int]:
        """The places that are near in time: without a date, or not after ``last``."""
        late = bisect_left(self.marks, -last) if last < FOREVER else 0
        undated = bisect_left(self.marks, 1 - FOREVER) if late else 0
        near = self.places[max(late, len(self.places) - CROWD) :]
        return self.places[max(0, undated - CROWD) : undated] + near if undated else near

    def add(self, place: int, first: int) -> None:
        self.places.append(place)
        self.marks.append(-first)


def _links(cards: list[Card], known: Likenesses) -> Iterator[Link]:
    """Pairs of places in ``cards`` that tell one happening, with their likeness.

    Only pairs are looked at that share rare names of both openings or a band of their sketches, and of dated ones only
    those near in time. In a crowd, where thousands share a name, only the nearest are.
    """
    seen = [_Seen(card) for card in cards]
    firsts = [one.span[1][0][0] if one.span[0] else FOREVER for one in seen]
    posts: dict[str, _Post] = defaultdict(_Post)  # by name
    banded: dict[Band, list[int]] = {}
    told: dict[str, dict[str, _Post]] = defaultdict(lambda: defaultdict(_Post))  # by entity and group
    for place in sorted(range(len(seen)), key=lambda at: (-firsts[at], at)):
        one = seen[place]
        first, last = firsts[place], one.span[1][0][1] + WINDOW if one.span[0] else FOREVER
        counts: Counter[int] = Counter()
        for key in one.opening:
            counts.update(posts[key].timely(last))
            posts[key].add(place, first)
        likely = [other for other, count in counts.items() if count >= OPENERS]
        if len(likely) > LIKELY:
            likely = sorted(likely, key=lambda other: (-counts[other], abs(other - place), other))[:LIKELY]
        near = {
            other: known(f"{one.mark} {seen[other].mark}", partial(_by_names, one, seen[other])) for other in likely
        }
        for key in one.entities:
            for group, post in told[key].items():
                if group != one.group or not group:
                    for other in post.timely(last):
                        if near.get(other, FAR) == FAR:
                            pair = f"{one.mark} by entities {seen[other].mark}"
                            near[other] = known(pair, partial(_likeness, one, seen[other]))
            told[key][one.group].add(place, first)
        for other in sorted(near):
            if near[other] >= NEAR:
                yield near[other], place, other
        alike: set[int] = set()
        for band in bands(one.card):
            if band in banded:
                alike.update(banded[band][-LIKELY:])
                banded[band].append(place)
            else:
                banded[band] = [place]
        for other in sorted(alike, reverse=True)[:LIKELY]:
            if is_copy(one.card, cards[other]):
                yield 1.0, place, other


def _by_names(one: _Seen, other: _Seen) -> float:
    return _likeness(one, other) if _may_be_near(one, other) else FAR


def _may_be_near(one: _Seen, other: _Seen) -> bool:
    """Whether enough of the likeness can come from rare names; what the rest adds at most is the product of lengths."""
    (mine, rest), (theirs, others) = one.weighed(), other.weighed()
    held = sum([mine[key] * theirs[key] for key in mine.keys() & theirs.keys()])
    if held < HELD - 1e-9:
        return False
    return held + rest * others - A_DAY * days_apart(one.span, other.span) >= NEAR - 1e-9


# --- how alike they are ------------------------------------------------------------------------------------------


def _likeness(one: _Seen, other: _Seen) -> float:
    """How much two cards tell the same, 0 to 1, on the scale of NEAR; 0 where dates or languages rule it out."""
    a, b = one.signature, other.signature
    apart = A_DAY * days_apart(one.span, other.span)
    likeness = _dot(a, b, "nw") - apart
    if likeness >= NEAR:
        return likeness if compatible(one.span, other.span) and _holds(a, b, "n") else 0.0
    if one.group == other.group and one.group:
        return likeness
    shared = [key for key in a if key[0] == "e" and b.get(key)]
    if len(shared) < LEAST_ENTITIES or not compatible(one.span, other.span, WINDOW) or not _holds(a, b, "e"):
        return 0.0
    return _dot(a, b, "eg") * NEAR / NEAR_ENTITIES - apart


def _dot(one: Mapping[str, float], other: Mapping[str, float], kinds: str) -> float:
    # fsum rounds once, so the order of a set does not show
    return math.fsum(one[key] * other[key] for key in one.keys() & other.keys() if key[0] in kinds)


def _holds(one: Mapping[str, float], other: Mapping[str, float], kind: str) -> bool:
    """Whether two signatures share rare names worth HELD, some of them in both openings, and EVIDENCE of names in all.

    Names that stand only further down may be of the page around the article, which pages of one publisher share.
    """
    shared = [key for key in one if key[0] == kind and key in other]
    single = [key for key in shared if " " not in key]
    opening = sum(f"o:{key}" in one and f"o:{key}" in other for key in single)
    if opening < (OPENERS if kind == "n" else 1):
        return False
    held = math.fsum(one[key] * other[key] for key in shared if is_rare(key))
    return held >= HELD and sum(name_rarity(name_of(key)) for key in single) >= EVIDENCE


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

    The strongest link counts first. ``rows`` are the pins of the cards: no link joins two pins.
    """
    above = list(range(len(cards)))
    pins = list(rows)

    def top(at: int) -> int:
        while above[at] != at:
            above[at] = above[above[at]]
            at = above[at]
        return at

    for likeness, one, other in sorted(links, key=lambda link: (-link[0], min(link[1:]), max(link[1:]))):
        first, second = sorted((top(one), top(other)))
        if likeness < least or first == second or not (likeness == PINNED or None in (pins[first], pins[second])):
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
