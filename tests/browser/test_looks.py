"""Each kind of page looks as it did: golden pictures wide and on a phone, light and dark.

``pytest tests/browser/test_looks.py --renew-pictures`` takes them anew; the pictures in ``golden/`` are the review.
"""

from __future__ import annotations

import json
import platform
from pathlib import Path

import pytest
from browser.looks import AREA, SQUARE, Squares, difference, packed, squares, taken
from browser.visits import one_of_each, visit

GOLDEN = Path(__file__).parent / "golden"
LIST = GOLDEN / "pictures.json"
SIZES = {"1280": {"width": 1280, "height": 900}, "390": {"width": 390, "height": 844}}
RENEW = "python -m pytest tests/browser/test_looks.py --renew-pictures"
LARGEST = 3_000_000  # bytes of all pictures


def drawn_by(browser) -> dict[str, str]:
    """What decides how letters are drawn."""
    return {
        "chromium": browser.version.split(".")[0],
        "platform": f"{platform.system().lower()}-{platform.machine()}",
    }


def pictures(browser, home: str, addresses: dict[str, str], size: str):
    """The name and the PNG of every kind of page at a size, light and dark."""
    for kind, address in addresses.items():
        page = visit(browser, home + address.removesuffix("index.html"), {"viewport": SIZES[size]}, [])
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            yield f"{kind}-{size}-{scheme}", taken(page)
        page.context.close()


@pytest.mark.browser
def test_pages_look_as_they_did(browser, site, samples, request):
    drawn, bench = drawn_by(browser), browser.new_page()
    if request.config.getoption("--renew-pictures"):
        addresses = one_of_each(samples)
        GOLDEN.mkdir(exist_ok=True)
        for old in GOLDEN.glob("*.webp"):
            old.unlink()
        for size in SIZES:
            for name, png in pictures(browser, site, addresses, size):
                (GOLDEN / f"{name}.webp").write_bytes(packed(bench, png))
        LIST.write_text(json.dumps({**drawn, "pages": addresses}, indent=2) + "\n", "utf-8")
        return
    if not LIST.is_file():
        pytest.skip(f"NOT RUN: no golden pictures yet: {RENEW}")
    known = json.loads(LIST.read_text("utf-8"))
    addresses = known.pop("pages")
    if known["platform"] != drawn["platform"]:
        pytest.skip(f"NOT RUN: golden pictures were drawn on {known['platform']}, this is {drawn['platform']}: {RENEW}")
    kinds = set(one_of_each(samples))
    found = [f"{kind}: has no picture" for kind in sorted(kinds - set(addresses))]
    found += [f"{kind}: {addresses[kind]} is gone" for kind in sorted(set(addresses))
              if not (samples.output / addresses[kind]).is_file()]  # fmt: skip
    here = {kind: address for kind, address in addresses.items() if (samples.output / address).is_file()}
    for size in SIZES:
        for name, png in pictures(browser, site, here, size):
            kept = squares(bench, (GOLDEN / f"{name}.webp").read_bytes(), kept=True)
            differs = difference(kept, squares(bench, png, kept=False))
            found += [f"{name}: {differs}"] if differs else []
    bench.close()
    assert found == [], (
        f"looked at and meant? {RENEW} (drawn by Chromium {known['chromium']}, {drawn['chromium']} here)"
    )


def test_the_pictures_are_small_and_each_is_listed():
    if not LIST.is_file():
        pytest.skip(f"NOT RUN: no golden pictures yet: {RENEW}")
    kinds = json.loads(LIST.read_text("utf-8"))["pages"]
    wanted = {f"{kind}-{size}-{scheme}" for kind in kinds for size in SIZES for scheme in ("light", "dark")}
    assert {path.stem for path in GOLDEN.glob("*.webp")} == wanted
    assert sum(path.stat().st_size for path in GOLDEN.glob("*.webp")) <= LARGEST


def grey(*changes: tuple[int, int, int]) -> Squares:
    """A grey picture of three areas by three; each change is a square, from its top and side, and its new colour."""
    across = down = 3 * AREA
    colours = bytearray([128] * (across * down * 3))
    for row, column, colour in changes:
        at = (row * across + column) * 3
        colours[at : at + 3] = bytes([colour] * 3)
    return Squares(across, down, bytes(colours))


def test_a_moved_part_is_a_difference():
    block = [(row, column, 10) for row in range(AREA, AREA + 8) for column in range(AREA, AREA + 8)]
    assert f"most near {AREA * SQUARE} px across" in difference(grey(), grey(*block))


def test_a_word_gone_everywhere_is_a_difference():
    words = [(row, column, 90) for row in range(0, 3 * AREA, 4) for column in range(0, 3 * AREA, 8)]
    assert difference(grey(), grey(*words))


def test_another_height_is_a_difference():
    assert difference(grey(), Squares(3 * AREA, 3 * AREA + 3, bytes(3 * AREA * (3 * AREA + 3) * 3))).startswith("is ")


def test_another_smoothing_is_none():
    assert difference(grey(), grey(*((row, row, 145) for row in range(3 * AREA)))) == ""


def test_a_few_letters_are_none():
    assert difference(grey(), grey(*((5, column, 10) for column in range(10)))) == ""
