"""Hubs: the passages that a topic labels, by story, with the words that earned the label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from briefing.model import Briefing, Card, Edition, Label


@dataclass(frozen=True, slots=True)
class Group:
    """What one story has on a topic: (slug of the account, label), in the order of accounts and reading."""

    story: str
    passages: tuple[tuple[str, Label], ...]


@dataclass(frozen=True, slots=True)
class Hub:
    """A topic's passages. ``words`` are those that earned the labels, most frequent first."""

    topic: str
    groups: tuple[Group, ...]
    accounts: tuple[str, ...]
    passages: int
    words: tuple[tuple[str, int], ...]


def passages(briefing: Briefing) -> tuple[tuple[str, Label], ...]:
    """(topic slug, label) of every labelled paragraph, in reading order, a paragraph's topics A to Z."""
    return tuple(
        (label.topic, label) for label in sorted(briefing.labels, key=lambda label: (label.block, label.topic))
    )


def cards_on(topic: str, cards: Iterable[Card]) -> tuple[Card, ...]:
    """The cards with a passage on a topic, in the order given (an edition's: newest first)."""
    return tuple(card for card in cards if card.topics.get(topic))


def hub(topic: str, edition: Edition, load: Callable[[str], Briefing], most: int | None = None) -> Hub:
    """A topic's passages by story, the one with the newest account first; inside, accounts newest first.

    ``load`` gives the briefing of a card's slug; each is asked for once and not kept. ``most`` limits the stories, for
    a first page; counts are then of these stories.
    """
    by_story: dict[str, list[Card]] = {}
    for card in cards_on(topic, edition.cards.values()):
        by_story.setdefault(edition.story_of[card.slug], []).append(card)
    groups = []
    words: Counter[str] = Counter()
    for story, cards in list(by_story.items())[:most]:
        found = []
        for card in cards:
            for label_topic, label in passages(load(card.slug)):
                if label_topic == topic:
                    found.append((card.slug, label))
                    words.update(passage.text.lower() for passage in label.words)
        if found:
            groups.append(Group(story, tuple(found)))
    return Hub(
        topic,
        tuple(groups),
        tuple(dict.fromkeys(slug for group in groups for slug, _ in group.passages)),
        sum(len(group.passages) for group in groups),
        tuple(sorted(words.items(), key=lambda item: (-item[1], item[0]))),
    )


def counts(cards: Iterable[Card]) -> Mapping[str, int]:
    """Topic to number of passages, from cards alone; A to Z."""
    total: Counter[str] = Counter()
    for card in cards:
        total.update(card.topics)
    return {topic: total[topic] for topic in sorted(total)}
