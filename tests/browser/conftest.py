"""A real Chromium, and the sample site served as GitHub Pages would, under ``/repo/``."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import threading
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """The browser named by CHROMIUM or found on the path; None leaves the choice to Playwright."""
    named = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    named = named or shutil.which("google-chrome")
    if named:
        return named
    with sync_playwright() as play:
        if Path(play.chromium.executable_path).exists():
            return None
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return shutil.which("chromium")
    pytest.fail("no Chromium: set CHROMIUM to one, or run `playwright install chromium`")


@pytest.fixture(scope="session")
def browser():
    """One browser for all tests."""
    path = chromium()
    with sync_playwright() as play:
        browser: Browser = play.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a word on the terminal."""

    def log_message(self, format, *arguments):  # noqa: A002
        pass


def serve(output: Path, tmp: Path):
    """Serve a built site under /repo/; returns the server and the address of its home page."""
    (tmp / "repo").symlink_to(output)
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp)), bind_and_activate=True
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/repo/"


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
