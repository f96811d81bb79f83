"""How two sentences that speak of the same relate: where they agree, and the one way in which they differ most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Literal, cast

from briefing.gather.align import Unit, plain_words, shares_words
from briefing.gather.amounts import EXACT, counted_alike, day_for_vague, equal, figure, number_for_vague, with_counted
from briefing.gather.claims import certainty, negation
from briefing.gather.rarity import rarity, table_of, weight, word_at
from briefing.gather.side import Found, Side, Span, edges, listed
from briefing.model import Passage

PHRASE = 3  # words; a shared run this long is an agreement …
CLAIM = 2.5  # rarity of a word that makes more than a name of a phrase ("president", "countries" are less)
PHRASE_WEIGHT = 7.0  # … when it is this rare in sum, see gather.rarity
REACH = 20  # words between somebody and the verb that says what they state


def difference(a: Side, b: Side, known: tuple[str, str]) -> Found | None:
    """How two sentences differ; None when nothing that this looks for does.

    The first that holds of: one denies it, certainty (fact, will, would), who is credited, figure, detail. ``known``
    are the texts of the two accounts in lower case: a name that the other gives elsewhere adds nothing here.
    """
    if a.unit.words == b.unit.words:
        return None
    return negation(a, b) or certainty(a, b) or credit(a, b) or figure(a, b) or detail(a, b, known)


# --- what agrees -------------------------------------------------------------------------------------------------


def agreements(a: Side, b: Side) -> tuple[Found, ...]:
    """Phrases that both have, word for word ("same") or but for words alike ("same value"), and equal amounts."""
    found = [
        Found(
            "same" if x.passage.text.lower() == y.passage.text.lower() else "same value",
            (with_counted(a, x),),
            (with_counted(b, y),),
        )
        for x, y in counted_alike(a, b)
        if equal(x, y)
    ]
    amounts = [mark for one in found for mark in one.marks_a]
    blocks = SequenceMatcher(None, _keys(a.unit.words), _keys(b.unit.words), autojunk=False).get_matching_blocks()
    for i, j, size in _unbroken(a, _bridged([block for block in blocks if block.size])):
        one, other = _trimmed(a.unit, (i, i + size)), _trimmed(b.unit, (j, j + size))
        words = a.unit.words[slice(*one)]
        if len(words) < PHRASE or weight(" ".join(words)) < PHRASE_WEIGHT:
            continue
        alike = tuple(b.unit.words[slice(*other)]) == tuple(words)
        mark = a.cut(one)
        if (alike and _is_name(a, one)) or any(_inside(mark, amount) for amount in amounts):
            continue
        found = [row for row in found if not _inside(row.marks_a[0], mark)]
        found.append(Found("same" if alike else "same value", (mark,), (b.cut(other),)))
    return tuple(found)


def _is_name(side: Side, span: Span) -> bool:
    """Whether a phrase only names somebody or something ("President Xi Jinping"), and so claims nothing."""
    named = {place for _, passage in side.mentions for place in range(*(side.span(passage) or (0, 0)))}
    text, spans = side.unit.passage.text, side.unit.spans
    rest = [side.unit.words[at] for at in range(*span) if at not in named and not text[spans[at][0]].isupper()]
    return not any(word not in edges() and rarity(word) >= CLAIM for word in rest)


def _keys(words: Sequence[str]) -> list[str]:
    """Words with those alike written as one."""
    groups = _alike()
    return [groups.get(word, word) for word in words]


def _bridged(blocks: Iterable) -> list[tuple[int, int, int]]:
    """Matching runs of words; two that touch in both sentences are one."""
    out: list[tuple[int, int, int]] = []
    for i, j, size in blocks:
        if out and out[-1][0] + out[-1][2] == i and out[-1][1] + out[-1][2] == j:
            out[-1] = (out[-1][0], out[-1][1], out[-1][2] + size)
        else:
            out.append((i, j, size))
    return out


def _unbroken(side: Side, blocks: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Matching runs cut where a dash, a colon or a semicolon stands: "6 June – China" is no phrase."""
    for i, j, size in blocks:
        first = 0
        for at in range(1, size + 1):
            if at == size or any(mark in side.unit.gap(i + at) for mark in "–—;:"):
                yield i + first, j + first, at - first
                first = at


def _trimmed(unit: Unit, span: Span) -> Span:
    """A run of words without small words at its ends."""
    first, last = span
    small = edges()
    while first < last and unit.words[first] in small:
        first += 1
    while last > first and unit.words[last - 1] in small:
        last -= 1
    return first, last


