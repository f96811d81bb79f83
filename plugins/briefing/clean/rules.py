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
    for place, block in enumerate(page.blocks):
        if place in verdicts and verdicts[place].call != "ask":
            continue
        key = ("rule", id(block)) if block.links else ("rule", block.kind, block.text)
        if key not in page.known:
            page.known[key] = next((verdict for _, rule in RULES if (verdict := rule(page, block))), None)
        if verdict := page.known[key]:
            said[place] = verdict
    if not page.residue and not has_residue({**verdicts, **said}):
        for place in _own(page, verdicts, said):
            old = said[place]
            why = f"{old.why} Kept: it stands in a text without other residue."
            said[place] = Verdict("ask", old.rule, why, min(old.confidence, 0.5))
    return said


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
    if len(block.text) > MAX_LINE:
        return None
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
    first = WORD.search(block.text)
    if first is None or first[0].lower() not in _buttons(page.desk):
        return None
    found = [word.lower() for word in WORD.findall(block.text)]
    if len(found) > MAX_BAR:
        return None
    for name, (strong, weak, why) in _bars(page.desk).items():
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


RULES: tuple[tuple[str, Callable[[Page, Block], Verdict | None]], ...] = (
    ("byline", byline),
    ("crumb", crumb),
    ("phrase", phrase),
    ("bar", bar),
    ("wordless", wordless),
    ("linked", linked),
)


# a row, how it matches a line, characters of such a line (from, to), and words one of which it must hold
_Try = tuple[CutPhrase, re.Pattern[str], int, int, tuple[str, ...]]


class _Phrases:
    """All rows, and what they said of lines they have seen. Only those are tried that a line has a chance to match."""

    def __init__(self, rows: tuple[CutPhrase, ...]) -> None:
        self.rows = rows
        self.ways = [(row, way) for row in rows for way in row.ways or patterns.ways(row.pattern)]
        self.begins: dict[str, list[int]] = {}  # by what a line begins with, "" for anything: places in ``ways``
        for at, (_, way) in enumerate(self.ways):
            for head in way.begins or ("",):
                self.begins.setdefault(head, []).append(at)
        self.tried: dict[str, list[_Try]] = {}  # by the first character of a line
        self.seen: dict[str, CutPhrase | None] = {}

    def find(self, line: str) -> CutPhrase | None:
        """The first row that the whole line matches."""
        if not line:
            return None
        if line not in self.seen:
            if len(self.seen) > 20_000:
                self.seen.clear()
            self.seen[line] = self._first(line)
        return self.seen[line]

    def _first(self, line: str) -> CutPhrase | None:
        low, size = line.lower() if line.isascii() else "", len(line)
        for row, pattern, least, most, words in self.tried.get(line[0]) or self._beginning(line[0]):
            if not least <= size <= most:
                continue
            if low and words:
                for word in words:
                    if word in low:
                        break
                else:
                    continue
            if pattern.fullmatch(line):
                return row
        return None

    def _beginning(self, char: str) -> list[_Try]:
        """The rows that a line with this first character may match."""
        if len(self.tried) > 1_000:
            self.tried.clear()
        found = self.tried[char] = []
        for at in sorted({at for head in ("", *patterns.heads_of(char)) for at in self.begins.get(head, ())}):
            row, way = self.ways[at]
            found.append((row, _compiled(way.pattern), way.least, way.most, () if way.begins else way.words))
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


def _bars(desk: Desk) -> Mapping[str, tuple[frozenset[str], frozenset[str], str]]:
    """Strong words, weak words and reason of each bar."""
    table = desk.words.get("bars") or shipped("bars")
    if not _compiled_bars or _compiled_bars[0][0] is not table:
        anywhere = frozenset(table.get("any", {}).get("weak", ()))
        bars = {
            name: (frozenset(row.get("strong", ())), anywhere | frozenset(row.get("weak", ())), str(row.get("why", "")))
            for name, row in table.items()
            if name != "any"
        }
        _compiled_bars[:] = [(table, bars)]
    return _compiled_bars[0][1]


def _buttons(desk: Desk) -> frozenset[str]:
    """All words of all bars."""
    bars = _bars(desk)
    if not _held_buttons or _held_buttons[0][0] is not bars:
        _held_buttons[:] = [(bars, frozenset().union(*(strong | weak for strong, weak, _ in bars.values())))]
    return _held_buttons[0][1]


_held_buttons: list[tuple[Mapping, frozenset[str]]] = []
_compiled_bars: list[tuple[Mapping, Mapping[str, tuple[frozenset[str], frozenset[str], str]]]] = []
