"""How two sentences that speak of the same relate: where they agree, and the one way in which they differ most."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, cast

from briefing.gather.align import Unit, plain_words, shares_words
from briefing.gather.amounts import (
    EXACT,
    amount,
    counted_alike,
    day,
    day_for_vague,
    equal,
    number_for_vague,
    with_counted,
)
from briefing.gather.claims import certainty, is_open, negation
from briefing.gather.credit import SAME, agent, credit
from briefing.gather.rarity import CJK, rarity, table_of, weight, word_at
from briefing.gather.side import Found, Side, Span, edges, spelt_alike
from briefing.model import Passage

if TYPE_CHECKING:
    from briefing.find.figures import Figure

PHRASE = 3  # words; a shared run this long is an agreement …
CLAIM = 2.5  # rarity of a word that makes more than a name of a phrase ("president", "countries" are less)
PHRASE_WEIGHT = 7.0  # … when it is this rare in sum, see gather.rarity
# Share of the telling words of the shorter sentence, see ``share``. Of 81 differences of real accounts, read by
# eye, 27 of 30 wrong ones were below; below TOUCHING two sentences only touch, from ALIKE on they tell one claim.
TOUCHING, ALIKE = 0.42, 0.62
ATTRIBUTED = 0.55  # the same, of one that is told and one that is said
COUNTING = 0.3  # the same, of two that count the same thing


def difference(a: Side, b: Side, known: tuple[str, str]) -> Found | None:
    """How two sentences differ; None when nothing that this looks for does.

    The first that holds of: one denies it, certainty (fact, will, would), who is credited, figure, detail. ``known``
    are the texts of the two accounts in lower case: a name that the other gives elsewhere adds nothing here.
    """
    if a.unit.words == b.unit.words:
        return None
    common = share(a, b)
    if common < COUNTING:
        return certainty(a, b, False, SAME)
    alike = common >= ALIKE
    claim = (negation(a, b) if alike else None) or certainty(a, b, alike) or credit(a, b, common >= ATTRIBUTED)
    if claim:
        return claim
    if common < TOUCHING:
        return number_said(a, b, known)
    return amount(a, b) or day(a, b) or detail(a, b, known)


def share(a: Side, b: Side) -> float:
    """How much of what the sentence that tells less tells stands in the other, who says it and names aside, 0 to 1."""
    return _shares(a, b)[0]


def _shares(a: Side, b: Side, parts: bool = False) -> tuple[float, float]:
    """As ``share``, and the same of the sentence that tells more; with ``parts`` of the two parts most alike."""
    if CJK.search(a.unit.passage.text):
        return 1.0, 1.0
    both = [plain_words(side.unit, side.part if parts else None, _attribution(side)) for side in (a, b)]
    sizes = [math.fsum(sorted(weight(word) for word in words)) for words in (*both, both[0] & both[1])]
    return (sizes[2] / min(sizes[:2]), sizes[2] / max(sizes[:2])) if min(sizes[:2]) else (0.0, 0.0)


def _attribution(side: Side) -> tuple[Span, ...]:
    """The places of those who speak in a sentence, and of the verbs by which they do."""
    found = [passage for quote in side.quotes for passage in (quote.speaker, quote.verb) if passage]
    spans = {span for passage in found if (span := side.span(passage))}
    stating = agent(side)
    return tuple(sorted(spans | {stating[0]})) if stating else tuple(sorted(spans))


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
        if equal(x, y) and share(a, b) >= COUNTING
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


# --- detail ------------------------------------------------------------------------------------------------------


def detail(a: Side, b: Side, known: tuple[str, str]) -> Found | None:
    """Where one account says more: a number for a vague amount, a day for "recently", a name the other never gives."""
    said = number_said(a, b, known, True)
    if said:
        return said
    extra_a, extra_b = _extra(a, b, known[1]), _extra(b, a, known[0])
    if bool(extra_a) == bool(extra_b):
        return None  # where both tell what the other does not, neither only adds
    return Found("detail", extra_a, extra_b, None, "a" if extra_a else "b")


def number_said(a: Side, b: Side, known: tuple[str, str], days: bool = False) -> Found | None:
    """Where one gives the number for the other's vague amount, and with ``days`` the day for its "recently"."""
    for one, other, more in ((a, b, "b"), (b, a, "a")):
        marks = number_for_vague(one, other) or (day_for_vague(one, other) if days else None)
        if marks:
            vague, exact = one.cut(marks[0]), marks[1]
            new = _extra(other, one, known[0 if more == "b" else 1])
            said = tuple(sorted({exact, *(p for p in new if p.end <= exact.start or p.start >= exact.end)}, key=_start))
            pair = ((vague,), said) if more == "b" else (said, (vague,))
            change = (vague.text, exact.text) if more == "b" else (exact.text, vague.text)
            return Found("detail", pair[0], pair[1], change, cast('Literal["a", "b"]', more))
    return None


def _start(passage: Passage) -> int:
    return passage.start


