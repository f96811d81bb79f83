"""How much each line reads as an article's own: small trained trees over what can be seen of it and around it.

What is seen is in ``signs.py``, how trees are scored in ``trees.py``; weights lie in ``data/weights/``, written by
``python -m quality.train_lines``. Here is what follows from a chance: a cut, a question, or nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import itemgetter

from briefing.clean import signs
from briefing.clean.page import Page, Verdicts
from briefing.clean.rules import has_residue
from briefing.clean.trees import Trees
from briefing.model import Verdict

# bounds on the chance of being the article's own; chosen on sites that neither trained nor test (quality/README.md)
DUMP = 0.5  # on a page that is a dump: MANY lines cut or beyond hope
STRANGE_IN, STRANGE_OUT = 0.4, 0.6  # in a language whose words are not weighed: near the likely story, away from it
PIECES, BROKEN = 0.3, 0.05  # instead of DUMP and STRANGE_IN where such a share of the lines are pieces of sentences
NEAR = 3  # lines from the run of lines that are likely the story's
WORTH = 0.02  # chance below which a line is not looked at once more
STRANGE_EDGE = 0.25  # the same as EDGE in such a language
EDGE, INSIDE = 0.4, 0.15  # on a text that has little else: at its beginning and end, between its paragraphs
EVIDENCE = 0.004  # of such a text some line must be below this, or nothing is cut at all
UNSURE = 0.1  # so far above its bound a line is kept, but shown as unsure
HOPELESS, MANY, PART = 0.05, 12, 0.4  # lines below this chance; with so many, and such a share, a text is a dump
ALONE = 0.65  # share in prose; above it a text without any residue is left alone
LENGTHY = 80  # lines; a dump of which the rules know nothing has so many
SMALL = 40  # lines; a text of fewer is no dump (of 1,575 pages' dumps one in twenty has fewer than 55)
SMALL_BELOW = 0.05  # chance below which a paragraph of such a text is cut
FEW = 20  # lines; of so few less prose will do
MOSTLY = 0.6  # share of the lines of such a text that are no paragraphs
LISTS = 0.3  # share in prose of a text of few lines that is left alone
KEEP_FROM = 0.7  # chance at which a line that was asked about is kept without a question
OWN = 0.5  # chance of a paragraph that is certainly the story's
KIN, BESIDE = 2, 2  # rarer words that a paragraph shares with the story, and lines to it, so that it is not cut
CUES = 0.5  # share of a line's rarer words that furniture is made of
HEADING = 90  # characters
LONG, LONG_BELOW = 700, 0.25  # characters of a paragraph so long that only a lower chance cuts it
JOINTS = ",.;:)’”'"  # what a line begins with that goes on with the sentence of the one before
CLOSED, OPEN = ".!?…:。！？؟|", 25  # what ends a sentence; characters of a line that may have begun one


def judge(page: Page, verdicts: Verdicts) -> Verdicts:
    """Cuts and "ask"s on the open blocks of a text, by their chances."""
    if any(block.trail and block.kind != "head" for block in page.blocks):
        return {}  # a web page, which ``blocks.py`` has judged
    count = len(page.blocks)
    open_ = [place for place in range(count) if place not in verdicts or verdicts[place].call != "cut"]
    if not open_:
        return {}
    alone = not has_residue(verdicts)  # now: what earlier rounds left is judged as a text that came so
    if alone and _reads_well(page, open_):
        return {}  # a text that shows no residue is left alone
    columns = signs.beside(page, verdicts, signs.own(page))
    asked = range(count) if alone else open_
    chances = _chances("trees", columns, asked)
    dump = _is_dump(verdicts, chances, alone)
    if dump:
        columns |= signs.again(page, columns, chances)
        second = _chances("again", columns, [place for place in asked if chances[place] >= WORTH])
        chances = [after or before for before, after in zip(chances, second, strict=True)]
    bounds = _bounds(page, verdicts, columns, chances, alone, dump)
    held = _held(page, verdicts, columns, chances, bounds)
    said: Verdicts = {}
    for place in open_:
        if place in verdicts and verdicts[place].call == "keep":
            continue
        chance, bound = chances[place], bounds[place]
        if chance < bound + UNSURE and place not in verdicts and _goes_on(page, verdicts, said, place):
            continue
        if chance < bound and place in held:
            said[place] = Verdict("ask", "lines.unsure", held[place], round(1 - chance, 3))
        elif chance < bound:
            said[place] = Verdict("cut", "lines.furniture", _why(page, columns, place), round(1 - chance, 3))
        elif place in verdicts and chance >= KEEP_FROM:
            said[place] = Verdict("keep", "body", "Reads as the article's own text.", round(chance, 3))
        elif place not in verdicts and bound and chance < _doubt(page.prose[place], bound):
            said[place] = Verdict("ask", "lines.unsure", "Reads half like furniture.", round(1 - chance, 3))
    return said


def _doubt(prose: bool, bound: float) -> float:
    """The chance below which a line that is not cut is asked about."""
    return bound + UNSURE if bound >= STRANGE_EDGE else STRANGE_EDGE if prose else 0.0


def _held(
    page: Page,
    verdicts: Verdicts,
    columns: Mapping[str, Sequence[float]],
    chances: Sequence[float],
    bounds: Sequence[float],
) -> dict[int, str]:
    """What is not cut whatever its chance, each with the reason: it is asked about at most.

    A paragraph beside the story's own that speaks of the same things, and a heading between two kept paragraphs.
    """
    count = len(page.blocks)
    prose = [yes and (at not in verdicts or verdicts[at].call != "cut") for at, yes in enumerate(page.prose)]
    story = [yes and chance >= OWN for yes, chance in zip(prose, chances, strict=True)]
    held = {
        at: "Speaks of the same things as the story's paragraphs beside it."
        for at, kin in enumerate(columns["kin"])
        if kin >= KIN and prose[at] and any(story[max(0, at - BESIDE) : at + BESIDE + 1])
    }
    kept = [yes and (at in held or chances[at] >= bounds[at]) for at, yes in enumerate(prose)]
    for at in range(1, count - 1):
        if kept[at - 1] and kept[at + 1] and not page.prose[at] and columns["times"][at] == 1:
            text = page.blocks[at].text
            if len(text) <= HEADING and text[0].isalnum() and text[-1] not in CLOSED:
                held[at] = "Stands like a heading between two paragraphs of the story."
    nameless = page.source.head.headline is None and bounds[0] <= EDGE
    if nameless and 0 not in verdicts and columns["kin"][0] >= KIN and len(page.blocks[0].text) <= 2 * HEADING:
        held[0] = "Stands like a headline above the story, of which it speaks."
    return held


def _reads_well(page: Page, open_: Sequence[int]) -> bool:
    """Whether what no rule cut is an article's paragraphs for the most part."""
    size = sum(len(page.blocks[place].text) for place in open_) or 1
    prose = sum(len(page.blocks[place].text) for place in open_ if page.prose[place]) / size
    if len(page.blocks) <= FEW:
        return prose >= LISTS
    return prose >= ALONE and len([1 for place in open_ if not page.prose[place]]) <= MOSTLY * len(page.blocks)


