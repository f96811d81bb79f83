"""Judges one block alone. ``RULES`` in order; the first that speaks wins."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from briefing import patterns
from briefing.clean.page import Page, Verdicts, bare
from briefing.lazy import regex
from briefing.model import Block, CutPhrase, Desk, Verdict
from briefing.patterns import MAX_LINE
from briefing.text import bylines, crumbs
from briefing.text.tables import shipped

SURE = 0.9  # confidence of a row; below it the line is only asked about
MAX_BAR = 14  # words of a line of buttons
LINKED = 0.9  # share of a short block's characters inside links
# rules that articles also break on purpose: a pointer to another story, a picture's credit, a line of tags
SOFT = ("related.", "pointer.", "credit.", "navigation")
SENTENCES = (
    "pointer.more",
    "pointer.first",
    "pointer.address",
    "credit.",
)  # of these, what ends an article too, or stands above it
MANY = 12  # paragraphs
KINDS = 2  # kinds of these on one page, which are then no longer taken for the author's own
WORD = regex(r"[^\W\d_]+")


def judge(page: Page, verdicts: Verdicts) -> Verdicts:
    """What the rules say of each block that is still open."""
    said: Verdicts = {}
    phrases = _phrases(page.desk, page.source.language)
    for place, block in enumerate(page.blocks):
        if place in verdicts and verdicts[place].call != "ask":
            continue
        if len(block.text) > MAX_LINE:
            continue
        key = (block.kind, block.text)
        if block.links:
            verdict = _first(page, block)
        elif key in phrases.said:
            verdict = phrases.said[key]
        else:
            verdict = phrases.say(key, _first(page, block))
        if verdict:
            said[place] = verdict
    if not page.residue and not has_residue({**verdicts, **said}):
        for place in _own(page, verdicts, said):
            old = said[place]
            why = f"{old.why} Kept: it stands in a text without other residue."
            said[place] = Verdict("ask", old.rule, why, min(old.confidence, 0.5))
    return said


def _first(page: Page, block: Block) -> Verdict | None:
    for _, rule in RULES:
        if verdict := rule(page, block):
            return verdict
    return None


def has_residue(verdicts: Verdicts) -> bool:
    """Whether a page holds residue beyond doubt: a cut that no author asks for, or several kinds of doubtful ones."""
    rules = {verdict.rule for verdict in verdicts.values() if verdict.call == "cut"}
    return len(rules) >= KINDS or any(not rule.startswith((*SOFT, "editor.")) for rule in rules)


def _own(page: Page, verdicts: Verdicts, said: Verdicts) -> list[int]:
    """Places of cuts that may be the author's own: kinds that stand between paragraphs, and SENTENCES anywhere.

    Also the only cut of a text of MANY paragraphs: the longer a text is without residue, the less is one line of it.
    """
    cuts = [place for place, verdict in said.items() if verdict.call == "cut"]
    prose = [
        place
        for place, yes in enumerate(page.prose)
        if yes and (place not in said or said[place].call != "cut") and place not in verdicts
    ]
    if not prose:
        return []
    if len(cuts) == 1 and len(prose) >= MANY:
        return cuts
    habits = {said[place].rule for place in cuts if prose[0] < place < prose[-1]}
    return [place for place in cuts if said[place].rule in habits or said[place].rule.startswith(SENTENCES)]


def phrase(page: Page, block: Block) -> Verdict | None:
    """The row of ``data/rules/`` that the whole line matches."""
    row = _phrases(page.desk, page.source.language).find(bare(block.text))
    if row is None:
        return None
    if row.name.startswith("head."):
        return Verdict("keep", row.name, row.why, row.confidence)
    return Verdict("cut" if row.confidence >= SURE else "ask", row.name, row.why, row.confidence)


def bar(page: Page, block: Block) -> Verdict | None:
    """A line of buttons: nothing but words of one bar in ``data/words/bars.toml``."""
    if len(block.text) > 160:
        return None
    bars, buttons = _bars(page.desk)
    first = WORD.search(block.text)
    if first is None or first[0].lower() not in buttons:
        return None
    found = [word.lower() for word in WORD.findall(block.text)]
    if len(found) > MAX_BAR:
        return None
    for name, (strong, weak, why) in bars.items():
        if all(word in weak or word in strong for word in found) and any(word in strong for word in found):
            if len(found) == 1:  # "Facebook" may head a section of an article on networks
                return Verdict("ask", name, why, 0.7)
            return Verdict("cut", name, why, 0.95)
    return None


def crumb(page: Page, block: Block) -> Verdict | None:
    """The path of the page: "Home > World > Asia"."""
    if block.kind in ("row", "title", "head") or not crumbs.is_path(block.text):
        return None
    return Verdict("cut", "navigation.crumbs", "The path of the page.", 0.95)


def byline(page: Page, block: Block) -> Verdict | None:
    """Who wrote it, without a name: "By our rail desk"."""
    if not bylines.unnamed(block.text):
        return None
    return Verdict("keep", "head.byline", "Byline.", 0.95)


def wordless(page: Page, block: Block) -> Verdict | None:
    """A line without a letter: a rule drawn in characters, a lone number."""
    if len(block.text) > 40 or block.text[0].isalpha() or block.kind == "row" or any(map(str.isalpha, block.text)):
        return None
    return Verdict("ask", "wordless", "Holds no words.", 0.6)


def linked(page: Page, block: Block) -> Verdict | None:
    """html: a short block that is a link and nothing else, outside of running text."""
    if not block.links or len(block.text) > 200 or block.kind in ("title", "heading", "head"):
        return None
    inside = sum(link.end - link.start for link in block.links)
    if inside < LINKED * len(block.text):
        return None
    return Verdict("ask", "related.linked", "A link and nothing else.", 0.8)


# none of them speaks of a line longer than MAX_LINE
RULES: tuple[tuple[str, Callable[[Page, Block], Verdict | None]], ...] = (
    ("byline", byline),
    ("crumb", crumb),
    ("phrase", phrase),
    ("bar", bar),
    ("wordless", wordless),
    ("linked", linked),
)


# characters of a line that a row matches (from, to), words one of which it must hold, the row, and how it matches
_Try = tuple[int, int, tuple[str, ...], CutPhrase, re.Pattern[str]]


class _Phrases:
    """All rows, and what they said of lines they have seen. Only those are tried that a line has a chance to match."""

    def __init__(self, rows: tuple[CutPhrase, ...]) -> None:
        self.rows = rows
        self.ways = [(row, way) for row in rows for way in row.ways or patterns.ways(row.pattern)]
        self.begins: dict[str, list[int]] = {}  # by what a line begins with: places in ``ways``
        for at, (_, way) in enumerate(self.ways):
            for head in way.begins:
                self.begins.setdefault(head, []).append(at)
        self.tried: dict[str, list[_Try]] = {}  # by the first characters of a line
        self.said: dict[tuple[str, str], Verdict | None] = {}  # of a kind and a line that have no links: what RULES say

    def say(self, key: tuple[str, str], verdict: Verdict | None) -> Verdict | None:
        """The verdict, which is remembered."""
        if len(self.said) > 20_000:
            self.said.clear()
        self.said[key] = verdict
        return verdict

    def find(self, line: str) -> CutPhrase | None:
        """The first row that the whole line matches."""
        head, size = line[: patterns.BEGINNING], len(line)
        low = ""
        for least, most, words, row, pattern in self.tried[head] if head in self.tried else self._beginning(head):
            if not least <= size <= most:
                continue
            if words and line.isascii():
                low = low or line.lower()
                for word in words:
                    if word in low:
                        break
                else:
                    continue
            if pattern.fullmatch(line):
                return row
        return None

    def _beginning(self, head: str) -> list[_Try]:
        """The rows that a line with these first characters may match."""
        if len(self.tried) > 5_000:
            self.tried.clear()
        plain = patterns.beginning(head)
        if plain is None:
            places = list(range(len(self.ways)))
        else:
            places = sorted({at for size in range(len(plain) + 1) for at in self.begins.get(plain[:size], ())})
        found = self.tried[head] = []
        for at in places:
            row, way = self.ways[at]
            found.append((way.least, way.most, way.words, row, _compiled(way.pattern)))
        return found


@lru_cache(maxsize=4_096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return regex(pattern, re.IGNORECASE)


_held: dict[str, tuple[tuple[CutPhrase, ...], _Phrases]] = {}


def _phrases(desk: Desk, language: str) -> _Phrases:
    """The compiled rows of a desk for a text in ``language``: its own and English ones; all when it is not known."""
    rows, phrases = _held.get(language, ((), None))
    if phrases is None or rows is not desk.rules:
        codes = {"any", "en", language}
        known = any(row.language == language for row in desk.rules)
        phrases = _Phrases(tuple(row for row in desk.rules if not known or row.language in codes))
        _held[language] = (desk.rules, phrases)
    return phrases


def is_shipped(desk: Desk, name: str) -> bool:
    """Whether all that this rule says is ours: no row of that name, and no bar, is of the site's own desk."""
    ours = shipped("bars")
    return desk.words.get("bars", ours) == ours and all(
        row.file.startswith("data/") for row in desk.rules if row.name == name
    )


_Bars = Mapping[str, tuple[frozenset[str], frozenset[str], str]]


def _bars(desk: Desk) -> tuple[_Bars, frozenset[str]]:
    """Strong words, weak words and reason of each bar, and all words of all bars."""
    table = desk.words.get("bars") or shipped("bars")
    if not _compiled_bars or _compiled_bars[0][0] is not table:
        anywhere = frozenset(table.get("any", {}).get("weak", ()))
        bars = {
            name: (frozenset(row.get("strong", ())), anywhere | frozenset(row.get("weak", ())), str(row.get("why", "")))
            for name, row in table.items()
            if name != "any"
        }
        buttons = frozenset().union(*(strong | weak for strong, weak, _ in bars.values()))
        _compiled_bars[:] = [(table, (bars, buttons))]
    return _compiled_bars[0][1]


_compiled_bars: list[tuple[Mapping, tuple[_Bars, frozenset[str]]]] = []
