"""How much each line reads as an article's own: a trained score of the line, then of the line among its neighbours.

Two logistic scores over named features that are there or not, their weights in ``data/weights/lines.json`` ("own"
and "among"), written by ``python -m quality.train_lines``. The features below are the whole model: a weight is looked
up by the feature's name, an unknown name weighs nothing.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import exp
from pathlib import Path

from briefing.clean import story
from briefing.clean.page import DENSE, END, Page, Verdicts, bare
from briefing.clean.rules import has_residue
from briefing.clean.story import ancestry
from briefing.model import Verdict
from briefing.text import words
from briefing.text.tables import shipped

WEIGHTS = Path(__file__).parents[1] / "data" / "weights" / "lines.json"
CUT_BELOW = (
    0.45  # chance of being the article's own, on a page that is mostly furniture (measured: best F1 at .4 to .5)
)
MIXED_BELOW = 0.3  # on a page half of prose; notes/cleaning.md: above .3 a classifier eats articles
ODD_BELOW = 0.3  # on a page that is nearly all prose (what a decent scraper left), of lines that are no paragraphs
CLEAN_BELOW = 0.02  # and of its paragraphs
UNSURE = 0.1  # so far above the bound a line is kept, but shown as unsure
TIDY_BELOW = 0.06  # where the rules found next to nothing, odd lines are more likely the article's own lists
CERTAIN, MANY = 2, 12  # lines cut before: with fewer the page is taken for tidy, with many it is a dump
ALONE = 0.65  # share in prose; above it a text without any residue is left alone
FEW = 20  # lines; so few are no dump of a page, and less prose will do
MOSTLY = 0.6  # share of the lines of such a text that are no paragraphs
ODD = 0.2  # share of the lines of such a text with less prose that must score low before any is cut
LISTS = 0.3  # share in prose; below it a page of which the rules know no line is a dump all the same
KEEP_FROM = 0.7  # chance at which a line that was asked about is kept without a question
CLEAN, MIXED = 0.8, 0.5  # share in prose of a page's characters that no rule cut; above these it is no dump
PRIOR_CUT, PRIOR_KEEP = 0.02, 0.98  # what the neighbours of a settled line see
LONG = 700  # characters; a paragraph so long is worth a question
LONG_BELOW = 0.1  # and cut only below this chance
OWN_KINDS = ("row", "item", "caption", "quote")
LOOK = 800  # characters of a line that are looked at
FAR = 8  # lines to each side that the widest window sees

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
SENTENCE = re.compile(
    r"[.!?…][\"'”’»)]{0,2}\s+[\"'“‘«(]{0,2}[A-ZА-ЯЁÀ-ÞÇĞİÖŞÜ0-9]|[。!?][”」]?(?=.)|[؟.]\s+[\u0600-\u06ff]"
)
DIGIT = re.compile(r"[0-9]")
FIRST_PERSON = frozenset(("i", "i'm", "my", "me", "i've", "u", "я", "мне", "ich", "je", "yo"))
SECOND_PERSON = frozenset(("you", "your", "you're", "вы", "ваш", "ihr", "ihre", "votre", "vos", "su", "tu", "du"))
FEATURES = (
    "|",
    "©",
    "@",
    "http",
    "#",
    "…",
    "•",
    "›",
    "»",
    ">",
    "/",
    "*",
    "$",
    "%",
    "“",
    '"',
    " - ",
    ": ",
    "(",
    "[",
    "?",
    "!",
)


def judge(page: Page, verdicts: Verdicts) -> Verdicts:
    """Cuts and "ask"s on the open blocks of a page, by their scores."""
    count = len(page.blocks)
    open_ = [place for place in range(count) if place not in verdicts or verdicts[place].call != "cut"]
    size = sum(len(page.blocks[place].text) for place in open_) or 1
    prose = sum(len(page.blocks[place].text) for place in open_ if page.prose[place]) / size
    alone = not page.residue and not has_residue(verdicts)
    short = len([1 for place in open_ if not page.prose[place]])
    if alone and (prose >= LISTS if count <= FEW else prose >= ALONE and short <= MOSTLY * count):
        return {}  # a text that shows no residue is left alone
    chances = score(page, verdicts)
    own_lines = _own_lines(page, chances)
    gone = page.gone + count - len(open_)
    paragraphs = 1.0  # the bound for those, where it is lower
    if gone >= MANY:
        below = CUT_BELOW
    elif prose >= CLEAN:
        below, paragraphs = ODD_BELOW, CLEAN_BELOW
    elif gone < CERTAIN and prose >= LISTS:
        below = TIDY_BELOW
    else:
        below = MIXED_BELOW if prose >= MIXED else CUT_BELOW
    if alone and len([1 for value in chances if value < below]) < ODD * count:
        return {}  # a few odd lines where nothing else is wrong are the article's own
    said: Verdicts = {}
    for place, chance in enumerate(chances):
        if place in verdicts and verdicts[place].call != "ask":
            continue
        if place in own_lines and place not in verdicts:
            continue
        bound = below
        if page.prose[place]:
            bound = min(below, paragraphs, LONG_BELOW if len(page.blocks[place].text) >= LONG else 1)
        if chance < bound:
            said[place] = Verdict("cut", "lines.furniture", _why(page, place), round(1 - chance, 3))
        elif place in verdicts and chance >= KEEP_FROM:
            said[place] = Verdict("keep", "body", "Reads as the article's own text.", round(chance, 3))
        elif chance < below + UNSURE and place not in verdicts and prose < CLEAN:
            said[place] = Verdict("ask", "lines.unsure", "Reads half like furniture.", round(1 - chance, 3))
    return said


def _own_lines(page: Page, chances: Sequence[float]) -> frozenset[int]:
    """html: rows, items, captions and quotes between the sure lines of the story's container, save lists of links."""
    doubted = [at for at, value in enumerate(chances) if value < CUT_BELOW and page.blocks[at].kind in OWN_KINDS]
    if not page.trails or not doubted:
        return frozenset()
    places = story.inside(page, chances)
    sure = [at for at, where in enumerate(places) if where == "i" and (page.prose[at] or chances[at] >= KEEP_FROM)]
    if not sure:
        return frozenset()
    found = set()
    for place in doubted:
        block = page.blocks[place]
        if sure[0] < place < sure[-1] and places[place] == "i":
            linked = sum(link.end - link.start for link in block.links)
            if linked * 2 <= len(block.text):
                found.add(place)
    return frozenset(found)