# --- credit ------------------------------------------------------------------------------------------------------


def credit(a: Side, b: Side) -> Found | None:
    """Where two accounts name different people or bodies as those who state, promise or ask the same."""
    left, right = _agent(a), _agent(b)
    if left is None or right is None:
        return _attributed(a, b)
    ours, theirs = _who(a, left[0]) | _beside(a, left[0]), _who(b, right[0]) | _beside(b, right[0])
    if not ours or not theirs or ours & theirs:
        return None
    marks_a = tuple(a.cut(span) for span in left)
    marks_b = tuple(b.cut(span) for span in right)
    return Found("credit", marks_a, marks_b, (marks_a[0].text, marks_b[0].text))


def _attributed(a: Side, b: Side) -> Found | None:
    """Where one account states in its own voice what the other gives as somebody's words."""
    left, right = _said(a), _said(b)
    if (left is None) == (right is None) or (b if left else a).quotes:
        return None
    side, said = (a, left) if left else (b, right)
    assert said is not None
    if len(plain_words(a.unit, a.part) & plain_words(b.unit, b.part)) < 2:
        return None  # of one word in common nobody can say that both tell the same
    speaker = {slug for slug, passage in side.mentions if (at := side.span(passage)) and _overlap(at, said[0])}
    if speaker & {slug for slug, _ in (b if left else a).mentions}:
        return None  # the other names the same speaker, with a verb that the tables do not have
    if side.unit.words[said[1][0]] not in listed("credit", "saying") or _has_verb(b if left else a):
        return None
    marks = tuple(side.cut(span) for span in sorted(said))
    return Found("credit", marks if left else (), () if left else marks)


def _has_verb(side: Side) -> bool:
    return any(word in listed("credit", "verbs") for word in side.unit.words)


def _said(side: Side) -> tuple[Span, Span] | None:
    """The speaker and verb of what the part quotes or reports, where the sentence names both."""
    first, last = side.part
    for quote in side.quotes:
        words = side.span(quote.passage)
        speaker = side.span(quote.speaker) if quote.speaker else None
        verb = side.span(quote.verb) if quote.verb else None
        if words and speaker and verb and words[0] < last and first < words[1]:
            return None if side.unit.words[speaker[0]] in listed("credit", "pronouns") else (speaker, verb)
    return None


def _agent(side: Side) -> tuple[Span, Span] | None:
    """Who states what the part says, and the verb: the nearest before the verb; None where only a pronoun stands."""
    words, verbs = side.unit.words, listed("credit", "verbs")
    first, last = side.part
    said = _said(side)
    if said is not None:
        return said
    at = next((i for i in range(first, last) if words[i] in verbs), None)
    if at is None:
        at = next((i for i in range(first - 1, -1, -1) if words[i] in verbs), None)
    if at is None:
        return None
    # "The initiative, which members support, calls": what stands between the commas is not who calls
    before = at
    if "," in side.unit.gap(at):
        opened = next((i for i in range(at - 1, 0, -1) if "," in side.unit.gap(i)), None)
        if opened is not None and words[opened] in ("which", "who", "whose", "where"):
            before = opened
    agents, pronouns = listed("credit", "agents"), listed("credit", "pronouns")
    spans = sorted(filter(None, (side.span(passage) for _, passage in side.mentions)))
    for i in range(before - 1, max(-1, before - 1 - REACH), -1):
        named = next((span for span in spans if span[0] <= i < span[1]), None)
        if named is not None:
            return named, (at, at + 1)
        if words[i] in agents:
            start = next((span[0] for span in spans if span[1] == i), i)
            while start > 0 and words[start - 1] in (
                "the",
                "a",
                "an",
                "joint",
                "member",
                "three",
                "two",
                "its",
                "their",
            ):
                start -= 1
            return (start, i + 1), (at, at + 1)
        if words[i] in pronouns:
            return None
    return None


def _beside(side: Side, span: Span) -> frozenset[str]:
    """What identifies those named together with somebody: "the leaders and Guterres"."""
    if span[0] == 0 or side.unit.words[span[0] - 1] != "and":
        return frozenset()
    return _who(side, (max(0, span[0] - 5), span[0] - 1))


