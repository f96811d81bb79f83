"""The walk of one article, from its bytes to its briefing. Pure: the same arguments, the same briefing."""

from __future__ import annotations

from contextlib import suppress

from briefing.brief import brief
from briefing.clean import clean
from briefing.find import find
from briefing.model import Article, Briefing, Desk, Refusal, Shared, Sidecar
from briefing.read import read

# two sentences that ask for names, dates, figures and who said what
WARM = b"""The bridge

The bridge of Astana opened on 4 July 2024, the mayor said. "It cost 12 million dollars," she said.
"""


def walk(path: str, data: bytes, desk: Desk, sidecar: Sidecar) -> Briefing:
    """The briefing of the file at ``path``, whose bytes are ``data``. Raises Refusal when it cannot be published."""
    return tell(settle(path, data, desk, sidecar), desk)


def settle(path: str, data: bytes, desk: Desk, sidecar: Sidecar, common: Shared | None = None) -> Article:
    """Bytes → Source → Article: by rules, sites, words, the sidecar and the publisher's lines. Raises Refusal."""
    return clean(read(path, data, desk), desk, sidecar, common)


def tell(article: Article, desk: Desk) -> Briefing:
    """Article → facts → Briefing: depends on words and topics. A new topic begins here and cleans nothing again."""
    return brief(article, find(article, desk), desk)


def warm(desk: Desk) -> None:
    """Make ready what an article needs, tables and patterns: a process that forks from this one then has it already."""
    with suppress(Refusal):  # a desk may cut all of it
        walk("articles/a.txt", WARM, desk, Sidecar())
