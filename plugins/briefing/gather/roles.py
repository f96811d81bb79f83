"""What two accounts call the same members of the same body: "key members of the SCO", "founding members of the SCO"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from briefing.gather.align import Unit
from briefing.gather.side import Found, Side, Span, listed, side_of
from briefing.model import Briefing, Passage

MOST = 60  # roles of one account that are compared; no account says more of them
SHARED = 2  # names beside the body that both sentences give
Role = tuple[str, str, Span]  # noun, slug of the body, the words before the noun
Told = tuple[Found, Unit, Unit, tuple[Passage, ...]]


def pairs(one: Sequence[Unit], other: Sequence[Unit], a: Briefing, b: Briefing) -> list[Told]:
    """Sentences that call the same ones by another word, with the words and what both speak of.

    Both name the same body and two others ("China and Kazakhstan, who are key members of the SCO"). A vague word beside
    another ("key", "founding") is detail added by the other; two that differ otherwise too are detail of neither.
    """
    left = [(side, role) for unit in one for side in _sides(unit, a) for role in _roles(side)][:MOST]
    right = [(side, role) for unit in other for side in _sides(unit, b) for role in _roles(side)][:MOST]
    found: list[Told] = []
    for x, (noun, body, span) in left:
        for y, (noun_b, body_b, span_b) in right:
            both = {slug for slug, _ in x.mentions} & {slug for slug, _ in y.mentions}
            words = x.unit.words[slice(*span)], y.unit.words[slice(*span_b)]
            if (noun, body) != (noun_b, body_b) or words[0] == words[1] or len(both - {body}) < SHARED:
                continue
            vague = [" ".join(row) in listed("vague", "roles") for row in words]
            more: Literal["a", "b", ""] = "" if vague[0] == vague[1] else "b" if vague[0] else "a"
            marks = x.cut(span), y.cut(span_b)
            label = next(passage for slug, passage in x.mentions if slug == body)
            told = Found("detail", (marks[0],), (marks[1],), (marks[0].text, marks[1].text), more)
            found.append((told, x.unit, y.unit, (label,)))
    return found


def _sides(unit: Unit, briefing: Briefing) -> list[Side]:
    """The unit with its facts, where it may call somebody a member of something."""
    nouns = listed("roles", "nouns")
    return [side_of(unit, (0, len(unit.words)), briefing)] if nouns.intersection(unit.words) else []


def _roles(side: Side) -> list[Role]:
    """ "founding members of the SCO": noun, slug of the body, the place of the word before the noun."""
    words, nouns = side.unit.words, listed("roles", "nouns")
    starts = {span[0]: slug for slug, passage in side.mentions if (span := side.span(passage))}
    found: list[Role] = []
    for at in range(1, len(words) - 2):
        if words[at] not in nouns or words[at + 1] != "of" or words[at - 1] in listed("roles", "none"):
            continue
        body = starts.get(at + 2) or (starts.get(at + 3) if words[at + 2] == "the" else None)
        if body:
            found.append((words[at].removesuffix("s"), body, (at - 1, at)))
    return found
