"""Markup made harmless for a parser: only what the reader needs, in bounded depth and number, in linear time.

Text is never lost here. Where tags nest too deep or are too many they are left out and a BREAK stands for those that
would have divided text. What may be shown is the reader's decision, not this module's.
"""

from __future__ import annotations

import re

from msgspec import Struct, field

from briefing.lazy import regex
from briefing.text.tables import shipped

BREAK = "\x1e"  # stands in text where a block began or ended
DEPTH = 100  # elements inside one another; pages written for people have fewer than 60
TAGS = 25_000  # opening tags handed to the parser; more than that takes it over a second
STATED = 400  # elements that state something of the page unseen
BACK = 60  # open elements a closing tag may close at once
ATTRIBUTES = 40  # of one tag
SECTION = 20_000  # characters of one tag's attributes that are looked at

# a name goes on to a space, a slash or the end of the tag: "<svg<>" is no svg; "</ " opens a comment, as "<?" does
TAG = regex(r"<(?:(?P<close>/)?(?P<name>[a-zA-Z][^ \t\n\f\r/>]{0,40})|(?P<comment>!--)|[!?]|/(?!\Z))")
NAMED = regex(r"[a-z][a-z0-9:-]{0,40}")
COMMENT = regex(r"-->|--!>")
# the end of a tag, or one of its attributes, as browsers divide them: a="b>" c='d' e=f> =">
PART = regex(
    r"""[ \t\n\f\r/]*(?:(?P<end>>)|[^ \t\n\f\r/>][^ \t\n\f\r/>=]*[ \t\n\f\r]*
    (?:=[ \t\n\f\r]*(?:"[^"]*"|'[^']*'|[^ \t\n\f\r>"'][^ \t\n\f\r>]*|(?=>)))?)""",
    re.VERBOSE,
)
# what decides where a script ends: in a comment of old, a script that begins in it ends first
TURN = regex(r"<!--|-->|<(?P<close>/)?script(?=[ \t\n\f\r/>])", re.I)
# class="a b"   hidden   datetime=2024-07-04
ATTRIBUTE = regex(
    r"(?P<name>[a-zA-Z][a-zA-Z0-9:._-]{0,40})(?:\s{0,20}=\s{0,20}(?:\"(?P<two>[^\"]*)\"|'(?P<one>[^']*)'|(?P<bare>[^\s\"'>]*)))?"
)
UNSEEN = regex(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|font-size\s{0,9}:\s{0,9}0(?![.\d])", re.I)

ELEMENTS = {name: frozenset(names.split()) for name, names in shipped("elements").items()}
VOID, RAW, INLINE, IMPLIED = ELEMENTS["void"], ELEMENTS["raw"], ELEMENTS["inline"], ELEMENTS["implied"]
FLOWING, KEPT, LEAVES = ELEMENTS["flowing"], ELEMENTS["attributes"], ELEMENTS["leaves"]
DRAWINGS = frozenset({"svg", "math"})
ASIDE = frozenset({"video", "audio", "canvas", "object", "applet", "map", "datalist", "template", "noscript"})
HOLDS_MARKUP = frozenset({"foreignobject", "desc", "title", "annotation-xml"})  # parts of a drawing that do
WHOLE = frozenset({"html", "head", "body"})
CELLS = frozenset({"td", "th", "caption"})
CDATA = "[CDATA["
SET = regex(r"(?:^|[\s/\"'])(?:color|face|size)(?=[\s=/]|$)", re.I)  # of a font: it is none of a drawing then
CLOSING = {name: re.compile(rf"</{name}(?=[\s/>])", re.I) for name in (*sorted(RAW), "title", "textarea")}


class Settled(Struct):
    """Markup for the parser, what a page states unseen, and what was odd, a sentence each."""

    markup: str
    head: str  # its elements meta, link, base and title, wherever they stood
    data: tuple[str, ...]  # its JSON-LD
    notes: tuple[str, ...]


class _Open(Struct):
    """An element that has begun."""

    name: str
    handed: bool  # to the parser
    hides: bool  # what is in it
    drawn: bool  # what is in it is a drawing or a formula, which holds no markup of a page
    inline: int = 0  # elements in it that are not handed on
    celled: bool = False  # of a table: whether a cell of it has begun


class _State(Struct):
    out: list[str] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    tags: int = 0
    hiding: int = 0
    flattened: bool = False

    @property
    def drawn(self) -> bool:
        """Whether a drawing or a formula goes on here."""
        return bool(self.open) and self.open[-1].drawn


def settle(markup: str) -> Settled:
    """The markup with scripts, styles, comments, pictures and needless attributes gone and its nesting bounded."""
    markup = markup.replace("\x00", "\x01").replace(BREAK, " ")
    state = _State()
    at = 0
    while found := TAG.search(markup, at):
        _text(state, markup[at : found.start()])
        if found["comment"]:
            closed = COMMENT.search(markup, found.start() + 2)
            at = closed.end() if closed else len(markup)
        elif found["name"] is None:
            end = "]]>" if state.drawn and markup.startswith(CDATA, found.end()) else ">"
            end_at = markup.find(end, found.end())
            at = len(markup) if end_at < 0 else end_at + len(end)
        else:
            end_at = _end(markup, found.end())
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


def _end(markup: str, at: int) -> int:
    """Where the ``>`` of a tag is, values in quotes passed over; -1 when it has none.

    A quote that never closes is a character like others.
    """
    while found := PART.match(markup, at):
        if found["end"]:
            return found.end() - 1
        at = found.end()
    return -1


def _closing(name: str, markup: str, at: int) -> re.Match[str] | None:
    """The tag that ends an element which holds no markup."""
    if name == "script":
        return _script_end(markup, at)
    return CLOSING[name].search(markup, at) if name in CLOSING else None


def _script_end(markup: str, at: int) -> re.Match[str] | None:
    """The closing tag of a script, as browsers find it."""
    commented = within = False
    while found := TURN.search(markup, at):
        at = found.end()
        if found[0] == "<!--":
            commented, at = True, at - 2  # "<!-->" is a whole comment
        elif found[0] == "-->":
            commented = within = False
        elif found["close"] and not within:
            return found
        else:
            within = commented and not found["close"]
    return None


def _text(state: _State, text: str) -> None:
    if text and not state.hiding:
        state.out.append(text.replace("<", "&lt;") if "<" in text else text)


def _open(state: _State, name: str, section: str, markup: str, at: int) -> int:
    """Takes an opening tag and returns where to go on: after it, or after its content where that is no markup."""
    if state.drawn and (name in LEAVES or (name == "font" and SET.search(section))):
        _leave(state)
    if state.drawn:
        if not section.endswith("/"):
            state.open.append(_Open(name, False, False, name not in HOLDS_MARKUP))
        return at
    if name in RAW or name in ("textarea", "title", "plaintext"):
        return _raw(state, name, section, markup, at)
    if name == "head" or (name in DRAWINGS and (section.endswith("/") or _chooses(state))):
        return at
    if name == "table":
        _uncelled(state)
    elif name in CELLS and (table := _table(state)):
        state.open[-table].celled = True
    kept = _attributes(section) if section.strip(" /\r\n\t") else ""
    hides = " hidden" in kept or "aria-hidden" in kept
    if name in VOID:
        _void(state, name, kept)
        return at
    if name in INLINE and not hides and not any(name == other.name for other in state.open[-BACK:]):
        if state.open:
            state.open[-1].inline += 1
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
        hides = (hides or name in DRAWINGS) and not handed
        state.hiding += hides
        state.open.append(_Open(name, handed, hides, name in DRAWINGS))
    return at


def _table(state: _State) -> int:
    """How far back the nearest open table is; 0 where there is none."""
    return next((back for back in range(1, min(BACK, len(state.open)) + 1) if state.open[-back].name == "table"), 0)


def _uncelled(state: _State) -> None:
    """Ends a table in which no cell has begun, with all that is open in it: no other table can begin there."""
    back = _table(state)
    if back and not state.open[-back].celled:
        _pop(state, back)


def _chooses(state: _State) -> bool:
    """Whether this is a list to choose from: it holds no drawings."""
    return any(one.name == "select" for one in state.open[-BACK:])


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
    end = _closing(name, markup, at)
    stop = end.start() if end else len(markup)
    content = markup[at:stop]
    if name == "script" and "ld+json" in section.lower() and len(state.data) < 40:
        state.data.append(content)
    elif name == "title" and not state.hiding:
        text = content.replace("<", "&lt;")
        if len(state.head) < STATED:
            state.head.append(f"<title>{text}</title>")
    elif name in ("xmp", "plaintext") and not state.hiding:
        state.out.append(BREAK + content.replace("&", "&amp;").replace("<", "&lt;") + BREAK)
    if end is None:
        return stop
    after = _end(markup, end.end())
    return len(markup) if after < 0 else after + 1


def _close(state: _State, name: str) -> None:
    if name in WHOLE:
        return  # what follows it is on the page all the same
    if name in VOID:
        if name == "br":
            _leave(state)
            state.out += [] if state.hiding else ["<br>"]
        return
    back = next((back for back in range(1, min(BACK, len(state.open)) + 1) if state.open[-back].name == name), 0)
    if back:
        _pop(state, back)
    elif name in INLINE and state.open:
        top = state.open[-1]
        top.inline -= 1
        if top.inline < 0 and top.name in ASIDE:
            _pop(state, 1)  # it began in what ends here
    elif name in IMPLIED:  # stands among the open ones only where it is a part of a drawing
        _leave(state)
        if not state.hiding:
            state.out.append(f"</{name}>" if state.tags < TAGS else BREAK)


def _leave(state: _State) -> None:
    """Ends drawings that were left open, as browsers do where an element begins that none can hold."""
    while state.drawn:
        _pop(state, 1)


def _pop(state: _State, count: int) -> None:
    for _ in range(count):
        other = state.open.pop()
        state.hiding -= other.hides
        if state.hiding:
            continue
        if other.handed:
            state.out.append(f"</{other.name}>")
        elif other.name not in FLOWING and not state.drawn:
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
