"""The reporting words of a language, ready to match: verbs of speech, what may speak, and what may stand between."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from briefing.lazy import regex
from briefing.plain import Frozen
from briefing.text.tables import Key, base, either, plain, shipped, words_of
from briefing.text.triggers import openers

Span = tuple[int, int]

# the word lists of a language that are sets, in the order of Voice
SETS = (
    "going", "stop", "inside", "adverbs", "singular", "plural", "neuter", "other_pronouns", "things", "people", "roles",
    "bodies", "unsure", "takes_hearer", "accord", "determiners", "acts", "adding", "prepositions", "linked",
    "bare", "clausal", "links", "unfinished", "halves", "relays", "plain",
    "receives", "court",
)  # fmt: skip
OTHER_LETTERS = ("ru", "zh", "ar")  # languages in which names are not spelt in Latin letters


class Voice(Frozen, eq=False):
    """The reporting words of one language, ready to match."""

    language: str
    verb: re.Pattern[str]
    opening: frozenset[str]  # words with which a verb begins
    titled: re.Pattern[str]
    kinds: Mapping[str, frozenset[str]]
    inverted: re.Pattern[str] | None  # a pronoun joined to the verb
    given: frozenset[str]  # given names
    idle: re.Pattern[str]  # words that hold the sign of a verb and are none
    separable: Mapping[str, re.Pattern[str]]  # verbs that say something only with their other half
    led: re.Pattern[str] | None  # stands between a quotation and the speaker behind it
    going: frozenset[str]
    stop: frozenset[str]
    inside: frozenset[str]
    adverbs: frozenset[str]
    singular: frozenset[str]
    plural: frozenset[str]
    neuter: frozenset[str]
    others: frozenset[str]
    things: frozenset[str]
    people: frozenset[str]
    roles: frozenset[str]
    bodies: frozenset[str]
    unsure: frozenset[str]
    takes_hearer: frozenset[str]
    accord: frozenset[str]
    determiners: frozenset[str]
    acts: frozenset[str]
    adding: frozenset[str]
    prepositions: frozenset[str]
    linked: frozenset[str]
    bare: frozenset[str]
    clausal: frozenset[str]
    links: frozenset[str]
    unfinished: frozenset[str]
    halves: frozenset[str]
    relays: frozenset[str]
    plain: frozenset[str]
    receives: frozenset[str]
    court: frozenset[str]

    def is_verb(self, word: str) -> bool:
        """Whether a word in small letters is a verb of speech by itself."""
        return (word in self.opening or self.language == "zh") and self.verb.fullmatch(word) is not None

    def pronoun(self, word: str) -> str:
        """The number of a pronoun: "singular", "plural", "neuter", or "" for any other word."""
        word = word.lower()
        for name in ("singular", "plural", "neuter"):
            if word in getattr(self, name):
                return name
        return ""


def is_accord(words: str, known: Voice) -> bool:
    """Whether these words are "according to" and their like, which stand before the speaker."""
    return plain(words) in known.accord


def voice(table: Mapping[str, Any], language: str) -> Voice | None:
    """The reporting words of a language, None when the table has none. An unsettled language is read as English."""
    code = base(language)
    if code in ("", "und"):
        code = "en"
    return _voice(code, Key(table))


@lru_cache(maxsize=32)
def _voice(code: str, table: Key) -> Voice | None:
    words = words_of(table.held, code)
    if not words.get("say"):
        return None
    keys = ("say", "stress", "urge", "titled", *SETS)
    say, stress, urge, titled, *others = (tuple(plain(str(word)) for word in words.get(key, ())) for key in keys)
    hyphen = "(?![\\w-])" if not words.get("inverted") else rf"(?:(?![\w-])|(?={words['inverted']}))"
    edge = ("", "") if code == "zh" else (r"(?<![\w-])", hyphen)
    verb = regex(edge[0] + "(?:" + either([*say, *stress, *urge, *others[0]]) + ")" + edge[1], re.IGNORECASE)
    close = regex(rf"(?:{either(titled)})(?:\s(?:the|a|as|was|is|of))?[\s:,]*$", re.IGNORECASE)
    kinds = {"say": frozenset(say), "stress": frozenset(stress), "urge": frozenset(urge)}
    opening = openers([*say, *stress, *urge, *others[0]])
    inverted = regex(words["inverted"]) if words.get("inverted") else None
    given = frozenset(shipped("names")["given"].split()) if code not in OTHER_LETTERS else frozenset()
    idle = regex(either(words.get("idle", ())))
    halves = {verb: regex(rf"\b(?:{either(rest.split())})\b") for verb, rest in words.get("separable", {}).items()}
    led = regex(rf"[\s,]{{0,3}}(?:{either(words['led'])})\s") if words.get("led") else None
    return Voice(code, verb, opening, close, kinds, inverted, given, idle, halves, led, *map(frozenset, others))
