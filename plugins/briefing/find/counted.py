"""What a number counts: the noun phrase behind it, or behind "of"."""

from __future__ import annotations

import re

from briefing.lazy import regex
from briefing.text.amounts import Amounts
from briefing.text.voices import Span

MOST_COUNTED = 5  # words of what is counted, without what "of" adds
MOST_OTHER = 3  # words of what is counted, where only the noun and what describes it is read
MOST_OF = 8  # words behind "of"

WORD = regex(r"(?:[A-Z]\.){2,4}|\d{1,3}(?:,\d{3}){1,4}(?!\d)|[^\W_]+(?:[-'’.][^\W_]+)*['’]?")
OF = regex(r"\sof\s(?:(?:the|all|its|their|a|an|our|his|her|this|these|those)\s)?", re.IGNORECASE)
BOTH = regex(r"and [A-Z][\w-]{1,20} [a-z]{3,20}s\b")  # "thousands of Velmar and Harnish troops"
PLENTY = ("hundreds", "thousands", "millions", "billions", "trillions", "dozens", "scores")


def part_of(text: str, end: int, known: Amounts) -> Span | None:
    """The noun phrase behind "of": "the world's population"."""
    opened = OF.match(text, end)
    if known.code != "en":
        other = known.joined.match(text, end)
        return other.span("what") if other else None
    if opened is None:
        return None
    first = end + len(" of ")
    last, count, at = None, 0, opened.end()
    for match in WORD.finditer(text, opened.end(), min(len(text), opened.end() + 90)):
        gap = text[last if last is not None else opened.end() : match.start()]
        two = match[0] == "and" and last is not None and text[at].isupper() and BOTH.match(text, match.start())
        stops = match[0].lower() in known.stop and not (match[0] == "of" and count) and not two
        if gap.strip() or count >= MOST_OF or stops:
            break
        owned = last is not None and text[last - 2 : last] in ("'s", "’s", "s'", "s’")
        if match[0].islower() and count and not owned and regex(r"(?:ed|ing)$").search(match[0]):
            break
        if count and not owned and match[0].islower() and is_plural(text[at:last], known) and match[0] != "of":
            break  # "exports | go"
        at, last, count = match.start(), match.end(), count + 1
    if last is None:
        return None
    phrase = text[first:last]
    if phrase.endswith(" of"):
        last -= 3
    if regex(r"\s[$€£¥]?\d").match(text[last : last + 3]):
        return None  # "$500 million of the nearly | $1.2 billion increase"
    return first, last


def half_of(text: str, end: int, known: Amounts) -> Span | None:
    """ "half the population": a half that needs no "of"."""
    opened = regex(r"\s(?:the|its|their|all)\s").match(text[end : end + 8])
    if opened is None:
        return None
    found = counted(text, end + opened.end() - 1, known, singular=True)
    return (end + 1, found[1]) if found else None


# " air, sea and ground-launched missiles"
JOINED = regex(r"\s(?P<first>[a-z]{2,14}(?:, [a-z]{2,14}){0,2}),? and (?:[a-z-]{2,20} ){0,2}[a-z]{2,14}[^\Ws]s\b")


# 50多名演员, 500人
CHINESE = regex(
    r"[多余]?(?:[个名位条座家艘列次项辆所种份场]|(?=人))"
    r"(?P<what>人(?!民|口|均)|[\u4e00-\u9fff]{1,6}?(?=[，。、；的和与在将是已有了到]|$))"
)
# "A 12-member panel", "a 2,500-strong force"
COMPOUND = regex(
    r"-(?:strong\s|(?=(?:member|nation|state|country|person|seat|bed|party|vessel)\b))(?P<what>[a-z]{2,20})"
)


def _describes(word: str, known: Amounts) -> bool:
    """Whether a word before the noun describes it: "16 neue Brigaden", "16 новых бригад"."""
    if known.code == "de":
        return word[0].islower()
    return known.code == "ru" and word.endswith(("ых", "их", "ый", "ий", "ые", "ого"))


def counted(text: str, end: int, known: Amounts, singular: bool = False) -> Span | None:
    """The noun phrase that follows a number: up to its first plural, or up to a word that cannot stand in one."""
    if known.code == "zh":
        match = CHINESE.match(text, end)
        return match.span("what") if match else None
    if known.code == "en" and (joined := COMPOUND.match(text, end)):
        return joined.span("what")
    if text[end : end + 1] not in (" ", "\u00a0"):
        return None
    listed = None if singular else JOINED.match(text, end)
    if listed and not any(is_plural(word, known) or word in known.stop for word in listed["first"].split(", ")):
        return end + 1, listed.end()
    words: list[re.Match[str]] = []
    for match in WORD.finditer(text, end + 1, min(len(text), end + 90)):
        gap = text[words[-1].end() : match.start()] if words else text[end + 1 : match.start()]
        word = match[0]
        if (
            gap.strip()
            or word.lower() in known.stop
            or word[0].isdigit()
            or len(words) >= (MOST_COUNTED if known.code == "en" else MOST_OTHER)
        ):
            break
        if word.lower() in PLENTY and known.code == "en":
            return None  # "the two pour millions of dollars"
        words.append(match)
        if not singular and (is_plural(word, known) if known.code == "en" else not _describes(word, known)):
            more = COMPOUNDED.match(text, match.end()) if known.code == "en" and word in known.plurals else None
            if more and more["noun"] not in known.stop and is_plural(more["noun"], known):
                return words[0].start(), more.end()  # "30 police | employees"
            break
    if known.code == "de" and words and words[-1][0][0].islower():
        return None  # "mit 14 kennengelernt"
    while words and known.code == "ru" and _describes(words[-1][0], known):
        words.pop()
    while words and not singular and words[-1][0].islower() and regex(r"(?:ed|ing|ly)$").search(words[-1][0]):
        words.pop()
    if singular:
        for place, match in enumerate(words):
            if (
                place
                and match[0].islower()
                and regex(r"(?:ed|ing|s)$").search(match[0])
                and not regex(r"(?:ss|us|is)$").search(match[0])
            ):
                words = words[:place]
                break
    if not words or words[0][0].endswith(("'s", "’s")):
        return None
    if known.code == "en" and not singular and words[0][0][0].isupper() and not is_plural(words[-1][0], known):
        return None  # "180 Kent Street": an address
    start, last = words[0].start(), words[-1].end()
    if singular and (
        more := regex(r"(?:\sof(?:\sthe)?(?:\s(?:(?:[A-Z]\.){2,4}|[A-Z][\w’'-]*)){1,5}){1,3}").match(
            text[last : last + 120]
        )
    ):
        last += more.end()
    return start, last


def is_plural(word: str, known: Amounts) -> bool:
    """Whether a word has the form of a plural, as far as its letters tell."""
    return word.lower() in known.plurals or (
        known.code == "en"
        and len(word) > 3
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is", "’s", "'s"))
    )


COMPOUNDED = regex(r"\s(?P<noun>[a-z]{4,20})\b")
COUNTING = regex(r"(?:\b(?:the|its|his|her|their|a|our|as|this)\s|['’]s\s)$", re.IGNORECASE)


def counts_something(text: str, first: int, of: Span, known: Amounts) -> bool:
    """Whether an ordinal stands where it counts: behind "the", "its" or "a", not before a century or in a name."""
    noun = text[of[0] : of[1]].lower()
    return COUNTING.search(text[max(0, first - 12) : first]) is not None and not noun.startswith(known.ordinal_names)
