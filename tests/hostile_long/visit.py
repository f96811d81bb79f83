"""Every page of a built site in a real Chromium without the policy that would stop a script: what ran, what called."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from browser.conftest import QUIET, chromium, serve
from oracle import ASK, ID, IDS, MADE, foreign
from playwright.sync_api import Error, sync_playwright
from sites import Built

# no name but our own server's leads anywhere, whatever asks
ALONE = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--no-proxy-server"]
COUNTED = (
    "pages", "feeds", "twins", "scripts", "dialogs", "navigations", "windows", "downloads", "foreign requests",
    "foreign elements or attributes", "foreign ids", "other",
)  # fmt: skip


@contextmanager
def browser() -> Iterator:
    """A Chromium that reaches nothing but this machine."""
    with sync_playwright() as play:
        one = play.chromium.launch(executable_path=chromium(), args=[*QUIET, *ALONE])
        yield one
        one.close()


def visit(one, built: Built, tmp: Path, every: int = 1) -> tuple[Counter, list[str]]:
    """What was counted, and each fault in words; ``every``: of the pages only each so-manieth."""
    counts: Counter = Counter(dict.fromkeys(COUNTED, 0))
    faults: list[str] = []
    tmp.mkdir(parents=True, exist_ok=True)
    server, home = serve(built.output, tmp)
    context = one.new_context(bypass_csp=True, accept_downloads=False)
    page = context.new_page()
    at = ""

    def fault(kind: str, told: str) -> None:
        counts[kind] += 1
        faults.append(f"{at}: {kind}: {told}"[:300])

    def asked(request) -> None:
        if not request.url.startswith(home):
            fault("foreign requests", request.url)

    context.on("request", asked)
    context.on("page", lambda other: fault("windows", other.url) if other != page else None)
    page.on("dialog", lambda dialog: (fault("dialogs", dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: fault("scripts", f"one failed: {error}"))
    page.on("download", lambda found: fault("downloads", found.url))
    addresses = [name for name in built.addresses() if not name.startswith("theme/")]
    for at in [name for name in addresses if name.endswith(".html")][::every]:
        counts["pages"] += 1
        page.goto(home + at, wait_until="load")
        stub = 'http-equiv="refresh"' in (built.output / at).read_text("utf-8")
        if page.url != home + at and not (stub and page.url.startswith(home)):
            fault("navigations", page.url)
        told = page.evaluate(f"() => [({ASK})(), ({MADE})(), ({IDS})()]")
        for key, value in told[0].items():
            if value:
                fault(
                    {"scripts": "scripts", "handlers": "scripts", "loaded": "foreign requests"}.get(key, "other"),
                    f"{key} {value}",
                )
        for shape in foreign(told[1]):
            fault("foreign elements or attributes", shape)
        for name in told[2]:
            if not ID.fullmatch(name):
                fault("foreign ids", name)
    for at in [name for name in addresses if name.endswith((".xml", ".json"))]:
        kind = "feeds" if at.endswith(".xml") else "twins"
        counts[kind] += 1
        if kind == "twins":
            json.loads((built.output / at).read_bytes(), parse_constant=lambda name: fault("other", name))
            if counts["twins"] % 20:
                continue
        try:
            page.goto(home + at, wait_until="load")
        except Error as error:
            fault("other", str(error))
        if page.url != home + at:
            fault("navigations", page.url)
    context.close()
    server.shutdown()
    return counts, faults
