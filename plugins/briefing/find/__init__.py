"""An article's facts. Each finder sees the article and the desk, never another finder's result."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec

from briefing.model import Article, Desk, Fact

Finder = Callable[[Article, Desk], Iterator[Fact]]


def _finder(name: str) -> Finder:
    return import_module(f"briefing.find.{name}").find


# the kinds of facts, in the order in which pages show them
FACTS: dict[str, Finder] = {
    name: _finder(name) for name in ("entities", "quotes", "figures", "events") if find_spec(f"briefing.find.{name}")
}


def find(article: Article, desk: Desk) -> Mapping[str, tuple[Fact, ...]]:
    """All facts of an article by kind, each kind in reading order."""
    return {name: tuple(finder(article, desk)) for name, finder in FACTS.items()}
