"""What every page does in a real browser, seen wide and on a phone; several browsers share the pages."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlsplit

from audit.measure import Measure, counted, most
from browser.visits import (
    CLOSED,
    ENLARGED,
    INLINE,
    LOADED,
    QUIET,
    SHIFTS,
    chromium,
    inaccessible,
    over_the_edge,
    packed,
    unseen_focus,
    visit,
)
from playwright.sync_api import sync_playwright
from sites import Built

SIZES = {"1280": {"width": 1280, "height": 900}, "390": {"width": 390, "height": 844}}
LATIN, CYRILLIC = 120_000, 200_000  # bytes of fonts
TURN = 12  # pages of a browser
SCRIPT = 10_000  # bytes over the line of what waits on the search page for a reader to type
ASKED = {
    "axe": "axe violations, WCAG 2.2 A and AA, best practices, 5 modes",
    "requests": "requests to another origin, errors in the console",
    "moves": "layout shift of a first visit (CLS, two decimals)",
    "edge": "horizontal overflow, 320 to 1280 px",
    "enlarged": "text cut or overflowing at 200 %",
    "keyboard": "keyboard order, visible focus",
}


@dataclass
class Seen:
    """Of some pages: faults by what was asked, and bytes loaded by page."""

    pages: int = 0
    faults: dict[str, list[str]] = field(default_factory=lambda: {key: [] for key in ASKED})
    latin: dict[str, int] = field(default_factory=dict)
    cyrillic: dict[str, int] = field(default_factory=dict)
    script: dict[str, int] = field(default_factory=dict)

    def add(self, other: Seen) -> None:
        """Take over what another has seen."""
        self.pages += other.pages
        for key, faults in other.faults.items():
            self.faults[key] += faults
        for name in ("latin", "cyrillic", "script"):
            getattr(self, name).update(getattr(other, name))


def look(output: Path, home: str, which: str, addresses: list[str]) -> Seen:
    """Visit pages one after the other in a browser of its own."""
    seen = Seen()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=[*QUIET, *CLOSED])
        for address in addresses:
            for size, viewport in SIZES.items():
                one(seen, browser, output, home, address, f"{which}: {address}", size, viewport)
            seen.pages += 1
        browser.close()
    return seen


def one(seen: Seen, browser, output: Path, home: str, address: str, name: str, size: str, viewport: dict) -> None:
    """Visit a page once at one size and note what is found."""
    told: list[str] = []
    page = visit(browser, home + address.removesuffix("index.html"), {"viewport": viewport}, told)
    if 'http-equiv="refresh"' not in (output / address).read_text("utf-8"):
        shift = page.evaluate(SHIFTS)  # first: what is asked next moves the page itself
        found = {"moves": [f"{shift:.3f}"] if round(shift, 2) > 0 else []}
        found |= {"axe": inaccessible(page, brief=True), "keyboard": unseen_focus(page)}
        if size == "1280":
            loaded(seen, page, output, home, name)
            found["edge"] = over_the_edge(page)
            found["enlarged"] = page.evaluate(ENLARGED)
        for key, faults in found.items():
            seen.faults[key] += [f"{name} at {size}: {fault}" for fault in faults]
    seen.faults["requests"] += [f"{name} at {size}: {fault}" for fault in told]
    page.context.close()


def loaded(seen: Seen, page, output: Path, home: str, name: str) -> None:
    """Bytes of the fonts and scripts a page has loaded by itself."""
    paths = {output / urlsplit(url).path.removeprefix(urlsplit(home).path) for url in page.evaluate(LOADED)}
    fonts = {path for path in paths if path.suffix == ".woff2"}
    size = sum(path.stat().st_size for path in fonts)
    (seen.cyrillic if any("cyrillic" in path.name for path in fonts) else seen.latin)[name] = size
    scripts = [path for path in paths if path.suffix in {".js", ".mjs", ".wasm"}]
    seen.script[name] = sum(len(packed(path, path.stat().st_mtime_ns)) for path in scripts) + page.evaluate(INLINE)


def pages(sites: Iterable[tuple[str, Built, str, list[str]]]) -> list[Measure]:
    """Every page asked for, of each site, as measures. A site is name, files, address of its home, its pages."""
    seen = Seen()
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn")) as pool:
        for done in [
            pool.submit(look, built.output, home, which, addresses[at : at + TURN])
            for which, built, home, addresses in sites
            for at in range(0, len(addresses), TURN)
        ]:
            seen.add(done.result())
            print(f"\r{seen.pages} pages seen", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    of = f"{seen.pages} pages"
    elsewhere = [f"{name}: {size} bytes" for name, size in seen.script.items() if size and ": search/" not in name]
    search = {name: size for name, size in seen.script.items() if ": search/" in name}
    return [
        *(counted(name, sorted(seen.faults[key]), of) for key, name in ASKED.items()),
        most("fonts of a page in Latin letters", LATIN, seen.latin),
        most("fonts of a page with Cyrillic", CYRILLIC, seen.cyrillic),
        counted("script of every page but search, bytes", elsewhere, of),
        most("script of the search page until a reader types", SCRIPT, search),
    ]
