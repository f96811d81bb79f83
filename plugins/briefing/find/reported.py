"""Reported speech: the clause behind "said that", what is urged or stressed, and what stands before "…, she said"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from briefing.find.speakers import Told
from briefing.lazy import regex
from briefing.text.speech import MARKS, Attribution
from briefing.text.tables import either, shipped
from briefing.text.turned import turned_round
from briefing.text.voices import Span, Voice, is_accord

MIN_CLAUSE = 3  # words
LED_IN = 7  # words before "according to", from which they are what is told: not "A year later, according to Marsh, …"
# " on Friday that ", " reporters that ", " during a session of the council that "
THAT = regex(
    r"\s?,?\s?(?:(?:[a-z]{1,16}ly|(?:on |late |early )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"(?: (?:morning|afternoon|evening|night))?|in [A-Z]\w{1,20}|(?:last|this|earlier this) (?:week|month|year)"
    r"|reporters|journalists|him|her|them|lawmakers|parliament)\s?,?\s?){0,2}(?:that|что|que|dass|إن|أن)\s"
)
# " the Daily News on Tuesday that ", " her sister that "; not "the men that were waiting", "a tale that shocked"
HEARER = regex(
    r"\s(?:[\w’'.-]{1,30}\s){1,7}?that\s(?!(?:is|are|was|were|has|had|have|can|could|will|would|may|[a-z]{2,14}ed)\b)"
)
ON_DAY = regex(r"\s(?:on\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?=\s)")  # "announced Wednesday the plant is"
SAID_WHEN = regex(
    r",?\s(?:(?:on|in|at|during)\s|(?:(?:late|early|last)\s)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today)\b)"
)
SUBJECT = regex(r"\s(?:the|it|he|she|they|a|an|its|their|his|her|there|this|these|we|[A-Z][\w’'-]*)\s")
PRONOUN = regex(r"\s(?:he|she|they|there|we)\s")  # "it" may be what is admitted
# "… is the best known and, according to Marsh, well worth it"
CONJOINED = regex(r"\b(?:and|but|or|that|which|who)$")
BUT = regex(r",? (?:but|while|although|though|whereas) ")
# ", Ana Marsh has": the other half of a sentence begins
HALF = regex(r", (?!(?:and|but|or|which|who|where|whose|including|such|as|with)\b)")
DATELINE = regex(
    r"(?:[A-Z][A-Z .,’'/-]{2,40}(?:[A-Z][a-z]{2,8}\.? \d{1,2},? ?(?:\d{4} )?)?(?:\([\w .-]{2,24}\) ?)?"
    r"|[A-Z][\w .,’'-]{2,40}\([\w .-]{2,24}\) ?)[–—-]{1,2} (?=[A-Z“\"])"
)


class Forms(NamedTuple):
    """How an English clause looks behind a verb of speech, from the word lists."""

    finite: re.Pattern[str]
    clause: re.Pattern[str]  # " schools will", " some of the injured were"
    at_length: re.Pattern[str]  # " in a probable cause statement that "


@cache
def forms() -> Forms:
    """The forms, made once."""
    words = shipped("reporting")["en"]
    finite = either(words["finite"])
    no_clause = either(words["phrases"])
    return Forms(
        regex(rf"\b(?:{finite})\b"),
        regex(
            rf"\s(?!(?:{no_clause})\b)(?:(?!(?:that|which|who)\b)[\w’'-]{{1,30}} ){{1,7}}?"
            rf"(?:{finite}|won[’']t|[a-z]{{2,6}}n[’']t)\b"
        ),
        regex(
            r"\s(?:in|on|at|during|to|before|after|via|through|late|early|earlier|last)\s[^,.;:“”\"]{2,80}?\sthat\s"
            rf"(?!(?:{finite}|[a-z]{{2,14}}(?:ed|s))\b)"
        ),
    )


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
    english = known.language == "en"
    word = text[slice(*attribution.verb)].lower()
    that = THAT.match(rest) or (forms().at_length.match(rest) if english else None)
    if that is None and english and word in known.takes_hearer:
        that = HEARER.match(rest)
    if attribution.behind and is_accord(word, known):
        before = text[: attribution.verb[0]].rstrip(" ,")
        comma = text.find(", ", start) if english else start
        goes_on = comma >= 0 and regex(r", (?:and|but|while|with|which|who|as|or|so)\b").match(text[comma : comma + 8])
        if before and (len(before.split()) >= LED_IN or comma < 0 or goes_on):
            if english and (CONJOINED.search(before) or not _is_statement(before, text, attribution, known)):
                return None
            return _trimmed(text, 0, len(before), known)
        # "According to a filing seen by the paper, …": behind what describes the speaker
        after = text[comma + 2 :].split(" ", 1)[0] if comma >= 0 else ""
        if english and before and known.is_verb(after):
            return None  # "Ana Marsh, who is retired, according to the paper, said …"
        return _trimmed(text, comma, len(text), known) if comma >= 0 else None
    end = len(text)
    if english and attribution.behind and word in ("said", "says") and text[: attribution.verb[0]].endswith(", "):
        before = text[: attribution.verb[0]].rstrip(" ,")
        ends = regex(r"\.?$").match(rest) or turned_round(text, attribution.verb, known)  # not "said she would stay"
        told = ends and before[-1:] not in MARKS and _is_statement(before, text, attribution, known)
        return _trimmed(text, 0, len(before), known) if told else None  # "…, said Ana Marsh"
    if that:
        start += that.end()
    elif word in known.clausal and not _is_clause(rest, word, known):
        return None
    elif attribution.kind in ("stress", "urge") or known.language == "zh":
        end = _until_but(text, start, end) if english and attribution.kind == "urge" else end
    elif regex(r"\s?[.,]?$").match(rest) or (SAID_WHEN.match(rest) and text[: attribution.verb[0]].rstrip().count(",")):
        comma = text.rfind(",", 0, attribution.speaker[0] if attribution.speaker else attribution.verb[0])
        if comma < 0 or text[comma + 1 : (attribution.speaker or attribution.verb)[0]].strip():
            return None
        if english and not _is_statement(text[:comma], text, attribution, known):
            return None
        start, end = 0, comma
    elif word in known.bare and _is_clause(rest, word, known):
        if word == "announced" and not forms().finite.search(rest.split(",")[0]):
            return None  # "announced the sum at a forum": a thing, not a clause
        start += on_day.end() if (on_day := ON_DAY.match(rest)) else 0
    else:
        return None
    if english:
        end = _until_next(text, attribution, start, end, following, known)
    elif end > following > start and regex(r",[^,]{0,12}$").search(text[start:following]):
        end = text.rfind(",", start, following)
    return _trimmed(text, start, end, known)


def _is_clause(rest: str, word: str, known: Voice) -> bool:
    """Whether a subject and a verb stand behind a verb of speech that has no "that": not "claimed the title"."""
    subject = SUBJECT if word in known.plain else PRONOUN
    return subject.match(rest) is not None or forms().clause.match(rest) is not None


def _is_statement(before: str, text: str, attribution: Attribution, known: Voice) -> bool:
    """Whether what stands before "…, Marsh said" is said: not "Despite the delay", nor half of a name."""
    speaker, verb = attribution.speaker, attribution.verb
    if speaker and "," in text[speaker[1] : verb[0]]:
        return False
    words = before.split(" ", 1)
    return words[0].lower() not in known.unfinished or forms().finite.search(before.rsplit(", ", 1)[-1]) is not None


def _until_but(text: str, start: int, end: int) -> int:
    """The end of what is urged, before ", but the government rejected it"."""
    found = BUT.search(text, start, end)
    return found.start() if found and text[found.start()] == "," else end


def _until_next(text: str, attribution: Attribution, start: int, end: int, following: int, known: Voice) -> int:
    """The end of what is said: before the half of the sentence that is another's, or another's verb of speech."""
    head = text[: (attribution.speaker or attribution.verb)[0]].rsplit(", ", 1)[-1].split(" ", 1)[0].lower()
    if head in known.halves:
        found = HALF.search(text, start, end)
        end = found.start() if found else end
    if end > following > start:
        turns = list(BUT.finditer(text, start, following))
        if turns:
            return turns[-1].start()
        if regex(r",[^,]{0,12}$").search(text[start:following]):
            return text.rfind(",", start, following)
    return end


def _trimmed(text: str, start: int, end: int, known: Voice) -> Span | None:
    if start == 0 and (line := DATELINE.match(text)):
        start = line.end()
    while start < end and (text[start].isspace() or text[start] in ",:，：–—-"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;。，"):
        end -= 1
    return (start, end) if words_in_run(text[start:end], known.language) >= MIN_CLAUSE else None


def words_in_run(text: str, language: str) -> int:
    """Words of a run; in Chinese two characters count as one."""
    return len(text) // 2 if language == "zh" else len(text.split())
