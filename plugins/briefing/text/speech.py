"""Who says: speakers beside verbs that report speech, in one sentence. What is said is for ``find.quotes``."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache

from msgspec.structs import replace

from briefing.lazy import regex
from briefing.plain import Frozen
from briefing.text.subjects import is_adverb, opening, subject_after, subject_before
from briefing.text.tables import either, plain, shipped
from briefing.text.triggers import matches
from briefing.text.turned import busy, turned_round
from briefing.text.voices import Span, Voice

KEPT = 1_024  # sentences whose attributions are kept: two finders ask for those of the same article
LONGEST_CHINESE = 20  # characters of a speaker
# “…,” user1
QUOTED = regex(r"“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|「[^「」]*」|『[^『』]*』|\"[^\"]*\"")
QUOTED_BEFORE = regex(r"[”\"»]\s?[\w\s.'’-]{1,60}$")
# "(D-Ohio)", between a name and its verb
BRACKETS = regex(r"\([^()\"“”«»„]{1,60}\)")
MARKS = '"“”„«»‹›「」『』'


class Attribution(Frozen):
    """A verb of speech and its subject, as spans of the sentence."""

    verb: Span
    speaker: Span | None
    pronoun: str = ""  # "singular" or "plural" when the speaker is only a pronoun
    kind: str = "say"  # "say", "stress", "urge"
    behind: bool = False  # the speaker stands behind the verb: "said Xi"
    going: bool = False  # a participle: "…, emphasizing the need"


@lru_cache(maxsize=KEPT)
def attributions(sentence: str, known: Voice) -> tuple[Attribution, ...]:
    """The verbs of speech of a sentence that have a subject beside them, in order; quoted words are not looked into."""
    if sentence.isupper():
        return ()  # a headline
    masked = unquoted(sentence, known.language)
    found: list[Attribution] = []
    verbs = known.verb.finditer(masked) if known.language == "zh" else matches(known.verb, known.opening, masked)
    silent = [found.span() for found in known.idle.finditer(masked)] if known.language == "zh" else []
    for match in verbs:
        if any(start < match.end() and match.start() < end for start, end in silent):
            continue  # "对于当地人来说"
        word = plain(match.group())
        if (
            known.language == "en"
            and match[0][0].isupper()
            and IN_NAME.search(masked, max(0, match.start() - 2), match.start())
        ):
            continue  # "the United States, that means"
        if word in known.accord and found and OF_OTHERS.fullmatch(masked, _end(found[-1]), match.start()):
            continue  # "the agency wrote last week, according to the paper"
        one = _attribution(masked, match.span(), word, known)
        led = word in known.going and masked[: match.start()].endswith(", ")
        if one is None and led and found and found[-1].speaker and known.language == "en":
            one = Attribution(match.span(), found[-1].speaker, kind="stress", going=True)
        if one is not None and found and _is_of(masked, one, found[-1], known):
            relayed = plain(masked[slice(*found[-1].verb)]) in known.relays  # then it may be another's
            one = replace(
                one, speaker=None if relayed else found[-1].speaker, pronoun="" if relayed else found[-1].pronoun
            )
        inside = found and (
            found[-1].verb[1] > match.start() or (known.language == "zh" and found[-1].verb[1] == match.start())
        )
        if one is not None and not inside:
            found.append(one)
    return tuple(found)


IN_NAME = regex(r"[\w’'-]\s$")
OF_OTHERS = regex(r"(?:\s[\w’'-]{1,16}){0,4},?\s")


def _end(one: Attribution) -> int:
    return max(one.verb[1], one.speaker[1] if one.speaker else 0)


JOINED_ON = regex(r"[^.;:]{0,160}?,?\s(?:and|but)\s(?:[a-z]{2,12}\s){0,2}$")


def _is_of(text: str, one: Attribution, before: Attribution, known: Voice) -> bool:
    """Whether a verb is of the speaker before it: "the paper noted, adding that", "Marsh told him to go and also told".

    Only where its own subject was taken from the head of the clause.
    """
    if known.language != "en" or before.speaker is None or one.speaker is None or one.behind:
        return False
    between = text[max(before.verb[1], before.speaker[1]) : one.verb[0]]
    if one.speaker[0] > before.speaker[0]:
        return False
    return one.going or JOINED_ON.fullmatch(between) is not None


def unquoted(sentence: str, language: str) -> str:
    """The sentence with what stands between quotation marks blanked: same length, marks kept."""

    def blank(match: re.Match[str]) -> str:
        return match[0][0] + "\x00" * (len(match[0]) - 2) + match[0][-1]

    text = QUOTED.sub(blank, sentence) if any(mark in sentence for mark in MARKS) else sentence
    for start, end in asides(sentence, language):
        text = text[:start] + sentence[start:end] + text[end:]
    return BRACKETS.sub(lambda match: " " * len(match[0]), text) if "(" in text else text


# «Мост откроют, — сказал Ларин. — И вовремя»
ASIDE = regex(r"(?<=[,.!?…])\s[—–-]\s(?P<aside>[^—–«»“”]{3,120}?)[,.]\s[—–-]\s(?=[А-ЯЁа-яё])")


def asides(text: str, language: str) -> tuple[Span, ...]:
    """Where a quotation is broken by who says it: from dash to dash in Russian, between commas in French."""
    form = ASIDE if language == "ru" else french() if language == "fr" else None
    if form is None or ("«" not in text and "“" not in text):
        return ()
    return tuple(match.span() for run in ANGLED.finditer(text) for match in form.finditer(text, *run.span()))


ANGLED = regex(r"«[^«»]*»|“[^“”]*”")


@cache
def french() -> re.Pattern[str]:
    """« Le pont est prêt, souligne Hélène Roux. Il ouvrira. », « …, ajoute-t-elle, … »."""
    verbs = either(shipped("reporting")["fr"]["say"])
    who = r"-(?:t-)?(?:ils?|elles?)|\s(?:M\.\s|Mme\s)?[^,.;«»“”]{2,60}"
    return regex(rf",\s(?:(?:a-t|ont)-(?:ils?|elles?)\s|ont?\s|a\s)?(?:{verbs})(?:{who})?(?:,|\.(?=\s))")


# "– Мост готов, – сказал Ларин. – Ура", "—El puente es nuestro —dijo Solís—. Siempre lo fue"
DASHED = {
    "ru": (
        regex(r"[—–-]\s(?=[А-ЯЁ])"),
        regex(r"(?<=[,.!?…])\s[—–-]\s(?P<aside>[^—–«»]{3,120}?)(?:[,.]\s[—–-]\s|\.?$)"),
    ),
    "es": (
        regex(r"—(?=[A-ZÁÉÍÓÚÑ¿¡])"),
        regex(r"\s?—(?P<aside>[a-záéíóúñ][^—«»“”]{3,120}?)(?:—[.,;:]?\s?|\.?$)"),
    ),
}


def spoken_behind_dash(text: str, known: Voice) -> tuple[Span, ...]:
    """What is said in a paragraph that opens with a dash and tells between dashes who speaks; () for any other."""
    forms = DASHED.get(known.language)
    opened = forms[0].match(text) if forms else None
    if forms is None or opened is None:
        return ()
    told = [match.span() for match in forms[1].finditer(text) if known.verb.search(text, *match.span("aside"))]
    edges = [opened.end(), *(edge for span in told for edge in span), len(text)]
    spans = zip(edges[::2], edges[1::2], strict=True)
    return tuple((start, end) for start, end in spans if start < end) if told else ()


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
    if word in known.accord:
        ahead = subject_after(text, verb[1], known)
        if ahead is None or (known.language in ("es", "fr", "de") and not _opens_phrase(text, ahead, known)):
            return None
        if known.language in ("es", "fr", "de") and text[: verb[0]].strip(" ,") and not STOPPED.match(text, ahead[1]):
            return None  # "wird laut Trainer Marsh am Samstag fehlen": what of it he says cannot be told
        return Attribution(verb, ahead, _pronoun(text, ahead, known), "say", behind=True)
    if known.language == "en" and (
        OWNED.search(text, max(0, verb[0] - 8), verb[0]) or SUPPOSED.search(text, max(0, verb[0] - 40), verb[0])
    ):
        return None  # "its promised investment", "the reported talks", "whether they called for", "for advocating"
    if word in known.clausal | {"added", "adds"} and AMOUNT.match(text, verb[1]):
        return None  # "the plan added about $300 million"
    if word in known.receives and RECEIVED.match(text, verb[1]):
        return None  # "welcomed Belarus as its tenth member"
    if known.language == "en" and NO_WORDS.match(text, verb[1]):
        return None  # "Marsh said nothing", "the bottom-line demands of business"
    if word in known.separable and not known.separable[word].search(text, verb[1]):
        return None  # "stellte 12 Tonnen her"
    turned = known.inverted.match(text, verb[1]) if known.inverted else None
    if turned:  # "explique-t-elle"
        return Attribution(verb, turned.span("who"), known.pronoun(turned["who"]), kind, behind=True)
    if known.language == "en" and word in ("said", "says") and (who := turned_round(text, verb, known)):
        return Attribution(verb, who, "", kind, behind=True)
    speaker = subject_before(text, verb[0], known, going) if known.language != "ar" else None
    if speaker and known.language == "de" and text.split(" ", 1)[0].lower() in known.prepositions:
        ahead = subject_after(text, verb[1], known)  # "Im „Hafen heute“-Programm sagte Ole Braun: …"
        speaker = None if ahead and TURNED.match(text, ahead[1]) else speaker
    behind = False
    if going and speaker is not None and not _stands_apart(text, speaker, known):
        speaker = None
    if word in known.unsure and not regex(r"\s?(?:that\b|[:,]|[\"“«])").match(text[verb[1] : verb[1] + 8]):
        calls = word in known.takes_hearer and regex(r"[^.;:]{0,60}[\"“«]").match(text[verb[1] : verb[1] + 64])
        if not calls and not QUOTED_BEFORE.search(text[max(0, verb[0] - 64) : verb[0]]):
            return None
    led = regex(r",(?:\s(?P<word>\w{2,12}))?$").search(text[: verb[0]].rstrip()) if speaker is None and going else None
    if led and (
        known.language != "en" or not led["word"] or is_adverb(led["word"], known) or led["word"] in known.adverbs
    ):
        speaker = opening(text[: verb[0]], known)
    if speaker is None and not going and (joined := JOINED.search(text, max(0, verb[0] - 30), verb[0])):
        speaker = opening(text[: joined.start()], known) if known.acts else None
    if speaker is None and not going and known.language == "en" and word in known.plain | known.takes_hearer:
        speaker = busy(text, verb[0], known)
    behind_marks = text[: verb[0]].rstrip(", ")[-1:] in MARKS and kind == "stress"  # “…”, highlights Marsh
    sayings = known.kinds["say"] | (known.kinds["stress"] if behind_marks else frozenset())
    if speaker is None and word in sayings - known.takes_hearer and _may_invert(text, verb, known):
        speaker = subject_after(text, verb[1], known)
        behind = speaker is not None
    if speaker is None and known.language not in ("en", "ar", "tr") and word in known.kinds["say"]:
        ahead = subject_after(text, verb[1], known)
        if ahead and _is_turned(text, verb, ahead):
            speaker, behind = ahead, True
    if speaker is None:
        return None
    if (
        kind == "stress"
        and word not in known.kinds["say"] - known.kinds["stress"]
        and not _may_speak(text, speaker, known)
    ):
        return None
    phrase = text[speaker[0] : speaker[1]].lower().split()
    last = phrase[-1]
    if known.language == "en" and phrase[0] in ("a", "an") and last in known.people and "of" not in phrase:
        return None  # "a phrase critics have said is old"
    if last in known.things and kind != "urge" and word not in ("said", "says"):
        return None
    return Attribution(verb, speaker, _pronoun(text, speaker, known), kind, behind, going)


AMOUNT = regex(r"\s(?:(?:about|around|nearly|almost|over|more than|some|another|up to|an average of) )?[$€£]?\d")
RECEIVED = regex(
    r"\s[A-Z][\w.-]{0,30}+(?:\s[A-Z][\w.-]{0,30}+){0,5}+(?!['’])"
    r"|\s(?:their|his|her|a)\s(?:[a-z]{2,12}\s){0,2}(?:child|baby|son|daughter|twins|guests?|visitors|couple)\b"
)
STOPPED = regex(r"\s?(?:[,.;:)]|$)")
NO_WORDS = regex(
    r"(?<=s) (?:of|are|were|have)\b|(?<=accused) of\b|\s(?:nothing|little|no more)\b"
    r"|(?<=proposed) to (?:[A-Z]|him\b|her\b)"
)
SUPPOSED = regex(r"\b(?:if|whether)\s(?:[\w’'-]{1,20}\s){1,2}$|\b(?:for|of|from|against|without)\s$")
OWNED = regex(r"\b(?:the|a|an|its|their|his|her|our|this|that|these|those|such|any|no)\s$", re.IGNORECASE)


def _may_speak(text: str, span: Span, known: Voice) -> bool:
    """Whether a subject may stress something: not "the apparent failures underscored"."""
    words = text[slice(*span)].split()
    if known.language != "en" or any(word[0].isupper() for word in words[1:]) or len(words) == 1:
        return True
    if words[0][0].isupper() and words[0].lower() not in known.inside:
        return True
    lower = [word.lower() for word in words]
    return any(
        word in known.roles or word.rstrip("s") in known.roles or word in known.people or word in known.bodies
        for word in lower
    )


# "In einer Mitteilung sagte die Ministerin:", "…, meint Braun, …": the verb comes first
TURNED = regex(r"\s?:|,?\s[^.!?:“”«»„\"]{1,40}:\s?[“«„\"]")


def _is_turned(text: str, verb: Span, ahead: Span) -> bool:
    """Whether the subject stands behind its verb in the middle of a sentence: before a colon, or between commas."""
    if text[: verb[0]].rstrip().endswith(","):
        return text[ahead[1] : ahead[1] + 1] in (",", ".", ":")
    return TURNED.match(text, ahead[1]) is not None


# "… and also" before a second verb
JOINED = regex(r"(?<=[\w,”\"])\s(?:and|but)\s(?:(?:also|then|later|again|[a-z]{2,12}ly)\s)?(?:has\s|have\s|had\s)?$")


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
        before = regex(rf"[\s,—–-](?:{either(known.adverbs)})$").sub("", before).rstrip()
    if not before:
        return known.language != "en" or text[verb[0]].isupper()
    if known.language in DASHED and before[-1] in "—–-":
        return True
    tail = before.rstrip(",—–- ")[-1:]
    return (tail != "" and tail[-1] in MARKS + "'’\x00") or (
        before[-1] in ",—–" and text[slice(*verb)] in ("said", "says")
    )


def _pronoun(text: str, span: Span | None, known: Voice) -> str:
    return known.pronoun(text[span[0] : span[1]]) if span else ""


def _chinese(text: str, verb: Span, kind: str, known: Voice) -> Attribution | None:
    low = max(0, verb[0] - 40)
    before = regex(r"[^。！？，、；：“”「」『』\s\x00]{0,40}$").search(text[low : verb[0]])
    start = low + before.start() if before else verb[0]
    phrase = text[start : verb[0]]
    cut = _chinese_stop(known).search(phrase, 1)
    if cut and cut.start() > 1:
        phrase = phrase[: cut.start()]
    of = phrase.rfind("的", 1)
    if of > 0 and not any(role in phrase[of:] for role in known.roles):
        return None  # "来自河东的博士生王芳": whoever it is stands behind, and may be a thing
    if of > 0 and len(phrase) > LONGEST_CHINESE:
        start, phrase = start + of + 1, phrase[of + 1 :]
    if not 2 <= len(phrase) <= LONGEST_CHINESE and phrase not in known.singular:
        return None
    if phrase in known.others:
        return None
    span = (start, start + len(phrase))
    return Attribution(verb, span, _pronoun(text, span, known), kind)


@lru_cache(maxsize=4)
def _chinese_stop(known: Voice) -> re.Pattern[str]:
    """What ends a speaker in Chinese."""
    return regex(rf"(?:{either(known.stop)})|\d|[一二三四五六七八九十]{{1,4}}日")


@lru_cache(maxsize=KEPT)
def people_in(sentence: str, known: Voice) -> tuple[Span, ...]:
    """Names that are people's by their form: a role or a given name before a capital ("President Xi", "Jane Doe")."""
    text = unquoted(sentence, known.language)
    found = [match.span() for match in _titled_name(known).finditer(text)]
    ends = [end for _, end in found]
    reach = 0
    for match in GIVEN.finditer(text) if known.given else ():
        at = bisect_right(ends, match.start())
        held = match.start() < reach or (at < len(ends) and found[at][0] <= match.start())
        inside = INSIDE_NAME.search(text, max(0, match.start() - 24), match.start())  # "the Royal | Helena Hospital"
        if match["given"] in known.given and not held and not (inside and inside["word"].lower() not in known.halves):
            reach = match.end("rest")
            found.append((match.start(), reach))
    return tuple(sorted((start, end - 2 if text[end - 2 : end] in ("’s", "'s") else end) for start, end in found))