def _is_dump(verdicts: Verdicts, chances: Sequence[float], alone: bool) -> bool:
    """Whether a text is all that a page had: MANY of its lines are cut, or beyond hope."""
    count = len(chances)
    cut = {place for place, verdict in verdicts.items() if verdict.call == "cut"}
    low = len([1 for place, chance in enumerate(chances) if chance < HOPELESS and place not in cut])
    least = MOSTLY * max(count, LENGTHY) if alone else max(MANY, PART * count)
    return count >= SMALL and len(cut) + low >= least


def _bounds(
    page: Page,
    verdicts: Verdicts,
    columns: Mapping[str, Sequence[float]],
    chances: Sequence[float],
    alone: bool,
    dump: bool,
) -> list[float]:
    """Of each block the chance below which it is cut; of paragraphs a lower one where the trees have seen little."""
    bounds = _of_dump(page, columns) if dump else _of_text(page, verdicts, chances, alone)
    small = len(bounds) < SMALL
    for place, yes in enumerate(page.prose):
        if yes and small:
            bounds[place] = min(bounds[place], SMALL_BELOW)
        elif yes and len(page.blocks[place].text) >= LONG:
            bounds[place] = min(bounds[place], LONG_BELOW)
    return bounds


def _of_dump(page: Page, columns: Mapping[str, Sequence[float]]) -> list[float]:
    """Bounds on a page that is a dump."""
    count = len(page.blocks)
    known = page.source.language in signs.languages()
    pieces = len([1 for one, whole in zip(columns["units"], columns["joined"], strict=True) if one < whole])
    least = PIECES if pieces > BROKEN * count else DUMP if known else STRANGE_IN
    return [least if known or abs(away) <= NEAR else STRANGE_OUT for away in columns["core"]]


