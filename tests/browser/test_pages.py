"""One page of each kind in a real browser: accessible, nothing from elsewhere, nothing over the edge."""

from __future__ import annotations

import pytest
from browser.visits import (
    ENLARGED,
    SHIFTS,
    inaccessible,
    one_of_each,
    over_the_edge,
    unseen_focus,
    visit,
)

pytestmark = pytest.mark.browser

MODES = {
    "wide-light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "phone-dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("which", ["samples", "seeds"])
def test_every_kind_of_page_is_accessible_and_whole(browser, request, mode, which):
    built = request.getfixturevalue(which)
    home = request.getfixturevalue("site" if which == "samples" else "seeds_site")
    found = []
    for address in one_of_each(built).values():
        faults: list[str] = []
        page = visit(browser, home + address.removesuffix("index.html"), MODES[mode], faults)
        faults += inaccessible(page, brief=True)
        faults += unseen_focus(page)
        if mode == "wide-light":
            faults += over_the_edge(page)
            faults += page.evaluate(ENLARGED)
        found += [f"{address}: {fault}" for fault in faults]
        page.context.close()
    assert found == []


FAULTY = """<!doctype html><html lang="en"><title>A page</title><meta name="viewport" content="width=device-width">
<style>:focus { outline: none } .wide { width: 900px } .cut { height: 1.2rem; overflow: hidden; width: 8em }
p { color: #bbb }</style>
<main id="main"><h1>A page</h1><p>Letters too pale to read.</p><p class="wide">Too wide.</p><p class="cut">A word</p>
<p class="cut">Some words that do not fit</p>
<a href="#main">one</a> <a href="#main" tabindex="3">two</a></main></html>"""
SOUND = """<!doctype html><html lang="en"><title>A page</title><meta name="viewport" content="width=device-width">
<style>a { display: inline-block; padding: 1rem } :focus { outline: 3px solid #000 } .said { overflow: hidden }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }</style>
<main id="main"><h1>A page</h1><p class="said">Letters dark enough.</p><p class="hidden">For screen readers alone</p>
<p><a href="#main">one</a> <a href="#main">two</a></p></main></html>"""


@pytest.mark.parametrize(("text", "sound"), [(FAULTY, False), (SOUND, True)], ids=["faulty", "sound"])
def test_what_is_asked_finds_a_fault_and_leaves_a_sound_page_alone(browser, text, sound):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_content(text)
    told = " ".join(inaccessible(page))
    assert ("color-contrast" not in told) == sound
    assert (over_the_edge(page, (320,)) == []) == sound
    assert (page.evaluate(ENLARGED) == []) == sound
    unseen = " ".join(unseen_focus(page))
    assert ("no visible focus" not in unseen) == sound
    assert ("jumps the order" not in unseen) == sound
    page.close()


def test_a_late_part_moves_the_page(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto("about:blank")
    page.set_content("<!doctype html><p id=a>first</p><p>second</p><p>third</p>")
    still = page.evaluate(SHIFTS)
    page.evaluate("setTimeout(() => { document.getElementById('a').style.height = '400px' }, 50)")
    page.wait_for_timeout(150)
    assert still == 0 < page.evaluate(SHIFTS)
    page.close()


def test_the_keyboard_reaches_the_text_first(browser, site):
    page = visit(browser, site, MODES["wide-light"], [])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    page.context.close()


HOLE = """() => {
  const [points, aside] = document.querySelector(".with-aside").children;
  return aside.getBoundingClientRect().height - points.getBoundingClientRect().height;
}"""


def test_names_stand_beside_key_points_only_as_far_as_they_fit(browser, site, samples):
    """What must stand there may be longer; names never make it so by more than a few rows."""
    page = visit(browser, site, MODES["wide-light"], [])
    shown = 0
    for address in samples.addresses():
        if address.startswith("briefings/") and address.endswith("index.html"):
            page.goto(site + address.removesuffix("index.html"))
            if page.locator(".aside .names-block").count():
                shown += 1
                assert page.evaluate(HOLE) < 100, address
    assert shown > 3
    page.context.close()


def test_a_chip_leads_to_its_line(browser, site, samples):
    page = visit(browser, site, MODES["wide-light"], [])
    href = page.locator("a.chip").first.get_attribute("href")
    page.locator("a.chip").first.click()
    page.wait_for_url("**/sources/**")
    line = href.split("#")[1]
    assert page.locator(f"#{line}").count() == 1
    assert page.evaluate(f"document.querySelector(':target').id === '{line}'")
    page.context.close()


def test_a_page_reads_without_its_styles_in_order(browser, site, samples):
    """The text of a briefing stands in the order of its lines."""
    address = next(a for a in samples.addresses() if a.startswith("briefings/") and a.endswith("index.html"))
    page = visit(browser, site + address, MODES["wide-light"], [])
    numbers = page.evaluate("[...document.querySelectorAll('main [id^=L]')].map(e => parseInt(e.id.slice(1)))")
    assert numbers == sorted(numbers)
    page.context.close()


def test_the_groups_of_a_hub_fold_on_a_phone_alone(browser, site):
    """Open until a reader folds one, and whole again on paper."""
    page = visit(browser, site + "trade/", MODES["phone-dark"], [])
    fold = page.locator(".group summary").first
    passages = page.locator(".group details").first.locator(".passage")
    assert page.locator(".group details:not([open])").count() == 0
    assert fold.inner_text().split()[0] == str(passages.count())
    fold.click()
    assert not passages.first.is_visible()
    page.emulate_media(media="print")
    assert passages.first.is_visible()
    page.context.close()
    page = visit(browser, site + "trade/", MODES["wide-light"], [])
    assert not page.locator(".group summary").first.is_visible()
    assert page.locator(".passage").first.is_visible()
    page.context.close()