def score(page: Page, verdicts: Verdicts) -> list[float]:
    """The chance of each block to be the article's own, 0 to 1; settled blocks near the end that settles them."""
    table = _weights()
    first = _first(page, table["own"])
    for place, verdict in verdicts.items():
        if verdict.call != "ask":
            first[place] = PRIOR_CUT if verdict.call == "cut" else PRIOR_KEEP
    return [chance(names, table["among"]) for names in among(page, verdicts, first)]


def chance(names: Sequence[str], weights: Mapping[str, float]) -> float:
    """The logistic score of a line that has the features ``names``."""
    total = weights.get("bias", 0.0)
    for name in names:
        if name in weights:
            total += weights[name]
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def _first(page: Page, weights: Mapping[str, float]) -> list[float]:
    """The chance of each block by itself. Only how often a line stands on the page changes from round to round."""
    times = [min(count, 3) for count in _times(page)]
    keys = [(id(block), count) for block, count in zip(page.blocks, times, strict=True)]
    if any(key not in page.known for key in keys):
        for key, names in zip(keys, own(page), strict=True):
            page.known[key] = chance(names, weights)
    return [page.known[key] for key in keys]


def _times(page: Page) -> list[int]:
    """How often each block's line stands on the page."""
    bares = [bare(block.text) for block in page.blocks]
    seen = Counter(bares)
    return [seen[line] for line in bares]


