"""What can be seen of a line: by itself (``own``), and by where it stands among the others (``beside``).

Numbers, a column a sign, for the trees of ``clean/lines.py``. A sign that says nothing is -1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, chain, compress, filterfalse, pairwise
from operator import eq, mul, sub
from pathlib import Path
from typing import Any

from briefing.cache import kept
from briefing.clean.page import DENSE, Page, Verdicts, bare
from briefing.hashes import code
from briefing.lazy import regex
from briefing.plain import decode
from briefing.text import words
from briefing.text.tables import shipped

WEIGHTS = Path(__file__).parents[1] / "data" / "weights"
LOOK = 400  # characters of a line that are looked at
WORD = regex(r"[^\W\d_]+")
LETTERS = bytes(code if chr(code).isalpha() else 32 for code in range(128)).ljust(256)  # of ASCII: all else is a space
SMALL = LETTERS.lower()
ENDS = dict.fromkeys(".!?。！？؟।", 4) | dict.fromkeys(":;,，：،", 3) | dict.fromkeys("…»>→›", 1) | {"|": 0, "·": 0}
CLOSING = frozenset("\"'”’)]」』»）")
OPENING = frozenset("\"'“‘«„「『")
MARKS = "|•·›>©®*#_→[]{}=/"
COMMAS = ",，،、"
DIGITS = "0123456789"
TOLD = regex(f"[{re.escape(DIGITS + COMMAS + MARKS)}]")
TOLD_PLAIN = bytes(  # the same of ASCII, one sign a kind
    ord("0" if char in DIGITS else "," if char in COMMAS else "|" if char in MARKS else " ")
    for char in map(chr, range(128))
).ljust(256)
PRINTED = frozenset(map(chr, range(128))) | frozenset("’‘“”–—…\xa0´″")  # and what print has beside ASCII, none of MARKS
DENSE_WORDS = frozenset("的了在是和有不這为為与對对將将也就中上这那他她们們")
PLAIN = regex(rf"[^\W\d_{''.join(sorted(DENSE_WORDS))}]{{2,}}")  # runs of characters that say something
SIGNS = (
    "units", "length", "stops", "small", "digits", "end", "start", "commas", "marks", "asks", "wordlength", "words",
    "title", "cueshare",
)  # fmt: skip
SEEN = {"units": (-1, 1), "end": (-1, 1), "words": (-2, -1, 1, 2), "call": (-1, 1), "small": (-2, -1, 1, 2)}  # beside
FAMILIES = ("comments", "related", "newsletter", "share", "navigation", "footer", "consent", "adverts", "paywall")
COST = 10  # words; what a line costs a run, so that short lines end it
STRICT = 25
RARE, STEM = 4, 6  # letters; words of so many may tell what a line is about, and are known by so many of them
FAR = 60  # lines; further is far
TITLE = SIGNS.index("title")
BRIEF, HELD = 60, 4_000  # characters of a line that is remembered from one text to the next; lines of a language


def own(page: Page, table: Mapping[str, Any] | None = None) -> list[tuple[float, ...]]:
    """Of each block what it shows by itself, in the order of ``SIGNS``; asked once of a text.

    ``table``: weights of words, where they are not the shipped ones.
    """
    known, language = lines(page), page.source.language
    seen: dict[str, _Line] = {} if table else _seen(language)
    table = table or _table()
    frequent = _frequent(language)
    lexicon = table["words"] if language in table["languages"] else {}
    headline = page.source.head.headline
    title = frozenset(word.lower() for word in WORD.findall(headline.text)) - frequent if headline else frozenset()
    texts = [block.text for block in page.blocks]
    for text in texts:
        if text in known:
            continue
        line = seen.get(text)
        if line is None:
            line = _signs(text, frequent, lexicon)
            if len(text) <= BRIEF:
                if len(seen) >= HELD:
                    seen.clear()
                seen[text] = line
        row, about, rare, plain = line
        if title and rare is not None:
            row = (*row[:TITLE], SHARES[sum(map(title.__contains__, rare)), len(rare) or 1], *row[TITLE + 1 :])
            line = row, about, rare, plain
        known[text] = line
    return [known[text][0] for text in texts]


# signs, what it is about, its rarer words, and the line as the rules see it
_Line = tuple[tuple[float, ...], frozenset[str], list[str] | None, str]


def lines(page: Page) -> dict[str, _Line]:
    """What the lines of a page have shown, by their texts: the same in every round."""
    found: dict[str, _Line] = page.known.setdefault("signs", {})
    return found


@lru_cache(maxsize=4)
def _seen(language: str) -> dict[str, _Line]:
    """What brief lines of other texts in a language have shown: a publisher's menus are the same in all its files."""
    return {}


