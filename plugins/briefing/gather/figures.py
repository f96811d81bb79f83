"""The same figure in several accounts, and what several accounts put in numbers of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import TYPE_CHECKING, cast

from briefing.gather.amounts import equal
from briefing.gather.rarity import rarity, words_of
from briefing.model import Article, Briefing, Comparison, Extract

if TYPE_CHECKING:
    from briefing.find.figures import Figure

MOST = 500  # figures of an account that are compared with those of others
AFTER = 6  # words after a figure that tell what it counts, where the finder does not

Place = tuple[str, int]  # of a passage: slug and block


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
    words = [word.lower() for word in words_of(text)[:AFTER]]
    return {word[:6] for word in words if rarity(word) >= 2}


def _key(figure: Figure) -> tuple[str, str, str] | None:
    if figure.value is None:
        return None
    try:
        value = str(Decimal(figure.value).normalize())
    except InvalidOperation:
        return None
    return figure.unit, value, figure.high or ""


def compared(
    briefings: Mapping[str, Briefing], comparison: Comparison | None = None
) -> tuple[tuple[tuple[str, Figure], ...], ...]:
    """Groups of (slug, figure) in which two accounts or more put the same thing in numbers, and not the same way.

    Numbers of one unit belong together when two of three speak for it: what they count shares a rare word, each can be
    what the other says ("almost 1,000" and 972), the ``comparison`` set their sentences side by side. One number an
    account; those that all say the same value without a bound need no comparing.
    """
    groups: list[list[tuple[str, Figure]]] = []
    counting: dict[tuple[str, str], list[int]] = defaultdict(list)  # groups by unit and word
    standing: dict[Place, list[int]] = defaultdict(list)  # groups by the places of their figures
    beside = _beside(comparison)
    for slug, briefing in briefings.items():
        added: list[tuple[int, Figure, set[str]]] = []
        for figure in cast("tuple[Figure, ...]", briefing.facts.get("figures", ()))[:MOST]:
            if figure.value is None or figure.unit == "ordinal":
                continue
            words = of_words(briefing.article, figure)
            pairs = beside.get((slug, figure.passage.block), ())
            likely = {at for word in words for at in counting.get((figure.unit, word), ())}
            likely.update(at for _, b in pairs for at in standing.get((b.slug, b.passage.block), ()))
            for at in sorted(likely):
                group = groups[at]
                if all(slug != other for other, _ in group) and any(
                    _alike(
                        briefings[other].article,
                        known,
                        figure,
                        words,
                        partial(_paired, pairs, (slug, figure), (other, known)),
                    )
                    for other, known in group
                ):
                    group.append((slug, figure))
                    break
            else:
                at = len(groups)
                groups.append([(slug, figure)])
            added.append((at, figure, words))
        for at, figure, words in added:
            standing[slug, figure.passage.block].append(at)
            for word in words:
                counting[figure.unit, word].append(at)
    return tuple(tuple(group) for group in groups if len(group) > 1 and _tells(group))


def _alike(article: Article, known: Figure, figure: Figure, words: set[str], paired: Callable[[], bool]) -> bool:
    """Whether two figures are of one thing: two of three speak for it: words, values, sentences."""
    if figure.unit != known.unit:
        return False
    same = equal(known, figure)
    if words & of_words(article, known):
        return same or paired()
    return same and bool(figure.unit) and paired()


def _tells(group: list[tuple[str, Figure]]) -> bool:
    """Whether numbers differ, in value or in what bounds them."""
    return len({(_key(figure), figure.relation) for _, figure in group}) > 1 or group[0][1].relation != "="


def _beside(comparison: Comparison | None) -> Mapping[Place, list[tuple[Extract, Extract]]]:
    """By the place of an extract: it, and what is set beside it."""
    found: dict[Place, list[tuple[Extract, Extract]]] = defaultdict(list)
    for pair in comparison.pairs if comparison else ():
        for a, b in ((pair.a, pair.b), (pair.b, pair.a)):
            found[a.slug, a.passage.block].append((a, b))
    return found


def _paired(pairs: Iterable[tuple[Extract, Extract]], one: tuple[str, Figure], other: tuple[str, Figure]) -> bool:
    """Whether two figures stand in passages that are set side by side."""
    return any(_holds(a, *one) and _holds(b, *other) for a, b in pairs)


def _holds(extract: Extract, slug: str, figure: Figure) -> bool:
    outer, inner = extract.passage, figure.passage
    return extract.slug == slug and outer.block == inner.block and outer.start <= inner.start and inner.end <= outer.end
