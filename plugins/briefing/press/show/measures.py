"""Numbers of several accounts for one thing, as bars on one scale, each with its bound."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.gather.figures import compared
from briefing.model import Briefing, Comparison
from briefing.press.draw.bars import bars
from briefing.press.sheet import Sheet
from briefing.press.show import parts
from briefing.press.views import MeasureView

MOST = 6  # of a story


def measures(sheet: Sheet, briefings: Mapping[str, Briefing], comparison: Comparison | None) -> tuple[MeasureView, ...]:
    """What several accounts of a story put in numbers of their own, in reading order."""
    found = []
    for group in compared(briefings, comparison)[:MOST]:
        drawn = bars([(figure.value or "", figure.high, figure.relation) for _, figure in group])
        rows = tuple(parts.figure(sheet, slug, briefings[slug], figure) for slug, figure in group)
        if drawn:
            found.append(MeasureView(tuple(zip(rows, drawn, strict=True))))
    return tuple(found)
