"""The index of the search page, made by Pagefind of the pages that are about to go out, and what narrows a search down.

Pagefind's own filters come out in another order every time. Ours are a file beside its index, over the names that it
gave the pages, so that the same pages always make the same bytes.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from threading import Event, Thread

from briefing.hashes import packages
from briefing.press import PressError
from briefing.press.job import Files, Job
from briefing.press.manifest import Manifest
from briefing.press.sheet import Newsroom, Sheet
from briefing.press.show import parts

FOLDER = "search/index/"
FIRST = f"{FOLDER}pagefind-entry.json"
FILTERS = f"{FOLDER}filters.json"
KIND = "briefing"  # of pages that are searched
# of a page, what the site says: numbers, notes, other articles
ASIDE = ["aside", "dl", ".margin", ".side", ".chip", ".section-head", ".note", ".citing", ".hidden"]
ASIDE += [".kicker", ".sub-head", ".count", ".whennote"]
# what stands in its text too, what was cut from it, and other articles
ASIDE += [f"[aria-labelledby={part}]" for part in ("figures", "when", "cut", "cite", "related")]
# what the script on the search page needs of all that Pagefind makes
WANTED = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")
ENDINGS = (".pf_meta", ".pf_index", ".pf_fragment", ".pagefind")
FRAGMENT = ".pf_fragment"
SETTINGS = {"root_selector": "main", "exclude_selectors": ASIDE}
MADE_BY = ("pagefind", "pagefind-bin", "pagefind-bin-extended")
SECONDS = 120.0  # by the clock, for one answer
TRIES = 5  # pages it may fail at

Row = dict[str, object]


class NoIndex(PressError):
    """Pagefind could not make the index, because of ``page`` or "" of none."""

    def __init__(self, said: str, page: str = "") -> None:
        super().__init__(said)
        self.page = page


def jobs(room: Newsroom, manifest: Manifest, stage: Path) -> Iterator[Job]:
    """The index over the pages in the stage, made anew when one of them has other bytes."""
    pages = {
        address: entry.files[address].hash for address, entry in sorted(manifest.entries.items()) if entry.kind == KIND
    }
    cards = room.listed()
    told = [sorted(pages.items()), room.inputs(cards, room.stories_of(cards)), packages(*MADE_BY)]
    paths = tuple(card.path for card in cards)
    yield Job(FIRST, "search-index", told, partial(_files, room, tuple(pages), stage), paths, template="")


def _files(room: Newsroom, pages: tuple[str, ...], stage: Path) -> Files:
    made = _indexed(pages, stage)
    found = {FOLDER + name: data for name, data in made.items() if name in WANTED or name.endswith(ENDINGS)}
    names = {_address(data): Path(name).stem for name, data in made.items() if name.endswith(FRAGMENT)}
    found[FILTERS] = json.dumps(_filters(room, names), ensure_ascii=False, indent=1).encode() + b"\n"
    return found


def _indexed(pages: tuple[str, ...], stage: Path) -> dict[str, bytes]:
    """The files of an index, by name. A page that Pagefind cannot take is not found by the search, and no more."""
    left = list(pages)
    for _ in range(TRIES):
        try:
            with Indexer() as indexer:
                number = indexer.ask("", type="NewIndex", config=SETTINGS)["index_id"]
                for page in left:
                    body = (stage / page).read_text("utf-8")
                    indexer.ask(page, type="AddFile", index_id=number, url=None, file_path=page, file_contents=body)
                # not WriteFiles: it answers before what it wrote can be read
                files = indexer.ask("", type="GetFiles", index_id=number)["files"]
                return {file["path"]: base64.b64decode(file["content"]) for file in files}
        except NoIndex as error:
            if error.page not in left:
                raise
            left.remove(error.page)
        except OSError as error:
            raise NoIndex(f"the search index could not be made: {error}") from error
    raise NoIndex(f"the search index could not be made: Pagefind fails at {TRIES} pages")


class Indexer:
    """Pagefind's service, a question at a time; ended where an answer takes more than SECONDS.

    Its own client waits for ever when an answer is large or when the service falls over.
    """

    def __init__(self) -> None:
        from pagefind.service import get_executable

        pipe, no = subprocess.PIPE, subprocess.DEVNULL
        command = [str(get_executable()), "--service"]
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=no)  # noqa: S603 - of the package
        self._asked, self._since, self._done = 0, time.monotonic(), Event()
        Thread(target=self._watch, daemon=True).start()

    def __enter__(self) -> Indexer:
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._process.kill()
        self._process.communicate()

    def _watch(self) -> None:
        while not self._done.wait(min(1.0, SECONDS)):
            if time.monotonic() - self._since > SECONDS:
                self._process.kill()

    def ask(self, page: str, **question: object) -> dict:
        """The answer. Raises NoIndex, with the ``page`` that was asked about, for an error and for none."""
        into, out = self._process.stdin, self._process.stdout
        assert into is not None
        assert out is not None
        self._asked, self._since = self._asked + 1, time.monotonic()
        told = json.dumps({"message_id": self._asked, "payload": question}).encode()
        parts: list[bytes] = []
        try:
            into.write(base64.b64encode(told) + b",")
            into.flush()
            while not (parts and parts[-1].endswith(b",")):
                parts.append(os.read(out.fileno(), 1 << 20))
                if not parts[-1]:
                    raise NoIndex("the search index could not be made: Pagefind ended before it was done", page)
            answer = json.loads(base64.b64decode(b"".join(parts)[:-1]))["payload"]
        except (BrokenPipeError, ValueError) as error:
            raise NoIndex(f"the search index could not be made: {error}", page) from error
        if answer["type"] == "Error":
            raise NoIndex(f"the search index could not be made: {answer.get('message')}", page)
        return answer


def _address(fragment: bytes) -> str:
    """The page that a fragment of an index is of."""
    told = gzip.decompress(fragment)
    return json.loads(told[told.index(b"{") :])["url"].lstrip("/")


def _filters(room: Newsroom, names: Mapping[str, str]) -> list[Row]:
    """What narrows a search down, each with the pages it leaves, as the index calls them."""
    sheet = Sheet(room, "search/")
    rows: dict[tuple[str, str], dict[str, str]] = {}
    pages: dict[tuple[str, str], list[str]] = {}

    def row(kind: str, key: str, **said: str) -> list[str]:
        rows.setdefault((kind, key), {"filter": kind, **said})
        return pages.setdefault((kind, key), [])

    for card in room.listed():
        page = names.get(f"briefings/{card.slug}/")
        if page is None:
            continue
        for topic in room.desk.topics:
            if card.topics.get(topic.slug):
                row("topic", topic.slug, name=topic.name).append(page)
        story = room.edition.stories[room.edition.story_of[card.slug]]
        if len(story.accounts) > 1 and (named := parts.headline(sheet, parts.title_card(room, story.accounts))):
            row("story", story.slug, text=named[0], at=named[1]).append(page)
        if cite := sheet.stated(card.slug, card.publisher, "publisher"):
            row("publisher", cite.plain, text=cite.plain, at=cite.at).append(page)
        row("language", card.language, name=card.language).append(page)
    return [{**rows[key], "pages": sorted(pages[key])} for key in sorted(rows)]
