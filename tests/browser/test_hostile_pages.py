"""Hostile articles in a real browser, without the policy that would stop their scripts: nothing runs, nothing moves."""

from __future__ import annotations

import pytest
from browser.conftest import serve
from oracle import ASK, MADE, foreign

pytestmark = [pytest.mark.browser, pytest.mark.data]
VISITED = 90  # pages of the site, spread evenly over it


def test_nothing_in_a_hostile_article_runs(browser, hostile, tmp_path):
    server, home = serve(hostile.output, tmp_path)
    faults: list[str] = []
    context = browser.new_context(bypass_csp=True)  # only our own markup stands between the payload and the reader
    page = context.new_page()

    def route(found):
        if found.request.url.startswith(home):
            found.continue_()
        else:
            faults.append(f"asks {found.request.url}")
            found.abort()

    context.route("**/*", route)
    context.on("page", lambda other: faults.append(f"opens {other.url}"))
    page.on("dialog", lambda dialog: (faults.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: faults.append(f"a script failed: {error}"))
    page.on("download", lambda found: faults.append(f"a download: {found.url}"))
    every = hostile.pages()
    for address in every[:: max(1, len(every) // VISITED)]:
        page.goto(home + address, wait_until="load")
        asked = page.evaluate(ASK)
        if 'http-equiv="refresh"' not in (hostile.output / address).read_text("utf-8") and page.url != home + address:
            faults.append(f"{address}: went to {page.url}")
        faults += [f"{address}: {key}: {value}" for key, value in asked.items() if value]
        faults += [f"{address}: not ours: {shape}" for shape in foreign(page.evaluate(MADE), address)]
    context.close()
    server.shutdown()
    assert faults == []
