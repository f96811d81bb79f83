"""A real Chromium, and the sample site served as GitHub Pages would, under ``/repo/``."""

from __future__ import annotations

import pytest
from browser.visits import CLOSED, QUIET, chromium, serve
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="session")
def browser():
    """One browser for all tests."""
    path = chromium()
    with sync_playwright() as play:
        browser: Browser = play.chromium.launch(executable_path=path, args=[*QUIET, *CLOSED])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(samples, tmp_path_factory):
    """The address of the sample site's home page."""
    server, address = serve(samples.output, tmp_path_factory.mktemp("web"))
    yield address
    server.shutdown()


@pytest.fixture(scope="session")
def seeds_site(seeds, tmp_path_factory):
    """The address of the home page of the two real files' site."""
    server, address = serve(seeds.output, tmp_path_factory.mktemp("web-seeds"))
    yield address
    server.shutdown()