def _who(side: Side, span: Span) -> frozenset[str]:
    """What identifies somebody: entity slugs where a name stands alone ("the SCO"), and the words."""
    inside = [(slug, at) for slug, passage in side.mentions if (at := side.span(passage)) and _overlap(at, span)]
    named = {place for _, at in inside for place in range(*at)}
    alone = all(place in named or side.unit.words[place] in edges() for place in range(*span))
    slugs = frozenset(slug for slug, _ in inside) if alone else frozenset()
    words = frozenset(
        word[:6] for word in side.unit.words[slice(*span)] if rarity(word) >= 1 or word in listed("credit", "agents")
    )
    return slugs | words


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


# --- detail ------------------------------------------------------------------------------------------------------


def detail(a: Side, b: Side, known: tuple[str, str]) -> Found | None:
    """Where one account says more: a number for a vague amount, a day for "recently", a name the other never gives."""
    for one, other, more in ((a, b, "b"), (b, a, "a")):
        marks = number_for_vague(one, other) or day_for_vague(one, other)
        if marks:
            vague, exact = one.cut(marks[0]), marks[1]
            new = _extra(other, one, known[0 if more == "b" else 1])
            said = tuple(sorted({exact, *(p for p in new if p.end <= exact.start or p.start >= exact.end)}, key=_start))
            pair = ((vague,), said) if more == "b" else (said, (vague,))
            change = (vague.text, exact.text) if more == "b" else (exact.text, vague.text)
            return Found("detail", pair[0], pair[1], change, cast('Literal["a", "b"]', more))
    extra_a, extra_b = _extra(a, b, known[1]), _extra(b, a, known[0])
    if len(extra_a) == len(extra_b):
        return None
    return Found("detail", extra_a, extra_b, None, "a" if len(extra_a) > len(extra_b) else "b")


def _start(passage: Passage) -> int:
    return passage.start


WEAK = 0.4  # likeness below which one shared word does not tie two sentences
FIRST = 7  # words in which a sentence names what it speaks of


def is_loose(a: Side, b: Side, likeness: float) -> bool:
    """Whether two sentences hang together by names and one common word only, or tell the same of different ones."""
    if not shares_words(a.unit, b.unit, a.part, b.part) and likeness < 0.5:
        return True
    if likeness < WEAK and len(plain_words(a.unit) & plain_words(b.unit)) < 2:
        return True
    left, right = _subject(a), _subject(b)
    if not left or not right or left == right:
        return False
    slugs = [{slug for slug, _ in side.mentions} for side in (a, b)]
    return left not in slugs[1] and right not in slugs[0]


def _subject(side: Side) -> str | None:
    """The name that opens a sentence, None where it opens with something else."""
    for slug, passage in side.mentions:
        span = side.span(passage)
        if span and span[0] < FIRST and all(word in edges() for word in side.unit.words[: span[0]]):
            return slug
    return None


def _extra(side: Side, other: Side, known: str) -> tuple[Passage, ...]:
    """Names, numbers and days in this sentence of which the other account, or its sentence, has nothing."""
    found = [
        passage
        for _, passage in side.mentions
        if not all(word[:6] in known for word, _, _ in word_at(passage.text.lower()))
        and not _is_dateline(side, passage)
        and _in_part(side, passage)
    ]
    found += [
        f.passage for f in side.figures if f.value is not None and not other.figures and _in_part(side, f.passage)
    ]
    found += [fact.passage for fact in side.events if fact.granularity in EXACT and not other.events]
    found.sort(key=lambda passage: (passage.start, -passage.end))
    kept: list[Passage] = []
    for passage in found:
        if not kept or passage.start >= kept[-1].end:
            kept.append(passage)
    return tuple(kept)


def _is_dateline(side: Side, passage: Passage) -> bool:
    """ "BEIJING" before the text begins."""
    span = side.span(passage)
    return span is not None and span[0] == 0 and passage.text.isupper() and len(passage.text) > 3


def _in_part(side: Side, passage: Passage) -> bool:
    """Whether a passage stands in the part that is like the other sentence."""
    span = side.span(passage)
    return span is not None and span[0] < side.part[1] and side.part[0] < span[1]


# --- tables -----------------------------------------------------------------------------------------------------


def _inside(passage: Passage, other: Passage) -> bool:
    return passage.block == other.block and other.start <= passage.start and passage.end <= other.end


@cache
def _alike() -> Mapping[str, str]:
    return {word: group[0] for group in table_of("compare")["alike"]["groups"] for word in group}
