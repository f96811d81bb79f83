"""Briefings → Edition: what several articles have in common.

``likeness`` tells how alike two accounts are, ``links`` which are looked at, ``stories`` groups accounts of one
happening, ``copies`` knows reprints, ``kin`` what is related, ``compare`` sets accounts side by side,
``timeline``, ``entities``, ``figures`` and ``hubs`` collect across articles. ``gather`` sees only cards; a page loads
the briefings that it shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, cast

from briefing.gather import kin, stories
from briefing.gather.copies import sketch
from briefing.gather.entities import names
from briefing.gather.hint import Hint
from briefing.gather.kin import Kin
from briefing.gather.links import Trace
from briefing.gather.months import months
from briefing.gather.rarity import words_of
from briefing.gather.routes import routes
from briefing.gather.signature import packed, signature
from briefing.model import Block, Briefing, Card, Edition, Pin, Stated, Story

if TYPE_CHECKING:
    from briefing.find.quotes import Quote


def card(briefing: Briefing, slug: str) -> Card:
    """What others need of a briefing. ``first_seen``, ``changed`` and ``order`` come later, from the record.

    ``words`` counts the body; a character of Chinese, Japanese or Korean counts as one.
    """
    article = briefing.article
    named = names(briefing)
    words = [word for at in article.body() for word in words_of(article.blocks[at].text)]
    topics: dict[str, int] = {}
    for label in briefing.labels:
        topics[label.topic] = topics.get(label.topic, 0) + 1
    kept = {line for block in article.blocks for line in range(block.lines[0], block.lines[1] + 1)}
    filled = [number for number, line in enumerate(article.source.lines, 1) if line]
    head = article.head
    return Card(
        slug=slug,
        path=article.source.path,
        sha256=article.source.sha256,
        title=head.headline,
        published=head.published,
        publisher=head.publisher,
        url=head.url.value if head.url else None,
        language=article.source.language,
        status=article.sidecar.status,
        reuse=article.sidecar.text or "full",
        words=len(words),
        lines=len(filled),
        kept=sum(number in kept for number in filled),
        topics={topic: topics[topic] for topic in sorted(topics)},
        entities=named,
        figures=len(briefing.facts.get("figures", ())),
        quotes=sum(quote.direct for quote in cast("tuple[Quote, ...]", briefing.facts.get("quotes", ()))),
        events=len(briefing.facts.get("events", ())),
        signature=packed(signature(briefing)),
        sketch=sketch(words),
        fingerprint=fingerprint(briefing),
        months=months(briefing),
        warnings=article.warnings,
        cuts=_cuts(briefing),
        routes=tuple(tuple(stop.slug for stop in route.stops) for route in routes(briefing)),
        telling=stories.telling(named),
    )


def gather(
    cards: Iterable[Card],
    pins: Sequence[Pin] = (),
    traces: Hint[Trace] | None = None,
    kindred: Hint[Kin] | None = None,
) -> Edition:
    """Everything that goes out together: cards newest published first, undated last, then by slug; every story.

    ``pins`` is an editor's word on stories, ``Desk.stories``; ``traces`` and ``kindred`` are of an earlier build.
    """
    every = {card.slug: card for card in _newest_first(cards)}
    found = stories.stories(every.values(), pins, traces)
    story_of = {slug: story.slug for story in found for slug in story.accounts}
    return Edition(
        cards=every,
        stories={story.slug: story for story in found},
        story_of=story_of,
        related=kin.related(every.values(), story_of, kindred),
    )


def apart(cards: Iterable[Card]) -> Edition:
    """The same with every article on its own: no stories, nothing related."""
    every = {card.slug: card for card in _newest_first(cards)}
    return Edition(every, {slug: Story(slug, (slug,), ()) for slug in every}, {slug: slug for slug in every}, {})


def _cuts(briefing: Briefing) -> dict[str, int]:
    """Lines cut by rule, rules A to Z."""
    found: dict[str, int] = {}
    for cut in briefing.article.cuts:
        first, last = cut.block.lines
        found[cut.verdict.rule] = found.get(cut.verdict.rule, 0) + last - first + 1
    return dict(sorted(found.items()))


def fingerprint(briefing: Briefing) -> str:
    """Hash of the text a reader sees: the kept blocks and what the head states. 32 hex digits.

    The same on every machine and Python; what was cut, the file's name and its bytes do not count.
    """
    article = briefing.article
    head = article.head
    stated = (head.headline, head.byline, head.published, head.publisher, head.dateline, head.url)
    seen = [[_seen(value) for value in stated], [_shown(block) for block in article.blocks], article.sidecar.status]
    text = json.dumps(seen, ensure_ascii=False, separators=(",", ":"))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _seen(value: Stated | None) -> list[str] | None:
    return [value.text, value.value] if value else None


def _shown(block: Block) -> list[str | int]:
    return [block.kind, block.level, block.text]


def _newest_first(cards: Iterable[Card]) -> list[Card]:
    """A date counts at its precision: 2024-07 stands after every day of July 2024, and a day before its hours."""
    return sorted(sorted(cards, key=lambda card: card.slug), key=_date, reverse=True)


def _date(card: Card) -> str:
    return card.published.value.ljust(10, " ").ljust(40, "~") if card.published else ""
