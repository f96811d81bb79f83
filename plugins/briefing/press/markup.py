"""The only Python that writes HTML: source text in the one element that carries its place, and the marks inside it.

``<span class="source" data-at="articles/a.txt#L9:0-120">…</span>`` holds exactly the characters 0 to 120 of line 9 of
the numbered text; ``#L9-11`` of lines 9 to 11 joined by one space. ``articles/a.toml#title`` is a value an editor gave.
The gate reads these elements back from the written pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from markupsafe import Markup, escape

from briefing.lazy import regex
from briefing.model import Lines
from briefing.plain import Frozen

PLACE = regex(
    r"^(?P<path>.+)#L(?P<first>\d{1,9})(?:-(?P<last>\d{1,9}))?:(?P<start>\d{1,9})-(?P<end>\d{1,9})$", re.DOTALL
)
KEY = regex(r"^(?P<path>.+\.toml)#(?P<key>[a-z]+)$", re.DOTALL)


RUN = 500  # characters without a space; browsers set a run of 100,000 for a minute and more
# letters of scripts that write spaces; others break anywhere
LONG = regex(rf"[^\s\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]{{{RUN}}}")
BREAK = Markup("<wbr></wbr>")  # closed, since libxml2 does not know that it is empty


class Mark(Frozen):
    """A span of a passage that is set apart. ``start`` and ``end`` count in the passage's own text."""

    start: int
    end: int
    kind: str  # "changed", "earned", "verb", "link", "name"
    href: str = ""  # of a link or a name


OPEN = {
    "changed": Markup('<b class="changed">'),
    "earned": Markup('<i class="earned">'),
    "verb": Markup('<i class="verb">'),
}
CLOSE = {"changed": Markup("</b>"), "earned": Markup("</i>"), "verb": Markup("</i>")}


def place(path: str, lines: Lines, start: int, end: int) -> str:
    """The address of a span of the numbered text: ``articles/a.txt#L9:0-120``."""
    first, last = lines
    return f"{path}#L{first}:{start}-{end}" if first == last else f"{path}#L{first}-{last}:{start}-{end}"


@lru_cache(maxsize=4)  # each is asked for twice
def read_place(at: str) -> tuple[str, Lines, int, int] | None:
    """The parts of what ``place`` wrote; None when it is no such address."""
    found = PLACE.match(at)
    if not found:
        return None
    first = int(found["first"])
    return found["path"], (first, int(found["last"] or first)), int(found["start"]), int(found["end"])


def source_text(at: str, text: str, *, lang: str = "", direction: str = "", marks: Sequence[Mark] = ()) -> Markup:
    """A passage in its element. ``lang`` and ``direction`` only where they are not the page's."""
    # Put together by hand, each part escaped: Markup.format takes four times as long, thirty times a page.
    other = f' lang="{escape(lang)}" dir="{escape(direction)}"' if lang else ""
    return Markup(f'<span class="source" data-at="{escape(at)}"{other}>{marked(text, marks)}</span>')  # noqa: S704


def marked(text: str, marks: Sequence[Mark]) -> Markup:
    """The text, escaped, with its marks; of two that overlap the earlier, then the longer one stays."""
    if not marks:
        return _set(text)
    parts: list[Markup] = []
    reached = 0
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        if mark.start < reached or mark.end <= mark.start or mark.end > len(text):
            continue
        parts += [_set(text[reached : mark.start]), _open(mark), _set(text[mark.start : mark.end]), _close(mark)]
        reached = mark.end
    parts.append(_set(text[reached:]))
    return Markup().join(parts)


def _set(text: str) -> Markup:
    """The text, escaped, with places where a run too long for a line may be broken."""
    if len(text) <= RUN:
        return escape(text)
    ends = [0, *(found.end() for found in LONG.finditer(text)), len(text)]
    return BREAK.join(escape(text[start:end]) for start, end in pairwise(ends) if start < end)


def joined(parts: Sequence[Markup]) -> Markup:
    """Passages of one paragraph, one space between."""
    return Markup(" ").join(parts)


def _open(mark: Mark) -> Markup:
    if mark.kind == "link":
        return Markup('<a href="{}" rel="noopener noreferrer nofollow external">').format(mark.href)
    if mark.kind == "name":
        return Markup('<a class="name" href="{}">').format(mark.href)
    return OPEN[mark.kind]


def _close(mark: Mark) -> Markup:
    return CLOSE.get(mark.kind, Markup("</a>"))
