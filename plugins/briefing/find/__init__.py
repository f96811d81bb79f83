"""An article's facts. Each finder sees the article and the desk, never another finder's result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from briefing.find import entities, events, figures, quotes
from briefing.model import Article, Desk, Fact
from briefing.plain import NotPlain, decode

Finder = Callable[[Article, Desk], Iterable[Fact]]

# the kinds of facts, in the order in which pages show them
FACTS: Mapping[str, Finder] = {
    "entities": entities.find,
    "quotes": quotes.find,
    "figures": figures.find,
    "events": events.find,
}
KINDS: Mapping[str, type[tuple[Fact, ...]]] = {
    "entities": tuple[entities.Entity, ...],
    "quotes": tuple[quotes.Quote, ...],
    "figures": tuple[figures.Figure, ...],
    "events": tuple[events.Event, ...],
}


def find(article: Article, desk: Desk) -> Mapping[str, tuple[Fact, ...]]:
    """All facts of an article by kind, each kind in reading order."""
    return {name: tuple(finder(article, desk)) for name, finder in FACTS.items()}


def known(rows: Mapping[str, bytes]) -> Mapping[str, tuple[Fact, ...]]:
    """The facts that ``plain.encode`` made rows of, by the same names. Raises NotPlain for rows of anything else."""
    if rows.keys() != KINDS.keys():
        raise NotPlain(f"no facts: {', '.join(rows)[:80]}")
    return {name: decode(kind, rows[name]) for name, kind in KINDS.items()}
