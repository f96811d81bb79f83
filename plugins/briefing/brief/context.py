"""What a sentence leans on: words that point back to others, and phrases that say nothing, by language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from briefing.lazy import regex
from briefing.model import Desk
from briefing.plain import Frozen
from briefing.text.tables import Key, either, shipped, words_of
from briefing.text.triggers import Phrases, openers

MARKS = "\"“”„«»「」『』‘’'( "
# "The bank presented it in June", "With them, two states are linked"; not "Critics say it would be long"
OBJECT = regex(
    r"(?!.{0,80}\b(?:that|which|who|when|if|because|and|says?|said|makes?|made|than)\b.{0,80}\b(?:it|them)\b)"
    r"[^,;:—–“\"]{0,80}?\b[A-Za-z]{2,14} (?:it|them)\b(?! (?:is|was|has|had|will|would|can|could|may|might|to|all)\b)"
)
# "Speaking after the vote, she said", "In her first year there, she grew": no name stands before the pronoun
LED_IN = regex(
    r"[A-Z](?:[^,;:“\"A-Z]{2,120}|[a-z]{2,12}ing\b[^,;:“\"]{2,120}), (?:[a-z]{2,12}ly )?(?:he|she|they|it)\b"
)
# "In her years beside Ruiz, she grew", "Thanks to a paper of 1997, this dance became"
LEANT = regex(
    r"(?:to|by|for|with|after|despite|beyond|because of|given|given all|like|unlike|regarding|on top of|as part of)\s"
    r"(?:[a-z]{2,14}\s){0,3}(?:this|that|these|those|it|them),",
    re.IGNORECASE,
)  # "To address this, …"
OWN = regex(
    r"\w{2,12} (?:his|her|their|its)\b[^,;:“\"]{0,100}, (?:he|she|they|it)\b"
    r"|(?!.{0,120}\b(?:said|says|that)\b)[^;:“\"]{2,120}, (?:this|these|those) [a-z]"
)


class Wording(Frozen):
    """What tells a good sentence from a poor one in a language, ready to match."""

    empty: Phrases
    action: Phrases
    coming: Phrases
    back: re.Pattern[str]
    inside: re.Pattern[str]
    shown: re.Pattern[str]
    orders: re.Pattern[str]
    english: bool


@lru_cache(maxsize=32)
def _ready(code: str, filler: Key, status: Key) -> Wording:
    language = "en" if code in ("", "und") else code
    words, signs = words_of(filler.held, language), words_of(status.held, language)
    left, right = ("", "") if code == "zh" else (r"(?<!\w)", r"(?!\w)")

    def phrases(found: Iterable[str], flags: int = 0) -> Phrases:
        listed = list(found)
        pattern = regex(f"{left}(?:{either(listed)}){right}", flags)
        return Phrases(pattern, None if code == "zh" else openers(listed))

    return Wording(
        phrases(words.get("empty", ()), re.IGNORECASE),
        phrases(words.get("action", ())),
        phrases(signs.get("promise", ())),
        _back_pattern(words, code),
        _inside_pattern(words),
        regex(
            rf"(?<=\w )(?:this|that|those|these)\s(?:(?P<noun>{either(words.get('nouns', ()))})\b(?!\swho)"
            r"|(?<=[eo]se\s)(?P<many>(?!days|years|months|weeks|times|less|across|his|is|was|has|as)(?:[a-z]{3,20}s|two|three|four|five)\b))"
        ),
        regex(rf"(?:{either(words.get('imperatives', ()))})\s", re.IGNORECASE),
        code in ("", "und", "en"),
    )


def wording(desk: Desk, code: str) -> Wording:
    """The phrases of a language, from the tables ``filler`` and ``status`` of the desk."""
    status = desk.words.get("status") or shipped("status")
    return _ready(code, Key(desk.words.get("filler") or shipped("filler")), Key(status))


def points_back(text: str, say: Wording) -> bool:
    """Whether a sentence needs another one before it: "He signed it", "The move", "for the three countries"."""
    if say.back.match(text.lstrip(MARKS)) or _leans(say.inside.search(text), text):
        return True
    if not say.english:
        return False
    return any(pattern.match(text) for pattern in (OBJECT, LED_IN, OWN, LEANT)) or _shows(text, say)


def _shows(text: str, say: Wording) -> bool:
    """Whether "these updates" in the middle names what the sentence has not named yet."""
    found = ((match, match["noun"] or match["many"]) for match in say.shown.finditer(text))
    return any(noun.lower().rstrip("s")[:6] not in text[: match.start()].lower() for match, noun in found)


def _leans(match: re.Match[str] | None, text: str) -> bool:
    """Whether "the three countries" points back: not where they are named before it, or right behind it."""
    if match is None:
        return False
    if match[0][0] == " ":
        return "," not in text[: match.start()]  # "The line is long, about half of it in the north" stands by itself
    if regex(r"[a-z]*,\s[A-Z]").match(text[match.end() :]):
        return False
    return len(regex(r"(?<=\s)[A-Z]\w{2,}").findall(text[: match.start()])) < 2


def _back_pattern(words: Mapping[str, Any], code: str) -> re.Pattern[str]:
    pointers = either(words.get("pointers", ()))
    if code == "zh":
        return regex(f"(?:{pointers})")
    nouns = words.get("nouns", ())
    # "The move", "This landmark project", "The proposed railway"; not "The SCO members"
    definite = rf"|the\s(?-i:(?:[a-z]{{3,14}}\s)?(?:{either(nouns)}))(?![\w-])" if nouns else ""
    # "The figure marked a drop", "One resulted from"; not "The number of ships", "One of the ships", "One sailor"
    counts = words.get("counts", ())
    counted = (
        rf"|the\s(?-i:(?:[a-z]{{3,14}}\s)?(?:{either(counts)}))(?![\w-])(?!\s(?:of|for|in|from)\b)" if counts else ""
    )
    counted += r"|one\s(?-i:[a-z]{2,14}ed|is|was|has|had|came|went)\b(?!\sby\sone)" if counts else ""
    # "When they fed it", "With it, two states": a clause in front whose subject was named before
    openers, personal = words.get("openers", ()), words.get("personal", ())
    clause = rf"|(?:{either(openers)})\s(?:{either(personal)})(?![\w’'-])" if openers and personal else ""
    aged = r"|the\s\d{1,2}-year-old"
    lead = r"(?:[a-z]{2,14}ly,\s)?"  # "Sadly, this offer was rejected"
    short = r"['’](?:s|re|ve|ll|d)\b"  # "It’s", "They’re"
    end = rf"(?:(?![\w’'-]|\.\w)|{short})"
    return regex(rf"{lead}(?:(?:{pointers}){end}{definite}{counted}{clause}{aged})", re.IGNORECASE)


def _inside_pattern(words: Mapping[str, Any]) -> re.Pattern[str]:
    """ "the three countries", "half of that": words that point back from the middle of a sentence."""
    return regex(
        r"\bthe (?:mentioned|said|aforementioned|above-mentioned|same|above) "
        r"(?:[a-z-]{2,14} )?(?:period|month|year|time|day|week)"
        rf"|\bthe (?:latter|former|{either(words.get('tallies', ()))}) [a-z]"
        r"|(?<=[a-z\d]) of (?:that|it|these|those|them)\b(?! (?:the|which|who)\b)"
    )
