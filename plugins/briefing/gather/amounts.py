"""Numbers and days of two sentences: which speak of the same thing, and whether they are the same."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.gather.align import STEM, plain_words
from briefing.gather.rarity import rarity
from briefing.gather.side import Found, Side, Span, edges, listed, phrases
from briefing.gather.verbs import told_of
from briefing.model import Passage
from briefing.text.tables import shipped

if TYPE_CHECKING:
    from briefing.find.figures import Figure

NAMED = 3  # words behind an amount in which a name says whose it is
YEAR = 4  # digits
TOLD = 2  # telling words besides what is counted
AFTER = 6  # words after an amount that tell what it counts
ROUNDING = Decimal("0.05")  # share by which rounded values may differ
EXACT = ("day", "weekday", "month", "year", "week", "quarter", "season")


def amount(a: Side, b: Side, least: int = TOLD) -> Found | None:
    """Where both give a number for the same thing, and not the same; a total of one happening is not that of all.

    ``least`` telling words are common besides what is counted.
    """
    if is_total(a) != is_total(b) or _of_other_years(a, b):
        return None
    pairs = counted_alike(a, b)
    if any(_are_of_two(a, b, x, y) for x, y in pairs):
        return None
    for x, y in pairs:
        spans = a.span(x.passage), b.span(y.passage)
        if (
            not equal(x, y)
            and _of_the_same(a, b, x, y, 0 if _of_some(x) else least)
            and not (_is_converted(a, x) or _is_converted(b, y))
            and not (_told_otherwise(a, b, *spans) or _elsewhere(a, b, x, y) or _both_in_one(a, b, x, y))
        ):
            cores = _core(a, x), _core(b, y)
            return Found("figure", (cores[0],), (cores[1],), (cores[0].text, cores[1].text))
    return None


def _of_other_years(a: Side, b: Side) -> bool:
    """Whether two sentences count in two years: "in 2019 the yard handled 300 trains", "in 2023 …"."""
    one, other = ({word for e in side.events for word in _year(e.passage.text)} for side in (a, b))
    return bool(one and other) and one.isdisjoint(other)


def _year(text: str) -> list[str]:
    return [word for word in text.replace(",", " ").split() if len(word) == YEAR and word.isdigit()]


def is_total(side: Side) -> bool:
    """Whether a sentence counts all so far, and not one happening."""
    return bool(phrases(side.unit, "totals", "words"))


def day(a: Side, b: Side) -> Found | None:
    """Where both give a day for the same thing, and not the same: "Saturday" and "Saturday morning" are."""
    told = [[event for event in side.events if not _is_of_saying(side, event.passage)] for side in (a, b)]
    if len(told[0]) == len(told[1]) == 1 and all(equal(*pair) for pair in counted_alike(a, b)):
        one, other = told[0][0], told[1][0]
        stated = (one.status == "stated") == (other.status == "stated")
        near = _in_part(a, one.passage) and _in_part(b, other.passage)
        near = near and len(plain_words(a.unit, a.part) & plain_words(b.unit, b.part)) > 1
        if near and one.granularity == other.granularity and one.granularity in EXACT and stated:
            days = (one.resolved or one.passage.text.lower(), other.resolved or other.passage.text.lower())
            words = [set(word.strip("., ").lower().split()) for word in (one.passage.text, other.passage.text)]
            same = one.resolved == other.resolved if one.resolved and other.resolved else _is_one_day(*words)
            if days[0] != days[1] and not same and bool(one.resolved) == bool(other.resolved):
                return Found("figure", (one.passage,), (other.passage,), (one.passage.text, other.passage.text))
    return None


def _of_the_same(a: Side, b: Side, x: Figure, y: Figure, least: int) -> bool:
    """Whether two sentences share more than what is counted: not "nine" and "25 kilometres from the border"."""
    counted = {word[:STEM] for one in (x, y) for word in one.passage.text.lower().split()}
    return len((plain_words(a.unit) & plain_words(b.unit)) - counted) >= least


def _told_otherwise(a: Side, b: Side, x: Span | None, y: Span | None) -> bool:
    """Whether different things are told of two amounts or times: "flattened two houses", "damaged 40 houses"."""
    one, other = told_of(a, x) if x else frozenset(), told_of(b, y) if y else frozenset()
    return bool(one and other and one.isdisjoint(other))


def _are_of_two(a: Side, b: Side, x: Figure, y: Figure) -> bool:
    """Whether what two amounts count has another name: "300 Velmar shares", "20 Harn shares"."""
    one, other = _named_behind(a, x), _named_behind(b, y)
    return bool(one and other) and one.isdisjoint(other)


def _named_behind(side: Side, fact: Figure) -> frozenset[str]:
    """The words with a capital among the first behind a number."""
    span = side.span(fact.number or fact.passage)
    places = range(span[1], min(len(side.unit.words), span[1] + NAMED)) if span else ()
    text, spans = side.unit.passage.text, side.unit.spans
    return frozenset(side.unit.words[at] for at in places if text[spans[at][0]].isupper())


def _both_in_one(a: Side, b: Side, x: Figure, y: Figure) -> bool:
    """Whether one sentence gives both values: "shot three, killing two", "killed two"."""
    for side, own, figure in ((a, x, y), (b, y, x)):
        number = figure.number.text.lower() if figure.number else ""
        span = side.span(own.passage) or (0, 0)
        behind = side.unit.words[span[0] + 1 : span[1] + AFTER]
        if any(f.value == figure.value for f in side.figures if f is not own) or (own.of and number in behind):
            return True
    return False


def _elsewhere(a: Side, b: Side, x: Figure, y: Figure) -> bool:
    """Whether two amounts are counted in different places: "90 in the province", "300 across the coast"."""
    left, right = _where(a, x), _where(b, y)
    return bool(left and right and left.isdisjoint(right))


def _where(side: Side, fact: Figure) -> frozenset[str]:
    """The telling words of the place that follows what an amount counts; empty where none does."""
    span = side.span(fact.passage)
    words, places = side.unit.words, shipped("compare")["places"]
    first = next((at for at in range(*_behind(span, words)) if words[at] in places), None)
    if first is None:
        return frozenset()
    found: list[str] = []
    for at in range(first + 1, min(len(words), first + AFTER)):
        if side.unit.gap(at).strip() or (found and words[at] in edges() and words[at] not in ("the", "of")):
            break
        if words[at] not in edges():
            found.append(words[at][:STEM])
    return frozenset(found)


def _behind(span: Span | None, words: Sequence[str]) -> Span:
    """Where the place of an amount may stand: right behind it, or behind the one word that it counts."""
    return (span[1], min(len(words), span[1] + 2)) if span else (0, 0)


def _is_one_day(one: set[str], other: set[str]) -> bool:
    """Whether times of two sentences are of one day: "Saturday morning", "8.40 on Saturday"."""
    return one <= other or other <= one or bool(one & other & frozenset(shipped("compare")["days"]))


def _in_part(side: Side, passage: Passage) -> bool:
    """Whether time words stand in the part that is like the other sentence: "left on Thursday, and has checked in"."""
    span = side.span(passage)
    return span is not None and side.part[0] <= span[0] < side.part[1]


def counted_alike(a: Side, b: Side) -> list[tuple[Figure, Figure]]:
    """Numbers of two sentences that count the same thing: same unit, and what they count shares a rare word."""
    out = []
    for x in a.figures:
        for y in b.figures:
            if (
                x.value is not None
                and y.value is not None
                and not (_are_of_others(x, y) or _is_addend(a, x) or _is_addend(b, y))
                and _is_besides(a, x) == _is_besides(b, y)
                and unit_of(x) == unit_of(y)
                and _counted(a, x) & _counted(b, y)
            ):
                out.append((x, y))
    if not out:
        return out
    # each number once: first those that are equal
    out.sort(key=lambda pair: not equal(*pair))
    kept: list[tuple[Figure, Figure]] = []
    for x, y in out:
        if all(x.passage != u.passage and y.passage != v.passage for u, v in kept):
            kept.append((x, y))
    return kept


def _of_some(one: Figure) -> bool:
    """Whether an amount is part of another one: "30 of the 80 wounded"."""
    return one.of is not None and not one.unit and any(sign.isdigit() for sign in one.of.text)


def _are_of_others(x: Figure, y: Figure) -> bool:
    """Whether one amount is part of another, and the second is not part of that one too: "a third of the 60 ships"."""
    if not (_of_some(x) or _of_some(y)):
        return False
    sizes = [{word for word in one.of.text.split() if word[:1].isdigit()} if one.of else set() for one in (x, y)]
    return not sizes[0] & sizes[1]


def _is_addend(side: Side, one: Figure) -> bool:
    """Whether an amount is only one of two that make a sum: "two women and a man"."""
    span = side.span(one.passage)
    behind = side.unit.words[span[1] : span[1] + 4] if span else ()
    return any(pair in (("and", "a"), ("and", "an"), ("and", "one")) for pair in pairwise(behind))


def _is_besides(side: Side, one: Figure) -> bool:
    """Whether an amount comes on top of one told before: "three other ships", "ten more ships"."""
    span = side.span(one.passage)
    words = side.unit.words[span[0] : span[1] + 1] if span else ()
    besides = listed("happens", "besides")
    return any(word in besides and then != "than" for word, then in pairwise((*words, "")))


def _is_converted(side: Side, one: Figure) -> bool:
    """Whether an amount is another one in a second unit: "10 kilometres (6.2 miles)"."""
    own = side.unit.passage
    before = own.text[: one.passage.start - own.start].removesuffix("about ")
    return before.endswith("(") and any(other.passage.end < one.passage.start for other in side.figures)


def unit_of(one: Figure) -> str:
    """The unit of an amount; dollars of no stated kind may be American."""
    return "USD" if one.unit == "$" else one.unit


def _counted(side: Side, fact: Figure) -> frozenset[str]:
    """The words that tell what an amount counts: its "of", those after it; with a unit, also the one before."""
    span = side.span(fact.passage)
    if span is None:
        return frozenset()
    of = frozenset(word[:6] for word in (fact.of.text.lower().split() if fact.of else ()) if rarity(word) >= 2)
    if of and not fact.unit.partition("/")[0]:
        return of  # "26 pirates with six rifles": the rifles are not counted here
    before = next((word for word in reversed(side.unit.words[max(0, span[0] - 3) : span[0]]) if rarity(word) >= 2), "")
    return _next_words(side, span[1]) | of | ({"<" + before[:6]} if before and fact.unit else frozenset())


def _next_words(side: Side, at: int) -> frozenset[str]:
    """The words from place ``at`` on, small ones skipped, up to the next small one or a mark."""
    small = edges()
    found: list[str] = []
    words = side.unit.words
    for place in range(at, min(len(words), at + AFTER)):
        if (words[place] in small and found) or (place > at and side.unit.gap(place).strip()):
            break
        if words[place] not in small:
            found.append(words[place][:6])
    return frozenset(found)


def equal(x: Figure, y: Figure) -> bool:
    """Whether two amounts can be the same value: "almost 1,000" and 972 can, "almost half" and "over half" cannot."""
    try:
        one, other = Decimal(x.value or ""), Decimal(y.value or "")
    except InvalidOperation:
        return False
    if x.high != y.high:
        return False
    bounds = _bound(x), _bound(y)
    if bounds[0] == bounds[1] and one == other:
        return True
    near = abs(one - other) <= ROUNDING * max(abs(one), abs(other))
    return near and _allows(bounds[0], one, other, bounds[1]) and _allows(bounds[1], other, one, bounds[0])


def _allows(bound: str, limit: Decimal, value: Decimal, other: str) -> bool:
    """Whether ``value`` can be what "almost", "over" or "about" ``limit`` means; ``other`` is the value's own bound."""
    if bound == "=":
        return value == limit or other != "="
    if bound == "under":
        return value < limit or (value == limit and other in ("under", "upto", "about"))
    if bound == "over":
        return value > limit or (value == limit and other in ("over", "from", "about"))
    if bound == "upto":
        return value <= limit and other != "over"
    if bound == "from":
        return value >= limit and other != "under"
    return True


