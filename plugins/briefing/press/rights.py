"""What of a briefing may be shown: all of it, or only its key points, quotes and figures.

A reduced briefing has no other sentence in it, so that no page, twin or feed made from it can show one.
"""

from __future__ import annotations

from msgspec.structs import replace

from briefing.find.entities import Entity
from briefing.find.figures import Figure
from briefing.find.quotes import Quote
from briefing.model import Briefing, Fact, Passage, Point


def reduced(briefing: Briefing) -> Briefing:
    """The briefing with nothing left but title, key points, direct quotes and figures.

    Its sentences are the whole sentences of the key points and the bare words of quotes and figures. The sentence under
    the headline is the first of the points: it tells more than any other.
    """
    article = briefing.article
    points = ((Point((briefing.dek,)),) if briefing.dek else ()) + briefing.points
    titles = {i for i, block in enumerate(article.blocks) if block.kind == "title"}
    spans = {(s.block, s.start): s for s in article.sentences if s.block in titles}
    spans |= {(p.block, p.start): p for point in points for p in point.passages}
    wanted = [
        fact.passage
        for name in ("quotes", "figures")
        for fact in briefing.facts.get(name, ())
        if not isinstance(fact, Quote) or fact.direct
    ]
    for passage in wanted:
        if not any(_inside(passage, span) for span in spans.values()):
            spans[passage.block, passage.start] = passage
    sentences = tuple(_apart(sorted(spans.values(), key=lambda s: (s.block, s.start, -s.end))))
    facts: dict[str, tuple[Fact, ...]] = {}
    for name, found in briefing.facts.items():
        facts[name] = tuple(kept for fact in found if (kept := _kept(fact, sentences)) is not None)
    labels = tuple(
        replace(label, words=words)
        for label in briefing.labels
        if (words := tuple(word for word in label.words if _place(word, sentences) is not None))
    )
    return replace(
        briefing, article=replace(article, sentences=sentences), facts=facts, dek=None, points=points, labels=labels
    )


def _apart(spans: list[Passage]) -> list[Passage]:
    kept: list[Passage] = []
    for span in spans:
        if not kept or kept[-1].block != span.block or kept[-1].end <= span.start:
            kept.append(span)
    return kept


def _inside(inner: Passage, outer: Passage) -> bool:
    return inner.block == outer.block and outer.start <= inner.start and inner.end <= outer.end


def _place(passage: Passage, sentences: tuple[Passage, ...]) -> int | None:
    return next((i for i, sentence in enumerate(sentences) if _inside(passage, sentence)), None)


def _kept(fact: Fact, sentences: tuple[Passage, ...]) -> Fact | None:
    """The fact, pointing to its place among the sentences that remain; None when it may not be shown."""

    def allowed(passage: Passage | None) -> Passage | None:
        return passage if passage and _place(passage, sentences) is not None else None

    place = _place(fact.passage, sentences)
    if isinstance(fact, Entity):
        places = [(mention, _place(mention.passage, sentences)) for mention in fact.mentions]
        mentions = tuple(replace(mention, sentence=at) for mention, at in places if at is not None)
        if not mentions:
            return None
        roles = tuple(role for role in fact.roles if allowed(role))
        first = mentions[0]
        expansion = allowed(fact.expansion)
        return replace(
            fact, passage=first.passage, sentence=first.sentence, mentions=mentions, roles=roles, expansion=expansion
        )
    if place is None:
        return None
    if isinstance(fact, Quote):
        if not fact.direct:
            return None
        # who spoke belongs to the quote: the name alone is shown even where its sentence is not
        return replace(fact, sentence=place, verb=allowed(fact.verb))
    if isinstance(fact, Figure):
        return replace(fact, sentence=place, of=allowed(fact.of), who=allowed(fact.who))
    return replace(fact, sentence=place)