def own(page: Page) -> list[list[str]]:
    """The features of each block by itself (and by how often it stands on the page)."""
    frequent = _frequent(page.source.language)
    cues = _cues()
    headline = page.source.head.headline
    title = {word.lower() for word in WORD.findall(headline.text)} if headline else set()
    found = []
    for block, times in zip(page.blocks, _times(page), strict=True):
        names = _features(block.text, block.kind, frequent, cues, title, times)
        if block.trail:
            linked = sum(link.end - link.start for link in block.links) / len(block.text)
            wide = _wide(len(block.text))
            names.append(f"links{wide}{min(int(linked * 5), 5)}{bool(block.links)}")
            names.extend(ancestry(block.trail))
        found.append(names)
    return found


def _features(
    text: str, kind: str, frequent: frozenset[str], cues: frozenset[str], title: set[str], times: int
) -> list[str]:
    dense = len(DENSE.findall(text[:400])) * 2 > min(len(text), 400)
    length = len(text) * (3 if dense else 1)
    size = min(length.bit_length(), 11)
    found = WORD.findall(text[:LOOK])
    count = len(found) or 1
    lowered = [word.lower() for word in found]
    names = [f"size{size}"]
    wide = _wide(length)
    if dense:
        stops = sum(char in "的了在是和有不这為为与對对将也就中上" for char in text[:400]) / min(len(text), 400) * 3
        lower = 0.7
    else:
        stops = len([1 for word in lowered if word in frequent]) / count
        lower = len([1 for word, low in zip(found, lowered, strict=True) if word[0] == low[0]]) / count
    names.append(f"stops{wide}{min(int(stops * 10), 6)}")
    names.append(f"lower{wide}{int(lower * 7)}")
    last = text[-1] if text else ""
    end = "." if END.search(text[-5:]) else last if last in ",:;*…-—)|" else "d" if last.isdigit() else "a"
    names.append(f"end{wide}{end}")
    names.append(f"sentences{min(len(SENTENCE.findall(text[:LOOK])), 4)}{end == '.'}")
    names.append(f"commas{wide}{min(text.count(',') + text.count(',') + text.count('،'), 4)}")
    digits = len(DIGIT.findall(text[:400])) / max(1, min(len(text), 400))
    names.append(f"digits{wide}{min(int(digits * 12), 5)}")
    start = text[:1]
    sort = (
        "a"
        if start.islower()
        else "A"
        if start.isupper()
        else "0"
        if start.isdigit()
        else start
        if not start.isalnum()
        else "o"
    )
    names.append(f"start{wide}{sort}")
    names.append(f"words{min(count, 12)}")
    if text.isupper():
        names.append(f"upper{wide}")
    names.extend(f"has{wide}{mark}" for mark in FEATURES if mark in text)
    names.append(f"cues{wide}{min(len([1 for word in lowered if word in cues]), 4)}")
    if not FIRST_PERSON.isdisjoint(lowered):
        names.append(f"first{wide}")
    if not SECOND_PERSON.isdisjoint(lowered):
        names.append(f"second{wide}")
    names.append(f"times{wide}{min(times, 3)}")
    if title and found:
        own_words = [word for word in lowered if word not in frequent]
        share = len([1 for word in own_words if word in title]) / (len(own_words) or 1)
        names.append(f"title{wide}{int(share * 5)}")
    names.append(f"kind{kind}{wide}")
    if length < 120:
        names.extend(f"w:{word}" for word in set(lowered[:8]))
        names.append(f"w0:{lowered[0] if lowered else ''}")
    return names


