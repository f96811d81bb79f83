"""Pictures in a real browser: they stand still, keep inside the page and can be read in every mode."""

from __future__ import annotations

import time

import pytest
from browser.visits import OVER, SHIFTS

pytestmark = pytest.mark.browser

PAGES = ("", "map/", "timeline/", "figures/", "styleguide/")
WIDTHS = (1280, 390, 320)  # CSS pixels
STILL = 0.02  # a line more or less at a narrow width; a page is called steady below 0.1
# letters of a picture that leave it, and names on a map that cover each other
OUTSIDE = """
[...document.querySelectorAll("main svg[role=img] text")].filter(t => {
  if (getComputedStyle(t).display === "none") return false;
  const a = t.getBoundingClientRect(), b = document.documentElement.clientWidth;
  return a.left < -1 || a.right > b + 1;
}).map(t => t.textContent)
"""
COVERED = """
(() => {
  const shown = [...document.querySelectorAll(".map text")].filter(t => getComputedStyle(t).display !== "none");
  const boxes = shown.map(t => [t.textContent, t.getBoundingClientRect()]);
  const found = [];
  for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
    const [a, b] = [boxes[i][1], boxes[j][1]];
    const x = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const y = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (x > 2 && y > 3) found.push(boxes[i][0] + " / " + boxes[j][0]);
  }
  return found;
})()
"""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_with_pictures_fit(browser, site, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    found = []
    for address in PAGES:
        assert page.goto(site + address, wait_until="load").ok, address
        page.evaluate("document.fonts.ready")
        over = page.evaluate(OVER)
        found += [f"{address}: {over} px over the edge"] if over > 0 else []
        found += [f"{address}: outside: {words}" for words in page.evaluate(OUTSIDE)]
        found += [f"{address}: covered: {words}" for words in page.evaluate(COVERED)]
    context.close()
    assert found == []


def moved(browser, site, width, faces) -> dict[str, float]:
    """By page, how much of it moves while it loads (CLS), with faces that come as ``faces`` lets them."""
    found = {}
    for address in PAGES:
        context = browser.new_context(viewport={"width": width, "height": 800})
        page = context.new_page()
        page.route("**/*.woff2", faces)
        assert page.goto(site + address, wait_until="load").ok, address
        found[address] = page.evaluate(SHIFTS)
        context.close()
    return found


@pytest.mark.parametrize("width", WIDTHS)
def test_pictures_have_their_room_before_they_are_drawn(browser, site, width):
    """Without the site's own faces, whose coming moves words: when they come is not the page's to say."""
    assert moved(browser, site, width, lambda route: route.abort()) == dict.fromkeys(PAGES, 0)


@pytest.mark.parametrize("width", WIDTHS)
def test_faces_that_come_late_take_the_room_of_their_stand_ins(browser, site, width):
    def late(route):
        time.sleep(0.3)
        route.continue_()

    assert all(shift < STILL for shift in moved(browser, site, width, late).values())


@pytest.mark.parametrize("mode", [{"forced_colors": "active"}, {"media": "print"}], ids=["forced colours", "print"])
def test_marks_can_be_seen_in_every_mode(browser, site, mode):
    """Discs, dots and bars have a colour that is not that of the page."""
    context = browser.new_context(**({"forced_colors": "active"} if "forced_colors" in mode else {}))
    page = context.new_page()
    if "media" in mode:
        page.emulate_media(media="print")
    assert page.goto(site + "styleguide/", wait_until="load").ok
    for mark in ("circle.disc", ".moments circle:not(.open)", ".sure", ".chart rect"):
        fill = page.evaluate("name => getComputedStyle(document.querySelector(name)).fill", mark)
        assert fill != page.evaluate("getComputedStyle(document.body).backgroundColor"), mark
    context.close()
