"""The subject of a verb of speech: the noun phrase before it, behind it, or at the head of its clause."""

from __future__ import annotations

import re

from briefing.lazy import regex
from briefing.text.voices import Span, Voice

LONGEST_NAME = 12  # words of a speaker: "a spokesman for the Ministry of Foreign Affairs of Uzbekistan"
BEFORE = 120  # characters before a verb in which its subject may begin
WORD = regex(r"[^\W_]+(?:[-'’.][^\W_]+)*\.?", re.UNICODE)
BESIDE = ("in", "from", "at", "for", "on", "by", "to", "with", "about", "against", "near", "of")
NO_ADVERBS = ("family", "ally", "assembly", "supply", "monopoly", "reply", "daily", "weekly", "monthly", "elderly")
OWNERS = ("from", "of", "for", "at")
ARTICLES = frozenset(["the", "a", "an", "la", "le", "el", "los", "las", "les", "der", "die", "das"])


def subject_before(text: str, end: int, known: Voice, going: bool = False) -> Span | None:
    """The noun phrase that ends at ``end``: a name with its titles, "the members", a pronoun."""
    while known.language == "en" and (dated := AT_THE_TIME.search(text, max(0, end - 24), end)):
        end = dated.start()
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
            beside = text[start - 1 : start].isspace() and text[start - 2 : start - 1].isalnum()
            owner = before[-1] if before and beside else ""
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
    both = COUPLE.search(text, max(0, first - 60), first) if known.language == "en" and text[first].isupper() else None
    return _settled(text, (both.start("other") if both else first, last), known)


# "While Vestra and " before "Norland have blamed"
COUPLE = regex(
    r"(?:^|[,;:] |\b(?:As|[Bb]oth|(?:Al|Even )?[Tt]hough|While|But|And) )"
    r"(?P<other>(?!(?:As|Both|Although|Though|While|But|And) )(?:[A-ZÀ-Ý][\w’'.-]{0,30} ){1,4})and $"
)
AT_THE_TIME = regex(r" (?:at the time|last (?:week|month|year))\s?$")  # "Vestra at the time said"


def _is_particle(word: str) -> bool:
    """Whether a word may open a name: "Al Jazeera", "De Croo"."""
    return word in ("Al", "De", "Bin", "Von", "Van")


# "the Centers for Disease Control and"
NAMED_ON = regex(r"\b[A-Z][\w’'-]{0,30} (?:for|of) (?:[A-Z][\w’'-]{0,30} ){1,3}and$")


def _is_verb(word: str, known: Voice) -> bool:
    """Whether a word is a verb of speech; one in capitals is part of a name: "the United States"."""
    return known.is_verb(word.lower()) and not (known.language == "en" and word[0].isupper() and word.endswith("s"))


CONTRACTED = regex(r"['’](?:ve|re|ll|m|d)$")


def is_adverb(word: str, known: Voice) -> bool:
    """Whether an English word is an adverb by its form."""
    return known.language == "en" and word.islower() and word.endswith("ly") and word not in NO_ADVERBS


# "Tester, " before "who also says"
BEFORE_WHO = regex(r"(?P<name>(?:[A-ZÀ-Ý][\w’'.-]{0,30} ){0,5}[A-ZÀ-Ý][\w’'-]{1,30}),? $")


def _before_who(text: str, end: int, known: Voice) -> Span | None:
    """The name before "who said", where nothing but a comma stands between."""
    found = BEFORE_WHO.search(text, max(0, end - BEFORE), end)
    if found and INSIDE.search(text, max(0, found.start("name") - 16), found.start("name")):
        return None  # "researchers at the port institute of Orsk University, who warned"
    return _settled(text, found.span("name"), known) if found else None


INSIDE = regex(r"\b(?:at|of|in|from|near) (?:the )?$")


