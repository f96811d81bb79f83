"""Stories: which accounts tell the same happening, and which other briefings are related.

Whether two accounts belong together depends on these two alone: on their signatures (weights from shipped tables) and
their dates. So the order of arrival does not matter, and an article that comes in can join stories but splits none.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from briefing.gather.rarity import rarity, word_at
from briefing.model import Article, Briefing, Card, Named, Story

if TYPE_CHECKING:
    from briefing.find.entities import Entity
    from briefing.find.events import Event
    from briefing.find.figures import Figure

# Thresholds were read off data/stories-dev and the two real files: B-cubed F1 is 1.000 from .23 to .27.
NEAR = 0.25  # likeness of two accounts of one happening, 0 to 1
NEAR_ENTITIES = 0.55  # the same between languages, where only entities and figures can be compared
A_DAY = 0.008  # what each day between two known dates of publication adds to NEAR
WINDOW = 45  # days; accounts published further apart tell different happenings (15 days ask for a likeness of .37)
YEAR = 300  # days; where a date is not of publication, happenings this far apart are different
RARE = 2.5  # rarity of a name that can hold a story together (see rarity.py: 6 is rarest)
HELD = 0.14  # of the likeness that has to come from such names
EVIDENCE = 8.0  # rarity of all single names that two accounts share, in sum: one rare name alone joins nothing
LEAST_ENTITIES = 3  # shared by accounts in two languages
NAMES, WORDS, ENTITIES, FIGURES, DATES = 36, 20, 12, 6, 6  # strongest keys kept in a signature
OPENING = 6  # sentences, the title among them
TITLE = 2  # a name in the title counts as often
PHRASE = 0.5  # weight of two names side by side beside the names themselves
SHARE_WORDS = 0.2  # of the likeness, for common words; the rest is for names
FOREVER = 10**9  # a day after all days
MOST = 40  # accounts; a story that grows larger is a chain and is cut at its weakest links
RELATED = 4  # briefings named as related


def signature(briefing: Briefing) -> Mapping[str, float]:
    """What identifies the happening: keys with weights, at most about 80, rounded to four digits.

    Keys: ``n:`` a capitalised word or two side by side, ``w:`` another rare word (English only), ``e:`` an entity by
    slug and ``g:`` a figure by unit and value (both the same in every language), ``d:`` a stated date and ``o:`` one
    of these keys that is rare and stands in the opening (both of weight 0).
    ``n`` and ``w`` together have length 1, ``e`` and ``g`` together too. Counts are damped by their
    logarithm, names in the title count TITLE times.
    """
    article = briefing.article
    names, words = _words(article)
    if article.source.language not in ("en", "und"):
        words = Counter()  # the table of rarity is English
    found = {f"n:{key}": w for key, w in _strongest(names, NAMES).items()}
    common = {f"w:{key}": w for key, w in _strongest(words, WORDS).items()}
    share = SHARE_WORDS if found and common else 0.0 if found else 1.0
    out = _scaled(found, math.sqrt(1 - share)) | _scaled(common, math.sqrt(share))
    entities: Counter[str] = Counter()
    for entity in cast("tuple[Entity, ...]", briefing.facts.get("entities", ())):
        entities[entity.slug] += max(1, len(entity.mentions))
    neutral = {
        f"e:{slug}": (1 + math.log(n)) * rarity(slug.replace("-", " ")) * (1.0 if _latin(slug) else 0.0)
        for slug, n in entities.items()
    }
    neutral = dict(sorted(neutral.items(), key=_by_weight)[:ENTITIES])
    figures: Counter[str] = Counter()
    for figure in cast("tuple[Figure, ...]", briefing.facts.get("figures", ())):
        if figure.value is not None and len(figure.value.strip("0.-")) > 1:  # a 3 is everywhere, 523 is not
            figures[f"g:{figure.unit}:{figure.value}"] += 1
    neutral |= {key: 2.0 * (1 + math.log(n)) for key, n in sorted(figures.items(), key=_by_weight)[:FIGURES]}
    out |= _scaled(neutral, 1.0)
    days: Counter[str] = Counter()
    for event in cast("tuple[Event, ...]", briefing.facts.get("events", ())):
        if event.resolved is not None and event.status == "stated":
            days[f"d:{event.resolved}"] += 1
    out |= {key: 0.0 for key, _ in sorted(days.items(), key=_by_weight)[:DATES]}
    out |= {f"o:{key}": 0.0 for key in _opening(briefing) & out.keys() if _is_rare(key)}
    return {key: round(out[key], 4) for key in sorted(out)}


def _opening(briefing: Briefing) -> set[str]:
    """The keys of names in the title and the first sentences: what an account is about stands there."""
    article = briefing.article
    found: set[str] = set()
    for sentence in article.sentences[:OPENING]:
        row = [word.lower() for word, _, _ in word_at(sentence.text)]
        found.update(f"n:{word}" for word in row)
        found.update(f"n:{one} {two}" for one, two in pairwise(row))
    for entity in cast("tuple[Entity, ...]", briefing.facts.get("entities", ())):
        if any(mention.sentence < OPENING for mention in entity.mentions):
            found.add(f"e:{entity.slug}")
    return found


def stories(cards: Iterable[Card], pins: Mapping[str, str] | None = None) -> tuple[Story, ...]:
    """Every card in just one story, by slug; alone if need be.

    Two accounts are joined when they are ``same_happening``; what is joined, directly or through others, is one story.
    A story of more than MOST accounts is cut where it hangs together least. ``pins`` is an editor's word: card slug to
    any name; cards with the same name are one story and with nobody else.
    """
    every = sorted(cards, key=lambda card: (card.order, card.slug))
    pins = pins or {}
    free = [card for card in every if card.slug not in pins]
    groups: dict[str, list[Card]] = defaultdict(list)
    for card in every:
        if card.slug in pins:
            groups[pins[card.slug]].append(card)
    out = [*groups.values(), *_joined(free, list(_links(free)), NEAR)]
    return tuple(sorted((_story(group) for group in out), key=lambda story: story.slug))


def same_happening(a: Card, b: Card) -> bool:
    """Whether two accounts tell one happening: alike, sharing a rare name and others, at dates that agree."""
    return _likeness(a, b, _days(a), _days(b)) >= NEAR


def related(card: Card, cards: Iterable[Card]) -> tuple[tuple[str, tuple[Named, ...]], ...]:
    """At most RELATED other cards that share rare entities with this one, most first, with what they share.

    The caller leaves out the cards of the same story. Names that this beat uses every day do not relate anything.
    """
    own = {named.slug: named for named in card.entities if _weight(named) >= RARE}
    found = []
    for other in cards:
        if other.slug == card.slug:
            continue
        shared = [own[named.slug] for named in other.entities if named.slug in own]
        if shared:
            shared.sort(key=lambda named: (-_weight(named), -named.count, named.slug))
            found.append((-sum(_weight(named) for named in shared), other.slug, tuple(shared)))
    return tuple((slug, shared) for _, slug, shared in sorted(found, key=lambda row: row[:2])[:RELATED])


# --- signature ---------------------------------------------------------------------------------------------------


def _words(article: Article) -> tuple[Counter[str], Counter[str]]:
    """Counts of names (capitalised words, and two side by side) and of other words of four letters and more."""
    rows = []
    lower: set[str] = set()
    for sentence in article.sentences:
        times = TITLE if article.blocks[sentence.block].kind == "title" else 1
        row = [word for word, _, _ in word_at(sentence.text)]
        lower.update(word for word in row if word[:1].islower())
        rows.append((times, row))
    names: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for times, row in rows:
        before = ""
        for at, word in enumerate(row):
            low = word.lower()
            # a capital means little at the start of a sentence, or on a word that stands without it elsewhere
            is_name = word[:1].isupper() and low not in lower and (at > 0 or rarity(low) >= 4)
            if is_name:
                names[low] += times
                if before:
                    names[f"{before} {low}"] += times
            elif len(word) > 3 and word[:1].islower():
                words[low] += 1
            before = low if is_name else ""
    return names, words


def _strongest(counts: Counter[str], most: int) -> dict[str, float]:
    weights = {
        key: (1 + math.log(n)) * rarity(key) * (PHRASE if " " in key else 1.0)
        for key, n in counts.items()
        if rarity(key) >= 1
    }
    return dict(sorted(weights.items(), key=_by_weight)[:most])


def _by_weight(item: tuple[str, float]) -> tuple[float, str]:
    return -round(item[1], 6), item[0]


def _scaled(weights: Mapping[str, float], length: float) -> dict[str, float]:
    size = math.sqrt(math.fsum(w * w for w in weights.values()))
    return {key: w / size * length for key, w in weights.items()} if size else {}


def _latin(slug: str) -> bool:
    return slug.isascii()


# --- stories -----------------------------------------------------------------------------------------------------


def _links(cards: list[Card]) -> Iterator[tuple[float, int, int]]:
    """Pairs of places in ``cards`` that tell one happening, with their likeness.

    Only pairs are looked at that an index of rare keys brings together, and of dated ones only those near in time.
    """
    spans = [_days(card) for card in cards]
    # dated cards by their first day, so that a search can stop; then those without a date of publication
    places = sorted(range(len(cards)), key=lambda at: (spans[at][1][0][0] if spans[at][0] else FOREVER, at))
    firsts = [spans[at][1][0][0] if spans[at][0] else FOREVER for at in places]
    rests = [
        math.sqrt(math.fsum(w * w for key, w in card.signature.items() if key[0] in "nw" and not _is_rare(key)))
        for card in cards
    ]
    # entities bring accounts together only where there are languages to cross
    kinds = "ne" if len({card.language for card in cards}) > 1 or not all(map(_named, cards)) else "n"
    posts: dict[str, list[int]] = defaultdict(list)
    for rank in range(len(places) - 1, -1, -1):
        one, card = places[rank], cards[places[rank]]
        last = spans[one][1][0][1] + WINDOW if spans[one][0] else FOREVER
        held: dict[str, dict[int, float]] = {"n": {}, "e": {}}
        keys = [(key, weight) for key, weight in card.signature.items() if weight and key[0] in kinds]
        for key, weight in keys:
            if not _is_rare(key):
                continue
            sums = held[key[0]]
            # ranks in a post fall: undated first, then the latest day; from the near end, stop at the first too late
            row = posts[key]
            late = bisect_left(row, True, key=lambda rank: firsts[rank] <= last) if last < FOREVER else 0
            undated = bisect_left(row, True, key=lambda rank: firsts[rank] < FOREVER) if late else 0
            for other in (*row[:undated], *row[late:]):
                sums[other] = sums.get(other, 0.0) + weight * cards[places[other]].signature[key]
            posts[key].append(rank)
        # what the other keys can add at most is the product of their lengths
        near = {
            other
            for other, value in held["n"].items()
            if value >= HELD
            and value + rests[one] * rests[places[other]] - A_DAY * _days_apart(spans[one], spans[places[other]])
            >= NEAR
        }
        near.update(other for other, value in held["e"].items() if value >= HELD)
        for other in sorted(near):
            likeness = _likeness(card, cards[places[other]], spans[one], spans[places[other]])
            if likeness >= NEAR:
                yield likeness, one, places[other]


def _joined(cards: list[Card], links: list[tuple[float, int, int]], least: float) -> list[list[Card]]:
    """Groups of cards that links of at least ``least`` hold together; groups over MOST are cut at a higher mark."""
    above = list(range(len(cards)))

    def top(at: int) -> int:
        while above[at] != at:
            above[at] = above[above[at]]
            at = above[at]
        return at

    for likeness, one, other in links:
        if likeness >= least:
            above[max(top(one), top(other))] = min(top(one), top(other))
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
        out += _joined([cards[at] for at in group], inner, least + 0.05)
    return out


Span = tuple[bool, tuple[tuple[int, int], ...]]  # see _days


def _likeness(a: Card, b: Card, when_a: Span, when_b: Span) -> float:
    """How much two cards tell the same, 0 to 1, on the scale of NEAR; 0 where dates or languages rule it out."""
    apart = A_DAY * _days_apart(when_a, when_b)
    likeness = _dot(a, b, "nw") - apart
    if likeness >= NEAR:
        return likeness if _compatible(when_a, when_b) and _holds(a.signature, b.signature, "n") else 0.0
    if a.language == b.language and _named(a) and _named(b):
        return likeness
    shared = [key for key in a.signature if key[0] == "e" and b.signature.get(key)]
    if (
        len(shared) < LEAST_ENTITIES
        or not _compatible(when_a, when_b, WINDOW)
        or not _holds(a.signature, b.signature, "e")
    ):
        return 0.0
    return _dot(a, b, "eg") * NEAR / NEAR_ENTITIES - apart


def _named(card: Card) -> bool:
    """Whether a card has names written with capitals; Chinese has none."""
    return any(key[0] == "n" for key in card.signature)


def _dot(a: Card, b: Card, kinds: str) -> float:
    one, other = a.signature, b.signature
    # fsum rounds once, so the order of a set does not show
    return math.fsum(one[key] * other[key] for key in one.keys() & other.keys() if key[0] in kinds)


@cache
def _is_rare(key: str) -> bool:
    return key[0] in "ne" and rarity(_name(key)) >= RARE


def _name(key: str) -> str:
    return key[2:].replace("-", " ") if key[0] == "e" else key[2:]


def _holds(one: Mapping[str, float], other: Mapping[str, float], kind: str) -> bool:
    """Whether two signatures share rare names worth HELD, one of them in both openings, and EVIDENCE of names in all.

    Names that stand only further down may be of the page around the article, which pages of one publisher share.
    """
    shared = [key for key in one if key[0] == kind and key in other]
    held = sum(one[key] * other[key] for key in shared if _is_rare(key))
    if not any(f"o:{key}" in one and f"o:{key}" in other for key in shared):
        return False
    return held >= HELD and sum(rarity(_name(key)) for key in shared if " " not in key) >= EVIDENCE


def _days(card: Card) -> Span:
    """Whether the dates are of publication, and the first and last day of each (as ordinals)."""
    stated = [card.published.value] if card.published else [key[2:] for key in card.signature if key[:2] == "d:"]
    found = tuple(span for span in map(_span, stated) if span)
    return card.published is not None and bool(found), found


def _span(iso: str) -> tuple[int, int] | None:
    """First and last day of "2024", "2024-07" or "2024-07-04" as ordinals; None for what is no date."""
    parts = iso[:10].split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts) > 3:
        return None
    numbers = [int(part) for part in parts]
    try:
        first = date(numbers[0], *[*numbers[1:], 1, 1][:2])
        last = first if len(numbers) == 3 else date(numbers[0], numbers[1] if len(numbers) == 2 else 12, 28)
    except ValueError:
        return None
    return first.toordinal(), last.toordinal()


def _compatible(a: Span, b: Span, one_known: int = YEAR) -> bool:
    """Whether dates allow one happening. Unknown dates do.

    ``one_known``: days that may lie between a date of publication and the nearest date that the other account states.
    Between languages, where the evidence is names alone, that is WINDOW: works on a line that begin half a year after
    its treaty share every name with it.
    """
    if not a[1] or not b[1]:
        return True
    apart = min(max(x[0] - y[1], y[0] - x[1], 0) for x in a[1] for y in b[1])
    return apart <= (WINDOW if a[0] and b[0] else one_known if a[0] or b[0] else YEAR)


def _days_apart(one: Span, other: Span) -> int:
    """Days between two known dates of publication, else 0."""
    if not (one[0] and other[0]):
        return 0
    return max(one[1][0][0] - other[1][0][1], other[1][0][0] - one[1][0][1], 0)


def _story(group: list[Card]) -> Story:
    ranked = sorted(group, key=lambda card: (card.order, card.slug))
    held: Counter[str] = Counter()
    best: dict[str, Named] = {}
    for card in ranked:
        for named in card.entities:
            held[named.slug] += 1
            best.setdefault(named.slug, named)
    least = 2 if len(ranked) > 1 else 1
    order = sorted((-held[slug], -_weight(best[slug]) * best[slug].count, slug) for slug in held if held[slug] >= least)
    return Story(ranked[0].slug, tuple(card.slug for card in ranked), tuple(best[slug].name for *_, slug in order[:6]))


def _weight(named: Named) -> float:
    return rarity(named.slug.replace("-", " "))
