"""Bars: amounts with their bounds, and counts in time. Across in hundredths of the width, down in pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from briefing.plain import Frozen

OPEN = 0.08  # share of its length by which a bar reaches past a value that is only a bound
ABOUT = 0.05  # share around a value that is only about right
HIGH = 56  # pixels of the highest column
OVER = {">": "more", "≥": "more", "<": "less", "≤": "less", "≈": "about"}


class Bar(Frozen):
    """An amount: filled up to ``sure``, left open from there to ``end``; ``mark`` is the value as printed."""

    sure: float
    end: float
    mark: float
    bound: str  # "", "more", "less", "about", "range"


class Month(Frozen):
    """A column of counts. ``y`` and ``height`` in pixels; ``minor``: not named on a small page."""

    label: str
    x: float
    width: float
    y: float
    height: float
    count: int
    minor: bool


def bars(amounts: Sequence[tuple[str, str | None, str]]) -> tuple[Bar, ...]:
    """Bars of one scale for amounts (value, upper end of a range, relation); () where a value is no number or below 0.

    The scale begins at zero. "over 60" is filled to 60 and open beyond; "almost half" is open before its end; "about"
    is open on both sides.
    """
    rows = []
    for value, high, relation in amounts:
        try:
            first, last = Decimal(value), Decimal(high) if high else Decimal(value)
        except InvalidOperation:
            return ()
        if not first.is_finite() or not last.is_finite() or first < 0:
            return ()
        bound = "range" if high else OVER.get(relation, "")
        mark = float(first)
        sure, end = {
            "range": (mark, float(last)),
            "more": (mark, mark * (1 + OPEN)),
            "less": (mark * (1 - OPEN), mark),
            "about": (mark * (1 - ABOUT), mark * (1 + ABOUT)),
        }.get(bound, (mark, mark))
        rows.append((sure, end, mark, bound))
    most = max((end for _, end, _, _ in rows), default=0.0)
    if most <= 0:
        return ()
    return tuple(
        Bar(round(100 * sure / most, 1), round(100 * end / most, 1), round(100 * mark / most, 1), bound)
        for sure, end, mark, bound in rows
    )


def columns(counts: Mapping[str, int], labels: Sequence[tuple[str, str]], most: int) -> tuple[Month, ...]:
    """A column for each of ``labels`` (key, name), as high as its count is beside ``most``."""
    wide = 100 / max(1, len(labels))
    found = []
    for at, (key, name) in enumerate(labels):
        count = counts.get(key, 0)
        height = max(2.0, HIGH * count / most) if count and most else 0.0
        found.append(
            Month(
                label=name,
                x=round(at * wide, 2),
                width=round(wide * 0.8, 2),
                y=round(HIGH - height, 1),
                height=round(height, 1),
                count=count,
                minor=len(labels) > 6 and at % 3 != 0,
            )
        )
    return tuple(found)