def _before_apposition(text: str, stop: int, known: Voice) -> Span | None:
    """The name in "Xi Jinping, the president of China, said": what stands before the phrase between commas."""
    comma = text.rfind(",", max(0, stop - 160), stop)
    if comma < 0:
        return None
    middle = text[comma + 1 : stop].strip()
    if not middle or len(middle.split()) > 20:
        return None
    aged = AGED.search(text, max(0, comma - 5), comma)
    comma = aged.start() if aged else comma
    name = regex(r"(?:[A-ZА-ЯЁÀ-Ý][\w’'-]{0,90}+\.?+(?:\s(?:of|the|de|al|bin|for))*+\s?+){1,7}+$").search(
        text[max(0, comma - 90) : comma].rstrip()
    )
    if name is None:
        # "The host, board member Nicole Lederer, has said"
        whole = regex(r"(?:(?:^|(?<=[a-z] ))[A-ZА-ЯЁ][\w’'.-]{0,90}+\s(?:[A-ZА-ЯЁ][\w’'.-]{0,90}+\s?+){1,4}+)$").search(
            middle
        )
        place = text.find(middle, comma)
        return _settled(text, (place + whole.start(), place + len(middle)), known) if whole else None
    start = max(0, comma - 90) + name.start()
    if known.language == "en" and PLACED.search(text, max(0, start - 24), start):
        outer = OUTER.search(text, max(0, start - 90), start)  # "Author Jon Wexley, from Orsk, who writes, said"
        return _settled(text, outer.span("name"), known) if outer else None
    latin = known.language in ("en", "de", "fr", "es")
    if latin and regex(r"[a-zà-ÿß] $").search(text[max(0, start - 2) : start]) and FULL_NAME.fullmatch(middle):
        place = text.find(middle, comma)  # "the delegate in Varna, Petra Ilieva, said"
        return _settled(text, (place, place + len(middle)), known)
    if known.language == "en" and _is_office(text[start:comma], known):
        outer = OUTER.search(text, max(0, start - 90), start)  # "Captain Anton Weir, Chief Press Officer, Guard, said"
        if outer:
            return _settled(text, outer.span("name"), known)
    if known.language == "en" and regex(r"[a-z’]\s$").search(text[max(0, start - 2) : start]):
        # "Lev Marsh, the head of Port Watch, a charity, says"
        outer = DESCRIBED.search(text, max(0, start - 160), comma)
        if outer is None and middle.split()[0] in ("which", "who", "whose") and not _is_subject(text, start):
            return None  # "an officer at Vestra, which helps, said"
        return _settled(text, outer.span("name") if outer else (start, comma), known)
    return _settled(text, (start, comma), known)


def _is_subject(text: str, start: int) -> bool:
    """Whether what stands at a place may be a subject: not behind "at", "of"."""
    return regex(r"\b(?:at|of|in|for|with|from|by|near|to) (?:the )?$").search(text[max(0, start - 9) : start]) is None


PLACED = regex(r", (?:from|in|of|at|near) $")
OUTER = regex(
    r"(?P<name>(?:[A-ZÀ-Ý][\w’'.-]{1,30} ){1,4}[A-ZÀ-Ý][\w’'-]{1,30}), (?:\d{1,3}, )?(?:(?:from|in|of|at|near) )?$"
)
AGED = regex(r", \d{1,3}$")  # "Ana Marsh, 42, a lecturer from Orsk, said"
FULL_NAME = regex(r"(?:[A-ZÀ-Ý][\w’'.-]{0,30} ){1,3}[A-ZÀ-Ý][\w’'-]{1,30}")


def _is_office(phrase: str, known: Voice) -> bool:
    """Whether a phrase in capitals ends with an office: "Chief Public Relations Officer"."""
    words = phrase.split()
    return len(words) > 1 and words[-1].lower() in known.roles and not any(word in known.given for word in words)


# a name and what its bearer is, up to where a name stands again
DESCRIBED = regex(
    r"(?P<name>[A-ZÀ-Ý][\w’'-]{0,30}(?: [A-ZÀ-Ý][\w’'.-]{0,30}){1,3}), (?:(?:the|a|an|his|her|its) )?"
    r"(?:[a-z-]{1,20} ){1,5}(?:of|for|at|in|with) [^.;:“”\"]{0,110}$"
)


HEARER = regex(r"\s[«\"„“][^«»\"“”„]{1,40}[»\"“”](?=\s)")  # сообщил "Вестнику" источник в порту


def _ends_before_of(text: str, first: int | None, end: int) -> bool:
    """Whether a speaker ends before "of": a name alone, or any where "his" follows."""
    phrase = text[first : end - 3].split() if first is not None else []
    if regex(r"\s(?:his|her|their|its|my|our)\b").match(text[end : end + 7]):
        return bool(phrase) and phrase[0] not in ("a", "an")
    named = bool(phrase) and len(phrase) <= 3 and all(word[0].isupper() for word in phrase)
    return named and text[end + 1 : end + 2].islower()


def _has_name(phrase: str) -> bool:
    return any(word[0].isupper() for word in phrase.split())


