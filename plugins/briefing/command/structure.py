"""A briefing as plain data: what ``explain --json`` and ``clean --jsonl`` answer. Lines count from 1."""

from __future__ import annotations

from typing import Any, cast

from briefing.find.entities import Entity
from briefing.find.events import Event
from briefing.find.figures import Figure
from briefing.find.quotes import Quote
from briefing.model import Article, Block, Briefing, Passage, Stated


def title(article: Article) -> str | None:
    """The headline as it is shown; None when there is none."""
    return _value(article.head.headline)


def text(article: Article) -> str:
    """The article's own text without its title, a line a block."""
    return "\n".join(article.blocks[place].text for place in article.body())


def kept_lines(article: Article) -> list[int]:
    """Numbers of all lines that are kept, title and byline among them."""
    return sorted({line for block in article.blocks for line in range(block.lines[0], block.lines[1] + 1)})


def numbers(block: Block) -> list[int]:
    """Numbers of the lines of a block."""
    return list(range(block.lines[0], block.lines[1] + 1))


def cuts(article: Article) -> list[dict[str, Any]]:
    """What is cut, in the order of the file, each with its line numbers, rule and reason."""
    return [
        {"lines": numbers(cut.block), "text": cut.block.text, "rule": cut.verdict.rule, "why": cut.verdict.why}
        for cut in sorted(article.cuts, key=lambda cut: cut.block.lines)
    ]


def whole(briefing: Briefing) -> dict[str, Any]:
    """The structured article, all of it."""
    article = briefing.article
    facts = briefing.facts

    def line(passage: Passage) -> int:
        return line_of(article, passage)

    return {
        "title": title(article),
        "published": _value(article.head.published),
        "publisher": _value(article.head.publisher),
        "author": _value(article.head.byline),
        "url": _value(article.head.url),
        "language": article.source.language,
        "text": text(article),
        "kept_lines": kept_lines(article),
        "cuts": cuts(article),
        "paragraphs": _paragraphs(briefing),
        "entities": [
            {
                "name": entity.name,
                "type": entity.kind,
                "mentions": [
                    {"text": mention.passage.text, "line": line(mention.passage)} for mention in entity.mentions
                ],
            }
            for entity in cast("tuple[Entity, ...]", facts.get("entities", ()))
        ],
        "figures": [
            {
                "text": figure.passage.text,
                "value": figure.value,
                "bound": _text(figure.bound),
                "unit": figure.unit,
                "of": _text(figure.of),
                "line": line(figure.passage),
            }
            for figure in cast("tuple[Figure, ...]", facts.get("figures", ()))
        ],
        "quotes": [
            {"words": quote.passage.text, "speaker": _text(quote.speaker), "line": line(quote.passage)}
            for quote in cast("tuple[Quote, ...]", facts.get("quotes", ()))
            if quote.direct
        ],
        "events": [
            {
                "expression": event.passage.text,
                "resolved": event.resolved,
                "granularity": event.granularity,
                "line": line(event.passage),
            }
            for event in cast("tuple[Event, ...]", facts.get("events", ()))
        ],
        "points": [" ".join(passage.text for passage in point.passages) for point in briefing.points],
    }


def line_of(article: Article, passage: Passage) -> int:
    """The line in which a passage begins: a wrapped paragraph has several."""
    first, last = passage.lines
    at = 0
    for number in range(first, last):
        at += len(article.source.lines[number - 1]) + 1
        if passage.start < at:
            return number
    return last


def _paragraphs(briefing: Briefing) -> list[dict[str, Any]]:
    found = []
    for place in briefing.article.body():
        block = briefing.article.blocks[place]
        if block.kind == "heading":
            continue
        topics = [
            {"topic": label.topic, "words": [passage.text for passage in label.words]}
            for label in briefing.labels
            if label.block == place
        ]
        found.append({"text": block.text, "lines": numbers(block), "topics": topics})
    return found


def _value(stated: Stated | None) -> str | None:
    return stated.value if stated else None


def _text(passage: Passage | None) -> str | None:
    return passage.text if passage else None
