"""What was said: words between quotation marks and reported speech, each with its speaker where the text names one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from briefing.model import Article, Desk, Fact, Passage
from briefing.text.marks import BETWEEN, is_sentence, is_title, marked, opens_text
from briefing.text.speech import Attribution, Span, Voice, attributions, people_in, subject_before, voice
from briefing.text.tables import base, shipped

MIN_WORDS = 4  # words; a shorter run needs the verb beside its marks: "very bad" may be a scare quote
MIN_BESIDE = 2  # words, when a verb of speech stands beside the marks
MANY = 40  # verbs of speech in one sentence
REACH = 600  # characters between a run and the verb that governs it
OPENING = " \"“„«‹「『'‘"
# between a verb of speech and the mark right behind it
LINKS = ("", ":", ",", "，", "：", ",:", ": —", "that", "that the", "it", "it a", "a", "an", "the", "as", "что")
ACCORDING = ("according to", "по словам", "según", "selon", "laut")
OUTSIDE = ("head", "title", "heading", "caption")


@dataclass(frozen=True, slots=True)
class Quote(Fact):
    """Words that somebody said. ``passage``: what stands between the marks, or the reported clause.

    ``speaker`` None: the text does not name one by the rules we can state.
    """

    speaker: Passage | None
    verb: Passage | None
    direct: bool


@dataclass(frozen=True, slots=True)
class _Told:
    """An attribution, and the block and sentence it stands in."""

    block: int
    start: int  # of the sentence in the block
    end: int
    sentence: int
    found: tuple[Attribution, ...]


def find(article: Article, desk: Desk) -> tuple[Quote, ...]:
    """Quotations and reported speech in reading order.

    A quotation is a run between paired marks that is a whole sentence, or has MIN_WORDS or more and a verb of speech
    with it. Its speaker stands beside that verb: before, between or behind. A pronoun means the one speaker or titled
    person that the sentence before names, and no one else; otherwise the speaker is None. Reported speech is a clause
    behind a verb of speech with a subject.
    """
    known = voice(desk.words.get("reporting") or shipped("reporting"), article.source.language)
    if known is None:
        return ()
    told = _told(article, known)
    antecedents = _antecedents(article, told, known)
    direct = list(_direct(article, told, antecedents, known))
    taken = {(quote.passage.block, quote.sentence) for quote in direct}
    reported = [
        quote
        for quote in _reported(article, told, antecedents, known)
        if (quote.passage.block, quote.sentence) not in taken
    ]
    return tuple(
        sorted([*direct, *reported], key=lambda quote: (quote.passage.block, quote.passage.start, not quote.direct))
    )


def _told(article: Article, known: Voice) -> list[_Told]:
    return [
        _Told(one.block, one.start, one.end, place, attributions(one.text, known))
        for place, one in enumerate(article.sentences)
        if article.blocks[one.block].kind not in OUTSIDE
    ]


# --- who "he" and "they" are ----------------------------------------------------------------------------------------


def _antecedents(article: Article, told: list[_Told], known: Voice) -> dict[int, dict[str, Passage]]:
    """For each sentence, whom "he" or "they" means in it: the one speaker, or titled person, of the sentence before."""
    found: dict[int, dict[str, Passage]] = {}
    last: dict[str, Passage] = {}
    near = -2
    for one in told:
        found[one.sentence] = last if one.block - near <= 1 else {}
        here: dict[str, list[Passage]] = {"singular": [], "plural": []}
        text = article.blocks[one.block].text[one.start : one.end]
        for attribution in one.found:
            if attribution.speaker is None:
                continue
            if attribution.pronoun:
                known_as = found[one.sentence].get(attribution.pronoun)
                if known_as:
                    here[attribution.pronoun].append(known_as)
                continue
            span = attribution.speaker
            number = _number(text[slice(*span)], known)
            if number:
                here[number].append(article.passage(one.block, one.start + span[0], one.start + span[1]))
        if not here["singular"]:
            here["singular"] = [
                article.passage(one.block, one.start + a, one.start + b) for a, b in people_in(text, known)
            ]
        last = {number: passages[0] for number, passages in here.items() if len({p.text for p in passages}) == 1}
        near = one.block
    return found


def _number(phrase: str, known: Voice) -> str:
    """ "plural" for "the members", "singular" for a person, "" where it cannot be told: a ministry is both."""
    words = phrase.lower().split()
    if not words:
        return ""
    if words[-1] in known.people:
        return "plural"
    if any(word.strip("’'s") in known.bodies or word in known.bodies for word in words):
        return ""
    if known.language == "zh":
        return "singular"
    capitals = [word for word in phrase.split() if word[0].isupper()]
    if any(word.strip(".") in known.roles for word in words):
        return "singular"
    if words[0] in known.inside or not capitals or any(word.isupper() and len(word) > 1 for word in capitals):
        return ""
    return "singular" if len(words) <= 4 and len(capitals) == len(words) else ""


def _who(
    article: Article, one: _Told, attribution: Attribution, antecedents: dict[int, dict[str, Passage]]
) -> Passage | None:
    if attribution.speaker is None:
        return None
    if attribution.pronoun:
        return antecedents.get(one.sentence, {}).get(attribution.pronoun)
    return article.passage(one.block, one.start + attribution.speaker[0], one.start + attribution.speaker[1])


# --- direct ---------------------------------------------------------------------------------------------------------


def _direct(
    article: Article, told: list[_Told], antecedents: dict[int, dict[str, Passage]], known: Voice
) -> Iterator[Quote]:
    by_block: dict[int, list[_Told]] = {}
    for one in told:
        by_block.setdefault(one.block, []).append(one)
    waiting: list[Quote] = []  # first paragraphs of a quotation whose speaker may come with a later one
    carried: tuple[Passage | None, Passage | None] | None = None  # of a quotation that runs on into the next paragraph
    for block, sentences in sorted(by_block.items()):
        text = article.blocks[block].text
        last: tuple[int, Passage | None, Passage | None] | None = None
        runs_on = None
        for start, end, closed in marked(text):
            while start < end and text[start].isspace():
                start += 1
            while end > start and text[end - 1].isspace():
                end -= 1
            home = _holding(sentences, start)
            if home is None or start == end:
                continue
            if not closed and not (start <= 2 or carried or is_sentence(text, start, end)):
                continue
            verdict = _judge(article, home, sentences, text, start, end, antecedents, known, last)
            first = opens_text(text, start)
            if carried is not None and first and (verdict is None or verdict[1] is None):
                verdict = carried
            if verdict is None:
                continue
            speaker, verb = verdict
            quote = Quote(article.passage(block, start, end), home.sentence, speaker, verb, True)
            last = (end, speaker, verb)
            if waiting and first and carried is not None:
                if speaker is not None:
                    yield from (replace(early, speaker=speaker, verb=verb) for early in waiting)
                    waiting = []
            else:
                yield from waiting
                waiting = []
            if not closed:
                runs_on = (speaker, verb)
            if speaker is None and (not closed or waiting):
                waiting.append(quote)
            else:
                yield quote
        carried = runs_on
    yield from waiting


def _words(text: str, language: str) -> int:
    return len(text) // 2 if base(language) == "zh" else len(text.split())


Verdict = tuple[Passage | None, Passage | None]


def _judge(
    article: Article,
    one: _Told,
    sentences: list[_Told],
    text: str,
    start: int,
    end: int,
    antecedents: dict[int, dict[str, Passage]],
    known: Voice,
    last: tuple[int, Passage | None, Passage | None] | None,
) -> Verdict | None:
    """Speaker and verb of a run between marks; None when it is no speech."""
    words = _words(text[start:end], known.language)
    before, after = text[max(one.start, start - 60) : start - 1], text[end + 1 : end + 60]
    if known.titled.search(before):
        return None
    whole = is_sentence(text, start, end)
    chosen = _beside(one, sentences, start, end, text, known)
    if is_title(text[start:end]) and not (chosen and chosen[2] and text[end - 1] in ",."):
        return None
    if chosen is not None:
        home, attribution, near = chosen
        if words >= MIN_WORDS or (near and (whole or words >= MIN_BESIDE)):
            verb = article.passage(home.block, home.start + attribution.verb[0], home.start + attribution.verb[1])
            return _who(article, home, attribution, antecedents), verb
        return None
    colon = re.search(r"[:：]\s?$", before)
    if colon and words >= MIN_BESIDE:
        at = max(one.start, start - 60) + colon.start()
        name = subject_before(text[one.start : at], at - one.start, known)
        if (
            name is not None
            and not text[one.start : one.start + name[0]].strip()
            and _is_named(text[one.start + name[0] : at], known)
        ):
            return article.passage(one.block, one.start + name[0], one.start + name[1]), None
        return (None, None) if whole else None
    if known.language == "tr" and (late := re.match(r"[\s,]*" + f"(?:{known.verb.pattern})", after, re.IGNORECASE)):
        head = text[one.start : start - 1].rstrip(" ,")
        opening = re.fullmatch(r"(?:[A-ZÇĞİÖŞÜ][\w’'.-]*\s?){1,6}", head)
        verb = article.passage(one.block, end + 1 + late.end() - len(late[0].lstrip(" ,")), end + 1 + late.end())
        speaker = article.passage(one.block, one.start, one.start + len(opening[0].rstrip())) if opening else None
        return speaker, verb
    if (
        whole
        and last is not None
        and words >= MIN_BESIDE
        and not text[_sentence_end(sentences, last[0]) : start - 1].strip()
    ):
        return last[1], last[2]  # “…,” she said. “…”
    stopped = text[end - 1] in ".!?…。！？؟" or (opens_text(text, start) and not text[end + 1 : end + 20].strip(" .。"))
    return (None, None) if whole and stopped and words >= MIN_WORDS - 1 else None


def _goes_on(text: str, start: int, end: int, home: _Told, attribution: Attribution) -> bool:
    """Whether the attribution behind a quotation belongs to it: not "…?” The minister admitted that he did."."""
    if text[end - 1] not in ".!?" or attribution.behind:
        return True
    low = home.start + min(attribution.verb[0], (attribution.speaker or attribution.verb)[0])
    if text[end - 1] == "." and text[low].isupper() and "," not in text[end:low]:
        return False
    return not re.match(r"\s(?:that|the|a|it|to)\b", text[home.start + attribution.verb[1] :][:8])


def _sentence_end(sentences: list[_Told], at: int) -> int:
    """End of the sentence that holds the place just behind a quotation."""
    one = _holding(sentences, at)
    return one.end if one else at


def _holding(sentences: list[_Told], at: int) -> _Told | None:
    """The sentence of a block that holds a place."""
    place = bisect_right(sentences, at, key=lambda one: one.start) - 1
    return sentences[place] if place >= 0 and at < sentences[place].end else None


def _beside(
    one: _Told, sentences: list[_Told], start: int, end: int, text: str, known: Voice
) -> tuple[_Told, Attribution, bool] | None:
    """The attribution that governs a run: right behind it, right before it, else the nearest before in its sentence."""
    low = bisect_right(sentences, start - 2, key=lambda one: one.end)
    high = bisect_right(sentences, end + 4, key=lambda one: one.start)
    holders = sentences[low:high]
    options: list[tuple[int, _Told, Attribution, bool]] = []
    for home in holders:
        around = home.found
        if len(around) > MANY:  # a list without a stop is one sentence: only what lies near can govern the run
            first = bisect_left(around, start - home.start - REACH, key=lambda one: one.verb[0])
            around = around[first : bisect_right(around, end - home.start + REACH, key=lambda one: one.verb[0])]
        for attribution in around:
            spans = [span for span in (attribution.verb, attribution.speaker) if span]
            low, high = home.start + min(span[0] for span in spans), home.start + max(span[1] for span in spans)
            if low >= end and not attribution.going:
                gap = text[end + 1 : low]
                if (
                    "." not in gap
                    and gap.strip(BETWEEN).lower() in ("", *known.adverbs)
                    and _goes_on(text, start, end, home, attribution)
                ):
                    options.append((0, home, attribution, True))
            elif high <= start and home is one:
                gap = text[high:start].rstrip(OPENING).strip()
                if gap in LINKS:
                    options.append((1, home, attribution, True))
                elif (
                    not re.search(r"[.!?;]|:(?!$)", gap)
                    and len(gap) < 160
                    and (not attribution.behind or known.language == "ar")
                ):
                    options.append((2, home, attribution, False))
    if not options:
        return None
    # behind, then before, then the nearest of those before
    _, home, attribution, near = min(options, key=lambda option: (option[0], -option[2].verb[0]))
    return home, attribution, near


def _is_named(phrase: str, known: Voice) -> bool:
    """Whether a phrase before a colon is a name or a role, not a clause: "Xi:", "The minister:"."""
    words = phrase.rstrip(": ").split()
    return 0 < len(words) <= 6 and all(
        word[0].isupper()
        or word in known.inside
        or word in known.roles
        or word in known.people
        or not word[0].islower()
        for word in words
    )


# --- reported -------------------------------------------------------------------------------------------------------


def _reported(
    article: Article, told: list[_Told], antecedents: dict[int, dict[str, Passage]], known: Voice
) -> Iterator[Quote]:
    for one in told:
        text = article.blocks[one.block].text[one.start : one.end]
        reach = 0
        for place, attribution in enumerate(one.found):
            if attribution.verb[0] < reach:
                continue
            following = one.found[place + 1].verb[0] if place + 1 < len(one.found) else len(text)
            clause = _clause(text, attribution, following, known)
            if clause is None:
                continue
            reach = clause[1]
            yield Quote(
                article.passage(one.block, one.start + clause[0], one.start + clause[1]),
                one.sentence,
                _who(article, one, attribution, antecedents),
                article.passage(one.block, one.start + attribution.verb[0], one.start + attribution.verb[1]),
                False,
            )


# " on Friday that ", " reporters that "
THAT = re.compile(
    r"\s?,?\s?(?:(?:[a-z]{1,16}ly|(?:on |late |early )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"(?: (?:morning|afternoon|evening|night))?|in [A-Z]\w{1,20}"
    r"|reporters|journalists|him|her|them|lawmakers|parliament)\s?,?\s?){0,2}(?:that|что|que|dass|إن|أن)\s"
)
MIN_CLAUSE = 3  # words
FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|shall|did|does)\b")


def _clause(text: str, attribution: Attribution, following: int, known: Voice) -> Span | None:
    """What is said: behind the verb after "that", or what is urged or stressed; before it in "…, the ministry said"."""
    start = max(attribution.verb[1], attribution.speaker[1] if attribution.speaker and attribution.behind else 0)
    rest = text[start:]
    if any(mark in rest[:4] for mark in '"“«「„'):
        return None
    that = THAT.match(rest)
    if attribution.behind and text[slice(*attribution.verb)].lower() in ACCORDING:
        before = text[: attribution.verb[0]].rstrip(" ,")
        if before:
            return _trimmed(text, 0, len(before), known)
        return _trimmed(text, start, len(text), known)
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
    elif text[slice(*attribution.verb)].lower() in ("said", "says", "say", "believes", "announced") and re.match(
        r"\s(?:the|it|he|she|they|a|an|its|their|there|this|[A-Z]\w+)\s", rest
    ):
        if text[slice(*attribution.verb)].lower() == "announced" and not FINITE.search(rest.split(",")[0]):
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
    return (start, end) if _words(text[start:end], known.language) >= MIN_CLAUSE else None