def subject_after(text: str, start: int, known: Voice) -> Span | None:
    """The noun phrase that begins behind ``start``: "said the minister", "said Wang Yi"."""
    first = last = None
    if known.language == "ru" and (hearer := HEARER.match(text, start)):
        start = hearer.end()
    while known.language == "ru" and (word := WORD.match(text, start + 1)) and word[0].lower() in known.adverbs:
        start = word.end()
    limit = start
    for count, match in enumerate(WORD.finditer(text, start, min(len(text), start + 160))):
        gap = text[limit : match.start()]
        lower = match.group().lower()
        if gap.strip() not in ("", "'", "’") or lower.rstrip(".") in known.stop or _is_verb(match[0], known):
            named = (
                lower == "and" and not gap.strip() and first is not None and NAMED_ON.search(text[first : match.end()])
            )
            if lower == "and" and not gap.strip() and first is not None and _is_unnamed(text[first:limit], known):
                limit = match.end()
                continue  # "three current and former officials"
            if not named or not text[match.end() + 1 : match.end() + 2].isupper():
                break
            continue  # "the Centers for Disease Control and Prevention"
        if known.language == "en" and lower == "of" and _ends_before_of(text, first, match.end()):
            break  # "said Musk of the venture", "said the billionaire of his plan"
        if count and match[0][0].isdigit():
            break  # "a study of | 2,000 women"
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
        if (
            known.language == "de"
            and lower == match[0]
            and lower not in known.inside
            and _has_name(text[first:limit] if first is not None else "")
        ):
            break  # "laut der Stadt | kostete"
        first = match.start() if first is None else first
        last = limit = match.end()
        if count >= LONGEST_NAME or (match.group().endswith(".") and not known.is_verb(lower) and len(lower) > 4):
            break
    if first is None or last is None:
        return None
    if text[last - 1] == "." and not regex(r"\b\w\.$").search(text[first:last]):
        last -= 1
    named = NAMED.match(text, last) if text[first].islower() else None
    if named:  # "said the transport minister, Ruslan Beck"
        first, last = named.span("name")
    return _settled(text, (first, last), known)


def _is_unnamed(phrase: str, known: Voice) -> bool:
    """Whether a phrase names nobody yet: "three current"."""
    words = phrase.split()
    plain = all(
        word.islower() and not any(word in kind for kind in (known.roles, known.people, known.bodies)) for word in words
    )
    return known.language == "en" and plain and not known.pronoun(words[0]) and words[-1] not in known.inside


NAMED = regex(
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
        words and not _is_particle(text[slice(*words[0])]) and text[slice(*words[0])].lower() in known.inside - ARTICLES
    ):
        words.pop(0)
    if not words:
        return None
    if known.language == "es":
        words = _behind_article(text, words)
    lower = [text[slice(*place)].lower() for place in words]
    if known.language == "en" and (lower[-1].endswith(("'s", "’s")) or lower[0][:2] in ("r-", "d-")):
        return None  # "called Marsh’s plan": who owns a thing does not speak
    if known.language == "de" and lower[0] in ("der", "die", "das", "dem") and text[: words[0][0]].endswith(", "):
        return None  # "Braun, die von Ruhe berichtete"
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
    if known.language == "en" and lower[0] in known.unfinished and len(words) > 1:
        return None  # "Among the most | commented"
    office = any(word in known.roles for word in lower[1:])  # "corresponding author Ana Marsh"
    if (
        known.language == "en"
        and lower[0].endswith("ing")
        and text[words[0][0]].islower()
        and len(words) > 1
        and not office
    ):
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


def _behind_article(text: str, words: list[Span]) -> list[Span]:
    """The words from the last article that opens a phrase: "(En) la denuncia | la alcaldesa"."""
    opened = [
        place
        for place, span in enumerate(words)
        if place
        and text[slice(*span)] in ("el", "la", "los", "las", "un", "una")
        and text[slice(*words[place - 1])].lower() not in ("de", "a", "y", "en", "por", "con", "del", "para")
    ]
    return words[opened[-1] :] if opened else words


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
            or (lower == match.group() and regex(r"(?:ed|es)$").search(lower) and lower not in known.people)
        ):
            break
        phrase.append(match)
        if len(phrase) > LONGEST_NAME:
            return None
    if not phrase or (len(phrase) > 2 and all(match[0].isupper() for match in phrase)):
        return None  # "WARNING GRAPHIC DETAIL …"
    return _settled(text, (phrase[0].start(), phrase[-1].end()), known)