SURELY = 0.75  # share from which the time a sentence gives anywhere is that of what both say
NEARLY = 0.5  # share, see TOUCHING, of sentences one of which says more of the same
LONG, SPELT = 8, 0.88  # letters of a name, and how like it another spelling is
FEW, HALF = 3, 0.55  # fewer telling words, and less of what the sentences tell: they only touch
# One part stands in the other wholly, or much of both sentences (parts) is the same. Read off 30 details by eye: of 6
# wrong ones 5 are below, of 24 right ones one.
WHOLLY, MUTUAL = 0.95, 0.4
WEAK = 0.4  # likeness below which one shared word does not tie two sentences
FIRST = 7  # words in which a sentence names what it speaks of


def is_loose(a: Side, b: Side, likeness: float) -> bool:
    """Whether two sentences hang together by names and one common word only, or tell the same of different ones."""
    if not shares_words(a.unit, b.unit, a.part, b.part) and likeness < 0.5:
        return True
    common = plain_words(a.unit) & plain_words(b.unit)
    told = share(a, b)
    if len(common) < (2 if likeness < WEAK else 1) or told < (HALF if len(common) < FEW else NEARLY):
        return True
    if _of_others(a, b):
        return True
    near = _shares(a, b, True)
    if near[0] < WHOLLY and max(near[1], _shares(a, b)[1]) < MUTUAL:
        return True
    left, right = _subject(a), _subject(b)
    if not left or not right or left == right:
        return False
    slugs = [{slug for slug, _ in side.mentions} for side in (a, b)]
    return left not in slugs[1] and right not in slugs[0]


def _of_others(a: Side, b: Side) -> bool:
    """Whether both sentences tell of people, those who speak aside, and of none that the other names."""
    people = [
        {word for passage in side.people for word in passage.text.lower().split()}
        - {word for span in _attribution(side) for word in side.unit.words[slice(*span)]}
        for side in (a, b)
    ]
    return all(people) and not any(spelt_alike(x, y) for x in people[0] for y in people[1])


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
        if not any(_is_spelt_like(passage, name) for _, name in other.mentions)
        and not all(word[:6] in known for word, _, _ in word_at(passage.text.lower()))
        and not _is_dateline(side, passage)
        and _in_part(side, passage)
        and not _names_again(side, passage, other)
        and not _reports(side, passage)
    ]
    found += [
        f.passage
        for f in side.figures
        if f.value is not None and not other.figures and _in_part(side, f.passage) and not _stands(f, other)
    ]
    found += [
        f.passage
        for f in side.events
        if f.granularity in EXACT
        and not other.events
        and f.passage.text.lower() not in table_of("compare")["present"]
        and (f.status == "stated" or is_open(other))
        and (_in_part(side, f.passage) or share(side, other) >= SURELY)
    ]
    if side.quotes:  # who says it, and when, adds nothing to what is said
        found = [passage for passage in found if any(_inside(passage, quote.passage) for quote in side.quotes)]
    found.sort(key=lambda passage: (passage.start, -passage.end))
    kept: list[Passage] = []
    for passage in found:
        if not kept or passage.start >= kept[-1].end:
            kept.append(passage)
    return tuple(kept)


def _is_spelt_like(one: Passage, other: Passage) -> bool:
    """Whether two names are one name spelt otherwise: "Tavik Orlunde", "Tavik Orlund"."""
    texts = one.text.lower(), other.text.lower()
    return len(texts[0]) >= LONG and SequenceMatcher(None, *texts, autojunk=False).ratio() >= SPELT


def _names_again(side: Side, passage: Passage, other: Side) -> bool:
    """Whether a name only says in other words what the other sentence names: "IRTC", "Marsh Island Bank" of "Marsh"."""
    span = side.span(passage)
    if span is None:
        return False
    theirs = other.unit.words
    if span[1] - span[0] > 1:
        initials = "".join(word[0] for word in side.unit.words[slice(*span)] if word not in edges())
        if initials in theirs:
            return True
    elif passage.text.isupper():
        heads = "".join(word[0] for word in theirs if word not in edges())
        return len(passage.text) > 1 and passage.text.lower() in heads
    return any(word in theirs and rarity(word) >= CLAIM for word in side.unit.words[slice(*span)])


def _reports(side: Side, passage: Passage) -> bool:
    """Whether a name is of who reports what the sentence tells: "The Courier reports the price at 300 dollars"."""
    span = side.span(passage)
    return span is not None and side.unit.words[span[1] : span[1] + 1] in (
        ("reports",),
        ("reported",),
        ("says",),
        ("said",),
    )


def _stands(fact: Figure, other: Side) -> bool:
    """Whether a number, or another one of the same, stands in the other sentence, where it is read as no figure."""
    text = other.unit.passage.text.lower()
    if fact.number is not None and fact.number.text.lower() in text:
        return True
    counted = {word for word in fact.passage.text.lower().split() if word.isalpha() and word not in edges()}
    return any(before.isdigit() and word in counted for before, word in pairwise(other.unit.words))


def _is_dateline(side: Side, passage: Passage) -> bool:
    """ "BEIJING", "New Delhi / Mumbai:", "ASTANA, 4 July –" before the text begins."""
    span = side.span(passage)
    if span is None:
        return False
    ends = any(mark in side.unit.gap(at) for at in range(span[1], min(FIRST, len(side.unit.words))) for mark in ":–—")
    return ends or (span[0] == 0 and passage.text.isupper() and len(passage.text) > 3)


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
