"""Which lines of the accounts of a story meet: a row of line numbers for each account, and strokes between them.

Across, everything is in hundredths of the width; down, in pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from briefing.plain import Frozen

ROWS = 4  # accounts; the strokes of more cross too often to be followed
LINES = 30  # of an account that are drawn: the first
CROWDED = 14  # lines of a row, above which those that meet none go unnamed on a small page
ROW, HEAD, FOOT = 96, 20, 8  # pixels: between two rows, above the first, below the last
ABOVE, BELOW = 14, 6  # pixels between a number and the end of a stroke
SIDE = 4  # hundredths for the letters
APART = 4  # pixels between strokes of two kinds that join the same lines
KINDS = ("differs", "detail", "agrees")  # heavy, thin, dotted


class Spot(Frozen):
    """A line of an account."""

    number: int
    x: float
    meets: bool
    minor: bool  # not named on a small page


class Stroke(Frozen):
    """Two lines that speak of the same thing, and how."""

    x1: float
    y1: int
    x2: float
    y2: int
    kind: str
    shift: int  # pixels to the side


class Meets(Frozen):
    """The picture: rows of letter, height and lines; strokes; how many strokes there are of each kind."""

    height: int
    rows: tuple[tuple[str, int, tuple[Spot, ...]], ...]
    strokes: tuple[Stroke, ...]
    counts: tuple[int, ...]  # of KINDS


def meets(
    lines: Mapping[str, Sequence[int]], pairs: Iterable[tuple[tuple[str, int], tuple[str, int], str]]
) -> Meets | None:
    """The picture of some accounts (letter: numbers of their lines) and of pairs of their lines, each of a kind.

    Accounts whose lines meet none are left out. None where more than ROWS are left, or no pair.
    """
    joined = sorted({(one, other, kind) for one, other, kind in pairs})
    touched = {end for one, other, _ in joined for end in (one, other)}
    met_by_one = {letter: numbers for letter, numbers in lines.items() if any(letter == end[0] for end in touched)}
    if not 2 <= len(met_by_one) <= ROWS:
        return None
    at: dict[tuple[str, int], tuple[float, int]] = {}
    rows = []
    for place, (letter, numbers) in enumerate(met_by_one.items()):
        row = sorted(set(numbers))[:LINES]
        y = HEAD + place * ROW
        spots = []
        for order, number in enumerate(row):
            x = round(2 * SIDE + order * (100 - 3 * SIDE) / (len(row) - 1), 2) if len(row) > 1 else 50.0
            at[letter, number] = x, y
            met = (letter, number) in touched
            spots.append(Spot(number, x, met, not met and len(row) > CROWDED))
        rows.append((letter, y, tuple(spots)))
    strokes = []
    kinds: dict[tuple, int] = {}
    for one, other, kind in sorted(joined, key=lambda row: (row[0], row[1], KINDS.index(row[2]))):
        if one not in at or other not in at:
            continue
        (x1, y1), (x2, y2) = sorted((at[one], at[other]), key=lambda spot: spot[1])
        before = kinds.get((one, other), 0)
        kinds[one, other] = before + 1
        strokes.append(Stroke(x1, y1 + BELOW, x2, y2 - ABOVE, kind, before * APART))
    counts = tuple(sum(stroke.kind == kind for stroke in strokes) for kind in KINDS)
    return Meets(HEAD + (len(rows) - 1) * ROW + FOOT, tuple(rows), tuple(strokes), counts) if strokes else None
