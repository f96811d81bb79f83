"""What a reader gets first of an article: the sentence under the headline, key points, topics of its paragraphs."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from briefing.brief import points, topics
from briefing.model import Article, Briefing, Desk, Fact


def brief(article: Article, facts: Mapping[str, tuple[Fact, ...]], desk: Desk) -> Briefing:
    """The briefing of an article, from its facts. The only two judgements that may read the facts are made here."""
    dek, chosen = points.choose(article, facts, desk)
    labels = topics.label(article, desk)
    earned: dict[int, list[str]] = {}
    for label in labels:
        earned.setdefault(label.block, []).append(label.topic)
    told = tuple(replace(point, topics=tuple(earned.get(point.passages[-1].block, ()))) for point in chosen)
    return Briefing(article, facts, dek, told, labels)
