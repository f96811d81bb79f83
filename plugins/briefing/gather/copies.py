"""Copies: which accounts have the same words, so that a wire text that two publishers print is one account.

A card carries a *sketch* of its words (one permutation hashing: Li, Owen and Zhang 2012), from which two cards tell how
much of the shorter one stands in the longer one. The sketch is an estimate; the page prints what ``wording`` measures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from zlib import crc32

from briefing.gather.days import days, days_apart
from briefing.model import Card

RUN = 4  # words, hashed together
BINS = 128  # of a sketch: the share of copied words is known to about 4 percent
BAND = 4  # bins; two cards that agree in a whole band are looked at
BANDS = 8
COPIED = 0.85  # of the shorter account's runs of words that stand in the longer one; less is a rewriting
FILLED = 12  # bins that have to be filled: a text of a dozen words is a copy of nothing
APART = 14  # days; the same words later are a text of every week, with other numbers
Band = tuple[int, str]
SPREAD = 0x9E3779B1  # Knuth's multiplicative hashing: crc32 alone leaves neighbours together


def sketch(words: Iterable[str]) -> str:
    """BINS pairs of hex digits: of each bin of hashed runs the smallest, "00" where the bin is empty.

    >>> sketch(["too", "short"]) == "00" * BINS
    True
    """
    row = [word.lower() for word in words]
    low = [1 << 32] * BINS
    for run in zip(row, islice(row, 1, None), islice(row, 2, None), islice(row, 3, None), strict=False):
        mixed = crc32(" ".join(run).encode("utf-8", "surrogatepass")) * SPREAD & 0xFFFFFFFF
        at, rest = mixed >> 25, mixed & 0x1FFFFFF
        if rest < low[at]:
            low[at] = rest
    return bytes(1 + rest % 255 if rest < 1 << 32 else 0 for rest in low).hex()


def bands(card: Card) -> Iterator[Band]:
    """The parts of a sketch by which an index brings copies together; those with an empty bin bring nothing."""
    for at in range(0, min(len(card.sketch), 2 * BANDS * BAND), 2 * BAND):
        band = card.sketch[at : at + 2 * BAND]
        if "00" not in band or 0 not in bytes.fromhex(band):
            yield at, band


def copied(one: Card, other: Card) -> float:
    """The share of the shorter card's runs of words that the longer one has too, 0 to 1, as far as sketches tell."""
    if not one.sketch or not other.sketch or not one.words or not other.words:
        return 0.0
    left, right = int(one.sketch, 16), int(other.sketch, 16)  # numbers are compared bin by bin much faster
    if BINS - max(_empty(left), _empty(right)) < FILLED:
        return 0.0
    neither = _empty(left | right)
    filled, both = BINS - neither, _empty(left ^ right) - neither
    alike = both / filled  # Jaccard: of the runs of both, those in each
    shared = alike / (1 + alike) * (one.words + other.words)
    return min(1.0, shared / min(one.words, other.words))


def _empty(sketch: int) -> int:
    return sketch.to_bytes(BINS, "big").count(0)


def is_copy(one: Card, other: Card) -> bool:
    """Whether two cards are one text: published within days of each other as far as is known, with the same words."""
    return not _far_apart(one, other) and copied(one, other) >= COPIED


def copies(cards: Iterable[Card]) -> Mapping[str, str]:
    """Slug of each card that is a copy: slug of the card it is a copy of.

    The longest is the one that the others are copies of, since it has what they have; of two as long, the first seen.
    """
    found: dict[str, str] = {}
    kept: list[Card] = []
    for card in sorted(cards, key=lambda card: (-card.words, card.order, card.slug)):
        longest = next((other for other in kept if is_copy(card, other)), None)
        if longest is None:
            kept.append(card)
        else:
            found[card.slug] = longest.slug
    return found


def _far_apart(one: Card, other: Card) -> bool:
    return days_apart(days(one, ()), days(other, ())) > APART
