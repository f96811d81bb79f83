"""The subject of a verb of speech: the noun phrase before it, behind it, or at the head of its clause."""

from __future__ import annotations

import re

from briefing.text.voices import Span, Voice

LONGEST_NAME = 12  # words of a speaker: "a spokesman for the Ministry of Foreign Affairs of Uzbekistan"
BEFORE = 120  # characters before a verb in which its subject may begin
WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*\.?", re.UNICODE)
BESIDE = ("in", "from", "at", "for", "on", "by", "to", "with", "about", "against", "near", "of")
NO_ADVERBS = ("family", "ally", "assembly", "supply", "monopoly", "reply", "daily", "weekly", "monthly", "elderly")
OWNERS = ("from", "of", "for", "at")


def subject_before(text: str, end: int, known: Voice, going: bool = False) -> Span | None:
    """The noun phrase that ends at ``end``: a name with its titles, "the members", a pronoun."""
    low = max(0, end - BEFORE)
    words = [(m.start() + low, m.end() + low) for m in WORD.finditer(text[low:end])]
    limit = end
    first = last = None
    count = 0
    for start, stop in reversed(words):
        gap = text[stop:limit]
        word = text[start:stop]
        if last is None and not gap.strip() and (word.lower() in known.adverbs or is_adverb(word, known)):
            limit = start
            continue
        if word.endswith(("n't", "n’t")):
            return None
        if (
            last is None
            and not gap.strip()
            and known.pronoun(lower := word.lower())
            and (lower != "it" or text[stop : stop + 1] == " ")
        ):
            return start, stop
        if gap.strip(" ") not in ("", "'", "’") or (word.endswith(".") and last is not None and len(word) > 5):
            if last is None and gap.strip() == "," and first is None:
                return _before_apposition(text, stop, known)
            break
        if word == "who" and last is None and not gap.strip() and known.language == "en":
            return _before_who(text, start, known)
        lower = word.lower()
        if lower in BESIDE and last is not None and not gap.strip():
            before = WORD.findall(text[max(0, start - 40) : start])
            owner = before[-1] if before and text[start - 1 : start].isspace() else ""
            if (
                owner.lower() in known.people
                or owner.lower() in known.roles
                or owner.lower() in known.linked
                or (lower in OWNERS and owner[:1].isupper())
            ):
                limit, first = start, start
                continue
            if not before and lower not in known.prepositions:
                break  # "In her remarks Ruiz said"
            if not going or lower != "with":
                return None  # "interviewed in Gaza expressed": the name is not the subject
        if lower in known.prepositions:
            return None  # "Über die Reise sagte er": the phrase is not the subject
        if lower in known.stop or lower in known.adverbs or _is_verb(word, known):
            break
        if last is None and lower == word and lower.endswith("ing"):
            break
        first = start
        last = last or stop
        limit = start
        count += 1
        if count > LONGEST_NAME:
            return None
    if first is None or last is None:
        return None
    return _settled(text, (first, last), known)


def _is_particle(word: str) -> bool:
    """Whether a word may open a name: "Al Jazeera", "De Croo"."""
    return word in ("Al", "De", "Bin", "Von", "Van")


# "the Centers for Disease Control and"
NAMED_ON = re.compile(r"\b[A-Z][\w’'-]{0,30} (?:for|of) (?:[A-Z][\w’'-]{0,30} ){1,3}and$")


def _is_verb(word: str, known: Voice) -> bool:
    """Whether a word is a verb of speech; one in capitals is part of a name: "the United States"."""
    return known.is_verb(word.lower()) and not (known.language == "en" and word[0].isupper() and word.endswith("s"))


CONTRACTED = re.compile(r"['’](?:ve|re|ll|m|d)$")


def is_adverb(word: str, known: Voice) -> bool:
    """Whether an English word is an adverb by its form."""
    return known.language == "en" and word.islower() and word.endswith("ly") and word not in NO_ADVERBS


