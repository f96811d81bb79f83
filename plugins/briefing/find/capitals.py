"""Capitals that name nothing: those of a sentence, a headline, shouted words, sums of money, party brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from briefing.find.gazetteer import WORD, fold
from briefing.find.names import Name
from briefing.lazy import regex
from briefing.model import Article, Passage
from briefing.text.tables import either, shipped

HEADLINE = 0.8  # share of longer words with a capital from which a line without a full stop is set like a headline
ENDS = '.!?…"”»'
LONGER = 4  # letters of a longer word
COMMON, SHOUTED = 2.5, 3.0  # weights of rarity up to which a word in capitals, alone or all of it, is just a word
# a sentence ends here, or a number of a list, though nobody cut it
STOPPED = regex(r"(?:[а-яё»\")][.!?…]\s|^\W{0,2}[—–-]\s|(?:^|\s)\d{1,2}[.)]\s|\w:\s|^[-•*#]\s?)$")
OPENING = "\"“«„‘'("
PARTY = regex(r"\((?:[RDI](?:\.?,|-)\s?)?$")  # "(R-Ohio)", "(D., Conn.)"


PARTY_STATE = regex(r"[RDI]-[A-Z][a-z]{1,20}")


class Spot(Struct):
    """A name with its place in the article, while it is being settled."""

    block: int
    sentence: int
    name: Name
    headline: bool


class Capitals:
    """What the capitals of an article's unknown names are worth."""

    def __init__(self, article: Article, spots: Iterable[Spot]) -> None:
        self.article = article
        self.small, self.large = _spelt(article)
        self.parts = {part for spot in spots if len(spot.name.key) > 1 for part in spot.name.key}

    def says_nothing(self, spot: Spot) -> bool:
        """Whether a capital is only its place's, a common word's, or one that stands in lower case elsewhere."""
        name = spot.name
        text = self.article.blocks[spot.block].text
        if name.known or name.role:
            return name.known is not None and text.startswith(("$", " $"), name.end)  # "US$ 4 million"
        if _is_money(text, name) or _is_party(text, name):
            return True
        is_short = is_short_form(self.article, spot)
        if is_short and all(part in common(SHOUTED) for part in name.key):
            return True  # "FREE", "NOT", "ONE WEEK"
        if len(name.key) > 1:
            return not name.votes and not name.kind and _is_clause(text[name.start : name.end])
        if is_short:
            return False
        if name.key[0] in self.small:
            return True
        before = text[max(0, name.start - 4) : name.start]
        opens = name.first or STOPPED.search(before) is not None
        told = any(kind == "person" for kind, _ in name.votes)
        if opens and not told and name.key[0] not in self.large:
            return True
        return not name.votes and name.key[0] in common(COMMON) and name.key[0] not in self.parts


@cache
def common(weight: float) -> frozenset[str]:
    """Words of everyday English, folded, that the table of rarity weighs so much at most."""
    bands = shipped("rarity")["bands"]
    return frozenset(word for key, row in bands.items() if float(key) <= weight for word in fold(row).split())


@cache
def _money() -> re.Pattern[str]:
    """ "R4bn", "RM6.1 million": a sum whose sign is letters."""
    signs = {sign for row in shipped("units")["currency"].values() for sign in row if sign.isalpha() and sign.isascii()}
    several = either(sign for sign in signs if len(sign) > 1)
    single = either(sign for sign in signs if len(sign) == 1)
    return regex(rf"(?:{several})\d|(?:{single})\d{{1,9}}(?:[.,]\d|bn|m|k|tn|trn|\s(?:million|billion|trillion))")


def _is_money(text: str, name: Name) -> bool:
    return any(sign.isdigit() for sign in text[name.start : name.start + 4]) and bool(_money().match(text, name.start))


def _is_party(text: str, name: Name) -> bool:
    """Whether a name is the state, or the party with it, of a bracket behind a lawmaker."""
    if PARTY_STATE.fullmatch(text, name.start, name.end):
        return True  # "Rep. Dana Osipova, R-Barnstable,"
    if text[name.end : name.end + 2].find(")") < 0 or name.end - name.start > 8:
        return False
    opened = PARTY.search(text[max(0, name.start - 6) : name.start])
    return opened is not None and (len(opened[0]) > 1 or text[name.start : name.start + 2] in ("R-", "D-", "I-"))


def _is_clause(words: str) -> bool:
    """Whether a phrase in capitals is a clause: "Make It Happen", "Show You Can Write"."""
    inside = frozenset(shipped("names")["clause_words"].split())
    return any(word in inside for word in words.split()[1:])


def is_headline(text: str, is_heading: bool | None) -> bool:
    """Whether most words have capitals whatever they are. ``is_heading`` None: the line is a whole paragraph."""
    if text.isupper() and " " in text:
        return True
    if text[-1] in ENDS and not is_heading:
        return False
    longer = [word for word in WORD.findall(text) if len(word) >= LONGER and word.isalpha()]
    large = sum(word[0].isupper() for word in longer)
    if is_heading:
        return 2 * large > len(longer)
    return (len(longer) > 3 or is_heading is None) and bool(longer) and large / len(longer) >= HEADLINE


def is_heading(article: Article, sentence: Passage) -> bool | None:
    """Whether a sentence is a heading; None for a paragraph of this one sentence, which may be meant as one."""
    block = article.blocks[sentence.block]
    return True if block.kind in ("title", "heading") else None if len(sentence.text) == len(block.text) else False


def is_short_form(article: Article, spot: Spot) -> bool:
    """Whether a name stands in capitals: "SCO"."""
    surface = article.blocks[spot.block].text[spot.name.start : spot.name.end]
    return surface.isupper() and len(surface) > 1


def _spelt(article: Article) -> tuple[set[str], set[str]]:
    """Folded words that stand in lower case somewhere, and those with a capital inside a sentence."""
    small: set[str] = set()
    large: set[str] = set()
    for sentence in article.sentences:
        text = sentence.text
        if is_headline(text, is_heading(article, sentence)):
            continue
        for at, match in enumerate(WORD.finditer(text)):
            word = match[0]
            if word[0].islower():
                small.add(word)
            elif at and not word[0].isdigit():
                start = match.start()
                if text[start - 1] not in OPENING and not STOPPED.search(text[max(0, start - 4) : start]):
                    large.add(word)
    return set(map(fold, small)), set(map(fold, large))
