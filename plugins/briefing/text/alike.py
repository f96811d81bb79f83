"""Whether two texts say the same letter by letter, whatever the order of their words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import ceil

KEPT = 256  # texts: each sentence of an article is compared with several
STEP = 16  # letters after which it is asked whether enough are left


def is_alike(a: str, b: str, least: float) -> bool:
    """Whether the letters that both have in one order, their words sorted, are such a share of all their letters.

    The share, from 0 to 1, is 1 less the insertions and deletions that turn one into the other, as a share of all. Of
    an empty text nothing is alike.
    """
    one, other = _sorted(a), _sorted(b)
    every = len(one) + len(other)
    wanted = ceil(least * every / 2)
    return 0 < wanted <= min(len(one), len(other)) and in_order(one, other, wanted) >= wanted


def in_order(a: str, b: str, least: int = 0) -> int:
    """How many letters the longest text has that is left of both by leaving letters out.

    Some lower number where it has not ``least``. Hyyrö, "Bit-parallel LCS-length computation revisited" (2004): a bit a
    letter of the longer one, cleared where it counts.
    """
    if len(a) < len(b):
        a, b = b, a
    places = _places(a)
    whole = (1 << len(a)) - 1
    left = whole
    for at in range(0, len(b), STEP):
        for hit in map(places.get, b[at : at + STEP]):
            if hit:
                met = left & hit
                left = (left + met | left - met) & whole
        if len(a) - left.bit_count() + max(0, len(b) - at - STEP) < least:
            break
    return len(a) - left.bit_count()


@lru_cache(maxsize=KEPT)
def _sorted(text: str) -> str:
    return " ".join(sorted(text.split()))


@lru_cache(maxsize=KEPT)
def _places(text: str) -> Mapping[str, int]:
    """Of each letter a bit for each place where it stands."""
    found: dict[str, int] = {}
    for at, letter in enumerate(text):
        found[letter] = found.get(letter, 0) | 1 << at
    return found
