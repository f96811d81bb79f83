"""Signatures: what identifies the happening that an account tells, small enough to be compared with all others."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from msgspec import Raw

from briefing.gather.amounts import unit_of
from briefing.gather.rarity import name_rarity, rarity, words_of
from briefing.model import Article, Briefing, Card
from briefing.plain import decode, encode

if TYPE_CHECKING:
    from briefing.find.entities import Entity
    from briefing.find.events import Event
    from briefing.find.figures import Figure

RARE = 2.5  # rarity of a name that can hold a story together (see rarity.py: 6 is rarest)
NAMES, WORDS, ENTITIES, FIGURES, DATES = 36, 20, 12, 6, 6  # strongest keys kept in a signature
OPENING = 6  # sentences, the title among them
TITLE = 2  # a name in the title counts as often
PHRASE = 0.5  # weight of two names side by side beside the names themselves
SHARE_WORDS = 0.2  # of the likeness, for common words; the rest is for names


def packed(weights: Mapping[str, float]) -> Raw:
    """A signature as a card has it."""
    return Raw(encode(weights))


def weights(card: Card) -> Mapping[str, float]:
    """The signature of a card: half of what a card is, and most builds compare few. Raises NotPlain."""
    return decode(dict[str, float], bytes(card.signature))


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
    found = {f"n:{key}": w for key, w in _strongest(names, NAMES, name_rarity).items()}
    common = {f"w:{key}": w for key, w in _strongest(words, WORDS, rarity).items()}
    share = SHARE_WORDS if found and common else 0.0 if found else 1.0
    out = _scaled(found, math.sqrt(1 - share)) | _scaled(common, math.sqrt(share))
    entities: Counter[str] = Counter()
    for entity in cast("tuple[Entity, ...]", briefing.facts.get("entities", ())):
        entities[entity.slug] += max(1, len(entity.mentions))
    neutral = {
        f"e:{slug}": (1 + math.log(n)) * name_rarity(slug.replace("-", " ")) * (1.0 if _latin(slug) else 0.0)
        for slug, n in entities.items()
    }
    neutral = dict(sorted(neutral.items(), key=_by_weight)[:ENTITIES])
    figures: Counter[str] = Counter()
    for figure in cast("tuple[Figure, ...]", briefing.facts.get("figures", ())):
        if figure.value is not None and len(figure.value.strip("0.-")) > 1:  # a 3 is everywhere, 523 is not
            figures[f"g:{unit_of(figure)}:{figure.value}"] += 1
    neutral |= {key: 2.0 * (1 + math.log(n)) for key, n in sorted(figures.items(), key=_by_weight)[:FIGURES]}
    out |= _scaled(neutral, 1.0)
    days: Counter[str] = Counter()
    for event in cast("tuple[Event, ...]", briefing.facts.get("events", ())):
        if event.resolved is not None and event.status == "stated":
            days[f"d:{event.resolved}"] += 1
    out |= {key: 0.0 for key, _ in sorted(days.items(), key=_by_weight)[:DATES]}
    out |= {f"o:{key}": 0.0 for key in _opening(briefing) & out.keys() if is_rare(key)}
    return {key: round(out[key], 4) for key in sorted(out)}


def _opening(briefing: Briefing) -> set[str]:
    """The keys of names in the title and the first sentences: what an account is about stands there."""
    article = briefing.article
    found: set[str] = set()
    for sentence in article.sentences[:OPENING]:
        row = [word.lower() for word in words_of(sentence.text)]
        found.update(f"n:{word}" for word in row)
        found.update(f"n:{one} {two}" for one, two in pairwise(row))
    for entity in cast("tuple[Entity, ...]", briefing.facts.get("entities", ())):
        if any(mention.sentence < OPENING for mention in entity.mentions):
            found.add(f"e:{entity.slug}")
    return found


def _words(article: Article) -> tuple[Counter[str], Counter[str]]:
    """Counts of names (capitalised words, and two side by side) and of other words of four letters and more."""
    rows = []
    lower: set[str] = set()
    for sentence in article.sentences:
        times = TITLE if article.blocks[sentence.block].kind == "title" else 1
        row = words_of(sentence.text)
        lower.update([word for word in row if word[0].islower()])
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


def _strongest(counts: Counter[str], most: int, rare: Callable[[str], float]) -> dict[str, float]:
    weights = {
        key: (1 + math.log(n)) * weight * (PHRASE if " " in key else 1.0)
        for key, n in counts.items()
        if (weight := rare(key)) >= 1
    }
    return dict(sorted(weights.items(), key=_by_weight)[:most])


def _by_weight(item: tuple[str, float]) -> tuple[float, str]:
    return -round(item[1], 6), item[0]


def _scaled(weights: Mapping[str, float], length: float) -> dict[str, float]:
    size = math.sqrt(math.fsum(w * w for w in weights.values()))
    return {key: w / size * length for key, w in weights.items()} if size else {}


def _latin(slug: str) -> bool:
    return slug.isascii()


@cache
def is_rare(key: str) -> bool:
    """Whether a key names something rare enough to hold a story together."""
    return key[0] in "ne" and name_rarity(name_of(key)) >= RARE


def name_of(key: str) -> str:
    """The words of a key."""
    return key[2:].replace("-", " ") if key[0] == "e" else key[2:]
