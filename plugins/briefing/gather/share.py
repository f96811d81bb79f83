"""How much of what one sentence tells stands in another, names and who says it aside."""

from __future__ import annotations

import math

from briefing.gather.align import plain_words
from briefing.gather.credit import agent
from briefing.gather.rarity import CJK, weight
from briefing.gather.side import Side, Span

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


def attribution(side: Side) -> tuple[Span, ...]:
    """The places of those who speak in a sentence, and of the verbs by which they do."""
    found = [passage for quote in side.quotes for passage in (quote.speaker, quote.verb) if passage]
    spans = {span for passage in found if (span := side.span(passage))}
    stating = agent(side)
    return tuple(sorted(spans | {stating[0]})) if stating else tuple(sorted(spans))
