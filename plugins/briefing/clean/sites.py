"""A publisher's own furniture, from ``sites/<domain>.toml``, found by the domain of the article's address."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from briefing.clean.page import Page, Verdicts, bare
from briefing.lazy import regex
from briefing.model import Site, Verdict
from briefing.patterns import MAX_LINE


def of(page: Page) -> Site | None:
    """The publisher's row, by the longest domain that holds the address: the editor's address, else the page's."""
    stated = page.sidecar.url or (page.source.head.url.value if page.source.head.url else "")
    if not stated or not page.desk.sites:
        return None
    try:
        host = (urlsplit(stated).hostname or "").lower()
    except ValueError:
        return None
    parts = host.split(".")
    for start in range(len(parts) - 1):
        if site := page.desk.sites.get(".".join(parts[start:])):
            return site
    return None


def judge(page: Page, verdicts: Verdicts) -> Verdicts:
    """Cuts of what the publisher's row names; where it names the story's container, of all that lies outside it."""
    site = of(page)
    if site is None:
        return {}
    inside = [any(under(name, block.trail) for name in site.story) for block in page.blocks]
    outside = any(inside)
    said: Verdicts = {}
    for place, block in enumerate(page.blocks):
        furniture = next((name for name in site.furniture if under(name, block.trail)), None)
        if furniture:
            said[place] = Verdict("cut", "site.furniture", f"{site.domain} keeps furniture in {furniture}.")
        elif len(block.text) <= MAX_LINE and any(_compiled(p).fullmatch(bare(block.text)) for p in site.cut):
            said[place] = Verdict("cut", "site.line", f"A line {site.domain} puts into its pages.")
        elif outside and block.trail and not inside[place] and block.kind != "head":
            said[place] = Verdict("ask", "site.outside", f"Outside the story's place on {site.domain}.", 0.7)
    return said


def under(name: str, trail: tuple[str, ...]) -> bool:
    """Whether an ancestor carries the tag, classes and id that ``name`` asks for.

    >>> under("div.story", ("body", "div.story.wide#a"))
    True
    """
    wanted = set(re.findall(r"[.#]?[^.#]+", name))
    return any(wanted <= set(re.findall(r"[.#]?[^.#]+", one)) for one in trail)


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return regex(pattern, re.IGNORECASE)