def _bound(fact: Figure) -> str:
    """ "under", "over", "upto", "from", "about" or "=": what the words before a number do to it."""
    if fact.bound is not None:
        words = fact.bound.text.lower().strip()
        for kind, listed in shipped("compare")["bounds"].items():
            if words in listed:
                return str(kind)
    return {">": "over", "≥": "from", "<": "under", "≤": "upto", "≈": "about"}.get(fact.relation, "=")


def _core(side: Side, fact: Figure) -> Passage:
    """An amount without what it counts: "over 60 percent" of "over 60 percent of the Eurasian continent"."""
    span = side.span(fact.passage)
    of = side.span(fact.of) if fact.of else None
    if span is None or of is None or not span[0] < of[0] < span[1]:
        return fact.passage
    last = of[0]
    while last > span[0] + 1 and side.unit.words[last - 1] in edges():
        last -= 1
    return side.cut((span[0], last))


def with_counted(side: Side, fact: Figure) -> Passage:
    """An amount with what it counts, where that follows at once: "almost half of the world's population"."""
    if fact.of is None or fact.of.block != fact.passage.block or not 0 <= fact.of.start - fact.passage.end <= 12:
        return fact.passage
    own = side.unit.passage
    start, end = fact.passage.start, max(fact.passage.end, fact.of.end)
    if start < own.start or end > own.end:
        return fact.passage
    return Passage(own.text[start - own.start : end - own.start], own.block, start, end, own.lines)


