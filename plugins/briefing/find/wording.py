"""What the rules for names know: the word lists, the words of a text, and the short forms that a text explains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from msgspec import field

from briefing.find.gazetteer import WORD, fold
from briefing.lazy import regex
from briefing.model import Article, Desk, DeskError
from briefing.plain import Frozen
from briefing.text.tables import base, shipped
from briefing.text.words import script

LISTS = (
    *("common", "titles", "courtesy", "title_modifiers", "office_of", "office_words", "speech", "demonyms", "given"),
    *(
        "organisation_heads",
        "place_heads",
        "project_heads",
        "document_heads",
        "of_heads",
        "event_heads",
        "project_words",
    ),
    *(
        "titles_in_names",
        "inner",
        "particles",
        "articles",
        "small",
        "abbreviated",
        "place_before",
        "support_before",
        "body_openers",
    ),
)
# (SCO)
SHORT = regex(r"\(\s?(?P<short>[A-ZА-ЯЁ][A-Za-zА-Яа-яЁё0-9&]{1,9})\s?\)")


class Word(NamedTuple):
    """A word of a block: what stands there, and where."""

    text: str
    start: int
    end: int

    @property
    def is_large(self) -> bool:
        """Whether it opens with a capital."""
        return self.text[0].isupper()


class Lists(Frozen):
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
    return Lists(
        words, frozenset(" ".join(fold(w) for w in WORD.findall(phrase)) for phrase in never if phrase.strip())
    )


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
    small = shipped("names")["small"].split()
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
            elif words[at].text not in small:
                break
            at -= 1
        if not letters and len(words) - at > 2 and words[at + 1].is_large:
            yield words[at + 1].start, words[-1].end, found["short"], found.end()


BY_SCRIPT = {"Latin": "en", "Cyrillic": "ru", "Han": "zh", "Arabic": "ar"}


def spoken(article: Article) -> str:
    """The language to read an article's words by: its own; where that is not known, one that uses its letters."""
    if article.source.language != "und":
        return base(article.source.language)
    return BY_SCRIPT.get(script(" ".join(article.blocks[place].text for place in article.body())[:2000]), "und")


BACK = 6  # words between which an office is looked for
PREPOSITIONS = 3  # letters: Russian words that short join no office to a name


def office_before(text: str, begin: int, start: int, language: str) -> tuple[int, int] | None:
    """Where an office stands in lower case directly before a name that starts at ``start``.

    >>> text = "В Минске президент Узбекистана Шавкат Мирзиёев"
    >>> found = office_before(text, 0, 31, "ru")
    >>> text[slice(*found)]
    'президент Узбекистана'
    """
    offices = _offices(language)
    if language == "zh":
        found = next((o for o in offices[0] if text.endswith(o, begin, start)), "")
        return (start - len(found), start) if found else None
    words = words_of(text, max(begin, start - 100), start)[-BACK:]
    edge = start
    for at in range(len(words) - 1, -1, -1):
        word = words[at]
        gap = text[word.end : edge]
        if gap != " " and not (gap == ", " and edge == start) and not (gap == "-" and edge != start):
            return None
        low = fold(word.text)
        if edge == start and low in offices[2]:
            return None  # "secretary of | Transportation": no person
        if low in offices[0] or (low.startswith(offices[1]) and offices[1]):
            return _office_start(text, words, at, language), words[-1].end
        if not (word.is_large or low in offices[2] or (language == "ru" and len(word.text) > PREPOSITIONS)):
            return None
        edge = word.start
    return None


PARTS = 4  # words before an office that may belong to it


def _office_start(text: str, words: list[Word], at: int, language: str) -> int:
    """Where the office at a word begins: "Uzbek president", "U.S. Treasury secretary", "nominee for trade minister"."""
    demonyms, parts = shipped("names")["demonyms"].split(), shipped("names")["office_parts"].split()
    first = at
    while first and at - first < PARTS and text[words[first - 1].end : words[first].start] in (" ", "-"):
        before = words[first - 1].text
        if before in demonyms:
            return words[first - 1].start
        if language != "en" or before not in parts:
            break
        first -= 1
    while first < at and words[first].text == "for":
        first += 1
    return words[first].start


@lru_cache(maxsize=16)
def _offices(language: str) -> tuple[tuple[str, ...], tuple[str, ...], frozenset[str]]:
    """Whole words (the longest first), beginnings, and words between."""
    table = shipped("names")["offices"]
    found = [fold(word) if language != "zh" else word for word in table.get(language, "").split()]
    whole = tuple(sorted((word for word in found if word[-1] != "*"), key=lambda word: (-len(word), word)))
    return whole, tuple(word[:-1] for word in found if word[-1] == "*"), frozenset(table["between"].split())