def _of_text(page: Page, verdicts: Verdicts, chances: Sequence[float], alone: bool) -> list[float]:
    """Bounds in a text that came alone, or with some residue: higher ones at its beginning and end."""
    count = len(chances)
    if alone and min(chances) >= EVIDENCE:
        return [0.0] * count
    bounds = [INSIDE] * count
    weighed = page.source.language in signs.languages()
    edge = EDGE if weighed else STRANGE_EDGE
    for order in (range(count), range(count - 1, -1, -1)):
        for place in order:
            verdict = verdicts.get(place)
            settled = verdict and (verdict.call == "cut" or verdict.rule.startswith(("title", "head.")))
            if not settled and chances[place] >= edge:
                break
            if not page.prose[place] or weighed:
                bounds[place] = edge
    return bounds


def _goes_on(page: Page, verdicts: Verdicts, said: Verdicts, place: int) -> bool:
    """Whether a line is part of a sentence that a kept line before it began: scrapers break lines at links."""
    if not 0 < place < len(page.blocks) - 1:
        return False
    before, text, after = (page.blocks[at].text for at in (place - 1, place, place + 1))
    settled = said.get(place - 1) or verdicts.get(place - 1)
    if settled and (settled.call == "cut" or settled.rule.startswith(("title", "head."))):
        return False
    if before[-1] in CLOSED or len(before) < OPEN:
        return False
    return text[0].islower() or text[0] in JOINTS or after[0].islower() or after[0] in JOINTS


def _why(page: Page, columns: Mapping[str, Sequence[float]], place: int) -> str:
    """What the trees saw, in words."""
    if columns["times"][place] > 1 and not page.prose[place]:
        return "Stands on the page more than once, and is no sentence of the story."
    if columns["talk"][place] > 0:
        return "Stands below the opening of the comments."
    if columns["cueshare"][place] >= CUES and not page.prose[place]:
        return "Made of the words of menus, notices and forms."
    if len(page.blocks[place].text) < 40:
        return "A few words that stand apart from the story's paragraphs."
    if not page.prose[place]:
        return "Neither a sentence nor a heading of the story."
    if abs(columns["core" if "core" in columns else "run"][place]) > NEAR:
        return "Reads like a teaser or a notice, and stands away from the story's paragraphs."
    return "Reads like a teaser or a notice, apart from the story."


def _chances(turn: str, columns: Mapping[str, Sequence[float]], asked: Sequence[int]) -> list[float]:
    """The chance of each block by the trees of a turn; 0 of those that nobody asked about."""
    trees = _trees(turn)
    found = [0.0] * len(columns["units"])
    if asked:
        some = itemgetter(*asked, asked[0])  # of one place too a tuple
        held = {name: some(columns[name])[:-1] for name in trees.left}
        for place, chance in zip(asked, trees.score(held, len(asked)), strict=True):
            found[place] = chance
    return found


@lru_cache(maxsize=2)
def _trees(turn: str) -> Trees:
    """Those that see a line as it stands ("trees"), and those that see what these say of all lines ("again")."""
    return Trees(json.loads((signs.WEIGHTS / "lines.json").read_bytes())[turn])
