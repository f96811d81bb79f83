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
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    accounts: Counter[str] = Counter()
    undated = 0
    for card in room.told():
        month = card.published.value[:7] if card.published else ""
        if len(month) < 7:
            undated += 1
            continue
        accounts[month] += 1
        for topic, passages in card.topics.items():
            counts[topic][month] += passages
    if len(accounts) < 2:
        return None
    months = _months(min(accounts), max(accounts))
    labels = [(month, shown(month)) for month in months]
    most = max((many for told in counts.values() for month, many in told.items() if month in months), default=0)
    tags = sheet.tags(counts)
    if not most or not tags:
        return None
    return Coverage(
        months=tuple(labels),
        rows=tuple((tag, columns(counts[tag.slug], labels, most)) for tag in tags),
        accounts=sum(many for month, many in accounts.items() if month in months),
        undated=undated,
        earlier=sum(many for month, many in accounts.items() if month not in months),
    )


def _months(first: str, last: str) -> list[str]:
    """Every month from one to another, the latest MONTHS of them."""
    start, end = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(max(start, end - MONTHS + 1), end + 1)]
