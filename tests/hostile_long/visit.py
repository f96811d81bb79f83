"""Every page of a built site in a real Chromium without the policy that would stop a script: what ran, what called.

Each page is loaded whole, in a frame of its own, some at a time; each so-manieth also as a reader opens it. On the
search page the search itself is used.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from browser.conftest import QUIET, chromium, serve
from oracle import ASK, ID, IDS, MADE, SEARCH, foreign
from playwright.sync_api import Dialog, Error, sync_playwright
from sites import Built

# no name but our own server's leads anywhere, whatever asks
ALONE = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--no-proxy-server"]
COUNTED = (
    "pages", "feeds", "twins", "scripts", "dialogs", "navigations", "windows", "downloads", "foreign requests",
    "foreign elements or attributes", "foreign ids", "other",
)  # fmt: skip
FRAMES = 16  # at a time
MOMENT = 60  # milliseconds for what a page does after it has loaded
ALSO = 25  # each so-manieth page by itself
QUESTION = f"[({ASK})(), ({MADE})(), ({IDS})()]"
# each frame: where it is once all have loaded, and what it answers; "" where it let itself be taken elsewhere
FRAMED = """async ([home, addresses, question, moment]) => {
  const frames = await Promise.all(addresses.map(address => new Promise(done => {
    const frame = document.createElement("iframe");
    frame.width = 1280; frame.height = 800;
    frame.onload = () => done(frame);
    frame.src = home + address;
    document.documentElement.append(frame);
  })));
  await new Promise(done => setTimeout(done, moment));
  const told = frames.map(frame => {
    try { return [frame.contentWindow.location.href, ...frame.contentWindow.eval(question)]; }
    catch (error) { return ["" + error, {}, [], []]; }
  });
  frames.forEach(frame => frame.remove());
  return told;
}"""
SOUGHT = ("alert", "script", "Aktau", '"><img src=x onerror=alert(1)>')


@contextmanager
def browser() -> Iterator:
    """A Chromium that reaches nothing but this machine."""
    with sync_playwright() as play:
        one = play.chromium.launch(executable_path=chromium(), args=[*QUIET, *ALONE])
        yield one
        one.close()


class Visit:
    """One tab, what it was asked to look at, and what was wrong there."""

    def __init__(self, one, built: Built, home: str) -> None:
        self.built, self.home, self.at = built, home, ""
        self.counts: Counter = Counter(dict.fromkeys(COUNTED, 0))
        self.faults: list[str] = []
        self.context = one.new_context(bypass_csp=True, accept_downloads=False)
        self.page = page = self.context.new_page()
        page.set_default_timeout(60_000)
        self.context.on("request", lambda asked: self._asked(asked.url))
        self.context.on("page", lambda other: self.fault("windows", other.url) if other != page else None)
        page.on("dialog", self._talked)
        page.on("pageerror", lambda error: self.fault("scripts", f"one failed: {error}"))
        page.on("download", lambda found: self.fault("downloads", found.url))

    def fault(self, kind: str, told: str) -> None:
        """Something got in at the present address."""
        self.counts[kind] += 1
        self.faults.append(f"{self.at}: {kind}: {told}"[:300])

    def _talked(self, dialog: Dialog) -> None:
        self.fault("dialogs", dialog.message)
        with suppress(Error):  # its page has gone meanwhile, and took it along
            dialog.dismiss()

    def _asked(self, url: str) -> None:
        if not url.startswith(self.home):
            self.fault("foreign requests", url)

    def together(self, addresses: list[str]) -> None:
        """Some pages, each in a frame."""
        self.at = " ".join(addresses)
        if self.page.url != self.home + "robots.txt":
            self.page.goto(self.home + "robots.txt")
        try:
            told = self.page.evaluate(FRAMED, [self.home, addresses, QUESTION, MOMENT])
        except Error as error:  # a frame took the whole tab elsewhere, or one does not load
            self.fault("navigations", str(error))
            self._settle()
            for address in addresses:
                self.alone(address)
            return
        for self.at, (url, *answers) in zip(addresses, told, strict=True):
            self._judged(url, answers)
        if self.page.url != self.home + "robots.txt":
            self.fault("navigations", self.page.url)

    def _opened(self, address: str) -> bool:
        """Whether the page was there to be judged, and stayed."""
        before = self.counts["navigations"]
        try:
            self.page.goto(self.home + address, wait_until="load")
            self._judged(self.page.url, self.page.evaluate(f"() => {QUESTION}"))
            self.page.wait_for_timeout(MOMENT)
        except Error as error:
            self.fault("navigations", str(error))
        return self.counts["navigations"] == before

    def _settle(self) -> None:
        """Outlast a way elsewhere that a page has begun: it would break off the next visit."""
        for _ in range(5):
            with suppress(Error):
                self.page.goto(self.home + "robots.txt", wait_until="load")
                self.page.wait_for_timeout(100)
                if self.page.url == self.home + "robots.txt":
                    return

    def alone(self, address: str) -> None:
        """A page as a reader opens it."""
        self.at = address
        for _ in range(2):  # what broke it off may have been the page before
            if self._opened(address):
                break
            self._settle()
        if address == SEARCH:
            for words in SOUGHT:
                self.page.fill("#words", words)
                self.page.wait_for_timeout(700)
                self._judged(self.page.url, self.page.evaluate(f"() => {QUESTION}"))

    def _judged(self, url: str, answers: list) -> None:
        stub = 'http-equiv="refresh"' in (self.built.output / self.at).read_text("utf-8")
        if url != self.home + self.at and not (stub and url.startswith(self.home)):
            self.fault("navigations", url)
        asked, made, ids = answers
        for key, value in asked.items():
            if value:
                kind = {"scripts": "scripts", "handlers": "scripts", "loaded": "foreign requests"}.get(key, "other")
                self.fault(kind, f"{key} {value}")
        for shape in foreign(made, self.at):
            self.fault("foreign elements or attributes", shape)
        for name in ids:
            if not ID.fullmatch(name):
                self.fault("foreign ids", name)

    def data(self, address: str) -> None:
        """A feed or a page's JSON: strict, and inert where a browser opens it."""
        self.at = address
        kind = "feeds" if address.endswith(".xml") else "twins"
        self.counts[kind] += 1
        if kind == "twins":
            data = (self.built.output / address).read_bytes()
            json.loads(data, parse_constant=lambda name: self.fault("other", name))
            if self.counts[kind] % 20:
                return
        try:
            self.page.goto(self.home + address, wait_until="load")
        except Error as error:
            self.fault("other", str(error))
        if self.page.url != self.home + address:
            self.fault("navigations", self.page.url)


def visit(one, built: Built, tmp: Path, every: int = 1) -> tuple[Counter, list[str]]:
    """What was counted, and each fault in words; ``every``: of the pages only each so-manieth."""
    tmp.mkdir(parents=True, exist_ok=True)
    server, home = serve(built.output, tmp)
    found = Visit(one, built, home)
    addresses = [name for name in built.addresses() if not name.startswith("theme/")]
    pages = [name for name in addresses if name.endswith(".html")]
    for name in dict.fromkeys([*pages[:: every * ALSO], *(name for name in pages if name == SEARCH)]):
        found.alone(name)
    pages = pages[::every]
    found.counts["pages"] = len(pages)
    for at in range(0, len(pages), FRAMES):
        found.together(pages[at : at + FRAMES])
    for name in addresses:
        if name.endswith((".xml", ".json")):
            found.data(name)
    found.context.close()
    server.shutdown()
    return found.counts, found.faults
