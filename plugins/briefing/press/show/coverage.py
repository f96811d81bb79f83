"""Coverage: how many passages each topic has by month of publication, from the cards alone."""

from __future__ import annotations

from collections import Counter

from briefing.press.draw.bars import columns
from briefing.press.sheet import Sheet
from briefing.press.views import Coverage
from briefing.text.dates import shown

MONTHS = 24  # the latest


def coverage(sheet: Sheet) -> Coverage | None:
    """The latest months without a gap; None where the accounts are of fewer than two, or none has a topic."""
    told = sheet.room.told()
    dated = [
        (value[:7], card.topics)
        for card in told
        if (published := card.published) is not None and len(value := published.value) >= 7
    ]
    accounts = Counter([month for month, _ in dated])
    if len(accounts) < 2:
        return None
    months = _months(min(accounts), max(accounts))
    counts: dict[str, dict[str, int]] = {month: {} for month in months}  # by month, then by topic
    for month, topics in dated:
        if topics and (of := counts.get(month)) is not None:
            for topic, passages in topics.items():
                of[topic] = of.get(topic, 0) + passages
    labels = [(month, shown(month)) for month in months]
    most = max((many for of in counts.values() for many in of.values()), default=0)
    tags = sheet.tags(set().union(*[topics for _, topics in dated]))
    if not most or not tags:
        return None
    latest = sum(accounts[month] for month in months)
    return Coverage(
        months=tuple(labels),
        rows=tuple((tag, columns({m: of.get(tag.slug, 0) for m, of in counts.items()}, labels, most)) for tag in tags),
        accounts=latest,
        undated=len(told) - len(dated),
        earlier=len(dated) - latest,
    )


def _months(first: str, last: str) -> list[str]:
    """Every month from one to another, the latest MONTHS of them."""
    start, end = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(max(start, end - MONTHS + 1), end + 1)]
