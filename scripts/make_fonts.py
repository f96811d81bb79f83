"""Make theme/static/fonts/ from the two open families; run by hand when a family has a new release.

    npm install @fontsource-variable/source-serif-4 @fontsource-variable/ibm-plex-sans    # in an empty folder
    pip install fonttools brotli
    python scripts/make_fonts.py <that folder>/node_modules/@fontsource-variable

What it does: the weight axis is kept from 400 to 700; the optical size is fixed at 20, the size of the text; heads get
a cut of their own (optical size 44, weight 600) and bound words the italic, both as small static files. The pictures of
pages are drawn from plain copies of them (plugins/briefing/data/cards), with a table of how wide each letter is. The
results carry names of their own, as the licence (OFL 1.1, kept beside them) asks of changed fonts.
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

from fontTools import merge, subset  # type: ignore[import-not-found]
from fontTools.ttLib import TTFont  # type: ignore[import-not-found]
from fontTools.varLib import instancer  # type: ignore[import-not-found]

TOP = Path(__file__).resolve().parents[1]
HERE = TOP / "theme" / "static" / "fonts"
CARDS = TOP / "plugins" / "briefing" / "data" / "cards"
SERIF, SANS = "source-serif-4", "ibm-plex-sans"
TEXT = {"wght": (400, 700), "opsz": 20}
UI = {"wght": (400, 700)}
HEAD = {"wght": 600, "opsz": 44}
ASCII = range(0x20, 0x7F)
# what a page in English needs at once; a letter with an accent brings a file of its own when it stands somewhere
ENGLISH = {*ASCII, 0xA0, 0xAB, 0xB0, 0xB7, 0xBB, 0xD7, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0x20AC}
ACCENTS = {*range(0xA0, 0x2300)} - ENGLISH
FEATURES = ["ccmp", "locl", "kern", "liga", "mark", "mkmk", "tnum", "pnum"]

# result: family, file in the package, fixed or kept axes, letters (None: all of the file)
RESULTS = {
    "serif-latin": ("Ledger Serif", SERIF, "latin-opsz-normal", TEXT, ENGLISH),
    "serif-accents": ("Ledger Serif", SERIF, "latin-opsz-normal", TEXT, ACCENTS),
    "serif-latin-ext": ("Ledger Serif", SERIF, "latin-ext-opsz-normal", TEXT, None),
    "serif-cyrillic": ("Ledger Serif", SERIF, "cyrillic-opsz-normal", TEXT, None),
    "serif-italic": ("Ledger Serif", SERIF, "latin-opsz-italic", {"wght": 400, "opsz": 20}, {*ASCII, 0x2019}),
    "display-latin": ("Ledger Display", SERIF, "latin-opsz-normal", HEAD, ENGLISH),
    "display-accents": ("Ledger Display", SERIF, "latin-opsz-normal", HEAD, ACCENTS),
    "display-cyrillic": ("Ledger Display", SERIF, "cyrillic-opsz-normal", HEAD, None),
    "sans-latin": ("Ledger Sans", SANS, "latin-wght-normal", UI, ENGLISH),
    "sans-accents": ("Ledger Sans", SANS, "latin-wght-normal", UI, ACCENTS),
    "sans-latin-ext": ("Ledger Sans", SANS, "latin-ext-wght-normal", UI, None),
    "sans-cyrillic": ("Ledger Sans", SANS, "cyrillic-wght-normal", UI, None),
}


def make(packages: Path, result: str) -> int:
    """Write one font; its size in bytes comes back."""
    family, package, file, axes, letters = RESULTS[result]
    font = TTFont(packages / package / "files" / f"{package}-{file}.woff2")
    font = instancer.instantiateVariableFont(font, axes)
    plain = io.BytesIO()
    font.flavor = None
    font.save(plain)
    font = TTFont(io.BytesIO(plain.getvalue()), recalcTimestamp=False)
    options = subset.Options(layout_features=FEATURES, name_IDs=[0, 1, 2, 3, 4, 6, 13, 14], hinting=False)
    chooser = subset.Subsetter(options)
    chooser.populate(unicodes=set(font.getBestCmap()) & set(letters or font.getBestCmap()))
    chooser.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4):
            record.string = family
        elif record.nameID == 6:
            record.string = family.replace(" ", "")
    font.flavor = "woff2"
    target = HERE / f"{result}.woff2"
    font.save(target)
    return target.stat().st_size


# face on a card: the web fonts it is of, with their fixed axes; what comes first has a letter first
DRAWN = {
    "title": (
        *(("display-latin", None), ("display-accents", None), ("display-cyrillic", None)),
        ("serif-latin-ext", {"wght": 600}),
    ),
    "words": tuple((f"sans-{part}", {"wght": 500}) for part in ("latin", "accents", "cyrillic", "latin-ext")),
}
LAST = 0x2200  # letters and signs below


def draw(face: str) -> dict[int, int]:
    """Write one font for cards, in TrueType; the width of each letter, in thousandths of its size, comes back."""
    parts: list[io.BytesIO] = []
    drawn: set[int] = set()
    for web, axes in DRAWN[face]:
        font = TTFont(HERE / f"{web}.woff2", recalcTimestamp=False)
        if axes:
            font = instancer.instantiateVariableFont(font, axes)
        font.flavor = None
        letters = {one for one in font.getBestCmap() if one < (0x180 if web.endswith("-ext") else LAST)} - drawn
        drawn |= letters
        options = subset.Options(layout_features=["kern", "mark", "ccmp"], name_IDs=[0, 1, 2, 6, 13, 14], hinting=False)
        options.drop_tables += ["STAT", "gasp"]
        chooser = subset.Subsetter(options)
        chooser.populate(unicodes=letters)
        chooser.subset(font)
        parts.append(io.BytesIO())
        font.save(parts[-1])
        parts[-1].seek(0)
    font = merge.Merger().merge(parts)
    for record in font["name"].names:
        if record.nameID in (1, 6):
            record.string = f"Card{face.capitalize()}"
    font["OS/2"].usWeightClass = 400  # one weight a family: what a card asks for is what it gets
    font["head"].created = font["head"].modified = 0  # the same bytes from the same fonts
    font.recalcTimestamp = False
    font.save(CARDS / f"{face}.ttf")
    units = font["head"].unitsPerEm
    return {one: round(font["hmtx"][name][0] * 1000 / units) for one, name in font.getBestCmap().items()}


def cards() -> None:
    """The fonts of cards, and how wide their letters are."""
    CARDS.mkdir(parents=True, exist_ok=True)
    rows = ["# How wide each letter is, in thousandths of the size. Written by scripts/make_fonts.py."]
    for face in DRAWN:
        found = draw(face)
        rows += ["", f"[{face}]"]
        by_width: dict[int, str] = {}
        for one in sorted(found):
            if chr(one).isprintable() and chr(one) not in '"\\':
                by_width[found[one]] = by_width.get(found[one], "") + chr(one)
        rows += [f'{width} = "{letters}"' for width, letters in sorted(by_width.items())]
        rows += [f"{name} = {found[ord(sign)]}" for name, sign in (("quote", '"'), ("backslash", "\\"))]
    (CARDS / "widths.toml").write_text("\n".join(rows) + "\n", "utf-8")


def main() -> None:
    """All fonts and their licences."""
    packages = Path(sys.argv[1])
    HERE.mkdir(parents=True, exist_ok=True)
    for result in RESULTS:
        print(f"{make(packages, result):7} {result}")
    cards()
    for package in (SERIF, SANS):
        shutil.copyfile(packages / package / "LICENSE", HERE / f"OFL-{package}.txt")
        shutil.copyfile(packages / package / "LICENSE", CARDS / f"OFL-{package}.txt")


if __name__ == "__main__":
    main()
