"""One page of each kind in a real browser: accessible, nothing from elsewhere, nothing over the edge."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

MODES = {
    "wide-light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "phone-dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}
NARROWEST = 320  # CSS pixels: WCAG 2.2, 1.4.10 Reflow


def one_of_each(built) -> list[str]:
    """An address of every kind of page in a built site: the largest of its kind, which shows the most."""
    largest: dict[str, tuple[int, str]] = {}
    for address in built.pages():
        kind = built.page(address).find("body").get("class")
        size = (built.output / address).stat().st_size
        largest[kind] = max(largest.get(kind, (0, "")), (size, address))
    return [address.removesuffix("index.html") for _, address in sorted(largest.values())]


def visit(browser, address: str, mode: dict, faults: list[str]):
    """Open a page; whatever it asks elsewhere or complains of is added to ``faults``."""
    context = browser.new_context(**mode)
    page = context.new_page()
    home = address.split("/repo/")[0]

    def route(request):
        if request.request.url.startswith(home):
            request.continue_()
        else:
            faults.append(f"asks {request.request.url}")
            request.abort()

    context.route("**/*", route)
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: (faults.append("a dialog"), dialog.dismiss()))
    page.goto(address, wait_until="load")
    return page


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("which", ["samples", "seeds"])
def test_every_kind_of_page_is_accessible_and_whole(browser, request, mode, which):
    built = request.getfixturevalue(which)
    home = request.getfixturevalue("site" if which == "samples" else "seeds_site")
    found = []
    for address in one_of_each(built):
        faults: list[str] = []
        page = visit(browser, home + address, MODES[mode], faults)
        if 'http-equiv="refresh"' not in page.content():
            results = Axe().run(
                page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
            )
            found += [f"{address}: {v['id']}: {v['nodes'][0]['html'][:120]}" for v in results.response["violations"]]
        page.set_viewport_size({"width": NARROWEST, "height": 700})
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{address}: {over} px over the edge at {NARROWEST}"] if over > 0 else []
        found += [f"{address}: {fault}" for fault in faults]
        page.context.close()
    assert found == []


def test_the_keyboard_reaches_the_text_first(browser, site):
    page = visit(browser, site, MODES["wide-light"], [])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
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