def number_for_vague(one: Side, other: Side) -> tuple[Span, Passage] | None:
    """An amount without a number in one, and the number that the other gives for the same."""
    for span in _vague(one):
        if any(_text(one, span) == _text(other, place) for place in _vague(other)):
            continue  # both leave it open
        if span[1] < len(one.unit.words) and one.unit.words[span[1]][0].isdigit():
            continue  # "some 230,000"
        if one.unit.words[max(0, span[0] - 1) : span[0]] == ("as",):
            continue  # "as many as 80"
        if one.unit.words[span[1] : span[1] + 1] == ("and",):
            continue  # "injured dozens and damaged several houses"
        after = _next_words(one, span[1])
        for y in other.figures:
            if y.value is None or _stands(y, one):
                continue
            if _counted(other, y) & after and _measures(y, one, span[1]):
                return span, _core(other, y)
    return None


def _vague(side: Side) -> list[Span]:
    """Where a sentence gives an amount without a number."""
    found = [side.span(_core(side, x)) for x in side.figures if x.value is None]
    return [*filter(None, found), *phrases(side.unit, "vague", "amounts")]


def _stands(one: Figure, other: Side) -> bool:
    """Whether a sentence has an amount too: the one that it leaves open is another."""
    return any(x.value == one.value and unit_of(x) == unit_of(one) for x in other.figures)


