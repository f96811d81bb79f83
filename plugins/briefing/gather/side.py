"""One side of a comparison: a sentence of an account with the facts that stand in it, and what is found in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, cast

from briefing.gather.align import Unit
from briefing.model import Briefing, Fact, Passage
from briefing.plain import Frozen
from briefing.text.tables import shipped

if TYPE_CHECKING:
    from briefing.find.entities import Entity
    from briefing.find.events import Event
    from briefing.find.figures import Figure
    from briefing.find.quotes import Quote

Relation = Literal["same", "same value", "detail", "figure", "certainty", "credit", "negation"]
Span = tuple[int, int]  # word places, half open


class Side(Frozen):
    """A sentence of one account with the facts that stand in it."""

    unit: Unit
    part: Span  # the part of it that is most like the other sentence
    figures: tuple[Figure, ...]
    events: tuple[Event, ...]
    mentions: tuple[tuple[str, Passage], ...]  # entity slug and place, in reading order
    quotes: tuple[Quote, ...]
    people: tuple[Passage, ...] = ()  # mentions of persons
    meant: tuple[Passage, ...] = ()  # the person whom "he" means, or "the man"

    def span(self, passage: Passage) -> Span | None:
        """The words of a passage of this sentence; None when it stands elsewhere."""
        own = self.unit.passage
        if passage.block != own.block or passage.start < own.start or passage.end > own.end:
            return None
        start, end = passage.start - own.start, passage.end - own.start
        at = [i for i, (a, b) in enumerate(self.unit.spans) if a < end and b > start]
        return (at[0], at[-1] + 1) if at else None

    def cut(self, span: Span) -> Passage:
        """The passage of some words."""
        return closed(self.unit, self.unit.cut(*span))


class Found(Frozen):
    """One finding: the relation, the words that differ or agree."""

    relation: Relation
    marks_a: tuple[Passage, ...]
    marks_b: tuple[Passage, ...]
    change: tuple[str, str] | None = None
    more: Literal["a", "b", ""] = ""


def inside(passage: Passage, other: Passage) -> bool:
    """Whether a passage lies in another one."""
    return passage.block == other.block and other.start <= passage.start and passage.end <= other.end


def closed(unit: Unit, passage: Passage) -> Passage:
    """A passage with the bracket that closes the one it opens, where that follows at once."""
    text, after = passage.text, passage.end - unit.passage.start
    if text.count("(") > text.count(")") and unit.passage.text[after : after + 1] == ")":
        return Passage(text + ")", passage.block, passage.start, passage.end + 1, passage.lines)
    return passage


def side_of(unit: Unit, part: Span, briefing: Briefing) -> Side:
    """A sentence with its facts."""

    def here(kind: str) -> list[Fact]:
        return [fact for fact in briefing.facts.get(kind, ()) if fact.sentence == unit.sentence]

    mentions = [
        (entity.slug, mention.passage, entity.kind)
        for entity in cast("tuple[Entity, ...]", briefing.facts.get("entities", ()))
        for mention in entity.mentions
        if mention.sentence == unit.sentence
    ]
    mentions.sort(key=lambda row: (row[1].start, -row[1].end, row[0]))
    return Side(
        unit,
        part,
        tuple(cast("list[Figure]", here("figures"))),
        tuple(cast("list[Event]", here("events"))),
        tuple((slug, passage) for slug, passage, _ in mentions),
        tuple(cast("list[Quote]", here("quotes"))),
        tuple(passage for _, passage, kind in mentions if kind == "person"),
        _meant(unit, briefing, [passage for _, passage, _ in mentions]),
    )


def _meant(unit: Unit, briefing: Briefing, named: Sequence[Passage]) -> tuple[Passage, ...]:
    """Whom "he" or "the man" means, as far as the last person told of before tells; () for any other sentence.

    Those who only speak in the sentences before are not meant, nor is anybody where a name stands before "he".
    """
    words = unit.words
    places = [at for at, word in enumerate(words[:FIRST]) if word in ("he", "she", "his", "her")]
    places += [
        at for at, pair in enumerate(pairwise(words)) if pair[0] == "the" and pair[1] in listed("people", "nouns")
    ]
    if not places or any(one.start < unit.passage.start + unit.spans[places[0]][0] for one in named):
        return ()
    speaking = {quote.speaker for quote in cast("tuple[Quote, ...]", briefing.facts.get("quotes", ()))}
    before = [
        mention
        for entity in cast("tuple[Entity, ...]", briefing.facts.get("entities", ()))
        if entity.kind == "person"
        for mention in entity.mentions
        if unit.sentence - BACK <= mention.sentence < unit.sentence
    ]
    before = [mention for mention in before if not any(one and inside(mention.passage, one) for one in speaking)]
    last = max(before, key=lambda one: (one.sentence, one.passage.start), default=None)
    return (last.passage,) if last else ()


FIRST, BACK = 5, 4  # words in which a pronoun opens a sentence; sentences in which its name is looked for
LONG, SPELT = 5, 0.8  # letters of a name, and how like it another spelling is


def spelt_alike(one: str, other: str) -> bool:
    """Whether two words in small letters are one name spelt otherwise: "orlund", "orlunde"."""
    if min(len(one), len(other)) < LONG or one[:3] != other[:3]:
        return one == other
    from difflib import SequenceMatcher  # few articles have two names so near

    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= SPELT


def phrases(unit: Unit, room: str, name: str) -> list[Span]:
    """Where listed phrases stand in a sentence, the longest at each place."""
    known = listed(room, name)
    return [
        (at, at + size)
        for at in range(len(unit.words))
        for size in (4, 3, 2, 1)
        if at + size <= len(unit.words) and " ".join(unit.words[at : at + size]) in known
    ]


@cache
def listed(room: str, name: str) -> frozenset[str]:
    """A list of ``data/words/compare.toml``."""
    return frozenset(shipped("compare")[room][name])


@cache
def edges() -> frozenset[str]:
    """Small words, with which no phrase begins or ends."""
    return frozenset(shipped("compare")["edges"])
