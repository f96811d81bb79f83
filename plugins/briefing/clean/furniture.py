"""What the ancestors of a block say (html only): menus, footers, forms, comment lists, share bars."""

from __future__ import annotations

from functools import lru_cache

from briefing.clean.page import Page, Verdicts
from briefing.lazy import regex
from briefing.model import Verdict
from briefing.text.tables import shipped

MOST = 0.4  # share of the page's prose; a box that holds more is the story's own, whatever it is called
NEVER = 1.1  # a chance that no block has
START = regex(r"[.#\[]")
PART = regex(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def judge(page: Page, verdicts: Verdicts) -> Verdicts:
    """Cuts of blocks inside a box whose tag, class or id names furniture."""
    if not page.trails and not any(block.trail for block in page.blocks):
        return {}
    most = MOST * sum(page.weight)
    said: Verdicts = {}
    known: dict[tuple[str, ...], Verdict | None] = {}
    for place, block in enumerate(page.blocks):
        if block.trail and block.kind != "head" and place not in verdicts:
            if block.trail not in known:
                known[block.trail] = _verdict(page, block.trail, most)
            if verdict := known[block.trail]:
                said[place] = verdict
    return said


def _verdict(page: Page, trail: tuple[str, ...], most: float) -> Verdict | None:
    """Of the outermost ancestor that names furniture and does not hold the story."""
    path = ""
    for name in trail:
        path = f"{path}/{name}"
        if page.trails.get(path, 0) > most:
            continue
        if found := named(name):
            rule, call, why = found
            return Verdict("cut" if call == "cut" else "ask", rule, why, 0.9 if call == "cut" else 0.7)
    return None


@lru_cache(maxsize=4096)
def named(name: str) -> tuple[str, str, str] | None:
    """Rule, call and reason of an ancestor such as "div.comments#reply"; None when it says nothing.

    >>> named("div.post-comments#reply")[0]
    'furniture.comments'
    >>> named("div.story-body") is None
    True
    """
    tag, words = parts(name)
    for rule, row in shipped("furniture").items():
        if tag in row.get("tags", ()) or words & _words(rule):
            return f"furniture.{rule}", row.get("call", "cut"), row["why"]
    return None


@lru_cache(maxsize=4096)
def parts(name: str) -> tuple[str, frozenset[str]]:
    """Tag of an ancestor, and the words in its classes, id and role.

    >>> parts("div.postComments#reply")[0], sorted(parts("div.postComments#reply")[1])
    ('div', ['comments', 'post', 'reply'])
    """
    tag = START.split(name, maxsplit=1)[0]
    return tag, frozenset(part.lower() for part in PART.findall(name[len(tag) :]))


def demands(page: Page) -> list[tuple[float, str, str] | None]:
    """Of each block in a box that is not of the story, even inside it: the chance it needs, the rule, the reason."""
    most = MOST * sum(page.weight)
    known = {trail: _demand(page, trail, most) for trail in {block.trail for block in page.blocks}}
    found = []
    for block in page.blocks:
        row = known[block.trail]
        found.append(None if row is None or block.kind in row[3] else row[:3])
    return found


def _demand(page: Page, trail: tuple[str, ...], most: float) -> tuple[float, str, str, tuple[str, ...]] | None:
    """Of the ancestor that demands most, of those that do not hold the story."""
    found: list[tuple[float, str, str, tuple[str, ...]]] = []
    path = ""
    for name in trail:
        path = f"{path}/{name}"
        if (row := box(name)) and page.trails.get(path, 0) <= most:
            found.append(row)
    return max(found, key=lambda row: row[0], default=None)


@lru_cache(maxsize=4096)
def box(name: str) -> tuple[float, str, str, tuple[str, ...]] | None:
    """Of an ancestor: the chance that what it holds needs, rule, reason, kinds left out; None when it demands nothing.

    >>> box("blockquote.twitter-tweet.wide")[1]
    'furniture.post'
    >>> box("blockquote.twitter") is None
    True
    """
    tag, words = parts(name)
    classes = frozenset(START.split(name)[1:])
    for rule, row in shipped("boxes").items():
        if tag in row.get("tags", ()) or words & {*row.get("words", ())} or classes & {*row.get("classes", ())}:
            return row.get("least", NEVER), f"furniture.{rule}", row["why"], tuple(row.get("kinds", ()))
    return None


@lru_cache(maxsize=64)
def _words(rule: str) -> frozenset[str]:
    return frozenset(shipped("furniture")[rule].get("words", ()))
