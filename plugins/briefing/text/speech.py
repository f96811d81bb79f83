"""Who says: speakers beside verbs that report speech, in one sentence. What is said is for ``find.quotes``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from briefing.text.tables import base, either, plain, words_of

Span = tuple[int, int]

KEPT = 1_024  # sentences whose attributions are kept: two finders ask for those of the same article
LONGEST_NAME = 12  # words of a speaker: "a spokesman for the Ministry of Foreign Affairs of Uzbekistan"
LONGEST_CHINESE = 16  # characters of a speaker
WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*\.?", re.UNICODE)
# “…,” user1
QUOTED = re.compile(r"“[^”]{0,3000}”|„[^“”]{0,3000}[“”]|«[^»]{0,3000}»|「[^」]{0,3000}」|『[^』]{0,3000}』|\"[^\"]*\"")
QUOTED_BEFORE = re.compile(r"[”\"»]\s?[\w\s.'’-]{1,60}$")
BESIDE = ("in", "from", "at", "for", "on", "by", "to", "with", "about", "against", "near", "of")
NO_ADVERBS = ("family", "ally", "assembly", "supply", "monopoly", "reply", "daily", "weekly", "monthly", "elderly")
OWNERS = ("from", "of", "for", "at")
# the word lists of a language that are sets, in the order of Voice
SETS = (
    "going", "stop", "inside", "adverbs", "singular", "plural", "other_pronouns", "things", "people", "roles", "bodies",
    "unsure", "takes_hearer",
)  # fmt: skip
MARKS = '"“”„«»‹›「」『』'


@dataclass(frozen=True, slots=True)
class Attribution:
    """A verb of speech and its subject, as spans of the sentence."""

    verb: Span
    speaker: Span | None
    pronoun: str = ""  # "singular" or "plural" when the speaker is only a pronoun
    kind: str = "say"  # "say", "stress", "urge"
    behind: bool = False  # the speaker stands behind the verb: "said Xi"
    going: bool = False  # a participle: "…, emphasizing the need"


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """The reporting words of one language, ready to match."""

    language: str
    verb: re.Pattern[str]
    titled: re.Pattern[str]
    kinds: Mapping[str, frozenset[str]]
    going: frozenset[str]
    stop: frozenset[str]
    inside: frozenset[str]
    adverbs: frozenset[str]
    singular: frozenset[str]
    plural: frozenset[str]
    others: frozenset[str]
    things: frozenset[str]
    people: frozenset[str]
    roles: frozenset[str]
    bodies: frozenset[str]
    unsure: frozenset[str]
    takes_hearer: frozenset[str]


def voice(table: Mapping[str, Any], language: str) -> Voice | None:
    """The reporting words of a language, None when the table has none. An unsettled language is read as English."""
    code = base(language)
    if code in ("", "und"):
        code = "en"
    words = words_of(table, code)
    if not words.get("say"):
        return None
    keys = ("say", "stress", "urge", "titled", *SETS)
    return _voice(code, tuple(tuple(plain(str(word)) for word in words.get(key, ())) for key in keys))


@lru_cache(maxsize=32)
def _voice(code: str, rows: tuple[tuple[str, ...], ...]) -> Voice:
    say, stress, urge, titled, *others = rows
    edge = ("", "") if code == "zh" else (r"(?<![\w-])", r"(?![\w-])")
    verb = re.compile(edge[0] + "(?:" + either([*say, *stress, *urge, *others[0]]) + ")" + edge[1], re.IGNORECASE)
    close = re.compile(rf"(?:{either(titled)})(?:\s(?:the|a|as|was|is|of))?[\s:,]*$", re.IGNORECASE)
    kinds = {"say": frozenset(say), "stress": frozenset(stress), "urge": frozenset(urge)}
    return Voice(code, verb, close, kinds, *map(frozenset, others))


@lru_cache(maxsize=KEPT)
def attributions(sentence: str, known: Voice) -> tuple[Attribution, ...]:
    """The verbs of speech of a sentence that have a subject beside them, in order; quoted words are not looked into."""
    masked = _masked(sentence)
    found: list[Attribution] = []
    for match in known.verb.finditer(masked):
        word = plain(match.group())
        one = _attribution(masked, match.span(), word, known)
        if one is not None and not (found and found[-1].verb[1] > one.verb[0]):
            found.append(one)
    return tuple(found)


def _masked(sentence: str) -> str:
    """The sentence with what stands between quotation marks blanked: same length, marks kept."""

    def blank(match: re.Match[str]) -> str:
        return match[0][0] + "\x00" * (len(match[0]) - 2) + match[0][-1]

    return QUOTED.sub(blank, sentence)


def _attribution(text: str, verb: Span, word: str, known: Voice) -> Attribution | None:
    going = word in known.going
    kind = (
        "stress"
        if going
        else "urge"
        if word in known.kinds["urge"]
        else "stress"
        if word in known.kinds["stress"]
        else "say"
    )
    if known.language == "zh":
        return _chinese(text, verb, kind, known)
    if word in ("according to", "по словам", "según", "selon", "laut"):
        ahead = subject_after(text, verb[1], known)
        if ahead is None or (known.language in ("es", "fr", "de") and not _opens_phrase(text, ahead, known)):
            return None
        return Attribution(verb, ahead, _pronoun(text, ahead, known), "say", behind=True)
    speaker = subject_before(text, verb[0], known, going) if known.language != "ar" else None
    behind = False
    if going and speaker is not None and not _stands_apart(text, speaker, known):
        speaker = None
    if word in known.unsure and not re.match(r"\s?(?:that\b|[:,]|[\"“«])", text[verb[1] : verb[1] + 8]):
        calls = word in known.takes_hearer and re.match(r"[^.;:]{0,60}[\"“«]", text[verb[1] : verb[1] + 64])
        if not calls and not QUOTED_BEFORE.search(text[max(0, verb[0] - 64) : verb[0]]):
            return None
    if speaker is None and going and re.search(r",(?:\s\w{2,12})?$", text[: verb[0]].rstrip()):
        speaker = opening(text[: verb[0]], known)
    if speaker is None and word in known.kinds["say"] - known.takes_hearer and _may_invert(text, verb, known):
        speaker = subject_after(text, verb[1], known)
        behind = speaker is not None
    if speaker is None:
        return None
    last = text[speaker[0] : speaker[1]].lower().split()[-1]
    if last in known.things and kind != "urge" and word not in ("said", "says"):
        return None
    return Attribution(verb, speaker, _pronoun(text, speaker, known), kind, behind, going)


def _stands_apart(text: str, span: Span, known: Voice) -> bool:
    """Whether a participle has this subject: "with Xi highlighting", "officials saying", not "the light insisting"."""
    words = text[slice(*span)].lower().split()
    led = text[: span[0]].rstrip()
    return led.endswith(("with", ",")) or any(word in known.people or word in known.roles for word in words)


def _opens_phrase(text: str, span: Span, known: Voice) -> bool:
    """Whether a phrase begins as a name or with an article: not "según informa Europa Press"."""
    return text[span[0]].isupper() or text[span[0] : span[1]].split()[0].lower() in known.inside


def _may_invert(text: str, verb: Span, known: Voice) -> bool:
    """Whether the speaker may stand behind: only a quotation, or a comma before "said", stands before."""
    if known.language == "ar":
        return True
    before = text[: verb[0]].rstrip()
    if known.language != "en":
        before = re.sub(rf"[\s,—–-](?:{either(known.adverbs)})$", "", before).rstrip()
    if not before:
        return known.language != "en"
    tail = before.rstrip(",—–- ")[-1:]
    return (tail != "" and tail[-1] in MARKS + "'’") or (before[-1] in ",—–" and text[slice(*verb)] in ("said", "says"))


def _pronoun(text: str, span: Span | None, known: Voice) -> str:
    word = text[span[0] : span[1]].lower() if span else ""
    return "singular" if word in known.singular else "plural" if word in known.plural else ""


def subject_before(text: str, end: int, known: Voice, going: bool = False) -> Span | None:
    """The noun phrase that ends at ``end``: a name with its titles, "the members", a pronoun."""
    low = max(0, end - 160)
    words = [(m.start() + low, m.end() + low) for m in WORD.finditer(text[low:end])]
    limit = end
    first = last = None
    count = 0
    for start, stop in reversed(words):
        gap = text[stop:limit]
        word = text[start:stop]
        if last is None and not gap.strip() and (word.lower() in known.adverbs or _is_adverb(word, known)):
            limit = start
            continue
        if word.endswith(("n't", "n’t")):
            return None
        if gap.strip(" ") not in ("", "'", "’") or (word.endswith(".") and last is not None and len(word) > 5):
            if last is None and gap.strip() == "," and first is None:
                return _before_apposition(text, stop, known)
            break
        lower = word.lower()
        if lower in BESIDE and last is not None and not gap.strip():
            before = WORD.findall(text[max(0, start - 40) : start])
            owner = before[-1] if before and text[start - 1 : start].isspace() else ""
            if (
                owner.lower() in known.people
                or owner.lower() in known.roles
                or (lower in OWNERS and owner[:1].isupper())
            ):
                limit, first = start, start
                continue
            if not going or lower != "with":
                return None  # "interviewed in Gaza expressed": the name is not the subject
        if lower in known.stop or lower in known.adverbs or known.verb.fullmatch(lower):
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


def _is_adverb(word: str, known: Voice) -> bool:
    return known.language == "en" and word.islower() and word.endswith("ly") and word not in NO_ADVERBS


def _before_apposition(text: str, stop: int, known: Voice) -> Span | None:
    """The name in "Xi Jinping, the president of China, said": what stands before the phrase between commas."""
    comma = text.rfind(",", max(0, stop - 120), stop)
    if comma < 0:
        return None
    middle = text[comma + 1 : stop].strip()
    if not middle or len(middle.split()) > 14:
        return None
    name = re.search(
        r"(?:[A-ZА-ЯЁÀ-Ý][\w’'-]*+\.?+(?:\s(?:of|the|de|al|bin|for))*+\s?+){1,7}+$", text[max(0, comma - 90) : comma]
    )
    if name is None:
        whole = re.fullmatch(r"(?:[A-ZА-ЯЁ][\w’'.-]*+\s?+){2,5}", middle)
        place = text.find(middle, comma)
        return _settled(text, (place, place + len(middle)), known) if whole else None
    start = max(0, comma - 90) + name.start()
    return _settled(text, (start, comma), known)


def subject_after(text: str, start: int, known: Voice) -> Span | None:
    """The noun phrase that begins behind ``start``: "said the minister", "said Wang Yi"."""
    first = last = None
    limit = start
    for count, match in enumerate(WORD.finditer(text, start, min(len(text), start + 160))):
        gap = text[limit : match.start()]
        lower = match.group().lower()
        if gap.strip() not in ("", "'", "’") or lower.rstrip(".") in known.stop or known.verb.fullmatch(lower):
            break
        if count > 1 and lower == match.group() and lower.endswith("ed"):
            break  # "an analysis published by"
        first = match.start() if first is None else first
        last = limit = match.end()
        if count >= LONGEST_NAME or (
            match.group().endswith(".") and not known.verb.fullmatch(lower) and len(lower) > 4
        ):
            break
    if first is None or last is None:
        return None
    if text[last - 1] == "." and not re.search(r"\b\w\.$", text[first:last]):
        last -= 1
    return _settled(text, (first, last), known)


def _settled(text: str, span: Span, known: Voice) -> Span | None:
    """The phrase without words that cannot open or end it; None when it is no speaker."""
    words = [(m.start() + span[0], m.end() + span[0]) for m in WORD.finditer(text[span[0] : span[1]])]
    while words and text[slice(*words[-1])].lower() in known.inside:
        words.pop()
    while words and text[slice(*words[0])].lower() in known.inside - {
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
    }:
        words.pop(0)
    if not words:
        return None
    lower = [text[slice(*place)].lower() for place in words]
    if len(words) == 1 and (lower[0] in known.singular or lower[0] in known.plural):
        return words[0]
    if lower[0] in known.others or (len(words) == 1 and lower[0] in known.inside):
        return None
    capital = any(text[place[0]].isupper() for place in words)
    article = lower[0] in known.inside
    plain = any(word.rstrip("s") in known.roles or word in known.roles or word in known.people for word in lower)
    if not capital and not plain and not article and known.language != "ar":
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
        if (
            lower in known.stop
            or lower in known.adverbs
            or (lower == match.group() and re.search(r"(?:ed|es)$", lower) and lower not in known.people)
        ):
            break
        phrase.append(match)
        if len(phrase) > LONGEST_NAME:
            return None
    if not phrase:
        return None
    return _settled(text, (phrase[0].start(), phrase[-1].end()), known)


def _chinese(text: str, verb: Span, kind: str, known: Voice) -> Attribution | None:
    low = max(0, verb[0] - 40)
    before = re.search(r"[^。！？，、；：“”「」『』\s\x00]*$", text[low : verb[0]])
    start = low + before.start() if before else verb[0]
    phrase = text[start : verb[0]]
    cut = re.search(rf"(?:{either(known.stop)})|\d|[一二三四五六七八九十]+日", phrase[1:])
    if cut:
        phrase = phrase[: cut.start() + 1]
    if not 2 <= len(phrase) <= LONGEST_CHINESE and phrase not in known.singular:
        return None
    if phrase in known.others:
        return None
    span = (start, start + len(phrase))
    return Attribution(verb, span, _pronoun(text, span, known), kind)


def people_in(sentence: str, known: Voice) -> tuple[Span, ...]:
    """Names that are people's by their form: a role before a capitalised run ("President Xi Jinping")."""
    name = _titled_name(known)
    return tuple(match.span() for match in name.finditer(_masked(sentence)))


@lru_cache(maxsize=32)
def _titled_name(known: Voice) -> re.Pattern[str]:
    roles = either(known.roles | {role.capitalize() for role in known.roles})
    return re.compile(rf"(?<!\w)(?:[A-ZА-ЯЁ][\w’'-]{{0,40}}\s)?(?:{roles})\.?(?:\s[A-ZА-ЯЁ][\w’'-]{{0,40}}){{1,4}}")
