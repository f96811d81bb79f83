"""Lines that say who wrote an article without a name: "By our rail desk", "Von unserem Korrespondenten"."""

from __future__ import annotations

import re
from functools import cache

from briefing.lazy import regex
from briefing.text.tables import either, shipped

LIMIT = 120  # characters of the line
# what may follow: " | 5 July 2024", ", Astana", " – Updated 5 July 2024, 10:30", " (sample)"
REST = r"(?:\s?[|•·,，/()（–—-]\s?(?P<rest>.{1,60}))?"


def unnamed(line: str) -> tuple[int, int, int] | None:
    """Start and end of the words that say who wrote it, and where what follows them starts; None: the line does not.

    >>> line = "By our diplomatic desk | 5 July 2024"
    >>> [line[start:end] + " & " + line[rest:] for start, end, rest in [unnamed(line)]]
    ['our diplomatic desk & 5 July 2024']
    >>> unnamed("By our reckoning the desk is empty") is None
    True
    """
    if len(line) > LIMIT:
        return None
    found = _forms().fullmatch(line.rstrip(" .。"))
    if found is None:
        return None
    start, end = found.span("who" if found["who"] else "after")
    rest = found.start("rest")
    return start, end, rest if rest >= 0 else len(line)


@cache
def _forms() -> re.Pattern[str]:
    labels = shipped("labels")
    opens = either(labels["opens_unnamed"])
    who, after = "|".join(labels["unnamed"]), "|".join(labels["unnamed_after"])
    return regex(
        rf"(?:(?:{opens})\s?[:：]?\s{{0,2}}(?P<after>{after})|(?:(?:{opens})\s?[:：]?\s{{0,2}})?(?P<who>{who})){REST}",
        re.IGNORECASE,
    )
