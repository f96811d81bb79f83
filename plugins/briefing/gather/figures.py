"""The same figure in several accounts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, cast

from briefing.gather.rarity import rarity, word_at
from briefing.model import Article, Briefing

if TYPE_CHECKING:
    from briefing.find.figures import Figure

AFTER = 6  # words after a figure that tell what it counts, where the finder does not


def together(briefings: Mapping[str, Briefing]) -> tuple[tuple[tuple[str, Figure], ...], ...]:
    """Groups of (slug, figure), each the same value of the same thing, in the order of accounts and reading.

    A figure with a number joins an earlier one of the same value and unit when what they count shares a rare word.
    Vague amounts stand alone. Groups stand in the order of their first figure.
    """
    groups: list[list[tuple[str, Figure]]] = []
    counted: list[set[str]] = []
    by_value: dict[tuple[str, str, str], list[int]] = {}
    for slug, briefing in briefings.items():
        for figure in cast("tuple[Figure, ...]", briefing.facts.get("figures", ())):
            words = of_words(briefing.article, figure)
            key = _key(figure)
            places = by_value.setdefault(key, []) if key else []
            for place in places:
                if counted[place] & words:
                    groups[place].append((slug, figure))
                    counted[place] |= words
                    break
            else:
                places.append(len(groups))
                groups.append([(slug, figure)])
                counted.append(set(words))
    return tuple(tuple(group) for group in groups)


def of_words(article: Article, figure: Figure) -> set[str]:
    """The first letters of the rare words that tell what a figure counts: its "of", else the words after it."""
    if figure.of is not None:
        text = figure.of.text
    else:
        block = article.blocks[figure.passage.block]
        text = block.text[figure.passage.end : figure.passage.end + 80]
    words = [word.lower() for word, _, _ in word_at(text)][:AFTER]
    return {word[:6] for word in words if rarity(word) >= 2}


def _key(figure: Figure) -> tuple[str, str, str] | None:
    if figure.value is None:
        return None
    try:
        value = str(Decimal(figure.value).normalize())
    except InvalidOperation:
        return None
    return figure.unit, value, figure.high or ""