def vocabulary(text: str) -> list[str]:
    """The words of a line that the lexicon may weigh: of a short line its first, last and neighbouring ones too.

    >>> vocabulary("Read more here")
    ['read', 'more', 'here', '^read', 'here$', 'read more', 'more here']
    """
    found = [word.lower() for word in WORD.findall(text[:LOOK])][:30]
    if found and len(text) < 250:
        near = found[:12]
        return [*found, "^" + found[0], found[-1] + "$", *map(" ".join, pairwise(near))]
    return found


def _signs(text: str, frequent: frozenset[str], lexicon: Mapping[str, float]) -> _Line:
    """What a line shows, the title's words aside; what it is about: the beginnings of its rarer words; and these."""
    start = text if len(text) <= LOOK else text[:LOOK]
    size = len(start)
    plain = start.isascii()
    spelling = plain or PRINTED.issuperset(start)  # whether no letter is beyond ASCII
    syllables = not spelling and DENSE.search(start) is not None
    digits = commas = marks = 0
    if spelling:
        raw = start.encode("ascii", "replace")
        spelt = raw.translate(SMALL)
        low, letters = spelt.decode().split(), size - spelt.count(b" ")
        found = low if start.islower() else raw.translate(LETTERS).decode().split()
        if letters + raw.count(b" ") < size:
            told = raw.translate(TOLD_PLAIN)
            digits, commas, marks = told.count(b"0"), told.count(b","), told.count(b"|")
    else:
        found = WORD.findall(start)
        low = list(map(str.lower, found))
        letters = sum(map(len, low))
        for char in TOLD.findall(start):
            if char in COMMAS:
                commas += 1
            elif char in MARKS:
                marks += 1
            else:
                digits += 1
    rare = list(filterfalse(frequent.__contains__, low))
    count = len(low) or 1
    if syllables and len(DENSE.findall(start)) * 2 > size:
        stops = round(sum(map(start.count, DENSE_WORDS)) / size * 3, 2)
        units, small, length = len(text) * 2 // 3, 0.7, len(text) * 3
    else:
        stops = SHARES[len(low) - len(rare), count] if frequent else -1.0
        small = SHARES[sum(map(eq, found, low)), count] if low else 0.0
        units, length = (count if size < LOOK else count * len(text) // LOOK), len(text)
    if syllables:
        runs = PLAIN.findall(start)
        about = frozenset([run[at : at + 2] for run in runs for at in range(len(run) - 1)])
    else:
        about = frozenset([word[:STEM] for word in rare if len(word) >= RARE])
    last = text[-1]
    if last in CLOSING and size > 1 and text[-2] in ENDS:
        last = text[-2]
    score = 0.0
    if lexicon and low:
        get = lexicon.get
        weighed = low[:30]
        score = sum(filter(None, map(get, weighed)))
        if len(text) < 250:
            score += get("^" + low[0], 0.0) + get(weighed[-1] + "$", 0.0)
            if count > 1:
                score += sum(filter(None, map(get, map(" ".join, pairwise(low[:12])))))
    if size < len(text):
        commas = sum(map(text.count, COMMAS))
    return (
        units,
        length,
        stops,
        small,
        SHARES[digits, size] if digits else 0.0,
        ENDS.get(last, 2),
        BEGINS[text[0]],
        commas,
        marks,
        ("?" in start) + 2 * ("!" in start or (not plain and "！" in start)),
        LENGTHS[letters, count],
        SCORES[score],
        -1.0,
        SHARES[len(about & _cues()), len(about)] if about else 0.0,
    ), about, (rare if low else None), bare(text)  # fmt: skip


class _Begins(dict[str, int]):
    """What kind of sign a line begins with."""

    def __missing__(self, first: str) -> int:
        found = self[first] = (
            0 if first.isupper() else 1 if first.islower() else 2 if first.isdigit() else 3 if first in OPENING
            else 5 if not first.isalnum() else 4
        )  # fmt: skip
        return found


class _Shares(dict[tuple[int, int], float]):
    """How much so many of so many are, rounded to so many digits."""

    def __init__(self, digits: int) -> None:
        self.digits = digits

    def __missing__(self, of: tuple[int, int]) -> float:
        if len(self) > 20_000:
            self.clear()
        found = self[of] = round(of[0] / of[1], self.digits)
        return found


class _Scores(dict[float, float]):
    """Sums of weights, rounded as these are."""

    def __missing__(self, score: float) -> float:
        if len(self) > 20_000:
            self.clear()
        found = self[score] = round(score, 2)
        return found


SHARES, LENGTHS, SCORES, BEGINS = _Shares(2), _Shares(1), _Scores(), _Begins()


def _parts(values: Sequence[float], whole: float) -> list[float]:
    """Which share of the whole each value is, rounded; most lines have the value of the line before."""
    share = {value: round(value / whole, 2) for value in set(values)}
    return [share[value] for value in values]


def beside(page: Page, verdicts: Verdicts, rows: Sequence[tuple[float, ...]]) -> dict[str, Sequence[float]]:
    """Columns: the signs of each block by itself, of those beside it, and of its place on the page."""
    count = len(rows)
    columns: dict[str, Sequence[float]] = dict(zip(SIGNS, map(list, zip(*rows, strict=True)), strict=True))
    known = lines(page)
    shown = [known[block.text] for block in page.blocks]
    bares = [line[3] for line in shown]
    seen = Counter(bares)
    columns["times"] = [seen[line] for line in bares]
    calls, kinds = [0.0] * count, [-1] * count
    for place, verdict in verdicts.items():
        calls[place] = CALLS[verdict.call]
        kinds[place] = _family(verdict.rule)
    columns["call"] = calls
    units = [0 if call == CUT else size for call, size in zip(calls, columns["units"], strict=True)]
    for name, cost in (("run", COST), ("strict", STRICT)):
        gains = [(size if size < 150 else 150) - cost for size in units]
        begin, end = run(gains)
        columns[name] = _away(begin, end, count)
        sums = [0, *accumulate(gains)]
        columns[name + "near"] = _window(sums, gains, 4)
        columns[name + "wide"] = _window(sums, gains, 12)
        positive = sum([gain for gain in gains if gain > 0]) or 1
        columns[name + "share"] = [round((sums[end] - sums[begin]) / positive, 2)] * count
    heavy = [size if size >= 2 * COST else 0 for size in units]
    about = [line[1] for line in shown]
    _kin(columns, about, [not away and size > 0 for away, size in zip(columns["run"], heavy, strict=True)])
    _streaks(page, columns, units)
    sums = [0.0, *accumulate(columns["cueshare"])]
    near = _window(sums, [0.0] * count, 3)
    tenths = {value: round(value, 1) for value in set(near)}
    columns["cuesnear"] = [tenths[value] for value in near]
    total = sum(heavy) or 1
    told = [0, *accumulate(heavy)]
    columns["before"] = _parts(told[:-1], total)
    left = {value: round(1 - value / total, 2) for value in set(told)}
    columns["behind"] = [left[value] for value in told[1:]]
    columns["place"] = [round(at / count, 2) for at in range(count)]
    columns["lines"] = [count] * count
    columns["prose"] = [round(total / (sum(units) or 1), 2)] * count
    columns["headline"] = _after(count, [at for at, verdict in verdicts.items() if verdict.rule == "title"])
    columns["talk"] = _after(count, [at for at, verdict in verdicts.items() if verdict.rule == "comments.open"])
    _nearest(columns, calls, kinds)
    for name, steps in SEEN.items():
        for step in steps:
            columns[f"{name}{step:+}"] = _shifted(columns[name], step)
    return columns


PARAGRAPH = 12  # words
BELOW = 4  # lines
JOINTS = frozenset(",.;:)’”'")  # what a line begins with that goes on with the sentence of the one before


def _streaks(page: Page, columns: dict[str, Sequence[float]], units: Sequence[float]) -> None:
    """Adds how many words the pieces of a sentence have together, and the streak of paragraphs around a line."""
    count = len(units)
    joined, size = list(units), [0.0] * count
    first = 0
    for at in range(1, count + 1):  # scrapers break lines at links
        if at < count and units[at] and units[at - 1]:
            char = page.blocks[at].text[0]
            if char.islower() or char in JOINTS:
                continue
        if at - first > 1:
            joined[first:at] = [sum(units[first:at])] * (at - first)
        first = at
    above, below = [0.0] * count, [0.0] * count
    first, ends = 0, columns["end"]
    for at in range(count + 1):
        if at == count or joined[at] < PARAGRAPH or (ends[at] != 4 and joined[at] < 3 * PARAGRAPH):
            if at > first:
                words = min(sum(units[first:at]), 2_000)
                size[first:at] = [words] * (at - first)
                for near in range(max(0, first - BELOW), at - 1):
                    below[near] = max(below[near], words)
                for near in range(first + 1, min(count, at + BELOW)):
                    above[near] = max(above[near], words)
            first = at + 1
    most = max(size, default=0) or 1
    columns["joined"], columns["streak"] = joined, size
    columns["streakrank"] = _parts(size, most)
    columns["streakbelow"], columns["streakabove"] = below, above


def _kin(columns: dict[str, Sequence[float]], about: Sequence[frozenset[str]], own: Sequence[bool]) -> None:
    """Adds what a line shares with the story: of its rarer words those that other paragraphs of the story have.

    How many, which share, and how many the lines beside it have; and how many open lines it stands from the story,
    whose paragraphs are ``own``.
    """
    count = len(about)
    seen = Counter(chain.from_iterable(compress(about, own)))
    once, twice = frozenset(seen), frozenset([word for word, times in seen.items() if times > 1])
    kin = [len(words & (twice if yes else once)) if words else 0 for words, yes in zip(about, own, strict=True)]
    columns["kin"] = kin
    columns["kinshare"] = [
        SHARES[some, len(words)] if some else 0.0 if words else -1.0 for some, words in zip(kin, about, strict=True)
    ]
    columns["kinnear"] = _window([0, *accumulate(kin)], kin, 3)
    left = [0, *accumulate([call != CUT for call in columns["call"]])]
    first, last = (own.index(True), count - own[::-1].index(True)) if True in own else (0, count)
    columns["gap"] = [
        *[min(left[first] - left[at], FAR) for at in range(first)],
        *[0] * (last - first),
        *[min(left[at + 1] - left[last], FAR) for at in range(last, count)],
    ]


EVEN = 0.4  # chance at which a line speaks neither for a run nor against it
LEAST, MOST = 4, 120  # words that every line counts for beside its own, and the most of these


AGAIN = ("units", "joined", "end", "small", "lines", "streak", "streakrank", "place", "title", "prose")
PLAUSIBLE = 0.5


def again(page: Page, columns: Mapping[str, Sequence[float]], chances: Sequence[float]) -> dict[str, Sequence[float]]:
    """Columns once more: some of those given, and what the chances of all lines say of those near them.

    The story is now the run of lines that gains most by their chances.
    """
    count = len(chances)
    found = {name: columns[name] for name in AGAIN}
    found["call"] = columns["call"]
    values = [0.0 if call == CUT else round(chance, 2) for chance, call in zip(chances, columns["call"], strict=True)]
    sizes = [(units if units < MOST else MOST) + LEAST for units in columns["units"]]
    found["chance"] = values
    for step in (-2, -1, 1, 2):
        found[f"chance{step:+}"] = _shifted(values, step)
    weighed = list(map(mul, values, sizes))
    mass, sums = [0.0, *accumulate(weighed)], [0, *accumulate(sizes)]
    for name, wide in (("near", 2), ("wide", 6), ("far", 15)):
        some, whole = _window(mass, weighed, wide), _window(sums, sizes, wide)
        found["chance" + name] = [round(one / other, 2) if one else 0.0 for one, other in zip(some, whole, strict=True)]
    found["massbefore"] = _parts(mass[:-1], mass[-1] or 1)
    gains = [one - EVEN * other for one, other in zip(weighed, sizes, strict=True)]
    begin, end = run(gains)
    found["core"] = _away(begin, end, count)
    positive = sum([gain for gain in gains if gain > 0]) or 1
    found["coreshare"] = [round(sum(gains[begin:end]) / positive, 2)] * count
    found["corelines"] = [end - begin] * count
    found["coresize"] = [sums[end] - sums[begin]] * count
    found["best"] = [max(values, default=0.0)] * count
    own = [begin <= at < end and values[at] >= PLAUSIBLE and sizes[at] >= COST for at in range(count)]
    known = lines(page)
    _kin(found, [known[block.text][1] for block in page.blocks], own)
    del found["call"]
    return found


CUT = -2.0
CALLS = {"cut": CUT, "ask": -1.0, "keep": 1.0}


def run(gains: Sequence[float]) -> tuple[int, int]:
    """First and last (half open) of the run that gains most together."""
    best = total = 0.0
    begin, end, start = 0, 0, 0
    for at, gain in enumerate(gains):
        total += gain
        if total > best:
            best, begin, end = total, start, at + 1
        if total < 0:
            total, start = 0.0, at + 1
    return begin, end


def _shifted(column: Sequence[float], step: int) -> list[float]:
    count = min(abs(step), len(column))
    edge = [-3.0] * count
    return [*column[count:], *edge] if step > 0 else [*edge, *column[: len(column) - count]]


def _away(begin: int, end: int, count: int) -> list[int]:
    """Lines from the run: below 0 before it, above after it, 0 inside."""
    return [*_upto(begin), *[0] * (end - begin), *_from(1, count - end, FAR)]


def _upto(count: int) -> list[int]:
    """How far each of so many lines stands before the line that follows them, below 0."""
    return [*[-FAR] * (count - FAR), *range(-min(count, FAR), 0)]


def _from(first: int, count: int, far: int) -> list[int]:
    """So many numbers that rise from the first on, no further than ``far``."""
    rising = range(first, min(first + count, far))
    return [*rising, *[far] * (count - len(rising))]


def _window(sums: Sequence[float], gains: Sequence[float], wide: int) -> list[float]:
    """What the lines beside each gain, so many to both sides; ``sums`` are those of all gains before a line."""
    count = len(gains)
    edge = min(wide, count)
    low = [*[sums[0]] * edge, *sums[: count - edge]]
    high = [*sums[edge + 1 :], *[sums[-1]] * edge]
    return list(map(sub, map(sub, high, low), gains))


def _after(count: int, places: Sequence[int]) -> list[int]:
    """Lines from the first of the places; before it below 0, where there is none far below."""
    if not places:
        return [-2 * FAR] * count
    first = min(places)
    return [*_upto(first), *_from(0, count - first, 2 * FAR)]


def _nearest(columns: dict[str, Sequence[float]], calls: Sequence[float], kinds: Sequence[int]) -> None:
    """Adds what kind of cut line stands nearest above and below each, and how far."""
    count = len(calls)
    for name, order in (("above", range(count)), ("below", range(count - 1, -1, -1))):
        kind, far, since = [-2] * count, [FAR] * count, [0] * count
        last, away, cuts = -2, FAR, 0
        for at in order:
            kind[at], far[at], since[at] = last, away, cuts
            if calls[at] < 0:
                last, away = kinds[at], 1
                cuts += 1
            elif away < FAR:
                away += 1
        columns["cut" + name], columns["far" + name], columns["cuts" + name] = kind, far, since


def _family(rule: str) -> int:
    name = rule.partition(".")[0]
    return FAMILIES.index(name) if name in FAMILIES else 20


@lru_cache(maxsize=64)
def _frequent(language: str) -> frozenset[str]:
    """Function words of the language, of all known ones when it is not known."""
    table = words.tables()
    codes = [language] if language in table else list(table)
    return frozenset(word for code in codes for word in table[code].get("words", "").split())


@lru_cache(maxsize=1)
def _cues() -> frozenset[str]:
    """Beginnings of the words that furniture is made of, of all languages; kept, as reading the table takes long."""
    return kept("cues", (code("clean/signs.py", "data/words/cues.toml").encode(),), _read_cues)


def _read_cues() -> frozenset[str]:
    found: set[str] = set()
    for row in shipped("cues").values():
        for word in row["words"].split():
            if DENSE.match(word):
                found.update(word[at : at + 2] for at in range(len(word) - 1))
            elif len(word) >= RARE:
                found.add(word[:STEM])
    return frozenset(found)


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    return decode(dict[str, Any], (WEIGHTS / "words.json").read_bytes())


def languages() -> tuple[str, ...]:
    """Languages whose words are weighed."""
    return tuple(_table()["languages"])
