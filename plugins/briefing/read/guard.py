"""Markup made harmless for a parser: only what the reader needs, in bounded depth and number, in linear time.

Text is never lost here. Where tags nest too deep or are too many they are left out and a BREAK stands for those that
would have divided text. What may be shown is the reader's decision, not this module's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from briefing.text.tables import shipped

BREAK = "\x1e"  # stands in text where a block began or ended
DEPTH = 100  # elements inside one another; pages written for people have fewer than 60
TAGS = 25_000  # opening tags handed to the parser; more than that takes it over a second
STATED = 400  # elements that state something of the page unseen
BACK = 60  # open elements a closing tag may close at once
ATTRIBUTES = 40  # of one tag
SECTION = 20_000  # characters of one tag's attributes that are looked at

# a name goes on to a space, a slash or the end of the tag: "<svg<>" is no svg
TAG = re.compile(r"<(?:(?P<close>/)?(?P<name>[a-zA-Z][^\s/>]{0,40})|(?P<comment>!--)|[!?])")
NAMED = re.compile(r"[a-z][a-z0-9:-]{0,40}")
COMMENT = re.compile(r"-->|--!>")
# end of a tag, or the quote that opens a value
EDGE = re.compile(r"=[ \t\r\n]{0,20}(?P<quote>[\"'])|>")
# class="a b"   hidden   datetime=2024-07-04
ATTRIBUTE = re.compile(
    r"(?P<name>[a-zA-Z][a-zA-Z0-9:._-]{0,40})(?:\s{0,20}=\s{0,20}(?:\"(?P<two>[^\"]*)\"|'(?P<one>[^']*)'|(?P<bare>[^\s\"'>]*)))?"
)
UNSEEN = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|font-size\s{0,9}:\s{0,9}0(?![.\d])", re.I
)

ELEMENTS = {name: frozenset(names.split()) for name, names in shipped("elements").items()}
VOID, RAW, INLINE, IMPLIED = ELEMENTS["void"], ELEMENTS["raw"], ELEMENTS["inline"], ELEMENTS["implied"]
FLOWING, KEPT, LEAVES = ELEMENTS["flowing"], ELEMENTS["attributes"], ELEMENTS["leaves"]
DRAWINGS = frozenset({"svg", "math"})
HOLDS_MARKUP = frozenset({"foreignobject", "desc", "annotation-xml"})  # parts of a drawing that do
CLOSING = {name: re.compile(rf"</{name}(?=[\s/>])", re.I) for name in (*sorted(RAW), "title", "textarea")}


@dataclass
class Settled:
    """Markup for the parser, what a page states unseen, and what was odd, a sentence each."""

    markup: str
    head: str  # its elements meta, link, base and title, wherever they stood
    data: tuple[str, ...]  # its JSON-LD
    notes: tuple[str, ...]


@dataclass
class _State:
    out: list[str] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    open: list[tuple[str, bool, bool]] = field(default_factory=list)  # name, handed on, hides what is in it
    tags: int = 0
    hiding: int = 0
    drawings: int = 0
    flattened: bool = False


def settle(markup: str) -> Settled:
    """The markup with scripts, styles, comments, pictures and needless attributes gone and its nesting bounded."""
    markup = markup.replace("\x00", "\x01").replace(BREAK, " ")
    last = {quote: markup.rfind(quote) for quote in "\"'"}
    state = _State()
    at = 0
    while found := TAG.search(markup, at):
        _text(state, markup[at : found.start()])
        if found["comment"]:
            end = COMMENT.search(markup, found.start() + 2)
            at = end.end() if end else len(markup)
        elif found["name"] is None:
            end_at = markup.find(">", found.end())
            at = len(markup) if end_at < 0 else end_at + 1
        else:
            end_at = _end(markup, found.end(), last)
            if end_at < 0:
                at = found.start()
                break
            section = markup[found.end() : min(end_at, found.end() + SECTION)]
            at = end_at + 1
            name = found["name"].lower()
            if not NAMED.fullmatch(name):
                continue  # an element that nobody knows flows with the text
            if found["close"]:
                _close(state, name)
            else:
                at = _open(state, name, section, markup, at)
    _text(state, markup[at:])
    notes = ("Nested too deep or with too many elements: part of the structure was left out, none of the text.",)
    return Settled("".join(state.out), "".join(state.head), tuple(state.data), notes if state.flattened else ())


def _end(markup: str, at: int, last: dict[str, int]) -> int:
    """Where the ``>`` of a tag is, values in quotes passed over; -1 when it has none."""
    while found := EDGE.search(markup, at):
        quote = found["quote"]
        if not quote:
            return found.start()
        at = found.end()
        if last[quote] >= at:  # else the quote never closes and is a character like others
            at = markup.find(quote, at) + 1
    return -1


def _text(state: _State, text: str) -> None:
    if text and not state.hiding:
        state.out.append(text.replace("<", "&lt;") if "<" in text else text)


def _open(state: _State, name: str, section: str, markup: str, at: int) -> int:
    """Takes an opening tag and returns where to go on: after it, or after its content where that is no markup."""
    if name in RAW or name in ("textarea", "title"):
        return _raw(state, name, section, markup, at)
    if state.drawings and name in LEAVES:
        _leave(state)
    kept = _attributes(section) if section.strip(" /\r\n\t") else ""
    hides = " hidden" in kept or "aria-hidden" in kept
    if name in VOID:
        _void(state, name, kept)
        return at
    if name in INLINE and not hides and not any(name == other for other, _, _ in state.open[-BACK:]):
        return at
    handed = not state.hiding and state.tags < TAGS and len(state.open) < DEPTH
    if handed:
        state.tags += 1
        state.out.append(f"<{name}{kept}>")
    elif not state.hiding:
        state.flattened = True
        if name not in FLOWING:
            state.out.append(BREAK)
    if name not in IMPLIED and not section.endswith("/"):
        hides = hides and not handed
        state.hiding += hides
        state.drawings += name in DRAWINGS
        state.open.append((name, handed, hides))
    return at


def _void(state: _State, name: str, kept: str) -> None:
    if state.hiding:
        return
    if name in ("br", "hr"):
        state.tags += 1
        state.out.append(f"<{name}>" if state.tags < TAGS else BREAK)
    elif name in ("meta", "base") or (name == "link" and "canonical" in kept.lower()):
        if len(state.head) < STATED:
            state.head.append(f"<{name}{kept}>")
    elif name in ("img", "input", "embed"):
        state.out.append(" ")


def _raw(state: _State, name: str, section: str, markup: str, at: int) -> int:
    end = CLOSING[name].search(markup, at)
    stop = end.start() if end else len(markup)
    content = markup[at:stop]
    if name == "script" and "ld+json" in section.lower() and len(state.data) < 40:
        state.data.append(content)
    elif name == "title" and not state.hiding and not any(other in ("svg", "math") for other, _, _ in state.open):
        text = content.replace("<", "&lt;")
        if len(state.head) < STATED:
            state.head.append(f"<title>{text}</title>")
    elif name == "xmp" and not state.hiding:
        state.out.append(BREAK + content.replace("&", "&amp;").replace("<", "&lt;") + BREAK)
    if end is None:
        return stop
    after = markup.find(">", end.end())
    return len(markup) if after < 0 else after + 1


def _close(state: _State, name: str) -> None:
    if name in VOID:
        if name == "br" and not state.hiding:
            state.out.append("<br>")
        return
    if name in IMPLIED:
        if not state.hiding:
            state.out.append(f"</{name}>" if state.tags < TAGS else BREAK)
        return
    for back in range(1, min(BACK, len(state.open)) + 1):
        if state.open[-back][0] == name:
            break
    else:
        return
    _pop(state, back)


def _leave(state: _State) -> None:
    """Ends drawings that were left open, as browsers do where an element begins that none can hold."""
    for at in range(len(state.open) - 1, -1, -1):
        if state.open[at][0] in HOLDS_MARKUP:
            return
        if state.open[at][0] in DRAWINGS and not (at and state.open[at - 1][0] in DRAWINGS):
            _pop(state, len(state.open) - at)
            return


def _pop(state: _State, count: int) -> None:
    for _ in range(count):
        other, handed, hides = state.open.pop()
        state.drawings -= other in DRAWINGS
        state.hiding -= hides
        if state.hiding:
            continue
        if handed:
            state.out.append(f"</{other}>")
        elif other not in FLOWING:
            state.out.append(BREAK)


def _attributes(section: str) -> str:
    found: dict[str, str] = {}
    for number, attribute in enumerate(ATTRIBUTE.finditer(section)):
        if number >= ATTRIBUTES:
            break
        name = attribute["name"].lower()
        value = attribute["two"] or attribute["one"] or attribute["bare"] or ""
        if name == "style":
            if UNSEEN.search(value[:2_000]):
                found["hidden"] = ""
        elif name == "aria-hidden":
            if value.strip().lower() == "true":
                found[name] = "true"
        elif name in KEPT and name not in found:
            found[name] = value[:8_000].replace('"', "&quot;")
    return "".join(f' {name}="{value}"' for name, value in found.items())
