"""Reported speech: the clause behind "said that", what is urged or stressed, and what stands before "…, she said"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.find.speakers import Told
from briefing.text.speech import Attribution
from briefing.text.voices import Span, Voice, is_accord

MIN_CLAUSE = 3  # words
LED_IN = 7  # words before "according to", from which they are what is told: not "A year later, according to Marsh, …"
# " on Friday that ", " reporters that "
THAT = re.compile(
    r"\s?,?\s?(?:(?:[a-z]{1,16}ly|(?:on |late |early )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"(?: (?:morning|afternoon|evening|night))?|in [A-Z]\w{1,20}"
    r"|reporters|journalists|him|her|them|lawmakers|parliament)\s?,?\s?){0,2}(?:that|что|que|dass|إن|أن)\s"
)
FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|shall|did|does)\b")
PLAIN = ("said", "says", "say", "believes", "announced")  # verbs that need no "that"
SUBJECT = re.compile(r"\s(?:the|it|he|she|they|a|an|its|their|there|this|[A-Z]\w+)\s")


def clauses(text: str, told: Told, known: Voice) -> Iterator[tuple[Span, Attribution]]:
    """What a sentence reports, as spans of it, each with its verb; no clause inside another."""
    reach = 0
    for place, attribution in enumerate(told.found):
        if attribution.verb[0] < reach:
            continue
        following = told.found[place + 1].verb[0] if place + 1 < len(told.found) else len(text)
        found = clause(text, attribution, following, known)
        if found is not None:
            reach = found[1]
            yield found, attribution


def clause(text: str, attribution: Attribution, following: int, known: Voice) -> Span | None:
    """What is said: behind the verb after "that", or what is urged or stressed; before it in "…, the ministry said"."""
    start = max(attribution.verb[1], attribution.speaker[1] if attribution.speaker and attribution.behind else 0)
    rest = text[start:]
    if rest[:1] == ":" and attribution.kind == "stress":
        return None  # "Season highlights: …"
    if any(mark in rest[:4] for mark in '"“«「„'):
        return None
    that = THAT.match(rest)
    word = text[slice(*attribution.verb)].lower()
    if attribution.behind and is_accord(word, known):
        before = text[: attribution.verb[0]].rstrip(" ,")
        comma = text.find(", ", start) if known.language == "en" else start
        goes_on = comma >= 0 and re.match(r", (?:and|but|while|with|which|who|as|or|so)\b", text[comma : comma + 8])
        if before and (len(before.split()) >= LED_IN or comma < 0 or goes_on):
            return _trimmed(text, 0, len(before), known)
        # "According to a filing seen by the paper, …": behind what describes the speaker
        return _trimmed(text, comma, len(text), known) if comma >= 0 else None
    end = len(text)
    if that:
        start += that.end()
    elif attribution.kind in ("stress", "urge") or known.language == "zh":
        pass
    elif re.match(r"\s?[.,]?$", rest) or (
        re.match(r",?\s(?:on|in|at|during)\s", rest) and text[: attribution.verb[0]].rstrip().count(",")
    ):
        comma = text.rfind(",", 0, attribution.speaker[0] if attribution.speaker else attribution.verb[0])
        if comma < 0 or text[comma + 1 : (attribution.speaker or attribution.verb)[0]].strip():
            return None
        start, end = 0, comma
    elif word in PLAIN and SUBJECT.match(rest):
        if word == "announced" and not FINITE.search(rest.split(",")[0]):
            return None  # "announced the sum at a forum": a thing, not a clause
    else:
        return None
    if end > following > start and re.search(r",[^,]{0,12}$", text[start:following]):
        end = text.rfind(",", start, following)
    return _trimmed(text, start, end, known)


def _trimmed(text: str, start: int, end: int, known: Voice) -> Span | None:
    while start < end and (text[start].isspace() or text[start] in ",:，："):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;。，"):
        end -= 1
    return (start, end) if words_in_run(text[start:end], known.language) >= MIN_CLAUSE else None


def words_in_run(text: str, language: str) -> int:
    """Words of a run; in Chinese two characters count as one."""
    return len(text) // 2 if language == "zh" else len(text.split())
