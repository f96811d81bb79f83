"""What was said: words between quotation marks and reported speech, each with its speaker where the text names one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from briefing.find.capitals import common
from briefing.find.reported import clauses, words_in_run
from briefing.find.speakers import Speakers, Told
from briefing.lazy import regex
from briefing.model import Article, Desk, Fact, Passage
from briefing.text.marks import BETWEEN, is_sentence, is_title, opens_text
from briefing.text.speech import Attribution, opens_turkish
from briefing.text.subjects import subject_before
from briefing.text.tables import shipped
from briefing.text.turned import told_next
from briefing.text.voices import Voice, is_accord, voice

MIN_WORDS = 4  # words of a sentence between marks that nothing says is speech
MIN_TOLD = 3  # words, when a verb of speech governs the run; "very bad" may be a scare quote
MIN_BESIDE = 2  # words, when a verb of speech stands beside the marks
SHORT_CHINESE = 10  # characters; a shorter run without a stop, far from the verb, is a name
MANY = 16  # verbs of speech in one sentence
REACH = 600  # characters between a run and the verb that governs it
FAR = 160  # characters from a verb to a run that does not stand beside it
OPENING = " \"“„«‹「『'‘"
STOPS = ".!?…。！？؟"
DASHES = " —–-"
SIGNS = " ,，:：—–"  # may stand between a verb of speech and the mark behind it
# “…” diyen Ulaştırma Bakanı Aylin Demir,
TURKISH_BEHIND = regex(r"(?:[A-ZÇĞİÖŞÜ][\w.’'-]{1,30}\s){0,6}[A-ZÇĞİÖŞÜ][\w-]{1,30}(?=[,.\s])")
WHEN = regex(r"\b(?:after|before|when|once|since|until)\s$")
# a run that only describes the noun behind it
OF_NOUN = regex(r"\b(?:a|an|the|its|their|his|her)\s[“\"]$")
NOUN = regex(
    r"\s(?!(?:to|for|of|in|on|at|by|with|and|but|or|as|that|which|who|when|while|from|after|before|because|if|over|against"
    r"|between|about|during|into|is|are|was|were|has|had|have|will|would|could|can|may|he|she|they|it|said|says)\b)[a-z]{3}"
)
OF_WORK = regex(r"\b(?:in|on|of|from|for|with)\s[“\"]$")  # starred in “Suits,”
PASSIVE = regex(r"\b(?:is|are|was|were|been|being|got) (?:asked|questioned|pressed)[,:]?\s?$")
# " the transport minister, " between a run and a name
DESCRIBED = regex(r"\s(?:the|a|an)\s[^,.;:]{3,60},\s")
# “…”河东公司工人、技师王敏说
CHINESE_TITLES = regex(r"[^，。；！？“”\s]{1,30}、")
# ", she’d reply," between a verb and a run: another speaks
OTHER_SUBJECT = regex(
    r"[,—–] (?:and |but )?(?:(?:he|she|they|I|we|you|it)\b"
    r"|[A-Z][\w’'-]{1,30}(?: [A-Z][\w’'-]{1,30}){0,2} [a-z]{2,14}ed\b)"
)


class Quote(Fact):
    """Words that somebody said. ``passage``: what stands between the marks, or the reported clause.

    ``speaker`` None: the text does not name one by the rules we can state.
    """

    speaker: Passage | None
    verb: Passage | None
    direct: bool


class Verdict(NamedTuple):
    """Who said a run between marks, by which verb, and where the sentence ends that tells so."""

    speaker: Passage | None
    verb: Passage | None
    end: int = 0
    asks: bool = False  # the run ends as a question


NOBODY = Verdict(None, None)


def find(article: Article, desk: Desk) -> tuple[Quote, ...]:
    """Quotations and reported speech in reading order.

    A quotation is a run between paired marks that is a whole sentence, or has MIN_TOLD or more and a verb of speech
    with it. Its speaker stands beside that verb: before, between or behind. A quotation without a verb of its own is
    that of the speaker whose words end right before it. What a pronoun means is for ``find.speakers``; where that
    says nobody, the speaker is None. Reported speech is a clause behind a verb of speech with a subject.
    """
    known = voice(desk.words.get("reporting") or shipped("reporting"), article.source.language)
    if known is None:
        return ()
    speakers = Speakers(article, known)
    direct = list(Direct(article, speakers, known).find())
    taken = {(quote.passage.block, quote.sentence) for quote in direct}
    reported = [quote for quote in _reported(article, speakers, known)
                if (quote.passage.block, quote.sentence) not in taken]  # fmt: skip
    return tuple(
        sorted([*direct, *reported], key=lambda quote: (quote.passage.block, quote.passage.start, not quote.direct))
    )


def _reported(article: Article, speakers: Speakers, known: Voice) -> Iterator[Quote]:
    for one in speakers.told:
        if not one.found or one.quoted:
            continue
        text = article.blocks[one.block].text[one.start : one.end]
        for (start, end), attribution in clauses(text, one, known):
            passage = article.passage(one.block, one.start + start, one.start + end)
            verb = article.passage(one.block, one.start + attribution.verb[0], one.start + attribution.verb[1])
            yield Quote(passage, one.sentence, speakers.who(one, attribution), verb, False)


class Direct:
    """Finds the quotations of an article, paragraph by paragraph."""

    def __init__(self, article: Article, speakers: Speakers, known: Voice) -> None:
        self.article, self.speakers, self.known = article, speakers, known
        self.by_block: dict[int, list[Told]] = {}
        for one in speakers.told:
            self.by_block.setdefault(one.block, []).append(one)

    def find(self) -> Iterator[Quote]:
        """The quotations in reading order."""
        waiting: list[Quote] = []  # first paragraphs of a quotation whose speaker may come with a later one
        carried: Verdict | None = None  # of a quotation that runs on into the next paragraph
        before: tuple[int, Verdict | None] = (-2, None)  # a paragraph, and who has the word at its end
        for block, sentences in sorted(self.by_block.items()):
            text = self.article.blocks[block].text
            last: Verdict | None = None
            runs_on = None
            alone = self._is_all_quoted(block, text)
            for start, end, closed in self.speakers.runs[block]:
                while start < end and text[start].isspace():
                    start += 1
                while end > start and text[end - 1].isspace():
                    end -= 1
                home = _holding(sentences, start)
                if home is None or start == end:
                    continue
                if not closed and not (start <= 2 or carried or is_sentence(text, start, end)):
                    continue
                verdict = self._judge(home, sentences, text, start, end, last)
                first = opens_text(text, start)
                if carried is not None and first and (verdict is None or verdict.speaker is None):
                    verdict = carried
                elif alone and first and block - before[0] == 1 and before[1] and verdict == NOBODY:
                    verdict = before[1]
                if verdict is None:
                    continue
                quote = Quote(
                    self.article.passage(block, start, end), home.sentence, verdict.speaker, verdict.verb, True
                )
                last = verdict._replace(end=max(end + 1, verdict.end), asks=text[end - 1] in "?？؟")
                if waiting and first and carried is not None:
                    if verdict.speaker is not None:
                        yield from (replace(one, speaker=verdict.speaker, verb=verdict.verb) for one in waiting)
                        waiting = []
                else:
                    yield from waiting
                    waiting = []
                if not closed:
                    runs_on = verdict
                if verdict.speaker is None and (not closed or waiting):
                    waiting.append(quote)
                else:
                    yield quote
            before = block, self._has_the_word(text, sentences, last)
            carried = runs_on
        yield from waiting

    def _is_all_quoted(self, block: int, text: str) -> bool:
        """Whether a paragraph is nothing but one quotation."""
        runs = self.speakers.runs[block]
        return len(runs) == 1 and opens_text(text, runs[0][0]) and not text[runs[0][1] :].strip(BETWEEN + STOPS)

    def _has_the_word(self, text: str, sentences: list[Told], last: Verdict | None) -> Verdict | None:
        """Who said the last words of a paragraph: of its last quotation, or of the speech its last sentence reports."""
        if last is not None and not text[last.end :].strip(BETWEEN + STOPS):
            return last if last.speaker and not last.asks else None
        named = told_next(text, self.known.language)
        if named and sentences:
            return Verdict(self.article.passage(sentences[-1].block, *named), None, len(text))
        return self._teller(sentences[-1]) if sentences else None

    def _teller(self, one: Told) -> Verdict | None:
        """The one speaker of a sentence that reports speech."""
        found = None if one.quoted else self.speakers.alone(one)
        if found is None:
            who = None if one.quoted or one.found else self.speakers.of_gesture(one)
            return Verdict(who, None, one.end) if who else None
        return Verdict(found[0], self._verb(one, found[1]), one.end)

    def _verb(self, one: Told, attribution: Attribution) -> Passage:
        return self.article.passage(one.block, one.start + attribution.verb[0], one.start + attribution.verb[1])

    def _judge(
        self, one: Told, sentences: list[Told], text: str, start: int, end: int, last: Verdict | None
    ) -> Verdict | None:
        """Speaker and verb of a run between marks; None when it is no speech."""
        known = self.known
        words = words_in_run(text[start:end], known.language)
        before, after = text[max(one.start, start - 60) : start - 1], text[end + 1 : end + 60]
        if known.titled.search(before):
            return None
        if PASSIVE.search(before):
            return Verdict(None, None, one.end)  # "She was asked, “…?”" does not say by whom
        whole = is_sentence(text, start, end)
        chosen = _beside(one, sentences, start, end, text, known)
        if words == 1 and is_title(text[start:end]) and OF_WORK.search(text, max(one.start, start - 8), start):
            return None
        if (
            known.language == "en"
            and OF_NOUN.search(text, max(one.start, start - 6), start)
            and NOUN.match(text, end + 1)
        ):
            return None  # added a “reasonable pricing” clause
        if is_title(text[start:end]) and not (chosen and chosen[2] and text[end - 1] in ",."):
            return None
        if chosen is not None:
            home, attribution, near = chosen
            if (
                near
                and text[slice(home.start + attribution.verb[0], home.start + attribution.verb[1])] == "called"
                and (is_title(text[start:end].rstrip(STOPS)))
            ):
                return None  # a parody called “My Harbour.”
            if not near and is_title(text[start:end].rstrip(STOPS)):
                return None  # confirmed to “Good Morning Velmar.”
            if (
                not near
                and text[slice(home.start + attribution.verb[0], home.start + attribution.verb[1])] in known.relays
            ):
                return Verdict(None, self._verb(home, attribution), home.end)  # a paper reports what others say
            if (
                known.language == "zh"
                and not near
                and len(text[start:end]) < SHORT_CHINESE
                and not regex(r"[，。！？、]").search(text[start:end])
            ):
                return None  # 通信卫星“图帕克”星
            if words >= MIN_TOLD or (near and (whole or words >= MIN_BESIDE)):
                return Verdict(self.speakers.who(home, attribution), self._verb(home, attribution), home.end)
            return None
        bare = self._bare(one, text, start, end, last) if words >= MIN_BESIDE else None
        if bare is not None:
            return bare
        named = self._before_colon(one, text, start, before) if words >= MIN_BESIDE else None
        if named is not None:
            return named if named.speaker or whole else None
        if known.led and (led := known.led.match(text, end + 1)):
            name = TURKISH_BEHIND.match(text, led.end())
            verb = self.article.passage(one.block, led.end() - len(led[0].lstrip(" ,")), led.end() - 1)
            return Verdict(name and self.article.passage(one.block, *name.span()), verb, one.end)
        if known.language == "tr" and (late := regex(rf"[\s,]*(?:{known.verb.pattern})", re.IGNORECASE).match(after)):
            verb = self.article.passage(
                one.block, end + 1 + late.end() - len(late[0].lstrip(" ,")), end + 1 + late.end()
            )
            opening = opens_turkish(text[one.start : start - 1])
            speaker = opening and self.article.passage(one.block, one.start + opening[0], one.start + opening[1])
            return Verdict(speaker, verb, one.end)
        if is_title(text[start:end].rstrip(STOPS)) and words >= MIN_BESIDE:
            return None  # “All the Small Ships.” at the end of a sentence
        if whole and words >= MIN_BESIDE and last is not None and not text[last.end : start - 1].strip(DASHES):
            return last  # “…,” she said. “…”
        stopped = text[end - 1] in STOPS + "," or (
            opens_text(text, start) and not text[end + 1 : end + 20].strip(" .。")
        )
        if not (whole and stopped and words >= MIN_WORDS - 1):
            return None
        if one.quoted or not text[one.start : start - 1].strip():  # the run is the sentence
            place = bisect_left(sentences, one.start, key=lambda told: told.start)
            return (self._teller(sentences[place - 1]) if place else None) or NOBODY
        return NOBODY

    def _bare(self, one: Told, text: str, start: int, end: int, last: Verdict | None) -> Verdict | None:
        """A run beside a verb whose subject the language leaves out: “…”, añadió. It is the last speaker's."""
        if self.known.language in ("en", "zh", "tr"):
            return None
        before = text[max(one.start, start - 40) : start].rstrip(OPENING + ":：")
        found = next((m for m in self.known.verb.finditer(before) if m.end() == len(before)), None)
        at = max(one.start, start - 40)
        if found is None or (before[: found.start()].rstrip()[-1:] not in ("", *STOPS)):
            behind = regex(r",?\s?[—–-]\s" if self.known.language == "ru" else r",\s").match(text[end + 1 : end + 8])
            at = end + 1 + (behind.end() if behind else 0)
            found = self.known.verb.match(text[at : at + 40]) if behind else None
        if found is None:
            return None
        verb = self.article.passage(one.block, at + found.start(), at + found.end())
        goes_on = last is not None and not last.asks and not self.known.verb.search(text, last.end, at + found.start())
        return Verdict(last.speaker if last and goes_on else None, verb, one.end)

    def _is_label(self, words: str) -> bool:
        """Whether one word before a colon is no name: it stands nowhere else and is no office."""
        if " " in words or words.lower() in self.known.roles | self.known.people or self.known.language == "zh":
            return False
        return sum(words in block.text for block in self.article.blocks) == 1 and words.lower() in common(4.0)

    def _before_colon(self, one: Told, text: str, start: int, before: str) -> Verdict | None:
        """Who "Ruiz: “…”" names; NOBODY behind another colon, None where there is none."""
        colon = regex(r"[:：]\s?$").search(before)
        if colon is None:
            return None
        at = max(one.start, start - 60) + colon.start()
        opening = self.speakers.opens(one)
        if opening is not None and opening.end < at:
            return Verdict(opening, None, one.end)
        name = subject_before(text[one.start : at], at - one.start, self.known)
        if name is None or text[one.start : one.start + name[0]].strip():
            return NOBODY
        if not _is_named(text[one.start + name[0] : at], self.known) or self._is_label(text[one.start + name[0] : at]):
            return NOBODY
        return Verdict(self.article.passage(one.block, one.start + name[0], one.start + name[1]), None, one.end)


