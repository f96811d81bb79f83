"""Reads the written pages, JSON and feeds, and finds every content sentence of theirs in the freshly read sources.

It knows nothing of briefings or views: bytes that are about to go out on one side, the files in ``content/`` on the
other. Source text may stand only where its place is said (``data-at``, ``"at"``, ``sl:at``), and must equal the
numbered text there. Everything else on a page is the site's own words: of those, none may be a run of a source's.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from briefing.model import Desk, Refusal
from briefing.press.job import Files, Job, Proof
from briefing.press.markup import KEY, read_place
from briefing.read import read
from briefing.read.files import load

RUN = 9  # words; a run of this many shared with a source is the source's (two texts share nine by chance next to never)
RUN_CHARACTERS = 22  # the same for scripts that write no spaces
HELD = 64  # files kept in memory
SHOWN = 90  # characters of a fault

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
# https://example.org/a: an address is a value, and may be long
ADDRESS = re.compile(r"https?://\S+")
ATOM = "{http://www.w3.org/2005/Atom}"
AT = "{urn:sourceline}at"
READABLE = (
    "title",
    "aria-label",
    "alt",
    "content",
    "value",
    "placeholder",
    "summary",
)  # attributes that a reader meets
LOADING = {"src", "srcset", "poster", "data", "background", "action", "formaction", "ping", "manifest"}
NEVER = {"script", "style", "iframe", "object", "embed", "form", "base", "frame", "applet", "audio", "video"}


class Gate:
    """The check of one build. ``names`` are those of entities: they may stand by themselves."""

    def __init__(self, content: Path, desk: Desk, names: Iterable[str], address: str) -> None:
        self._content, self._desk, self._address = content, desk, address
        self._names = frozenset(name.casefold() for name in names)
        self.lines = lru_cache(maxsize=HELD)(self._lines)
        self._runs = lru_cache(maxsize=HELD)(self._runs_of)

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
            found = check(address, body, job.sources)
            shown += found.shown
            traced += found.traced
            faults += found.faults
            links += found.links
            ids += found.ids
        return Proof(traced, shown, tuple(faults), tuple(dict.fromkeys(links)), tuple(ids))

    def _check(self, address: str) -> Callable[[str, bytes, tuple[str, ...]], Proof] | None:
        if address.startswith("theme/"):
            return None
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

    def _lines(self, path: str) -> tuple[str, ...]:
        return read(path, load(self._content, path), self._desk).lines

    def _runs_of(self, path: str) -> frozenset[int]:
        return frozenset(runs(" ".join(self.lines(path))))

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
                table = tomllib.loads(load(self._content, key["path"]).decode())
                value = table.get(key["key"])
                return None if value is None else str(value)
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
        root = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
        return self._tree(address, root, sources)

    def _tree(self, address: str, root, sources: tuple[str, ...]) -> Proof:
        shown = traced = 0
        faults: list[str] = []
        links: list[str] = []
        ids: list[str] = []
        own: list[str] = []
        inside = set()
        counted = None
        for element in root.iter():
            if not isinstance(element.tag, str):
                continue
            faults += self._element(address, element)
            if (name := element.get("id")) is not None:
                ids.append(f"{address}#{name}")
            if (href := element.get("href")) is not None and (target := self._target(address, href)):
                links.append(target)
            at = element.get("data-at")
            if at is not None:
                text = element.get("content") if element.tag == "meta" else element.text_content()
                fault = self._fault(address, at, text or "")
                counts = element.get("class") == "source"
                shown += counts
                traced += counts and fault is None
                faults += [fault] if fault else []
                inside.update(element.iter())
            if (claim := element.get("data-traced")) is not None:
                counted = claim
        for element in root.iter():
            if element in inside:
                if element.tail and (element.getparent() is None or element.getparent() not in inside):
                    own.append(element.tail)
                continue
            if not isinstance(element.tag, str):
                continue
            own += [element.get(key) for key in READABLE if element.get(key)]
            own += [text for text in (element.text, element.tail) if text]
        faults += self._stolen(address, own, sources)
        if counted is not None and counted != str(shown):
            faults.append(f"{address}: the footer counts {counted} passages, the page has {shown}")
        return Proof(traced, shown, tuple(faults), tuple(links), tuple(ids))

    def _element(self, address: str, element) -> Iterator[str]:
        """What no page of ours has: script, style, frames, forms, handlers, anything loaded from elsewhere."""
        tag = element.tag.lower()
        data = tag == "script" and element.get("type") == "application/ld+json"
        if tag in NEVER and not data:
            yield f"{address}: a <{tag}> element, which no page of ours has"
        for key, value in element.attrib.items():
            name = key.lower()
            if name.startswith("on") or name == "style":
                yield f"{address}: an attribute {name}, which no page of ours has"
            if name in LOADING or (name == "href" and tag in ("link", "use", "image")):
                if tag == "link" and element.get("rel") == "canonical":
                    continue
                if urlsplit(value).scheme or value.startswith("//"):
                    yield f"{address}: loads {value[:SHOWN]}, which is not on this site"
            if name == "href" and tag == "a" and (urlsplit(value).scheme or "http") not in ("http", "https", "mailto"):
                yield f"{address}: a link to {value[:SHOWN]}, which is not http or https"

    def _target(self, address: str, href: str) -> str | None:
        """An address of this site that a link leads to, with its anchor; None for one that leads elsewhere."""
        base = self._address + "/" if self._address else None
        if base and href.startswith(base):
            href = "/" + href[len(base) :]
        elif urlsplit(href).scheme or href.startswith("//"):
            return None
        elif href.startswith("/"):
            prefix = "/" + (self._address.split("://", 1)[-1].partition("/")[2])
            href = "/" + href[len(prefix) :].lstrip("/") if prefix != "/" and href.startswith(prefix) else href
        path, _, anchor = href.partition("#")
        folder = address.rpartition("/")[0]
        if not path:
            target = address
        else:
            target = normpath(join("/" + folder, unquote(path))).lstrip("/")
            if path.endswith(("/", "/.", "/..", ".", "..")) or not target:
                target = f"{target}/index.html".lstrip("/")
        return f"{target}#{unquote(anchor)}" if anchor else target

    def _stolen(self, address: str, texts: Iterable[str], sources: tuple[str, ...]) -> Iterator[str]:
        """Runs of a source's words that stand where the site speaks."""
        for text in texts:
            if " ".join(text.split()).casefold() in self._names:
                continue
            mine = list(runs(ADDRESS.sub(" ", text)))
            if mine and any(not self._runs(path).isdisjoint(mine) for path in sources):
                yield f"{address}: words of a source without their place: “{' '.join(text.split())[:SHOWN]}”"

    # --- JSON, feeds, numbered text ---

    def _json(self, address: str, body: bytes, sources: tuple[str, ...]) -> Proof:
        shown = traced = 0
        faults: list[str] = []
        own: list[str] = []
        waiting = [json.loads(body)]
        while waiting:
            value = waiting.pop()
            if isinstance(value, list):
                own += [one for one in value if isinstance(one, str)]
                waiting += [one for one in value if not isinstance(one, str)]
            elif isinstance(value, dict):
                for key, text in value.items():
                    at = value.get("at") if key == "text" else value.get(f"{key}_at")
                    if isinstance(text, str) and isinstance(at, str):
                        if key == "published":
                            continue  # normalised: the page beside it shows the words
                        fault = self._fault(address, at, text)
                        shown += 1
                        traced += fault is None
                        faults += [fault] if fault else []
                    elif isinstance(text, str):
                        own.append(text)
                    else:
                        waiting.append(text)
        faults += self._stolen(address, own, sources)
        return Proof(0, 0, tuple(faults)) if not faults else Proof(traced, shown, tuple(faults))

    def _xml(self, address: str, body: bytes, sources: tuple[str, ...]) -> Proof:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        root = etree.fromstring(body, parser)
        faults: list[str] = []
        own: list[str] = []
        for element in root.iter(f"{ATOM}title", f"{ATOM}name", f"{ATOM}summary", f"{ATOM}content"):
            text = element.text or ""
            if element.get(AT):
                fault = self._fault(address, element.get(AT), text)
                faults += [fault] if fault else []
            elif element.get("type") == "html":
                tree = html.fragment_fromstring(text, create_parent="div", parser=html.HTMLParser(encoding="utf-8"))
                faults += self._tree(address, tree, sources).faults
            else:
                own.append(text)
        faults += self._stolen(address, own, sources)
        return Proof(faults=tuple(faults))

    def _text(self, address: str, body: bytes, sources: tuple[str, ...]) -> Proof:
        told = "".join(f"{line}\n" for line in self.lines(sources[0])) if sources else ""
        same = told.encode() == body
        return Proof(faults=() if same else (f"{address}: is not the numbered text of {sources[:1]}",))


def runs(text: str) -> Iterator[int]:
    """Hashes of all runs of RUN words (RUN_CHARACTERS where the script writes no spaces)."""
    words = WORD.findall(text.casefold())
    length = RUN_CHARACTERS if len(WIDE.findall(text)) * 2 > len(words) else RUN
    for start in range(len(words) - length + 1):
        yield hash(tuple(words[start : start + length]))
