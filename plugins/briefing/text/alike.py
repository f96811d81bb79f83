"""Whether two texts say the same letter by letter, whatever the order of their words."""

from __future__ import annotations


def is_alike(a: str, b: str, least: float) -> bool:
    """Whether the letters that both have in one order, their words sorted, are such a share of all their letters.

    The share, from 0 to 1, is 1 less the insertions and deletions that turn one into the other, as a share of all. Of
    an empty text nothing is alike.
    """
    one, other = (" ".join(sorted(text.split())) for text in (a, b))
    every = len(one) + len(other)
    wanted = least * every
    return 0 < wanted <= 2 * min(len(one), len(other)) and 2 * in_order(one, other) >= wanted


def in_order(a: str, b: str) -> int:
    """How many letters the longest text has that is left of both by leaving letters out.

    Hyyrö, "Bit-parallel LCS-length computation revisited" (2004): a bit a letter of ``a``, cleared where it counts.
    """
    places: dict[str, int] = {}
    for at, letter in enumerate(a):
        places[letter] = places.get(letter, 0) | 1 << at
    whole = (1 << len(a)) - 1
    left = whole
    for hit in map(places.get, b):
        if hit:
            met = left & hit
            left = (left + met | left - met) & whole
    return len(a) - left.bit_count()
