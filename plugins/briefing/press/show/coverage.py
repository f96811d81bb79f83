"""Coverage: how many passages each topic has by month of publication, from the cards alone."""

from __future__ import annotations

from collections import Counter, defaultdict

from briefing.press.draw.bars import columns
from briefing.press.sheet import Sheet
from briefing.press.views import Coverage
from briefing.text.dates import shown

MONTHS = 24  # the latest


def coverage(sheet: Sheet) -> Coverage | None:
    """The latest months without a gap; None where the accounts are of fewer than two, or none has a topic."""
    room = sheet.room
    told = room.told()
    dated = [
        (card.published.value[:7], card.topics) for card in told if card.published and len(card.published.value) >= 7
    ]
    accounts = Counter([month for month, _ in dated])
    if len(accounts) < 2:
        return None
    months = _months(min(accounts), max(accounts))
    latest = frozenset(months)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for month, topics in dated:
        if month in latest:
            for topic, passages in topics.items():
                counts[topic][month] += passages
    labels = [(month, shown(month)) for month in months]
    most = max((many for of in counts.values() for many in of.values()), default=0)
    tags = sheet.tags({topic for _, topics in dated for topic in topics})
    if not most or not tags:
        return None
    return Coverage(
        months=tuple(labels),
        rows=tuple((tag, columns(counts[tag.slug], labels, most)) for tag in tags),
        accounts=sum(many for month, many in accounts.items() if month in latest),
        undated=len(told) - len(dated),
        earlier=sum(many for month, many in accounts.items() if month not in latest),
    )


def _months(first: str, last: str) -> list[str]:
    """Every month from one to another, the latest MONTHS of them."""
    start, end = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(max(start, end - MONTHS + 1), end + 1)]
