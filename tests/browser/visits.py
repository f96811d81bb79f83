"""A real Chromium, a built site served as GitHub Pages would, and what a page is asked there: for tests and audit."""

from __future__ import annotations

import functools
import gzip
import http.server
import os
import shutil
import subprocess
import threading
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# no name but our own server's leads anywhere, whatever a page asks
CLOSED = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--no-proxy-server"]
PACKED = {".html", ".css", ".js", ".json", ".xml", ".svg", ".txt"}  # what GitHub Pages sends compressed
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOURS = ("color-contrast", "link-in-text-block")  # the rules that another look can break
NARROWEST = 320  # CSS pixels: WCAG 2.2, 1.4.10 Reflow
WIDTHS = (NARROWEST, 390, 640, 768, 1024, 1280)  # CSS pixels
# what readers have chosen; the first is looked at with every rule
LOOKS = (
    {"color_scheme": "light", "forced_colors": "none"},
    {"color_scheme": "dark", "forced_colors": "none"},
    {"color_scheme": "light", "forced_colors": "active"},
)

SHIFTS = """() => new Promise(done => {
  let total = 0;
  const seen = list => { for (const e of list.getEntries()) total += e.value; };
  new PerformanceObserver(list => seen(list)).observe({type: "layout-shift", buffered: true});
  document.fonts.ready.then(() => setTimeout(() => done(total), 100));
})"""
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# letters are twice as large and nothing else is: what leaves the page or is cut off by its own box
ENLARGED = """() => {
  const top = document.documentElement;
  top.style.fontSize = "200%";
  const found = top.scrollWidth > top.clientWidth ? [`${top.scrollWidth - top.clientWidth} px over the edge`] : [];
  for (const e of document.querySelectorAll("main *, header *, footer *")) {
    const style = getComputedStyle(e);
    if (e.closest("svg") || !/hidden|clip/.test(style.overflowX + style.overflowY)) continue;
    if (!e.checkVisibility() || e.offsetWidth <= 1) continue; // one pixel: for screen readers alone
    if (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)
      found.push(`${e.localName}.${e.className} cuts its text`);
  }
  top.style.fontSize = "";
  return found;
}"""
# each thing that takes the keyboard: is its focus drawn, and is it in the order of the page
FOCUS = """() => {
  const found = [];
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")];
  const name = e => `${e.localName}.${e.className} “${(e.textContent || e.value || "").trim().slice(0, 30)}”`;
  for (const e of all) {
    if (e.tabIndex > 0) found.push(`${name(e)} jumps the order`);
    if (e.tabIndex < 0 || e.disabled || !e.checkVisibility({visibilityProperty: true})) continue;
    document.activeElement.blur();
    const before = getComputedStyle(e);
    const plain = [before.outlineStyle, before.outlineWidth, before.boxShadow, before.backgroundColor].join();
    e.focus();
    if (document.activeElement !== e) { found.push(`${name(e)} takes no focus`); continue; }
    const style = getComputedStyle(e);
    const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    if (!drawn || [style.outlineStyle, style.outlineWidth, style.boxShadow, style.backgroundColor].join() === plain)
      found.push(`${name(e)} has no visible focus`);
    const box = e.getBoundingClientRect();
    if (box.bottom < 1 || box.top > innerHeight - 1 || box.right < 1 || box.left > innerWidth - 1)
      found.push(`${name(e)} has its focus out of sight`);
  }
  return found;
}"""
# what a page has loaded of its own accord: path and nothing else
LOADED = """() => performance.getEntriesByType("resource").map(r => r.name)"""
INLINE = """() => [...document.scripts].filter(s => !s.src && s.type !== "application/ld+json")
  .reduce((n, s) => n + s.textContent.length, 0)"""


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
    raise SystemExit("no Chromium: set CHROMIUM to one, or run `playwright install chromium`")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a word on the terminal."""

    def log_message(self, format, *arguments):  # noqa: A002
        pass


class Packed(Quiet):
    """Serves what can be compressed compressed and lets it be kept for ten minutes, as GitHub Pages does."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() and self.path.endswith("/") else path
        if not path.is_file() or path.suffix not in PACKED:
            return super().do_GET()
        body = packed(path, path.stat().st_mtime_ns)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)) + "; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None

    def end_headers(self):
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()


@functools.lru_cache(maxsize=2000)
def packed(path: Path, changed: int) -> bytes:
    """A file as it goes over the line, compressed at gzip's own level."""
    return gzip.compress(path.read_bytes(), 6, mtime=0)


def serve(output: Path, tmp: Path, handler: type[Quiet] = Quiet):
    """Serve a built site under /repo/; returns the server and the address of its home page."""
    (tmp / "repo").symlink_to(output)
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=str(tmp)), bind_and_activate=True
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/repo/"


def one_of_each(built) -> dict[str, str]:
    """An address of every kind of page in a built site: the largest of its kind, which shows the most."""
    largest: dict[str, tuple[int, str]] = {}
    for address in built.pages():
        kind = built.page(address).find("body").get("class")
        if kind is not None:
            size = (built.output / address).stat().st_size
            largest[kind] = max(largest.get(kind, (0, "")), (size, address))
    return {kind.removeprefix("page-"): address for kind, (_, address) in sorted(largest.items())}


def visit(browser: Browser | BrowserContext, address: str, mode: dict, faults: list[str]) -> Page:
    """Open a page in a context of its own; whatever it asks elsewhere or complains of is added to ``faults``."""
    page = browser.new_context(reduced_motion="reduce", **mode).new_page()
    home = address.split("/repo/")[0]

    def asked(request):
        if not request.url.startswith((home, "data:")):
            faults.append(f"asks {request.url}")

    def said(message):
        if message.type == "error" and not message.location["url"].endswith("/favicon.ico"):  # the browser's own wish
            faults.append(message.text)

    page.on("request", asked)
    page.on("console", said)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: (faults.append("a dialog"), dialog.dismiss()))
    page.goto(address, wait_until="load")
    return page


def inaccessible(page: Page, looks=LOOKS, brief: bool = False) -> list[str]:
    """What axe finds in a page, WCAG 2.2 A and AA, best practices, in each look; ``brief``: colours after the first."""
    page.evaluate(Axe().axe_script)
    found = []
    for look in looks:
        page.emulate_media(**look)
        asked = list(COLOURS) if brief and look is not looks[0] else list(RULES)
        options = {"runOnly": asked, "resultTypes": ["violations"]}
        name = "forced colours" if look["forced_colors"] == "active" else look["color_scheme"]
        for fault in page.evaluate("options => axe.run(options).then(r => r.violations)", options):
            found.append(f"{name}: {fault['id']}: {len(fault['nodes'])} x {fault['nodes'][0]['html'][:120]}")
    page.emulate_media(**looks[0])
    return found


def over_the_edge(page: Page, widths=WIDTHS) -> list[str]:
    """The widths at which a page must be scrolled sideways."""
    before, found = page.viewport_size, []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 700})
        over = page.evaluate(OVER)
        found += [f"{over} px over the edge at {width}"] if over > 0 else []
    page.set_viewport_size(before)
    return found


def unseen_focus(page: Page) -> list[str]:
    """What the keyboard cannot reach, reaches out of order, or reaches without a mark that can be seen."""
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.getAttribute('href')")
    skips = first == "#main" or not page.locator("nav").count()  # nothing to skip
    found = [] if skips else [f"the first stop is {first}, not the text"]
    return found + page.evaluate(FOCUS)
