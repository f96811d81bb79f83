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
WORTH = 0.02  # chance below which a line of a dump is not looked at once more
TEXT, PROSE = 0.35, 0.25  # on a text that has little else; of its paragraphs
STRANGE = 0.15  # both, of a SMALL one in a language whose words are not weighed
EVIDENCE = 0.015  # of such a text some line must be below this, or nothing is cut at all,
PROOF = 0.004  # or below this by the first trees
SUSPECT = 0.03  # by the first trees some short line of it must be below this, or it is looked at no further
UNSURE = 0.1  # so far above its bound a line is kept, but shown as unsure
HOPELESS, MANY, PART = 0.05, 12, 0.4  # lines below this chance; with so many, and such a share, a text is a dump
LENGTHY = 80  # lines; a dump of which the rules know nothing has so many
SMALL = 40  # lines; a text of fewer is no dump (of 1,575 pages' dumps one in twenty has fewer than 55)
MOSTLY = 0.6  # share of the lines that must be beyond hope where no rule has cut any
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
    columns = signs.beside(page, verdicts, signs.own(page))
    asked: Sequence[int] = open_
    if alone:
        asked = range(count)
        short = [place for place in asked if not page.prose[place]]
        chances = _chances("trees", columns, short)
        if all(chances[place] >= SUSPECT for place in short):
            return {}  # a text that shows no residue, nor a line like it, is left alone
        long = _chances("trees", columns, [place for place in asked if page.prose[place]])
        chances = [one or other for one, other in zip(chances, long, strict=True)]
    else:
        chances = _chances("trees", columns, asked)
    dump = _is_dump(verdicts, chances, alone)
    proven = not alone or min(chances) < PROOF
    columns |= signs.again(page, columns, chances)
    worth = [place for place in asked if chances[place] >= WORTH] if dump else asked
    second = _chances("again" if dump else "text", columns, worth)
    chances = [after or before for before, after in zip(chances, second, strict=True)]
    bounds = _bounds(page, columns, chances, proven, dump)
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
    return bound + UNSURE if bound >= PROSE else PROSE if prose else 0.0


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
    nameless = page.source.head.headline is None and bounds[0] <= TEXT
    if nameless and 0 not in verdicts and columns["kin"][0] >= KIN and len(page.blocks[0].text) <= 2 * HEADING:
        held[0] = "Stands like a headline above the story, of which it speaks."
    return held


def _is_dump(verdicts: Verdicts, chances: Sequence[float], alone: bool) -> bool:
    """Whether a text is all that a page had: MANY of its lines are cut, or beyond hope."""
    count = len(chances)
    cut = {place for place, verdict in verdicts.items() if verdict.call == "cut"}
    low = len([1 for place, chance in enumerate(chances) if chance < HOPELESS and place not in cut])
    least = MOSTLY * max(count, LENGTHY) if alone else max(MANY, PART * count)
    return count >= SMALL and len(cut) + low >= least


def _bounds(
    page: Page, columns: Mapping[str, Sequence[float]], chances: Sequence[float], proven: bool, dump: bool
) -> list[float]:
    """Of each block the chance below which it is cut. ``proven``: that the text holds residue is beyond doubt."""
    count = len(page.blocks)
    weighed = page.source.language in signs.languages()
    if not dump:
        if not proven and min(chances) >= EVIDENCE:
            return [0.0] * count
        short, prose = (TEXT, PROSE) if weighed or count >= SMALL else (STRANGE, STRANGE)
        return [prose if yes else short for yes in page.prose]
    pieces = len([1 for one, whole in zip(columns["units"], columns["joined"], strict=True) if one < whole])
    least = PIECES if pieces > BROKEN * count else DUMP if weighed else STRANGE_IN
    bounds = [least if weighed or abs(away) <= NEAR else STRANGE_OUT for away in columns["core"]]
    for place, yes in enumerate(page.prose):
        if yes and len(page.blocks[place].text) >= LONG:
            bounds[place] = min(bounds[place], LONG_BELOW)
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
        some = itemgetter(*asked) if len(asked) > 1 else itemgetter(slice(asked[0], asked[0] + 1))
        held = columns if len(asked) == len(found) else {name: some(columns[name]) for name in trees.left}
        for place, chance in zip(asked, trees.score(held, len(asked)), strict=True):
            found[place] = chance
    return found


@lru_cache(maxsize=3)
def _trees(turn: str) -> Trees:
    """Those that see a line as it stands ("trees"), and those that see what these say of all: "again" and "text"."""
    return Trees.shipped(f"lines.json#{turn}", lambda: json.loads((signs.WEIGHTS / "lines.json").read_bytes())[turn])
