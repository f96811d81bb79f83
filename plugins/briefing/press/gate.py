"""Reads the written pages, JSON and feeds, and finds every content sentence of theirs in the freshly read sources.

It knows nothing of briefings or views: bytes that are about to go out on one side, the files in ``content/`` on the
other. Source text may stand only where its place is said (``data-at``, ``"at"``, ``sl:at``), and must equal the
numbered text there. Everything else on a page is the site's own words: of those, none may be a run of a source's.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from html import unescape
from itertools import groupby
from pathlib import Path
from posixpath import basename, join, normpath
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from briefing.model import Desk, Refusal
from briefing.press.job import Files, Job, Proof
from briefing.press.markup import KEY, read_place
from briefing.press.own import grams
from briefing.press.readback import READERS, Values, texts
from briefing.press.references import unquoted
from briefing.read.files import load

RUN = 9  # words; a run of this many shared with a source is the source's (two texts share nine by chance next to never)
RUN_CHARACTERS = 22  # the same for scripts that write no spaces
OWN = 5  # words; so many in a row that the site itself says are the site's
HELD = 30_000_000  # characters of sources kept in memory
SOURCES = 256  # whose runs are kept
TEXTS = 20_000  # of the site's own that are remembered
NEAR = 40  # sources of a job; of a page with more, those that it cites are looked into
SHOWN = 90  # characters of a fault

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
# https://example.org/a, bridge-of-aral-opens-to-lorries: an address or a part of one is a value, and may be long
ADDRESS = re.compile(r"https?://\S+|(?<![a-z0-9-])[a-z0-9]+(?:-[a-z0-9]+){4,}")
ATOM = "{http://www.w3.org/2005/Atom}"
AT = "{urn:sourceline}at"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
# attributes that hold names, addresses and shapes; all others are words that somebody may meet
MUTE = {"data-at", "data-cites", "id", "class", "href", "src", "d", "viewbox", "datetime", "rel"}
ROUTES = {"src", "poster", "data", "background", "action", "formaction", "ping", "manifest", "archive", "srcset"}
NEVER = frozenset(
    re.findall(
        r"\w+",
        "script style iframe object embed form base frame frameset applet audio video template noscript noembed "
        "noframes plaintext xmp math foreignobject set animate animatemotion animatetransform portal fencedframe "
        "marquee isindex image bgsound param layer canvas",
    )
)
APART = "_sourceline"  # where a JSON Feed, whose keys are not ours, keeps the places of its texts
# what browsers take out of an address before they look at its scheme
DROPPED = re.compile(r"[\x00-\x20\x7f]")
SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]{0,30}):")
REFRESH = re.compile(r"0; url=(?P<to>[^\s\"'<>]+)")
# 2024, 2024-07, 2024-07-04T10:00:00+05:00
DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2}(?:T[\d:.]{5,15}(?:Z|[+-]\d{2}:?\d{2})?)?)?)?")


SCRIPT = "a <script> element"
SEARCH = "search/index.html"  # the one page with a script, and its attributes there
SEARCHER = {"type": "module", "src": "../theme/js/search.js"}


@dataclass(frozen=True, slots=True)
class Look:
    """What is to be looked at in elements of one tag with the same attributes."""

    faults: tuple[str, ...]  # by what it is
    watched: tuple[str, ...]  # attributes whose value decides
    words: tuple[str, ...]  # attributes that somebody may meet
    named: bool  # has an id, a link or a count
    classed: bool
    at: bool  # says a place


def _look(tag: str, *keys: str) -> Look:
    names = {key: key.lower().rpartition(":")[2] for key in keys}
    faults = [f"a <{tag.lower()}> element"] if tag.lower() in NEVER else []
    faults += ["an attribute data-cites outside a field"] if "data-cites" in keys and tag != "textarea" else []
    faults += [
        f"an attribute {name}" for name in names.values() if name.startswith("on") or name in ("style", "srcdoc")
    ]
    return Look(
        faults=tuple(faults),
        watched=tuple(key for key, name in names.items() if name in ROUTES or name in ("href", "http-equiv")),
        words=tuple(key for key in keys if key.lower() not in MUTE),
        named=not {"id", "href", "data-traced"}.isdisjoint(keys),
        classed="class" in keys,
        at="data-at" in keys,
    )


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
        own: Iterable[str] = (),
        former: Iterable[str] = (),
        numbered: Callable[[str, bytes], tuple[str, ...]] | None = None,
    ) -> None:
        self._content, self._address = content, address
        self._numbered = numbered or partial(_read, desk)
        self._long_names = tuple(name for name in names if len(name) > RUN)  # no shorter one has so many words
        self._told_by_us, self._former = own, tuple(former)
        self._shelf: OrderedDict[str, tuple[str, ...]] = OrderedDict()
        self._size = 0
        self._looks: dict[tuple[str, ...], Look] = {}  # by tag and names of attributes
        self._runs: OrderedDict[str, frozenset[int]] = OrderedDict()  # of whole sources
        self._strange: dict[str, tuple[int, ...]] = {}  # what ``_foreign`` found in a text

    @cached_property
    def _own(self) -> frozenset[int]:
        """Runs of the site's own words; gathered only when a page has to be read."""
        return frozenset(gram for text in self._told_by_us for gram in grams(WORD.findall(text.casefold()), OWN))

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
        tree = html.fragment_fromstring(text, create_parent="div", parser=html.HTMLParser(encoding="utf-8"))
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
        inside: set[object] = set()  # of source text; a parent is met before its children
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
                look = self._looks[kind] = _look(*kind)
            if look.faults or look.watched:
                faults += self._element(address, element, look)
            quotes = look.at
            if look.named:
                if (name := element.get("id")) is not None:
                    ids.append(f"{address}#{name}")
                if (href := element.get("href")) is not None and (target := self._target(address, href, led)):
                    links.append(target)
                if (claim := element.get("data-traced")) is not None:
                    counted = claim
            if quotes:
                at = element.get("data-at")
                text = element.get("content") if tag == "meta" else _text(element)
                cited += [found[0]] if (found := read_place(at)) else []
                fault = self._fault(address, at, text or "")
                counts = element.get("class") == "source"
                shown += counts
                traced += counts and fault is None
                faults += [fault] if fault else []
                if fault is None and text:
                    proved.add(text)
                inside.update(element.iter() if len(element) else (element,))
            elif look.classed and element.get("class") == "source":
                faults.append(f"{address}: set as a source's, without a place: “{_text(element)[:SHOWN]}”")
            if look.words and not (quotes and tag == "meta"):  # its content was compared above
                own += [element.get(key) for key in look.words]
            if element in inside:
                if element.tail and (element.getparent() is None or element.getparent() not in inside):
                    own.append(element.tail)
                continue
            if tag == "textarea":
                rest, wrong = self._cited(address, element, sources)
                own, faults = [*own, rest], [*faults, *wrong]
            elif tag == "script":
                if "<" in (element.text or ""):  # "<!--<script>" would make the rest of the page a part of it
                    faults.append(f"{address}: linked data in which “<” is not escaped")
                linked += texts(json.loads(element.text or "null", parse_constant=_never))
            elif element.text:
                own.append(element.text)
            if element.tail:
                own.append(element.tail)
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
        return _without(text, [*quoted, *_file_names(sources)]), faults

    def _element(self, address: str, element, look: Look) -> Iterator[str]:
        """What no page of ours has: script, style, frames, forms, handlers, anything loaded from elsewhere."""
        tag = element.tag.lower()
        data = tag == "script" and element.get("type") == "application/ld+json" and "src" not in element.attrib
        ours = address == SEARCH and not element.text and dict(element.attrib) == SEARCHER
        for fault in look.faults:
            if not ((data or ours) and fault == SCRIPT):
                yield f"{address}: {fault}, which no page of ours has"
        for key in look.watched:
            name, value = key.lower().rpartition(":")[2], element.get(key)
            if name == "http-equiv":
                if not _instructs(element):
                    yield f"{address}: an http-equiv {value[:SHOWN]}, which no page of ours has"
                continue
            scheme = _scheme(value)
            loads = name != "href" or tag not in ("a", "area")
            if loads and (scheme is not None or name == "srcset") and not _is_named(element):
                yield f"{address}: loads {value[:SHOWN]}, which is not on this site"
            elif scheme not in (None, "http", "https", "mailto"):
                yield f"{address}: a link to {value[:SHOWN]}, which is not http or https"

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

    def _stolen(
        self, address: str, texts: Iterable[str], sources: tuple[str, ...], cited: Iterable[str]
    ) -> Iterator[str]:
        """Runs of a source's words that stand where the site speaks, and are not what the site says anywhere."""
        mine: dict[int, list[str]] = {}
        for text in dict.fromkeys(texts):
            for run in self._foreign(text):
                mine.setdefault(run, []).append(text)
        if not mine:
            return
        looked = dict.fromkeys(sources if len(sources) <= NEAR else cited)
        shared: dict[int, str] = {}
        for path in looked:
            for run in self._source_runs(path).intersection(mine):
                shared.setdefault(run, path)
        for text in dict.fromkeys(text for run in sorted(shared) for text in mine[run]):
            # a file that is named as its headline is named on the page, and so is a ministry of twelve words
            bare = _without(text, [*_file_names((*sources, *self._former)), *self._long_names])
            left = self._foreign(text if bare == text else bare)
            if taken := [run for run in left if run in shared]:
                told = " ".join(text.split())[:SHOWN]
                yield f"{address}: words of {shared[taken[0]]} without their place: “{told}”"

    def _source_runs(self, path: str) -> frozenset[int]:
        """Hashes of the runs of a source, kept while there is room."""
        if path in self._runs:
            self._runs.move_to_end(path)
            return self._runs[path]
        found = self._runs[path] = frozenset(runs(" ".join(self.lines(path))))
        if len(self._runs) > SOURCES:
            self._runs.popitem(last=False)
        return found

    def _foreign(self, text: str) -> tuple[int, ...]:
        """Runs of words that lie between those of the site's own. Pages say the same of themselves again and again."""
        found = self._strange.get(text)
        if found is None:
            if len(self._strange) > TEXTS:
                self._strange.clear()
            found = self._strange[text] = tuple(dict.fromkeys(self._strangers(text)))
        return found

    def _strangers(self, text: str) -> Iterator[int]:
        words = WORD.findall(ADDRESS.sub(" / ", text).casefold())
        if len(words) < RUN:
            return
        known = [False] * len(words)
        for start, gram in enumerate(grams(words, OWN)):
            if gram in self._own:
                known[start : start + OWN] = [True] * OWN
        at = 0
        while at < len(words):
            end = at
            while end < len(words) and not known[end]:
                end += 1
            yield from _runs(words[at:end])
            at = end + 1

    # --- JSON, feeds, numbered text ---

    def _json(self, address: str, body: bytes, sources: tuple[str, ...]) -> Proof:
        faults: list[str] = []
        own: list[str] = []
        cited: list[str] = []
        waiting = [json.loads(body, object_pairs_hook=_once, parse_constant=_never)]
        while waiting:
            value = waiting.pop()
            if isinstance(value, str):
                own.append(value)
            elif isinstance(value, list):
                own += [one for one in value if isinstance(one, str)]
                waiting += [one for one in value if not isinstance(one, str)]
            elif isinstance(value, dict):
                own += value
                beside = {**value, **apart} if isinstance(apart := value.get(APART), dict) else value
                for key, text in value.items():
                    at = beside.get("at") if key == "text" else beside.get(f"{key}_at")
                    if isinstance(text, str) and isinstance(at, str):
                        if key == "published" and DATE.fullmatch(text):
                            continue  # normalised: the page beside it shows the words
                        fault = self._fault(address, at, text)
                        faults += [fault] if fault else []
                        cited += [found[0]] if (found := read_place(at)) else []
                    elif key == "content_html" and isinstance(text, str):
                        faults += self._fragment(address, text, sources)
                    elif isinstance(text, str):
                        own.append(text)
                    else:
                        waiting.append(text)
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


