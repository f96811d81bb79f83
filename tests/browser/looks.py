"""Pictures of pages, small and without what another machine would draw otherwise; and where two of them differ.

The browser itself shrinks, packs and measures: a picture is kept at half its size as WebP, and compared by the mean
colours of squares, so that another smoothing of letters is no difference and a moved line is one.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from playwright.sync_api import Page

TALLEST = 2400  # CSS pixels of a page that are kept
SQUARE = 8  # CSS pixels: the side of what is compared by its mean colour
STEP = 28  # of 255, in one of red, green and blue; letters smoothed otherwise stay below 20
AREA = 20  # squares: the side of a part of a page that is judged by itself
PART, WHOLE = 0.12, 0.02  # shares of squares that may differ in an area, and in the whole picture

# Letters that none of our fonts has come from the machine: they become letters of ours, in our fonts.
MASK = r"""() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const other = /[^\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]/gu;
  const marks = /[\u3000-\u303f\uff00-\uffef]/g;
  while (walk.nextNode())
    walk.currentNode.data = walk.currentNode.data.replace(other, "n").replace(marks, ".");
  for (const e of document.querySelectorAll(":lang(zh), :lang(ja), :lang(ko), :lang(ar), :lang(fa)")) e.lang = "en";
}"""
# a picture as WebP at half its size
PACK = """async png => {
  const image = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
  const canvas = new OffscreenCanvas(Math.round(image.width / 2), Math.round(image.height / 2));
  const pen = canvas.getContext("2d");
  pen.imageSmoothingQuality = "high";
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({type: "image/webp", quality: 0.6});
  return btoa(Array.from(new Uint8Array(await blob.arrayBuffer()), b => String.fromCharCode(b)).join(""));
}"""
# the mean colours of a picture's squares; side: of one, in the picture's own pixels
MEANS = """async ([kind, data, side]) => {
  const image = await createImageBitmap(await (await fetch(`data:image/${kind};base64,${data}`)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const {data: points, width, height} = pen.getImageData(0, 0, image.width, image.height);
  const across = Math.floor(width / side), down = Math.floor(height / side);
  const sums = new Float64Array(across * down * 3);
  for (let y = 0; y < down * side; y++) for (let x = 0; x < across * side; x++) {
    const to = (Math.floor(y / side) * across + Math.floor(x / side)) * 3, from = (y * width + x) * 4;
    sums[to] += points[from]; sums[to + 1] += points[from + 1]; sums[to + 2] += points[from + 2];
  }
  const text = Array.from(sums, sum => String.fromCharCode(Math.round(sum / side / side))).join("");
  return [across, down, btoa(text)];
}"""


@dataclass(frozen=True)
class Squares:
    """The mean colours of a picture: three bytes a square, row after row."""

    across: int
    down: int
    colours: bytes


def taken(page: Page) -> bytes:
    """The page as PNG, from its top, its own letters only."""
    page.evaluate(MASK)
    page.evaluate("document.fonts.ready")
    size = page.viewport_size
    height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    return page.screenshot(
        full_page=True,
        clip={"x": 0, "y": 0, "width": size["width"], "height": height},
        animations="disabled",
        caret="hide",
        scale="css",
    )


def packed(bench: Page, png: bytes) -> bytes:
    """The picture to keep."""
    return base64.b64decode(bench.evaluate(PACK, base64.b64encode(png).decode()))


def squares(bench: Page, picture: bytes, kept: bool) -> Squares:
    """Of a fresh PNG, or of a kept WebP of half its size."""
    asked = ["webp" if kept else "png", base64.b64encode(picture).decode(), SQUARE // 2 if kept else SQUARE]
    across, down, colours = bench.evaluate(MEANS, asked)
    return Squares(across, down, base64.b64decode(colours))


def difference(kept: Squares, fresh: Squares) -> str:
    """Where two pictures differ by more than another machine's smoothing explains; "" where they do not."""
    if kept.across != fresh.across or abs(kept.down - fresh.down) > 2:
        sizes = [f"{it.across * SQUARE} x {it.down * SQUARE}" for it in (fresh, kept)]
        return f"is {sizes[0]} px, was {sizes[1]}"
    down = min(kept.down, fresh.down)
    pairs = zip(kept.colours, fresh.colours, strict=False)
    changed = {at // 3 for at, (one, other) in enumerate(pairs) if abs(one - other) > STEP}
    counts: dict[tuple[int, int], int] = {}
    for at in changed:
        row, column = divmod(at, kept.across)
        if row < down:
            area = (row // AREA, column // AREA)
            counts[area] = counts.get(area, 0) + 1
    if not counts:
        return ""
    worst = max(counts, key=lambda area: (counts[area], area))
    if counts[worst] > PART * AREA * AREA or sum(counts.values()) > WHOLE * kept.across * down:
        y, x = (side * AREA * SQUARE for side in worst)
        return f"{sum(counts.values())} of {kept.across * down} squares differ, most near {x} px across, {y} px down"
    return ""
