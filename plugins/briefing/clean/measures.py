"""What can be measured of each block of a web page: its words, ancestors and place, and the same of its neighbours.

The numbers of a block stand in the order of ``NAMES``; ``blocks.py`` has trees that read them. Its words and its
ancestors' names have weights of their own, summed to the first numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from math import log2

from msgspec import Struct

from briefing.clean import furniture, places
from briefing.clean.furniture import parts
from briefing.clean.page import DENSE, END, Page, Verdicts
from briefing.lazy import regex
from briefing.model import Block
from briefing.text import words as languages
from briefing.text.tables import shipped

LOOK = 800  # characters of a block that are looked at
SAMPLE = 400  # and for shares of characters
SHORT = 200  # characters; the words of shorter blocks are named one by one
NEAR = 5  # blocks to each side
HIGH = 6  # ancestors whose names count

WORD = regex(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# ". The", "。我"
SENTENCE = regex(r"[.!?…][\"'”’»)]{0,2}\s+[\"'“‘«(]{0,2}[A-ZА-ЯЁÀ-ÞÇĞİÖŞÜ0-9]|[。!?][”」]?(?=.)|[؟.]\s+[\u0600-\u06ff]")
DATE = regex(r"\d{4}-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\b(?:19|20)\d\d\b|\d{1,2}:\d\d|年")
KINDS = {
    kind: at for at, kind in enumerate(("title", "head", "heading", "paragraph", "item", "quote", "caption", "row"))
}
TAGS = (
    "p div span li h1 h2 h3 h4 h5 h6 td th tr a blockquote figcaption figure section article main aside nav header"
    " footer form button label dt dd ul ol table tbody center pre summary details time font"
)
TAG = {name: at for at, name in enumerate(TAGS.split(), start=1)}
WITHIN = ("article", "main", "aside", "header", "footer", "form", "figure", "table", "ul", "ol", "li", "section", "a")
HAN = frozenset("的了在是和有不这為为與对對将也就中上")
MARKS = ("|", "©", "@", "…", "?", "(")
QUOTES = regex(r'["“”«»「」]')

WORDS = ("words", "names")  # sums of weights
OF_BLOCK = (
    "size count length stops lower digits upper ends last sentences commas start linked links kind level times title"
    " covered cues bar copyright at ellipsis question bracket colons quotes date dense family sure furniture"
    " stated described"
)
OWN = tuple(OF_BLOCK.split())
ABOVE = ("inner", "near", "outer", "tag", "parent", "depth", *(f"in {name}" for name in WITHIN), "body", "main role")
BOXES = tuple(f"{name} {high}" for high in (1, 2, 3, 4, 6) for name in ("share", "linked", "blocks", "mean", "prose"))
SHOWN = ("size", "stops", "lower", "ends", "linked", "kind", "family", "sure", "words", "names")
BESIDE = tuple(f"{name} {step:+}" for step in (-2, -1, 1, 2) for name in (*SHOWN, "same", "sister"))
AROUND = ("text above", "text below", "links above", "links below")
NAMES = (
    *(f"sum {name}" for name in WORDS),
    *OWN,
    *(f"trail {name}" for name in ABOVE),
    *(f"box {name}" for name in BOXES),
    *(f"place {name}" for name in places.PLACE),
    *BESIDE,
    *AROUND,
)
Row = list[float]


class _Trail(Struct):
    """What the blocks below one trail share."""

    numbers: Row
    paths: list[int]
    sum: float = 0.0


def named(page: Page) -> list[list[str]]:
    """The features that have a weight each: the words of every block, then the names of its ancestors."""
    known: dict[tuple[str, ...], list[str]] = {}
    found = []
    for block in page.blocks:
        if block.trail not in known:
            known[block.trail] = _ancestry(block.trail)
        found.append(_words(block) + known[block.trail])
    return found


def rows(page: Page, verdicts: Verdicts, weights: Mapping[str, float]) -> list[Row]:
    """The numbers of each block. ``verdicts``: what the rules said; ``weights``: of what ``named`` gives."""
    blocks = page.blocks
    sizes = [size(block.text) for block in blocks]
    linked = [sum(link.end - link.start for link in block.links) / len(block.text) for block in blocks]
    prose = [weight if share < 0.5 else 0 for weight, share in zip(page.weight, linked, strict=True)]
    boxed = furniture.judge(page, {})
    trails, totals = _trails(blocks, sizes, linked, prose, weights)
    own = _own(page, verdicts, boxed, sizes, linked, weights, trails)
    standing = places.rows(page, verdicts, sizes, prose)
    whole = sum(prose) or 1
    sums_prose, sums_linked = _running(prose), _running(linked)
    shown = [OWN.index(name) + len(WORDS) if name in OWN else WORDS.index(name) for name in SHOWN]
    absent: Row = [-1.0] * (len(SHOWN) + 2)
    seen = [[row[at] for at in shown] for row in own]
    count = len(blocks)
    out = []
    for at, block in enumerate(blocks):
        trail = trails[block.trail]
        row = own[at] + trail.numbers + _boxes(trail.paths, totals, whole) + standing[at]
        for step in (-2, -1, 1, 2):
            other = at + step
            if 0 <= other < count:
                beside = blocks[other].trail
                row += seen[other]
                row.append(beside == block.trail)
                row.append(beside[:-1] == block.trail[:-1])
            else:
                row += absent
        low, high = max(0, at - NEAR), min(count, at + NEAR + 1)
        row.append((sums_prose[at] - sums_prose[low]) / 1000)
        row.append((sums_prose[high] - sums_prose[at + 1]) / 1000)
        row.append((sums_linked[at] - sums_linked[low]) / max(1, at - low))
        row.append((sums_linked[high] - sums_linked[at + 1]) / max(1, high - at - 1))
        out.append(row)
    return out


def size(text: str) -> int:
    """Characters, those of dense scripts counted thrice."""
    if text.isascii():
        return len(text)
    head = text[:SAMPLE]
    return len(text) * (3 if len(DENSE.findall(head)) * 2 > len(head) else 1)


def _running(values: Sequence[float]) -> list[float]:
    sums = [0.0]
    for value in values:
        sums.append(sums[-1] + value)
    return sums


def _words(block: Block) -> list[str]:
    """The words of a short block, the first two of a long one."""
    low = [word.lower() for word in WORD.findall(block.text[:SHORT])]
    if not low:
        return []
    if len(block.text) >= SHORT:
        return [f"W1:{low[0]}", f"W2:{' '.join(low[:2])}"]
    found = [f"w:{word}" for word in dict.fromkeys(low[:10])]
    return [*found, f"w1:{low[0]}", f"w2:{' '.join(low[:2])}", f"wl:{low[-1]}", f"all:{' '.join(low[:6])}"]


def _ancestry(trail: tuple[str, ...]) -> list[str]:
    """The tags, and the words in classes and ids, of the innermost ancestors; of the last two once more."""
    names: dict[str, None] = {}
    last = len(trail[-HIGH:]) - 2
    for at, name in enumerate(trail[-HIGH:]):
        tag, words = parts(name)
        names[f"t:{tag}"] = None
        for word in sorted(words):
            names[f"c:{word}"] = None
            if at >= last:
                names[f"i:{word}"] = None
    if trail:
        names[f"tag:{parts(trail[-1])[0]}"] = None
    return list(names)


def _trails(
    blocks: Sequence[Block],
    sizes: Sequence[int],
    linked: Sequence[float],
    prose: Sequence[int],
    weights: Mapping[str, float],
) -> tuple[dict[tuple[str, ...], _Trail], list[list[float]]]:
    """What each trail says, and the sums of each ancestor: prose, links, blocks, characters."""
    found: dict[tuple[str, ...], _Trail] = {}
    numbers: dict[tuple[str, ...], int] = {}
    totals: list[list[float]] = []
    for at, block in enumerate(blocks):
        trail = found.get(block.trail)
        if trail is None:
            paths = []
            for depth in range(1, len(block.trail) + 1):
                path = block.trail[:depth]
                number = numbers.get(path)
                if number is None:
                    number = numbers[path] = len(totals)
                    totals.append([0.0, 0.0, 0.0, 0.0])
                paths.append(number)
            total = sum([weights.get(name, 0.0) for name in _ancestry(block.trail)])
            trail = found[block.trail] = _Trail(_above(block.trail), paths, total)
        if block.kind != "head":
            for number in trail.paths:
                sums = totals[number]
                sums[0] += prose[at]
                sums[1] += sizes[at] * linked[at]
                sums[2] += 1
                sums[3] += sizes[at]
    return found, totals


def _above(trail: tuple[str, ...]) -> Row:
    codes = [_code(name) for name in trail]
    inner = next((at for at in range(len(codes) - 1, -1, -1) if codes[at]), None)
    tags = [parts(name)[0] for name in trail]
    held = set(tags)
    whole = " ".join(trail)
    return [
        0 if inner is None else codes[inner],
        0 if inner is None else len(trail) - inner,
        next((code for code in codes if code), 0),
        TAG.get(tags[-1], 0) if tags else -1,
        TAG.get(tags[-2], 0) if len(tags) > 1 else -1,
        len(trail),
        *(float(name in held) for name in WITHIN),
        float("[itemprop=articleBody]" in whole),
        float("[role=main]" in whole),
    ]


def _code(name: str) -> int:
    found = furniture.named(name)
    return 0 if found is None else 1 + list(shipped("furniture")).index(found[0].partition(".")[2])


def _boxes(paths: Sequence[int], totals: Sequence[Sequence[float]], whole: float) -> Row:
    """Of the ancestor itself, and those one, two, three and five further out."""
    row: Row = []
    for high in (1, 2, 3, 4, 6):
        if not paths:
            row += [0.0] * 5
            continue
        prose, links, count, size = totals[paths[-high] if len(paths) >= high else paths[0]]
        row += [prose / whole, links / (size or 1), count, size / (count or 1), prose / (size or 1)]
    return row


def _own(
    page: Page,
    verdicts: Verdicts,
    boxed: Verdicts,
    sizes: Sequence[int],
    linked: Sequence[float],
    weights: Mapping[str, float],
    trails: Mapping[tuple[str, ...], _Trail],
) -> list[Row]:
    common, cues = frequent(page.source.language), _cues()
    headline = page.source.head.headline
    title = {word.lower() for word in WORD.findall(headline.text)} if headline else set()
    seen = Counter(block.text for block in page.blocks)
    out = []
    for at, block in enumerate(page.blocks):
        text = block.text
        head = text[:SAMPLE]
        found = WORD.findall(text[:LOOK])
        low = [word.lower() for word in found]
        count = len(found) or 1
        dense = sizes[at] > len(text)
        if dense:
            stops = len([1 for char in head if char in HAN]) / len(head) * 3
        else:
            stops = len([1 for word in low if word in common]) / count
        rare = [word for word in low if word not in common] if title else []
        covering = len([1 for word in rare if word in title])
        said = verdicts.get(at)
        box = boxed.get(at)
        last = text[-1]
        out.append(
            [
                sum([weights.get(name, 0.0) for name in _words(block)]),
                trails[block.trail].sum,
                log2(sizes[at] + 1),
                count,
                sum(map(len, found)) / count,
                stops,
                len([1 for word, small in zip(found, low, strict=True) if word[0] == small[0]]) / count,
                sum(map(str.isdigit, head)) / len(head),
                sum(map(str.isupper, head)) / len(head),
                END.search(text[-5:]) is not None,
                ord(last) if last.isascii() and not last.isalnum() else last.isdigit(),
                len(SENTENCE.findall(text[:LOOK])),
                text.count(",") * 100 / len(text),
                _start(text[0]),
                linked[at],
                len(block.links),
                KINDS[block.kind],
                block.level,
                min(seen[text], 4),
                covering / (len(rare) or 1),
                len(title.intersection(rare)) / (len(title) or 1),
                len([1 for word in low if word in cues]) / count,
                *(mark in text for mark in MARKS),
                text.count(":"),
                len(QUOTES.findall(text)),
                2 if len(text) >= SHORT else DATE.search(text) is not None,
                dense,
                places.FAMILY.get(said.rule.partition(".")[0], 0) if said else 0,
                said.confidence * {"cut": 1, "ask": 0.5, "keep": -1}[said.call] if said else 0,
                (1 if box.call == "cut" else 0.5) if box else 0,
                -1 if block.stated is None else block.stated,
                -1 if block.described is None else block.described,
            ]
        )
    return out


def _start(char: str) -> int:
    if char.islower():
        return 0
    return 1 if char.isupper() else 2 if char.isdigit() else 4 if char.isalnum() else 3


@cache
def frequent(language: str) -> frozenset[str]:
    """Function words of the language and of English; of all known languages when it is not known."""
    table = languages.tables()
    codes = [language, "en"] if language in table else sorted(table)
    return frozenset(word for code in codes for word in table[code].get("words", "").split())


@cache
def _cues() -> frozenset[str]:
    """Words that furniture is made of."""
    return frozenset(word for name, row in shipped("bars").items() if name != "any" for word in row.get("strong", ()))
