"""Where a sentence names something: runs of capitalised words, cut to size, and what their words say of their kind.

Knows nothing of other sentences; ``entities.py`` settles what belongs together. Word lists: ``data/words/names.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from briefing.find.gazetteer import Gazetteer, Known, Match, fold
from briefing.find.kinds import HEADS, head_kind, office_inside, votes
from briefing.find.wording import Lists, Word, words_of
from briefing.lazy import regex
from briefing.model import EntityKind

LONGEST = 12  # words in a run; longer ones are lists or headlines
HYPHENS = ("-", "\u2010", "\u2011", "–", " – ", " — ")
GLUE = frozenset((" ", "-", "\u2010", "\u2011", "–", "’", "'", "ʻ", "ʼ", "&", " & ", "/", "\xa0", ""))
# Roman numerals, parts of a date or a list
SEVERAL = regex(r"[A-Z]{2,5}s")  # "CEOs", "EVs": kinds of things
NUMERAL = regex(r"[IVXLC]+")

Span = tuple[int, int]


class Name(NamedTuple):
    """A place where a sentence names something. ``role``: a title before it. ``votes``: points for a kind."""

    start: int
    end: int
    key: tuple[str, ...]  # folded words
    known: Known | None
    weak: int
    kind: EntityKind | None
    role: Span | None
    votes: tuple[tuple[EntityKind, int], ...] = ()
    first: bool = False  # it opens its sentence, where every word has a capital


def within(spots: Mapping[int, Match], at: int, stop: int) -> list[Match]:
    """The matches that lie between two words."""
    return [spots[place] for place in range(at, stop) if place in spots and spots[place].end <= stop]


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
        at, articles = 0, self.lists.words["articles"]
        while at < len(words):
            word = words[at].text
            opens = word[0].isupper() or at in spots or (word in articles and self._is_article(text, words, at))
            if not opens or words[at].text.isdigit():
                at += 1
                continue
            stop = self._run(text, words, at, spots, headline)
            yield from self._split(text, words, at, stop, spots, headline)
            at = stop

    def _is_article(self, text: str, words: list[Word], at: int) -> bool:
        """Whether an Arabic article opens a name here: "al-Tanf"."""
        if not self.lists.has("articles", words[at].text) or at + 1 == len(words) or not words[at + 1].is_large:
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
        taken: set[int] = set()
        covering = {place: match for match in matches for place in range(match.start, match.end)}
        for at in range(len(keys)):
            if at in taken or not words[at].is_large:
                continue
            for size in range(min(LONGEST, len(keys) - at), 0, -1):
                key = tuple(keys[at : at + size])
                held = covering.get(at)
                longer = held is not None and held.end >= at + size and held.end - held.start > size
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
        while stop < len(words) and stop - at < LONGEST:
            gap = text[words[stop - 1].end : words[stop].start]
            if stop in spots and gap in GLUE and words[stop].is_large:
                stop = spots[stop].end
                continue
            if not self._is_glue(gap, words[stop - 1], words[stop]):
                break
            if words[stop].is_large:
                stop += 1
                continue
            ahead = self._over(text, words, at, stop, spots)
            if ahead is None:
                break
            stop = spots[ahead].end if ahead in spots else ahead + 1
        return min(stop, len(words))

    def _is_glue(self, gap: str, before: Word, word: Word) -> bool:
        """Whether what stands between two words can stand inside a name: a space, a hyphen, "J. Smith", "U.S"."""
        if gap == ". ":
            return len(before.text) == 1 or self.lists.has("abbreviated", before.text)
        return gap in GLUE or (gap == "." and len(word.text) == 1)

    def _over(self, text: str, words: list[Word], at: int, stop: int, spots: Mapping[int, Match]) -> int | None:
        """The capitalised word after small ones that a name may hold, None where the name ends before them.

        "Ministry of the Interior", "Haider al-Abadi", "Department of Foreign Affairs and Trade"; not "Smith of London".
        """
        has, word, before = self.lists.has, words[stop].text, words[stop - 1].text
        ahead = stop + 1
        if ahead < len(words) and word in ("of", "on", "for") and words[ahead].text == "the":
            ahead += 1
        if not has("inner", word) or ahead >= len(words) or not words[ahead].is_large:
            return None
        gaps = text[words[stop - 1].end : words[stop].start], text[words[ahead - 1].end : words[ahead].start]
        if gaps[0].strip("- ") or gaps[1] not in GLUE:
            return None
        if has("particles", word):
            return ahead
        if word in ("and", "et"):
            inside = any(w.text in ("of", "for", "on") for w in words[at:stop])
            return ahead if inside and ahead not in spots else None
        if word == "of" and has("titles", before):
            return ahead if has("office_of", words[ahead].text) else None
        is_place = word == "of" and ahead in spots and spots[ahead].known.kind == "place"
        is_body = is_place and any(has("of_heads", w.text) for w in words[at : at + 2])
        return ahead if has("of_heads", before) or is_body else None

    def _split(
        self, text: str, words: list[Word], at: int, stop: int, spots: Mapping[int, Match], headline: bool
    ) -> Iterator[Name]:
        """The names inside a run: titles and adjectives off, what is known apart from what is not."""
        has = self.lists.has
        begin = at
        while at < stop and at not in spots and has("common", words[at].text) and not has("titles", words[at].text):
            if stop - at > 2 and has("body_openers", words[at].text) and self._opens_body(words, at, stop, spots):
                break
            at += 1
        while (
            stop > at
            and has("common", words[stop - 1].text)
            and not any(m.end == stop for m in within(spots, at, stop))
        ):
            stop -= 1
        if at >= stop:
            return
        role, name_at = self._role(words, at, stop, spots)
        role_span = (words[at].start, words[role - 1].end) if role > at and name_at < stop else None
        if role > at and name_at >= stop:  # a title alone
            yield from (self._known_name(text, words, m, None, False) for m in within(spots, at, stop))
            return
        after = spots.get(name_at + 1)
        if (
            after
            and after.end == stop
            and not after.weak
            and name_at == 0
            and name_at not in spots
            and not (role > at or has("given", words[0].text))
        ):
            name_at += 1  # "Declaring Mosul": the capital is the sentence's
        first = name_at == begin and self._opens(text, words, name_at)
        yield from self._inside(text, words, name_at, stop, spots, headline, role_span, first)

    def _opens_body(self, words: list[Word], at: int, stop: int, spots: Mapping[int, Match]) -> bool:
        """Whether an adjective belongs to the name of a body that no list knows."""
        return not within(spots, at, stop) and head_kind(self.lists, words, at, stop) == "organisation"

    def _role(self, words: list[Word], at: int, stop: int, spots: Mapping[int, Match]) -> tuple[int, int]:
        """Where the titles before a name end, and where the name begins. Equal to ``at`` when there is none."""
        has = self.lists.has
        end, place = at, at
        while place < stop:
            word = words[place].text
            match = spots.get(place)
            if match and match.known.kind in ("place", "organisation") and match.end < stop and end == at:
                place = match.end
            elif match and match.known.kind == "place" and match.end < stop and not word.isascii():
                end = place = match.end  # "Президент Казахстана Токаев"
            elif match and match.known is not OF_THE_TEXT:
                break
            elif has("titles", word):
                if place + 2 == stop and place == at and has("organisation_heads", words[place + 1].text):
                    break  # "General Motors"
                if (
                    place == at
                    and has("titles_in_names", word)
                    and head_kind(self.lists, words, at, stop) == "organisation"
                ):
                    break  # "General Medical Council"
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
        role: Span | None, first: bool = False,
    ) -> Iterator[Name]:  # fmt: skip
        has = self.lists.has
        inside = within(spots, at, stop)
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
        office = (
            None
            if role or headline
            else office_inside(self.lists, words, at, stop, [(m.start, m.end) for m in within(spots, at, stop)])
        )
        if office:
            first_word, name_at = office
            if first_word > at:
                for one in self._inside(text, words, at, first_word, spots, headline, None, first):
                    yield one._replace(votes=tuple(vote for vote in one.votes if vote[0] != "person"))
            span = (words[first_word].start, words[name_at - 1].end)
            yield self._unknown(text, words, name_at, stop, span, None, False)
            return
        kind = None if role else head_kind(self.lists, words, at, stop)
        covered = sum(m.end - m.start for m in inside if m.weak < 1)
        strong = [m for m in inside if not m.weak and not (m.known.kind == "person" and m.end - m.start == 1)]
        small = sum(has("small", w.text) for w in words[at:stop])
        others = any(m.known.kind in ("person", "project", "document") for m in strong)
        # "the UN Linda Greenfield": a body, and somebody of it
        beside = bool(strong) and strong[0].start == at and strong[0].end < stop - 1 and not is_place_name(strong[0])
        others = others or (beside and has("given", words[strong[0].end].text))
        splits = strong and not kind and (others or covered >= stop - at - small)
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
        while at < stop and not self._is_article(text, words, at):
            if words[at].is_large and (kind or not has("demonyms", words[at].text)):
                break
            at += 1
            first = False
        while stop > at and not words[stop - 1].is_large and not words[stop - 1].text.isdigit():
            stop -= 1
        while at < stop and (
            has("event_heads", words[at].text) and stop - at > 2 and words[at + 1].text in ("of", "on")
        ):
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
        if (
            at < 1
            or words[at - 1].text not in ("the", "The")
            or not self.lists.has("organisation_heads", words[at].text)
        ):
            return None
        key = (fold(words[at].text),)
        return Name(words[at].start, words[at].end, key, None, 0, "organisation", None, (("organisation", 3),))

    def _may_be_unknown(self) -> bool:
        """Whether a capital tells a name: not where every noun has one."""
        return self.language not in NOUNS_LARGE

    def _is_no_name(self, word: Word) -> bool:
        text = word.text
        if len(text) < 2 or text[0].isdigit() or SEVERAL.fullmatch(text) or NUMERAL.fullmatch(text):
            return True
        return any(self.lists.has(name, text) for name in HEADS)

    def _known_name(self, text: str, words: list[Word], match: Match, role: Span | None, first: bool) -> Name:
        if match.known is OF_THE_TEXT:
            kind = head_kind(self.lists, words, match.start, match.end)
            return self._unknown(text, words, match.start, match.end, role, kind, first)
        key = tuple(fold(w.text) for w in words[match.start : match.end])
        start, end = words[match.start].start, words[match.end - 1].end
        if text[end : end + 1] == "." and end - start > 2 and text[end - 2 : end - 1] == ".":
            end += 1  # U.S.
        known, weak = match.known, match.weak
        if weak and known.kind == "place":
            follows = text[end : end + 2] == ", " and text[end + 2 : end + 3].isupper()
            near = follows or self._before(words, match.start, "support_before")
            weak = 0 if near and weak == 1 else 1 if near else weak
        elif weak and role:
            weak = 0
        return Name(start, end, key, known, weak, known.kind, role, (), first)

    def _before(self, words: list[Word], at: int, name: str) -> bool:
        """Whether a word of a list stands before."""
        return at > 0 and self.lists.has(name, fold(words[at - 1].text))

    def _unknown(
        self, text: str, words: list[Word], at: int, stop: int, role: Span | None, kind: EntityKind | None, first: bool
    ) -> Name:
        found = votes(self.lists, text, words, at, stop, kind, role is not None)
        key = tuple(fold(word.text) for word in words[at:stop])
        return Name(words[at].start, words[stop - 1].end, key, None, 0, kind, role, found, first)

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
        return at == 0 or text[max(0, words[at].start - 1) : words[at].start] in ('"', "“", "«", "„", "‘", "(")


def is_place_name(match: Match) -> bool:
    """Whether a match is a place: "Washington Irving" is no place with somebody."""
    return match.known.kind == "place"


NOUNS_LARGE = ("de",)
OF_THE_TEXT = Known("", "", "unclassified", None, "")