def _goes_on(text: str, end: int, home: Told, attribution: Attribution, language: str) -> bool:
    """Whether the attribution behind a quotation belongs to it: not "…?” The minister admitted that he did."."""
    if text[end - 1] not in ".!?" or attribution.behind:
        return True
    if language in ("de", "fr", "es", "ru") and "," not in text[end : home.start + attribution.verb[0]]:
        return False  # „Wie geht das?“ Braun antwortet: „…“
    low = home.start + min(attribution.verb[0], (attribution.speaker or attribution.verb)[0])
    if text[end - 1] == "." and text[low].isupper() and "," not in text[end:low]:
        return False
    return not regex(r"\s(?:that|the|a|it|to)\b").match(text[home.start + attribution.verb[1] :][:8])


def _holding(sentences: list[Told], at: int) -> Told | None:
    """The sentence of a block that holds a place."""
    place = bisect_right(sentences, at, key=lambda one: one.start) - 1
    return sentences[place] if place >= 0 and at < sentences[place].end else None


def _beside(
    one: Told, sentences: list[Told], start: int, end: int, text: str, known: Voice
) -> tuple[Told, Attribution, bool] | None:
    """The attribution that governs a run, and whether it stands beside the marks.

    Right behind the run, else right before it, else the nearest before in its sentence, else ", she said" at the end.
    """
    low = bisect_right(sentences, start - 2, key=lambda one: one.end)
    high = bisect_right(sentences, end + 4, key=lambda one: one.start)
    options: list[tuple[int, Told, Attribution]] = []
    for home in sentences[low:high]:
        around = home.found
        if len(around) > MANY:  # a list without a stop is one sentence: only what lies near can govern the run
            first = bisect_left(around, start - home.start - REACH, key=lambda one: one.verb[0])
            around = around[first : bisect_right(around, end - home.start + REACH, key=lambda one: one.verb[0])]
        for attribution in around:
            rank = _governs(home, one, attribution, start, end, text, known)
            if rank is not None:
                options.append((rank, home, attribution))
    if not options:
        return None
    rank, home, attribution = min(options, key=lambda option: (option[0], -option[2].verb[0]))
    return home, attribution, rank < 2