# "Tester, " before "who also says"
BEFORE_WHO = re.compile(r"(?P<name>(?:[A-ZÀ-Ý][\w’'.-]{0,30} ){0,5}[A-ZÀ-Ý][\w’'-]{1,30}),? $")


def _before_who(text: str, end: int, known: Voice) -> Span | None:
    """The name before "who said", where nothing but a comma stands between."""
    found = BEFORE_WHO.search(text, max(0, end - BEFORE), end)
    return _settled(text, found.span("name"), known) if found else None


def _before_apposition(text: str, stop: int, known: Voice) -> Span | None:
    """The name in "Xi Jinping, the president of China, said": what stands before the phrase between commas."""
    comma = text.rfind(",", max(0, stop - 160), stop)
    if comma < 0:
        return None
    middle = text[comma + 1 : stop].strip()
    if not middle or len(middle.split()) > 20:
        return None
    name = re.search(
        r"(?:[A-ZА-ЯЁÀ-Ý][\w’'-]{0,90}+\.?+(?:\s(?:of|the|de|al|bin|for))*+\s?+){1,7}+$",
        text[max(0, comma - 90) : comma].rstrip(),
    )
    if name is None:
        # "The host, board member Nicole Lederer, has said"
        whole = re.search(
            r"(?:(?:^|(?<=[a-z] ))[A-ZА-ЯЁ][\w’'.-]{0,90}+\s(?:[A-ZА-ЯЁ][\w’'.-]{0,90}+\s?+){1,4}+)$", middle
        )
        place = text.find(middle, comma)
        return _settled(text, (place + whole.start(), place + len(middle)), known) if whole else None
    start = max(0, comma - 90) + name.start()
    if known.language == "en" and re.search(r"[a-z’]\s$", text[max(0, start - 2) : start]):
        outer = DESCRIBED.search(
            text, max(0, start - 160), comma
        )  # "Lev Marsh, the head of Port Watch, a charity, says"
        return _settled(text, outer.span("name"), known) if outer else _settled(text, (start, comma), known)
    return _settled(text, (start, comma), known)


# a name and what its bearer is, up to where a name stands again
DESCRIBED = re.compile(
    r"(?P<name>[A-ZÀ-Ý][\w’'-]{0,30}(?: [A-ZÀ-Ý][\w’'.-]{0,30}){1,3}), (?:the|a|an|his|her|its) (?:[a-z-]{1,20} ){1,5}"
    r"(?:of|for|at|in|with) [^.;:“”\"]{0,110}$"
)


def subject_after(text: str, start: int, known: Voice) -> Span | None:
    """The noun phrase that begins behind ``start``: "said the minister", "said Wang Yi"."""
    first = last = None
    limit = start
    for count, match in enumerate(WORD.finditer(text, start, min(len(text), start + 160))):
        gap = text[limit : match.start()]
        lower = match.group().lower()
        if gap.strip() not in ("", "'", "’") or lower.rstrip(".") in known.stop or _is_verb(match[0], known):
            named = (
                lower == "and" and not gap.strip() and first is not None and NAMED_ON.search(text[first : match.end()])
            )
            if not named or not text[match.end() + 1 : match.end() + 2].isupper():
                break
            continue  # "the Centers for Disease Control and Prevention"
        if count > 1 and lower == match.group() and lower.endswith("ed"):
            break  # "an analysis published by"
        if first is None and known.pronoun(lower):
            return match.span()
        if (
            known.language != "en"
            and match[0].isupper()
            and len(match[0]) > 2
            and count
            and not text[limit - 2].isupper()
        ):
            break  # "сказал Иванов ТАСС": the hearer
        first = match.start() if first is None else first
        last = limit = match.end()
        if count >= LONGEST_NAME or (match.group().endswith(".") and not known.is_verb(lower) and len(lower) > 4):
            break
    if first is None or last is None:
        return None
    if text[last - 1] == "." and not re.search(r"\b\w\.$", text[first:last]):
        last -= 1
    named = NAMED.match(text, last) if text[first].islower() else None
    if named:  # "said the transport minister, Ruslan Beck"
        first, last = named.span("name")
    return _settled(text, (first, last), known)


