"""What the site itself says, wherever its words are kept: templates, the code of its views, the desk, the settings.

An article may quote any of it. The gate must not take the site's own words for stolen ones, or one sentence of an
article ("Every line of the file …") would keep back each page that says the same.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import briefing
from briefing.hashes import digest
from briefing.lazy import regex
from briefing.model import Desk
from briefing.plain import Frozen
from briefing.press.fingerprint import Templates
from briefing.press.site import SiteInfo

ROOMS = ("press", "clean", "read", "gather", "find", "text")  # whose sentences reach a page: views, reasons, notes
# {# a comment #}  {% if x %}
ORDERS = regex(r"\{#.*?(?:#\}|\Z)|\{%.*?(?:%\}|\Z)", re.DOTALL)
# {{ count }}  <p class="note">
GAPS = regex(r"\{\{.*?(?:\}\}|\Z)|<[^<>]*>", re.DOTALL)
# "sentence", of {{ plural(n, "sentence", "sentences") }};  aria-label="The sidecar file"
QUOTED = regex(r'"([^"{}<>]{3,300})"')


class Words(Frozen):
    """What the site itself says, when it is asked for, and a hash of all that decides it, which is quick."""

    texts: Callable[[], Iterable[str]]
    stamp: Callable[[], str]


def given(*texts: str) -> Words:
    """These and no others."""
    return Words(lambda: texts, lambda: digest(*(text.encode("utf-8", "surrogatepass") for text in texts)))


def words(templates: Templates, site: SiteInfo, desk: Desk, stamp: str, code: Callable[[], Iterable[str]]) -> Words:
    """Every text of the site's own, in pieces: what stands between values that are filled in.

    ``code`` gives the ``constants`` of our own; ``stamp`` is over all that is no template.
    """

    def texts() -> Iterator[str]:
        for text in templates.texts(".html"):
            yield from of_template(text)
        yield from code()
        yield from (site.name, site.purpose)
        for topic in desk.topics:
            yield from (topic.name, topic.blurb)
        for rule in desk.rules:
            yield rule.why

    return Words(texts, lambda: digest(stamp.encode(), templates.whole(".html").encode()))


def of_template(source: str) -> Iterator[str]:
    """The texts of a template, and its quoted strings.

    >>> list(of_template('<p>{{ n }} lines of {# x #}it{% if a %}, cut{% endif %}</p>'))
    ['lines of it, cut']
    """
    plain = ORDERS.sub("", source)
    yield from (piece for part in GAPS.split(plain) if (piece := " ".join(part.split())))
    yield from (found[1] for found in QUOTED.finditer(source))


@cache
def constants() -> tuple[str, ...]:
    """The texts in our own code that a page may show: strings of three words or more that are no docstrings."""
    found = []
    for path in sorted(one for room in ROOMS for one in (Path(briefing.__file__).parent / room).rglob("*.py")):
        tree = ast.parse(path.read_bytes())
        silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        found += [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
            and node.value.count(" ") > 1
        ]
    return tuple(found)


def grams(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    """All runs of ``length`` words, in order."""
    return zip(*(words[start:] for start in range(length)), strict=False)


def phrases(words: Sequence[str], length: int) -> Iterator[str]:
    """The same as texts."""
    return map(" ".join, grams(words, length))
