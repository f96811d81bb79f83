"""How much of what one sentence tells stands in another, names and who says it aside."""

from __future__ import annotations

import math

from briefing.gather.align import plain_words
from briefing.gather.credit import agent
from briefing.gather.rarity import CJK, weight, words_of
from briefing.gather.side import Side, Span, edges, spelt_alike
from briefing.model import Passage

WHOLE = 4  # words of a quotation that is no mere phrase in somebody's sentence
SPOKEN = 0.5  # share, of the sentence that tells more, of what two speakers are both said to have said


def share(a: Side, b: Side) -> float:
    """How much of what the sentence that tells less tells stands in the other, who says it and names aside, 0 to 1."""
    return shares(a, b)[0]


def shares(a: Side, b: Side, parts: bool = False) -> tuple[float, float]:
    """As ``share``, and the same of the sentence that tells more; with ``parts`` of the two parts most alike."""
    if CJK.search(a.unit.passage.text):
        return 1.0, 1.0
    both = [plain_words(side.unit, side.part if parts else None, attribution(side)) for side in (a, b)]
    sizes = [math.fsum(sorted(weight(word) for word in words)) for words in (*both, both[0] & both[1])]
    return (sizes[2] / min(sizes[:2]), sizes[2] / max(sizes[:2])) if min(sizes[:2]) else (0.0, 0.0)


def is_mutual(a: Side, b: Side) -> bool:
    """Whether much of what either of two sentences tells stands in the other, and not only one clause of it."""
    return shares(a, b)[1] >= SPOKEN


def _beside(side: Side) -> tuple[Span, ...]:
    """What stands beside a whole quotation: "said Ana Marsh, a sister of the pilot" tells nothing of what she says."""
    told = [span for quote in side.quotes if quote.direct and quote.verb and (span := side.span(quote.passage))]
    if not told or (told[0][0] and "," not in side.unit.gap(told[0][0]) and ":" not in side.unit.gap(told[0][0])):
        return ()
    if sum(last - first for first, last in told) < WHOLE:
        return ()
    ends = [0, *(place for span in told for place in span), len(side.unit.words)]
    return tuple((first, last) for first, last in zip(ends[::2], ends[1::2], strict=True) if first < last)


def attribution(side: Side) -> tuple[Span, ...]:
    """The places of those who speak in a sentence, and of the verbs by which they do."""
    found = [passage for quote in side.quotes for passage in (quote.speaker, quote.verb) if passage]
    spans = {span for passage in found if (span := side.span(passage))}
    spans |= set(_beside(side))
    stating = agent(side)
    return tuple(sorted(spans | {stating[0]})) if stating else tuple(sorted(spans))


def of_others(a: Side, b: Side) -> bool:
    """Whether both sentences tell of people, those who speak aside, and of none that the other names."""
    one, other = people(a), people(b)
    return bool(one and other) and not any(spelt_alike(x, y) for x in one for y in other)


def is_elsewhere(a: Side, b: Side, known: tuple[str, str]) -> bool:
    """Whether each sentence names somebody or some place, and none of which the other account knows.

    "A quake in Harn killed ten", "a quake in Velmar killed five": one frame, two happenings.
    """
    names = [
        {passage.text.lower() for _, passage in side.mentions if not _is_in(side, passage, attribution(side))}
        for side in (a, b)
    ]
    return all(names) and not any(
        word in text
        for every, text in zip(names, (known[1], known[0]), strict=True)
        for name in every
        for word in name.split()
        if word not in edges()
    )


def _is_in(side: Side, passage: Passage, spans: tuple[Span, ...]) -> bool:
    span = side.span(passage)
    return span is not None and any(first <= span[0] < last for first, last in spans)


def people(side: Side) -> frozenset[str]:
    """The words of the names of those of whom a sentence tells, those who speak aside; of whom "he" means else."""
    speaking = {word for span in attribution(side) for word in side.unit.words[slice(*span)]}
    for names in (side.people, side.meant):
        if found := {word for passage in names for word in words_of(passage.text.lower())} - speaking:
            return frozenset(found)
    return frozenset()
