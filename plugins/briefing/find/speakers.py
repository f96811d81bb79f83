"""Who speaks in each sentence of an article, and whom "he", "they" and "it" mean there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache

from briefing.lazy import regex
from briefing.model import Article, Passage
from briefing.plain import Frozen
from briefing.text.marks import marked
from briefing.text.speech import MARKS, Attribution, asides, attributions, people_in, spoken_behind_dash, unquoted
from briefing.text.tables import plain, shipped
from briefing.text.voices import Span, Voice

NEAR = 3  # paragraphs behind a name in which "he" may mean it
NEUTRAL = 2  # sentences that name nobody, between a speaker and "he"
GESTURE = 6  # words
MANY = 12  # verbs of speech in one sentence
BACK = 40  # sentences looked at
OUTSIDE = ("head", "title", "heading", "caption")
# "Jane Doe", "the Ports Union": somebody else may be meant
# what a phrase may be for each pronoun: "Vestra", named alone, is a person or a body
FITS = {"singular": ("singular", "person"), "plural": ("plural", "neuter"), "neuter": ("neuter", "", "singular")}
HERS, HIS = (
    ("Ms", "Mrs", "Miss", "Lady", "Queen", "Madam", "Sister"),
    ("Mr", "Sir", "Lord", "King", "Father", "Brother"),
)
# "The Valley Bank lent …"
HEAD = regex(r"(?:[A-Z][\w’'-]{0,30})(?: [\w’'-]{1,30}){1,5}")
LOWER = regex(r"[a-z]{5,14}")
LARGE = regex(r"\b[A-ZА-ЯЁ][\w-]{1,40}")
TWO_LARGE = regex(r"(?<![.!?“\"] )(?<!^)\b[A-ZА-ЯЁ][\w’'-]{1,40}\s[A-ZА-ЯЁ]")


class Told(Frozen):
    """A sentence, where it stands in its block, and the verbs of speech in it."""

    block: int
    start: int
    end: int
    sentence: int  # place in article.sentences
    quoted: bool  # it lies inside a quotation whole
    found: tuple[Attribution, ...]


@cache
def states() -> frozenset[str]:
    """Names of states and of their capitals, in small letters, that texts use for governments."""
    return frozenset(name.strip() for name in shipped("reporting")["governments"].lower().split("|"))


class Speakers:
    """The sentences of an article's running text, and who "he" is in them.

    A pronoun means the one speaker of the sentence before of its number ("it" a body), else the one person whom that
    sentence names: by title, given name, or the last name of one whom the article names so. Sentences inside a
    quotation and those about "she" herself do not count; behind a speaker NEUTRAL sentences may stand that name
    nobody. "He added" means the last speaker, whoever is named meanwhile. Where two could be meant, nobody is.
    """

    def __init__(self, article: Article, known: Voice) -> None:
        self.article, self.known = article, known
        self.runs = {place: tuple(self._runs(block.text)) for place, block in enumerate(article.blocks)
                     if block.kind not in OUTSIDE}  # fmt: skip
        self.told = [
            Told(one.block, one.start, one.end, place, self._quoted(one), attributions(one.text, known))
            for place, one in enumerate(article.sentences)
            if one.block in self.runs
        ]
        self._word = ""  # the pronoun that is asked for
        self._called: dict[str, str] = {}  # last name: "he" or "she", as the article has it
        self._who: dict[tuple[int, tuple[int, int]], Passage | None] = {}
        self._persons: dict[int, list[tuple[int, int]]] = {}
        asked = any(run for runs in self.runs.values() for run in runs)
        self.people = self._people() if asked else frozenset()
        for place, one in enumerate(self.told):
            for found in one.found:
                if found.pronoun:
                    who = self._who[one.sentence, found.verb] = self._antecedent(place, found)
                    if who and self._word in ("he", "she"):
                        self._called.setdefault(who.text.split()[-1], self._word)

    def _text(self, one: Told) -> str:
        return self.article.blocks[one.block].text[one.start : one.end]

    def _people(self) -> frozenset[str]:
        """Last names of the persons whom the article names by title or given name."""
        names = (self._text(one)[slice(*span)] for one in self.told for span in people_in(self._text(one), self.known))
        return frozenset(name.split()[-1].removesuffix("’s").removesuffix("'s") for name in names)

    def opens(self, one: Told) -> Passage | None:
        """The person with whose name a sentence begins, where it names no other before a colon."""
        colon = self._text(one).find(":")
        people = [span for span in self._named(one) if colon < 0 or span[0] < colon]
        if len(people) != 1 or people[0][0] != 0:
            return None
        return self.article.passage(one.block, one.start, one.start + people[0][1])

    def _named(self, one: Told) -> list[tuple[int, int]]:
        """Where a sentence names persons, by full name or by last name."""
        if one.sentence not in self._persons:
            self._persons[one.sentence] = self._persons_in(self._text(one))
        return self._persons[one.sentence]

    def _persons_in(self, text: str) -> list[tuple[int, int]]:
        found = list(people_in(text, self.known))
        ends = [end for _, end in found]
        for match in LARGE.finditer(unquoted(text, self.known.language)) if self.people else ():
            at = bisect_right(ends, match.start())
            if match[0] in self.people and not (at < len(ends) and found[at][0] <= match.start()):
                found.append(match.span())
        return sorted(found)

    def _runs(self, text: str) -> Iterator[tuple[int, int, bool]]:
        """What stands between marks or behind a dash, without the asides that tell who says it."""
        dashed = spoken_behind_dash(text, self.known)
        if dashed:
            yield from ((start, end, True) for start, end in dashed)
            return
        broken = [span for span in asides(text, self.known.language) if self.known.verb.search(text, *span)]
        for start, end, closed in marked(text):
            for low, high in broken:
                if start < low and high < end:
                    yield start, low, True
                    start = high
            yield start, end, closed

    def _quoted(self, one: Passage) -> bool:
        runs = self.runs[one.block]
        at = bisect_right(runs, one.start + 1, key=lambda run: run[0]) - 1
        return at >= 0 and runs[at][0] <= one.start + 1 and one.end <= runs[at][1] + 1

    def _clashes(self, phrase: str) -> bool:
        """Whether the pronoun that is asked for cannot be this person: by a title, or as the article calls them."""
        called = self._called.get(phrase.split()[-1], self._word) if phrase else self._word
        return clashes(self._word, phrase) or (self._word in ("he", "she") and called != self._word)

    def _number(self, phrase: str) -> str:
        """As ``number``; a person where the article names one so: what is named alone may be a body."""
        found = number(phrase, self.known)
        return "person" if found == "singular" and phrase.split()[-1] in self.people else found

    def who(self, one: Told, attribution: Attribution) -> Passage | None:
        """The speaker of an attribution, None when the text does not name one by the rule."""
        if attribution.speaker is None:
            return None
        if attribution.pronoun:
            return self._who.get((one.sentence, attribution.verb))
        return self.article.passage(one.block, one.start + attribution.speaker[0], one.start + attribution.speaker[1])

    def of_gesture(self, one: Told) -> Passage | None:
        """Who "She shrugs." is, a short sentence between two quotations."""
        place = bisect_left(self.told, one.sentence, key=lambda told: told.sentence)
        text = self._text(one)
        pronoun = self.known.pronoun(text.split(" ", 1)[0])
        return self._before(place, pronoun) if pronoun and text.count(" ") < GESTURE else None

    def alone(self, one: Told) -> tuple[Passage, Attribution] | None:
        """The one speaker of a sentence with the last verb; None when it has none or several."""
        if len(one.found) > MANY:
            return None
        found = [(who, verb) for verb in one.found if (who := self.who(one, verb))]
        return found[-1] if len({who.text for who, _ in found}) == 1 and len(found) == len(one.found) else None

    def _antecedent(self, place: int, asked: Attribution) -> Passage | None:
        here = self.told[place]
        speaker = asked.speaker
        self._word = self._text(here)[slice(*speaker)].lower() if speaker else ""
        same = self._speakers(here, asked.pronoun, asked.verb[0])
        if same:
            return same[0] if len(same) == 1 else None
        if self.known.language == "zh" and speaker and speaker[0] > 0 and self._text(here)[speaker[0] - 1] not in MARKS:
            return None  # "…深表赞同，他表示": somebody whom this sentence names
        head = HEAD.match(self._text(here)) if asked.pronoun == "neuter" else None
        words = head[0].split() if head else []
        body = next((n for n, word in enumerate(words, 1) if word.lower() in self.known.bodies), 0)
        if body and not any(is_plain_noun(word) for word in words[body : body + 1]):
            # "The Valley Bank lent the money, it said"; not "Police buildings were damaged, it said"
            return self.article.passage(here.block, here.start, here.start + len(" ".join(words[:body])))
        if plain(self._text(here)[slice(*asked.verb)]) in self.known.adding:
            for one in reversed(self.told[max(0, place - BACK) : place]):
                if one.quoted or here.block - one.block > NEAR or not one.found:
                    continue
                speakers = self._speakers(one, asked.pronoun)
                if speakers:
                    return speakers[0] if len(speakers) == 1 else None
                break
        found = self._before(place, asked.pronoun)
        return self._here(here, speaker, found) if speaker and asked.pronoun == "singular" else found

    def _here(self, one: Told, pronoun: Span, found: Passage | None) -> Passage | None:
        """Who "she" is where her own sentence names somebody before: that person, or nobody where it is unclear.

        "While Ana Marsh moves on: “…,” she says" is not the speaker before; of "to Ana Marsh: “…,” she says" nobody
        can tell.
        """
        text = self._text(one)
        named = [span for span in self._named(one) if span[1] <= pronoun[0] and not self._clashes(text[slice(*span)])]
        if not named or (found and any(found.text.split()[-1] in text[slice(*span)] for span in named)):
            return found
        first, last = named[0]
        alone = len({text[slice(*span)].split()[-1] for span in named}) == 1
        opens = not text[:first].strip() or text[:first].strip().lower() in self.known.halves
        return self.article.passage(one.block, one.start + first, one.start + last) if alone and opens else None

    def _before(self, place: int, pronoun: str) -> Passage | None:
        here, steps = self.told[place], 0
        for one in reversed(self.told[max(0, place - BACK) : place]):
            if here.block - one.block > NEAR:
                return None
            if one.quoted:
                continue
            text = self._text(one)
            speakers = self._speakers(one, pronoun)
            if speakers and self._tells_of_another(one, speakers[0]):
                return None
            if speakers:
                return speakers[0] if len(speakers) == 1 and here.block - one.block <= steps + 1 else None
            steps += 0 if self.known.pronoun(text.split(" ", 1)[0]) == pronoun else 1
            people = [span for span in self._named(one) if not self._clashes(text[slice(*span)])]
            if people and self.known.language != "en":
                return None  # a name alone does not tell whether "elle" may mean it
            if people and pronoun == "singular" and steps == 1 and here.block - one.block <= 1:
                first, last = people[0]
                named = self.article.passage(one.block, one.start + first, one.start + last)
                return named if len({text[slice(*span)].split()[-1] for span in people}) == 1 else None
            if people or one.found or steps > NEUTRAL or TWO_LARGE.search(text):
                return None
        return None

    def _tells_of_another(self, one: Told, speaker: Passage) -> bool:
        """Whether a speaker tells a court of somebody else, who may be the next "he"."""
        text = self._text(one)
        if self.known.court.isdisjoint(LOWER.findall(text.lower())):
            return False
        others = {text[slice(*span)].split()[-1] for span in self._named(one) if not self._clashes(text[slice(*span)])}
        return bool(others - set(speaker.text.split()))

    def _speakers(self, one: Told, pronoun: str, until: int | None = None) -> list[Passage]:
        """Those of this number who speak in a sentence, or before a place in it."""
        found: dict[str, Passage] = {}
        last = len(one.found) if until is None else bisect_left(one.found, until, key=lambda verb: verb.verb[1])
        for attribution in one.found[max(0, last - MANY) : last]:
            who = self.who(one, attribution)
            fits = FITS[pronoun]
            if who and self._clashes(who.text):
                continue
            if who and (attribution.pronoun == pronoun or self._number(who.text) in fits):
                found.setdefault(who.text, who)
        return list(found.values())


def is_plain_noun(word: str) -> bool:
    """Whether a word behind a body may be a noun it describes: "police buildings", "bank officials"."""
    return (
        word.islower() and (word.endswith("s") or word in ("department",)) and word not in ("has", "was", "is", "says")
    )


def clashes(pronoun: str, phrase: str) -> bool:
    """Whether a title in a phrase is of the other sex: "he", "Ms. Lassiter"."""
    title = phrase.split(" ", 1)[0].rstrip(".")
    return title in (HERS if pronoun == "he" else HIS if pronoun == "she" else ())


def number(phrase: str, known: Voice) -> str:
    """ "plural" for "the members", "singular" for a person, "neuter" for a body, "" where it cannot be told."""
    words = phrase.lower().split()
    if not words:
        return ""
    if words[-1] in known.people:
        return "plural"
    if phrase.lower().removeprefix("the ") in states():
        return "neuter"  # "Moscow said … It added": no "he"
    if any(word.strip("’'s") in known.bodies or word in known.bodies for word in words):
        return "neuter"
    if known.language == "zh":
        return "singular"
    capitals = [word for word in phrase.split() if word[0].isupper()]
    if any(word.strip(".") in known.roles for word in words):
        return "singular"
    if words[0] in known.inside or not capitals or any(word.isupper() and len(word) > 1 for word in capitals):
        return ""
    return "singular" if len(words) <= 4 and len(capitals) == len(words) else ""