INSIDE_NAME = regex(r"(?<![.!?:“\"] )(?<=\s)(?P<word>[A-Z][\w-]{1,20}) $")
# "Jane Q. Doe"; what follows is looked at only: "While Jane Doe"
GIVEN = regex(
    r"(?<![\w’'-])(?P<given>[A-Z][a-z]{1,15})(?=(?P<rest>\s(?:[A-Z]\.\s){0,2}[A-Z][\w’'-]{1,40}(?:\s[A-Z][\w’'-]{2,40})?))"
)
# "Arpacı" at the end; "Köy muhtarı Çelebi Kurt, " at the head
TURKISH_NAME = regex(r"(?<!\S)(?:[A-ZÇĞİÖŞÜ][\w’'.-]{0,30}+(?:\s|$)){1,6}+$")
TURKISH_OPENING = regex(r"(?P<name>[A-ZÇĞİÖŞÜ][\w.’'-]{1,20}(?:\s[\w.’'-]{1,20}){0,6}?\s[A-ZÇĞİÖŞÜ][\w-]{1,20}),\s")


def opens_turkish(text: str) -> Span | None:
    """Who stands before a quotation in Turkish: "… belirten Arpacı, “…” dedi", "Arpacı, gazetecilere, “…” dedi"."""
    head = text.rstrip(" ,")
    close = TURKISH_NAME.search(head, max(0, len(head) - 80))
    if close and (close.start() == 0 or head != text.rstrip()):
        return close.span()
    led = TURKISH_OPENING.match(head + ", ")
    return led.span("name") if led else None


@lru_cache(maxsize=32)
def _titled_name(known: Voice) -> re.Pattern[str]:
    roles = either(known.roles | {role.capitalize() for role in known.roles})
    return regex(rf"(?<!\w)(?:[A-ZА-ЯЁ][\w’'-]{{0,40}}\s)?(?:{roles})\.?(?:\s[A-ZА-ЯЁ][\w’'-]{{0,40}}){{1,4}}")
