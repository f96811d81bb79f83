"""Reads the written pages, JSON and feeds, and finds every content sentence of theirs in the freshly read sources.

It knows nothing of briefings or views: bytes that are about to go out on one side, the files in ``content/`` on the
other. Source text may stand only where its place is said (``data-at``, ``"at"``, ``sl:at``), and must equal the
numbered text there. Everything else on a page is the site's own words: of those, none may be a run of a source's.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit

from lxml import etree

from briefing.lazy import regex
from briefing.model import Desk, Refusal
from briefing.press.borrowed import Borrowed, file_names, without
from briefing.press.elements import SHOWN, Look, faults_of, look_of
from briefing.press.job import Files, Job, Proof
from briefing.press.markup import KEY, read_place
from briefing.press.own import Words, given
from briefing.press.readback import READERS, Values, texts
from briefing.press.references import unquoted
from briefing.read.files import load

HELD = 10_000_000  # characters of sources kept in memory

AT = "{urn:sourceline}at"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
APART = "_sourceline"  # where a JSON Feed, whose keys are not ours, keeps the places of its texts
NESTED = (list, dict)  # values of JSON that hold others
# 2024, 2024-07, 2024-07-04T10:00:00+05:00
DATE = regex(r"\d{4}(?:-\d{2}(?:-\d{2}(?:T[\d:.]{5,15}(?:Z|[+-]\d{2}:?\d{2})?)?)?)?")


def _text(element) -> str:
    """All text within an element."""
    return "".join(element.itertext()) if len(element) else element.text or ""


class Gate:
    """The check of one build. ``names`` are those of entities: they may stand where the site speaks.

    ``former`` are paths of files that are gone or lie elsewhere now: they may be said, whatever headline they hold.
    ``numbered`` gives the lines of a file with these bytes, ``read``'s own where it is None.
    """

    def __init__(
        self,
        content: Path,
        desk: Desk,
        names: Iterable[str],
        address: str,
        own: Words | None = None,
        former: Iterable[str] = (),
        numbered: Callable[[str, bytes], tuple[str, ...]] | None = None,
    ) -> None:
        self._content, self._address = content, address
        self._numbered = numbered or partial(_read, desk)
        self._stolen = Borrowed(self.lines, own or given(), names, former)
        self._shelf: OrderedDict[str, tuple[str, ...]] = OrderedDict()
        self._size = 0
        self._looks: dict[tuple[str, ...], Look] = {}  # by tag and names of attributes

    def __call__(self, job: Job, files: Files) -> Proof:
        """What was found in the files of a job; any fault keeps the page back."""
        traced = shown = 0
        faults: list[str] = []
        links: list[str] = []
        ids: list[str] = []
        for address, body in files.items():
            check = self._check(address)
            if check is None:
                continue
            try:
                found = check(address, body, job.sources)
            except (etree.LxmlError, ValueError, RecursionError) as error:
                found = Proof(faults=(f"{address}: cannot be read back: {error}",))
            shown += found.shown
            traced += found.traced
            faults += found.faults
            links += found.links
            ids += found.ids
        return Proof(traced, shown, tuple(faults), tuple(dict.fromkeys(links)), tuple(ids))

    def _check(self, address: str) -> Callable[[str, bytes, tuple[str, ...]], Proof] | None:
        if address.startswith("theme/"):
            return None
        for ending, reader in READERS.items():
            if address.endswith(ending):
                return partial(self._reference, reader)
        for ending, check in (
            (".html", self._html),
            (".json", self._json),
            (".xml", self._xml),
            ("text.txt", self._text),
        ):
            if address.endswith(ending):
                return check
        return None

    # --- what the sources say ---

    def lines(self, path: str) -> tuple[str, ...]:
        """The numbered text, freshly read, and kept while there is room: the pages of a story take turns with it."""
        if path in self._shelf:
            self._shelf.move_to_end(path)
            return self._shelf[path]
        found = self._numbered(path, load(self._content, path))
        self._shelf[path] = found
        self._size += sum(map(len, found)) + len(found)
        while self._size > HELD and len(self._shelf) > 1:
            _, gone = self._shelf.popitem(last=False)
            self._size -= sum(map(len, gone)) + len(gone)
        return found

    def said(self, at: str) -> str | None:
        """The text at an address of the numbered text or of a sidecar; None when there is no such place."""
        try:
            found = read_place(at)
            if found:
                path, (first, last), start, end = found
                lines = self.lines(path)
                if not 1 <= first <= last <= len(lines):
                    return None
                return " ".join(lines[first - 1 : last])[start:end]
            key = KEY.match(at)
            if key:
                import tomllib

                table = tomllib.loads(load(self._content, key["path"]).decode("utf-8-sig"))
                value = table.get(key["key"])
                return None if value is None else " ".join(str(value).split())  # as the desk takes it
        except (Refusal, OSError, ValueError):
            return None
        return None

    def _fault(self, address: str, at: str, text: str) -> str | None:
        said = self.said(at)
        if said == text:
            return None
        where = f"{address}: {at}"
        if said is None:
            return f"{where}: there is no such place; the page says “{text[:SHOWN]}”"
        return f"{where}: the source says “{said[:SHOWN]}”, the page says “{text[:SHOWN]}”"

    # --- HTML ---

    def _html(self, address: str, body: bytes, sources: tuple[str, ...]) -> Proof:
        root = etree.fromstring(body, etree.HTMLParser(encoding="utf-8", huge_tree=True))
        return self._tree(address, root, sources)

    def _fragment(self, address: str, text: str, sources: tuple[str, ...]) -> tuple[str, ...]:
        tree = etree.HTML(f"<div>{text}</div>", etree.HTMLParser(encoding="utf-8", huge_tree=True))
        return self._tree(address, tree, sources).faults

    def _tree(self, address: str, root, sources: tuple[str, ...]) -> Proof:
        shown = traced = 0
        faults: list[str] = []
        links: list[str] = []
        ids: list[str] = []
        own: list[str] = []
        linked: list[str] = []  # texts of linked data: own words, or whole passages that the page shows
        proved: set[str] = set()
        cited: list[str] = []
        inside: set[object] = set()  # of source text that has marks; a parent is met before its children
        led: dict[str, str | None] = {}
        counted = None
        for element in root.iter():
            tag = element.tag
            if not isinstance(tag, str):
                faults.append(f"{address}: a comment or an instruction, which no page of ours has")
                continue
            kind = (tag, *element.keys())
            look = self._looks.get(kind)
            if look is None:
                look = self._looks[kind] = look_of(*kind)
            if not look.plain:
                if look.faults or look.watched:
                    faults += faults_of(address, element, look)
                if look.named:
                    if (name := element.get("id")) is not None:
                        ids.append(f"{address}#{name}")
                    if (href := element.get("href")) is not None and (target := self._target(address, href, led)):
                        links.append(target)
                    if (claim := element.get("data-traced")) is not None:
                        counted = claim
                if look.at:
                    at = element.get("data-at")
                    text = element.get("content") if tag == "meta" else _text(element)
                    if (then := element.get("data-then")) is not None:  # the site's own words after those of the source
                        text = (text or "").removesuffix(then)
                        own.append(then)
                    cited += [found[0]] if (found := read_place(at)) else []
                    fault = self._fault(address, at, text or "")
                    counts = element.get("class") == "source"
                    shown += counts
                    traced += counts and fault is None
                    faults += [fault] if fault else []
                    if fault is None and text:
                        proved.add(text)
                    if len(element):
                        inside.update(element.iter())
                elif look.classed and element.get("class") == "source":
                    faults.append(f"{address}: set as a source's, without a place: “{_text(element)[:SHOWN]}”")
                if look.words and not (look.at and tag == "meta"):  # its content was compared above
                    own += [element.get(key) for key in look.words]
            if look.at or element in inside:
                if (tail := element.tail) and (element.getparent() is None or element.getparent() not in inside):
                    own.append(tail)
                continue
            if tag == "textarea":
                rest, wrong = self._cited(address, element, sources)
                own, faults = [*own, rest], [*faults, *wrong]
            elif tag == "script":
                if "<" in (element.text or ""):  # "<!--<script>" would make the rest of the page a part of it
                    faults.append(f"{address}: linked data in which “<” is not escaped")
                linked += texts(json.loads(element.text or "null", parse_constant=_never))
            elif text := element.text:
                own.append(text)
            if tail := element.tail:
                own.append(tail)
        own += [text for text in linked if text not in proved]
        faults += self._stolen(address, own, sources, cited)
        if counted is not None and counted != str(shown):
            faults.append(f"{address}: the footer counts {counted} passages, the page has {shown}")
        return Proof(traced, shown, tuple(faults), tuple(links), tuple(ids))

    def _cited(self, address: str, element, sources: tuple[str, ...]) -> tuple[str, list[str]]:
        """What the site says in a citation beside the words of the source, whose places it names; what is wrong."""
        text, faults = element.text or "", []
        quoted = []
        for at in map(unquoted, (element.get("data-cites") or "").split()):
            said = self.said(at)
            if not said or said not in text:
                faults.append(f"{address}: {at}: the citation has not what stands there")
            else:
                quoted.append(said)
        return without(text, [*quoted, *file_names(sources)]), faults

    def _target(self, address: str, href: str, known: dict[str, str | None]) -> str | None:
        """An address of this site that a link leads to, with its anchor; None for one that leads elsewhere.

        A page links to the same pages again and again: ``known`` is where its links have led so far, without anchors.
        """
        path, _, anchor = href.partition("#")
        if path not in known:
            known[path] = self._page(address, path)
        target = known[path]
        return f"{target}#{unquote(anchor)}" if target and anchor else target

    def _page(self, address: str, path: str) -> str | None:
        if not path:
            return address
        base = self._address + "/" if self._address else None
        if base and path.startswith(base):
            path = "/" + path[len(base) :]
        elif urlsplit(path).scheme or path.startswith("//"):
            return None
        elif path.startswith("/"):
            prefix = "/" + (self._address.split("://", 1)[-1].partition("/")[2])
            path = "/" + path[len(prefix) :].lstrip("/") if prefix != "/" and path.startswith(prefix) else path
        folder = address.rpartition("/")[0]
        target = normpath(join("/" + folder, unquote(path))).lstrip("/")
        if path.endswith(("/", "/.", "/..", ".", "..")) or not target:
            target = f"{target}/index.html".lstrip("/")
        return target

    # --- JSON, feeds, numbered text ---

    def _json(self, address: str, body: bytes, sources: tuple[str, ...]) -> Proof:
        faults: list[str] = []
        own: list[str] = []
        cited: list[str] = []
        waiting: list[list | dict] = [[json.loads(body, object_pairs_hook=_once, parse_constant=_never)]]
        while waiting:
            value = waiting.pop()
            if isinstance(value, list):
                for one in value:
                    if isinstance(one, str):
                        own.append(one)
                    elif isinstance(one, NESTED):
                        waiting.append(one)
                continue
            own += value
            beside = {**value, **apart} if isinstance(apart := value.get(APART), dict) else value
            for key, text in value.items():
                if isinstance(text, NESTED):
                    waiting.append(text)
                elif isinstance(text, str):
                    at = beside.get("at" if key == "text" else f"{key}_at")
                    if isinstance(at, str):
                        if key == "published" and DATE.fullmatch(text):
                            continue  # normalised: the page beside it shows the words
                        fault = self._fault(address, at, text)
                        faults += [fault] if fault else []
                        cited += [found[0]] if (found := read_place(at)) else []
                    elif key == "content_html":
                        faults += self._fragment(address, text, sources)
                    else:
                        own.append(text)
        faults += self._stolen(address, own, sources, cited)
        return Proof(faults=tuple(faults))

    def _reference(self, reader: Callable[[str], Values], address: str, body: bytes, sources: tuple[str, ...]) -> Proof:
        """A file for reference managers: the words of the source are whole values, and each place it names is one."""
        values, places = reader(body.decode())
        said = {at: " ".join((self.said(at) or "").split()) for at in places}
        faults = [f"{address}: {at}: no value is what stands there" for at, text in said.items() if text not in values]
        proved = set(said.values())
        faults += self._stolen(address, [text for text in values if text not in proved], sources, sources)
        return Proof(faults=tuple(faults))

    def _xml(self, address: str, body: bytes, sources: tuple[str, ...]) -> Proof:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        root = etree.fromstring(body, parser)
        faults: list[str] = []
        own: list[str] = []
        if root.getroottree().docinfo.doctype:
            faults.append(f"{address}: a document type, which no feed of ours has")
        for element in root.iter():
            if not isinstance(element.tag, str):
                faults.append(f"{address}: a comment or an instruction, which no feed of ours has")
                continue
            text = element.text or ""
            own += [value for key, value in element.attrib.items() if key not in (AT, "href")]
            own += [element.tail] if element.tail else []
            if (at := element.get(AT)) is not None:
                fault = self._fault(address, at, "".join(element.itertext()))
                faults += [fault] if fault else []
            elif element.get("type") == "html":
                faults += self._fragment(address, text, sources)
            elif element.tag != f"{SITEMAP}loc":
                own.append(text)
        faults += self._stolen(address, own, sources, sources)
        return Proof(faults=tuple(faults))

    def _text(self, address: str, body: bytes, sources: tuple[str, ...]) -> Proof:
        told = "".join(f"{line}\n" for line in self.lines(sources[0])) if sources else ""
        same = told.encode() == body
        return Proof(faults=() if same else (f"{address}: is not the numbered text of {sources[:1]}",))


def _read(desk: Desk, path: str, data: bytes) -> tuple[str, ...]:
    from briefing.read import read  # brings parsers with it; most builds carry most pages

    return read(path, data, desk).lines


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _never(name: str) -> object:
    raise ValueError(f"{name} is no JSON")
