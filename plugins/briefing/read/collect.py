"""Pieces of text, in the order a page shows them, to numbered blocks with their ancestors and links."""

from __future__ import annotations

import re

from msgspec import Struct, field

from briefing.model import Block, BlockKind, Link, Refusal, Repair
from briefing.plain import Frozen
from briefing.read.guard import BREAK
from briefing.read.lines import LINES
from briefing.text import unicode

NAMES = 24  # ancestors kept of a block: the outer third and the rest from the inside
LINKS = 200  # of one block


class Place(Frozen):
    """Where the walk is: what the ancestors make of the text below them."""

    trail: tuple[str, ...] = ()
    inline: tuple[str, ...] = ()
    kind: BlockKind = "paragraph"
    level: int = 0
    url: str | None = None
    row: bool = False
    pre: bool = False


class _Open(Struct):
    """The block being collected."""

    pieces: list[tuple[str, str | None]] = field(default_factory=list)
    place: Place | None = None
    inline: tuple[str, ...] = ()
    breaks: int = 0


class Blocks:
    """Collects pieces of text to numbered blocks, one a line."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.blocks: list[Block] = []
        self.repairs: list[Repair] = []
        self.open = _Open()

    def add(self, text: str, place: Place) -> None:
        """Takes text as it stands in the markup; a BREAK in it ends the block."""
        if place.pre:
            text = re.sub(r"\n[ \t\r]{0,40}\n", BREAK, text)
        for number, part in enumerate(text.split(BREAK)):
            if number:
                self.close()
            if part and not part.isspace():
                self.open.breaks = 0
                if self.open.place is None:
                    self.open.place, self.open.inline = place, place.inline
                elif self.open.inline != place.inline:
                    self.open.inline = _shared(self.open.inline, place.inline)
            if part:
                self.open.pieces.append((part, place.url))

    def line_break(self) -> None:
        """Takes a ``<br>``: one is a space, two are the end of the block."""
        self.open.breaks += 1
        if self.open.breaks > 1:
            self.close()
        else:
            self.open.pieces.append((" ", None))

    def close(self) -> None:
        """Ends the block, which is numbered when there is text in it."""
        current, self.open = self.open, _Open()
        if current.place is None:
            return
        text, links = _joined(current.pieces)
        line, count = unicode.entities(text)
        line, faults = unicode.tidy(line)
        if line != text:
            links = _moved(links, text, line)
        line = line.strip(" |") if current.place.row else line
        if not line:
            return
        if len(self.blocks) >= LINES:
            raise Refusal(
                self.path, "too-many-lines", f"The page has more than {LINES:,} blocks; keep the article alone."
            )
        number = len(self.blocks) + 1
        for fault, changed in ([("entity", count)] if count else []) + faults:
            self.repairs.append(Repair(number, fault, changed, unicode.escaped(text)))
        place = current.place
        found = tuple(Link(*link) for link in links if link[1] <= len(line))
        trail = bounded(place.trail + current.inline)
        self.blocks.append(Block(line, place.kind, (number, number), trail, found[:LINKS], place.level))


def bounded(trail: tuple[str, ...]) -> tuple[str, ...]:
    """At most NAMES ancestors."""
    return trail if len(trail) <= NAMES else trail[: NAMES // 3] + trail[-(NAMES - NAMES // 3) :]


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return one[:count]


def _joined(pieces: list[tuple[str, str | None]]) -> tuple[str, list[tuple[int, int, str]]]:
    """The pieces as one line with single spaces, and the spans of it that are links."""
    out: list[str] = []
    links: list[tuple[int, int, str]] = []
    length, pending = 0, False
    for piece, url in pieces:
        core = " ".join(piece.split())
        if not core:
            pending = True
            continue
        if length and (pending or piece[0].isspace()):
            out.append(" ")
            length += 1
        if url:
            if links and links[-1][2] == url and length - links[-1][1] <= 1:
                links[-1] = (links[-1][0], length + len(core), url)
            else:
                links.append((length, length + len(core), url))
        out.append(core)
        length += len(core)
        pending = piece[-1].isspace()
    return "".join(out), links[: 2 * LINKS]


def _moved(links: list[tuple[int, int, str]], before: str, after: str) -> list[tuple[int, int, str]]:
    """The links at their places in the mended line; those whose words cannot be found there are left out."""
    found, at = [], 0
    for start, end, url in links:
        text = unicode.tidy(unicode.entities(before[start:end])[0])[0]
        place = after.find(text, at) if text else -1
        if place >= 0:
            found.append((place, place + len(text), url))
            at = place + len(text)
    return found
