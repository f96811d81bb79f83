"""Make docs/images anew: build the samples in a folder of its own, open them in a Chromium, keep the first screen.

``python scripts/take_pictures.py`` needs Playwright and a Chromium: the one named by CHROMIUM or found on the path,
else Playwright's own.
"""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

TOP = Path(__file__).parent.parent
IMAGES = TOP / "docs" / "images"
WIDE, HIGH = 1280, 1000  # CSS pixels
LARGEST = 250_000  # bytes of one picture
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a word on the terminal."""

    def log_message(self, format, *arguments):  # noqa: A002
        """Nothing."""


def build(folder: Path) -> Path:
    """The output of the samples, built in ``folder``."""
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(TOP / name, folder / name)
    for name in ("theme", "plugins"):
        (folder / name).symlink_to(TOP / name)
    shutil.copytree(TOP / "content", folder / "content")
    subprocess.run([sys.executable, "-m", "pelican"], cwd=folder, check=True)
    return folder / "output"


def _shown(page: Path) -> tuple[int, int, Path]:
    """For sorting: pages with more differences first, then larger ones."""
    return -page.read_bytes().count(b"pair-row"), -page.stat().st_size, page


def story(output: Path) -> str:
    """The address of the story whose accounts differ most, of those the largest page: it shows most."""
    pages = sorted((output / "stories").glob("*/index.html"), key=_shown)
    return pages[0].parent.relative_to(output).as_posix() + "/"


def main() -> int:
    """0 when all pictures are made, 1 when one is too large."""
    with tempfile.TemporaryDirectory() as folder:
        output = build(Path(folder))
        handler = functools.partial(Quiet, directory=str(output))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        wanted = (("home", "", "light"), ("home-dark", "", "dark"), ("story", story(output), "light"))
        IMAGES.mkdir(parents=True, exist_ok=True)
        browser_path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=browser_path, args=QUIET)
            for name, address, scheme in wanted:
                context = browser.new_context(viewport={"width": WIDE, "height": HIGH}, color_scheme=scheme)
                page = context.new_page()
                page.goto(f"http://127.0.0.1:{server.server_port}/{address}", wait_until="load")
                page.evaluate("document.fonts.ready")
                page.screenshot(path=IMAGES / f"{name}.png")
                context.close()
            browser.close()
        server.shutdown()
    large = [path.name for path in sorted(IMAGES.glob("*.png")) if path.stat().st_size > LARGEST]
    for name in large:
        print(f"docs/images/{name}: over {LARGEST} bytes")
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main())
