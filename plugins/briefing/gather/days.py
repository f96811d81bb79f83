"""The days of a card: when it was published, else the days it states; and how far two cards lie apart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from briefing.model import Card

WINDOW = 45  # days; accounts published further apart tell different happenings
YEAR = 300  # days; where a date is not of publication, happenings this far apart are different

# whether the dates are of publication, and the first and last day of each (as ordinals)
Span = tuple[bool, tuple[tuple[int, int], ...]]


def days(card: Card, signature: Iterable[str]) -> Span:
    """Whether the dates are of publication, and the first and last day of each (as ordinals)."""
    stated = [card.published.value] if card.published else [key[2:] for key in signature if key[:2] == "d:"]
    found = tuple(span for span in map(_span, stated) if span)
    return card.published is not None and bool(found), found


def _span(iso: str) -> tuple[int, int] | None:
    """First and last day of "2024", "2024-07" or "2024-07-04" as ordinals; None for what is no date."""
    parts = iso[:10].split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts) > 3:
        return None
    numbers = [int(part) for part in parts]
    try:
        first = date(numbers[0], *[*numbers[1:], 1, 1][:2])
        last = first if len(numbers) == 3 else date(numbers[0], numbers[1] if len(numbers) == 2 else 12, 28)
    except ValueError:
        return None
    return first.toordinal(), last.toordinal()


def compatible(a: Span, b: Span, one_known: int = YEAR) -> bool:
    """Whether dates allow one happening. Unknown dates do.

    ``one_known``: days that may lie between a date of publication and the nearest date that the other account states.
    Between languages, where the evidence is names alone, that is WINDOW: works on a line that begin half a year after
    its treaty share every name with it.
    """
    if not a[1] or not b[1]:
        return True
    apart = min(max(x[0] - y[1], y[0] - x[1], 0) for x in a[1] for y in b[1])
    return apart <= (WINDOW if a[0] and b[0] else one_known if a[0] or b[0] else YEAR)


def days_apart(one: Span, other: Span) -> int:
    """Days between two known dates of publication, else 0."""
    if not (one[0] and other[0]):
        return 0
    return max(one[1][0][0] - other[1][0][1], other[1][0][0] - one[1][0][1], 0)
