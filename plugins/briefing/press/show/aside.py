"""How many accounts and names stand beside the key points of a briefing, so that neither column outgrows the other.

Heights are told in rows of a name, as the theme sets them on a wide screen; a guess that is a row off does no harm.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sized
from math import ceil

from briefing.press.views import Account, Cite, ParagraphView, PointView

MOST, FEWEST = 7, 3  # names; fewer are not worth a block
TELLERS = 4  # other accounts shown; never fewer than half of them
WIDE = ("zh", "ja", "ko")  # languages whose letters are two wide
HEAD, BLOCK = 2.2, 2.8  # over key points; over a block of the aside with the room before it


def told(points: Sized) -> int:
    """Other accounts of the story that stand beside so many key points."""
    return max(TELLERS // 2, min(TELLERS, len(points)))


def fitting(points: Collection[PointView], others: Iterable[Account], headings: Iterable[ParagraphView]) -> int:
    """Names that fit under ``others`` and ``headings`` in the height of ``points``: 0, or FEWEST to MOST."""
    height = HEAD + sum(0.8 + 0.9 * _lines(point.cites, 62) for point in points)
    tellers = [1.0 + 0.9 * _lines([one.title] if one.title else [], 24) for one in others][: told(points)]
    entries = [0.4 + 0.7 * _lines([one.cite], 34) for one in headings]
    above = (BLOCK + 1.2 + sum(tellers) if tellers else 0) + (BLOCK + sum(entries) if entries else 0)
    free = int(height - above - BLOCK)
    return min(free, MOST) if free >= FEWEST else 0


def _lines(cites: Iterable[Cite], column: int) -> int:
    """Lines of a column of so many letters; at least one."""
    letters = sum(len(cite.plain) * (2 if cite.lang[:2] in WIDE else 1) for cite in cites)
    return max(1, ceil(letters / column))