def among(page: Page, verdicts: Verdicts, first: Sequence[float]) -> list[list[str]]:
    """The features of each block among its neighbours, from the scores they have by themselves."""
    count = len(first)
    sizes = [len(block.text) for block in page.blocks]
    heavy = [chance_ * min(size, 600) for chance_, size in zip(first, sizes, strict=True)]
    total = sum(min(size, 600) for size in sizes) or 1
    density = min(int(sum(heavy) / total * 8), 7)
    begin, end = _segment(first, sizes)
    places = story.inside(page, first)
    sums = [0.0]
    for value in first:
        sums.append(sums[-1] + value)
    weights = [0.0]
    for value in heavy:
        weights.append(weights[-1] + value)
    whole = weights[-1] or 1.0
    found = []
    for place in range(count):
        value = first[place]
        near = [_bin(first[place + step]) if 0 <= place + step < count else "-" for step in (-3, -2, -1, 1, 2, 3)]
        low, high = max(0, place - 3), min(count, place + 4)
        mean3 = (sums[high] - sums[low] - value) / max(1, high - low - 1)
        low, high = max(0, place - FAR), min(count, place + FAR + 1)
        mean8 = (sums[high] - sums[low] - value) / max(1, high - low - 1)
        above = max(first[max(0, place - FAR) : place], default=0.0)
        below = max(first[place + 1 : place + 1 + FAR], default=0.0)
        inside = "i" if begin <= place < end else "b" if place < begin else "a"
        away = 0 if inside == "i" else min((begin - place if inside == "b" else place - end + 1).bit_length(), 6)
        mine = _bin(value)
        wide = _wide(sizes[place])
        open_ = "q" if place in verdicts else "o"
        names = [f"story{places[place]}{mine}{wide}", f"story{places[place]}{inside}"] if places[place] else []
        found.append(
            [
                *names,
                f"p{mine}{wide}",
                f"p{mine}{inside}{min(away, 3)}",
                f"p{mine}d{density}",
                f"wide{wide}d{density}{inside}",
                *(f"n{step}{near_}{'h' if value > 0.5 else 'l'}" for step, near_ in enumerate(near)),
                f"three{int(mean3 * 9)}p{mine}",
                f"eight{int(mean8 * 9)}p{mine}",
                f"eight{int(mean8 * 9)}{wide}d{density}",
                f"top{_bin(above)}{_bin(below)}{wide}",
                f"in{inside}{away}{wide}",
                f"before{int(weights[place] / whole * 6)}{inside}",
                f"pair{near[2]}{near[3]}{wide}",
                f"ask{open_}{mine}",
            ]
        )
    return found


def _segment(first: Sequence[float], sizes: Sequence[int]) -> tuple[int, int]:
    """The run of blocks that gain most together: where the story is."""
    best = total = 0.0
    begin, end, start = 0, 0, 0
    for place, (value, size) in enumerate(zip(first, sizes, strict=True)):
        total += story.gain(value, size)
        if total > best:
            best, begin, end = total, start, place + 1
        if total < 0:
            total, start = 0.0, place + 1
    return begin, end


def _wide(length: int) -> str:
    return "s" if length < 40 else "m" if length < 120 else "l"


def _bin(value: float) -> str:
    return "0123456789"[0 if value < 0.03 else 9 if value > 0.97 else 1 + int(value * 8)]


def _why(page: Page, place: int) -> str:
    """What the score saw, in words."""
    text = page.blocks[place].text
    if len(text) < 40:
        return "A few words that stand apart from the story's paragraphs."
    if not page.prose[place]:
        return "Neither a sentence nor a heading of the story."
    return "Reads like a teaser or a notice, apart from the story."


@lru_cache(maxsize=64)
def _frequent(language: str) -> frozenset[str]:
    """Function words of the language, of all known ones when it is not known."""
    table = words.tables()
    codes = [language, "en"] if language in table else list(table)
    return frozenset(word for code in codes for word in table[code].get("words", "").split())


@lru_cache(maxsize=1)
def _cues() -> frozenset[str]:
    """Words that furniture is made of."""
    bars = shipped("bars")
    return frozenset(word for name, row in bars.items() if name != "any" for word in row.get("strong", ()))


@lru_cache(maxsize=1)
def _weights() -> Mapping[str, Mapping[str, float]]:
    return json.loads(WEIGHTS.read_bytes())
