"""What every page may know of the site as a whole: the settings, in the press's own words."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from markupsafe import Markup

from briefing.plain import Frozen


class Written(Frozen):
    """A page an editor wrote by hand."""

    slug: str  # its address; "about" is part of the page on method
    title: str
    body: Markup


class SiteInfo(Frozen):
    """The site, as ``pelicanconf.py`` and ``content/pages/`` describe it."""

    name: str
    address: str  # "https://example.org/repo", no slash at the end; "" when the site has none yet
    purpose: str  # one line
    language: str  # of the site's own words, ISO 639-1
    text: Literal["full", "points"]  # what a briefing shows unless its sidecar says otherwise
    search: bool  # there is an index to search in
    full: bool  # False: articles, hubs, home and feeds alone
    cards: bool  # whether pages have pictures for those who share them
    index: bool  # False: every page asks search engines to stay away
    written: tuple[Written, ...]  # content/pages/*.md, by name
    content: Path  # the folder that holds articles/, desk/, pages/
    stamp: str  # hash of all the above and of everything in the settings that templates can see
