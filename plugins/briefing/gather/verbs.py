"""The verb that a place in a sentence hangs on, and whether another sentence tells of the same."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from briefing.gather.align import STEM
from briefing.gather.side import Side, Span, edges, listed
from briefing.text.tables import shipped

PAST = 5  # letters of a word in -ed that may be a verb


def hangs_on(side: Side, span: Span) -> int | None:
    """The place of the verb that words hang on: the nearest before them, else the first behind; None without one.

    A relative clause or a clause behind "while" is not left, and none is entered. Words that a form of "be" follows
    at once are what is told of: "and 70 others were hurt".
    """
    places = _clause(side, span)
    before = next((at for at in reversed(places) if at < span[0] and is_verb(side, at)), None)
    behind = next((at for at in places if at >= span[1] and is_verb(side, at)), None)
    end = span[1]
    told = side.unit.words[end : end + 1] and side.unit.words[end] in listed("happens", "being")
    return behind if before is None or (told and behind is not None and not side.unit.gap(end).strip()) else before


def told_of(side: Side, span: Span) -> frozenset[str]:
    """What is told of something counted: its verb and the one joined to it, "found and seized"; empty where unknown."""
    at = hangs_on(side, span)
    if at is None:
        return frozenset()
    words = side.unit.words
    places = [at, *(near for near in (at - 2, at + 2) if 0 <= near < len(words) and words[(near + at) // 2] == "and")]
    return frozenset(_meaning(words[near]) for near in places if is_verb(side, near) and not _is_weak(words[near]))


def _is_weak(verb: str) -> bool:
    """Whether a verb tells nothing of what it goes with: "is", "said"."""
    return verb in edges() or verb in listed("credit", "saying") or verb in listed("happens", "weak")


def tells_too(other: Side, verb: str) -> bool:
    """Whether a sentence has a verb too, in any form, or one that means the same: "killed", "dead"."""
    return _meaning(verb) in {_meaning(word) for word in other.unit.words}


def where_told(other: Side, verb: str) -> list[int]:
    """The places at which a sentence has a verb in any form, or one that means the same: not "suspected of killing"."""
    words = other.unit.words
    weak = verb in listed("happens", "weak")  # "taking a lamp", "taken to the pier"
    return [
        at
        for at, word in enumerate(words)
        if word == verb or not weak
        if _meaning(word) == _meaning(verb) and not (word.endswith("ing") and at and words[at - 1] in ("of", "for"))
    ]


def is_relative(side: Side, at: int) -> bool:
    """Whether a word stands in a clause that only says of whom a sentence tells: "the man who shot three in Harn"."""
    places = _clause(side, (at, at + 1))
    return bool(places) and side.unit.words[places[0]] in ("who", "whose", "whom")


def verbs(side: Side) -> list[int]:
    """The places of the verbs in the part of a sentence that is like the other one, "is" and "said" aside."""
    return [at for at in range(*side.part) if is_verb(side, at) and not _is_weak(side.unit.words[at])]


def is_adverb(word: str) -> bool:
    """Whether a word says how or when, by its end: "officially", not "supply"."""
    return word.endswith("ly") and word not in listed("happens", "no_adverbs")


def is_verb(side: Side, at: int) -> bool:
    """Whether a word tells what happened, as far as its form and the tables say."""
    word, words = side.unit.words[at], side.unit.words
    if side.unit.passage.text[side.unit.spans[at][0]].isupper() and at:
        return False  # "the Internationally Recognised Corridor"
    before = words[at - 1] if at else ""
    if word in listed("happens", "verbs") or (word in _forms() and word not in listed("happens", "nouns")):
        return before not in listed("happens", "articles")
    if word.endswith("ed") and len(word) >= PAST:
        return before not in listed("happens", "articles")
    if before == "to" or before in listed("happens", "modals"):
        return len(word) > len("be") and not word.endswith("s") and word.isalpha() and word not in edges()
    return (
        word.endswith("ing") and len(word) > PAST and (before in listed("happens", "going") or "," in side.unit.gap(at))
    )


def stages(side: Side) -> tuple[str, ...]:
    """How far a case has come in a sentence, the last stage last: "charged" and "convicted" are two."""
    rows = shipped("compare")["stages"]
    return tuple(stage for stage, row in rows.items() if any(word in row for word in side.unit.words))


def _clause(side: Side, span: Span) -> list[int]:
    """The places of the clause that words stand in; one that "who" or "while" opens ends at its comma."""
    opens = listed("happens", "opens")
    clauses: list[int] = []  # of each word, the number of its clause
    count = outer = inner = 0
    for at, word in enumerate(side.unit.words):
        gap = side.unit.gap(at)
        if ";" in gap or (word in opens and not _is_time(side, at)):
            count += 1
            inner = count
            outer = count if ";" in gap else outer
        elif "," in gap and not _joins_names(side, at):
            inner = outer
        clauses.append(inner)
    return [at for at, number in enumerate(clauses) if number == clauses[span[0]]]


def _is_time(side: Side, at: int) -> bool:
    """Whether a word opens a time and no clause: "before 11:30"."""
    return at + 1 < len(side.unit.words) and side.unit.words[at + 1][0].isdigit()


def _joins_names(side: Side, at: int) -> bool:
    """Whether the comma before a word stands between two names: "Newport Beach, California"."""
    text, spans = side.unit.passage.text, side.unit.spans
    return text[spans[at - 1][0]].isupper() and text[spans[at][0]].isupper()


def _meaning(word: str) -> str:
    """What a verb is compared by: the first of its group, else its beginning."""
    return _forms().get(word) or word[:STEM]


@cache
def _forms() -> Mapping[str, str]:
    return {word: f"={group[0]}" for group in shipped("compare")["happens"]["alike"] for word in group}