NAMED = re.compile(
    r",\s(?P<name>[A-ZÀ-ÝА-ЯЁ][\w’'-]{1,30}(?:\s(?:[A-Z]\.\s)?[A-ZÀ-ÝА-ЯЁ][\w’'-]{1,30}){1,3})(?=[,.;]|$|\s[—–])"
)


def _settled(text: str, span: Span, known: Voice) -> Span | None:
    """The phrase without words that cannot open or end it; None when it is no speaker."""
    words = [(m.start() + span[0], m.end() + span[0]) for m in WORD.finditer(text[span[0] : span[1]])]
    while words and text[slice(*words[-1])].lower() in known.inside:
        words.pop()
    while words and text[slice(*words[0])].isdigit():
        words.pop(0)
    while (
        words
        and not _is_particle(text[slice(*words[0])])
        and text[slice(*words[0])].lower()
        in known.inside
        - {
            "the",
            "a",
            "an",
            "la",
            "le",
            "el",
            "los",
            "las",
            "les",
            "der",
            "die",
            "das",
        }
    ):
        words.pop(0)
    if not words:
        return None
    lower = [text[slice(*place)].lower() for place in words]
    if lower[-1].endswith(("'s", "’s")) and known.language == "en":
        return None  # "called Marsh’s plan": who owns a thing does not speak
    if any(CONTRACTED.search(word) for word in lower):
        return None  # "I’ve always said"
    if (
        len(words) > 3
        and lower[0] in known.determiners
        and not any(text[place[0]].islower() and text[slice(*place)] in known.roles for place in words)
    ):
        tail = next((n for n, place in enumerate(words) if all(text[a].isupper() for a, _ in words[n:])), len(words))
        if tail <= len(words) - 2:  # "In her closing remarks Judge Amara Singh said"
            words, lower = words[tail:], lower[tail:]
    if len(words) == 1 and known.pronoun(lower[0]):
        return words[0]
    if known.language == "en" and lower[0].endswith("ing") and text[words[0][0]].islower() and len(words) > 1:
        return None  # "featuring the singer Vesna added as a guest"
    led = len(words) > 1 and lower[0] in known.determiners
    if (lower[0] in known.others and not led) or (len(words) == 1 and lower[0] in known.inside):
        return None
    capital = any(text[place[0]].isupper() for place in words)
    article = lower[0] in known.inside
    plain = any(word.rstrip("s") in known.roles or word in known.roles or word in known.people for word in lower)
    if not capital and not plain and not article and not led and known.language != "ar":
        return None
    if not capital and not plain and lower[-1] in known.things:
        return None
    return words[0][0], words[-1][1]


def opening(text: str, known: Voice) -> Span | None:
    """The subject of a clause that begins here: the noun phrase before its first verb, as far as word forms tell."""
    words = list(WORD.finditer(text[:200]))
    after_comma = 0
    if words and words[0].group().lower() in known.stop:
        comma = text.find(", ")
        if comma < 0 or comma > 120:
            return None
        after_comma = comma + 2
    phrase: list[re.Match[str]] = []
    for match in words:
        if match.start() < after_comma:
            continue
        lower = match.group().lower()
        gap = text[phrase[-1].end() : match.start()].strip() if phrase else ""
        if gap and gap not in ("'", "’"):
            break
        if not phrase and known.pronoun(lower):
            return match.span()
        if CONTRACTED.search(lower):
            break  # "Marsh must’ve seen"
        if (
            lower in known.stop
            or lower in known.adverbs
            or lower in known.acts
            or is_adverb(match.group(), known)
            or (lower == match.group() and re.search(r"(?:ed|es)$", lower) and lower not in known.people)
        ):
            break
        phrase.append(match)
        if len(phrase) > LONGEST_NAME:
            return None
    if not phrase:
        return None
    return _settled(text, (phrase[0].start(), phrase[-1].end()), known)
