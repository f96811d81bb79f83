"""Links: which accounts are so alike that they may tell one happening, and what of this is kept for the next build.

Only pairs are looked at that share rare names of both openings, an entity across languages or a band of their sketches,
and of dated ones only those near in time. In a crowd, where thousands share a name, only the nearest are. Of each
account its *trace* is kept: what it is found by, and what came of its pairs. A build then looks at the pairs of new
accounts, and again at those of accounts in a crowd, of which a new one may push others out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from msgspec import field
from msgspec.structs import replace

from briefing.gather.copies import Band, bands, is_copy
from briefing.gather.days import WINDOW
from briefing.gather.hint import Hint
from briefing.gather.likeness import FAR, NEAR, OPENERS, Seen, by_names, likeness
from briefing.model import Card
from briefing.plain import Frozen

FOREVER = 10**9  # a day after all days
CROWD = 1_000  # accounts that share a name; of more, only the nearest in time are looked at
LIKELY = 40  # accounts that one is compared with; of more, those that share most names of the opening

FEW = 20  # new accounts; of more, all pairs are looked at

Link = tuple[float, int, int]  # likeness, and the places of two cards, the lower first


class Trace(Frozen):
    """What is kept of a card. Others are those that stand before it, the latest first, by their numbers."""

    path: str
    key: str  # of all that decides it
    number: int
    opening: tuple[str, ...]  # rare single names of the opening
    entities: tuple[str, ...]  # rare entities of the opening
    group: str
    first: int  # its first day
    last: int  # and the last one on which others may begin that are near in time
    near: Mapping[int, float] = field(default_factory=dict)  # likeness of others that share names with it
    across: Mapping[int, float] = field(default_factory=dict)  # and of those in other languages
    copies: tuple[int, ...] = ()
    looked: int = 0  # at so many others, for copies
    crowded: bool = False  # of whom not all were looked at


def links(cards: Sequence[Card], traces: Hint[Trace]) -> Iterator[Link]:
    """Pairs of places in ``cards`` that tell one happening, with their likeness."""
    walk = _Walk(cards, traces)
    traces.now = walk.done() if walk.is_new else traces.before
    places = {row.number: place for row, place in zip(traces.now, walk.order, strict=True)}
    for row in traces.now:
        place = places[row.number]
        for other, near in (*row.near.items(), *row.across.items(), *((copy, 1.0) for copy in row.copies)):
            if near >= NEAR:
                at = places[other]
                yield (near, place, at) if place < at else (near, at, place)


class _Walk:
    """The cards, those that may be near to others in time after them, and the traces that are left and that are new."""

    def __init__(self, cards: Sequence[Card], traces: Hint[Trace]) -> None:
        kept = {row.path: row for row in traces.before}
        number = max((row.number for row in traces.before), default=-1)
        self._seen: dict[int, Seen] = {}  # by number
        rows: list[Trace] = []
        fresh: set[int] = set()  # numbers
        for card in cards:
            key = traces.key(card)
            row = kept.get(card.path)
            if row is None or row.key != key:
                number += 1
                fresh.add(number)
                self._seen[number] = Seen(card)
                row = _trace(card.path, key, number, self._seen[number])
            rows.append(row)
        self.order = sorted(range(len(rows)), key=lambda at: (-rows[at].first, at))
        self.cards = [cards[at] for at in self.order]
        self.rows = [rows[at] for at in self.order]
        self._fresh = [place for place, row in enumerate(self.rows) if row.number in fresh]
        left = [row.number for row in self.rows if row.number not in fresh]
        self._gone = {row.number for row in traces.before}.difference(left)
        self._moved = left != [row.number for row in traces.before if row.number not in self._gone]
        self.is_new = bool(self._fresh or self._gone or self._moved)

    def done(self) -> list[Trace]:
        """The traces of this build."""
        every = range(len(self.rows))
        if self._moved or len(self._fresh) > FEW:
            return self._told(every) or []
        some = self._told({*self._fresh, *(place for place in every if self.rows[place].crowded)})
        return self._told(every) or [] if some is None else some

    def _told(self, whole: Set[int] | range) -> list[Trace] | None:
        """The traces when all pairs are looked at of ``whole``, and of others those with new cards.

        None where that is not enough, since among the others there is a crowd.
        """
        posts = _Posts([self.rows[at] for at in whole])
        prints = _Prints({band for at in whole for band in bands(self.cards[at])})
        news = _News()
        fresh = frozenset(self._fresh)
        found: list[Trace] = []
        for place, (row, card) in enumerate(zip(self.rows, self.cards, strict=True)):
            mine = tuple(bands(card))
            if place in whole:
                told = self._whole(place, mine, posts, prints)
            else:
                told = self._more(place, news.of(row, mine))
                if posts.crowd(row) or prints.crowd(mine) or max(len(told.near), told.looked) > LIKELY:
                    return None
            posts.add(row, place)
            prints.add(mine, place)
            if place in fresh:
                news.add(row, mine, place)
            found.append(told)
        return found

    def _whole(self, place: int, mine: Sequence[Band], posts: _Posts, prints: _Prints) -> Trace:
        row = self.rows[place]
        counts, others, alike = posts.namesakes(row), posts.others(row), prints.alike(mine)
        likely = [other for other, count in counts.items() if count >= OPENERS]
        crowded = posts.crowd(row) or prints.crowd(mine) or max(len(likely), len(alike)) > LIKELY
        if len(likely) > LIKELY:
            likely = sorted(likely, key=lambda other: (-counts[other], abs(other - place), other))[:LIKELY]
        near = self._near(place, likely)
        across = self._across(place, others, near)
        copies = self._copies(place, sorted(alike, reverse=True)[:LIKELY])
        return replace(row, near=near, across=across, copies=copies, looked=len(alike), crowded=crowded)

    def _more(self, place: int, new: tuple[list[int], list[int], list[int]]) -> Trace:
        """The trace of a card that was known: without those that are gone, and with new ones."""
        row = self.rows[place]
        if self._gone and not self._gone.isdisjoint((*row.near, *row.across, *row.copies)):
            row = replace(
                row,
                near={other: near for other, near in row.near.items() if other not in self._gone},
                across={other: near for other, near in row.across.items() if other not in self._gone},
                copies=tuple(other for other in row.copies if other not in self._gone),
            )
        likely, others, alike = new
        if not (likely or others or alike):
            return row
        near = self._near(place, likely)
        return replace(
            row,
            near={**row.near, **near},
            across={**row.across, **self._across(place, others, near)},
            copies=(*row.copies, *self._copies(place, alike)),
            looked=row.looked + len(alike),
        )

    def _near(self, place: int, likely: Iterable[int]) -> dict[int, float]:
        """How alike a card and others are that share names with it: as it is known, else as it is."""
        one, told = self.rows[place], {}
        for other in likely:
            two = self.rows[other]
            found = one.near.get(two.number)
            found = two.near.get(one.number) if found is None else found
            told[two.number] = by_names(self._card(place), self._card(other)) if found is None else found
        return told

    def _across(self, place: int, others: Iterable[int], near: Mapping[int, float]) -> dict[int, float]:
        """The same of others in other languages, where they are not near by the names they share."""
        one, told = self.rows[place], {}
        for other in others:
            two = self.rows[other]
            if near.get(two.number, FAR) == FAR:
                found = one.across.get(two.number)
                found = two.across.get(one.number) if found is None else found
                told[two.number] = likeness(self._card(place), self._card(other)) if found is None else found
        return told

    def _copies(self, place: int, alike: Iterable[int]) -> tuple[int, ...]:
        return tuple(self.rows[other].number for other in alike if is_copy(self.cards[place], self.cards[other]))

    def _card(self, place: int) -> Seen:
        number = self.rows[place].number
        if number not in self._seen:
            self._seen[number] = Seen(self.cards[place])
        return self._seen[number]


def _trace(path: str, key: str, number: int, seen: Seen) -> Trace:
    """What is kept of a card, as far as it is known without others."""
    dated, spans = seen.span
    first, last = (spans[0][0], spans[0][1] + WINDOW) if dated else (FOREVER, FOREVER)
    return Trace(path, key, number, tuple(seen.opening), tuple(seen.entities), seen.group, first, last)


# --- who is found by what ----------------------------------------------------------------------------------------


class _News:
    """The new cards that have been passed, and what they are found by."""

    def __init__(self) -> None:
        self._rows: list[tuple[int, Trace, frozenset[str], frozenset[str], frozenset[Band]]] = []
        self._keys: set[str] = set()  # of them all
        self._bands: set[Band] = set()

    def add(self, row: Trace, mine: Sequence[Band], place: int) -> None:
        known = frozenset(row.opening), frozenset(row.entities), frozenset(mine)
        self._rows.append((place, row, *known))
        self._keys.update(row.opening, row.entities)
        self._bands.update(known[2])

    def of(self, row: Trace, mine: Sequence[Band]) -> tuple[list[int], list[int], list[int]]:
        """Those that share names with a card, those in other languages that share an entity, and likely copies."""
        likely: list[int] = []
        others: list[int] = []
        alike: list[int] = []
        if not (self._keys.isdisjoint(row.opening) and self._keys.isdisjoint(row.entities)):
            for place, one, names, entities, _ in self._rows:
                if row.last >= FOREVER or one.first <= row.last or one.first == FOREVER:
                    if len(names.intersection(row.opening)) >= OPENERS:
                        likely.append(place)
                    if (one.group != row.group or not one.group) and not entities.isdisjoint(row.entities):
                        others.append(place)
        if not self._bands.isdisjoint(mine):
            alike = [place for place, *_, known in self._rows if not known.isdisjoint(mine)]
        return likely, others, alike


class _Posts:
    """Places by the names of some cards, and by their entities and groups."""

    def __init__(self, rows: Iterable[Trace]) -> None:
        self._names: dict[str, _Post] = {}
        self._entities: dict[str, dict[str, _Post]] = {}
        for row in rows:
            self._names.update((key, _Post()) for key in row.opening)
            self._entities.update((key, {}) for key in row.entities)
        self._most = 0

    def namesakes(self, row: Trace) -> Mapping[int, int]:
        """Those that share its names and are near in time, and how many names."""
        counts: Counter[int] = Counter()
        for key in row.opening:
            counts.update(self._names[key].timely(row.last))
        return counts

    def others(self, row: Trace) -> Set[int]:
        """Those in other languages that share an entity and are near in time."""
        return {place for post in self._across(row) for place in post.timely(row.last)}

    def _across(self, row: Trace) -> Iterator[_Post]:
        for key in row.entities:
            for group, post in self._entities.get(key, {}).items():
                if group != row.group or not group:
                    yield post

    def crowd(self, row: Trace) -> bool:
        """Whether it shares a name with more than are looked at."""
        if self._most <= CROWD:
            return False
        posts = [self._names[key] for key in row.opening if key in self._names]
        return any(len(post.places) > CROWD for post in (*posts, *self._across(row)))

    def add(self, row: Trace, place: int) -> None:
        for key in row.opening:
            if post := self._names.get(key):
                self._most = max(self._most, post.add(place, row.first))
        for key in row.entities:
            if key in self._entities:
                post = self._entities[key].setdefault(row.group, _Post())
                self._most = max(self._most, post.add(place, row.first))


class _Prints:
    """Places by some bands of sketches."""

    def __init__(self, wanted: Iterable[Band]) -> None:
        self._places: dict[Band, list[int]] = {band: [] for band in wanted}
        self._most = 0

    def alike(self, mine: Iterable[Band]) -> Set[int]:
        """Those that have such a band too."""
        return {place for band in mine for place in self._places[band][-LIKELY:]}

    def crowd(self, mine: Iterable[Band]) -> bool:
        """Whether more than are looked at have such a band."""
        return self._most > LIKELY and any(len(self._places.get(band, ())) > LIKELY for band in mine)

    def add(self, mine: Iterable[Band], place: int) -> None:
        for band in mine:
            places = self._places.get(band)
            if places is not None:
                places.append(place)
                self._most = max(self._most, len(places))


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

    def add(self, place: int, first: int) -> int:
        """How many it has then."""
        self.places.append(place)
        self.marks.append(-first)
        return len(self.places)
