"""The index of the search page, made by Pagefind of the pages that are about to go out, and what narrows a search down.

Pagefind's own filters come out in another order every time. Ours are a file beside its index, over the names that it
gave the pages, so that the same pages always make the same bytes.
"""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

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
ASIDE += ["[aria-labelledby=related]"]
# what the script on the search page needs of all that Pagefind makes
WANTED = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")
ENDINGS = (".pf_meta", ".pf_index", ".pf_fragment", ".pagefind")
FRAGMENT = ".pf_fragment"

Row = dict[str, object]


class NoIndex(PressError):
    """Pagefind is not there, or could not make the index."""


def jobs(room: Newsroom, manifest: Manifest, stage: Path) -> Iterator[Job]:
    """The index over the pages in the stage, made anew when one of them has other bytes."""
    pages = {
        address: entry.files[address].hash for address, entry in sorted(manifest.entries.items()) if entry.kind == KIND
    }
    cards = room.listed()
    told = [sorted(pages.items()), room.inputs(cards, room.stories_of(cards))]
    paths = tuple(card.path for card in cards)
    yield Job(FIRST, "search-index", told, partial(_files, room, tuple(pages), stage), paths, template="")


def _files(room: Newsroom, pages: tuple[str, ...], stage: Path) -> Files:
    try:
        made = asyncio.run(_indexed(pages, stage))
    except (OSError, RuntimeError, asyncio.IncompleteReadError) as error:
        raise NoIndex(f"the search index could not be made: {error}") from error
    found = {FOLDER + name: data for name, data in made.items() if name in WANTED or name.endswith(ENDINGS)}
    names = {_address(data): Path(name).stem for name, data in made.items() if name.endswith(FRAGMENT)}
    found[FILTERS] = json.dumps(_filters(room, names), ensure_ascii=False, indent=1).encode() + b"\n"
    return found


async def _indexed(pages: tuple[str, ...], stage: Path) -> dict[str, bytes]:
    """The files of an index, by name."""
    from pagefind.index import IndexConfig, PagefindIndex

    with TemporaryDirectory() as aside:  # it writes its files somewhere when it is closed
        settings = IndexConfig(root_selector="main", exclude_selectors=ASIDE, output_path=aside)
        async with PagefindIndex(config=settings) as index:
            for address in pages:
                await index.add_html_file(content=(stage / address).read_text("utf-8"), source_path=address)
            return {file["path"]: file["content"] for file in await index.get_files()}


def _address(fragment: bytes) -> str:
    """The page that a fragment of an index is of."""
    told = gzip.decompress(fragment)
    return json.loads(told[told.index(b"{") :])["url"].lstrip("/")


def _filters(room: Newsroom, names: Mapping[str, str]) -> list[Row]:
    """What narrows a search down, each with the pages it leaves, as the index calls them."""
    sheet = Sheet(room, "search/")
    rows: dict[tuple[str, str], Row] = {}

    def row(kind: str, key: str, **said: str) -> list:
        pages = rows.setdefault((kind, key), {"filter": kind, **said, "pages": []})["pages"]
        assert isinstance(pages, list)
        return pages

    for card in room.listed():
        page = names.get(f"briefings/{card.slug}/")
        if page is None:
            continue
        for topic in room.desk.topics:
            if card.topics.get(topic.slug):
                row("topic", topic.slug, name=topic.name).append(page)
        story = room.edition.stories[room.edition.story_of[card.slug]]
        if len(story.accounts) > 1 and (named := parts.headline(sheet, parts.title_card(room, story))):
            row("story", story.slug, text=named[0], at=named[1]).append(page)
        if cite := sheet.stated(card.slug, card.publisher, "publisher"):
            row("publisher", cite.plain, text=cite.plain, at=cite.at).append(page)
        row("language", card.language, name=card.language).append(page)
    return [{**rows[key], "pages": sorted(rows[key]["pages"])} for key in sorted(rows)]  # type: ignore[call-overload]