def _file_names(paths: Iterable[str]) -> Iterator[str]:
    """What a page may call files: by the whole path or its last part, by the sidecar's, its white space as it is or one
    space."""
    for path in paths:
        for name in (path, basename(path)):
            for told in (name, name.rpartition(".")[0] + ".toml"):
                yield from dict.fromkeys((told, " ".join(told.split())))


def _without(text: str, parts: Iterable[str]) -> str:
    """The text with a stroke for each of the parts and for each address, also where one overlaps another."""
    gone = bytearray(len(text))
    for found in ADDRESS.finditer(text):
        gone[found.start() : found.end()] = b"\1" * len(found[0])
    for part in parts:
        at = text.find(part)
        while at >= 0 and part:
            gone[at : at + len(part)] = b"\1" * len(part)
            at = text.find(part, at + len(part))
    if 1 not in gone:
        return text
    runs = groupby(zip(text, gone, strict=True), key=lambda pair: pair[1])
    return "".join(" / " if hidden else "".join(char for char, _ in run) for hidden, run in runs)


def _read(desk: Desk, path: str, data: bytes) -> tuple[str, ...]:
    from briefing.read import read  # brings parsers with it; most builds carry most pages

    return read(path, data, desk).lines


def runs(text: str) -> Iterator[int]:
    """Hashes of all runs of RUN words (RUN_CHARACTERS where the script writes no spaces)."""
    return _runs(WORD.findall(text.casefold()))


