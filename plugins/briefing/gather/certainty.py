"""How certain two sentences are of the same: one states as fact what the other says will or would be."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from briefing.gather.align import STEM, plain_words, shares_words
from briefing.gather.claims import ASKED, DENIES, TIED, is_asked, of_one, with_auxiliaries
from briefing.gather.side import Found, Side, Span, edges, listed
from briefing.gather.verbs import is_adverb, is_relative
from briefing.text.tables import shipped

BEHIND = 14  # words behind a verb that say what it tells


def certainty(a: Side, b: Side, alike: bool = True, least: int = TIED) -> Found | None:
    """Where one states as fact what the other says will or would be.

    Of sentences that are not ``alike`` as a whole, where ``least`` words behind both verbs are the same.
    """
    left, right = _hedge(a), _hedge(b)
    if (left[0] if left else "") == (right[0] if right else "") or not shares_words(a.unit, b.unit, a.part, b.part):
        return None
    spans = (
        left[1] if left else (right and _hedged(b, right[1], a)) or _verb(a, b),
        right[1] if right else (left and _hedged(a, left[1], b)) or _verb(b, a),
    )
    if spans[0] is None or spans[1] is None:
        return None
    if (
        left
        and right
        and (a.unit.words[slice(*left[1])] == b.unit.words[slice(*right[1])] or not _hedge_one(a, left[1], b, right[1]))
    ):
        return None
    same = (left and _hedged(a, left[1], b)) or (right and _hedged(b, right[1], a))
    if not same and not (_is_copular(a, spans[0]) and _is_copular(b, spans[1])):
        return None  # two verbs: "was charged with murder", "is expected to be arraigned on two counts"
    if any(hedge and not denies_alike(side, other) for hedge, side, other in ((left, a, b), (right, b, a))):
        return None
    if any(hedge and _is_no_fact(side, hedge[1], other) for hedge, side, other in ((left, a, b), (right, b, a))):
        return None
    if not of_one(a, spans[0], b, spans[1]):
        return None
    if any(hedge and is_relative(side, hedge[1][0]) for side, hedge in ((a, left), (b, right))):
        return None  # "people who may be trapped": nobody says so of those who are
    if any("you" in side.unit.words[slice(*span)] for side, span in ((a, spans[0]), (b, spans[1]))):
        return None  # a question, a call
    for side, hedge, span in ((a, left, spans[0]), (b, right, spans[1])):
        if hedge is None and any(word in listed("open", "able") for word in side.unit.words[slice(*span)]):
            return None  # "could see" and "can see" are both no plain fact
    if not alike and len(behind(a, spans[0]) & behind(b, spans[1])) < least:
        return None
    marks = a.cut(_ended(a, spans[0])), b.cut(_ended(b, spans[1]))
    return Found("certainty", (marks[0],), (marks[1],), (marks[0].text, marks[1].text))


def _hedge_one(a: Side, left: Span, b: Side, right: Span) -> bool:
    """Whether two hedges stand before one verb: not "would be closed", "will be providing counselling"."""
    found = _hedged(a, left, b), _hedged(b, right, a)
    near = [span and there[0] <= span[1] - 1 <= there[1] for span, there in zip(found, (right, left), strict=True)]
    return any(near) or (_is_copular(a, left) and _is_copular(b, right))


def _is_copular(side: Side, span: Span) -> bool:
    """Whether a verb says what something is, and no more: "serves as a key route", "would become the shortest"."""
    words = side.unit.words
    return any(
        words[at] in listed("open", "copulas")
        and words[at + 1 : at + 2]
        and words[at + 1] in listed("open", "named_as")
        for at in range(*span)
    )


def behind(side: Side, verb: Span) -> frozenset[str]:
    """The telling words that follow a verb at once, names too."""
    unit, last = side.unit, min(len(side.unit.words), verb[1] + BEHIND)
    text = unit.passage.text
    named = {unit.words[at][:STEM] for at in range(verb[1], last) if text[unit.spans[at][0]].isupper()}
    return plain_words(unit, (verb[1], last)) | named


def _is_no_fact(side: Side, hedge: Span, other: Side) -> bool:
    """Whether the other sentence states no fact either: somebody asks it ("asked that it stay") or only says it."""
    words = side.unit.words[slice(*hedge)]
    if any(word in listed("open", "reported") for word in words) and is_told(other):
        return True
    verb = _hedged(side, hedge, other)
    return is_asked(other, verb[0] if verb else other.part[1])


def is_told(side: Side) -> bool:
    """Whether a sentence leaves what it says to somebody: "police say he fired", "charged with firing"."""
    words = side.unit.words
    return bool(side.quotes) or any(
        word in listed("credit", "verbs") or word in listed("credit", "saying") or word in listed("open", "told")
        for word in words
    )


def denies_alike(one: Side, other: Side) -> bool:
    """Whether both parts deny something or neither: "were rescued", "could not be" is no matter of certainty."""
    counts = [sum(word in DENIES for word in side.unit.words[slice(*side.part)]) for side in (one, other)]
    return (counts[0] > 0) == (counts[1] > 0)


def _ended(side: Side, span: Span) -> Span:
    """A verb without an article or small word at its end: "will be", not "will be the"."""
    first, last = span
    while last - first > 1 and side.unit.words[last - 1] in ("the", "a", "an", "of", "in", "at", "on", "its", "their"):
        last -= 1
    return first, last


def _hedge(side: Side) -> tuple[str, Span] | None:
    """The words that make the part less than a fact ("would become"), and whether they say will or would."""
    first, last = side.part
    for at in range(first, last):
        for size in (4, 3, 2, 1):
            row = side.unit.words[at : at + size]
            rank, long = _hedges().get(" ".join(row)), False
            if rank is None and size > 1:
                loose = [word for word in side.unit.words[at : at + size + 1] if not is_adverb(word)]
                long = len(loose) == size  # "was initially expected to"
                rank = _hedges().get(" ".join(loose)) if long else None
            named = size == 1 and (_is_named(side, at) or _is_advice(side, at))
            if rank is not None and at + size <= last and not (named or _is_meant(side, at, row)):
                if row == ("would",) and _is_reported(side, at):
                    rank = "will"
                end = at + size + long
                while end < min(last, at + size + 2) and side.unit.words[end] in ("be", "also", "not", "only", "then"):
                    end += 1
                return rank, (at, min(last, end + 1))
    return None


def is_open(side: Side) -> bool:
    """Whether the part says what will or would be."""
    return _hedge(side) is not None


def _is_named(side: Side, at: int) -> bool:
    """Whether a word that may hedge is a name: "on 14 May", "Will Marsh"."""
    large = side.unit.passage.text[side.unit.spans[at][0]].isupper()
    return large and side.unit.words[at] in listed("open", "names")


def _is_advice(side: Side, at: int) -> bool:
    """Whether a word tells what ought to be, and not what is expected: "should be thought armed", "they should go"."""
    words = side.unit.words
    by_whom = at > 0 and (words[at - 1] in listed("credit", "pronouns") or words[at - 1] == "you")
    return words[at] == "should" and (by_whom or words[at + 1 : at + 2] == ("be",))


def _is_meant(side: Side, at: int, row: tuple[str, ...]) -> bool:
    """Whether a hedge only says what something is for, or hangs on a condition: "the aim is to mend", "if it would"."""
    before = side.unit.words[max(0, at - ASKED) : at]
    aim = row[0] in ("is", "are", "was", "were") and before[-1:] and before[-1] in listed("open", "aims")
    return bool(aim) or not listed("open", "conditions").isdisjoint(before)


def _is_reported(side: Side, at: int) -> bool:
    """Whether "would" is the "will" of somebody of whom the past tells: "announced it would extend the line"."""
    words = side.unit.words
    said = [i for i in range(at) if words[i] in listed("credit", "saying") and words[i] not in ("say", "says")]
    return bool(said) and {"is", "are", "was", "were"}.isdisjoint(words[said[-1] : at])


def _hedged(side: Side, hedge: Span, other: Side) -> Span | None:
    """The verb of the other sentence that this one hedges: "connects" beside "will connect"."""
    words = side.unit.words[max(hedge[0], hedge[1] - 1) : hedge[1] + 2]
    verb = next((word for word in words if not _is_no_verb(word)), None)
    if verb is None:
        return None
    begins = verb[: max(min(4, len(verb)), len(verb) - 2)]
    for at in range(*other.part):
        word = other.unit.words[at]
        if word.startswith(begins) and not _makes_noun(verb, word) and not _is_noun(other, at):
            return with_auxiliaries(other, (at, at + 1))
    return None


def _makes_noun(verb: str, word: str) -> bool:
    """Whether a word is a noun of a verb, or longer than its forms are: "deliveries", "suppliers"."""
    same = next((at for at, (x, y) in enumerate(zip(verb, word, strict=False)) if x != y), min(len(verb), len(word)))
    rest = word[same:]
    return (
        len(word) - len(verb) > 4
        or (rest in listed("happens", "endings") and not verb.endswith(rest))
        or (rest.startswith("ie") and not verb.endswith("y"))
    )


def _is_no_verb(word: str) -> bool:
    """Whether a word stands between a hedge and its verb: "would probably not have closed"."""
    return (
        is_adverb(word)
        or word in edges()
        or len(word) < 3
        or word in listed("negation", "skipped")
        or (word in listed("negation", "auxiliaries") or word in _hedges())
    )


def _is_noun(side: Side, at: int) -> bool:
    return at > 0 and side.unit.words[at - 1] in ("the", "a", "an", "of", "its", "their", "this", "new")


def _verb(side: Side, other: Side) -> Span | None:
    """The verb of a part, guessed: a form of be or have, else the first unshared word that ends like a verb."""
    theirs = set(other.unit.words)
    first, last = side.part
    words = side.unit.words
    for at in range(first, last):
        if words[at] in ("is", "are", "was", "were", "has", "have", "had"):
            end = min(last, at + 2) if words[at] in ("has", "have", "had") else at + 1
            while end < last and end < at + 3 and (words[end] in ("now", "already") or words[end].endswith("ed")):
                end += 1
            return at, end
    for at in range(first, last - 1):
        word, after = words[at], words[at + 1]
        if word in theirs or len(word) < 4 or not side.unit.passage.text[side.unit.spans[at][0]].islower():
            continue
        # "serves as a key route", "opened the line", but neither "member states to" nor "supported by"
        present = word.endswith("s") and not word.endswith(("ss", "us")) and after in ("as", "a", "an", "the", "its")
        past = word.endswith("ed") and after != "by" and (at == 0 or words[at - 1] not in edges())
        if present or past:
            return (at, at + 2) if after in ("as", "to", "up", "in") else (at, at + 1)
    return None


@cache
def _hedges() -> Mapping[str, str]:
    return {words: rank for rank, listed in shipped("compare")["certainty"].items() for words in listed}
