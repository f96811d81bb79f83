"""Where a sentence names something: runs of capitalised words, cut to size, with what their own words say of their kind.

Knows nothing of other sentences; ``entities.py`` settles what belongs together. Word lists: ``data/words/names.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from briefing.find.gazetteer import WORD, Gazetteer, Known, Match, fold
from briefing.model import Desk, DeskError, EntityKind
from briefing.text.tables import shipped

LISTS = (
    "common", "titles", "courtesy", "title_modifiers", "office_of", "organisation_heads", "place_heads", "project_heads", "document_heads",
    "project_words", "of_heads", "event_heads", "inner", "place_before", "speech", "office_words", "demonyms", "given",
)  # fmt: skip
LONGEST = 12  # words in a run; longer ones are lists or headlines
HYPHENS = ("-", "\u2010", "\u2011", "–", " – ", " — ")
GLUE = frozenset((" ", "-", "\u2010", "\u2011", "–", "’", "'", "ʻ", "ʼ", "&", " & ", "/", "\xa0", ""))
PARTICLES = frozenset("al el bin bint ibn ben von van der den de da di du dos ul".split())
# Roman numerals, parts of a date or a list
NUMERAL = re.compile(r"[IVXLC]+")
# (SCO)
SHORT = re.compile(r"\(\s?(?P<short>[A-ZА-ЯЁ][A-Za-zА-Яа-яЁё0-9&]{1,9})\s?\)")


class Word(NamedTuple):
    """A word of a block: what stands there, and where."""

    text: str
    start: int
    end: int

    @property
    def is_large(self) -> bool:
        """Whether it opens with a capital."""
        return self.text[0].isupper()


class Name(NamedTuple):
    """A place where a sentence names something. ``role``: a title before it. ``votes``: points for a kind."""

    start: int
    end: int
    key: tuple[str, ...]  # folded words
    known: Known | None
    weak: int
    kind: EntityKind | None
    role: tuple[int, int] | None
    votes: tuple[tuple[EntityKind, int], ...] = ()
    first: bool = False  # it opens its sentence, where every word has a capital


@dataclass(frozen=True)
class Lists:
    """The word lists, by name, folded or as spelt."""

    words: Mapping[str, frozenset[str]]
    never: frozenset[str] = field(default_factory=frozenset)

    def has(self, name: str, word: str) -> bool:
        """Whether a list holds a word as spelt."""
        return word in self.words[name]


@lru_cache(maxsize=4)
def _lists(own: tuple[tuple[str, str], ...]) -> Lists:
    table = shipped("names")
    more = dict(own)
    words = {name: frozenset(f"{table.get(name, '')} {more.get(name, '')}".split()) for name in LISTS}
    never = f"{table['never']}|{more.get('never', '')}".split("|")
    return Lists(words, frozenset(" ".join(fold(w) for w in WORD.findall(phrase)) for phrase in never if phrase.strip()))


def lists(desk: Desk) -> Lists:
    """The shipped word lists with the site's own added."""
    table: Mapping[str, Any] = desk.words.get("names", {})
    own = []
    for name in (*LISTS, "never"):
        found = table.get(name, "")
        if not isinstance(found, str):
            raise DeskError(f"words/names.toml: {name}: expected words in one string, found {found!r}")
        own.append((name, found))
    return _lists(tuple(own))


