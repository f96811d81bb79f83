"""Routes as the sources state them: places that one sentence names in order as the stops of a line.

A place only counts as a stop where the words before it say so ("from", "through", "to"). What is not plain is no route:
nothing is drawn that no sentence states.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, cast

from briefing.lazy import regex
from briefing.model import Briefing, Passage
from briefing.plain import Frozen
from briefing.text.tables import base, either, shipped

if TYPE_CHECKING:
    from briefing.find.entities import Entity

NEAR = 70  # characters before the first stop in which the line itself is named
LEAD = 60  # characters before a place that can say what it is on the way
STOPS = 12  # of one route; a sentence that names more is a list


class Stop(Frozen):
    """A place on the way. ``passage``: its name as it stands there."""

    slug: str
    passage: Passage


class Route(Frozen):
    """The stops of a line in the order of one sentence."""

    sentence: Passage
    stops: tuple[Stop, ...]
    proposed: bool  # the sentence speaks of what is to come


def routes(briefing: Briefing) -> tuple[Route, ...]:
    """The routes that an article states, in reading order; of the same stops the first.

    A route has two stops or more. It begins where the words before a place say so ("from Kashgar") and the line is
    named shortly before; each further stop has its own word ("through", "into"), or follows in a list of those passed
    through. A list at an end ("to Iran and Iraq") and a choice give no order: such a sentence states no route.

    "A railway from China to Iran is built." states one route of two stops.
    """
    rules = _rules(base(briefing.article.source.language))
    if rules is None:
        return ()
    entities = cast("tuple[Entity, ...]", briefing.facts.get("entities", ()))
    named: dict[int, list[Stop]] = {}
    for entity in entities:
        if entity.kind in ("place", "project"):
            for mention in entity.mentions:
                named.setdefault(mention.sentence, []).append(Stop(entity.slug, mention.passage))
    projects = {entity.slug for entity in entities if entity.kind == "project"}
    found: dict[tuple[str, ...], Route] = {}
    for number in sorted(named):
        sentence = briefing.article.sentences[number]
        if briefing.article.blocks[sentence.block].kind in ("title", "head"):
            continue
        every = sorted(named[number], key=lambda stop: stop.passage.start)
        for stops in _chains(sentence, every, projects, rules):
            proposed = rules.coming.search(sentence.text) is not None
            found.setdefault(tuple(stop.slug for stop in stops), Route(sentence, stops, proposed))
    return tuple(found.values())


class _Rules(Frozen):
    roles: tuple[tuple[str, re.Pattern[str]], ...]
    line: re.Pattern[str]
    never: re.Pattern[str]
    coming: re.Pattern[str]


@cache
def _rules(language: str) -> _Rules | None:
    """What tells the stops of a line in a language; None for one without a list."""
    table = shipped("routes").get(language)
    if table is None:
        return None
    spaced = language != "zh"
    edge, gap = (r"(?<![\w-])", r"\s+") if spaced else ("", "")
    between = rf"(?:(?:{either(table['between'])}){gap}){{0,4}}" if table["between"] else ""
    roles = [
        (role, regex(rf"^\s*(?:{either(table[role])})\s*{between}$", re.IGNORECASE)) for role in ("list", "either")
    ]
    for role in ("start", "via", "next", "inside"):
        roles.append((role, regex(rf"{edge}(?:{either(table[role])}){gap}{between}$", re.IGNORECASE)))
    status = shipped("status").get(language, {})
    coming = [*status.get("coming", ()), *status.get("might", ())]
    word = r"(?<![\w-])(?:{})(?![\w-])" if spaced else "(?:{})"
    return _Rules(
        tuple(roles),
        regex(word.format(either(table["line"])), re.IGNORECASE),
        regex(word.format(either(table["never"])), re.IGNORECASE),
        regex(word.format(either(coming)), re.IGNORECASE),
    )


def _chains(sentence: Passage, named: list[Stop], projects: set[str], rules: _Rules) -> Iterator[tuple[Stop, ...]]:
    """The runs of stops in one sentence."""
    chain: list[Stop] = []
    last, plain, before = "", True, ""
    reached = 0
    for stop in [*named, None]:
        if stop is None:
            role = "end"
        else:
            start, end = stop.passage.start - sentence.start, stop.passage.end - sentence.start
            if start < reached:
                continue
            lead = sentence.text[max(reached, start - LEAD) : start]
            after = sentence.text[end : end + 2]
            # "China's Kashgar": the owner says where; what it was said to be is said of the place behind it
            role = before if lead.strip() in ("'s", "’s") else _role(lead, rules)
            reached = end
            before = role
            if stop.slug in projects or role == "inside" or after in ("'s", "’s"):
                continue
        if stop is not None and role in ("via", "next") and chain and len(chain) < STOPS:
            chain.append(stop)
            last = role
        elif stop is not None and role == "list" and chain and last == "via":
            chain.append(stop)
        elif role in ("list", "either") and chain:
            plain = False  # "to Iran and Iraq", "through Iran or Turkmenistan": no order
        else:
            if plain and len({one.slug for one in chain}) > 1:
                yield tuple(chain)
            chain, last, plain = [], "", True
            if role == "start" and stop is not None and _is_line(sentence, stop, named, projects, rules):
                chain, last = [stop], "start"


def _role(lead: str, rules: _Rules) -> str:
    """What the words before a place make it: "start", "via", "next", "inside", "list", "either", "" for nothing."""
    return next((role for role, pattern in rules.roles if pattern.search(lead)), "")


def _is_line(sentence: Passage, first: Stop, named: list[Stop], projects: set[str], rules: _Rules) -> bool:
    """Whether the line is named shortly before its first stop, and not denied."""
    start = first.passage.start
    here = start - sentence.start
    told = sentence.text[max(0, here - NEAR) : here]
    if rules.never.search(told):
        return False
    project = any(stop.slug in projects and 0 <= start - stop.passage.end <= NEAR for stop in named)
    return project or rules.line.search(told) is not None
