"""How rare a word is, from the shipped tables; never from the collection: an article changes no other's story."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache, partial

from briefing.cache import kept
from briefing.hashes import code
from briefing.lazy import regex
from briefing.text.tables import shipped

RAREST = 6.0  # weight of the rarest phrase: as much as one unlisted word
KIND = 1.5  # weight in a name of a word that only tells what is named
CJK = regex(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# "Mirziyoyev", "Trans-Caspian", "2024"; a character of Chinese, Japanese or Korean is a word of its own
WORD = regex(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\d_]+(?:[-'’][^\W\d_]+){0,6}|\d+(?:[.,]\d+){0,4}")
APOSTROPHE = regex("['’]")
GENITIVES = frozenset(("'s", "’s"))


def word_at(text: str) -> list[tuple[str, int, int]]:
    """The words of ``text`` with their places; a genitive's ``'s`` stays outside."""
    found = []
    for match in WORD.finditer(text):
        word, (start, end) = match[0], match.span()
        if word[-2:] in GENITIVES and len(word) > 2:
            word, end = word[:-2], end - 2
        found.append((word, start, end))
    return found


def words_of(text: str) -> list[str]:
    """The same words without their places, which takes a third of the time."""
    return [word[:-2] if word[-2:] in GENITIVES and len(word) > 2 else word for word in WORD.findall(text)]


def rarity(word: str) -> float:
    """The weight of a word or of a phrase of several (their sum, at most RAREST): 0 everyday, 6 rarely seen.

    A letter by itself says nothing, and neither does what an apostrophe ties to it: "I’d" is no rare name.

    >>> rarity("the"), rarity("Andijan") == RAREST, rarity("China"), rarity("I’d")
    (0.0, True, 1.0, 0.0)
    """
    weights, unlisted = table()
    return min(RAREST, sum([_one(part, weights, unlisted) for part in word.lower().split()]))


@lru_cache(maxsize=1 << 16)
def name_rarity(name: str) -> float:
    """The weight of a name: as ``rarity``, but words that only tell what is named (Strait, Council, Mayor) weigh KIND.

    >>> name_rarity("Strait"), name_rarity("Andijan Strait") == RAREST
    (1.5, True)
    """
    weights, unlisted = table()
    kinds = _kinds()
    parts = [min(KIND if part in kinds else RAREST, _one(part, weights, unlisted)) for part in name.lower().split()]
    return min(RAREST, sum(parts))


@cache
def _kinds() -> frozenset[str]:
    """The last words of names that tell what is named, and titles."""
    listed = shipped("names")
    rows = ("organisation_heads", "place_heads", "project_heads", "document_heads", "event_heads", "titles")
    return frozenset(word for row in rows for word in listed[row].lower().split())


def _one(word: str, weights: Mapping[str, float], unlisted: float) -> float:
    if len(word) > 1 and word.isalpha():  # most are, and no apostrophe is a letter
        return weights.get(word, unlisted)
    pieces = [piece for piece in APOSTROPHE.split(word) if len(piece) > 1 or not piece.isascii() or piece.isdigit()]
    return max((weights.get(piece, unlisted) for piece in pieces), default=0.0)


@lru_cache(maxsize=1 << 14)
def weight(phrase: str) -> float:
    """The weights of the words of a phrase in sum, names of the beat as rare as in any other news."""
    weights, unlisted = table(beat=False)
    return sum(weights.get(word.lower(), unlisted) for word in words_of(phrase))


@cache
def table(beat: bool = True) -> tuple[Mapping[str, float], float]:
    """Word to weight, ``beat.toml`` over ``rarity.toml`` unless told otherwise, and the weight of a word in neither."""
    made_by = code("gather/rarity.py", "data/words/rarity.toml", "data/words/beat.toml")
    return kept("rarity", (made_by.encode(), b"beat" if beat else b""), partial(_weights, beat))


def _weights(beat: bool) -> tuple[Mapping[str, float], float]:
    common = shipped("rarity")
    weights = {word: float(band) for band, words in common["bands"].items() for word in words.split()}
    for band, words in shipped("beat")["weights"].items() if beat else ():
        for word in words.split():
            weights[word] = min(float(band), weights.get(word, RAREST))
    return weights, float(common["unlisted"])