def _measures(fact: Figure, side: Side, at: int) -> bool:
    """Whether an amount may be that of a vague one whose noun is at a place: of days only where days are meant."""
    if unit_of(fact).upper() in (unit_of(fact), "PERCENT"):
        return True  # a count, a share, money
    words = fact.passage.text.lower().split()
    return any(word[:4] == other[:4] for word in words for other in side.unit.words[at : at + 2])


def day_for_vague(one: Side, other: Side) -> tuple[Span, Passage] | None:
    """Time words without a day in one ("recently"), and the day that the other gives."""
    tied = frozenset(word[:STEM] for word in other.unit.words if word not in edges() and len(word) > STEM)
    vague = [
        span
        for span in phrases(one.unit, "vague", "times")
        if one.unit.words[span[1] : span[1] + 1] not in (("before",), ("after",), ("than",), ("afterwards",))
        and "within" not in one.unit.words[max(0, span[0] - 2) : span[0]]
        if one.part[0] <= span[0] < one.part[1]
        or any(word[:STEM] in tied for word in one.unit.words[max(0, span[0] - 1) : span[1] + 1])  # "recently arrested"
    ]
    if any(event.granularity in EXACT and one.span(event.passage) not in vague for event in one.events):
        return None
    exact = [
        event.passage
        for event in other.events
        if event.granularity in EXACT
        and event.passage.text.lower() not in shipped("compare")["present"]
        and not any(
            word in listed("vague", "times") for word in event.passage.text.lower().split()
        )  # "earlier this year"
        and event.status != "to come"
        and _is_told(other, event.passage)
    ]
    if not vague or not exact or _text(one, vague[0]) == exact[0].text.lower():
        return None  # "last week" beside "last week" is no day
    if _told_otherwise(one, other, vague[0], other.span(exact[0])):
        return None
    if exact[0].text.isdigit() and any(time in _text(one, vague[0]) for time in ("week", "month")):
        return None  # a year says nothing of "last month"
    return vague[0], exact[0]


def _is_told(side: Side, passage: Passage) -> bool:
    """Whether time words belong to what is told: where somebody says it, to what they say, not to when they said so."""
    said = [quote.passage for quote in side.quotes]
    if _is_of_saying(side, passage):
        return False
    return not said or any(p.start <= passage.start and passage.end <= p.end for p in said if p.block == passage.block)


def _is_of_saying(side: Side, passage: Passage) -> bool:
    """Whether time words tell when somebody said it: "the port said on Monday", "according to a statement Monday"."""
    span = side.span(passage)
    before = [word for word in side.unit.words[max(0, span[0] - 2) : span[0]] if word != "on"] if span else []
    return bool(before) and (before[-1] in listed("credit", "saying") or before[-1] in listed("credit", "occasions"))


def _text(side: Side, span: Span) -> str:
    return side.cut(span).text.lower()
