"""Where sentences begin and end: sentencex finds the ends, a second pass takes back those that are none."""

from __future__ import annotations

import re
from functools import cache

import sentencex

from briefing.lazy import regex
from briefing.text.tables import base, either, shipped

Span = tuple[int, int]

WINDOW = 8_000  # characters given to sentencex at a time: its search for open marks is quadratic

SCRIPTS = (
    ("zh", regex(r"[\u3040-\u30ff\u3400-\u9fff]")),
    ("ar", regex(r"[\u0600-\u06ff]")),
    ("ru", regex(r"[\u0400-\u04ff]")),
)
# spaces of more than one byte: sentencex counts one byte a space and falls over inside them
WIDE_SPACE = regex(r"[\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
# "Ш." at the end, a single capital and its stop
INITIAL = regex(r"(?:^|[\s.(«“\"])[^\W\d_a-z]\.$")
# "4." at the end, a number of up to three digits
NUMBERED = regex(r"(?:^|\s)\d{1,3}\.$")
# what may stand before a word that is written with a stop, as spaces
BEFORE = str.maketrans(dict.fromkeys("([«“\"'$€£0123456789\n\r\t\v\f", " "))
ONLY_NUMBER = regex(r"[(\[]?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)\]]{1,2}$")
CHINESE_QUOTE = regex(r"[”」』》\"]$")


def spans(text: str, language: str) -> tuple[Span, ...]:
    """The sentences of a text, trimmed, in order, apart from each other: everything but white space is in one.

    A quotation of several sentences stays whole where sentencex finds its end. An unknown language is read by
    its script.

    >>> text = "It lent $1.2 bn. loans. Ш. М. Мирзиёев came."
    >>> [text[a:b] for a, b in spans(text, "en")]
    ['It lent $1.2 bn. loans.', 'Ш. М. Мирзиёев came.']
    """
    code = _code(text, language)
    found: list[Span] = []
    for start, end in _raw(text, code):
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            continue
        if found and _continues(text, found[-1], (start, end), code):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def _code(text: str, language: str) -> str:
    code = base(language)
    if code not in ("", "und", "mul", "zxx"):
        return code
    sample = text[:400]
    counts = [(len(script.findall(sample)), name) for name, script in SCRIPTS]
    most, name = max(counts)
    return name if most * 3 > len(sample) else "en"


def _raw(text: str, code: str) -> list[Span]:
    """Ends as sentencex finds them, window by window: each window begins where the last whole sentence ended."""
    found: list[Span] = []
    at = 0
    while at < len(text):
        piece = text[at : at + WINDOW]
        if not piece.isascii():
            piece = WIDE_SPACE.sub(" ", piece)
        last = at + WINDOW >= len(text)
        ends = [
            (at + item["start_index"], at + item["end_index"])
            for item in sentencex.get_sentence_boundaries(code, piece)
        ]
        if not last and len(ends) > 1 and ends[-1][0] - at >= WINDOW // 2:
            ends.pop()  # it may go on behind the window; where it fills most of one, it is no sentence that ends
        found.extend(ends)
        at = ends[-1][1] if ends and ends[-1][1] > at else at + len(piece)
    return found


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    table = shipped("sentences")

    def ending(name: str) -> re.Pattern[str]:
        return regex(rf"(?:^|[\s(\[«“\"'$€£\d])(?:{either(table[name])})\.$", re.IGNORECASE)

    rules = {name: ending(name) for name in ("titles", "before_number", "units", "clock", "dotted")}
    rules["after_clock"] = regex(rf"(?:{either(table['after_clock'])})\b")
    rules["openers"] = regex(rf"(?:{either(table['openers'])})\b")
    rules["shouted"] = regex('[!?][”"]$')
    rules["teller"] = regex(rf"(?:[A-Z][\w.’'-]{{0,30}} ){{1,4}}(?:{either(table['tellers'])})[.,]")
    rules["chinese_speech"] = regex(rf"[^。！？，“”]{{0,10}}?(?:{either(table['chinese_speech'])})")
    return rules


@cache
def _shortened() -> frozenset[str]:
    """What the words that are written with a stop end with, behind the last sign that may stand before one."""
    table = shipped("sentences")
    names = ("titles", "before_number", "units", "clock", "dotted")
    return frozenset(_behind(word.lower()) for name in names for word in table[name])


def _behind(word: str) -> str:
    return word.translate(BEFORE).rpartition(" ")[2]


def _may_be_short(left: str) -> bool:
    """Whether the stop at the end may be that of a shortened word: true of all such, and of few others."""
    word = _behind(left[:-1])
    return len(word) < 2 or word[-2] in ".(" or word.lower() in _shortened()


def _continues(text: str, before: Span, after: Span, code: str) -> bool:
    """Whether the second span goes on with the sentence of the first."""
    if "\n" in text[before[1] : after[0]]:
        return False
    rules = _rules()
    left = text[max(before[0], before[1] - 24) : before[1]]
    head = text[after[0] : after[0] + 24]
    first = head[0]
    if code == "zh":
        return bool(
            CHINESE_QUOTE.search(left) and text[before[0]] in '“「『《"' and rules["chinese_speech"].match(head)
        )
    if first.islower() or (first in ",;:" and len(head) > 1):
        return True
    if left[-1] in '"”' and rules["shouted"].search(left) and rules["teller"].match(text, after[0]):
        return True  # “Stop!” Marsh said.
    if not left.endswith("."):
        return False
    if not left.isascii() or _may_be_short(left):
        said = _after_short(left, head)
        if said is not None:
            return said
    whole = text[before[0] : before[1]]
    if len(whole) <= 7 and ONLY_NUMBER.match(whole):
        return True
    ordinals = shipped("sentences")["ordinal_languages"]
    return code in ordinals and NUMBERED.search(left) is not None


def _after_short(left: str, head: str) -> bool | None:
    """Whether a sentence goes on behind the stop of a shortened word or an initial; None where there is neither."""
    rules, first = _rules(), head[0]
    if rules["titles"].search(left):
        return True
    if first.isdigit() and (rules["before_number"].search(left) or rules["units"].search(left)):
        return True
    if rules["clock"].search(left):
        return bool(rules["after_clock"].match(head))
    if rules["dotted"].search(left):
        return first.isupper() and not rules["openers"].match(head)
    if INITIAL.search(left) and first.isupper():
        return not rules["openers"].match(head)
    return None
