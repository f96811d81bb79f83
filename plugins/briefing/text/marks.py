"""Quotation marks: the runs of a text that stand between them, and what such a run looks like."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.lazy import regex

LONGEST = 6_000  # characters of a quotation; behind it an opening mark counts as unclosed


PAIRS = {"“": "”", "„": "“”", "«": "»", "「": "」", "『": "』", "‹": "›"}
MARK = regex("[" + "".join(PAIRS) + "\"‘']")
BETWEEN = " ,，—–-\"”“»›」』’'"  # may stand between the words and "said"
LITTLE = {"of", "the", "and", "for", "in", "on", "a", "to", "with", "by", "at", "de", "la", "du", "et", "und", "der"}
LED = 40  # characters; so many marks and spaces at most stand before a text


def marked(text: str) -> Iterator[tuple[int, int, bool]]:
    """Outermost runs between marks as (first, past the last) inside them, and whether the closing mark is there."""
    at = 0
    closers: dict[str, list[int]] = {}
    while found := MARK.search(text, at):
        at = found.start()
        sign = text[at]
        if sign in PAIRS:
            close = _closing(text, at, sign, closers)
        elif sign == '"' and _opens(text, at):
            close = text.find('"', at + 1, at + LONGEST)
        elif sign in "‘'" and _opens(text, at) and _single(text, at):
            close = _single(text, at)
        else:
            at += 1
            continue
        if close < 0:
            if not closers.get("open"):
                closers["open"] = [at]
                yield at + 1, len(text), False
            at += 1
            continue
        yield at + 1, close, True
        at = close + 1


def _closing(text: str, at: int, sign: str, seen: dict[str, list[int]]) -> int:
    """Place of the mark that closes the one at ``at``; marks of the same kind inside count."""
    if seen.get("none" + sign):
        return -1
    depth = 0
    for place in range(at, min(len(text), at + LONGEST)):
        here = text[place]
        if here == sign:
            depth += 1
        elif here in PAIRS[sign]:
            depth -= 1
            if depth <= 0:
                return place
    after = [text.find(mark, at + 1) for mark in PAIRS[sign]]
    if max(after) < 0 or depth > 1:
        seen["none" + sign] = [at]  # no need to look again behind every further opening mark
        near = text.find(PAIRS[sign][-1], at + 1, at + LONGEST)
        following = text.find(sign, at + 1)
        return near if near >= 0 and (following < 0 or near < following) else -1
    return -1


def _opens(text: str, at: int) -> bool:
    before, after = text[at - 1] if at else " ", text[at + 1] if at + 1 < len(text) else " "
    return (before.isspace() or before in "([{—–-:/") and not after.isspace()


SINGLE_CLOSE = regex(r"(?<=[.,!?…])['’](?!\w)")


def _single(text: str, at: int) -> int:
    """Where a run in single marks ends: an apostrophe behind a stop or comma. 0 when it is none."""
    found = SINGLE_CLOSE.search(text, at + 2, min(len(text), at + 1_500))
    return found.start() if found and '"' not in text[at : found.start()] and "“" not in text[at : found.start()] else 0


def is_sentence(text: str, start: int, end: int) -> bool:
    """Whether the run is a sentence of its own: a capital (or no case) at the start, a stop at the end."""
    first = text[start]
    last = text[end - 2] if text[end - 1] in "’'”\"" and end - start > 2 else text[end - 1]  # “… ‘Hey, you.’”
    stop = last in ".!?…。！？؟" or text[end + 1 : end + 2] in (".", "。") or text[end - 1] in ",，"
    return (first.isupper() or not (first.islower() or first.isdigit())) and stop


def opens_text(text: str, start: int) -> bool:
    """Whether only marks and spaces stand before a place."""
    return start < LED and not text[:start].strip(BETWEEN + "“«„「『‘")


def is_title(words: str) -> bool:
    """Whether every word that can carry one has a capital and no stop ends it: the name of a work or a meeting."""
    parts = [part for part in regex(r"[^\W_]+(?:[’'-][^\W_]+)*\+?").findall(words) if part.lower() not in LITTLE]
    return (
        bool(parts)
        and words[-1] not in ".!?"
        and all(part[0].isupper() or part[0].isdigit() for part in parts)
        and len(parts) <= 10
    )
