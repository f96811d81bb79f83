"""A file becomes a Source: its text settled, its lines numbered, its blocks found, and what it says of itself."""

from __future__ import annotations

import re

from briefing.model import Desk, Refusal, Source
from briefing.read import txt
from briefing.read.files import LIMIT, kind

PAGES = (".html", ".htm")
# a .txt that a scraper wrote markup into
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,200}(?:<!doctype html|<html[\s>])", re.IGNORECASE)


def read(path: str, data: bytes, desk: Desk) -> Source:
    """The source that a file's bytes hold. ``path`` names it below ``content/`` and its extension chooses the reader.

    Raises ``Refusal`` (kind, too-large, not-text, empty, too-many-lines) and nothing else.
    """
    if kind(path) not in (".txt", *PAGES):
        raise Refusal(path, "kind", "Only .txt, .html and .htm are read; rename the file or take it out of articles/.")
    if len(data) > LIMIT:
        raise Refusal(path, "too-large", f"The file is larger than {LIMIT:,} bytes; keep the article alone.")
    if kind(path) in PAGES or MARKUP.match(data):
        from briefing.read import html  # brings parsers with it, which a site of texts never needs

        return html.read(path, data, desk)
    return txt.read(path, data, desk)
