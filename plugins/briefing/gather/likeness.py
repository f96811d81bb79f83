"""Likeness: how much two accounts tell the same, by the names and words that are rare, and by their dates.

It depends on the two alone: on their signatures, with weights from shipped tables, and their dates.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from briefing.gather.copies import is_copy
from briefing.gather.days import WINDOW, Span, compatible, days, days_apart
from briefing.gather.rarity import name_rarity
from briefing.gather.signature import is_rare, name_of, weights
from briefing.model import Card

# Thresholds were read off data/stories-dev and the two real files: B-cubed F1 is 1.000 from .23 to .27.
NEAR = 0.25  # likeness of two accounts of one happening, 0 to 1
NEAR_ENTITIES = 0.55  # the same between languages, where only entities and figures can be compared
A_DAY = 0.008  # what each day between two known dates of publication adds to NEAR (15 days ask for a likeness of .37)
HELD = 0.18  # of the likeness that has to come from rare names
OPENERS = 2  # rare single names that have to stand in both openings
EVIDENCE = 8.0  # rarity of all single names that two accounts share, in sum: one rare name alone joins nothing
LEAST_ENTITIES = 3  # shared by accounts in two languages
FAR = -1.0  # the likeness of two that need not be compared


def same_happening(a: Card, b: Card) -> bool:
    """Whether two accounts tell one happening: alike, sharing a rare name and others, at dates that agree."""
    return is_copy(a, b) or likeness(Seen(a), Seen(b)) >= NEAR


class Seen:
    """A card as it is compared, with what is worked out of it once."""

    __slots__ = ("_weighed", "entities", "group", "opening", "signature", "span")

    def __init__(self, card: Card) -> None:
        self.signature = weights(card)
        self.span: Span = days(card, self.signature)
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


def by_names(one: Seen, other: Seen) -> float:
    """The likeness of two cards that share names; FAR where these cannot bring them near."""
    return likeness(one, other) if _may_be_near(one, other) else FAR


def _may_be_near(one: Seen, other: Seen) -> bool:
    """Whether enough of the likeness can come from rare names; what the rest adds at most is the product of lengths."""
    (mine, rest), (theirs, others) = one.weighed(), other.weighed()
    held = sum([mine[key] * theirs[key] for key in mine.keys() & theirs.keys()])
    if held < HELD - 1e-9:
        return False
    return held + rest * others - A_DAY * days_apart(one.span, other.span) >= NEAR - 1e-9


def likeness(one: Seen, other: Seen) -> float:
    """How much two cards tell the same, 0 to 1, on the scale of NEAR; 0 where dates or languages rule it out."""
    a, b = one.signature, other.signature
    apart = A_DAY * days_apart(one.span, other.span)
    near = _dot(a, b, "nw") - apart
    if near >= NEAR:
        return near if compatible(one.span, other.span) and _holds(a, b, "n") else 0.0
    if one.group == other.group and one.group:
        return near
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
