"""Which rules a text cannot satisfy: those none of whose words stand in it. Asked before a pattern is tried."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from briefing.lazy import regex
from briefing.plain import Frozen

KEPT = 2_048  # texts whose words are kept: several finders ask for those of the same sentence
DIGIT = "0"  # stands for any run of digits

WORD = regex(r"[^\W\d_]+")
DIGITS = regex(r"\d")


@lru_cache(maxsize=KEPT)
def words_in(text: str) -> frozenset[str]:
    """The runs of letters of a text in small letters, and DIGIT where it has digits.

    >>> sorted(words_in("By mid-July 2024"))
    ['0', 'by', 'july', 'mid']
    """
    found = {word for _, word in _placed(text)}
    if DIGITS.search(text):
        found.add(DIGIT)
    return frozenset(found)


@lru_cache(maxsize=KEPT)
def _placed(text: str) -> tuple[tuple[int, str], ...]:
    """Where each word begins, and the word in small letters."""
    return tuple((match.start(), match[0].lower()) for match in WORD.finditer(text))


def triggers(phrases: Iterable[str]) -> frozenset[str]:
    """For each phrase its longest word: a text without any of them has none of the phrases.

    >>> sorted(triggers(["the day before", "later"]))
    ['before', 'later']
    """
    return frozenset(
        max(words_in(phrase), key=lambda word: (len(word), word)) for phrase in phrases if words_in(phrase)
    )


def openers(phrases: Iterable[str]) -> frozenset[str]:
    """The words with which the phrases begin."""
    return frozenset(found[0].lower() for phrase in phrases if (found := WORD.search(phrase)))


def matches(pattern: re.Pattern[str], opening: frozenset[str], text: str) -> Iterator[re.Match[str]]:
    """What ``pattern.finditer(text)`` gives for a pattern of whole phrases that begin with one of the words."""
    reach = 0
    if opening.isdisjoint(words_in(text)):
        return
    for start, word in _placed(text):
        if word in opening and start >= reach:
            found = pattern.match(text, start)
            if found:
                reach = max(reach, found.end())
                yield found


class Phrases(Frozen):
    """Phrases to be found in many texts. ``opening`` None where a script has no spaces."""

    pattern: re.Pattern[str]
    opening: frozenset[str] | None

    def count(self, text: str) -> int:
        """How often any of the phrases stands in a text, apart from each other."""
        if self.opening is None:
            return len(self.pattern.findall(text))
        return sum(1 for _ in matches(self.pattern, self.opening, text))

    def is_in(self, text: str) -> bool:
        """Whether any of the phrases stands in a text."""
        if self.opening is None:
            return self.pattern.search(text) is not None
        return next(matches(self.pattern, self.opening, text), None) is not None