def words_of(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words between two places of a text. "U.S." is two words that stand close."""
    return [Word(m[0], m.start(), m.end()) for m in WORD.finditer(text, start, len(text) if end is None else end)]


def expansions(text: str) -> Iterator[tuple[int, int, str, int]]:
    """Long names that are followed by their short form in brackets: start, end, short form, end of the bracket.

    The letters of the short form open the words of the long one, in order and from the end; small words may be passed
    over (Schwartz and Hearst 2003, with whole words instead of letters).

    >>> text = "the Northern Ferry Company of Lakes (NFCL)"
    >>> [(text[a:b], short) for a, b, short, _ in expansions(text)]
    [('Northern Ferry Company of Lakes', 'NFCL')]
    """
    for found in SHORT.finditer(text):
        letters = [c.lower() for c in found["short"] if c.isalnum()]
        if sum(c.isupper() for c in found["short"]) < 2:
            continue
        words = words_of(text, max(0, found.start() - 200), found.start())
        if not words or text[words[-1].end : found.start()].strip():
            continue
        at = len(words) - 1
        while letters and at >= 0:
            if at + 1 < len(words) and len(text[words[at].end : words[at + 1].start]) > 3:
                break
            if fold(words[at].text)[0] == letters[-1] and (words[at].is_large or len(letters) > 1):
                letters.pop()
            elif words[at].text not in SMALL:
                break
            at -= 1
        if not letters and len(words) - at > 2 and words[at + 1].is_large:
            yield words[at + 1].start, words[-1].end, found["short"], found.end()


ARTICLES = frozenset("al el an as ash ar at az ad".split())
SMALL = frozenset("of the and for in on to de du la des et".split())


class Scanner:
    """Finds the names of one sentence after the other, under one desk."""

    def __init__(self, known: Gazetteer, words: Lists, language: str) -> None:
        self.known, self.lists, self.language = known, words, language

    def scan(
        self, text: str, start: int, end: int, fixed: Mapping[tuple[str, ...], Known | None], headline: bool
    ) -> Iterator[Name]:
        """Names between two places of a text, in order.

        ``fixed``: word runs that the article itself explains. In a headline, where most words have capitals, only
        known and fixed names count.
        """
        words = words_of(text, start, end)
        if not words:
            return
        spots = {m.start: m for m in self._known(words, fixed, all(w.text.isupper() for w in words))}
        at = 0
        while at < len(words):
            opens = words[at].is_large or at in spots or self._is_article(text, words, at)
            if not opens or words[at].text.isdigit():
                at += 1
                continue
            stop = self._run(text, words, at, spots, headline)
            yield from self._split(text, words, at, stop, spots, headline)
            at = stop

    def _is_article(self, text: str, words: list[Word], at: int) -> bool:
        """Whether an Arabic article opens a name here: "al-Tanf"."""
        if words[at].text not in ARTICLES or at + 1 == len(words) or not words[at + 1].is_large:
            return False
        return text[words[at].end : words[at + 1].start] in ("-", "\u2010", "\u2011")

    def _known(
        self, words: list[Word], fixed: Mapping[tuple[str, ...], Known | None], capitals: bool
    ) -> Iterator[Match]:
        spelt = [word.text for word in words]
        matches = list(self.known.find(spelt, capitals))
        if not fixed:
            yield from matches
            return
        keys = [fold(word) for word in spelt]
        longest = max(map(len, fixed))
        taken: set[int] = set()
        for at in range(len(keys)):
            if at in taken or not words[at].is_large:
                continue
            for size in range(min(longest, len(keys) - at), 0, -1):
                key = tuple(keys[at : at + size])
                longer = any(m.start <= at and m.end >= at + size and m.end - m.start > size for m in matches)
                if key in fixed and not longer:
                    yield Match(at, at + size, fixed[key] or OF_THE_TEXT, 0)
                    taken.update(range(at, at + size))
                    break
        yield from (m for m in matches if not taken.intersection(range(m.start, m.end)))

    def _run(self, text: str, words: list[Word], at: int, spots: Mapping[int, Match], headline: bool) -> int:
        """Where the run of capitalised words that opens at ``at`` ends."""
        stop = spots[at].end if at in spots else at + (1 if words[at].is_large else 2)
        if headline:
            return stop
        heads, inner = self.lists.words["of_heads"], self.lists.words["inner"]
        while stop < len(words) and stop - at < LONGEST:
            gap = text[words[stop - 1].end : words[stop].start]
            if stop in spots and gap in GLUE and words[stop].is_large:
                stop = spots[stop].end
                continue
            word = words[stop]
            if gap not in GLUE and not (gap == ". " and (len(words[stop - 1].text) == 1 or words[stop - 1].text in ABBREVIATED)):
                if not (gap == "." and len(word.text) == 1):
                    break
            if word.is_large:
                stop += 1
                continue
            # "Ministry of the Interior", "Haider al-Abadi", "Department of Foreign Affairs and Trade"
            ahead = stop + 1
            if ahead < len(words) and word.text == "of" and words[ahead].text == "the":
                ahead += 1
            if word.text not in inner or ahead >= len(words) or not words[ahead].is_large or gap.strip("- "):
                break
            if text[words[ahead - 1].end : words[ahead].start] not in GLUE:
                break
            if word.text not in PARTICLES:
                before = words[stop - 1].text
                is_list = word.text in ("and", "et", "y", "e")
                if word.text in ("for", "on", "of", "to", "in") or not is_list:
                    of_place = word.text == "of" and ahead in spots and not heads.isdisjoint(w.text for w in words[at : at + 2])
                    of_place = of_place and spots[ahead].known.kind == "place"
                    if before not in heads and not of_place and not (word.text == "of" and before in self.lists.words["titles"]):
                        break
                    if word.text in ("of", "in") and before in self.lists.words["titles"]:
                        if words[ahead].text not in self.lists.words["office_of"]:
                            break
                elif not any(w.text in ("of", "for", "on") for w in words[at:stop]) or ahead in spots:
                    break
            stop = spots[ahead].end if ahead in spots else ahead + 1
        return min(stop, len(words))

    def _split(
        self, text: str, words: list[Word], at: int, stop: int, spots: Mapping[int, Match], headline: bool
    ) -> Iterator[Name]:
        """The names inside a run: titles and adjectives off, what is known apart from what is not."""
        has = self.lists.has
        begin = at
        while at < stop and at not in spots and has("common", words[at].text) and not has("titles", words[at].text):
            at += 1
        while stop > at and has("common", words[stop - 1].text) and not any(m.end == stop for m in spots.values()):
            stop -= 1
        if at >= stop:
            return
        role, name_at = self._role(words, at, stop, spots)
        role_span = (words[at].start, words[role - 1].end) if role > at and name_at < stop else None
        if role > at and name_at >= stop:  # a title alone
            inside = (m for place, m in sorted(spots.items()) if at <= place and m.end <= stop)
            yield from (self._known_name(text, words, m, None, False) for m in inside)
            return
        after = spots.get(name_at + 1)
        if after and after.end == stop and not after.weak and name_at == 0 and name_at not in spots and not role > at:
            name_at += 1  # "Declaring Mosul": the capital is the sentence's
        first = name_at == begin and self._opens(text, words, name_at)
        yield from self._inside(text, words, name_at, stop, spots, headline, role_span, first)

    def _role(self, words: list[Word], at: int, stop: int, spots: Mapping[int, Match]) -> tuple[int, int]:
        """Where the titles before a name end, and where the name begins. Equal to ``at`` when there is none."""
        has = self.lists.has
        end, place = at, at
        while place < stop:
            word = words[place].text
            match = spots.get(place)
            if match and match.known.kind in ("place", "organisation") and match.end < stop and end == at:
                place = match.end
            elif match and match.known is not OF_THE_TEXT:
                break
            elif has("titles", word):
                place += 1
                end = place
                if place + 1 < stop and words[place].text == "of" and has("office_of", words[place + 1].text):
                    place += 2
                    while place < stop and has("office_of", words[place].text):
                        place += 1
                    end = place
            elif has("demonyms", word) or has("title_modifiers", word) or word == "and":
                place += 1
            else:
                break
        return end, end

    def _inside(
        self, text: str, words: list[Word], at: int, stop: int, spots: Mapping[int, Match], headline: bool,
        role: tuple[int, int] | None, first: bool = False,
    ) -> Iterator[Name]:  # fmt: skip
        has = self.lists.has
        inside = [m for place, m in sorted(spots.items()) if at <= place and m.end <= stop]
        whole = [m for m in inside if m.start == at and m.end == stop]
        if whole:
            yield self._known_name(text, words, whole[0], role, first)
            return
        project = self._project(text, words, at, stop, inside)
        if project:
            yield project
            return
        if headline or not self._may_be_unknown():
            yield from (self._known_name(text, words, m, None, False) for m in inside)
            return
        kind = None if role else self._kind(words, at, stop)
        covered = sum(m.end - m.start for m in inside if m.weak < 1)
        strong = [m for m in inside if not m.weak and not (m.known.kind == "person" and m.end - m.start == 1)]
        splits = strong and not kind and (covered >= stop - at - sum(w.text in SMALL for w in words[at:stop]) or any(
            m.known.kind in ("person", "project", "document") for m in strong))  # fmt: skip
        if splits:
            place = at
            for match in strong:
                if match.start > place:
                    yield from self._inside(text, words, place, match.start, {}, headline, None, first and place == at)
                yield self._known_name(text, words, match, role if match.start == at else None, False)
                place = match.end
            if place < stop:
                yield from self._inside(text, words, place, stop, {}, headline, None, False)
            return
        # adjectives and small words at the edges belong to no unknown name
        while at < stop and not kind and (has("demonyms", words[at].text) or not words[at].is_large):
            if self._is_article(text, words, at):
                break
            at += 1
            first = False
        while stop > at and not words[stop - 1].is_large and not words[stop - 1].text.isdigit():
            stop -= 1
        while at < stop and (has("event_heads", words[at].text) and stop - at > 2 and words[at + 1].text in ("of", "on")):
            at += 2
            while at < stop and not words[at].is_large:
                at += 1
        if at >= stop or (stop - at == 1 and (has("common", words[at].text) or self._is_no_name(words[at]))):
            body = self._body(words, at) if at < stop else None
            if body:
                yield body
            return
        again = [m for m in inside if m.start == at and m.end == stop]
        if again:
            yield self._known_name(text, words, again[0], role, first)
        elif " ".join(fold(w.text) for w in words[at:stop]) not in self.lists.never:
            yield self._unknown(text, words, at, stop, role, kind, first)

    def _body(self, words: list[Word], at: int) -> Name | None:
        """ "the Coalition": one word for a body, with a capital it need not have."""
        if at < 1 or words[at - 1].text not in ("the", "The") or not self.lists.has("organisation_heads", words[at].text):
            return None
        key = (fold(words[at].text),)
        return Name(words[at].start, words[at].end, key, None, 0, "organisation", None, (("organisation", 3),))

    def _may_be_unknown(self) -> bool:
        """Whether a capital tells a name: not where every noun has one."""
        return self.language != "de"

    def _is_no_name(self, word: Word) -> bool:
        has = self.lists.has
        heads = ("organisation_heads", "place_heads", "project_heads", "document_heads", "event_heads", "titles", "title_modifiers")
        return len(word.text) < 2 or bool(NUMERAL.fullmatch(word.text)) or word.text[0].isdigit() or any(
            has(name, word.text) for name in heads)  # fmt: skip

    def _known_name(self, text: str, words: list[Word], match: Match, role: tuple[int, int] | None, first: bool) -> Name:
        if match.known is OF_THE_TEXT:
            kind = self._kind(words, match.start, match.end)
            return self._unknown(text, words, match.start, match.end, role, kind, first)
        key = tuple(fold(w.text) for w in words[match.start : match.end])
        start, end = words[match.start].start, words[match.end - 1].end
        if text[end : end + 1] == "." and end - start > 2 and text[end - 2 : end - 1] == ".":
            end += 1  # U.S.
        known, weak = match.known, match.weak
        if weak and known.kind == "place":
            near = self._before(words, match.start) or text[end : end + 2] == ", " and text[end + 2 : end + 3].isupper()
            weak = 0 if near and weak == 1 else 1 if near else weak
        elif weak and role:
            weak = 0
        return Name(start, end, key, known, weak, known.kind, role, (), first)

    def _before(self, words: list[Word], at: int) -> bool:
        """Whether a word stands before that places stand after."""
        return at > 0 and fold(words[at - 1].text) in self.lists.words["place_before"]

    def _unknown(
        self, text: str, words: list[Word], at: int, stop: int, role: tuple[int, int] | None, kind: EntityKind | None, first: bool
    ) -> Name:  # fmt: skip
        has = self.lists.has
        votes: list[tuple[EntityKind, int]] = []
        spelt = [w.text for w in words[at:stop]]
        after = words[stop].text if stop < len(words) else ""
        if kind:
            votes.append((kind, 3))
        if role:
            votes.append(("person", 4))
        if len(spelt) <= 4 and not kind and has("given", spelt[0]):
            votes.append(("person", 3 if len(spelt) > 1 else 1))
        if 1 < len(spelt) <= 4 and not kind and (PARTICLES.intersection(spelt) or "Al" in spelt):
            votes.append(("person", 1))
        if not kind and has("speech", after):
            votes.append(("person", 2 if len(spelt) > 1 else 1))
        tail = text[words[stop - 1].end : words[stop - 1].end + 60]
        if not kind and 1 < len(spelt) <= 4 and tail.startswith(", ") and any(has("office_words", w) for w in WORD.findall(tail)):
            votes.append(("person", 2))
        if at > 0 and not kind and len(spelt) > 1 and has("speech", words[at - 1].text):
            votes.append(("person", 2))
        if at > 0 and not kind and has("office_words", words[at - 1].text) and text[words[at - 1].end : words[at].start] == " ":
            votes.append(("person", 2))
        if not kind and self._before(words, at) and len(spelt) <= 3 and not spelt[-1].isupper():
            votes.append(("place", 2))
        key = tuple(fold(word) for word in spelt)
        return Name(words[at].start, words[stop - 1].end, key, None, 0, kind, role, tuple(votes), first)

    def _kind(self, words: list[Word], at: int, stop: int) -> EntityKind | None:
        """The kind that the head word of a run tells: the last, or the one before "of"."""
        if stop - at < 2:
            return None
        cut = next((i for i in range(at + 1, stop) if words[i].text in ("of", "for", "on", "in")), stop)
        head = words[cut - 1].text
        for kind in ("document", "organisation", "project", "place"):
            if self.lists.has(f"{kind}_heads", head):
                return kind  # type: ignore[return-value]
        return None

    def _project(self, text: str, words: list[Word], at: int, stop: int, inside: list[Match]) -> Name | None:
        """A chain of places with a word for a way: "Ayni-Panjakent highway"."""
        after = self._chain(text, words, at, stop, inside)
        if after is None:
            return None
        if after >= len(words) or text[words[after - 1].end : words[after].start] != " ":
            return None
        if fold(words[after].text) not in self.lists.words["project_words"]:
            return None
        key = tuple(fold(w.text) for w in words[at : after + 1])
        return Name(words[at].start, words[after].end, key, None, 0, "project", None, (("project", 5),))

    def _chain(self, text: str, words: list[Word], at: int, stop: int, inside: list[Match]) -> int | None:
        """Where a chain of two places or more, joined by hyphens, ends; None when there is none."""
        places = {m.start: m.end for m in inside if m.known.kind == "place"}
        end, links = places.get(at, at + 1), 1
        while end < stop and text[words[end - 1].end : words[end].start] in HYPHENS:
            end, links = places.get(end, end + 1), links + 1
        people = any(self.lists.has("demonyms", w.text) or not w.is_large for w in words[at:end])
        return end if links > 1 and not people else None

    def _opens(self, text: str, words: list[Word], at: int) -> bool:
        """Whether a capital says nothing here: at the head of a sentence or of a quotation."""
        return at == 0 or text[max(0, words[at].start - 1) : words[at].start] in ('"', "“", "«", "„", "‘")


OF_THE_TEXT = Known("", "", "unclassified", None, "")
ABBREVIATED = frozenset("St Gen Col Lt Capt Sgt Maj Dr Mr Mrs Ms Prof Sen Rep Gov Brig Adm Cmdr Jr Sr Mt Ft No".split())