def _runs(words: list[str]) -> Iterator[int]:
    wide = sum(map(_is_wide, words)) if WIDE.search("".join(words)) else 0
    return grams(words, RUN_CHARACTERS if wide * 2 > len(words) else RUN)


def _is_wide(word: str) -> bool:
    return WIDE.match(word) is not None


@lru_cache(maxsize=1024)
def _scheme(value: str) -> str | None:
    """What an address leads out of this site by, as a browser reads it: "https", "javascript", "" for "//host"."""
    plain = DROPPED.sub("", unescape(value)).replace("\\", "/")
    if found := SCHEME.match(plain):
        return found[1].lower()
    return "" if plain.startswith("//") else None


def _is_named(link) -> bool:
    """Whether it is the page's own name, which no browser loads."""
    return link.tag == "link" and link.get("rel") == "canonical"


def _instructs(meta) -> bool:
    """Whether an http-equiv is one of our two: the policy, and the way on from a former address on this site."""
    kind, content = (meta.get("http-equiv") or "").lower(), meta.get("content") or ""
    if kind == "refresh":
        found = REFRESH.fullmatch(content)
        return found is not None and _scheme(found["to"]) is None
    return kind == "content-security-policy"


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _never(name: str) -> object:
    raise ValueError(f"{name} is no JSON")