def _governs(
    home: Told, one: Told, attribution: Attribution, start: int, end: int, text: str, known: Voice
) -> int | None:
    """How an attribution governs a run: 0 right behind, 1 right before, 2 before, 3 at the end; None: not at all."""
    spans = [span for span in (attribution.verb, attribution.speaker) if span]
    low, high = home.start + min(span[0] for span in spans), home.start + max(span[1] for span in spans)
    if low >= end and not attribution.going:
        gap = text[end + 1 : low]
        if "." in gap:
            return None
        led = known.language == "zh" and CHINESE_TITLES.fullmatch(gap)
        if gap.strip(BETWEEN).lower() in ("", *known.adverbs) or DESCRIBED.fullmatch(gap) or led:
            return 0 if _goes_on(text, end, home, attribution, known.language) else None
        closes = gap.rstrip().endswith(",") or is_accord(text[low : home.start + attribution.verb[1]], known)
        rest = text[high : home.end].strip()
        return 3 if home is one and closes and len(gap) < FAR and not regex(r"[;:“\"«]").search(gap) and (
            rest in STOPS or rest[:1] in ",.") else None  # fmt: skip
    if high > start or home is not one:
        return None
    gap = text[high:start].rstrip(OPENING).strip()
    if gap.strip(SIGNS) in known.links or not gap.strip(SIGNS):
        return 1
    if regex(r"[.!?;]|:(?!$)").search(gap) or len(gap) >= FAR or OTHER_SUBJECT.search(gap):
        return None
    if WHEN.search(text, max(home.start, low - 8), low):
        return None  # "he said after the court had ruled there had been “…”"
    told = not attribution.behind or known.language == "ar"
    return 2 if told or is_accord(text[low : home.start + attribution.verb[1]], known) else None


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
