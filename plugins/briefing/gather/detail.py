"""Where one account says more than the other: a number for a vague amount, a day, a name it never gives."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, cast

from briefing.gather.align import plain_words, shares_words
from briefing.gather.amounts import EXACT, counted_alike, day_for_vague, equal, is_total, number_for_vague
from briefing.gather.certainty import denies_alike, is_open
from briefing.gather.rarity import rarity, words_of
from briefing.gather.share import of_others, share, shares
from briefing.gather.side import Found, Side, edges, inside, listed
from briefing.gather.verbs import hangs_on, is_relative, is_verb, where_told
from briefing.model import Passage
from briefing.text.tables import shipped

if TYPE_CHECKING:
    from briefing.find.figures import Figure

CLAIM = 2.5  # rarity of a word that makes more than a name of a phrase ("president", "countries" are less)


def detail(a: Side, b: Side, known: tuple[str, str]) -> Found | None:
    """Where one account says more: a number for a vague amount, a day for "recently", a name the other never gives."""
    said = number_said(a, b, known, True)
    if said:
        return said
    if any(not equal(*pair) for pair in counted_alike(a, b)) or is_total(a) != is_total(b):
        return None  # two numbers of one thing: not all that one of them counts
    if not denies_alike(a, b) or is_meant(a) != is_meant(b):
        return None
    extra_a, extra_b = _extra(a, b, known[1]), _extra(b, a, known[0])
    if bool(extra_a) == bool(extra_b):
        return None  # where both tell what the other does not, neither only adds
    return Found("detail", extra_a, extra_b, None, "a" if extra_a else "b")


def is_meant(side: Side) -> bool:
    """Whether a part tells what will, can or would be or must, and not what is."""
    words = side.unit.words[slice(*side.part)]
    said = not listed("open", "reported").isdisjoint(words)  # "allegedly" says that somebody says so, and no more
    return (is_open(side) and not said) or any(word in listed("open", "able") for word in words)


def number_said(a: Side, b: Side, known: tuple[str, str], days: bool = False) -> Found | None:
    """Where one gives the number for the other's vague amount, and with ``days`` the day for its "recently"."""
    for one, other, more in ((a, b, "b"), (b, a, "a")):
        marks = number_for_vague(one, other) or (day_for_vague(one, other) if days and not of_others(a, b) else None)
        if marks and not _is_apposed(one, marks[0][0], other):
            vague, exact = one.cut(marks[0]), marks[1]
            new = _extra(other, one, known[0 if more == "b" else 1])
            said = tuple(sorted({exact, *(p for p in new if p.end <= exact.start or p.start >= exact.end)}, key=_start))
            pair = ((vague,), said) if more == "b" else (said, (vague,))
            change = (vague.text, exact.text) if more == "b" else (exact.text, vague.text)
            return Found("detail", pair[0], pair[1], change, cast('Literal["a", "b"]', more))
    return None


def _start(passage: Passage) -> int:
    return passage.start


SURELY = 0.75  # share from which the time a sentence gives anywhere is that of what both say
NEARLY = 0.5  # share, see TOUCHING, of sentences one of which says more of the same
LONG, SPELT = 8, 0.88  # letters of a name, and how like it another spelling is
FEW, HALF = 3, 0.55  # fewer telling words, and less of what the sentences tell: they only touch
# One part stands in the other wholly, or much of both sentences (parts) is the same. Read off 30 details by eye: of 6
# wrong ones 5 are below, of 24 right ones one.
WHOLLY, MUTUAL = 0.95, 0.4
WEAK = 0.4  # likeness below which one shared word does not tie two sentences
OFFICE = 3  # words between a name and the one whose office it belongs to …
APPOSED = 7  # … and where that one stands first: "Pavel Ostrel, the pilot of Velmar Harbour"
DESCRIBED = 14  # words that describe a name behind it
MEASURED = 3  # words before what is measured in which its measure stands
FIRST = 7  # words in which a sentence names what it speaks of


def is_loose(a: Side, b: Side, likeness: float) -> bool:
    """Whether two sentences hang together by names and one common word only, or tell the same of different ones."""
    if not shares_words(a.unit, b.unit, a.part, b.part) and likeness < 0.5:
        return True
    common = plain_words(a.unit) & plain_words(b.unit)
    told = share(a, b)
    if len(common) < (2 if likeness < WEAK else 1) or told < (HALF if len(common) < FEW else NEARLY):
        return True
    if of_others(a, b):
        return True
    near = shares(a, b, True)
    if near[0] < WHOLLY and max(near[1], shares(a, b)[1]) < MUTUAL:
        return True
    left, right = _subject(a), _subject(b)
    if not left or not right or left == right:
        return False
    slugs = [{slug for slug, _ in side.mentions} for side in (a, b)]
    return left not in slugs[1] and right not in slugs[0]


def _subject(side: Side) -> str | None:
    """The name that opens a sentence, None where it opens with something else."""
    for slug, passage in side.mentions:
        span = side.span(passage)
        if span and span[0] < FIRST and all(word in edges() for word in side.unit.words[: span[0]]):
            return slug
    return None


def _extra(side: Side, other: Side, known: str) -> tuple[Passage, ...]:
    """Names, numbers and days in this sentence of which the other account, or its sentence, has nothing."""
    found = [
        passage
        for _, passage in side.mentions
        if not any(_is_spelt_like(passage, name) for _, name in other.mentions)
        and not all(word[:6] in known for word in words_of(passage.text.lower()))
        and not _is_dateline(side, passage)
        and _in_part(side, passage)
        and not _names_again(side, passage, other)
        and not _reports(side, passage)
        and not _describes(side, passage, other)
        and not _replaces(side, passage, other)
    ]
    found += [
        f.passage
        for f in side.figures
        if f.value is not None and not other.figures and _in_part(side, f.passage) and not _stands(side, f, other)
        if not (_counts_another(side, f, other) or _is_cut_out(side, f.passage))
    ]
    found += [
        f.passage
        for f in side.events
        if f.granularity in EXACT
        and not other.events
        and f.passage.text.lower() not in shipped("compare")["present"]
        and (f.status == "stated" or is_open(other))
        and not _is_model(side, f.passage)
        and (_in_part(side, f.passage) or share(side, other) >= SURELY)
    ]
    found = [passage for passage in found if _is_of_what_both_tell(side, passage, other)]
    if side.quotes:  # who says it, and when, adds nothing to what is said
        found = [passage for passage in found if any(inside(passage, quote.passage) for quote in side.quotes)]
    found.sort(key=lambda passage: (passage.start, -passage.end))
    kept: list[Passage] = []
    for passage in found:
        if not kept or passage.start >= kept[-1].end:
            kept.append(passage)
    return tuple(kept)


def _is_model(side: Side, passage: Passage) -> bool:
    """Whether a year only says of which make something is: "in his 2008 Bentley"."""
    end = passage.end - side.unit.passage.start
    return (
        passage.text.isdigit()
        and side.unit.passage.text[end : end + 1] == " "
        and (side.unit.passage.text[end + 1 : end + 2].isupper())
    )


def _is_of_what_both_tell(side: Side, passage: Passage, other: Side) -> bool:
    """Whether a fact hangs on a verb that both sentences have; on any, where nearly all of one stands in the other."""
    span = side.span(passage)
    at = hangs_on(side, span) if span else None
    if at is None or span is None:
        common = plain_words(side.unit) & plain_words(other.unit)
        apart = span is not None and is_relative(side, span[0])
        return len(common) >= FEW and share(side, other) >= SURELY and not apart
    words = side.unit.words
    if words[at] in listed("credit", "saying"):
        return False
    head = at - 2 if at > 1 and words[at - 1] == "to" and is_verb(side, at - 2) else at  # "planned to spend"
    if _is_apposed(side, span[0], other):
        return False
    there = [place for verb in (at, head) for place in where_told(other, words[verb])]
    if not is_relative(side, at):
        return bool(there)
    return any(not is_relative(other, place) for place in there)  # else both only say of whom they tell


def _is_apposed(side: Side, at: int, other: Side) -> bool:
    """Whether a place is in what describes a name that the other has not: "Ana Marsh — a pilot hurt in Harn — …"."""
    ends = {span[1]: span for _, passage in side.mentions if (span := side.span(passage))}
    for first in range(at, max(0, at - DESCRIBED), -1):
        if any(mark in side.unit.gap(first) for mark in ",—–(") or " - " in side.unit.gap(first):
            name = ends.get(first)
            if name and side.unit.words[first] in ("a", "an", "the", "one"):
                return not any(word in other.unit.words for word in side.unit.words[slice(*name)])
    return False


def _describes(side: Side, passage: Passage, other: Side) -> bool:
    """Whether a name only says of whom both name what he is: "Velmar Harbour pilot Pavel Ostrel"."""
    span = side.span(passage)
    theirs = {slug for slug, _ in other.mentions}
    if span is None:
        return False
    end = passage.end - side.unit.passage.start
    if side.unit.passage.text[end : end + 1] == " " and not side.unit.passage.text[end + 1 : end + 2].islower():
        return True  # "Velmar" of "Velmar 76ers"
    for slug, name in side.mentions:
        place = side.span(name) if slug in theirs else None
        if place and span[1] <= place[0] <= span[1] + OFFICE:
            between = range(span[1], place[0] + 1)
            return not any(
                side.unit.gap(at).strip() or side.unit.words[at] in edges() or is_verb(side, at) for at in between
            )
        if place and place[1] < span[0] <= place[1] + APPOSED and "," in side.unit.gap(place[1]):
            return not any(
                is_verb(side, at) or ("," in side.unit.gap(at) and at > place[1]) for at in range(place[1], span[0])
            )
    return False


def _replaces(side: Side, passage: Passage, other: Side) -> bool:
    """Whether the other sentence has another name in the same place: "a mill in Harn", "a mill in Velmar"."""
    span = side.span(passage)
    if span is None or span[0] < 2:
        return False
    before = side.unit.words[span[0] - 2 : span[0]]
    spans = [other.span(name) for _, name in other.mentions]
    places = frozenset(shipped("compare")["places"])
    times = [time for event in other.events if (time := other.span(event.passage))]
    for at, (one, then) in enumerate(pairwise(other.unit.words), 1):
        timed = any(first - 1 <= at < last for first, last in times)
        if one == before[0] and {before[1], then} <= places and one not in edges() and not timed:
            return True  # "people across Asia", "people around the ocean"
    return any(place and other.unit.words[max(0, place[0] - 2) : place[0]] == before for place in spans)


def _counts_another(side: Side, figure: Figure, other: Side) -> bool:
    """Whether a number counts others, or stands before its verb and counts what the other sentence does not name."""
    span = side.span(figure.passage)
    if span is None:
        return False
    if any(word in ("other", "others") for word in side.unit.words[slice(*span)]):
        return True  # besides those that this sentence has told of before
    at = hangs_on(side, span)
    if at is not None and at < span[0] and side.unit.words[at] in listed("credit", "saying"):
        at = next((place for place in range(span[1], len(side.unit.words)) if is_verb(side, place)), None)
    if at is None or at < span[0]:
        return False
    return not plain_words(side.unit, (span[0] + 1, at)) & plain_words(other.unit)


def _is_spelt_like(one: Passage, other: Passage) -> bool:
    """Whether two names are one name spelt otherwise: "Tavik Orlunde", "Tavik Orlund"."""
    texts = one.text.lower(), other.text.lower()
    return len(texts[0]) >= LONG and SequenceMatcher(None, *texts, autojunk=False).ratio() >= SPELT


def _names_again(side: Side, passage: Passage, other: Side) -> bool:
    """Whether a name only says in other words what the other sentence names: "IRTC", "Marsh Island Bank" of "Marsh"."""
    span = side.span(passage)
    if span is None:
        return False
    theirs = other.unit.words
    if span[1] - span[0] > 1:
        initials = "".join(word[0] for word in side.unit.words[slice(*span)] if word not in edges())
        if initials in theirs:
            return True
    elif passage.text.isupper():
        heads = "".join(word[0] for word in theirs if word not in edges())
        return len(passage.text) > 1 and passage.text.lower() in heads
    return any(word in theirs and rarity(word) >= CLAIM for word in side.unit.words[slice(*span)])


def _reports(side: Side, passage: Passage) -> bool:
    """Whether a name is of who reports what the sentence tells: "The Courier reports the price at 300 dollars"."""
    span = side.span(passage)
    if span is None:
        return False
    then = [word for word in side.unit.words[span[1] : span[1] + 2] if word != "com"]
    return bool(then) and then[0] in ("reports", "reported", "says", "said")


def _stands(side: Side, fact: Figure, other: Side) -> bool:
    """Whether a number, or another one of the same, stands in the other sentence, where it is read as no figure."""
    text = other.unit.passage.text.lower()
    if fact.number is not None and fact.number.text.lower() in text:
        return True
    counted = {word for word in fact.passage.text.lower().split() if word[0].isalpha() and word not in edges()}
    counts = listed("happens", "counts")
    if any(
        (word in counted and (before.isdigit() or before in counts)) or f"{word}s" in counted
        for before, word in pairwise(other.unit.words)
    ):
        return True
    # "the 170,000-square-foot building", "the 15,800-square-metre building"
    after = span[1] if (span := side.span(fact.passage)) else len(side.unit.words)
    of = side.unit.words[after : after + 1]
    theirs = other.unit.words
    return (
        bool(of)
        and of[0] not in edges()
        and any(
            word == of[0] and any(near[0].isdigit() for near in theirs[max(0, at - MEASURED) : at])
            for at, word in enumerate(theirs)
        )
    )


def _is_cut_out(side: Side, passage: Passage) -> bool:
    """Whether a number is only read out of another one or a word: "4×4 car", "a 9-1-1 call"."""
    before = side.unit.passage.text[: max(0, passage.start - side.unit.passage.start)][-2:]
    return len(before) == 2 and before[0].isalnum() and not before[1].isspace() and not before[1].isalnum()


def _is_dateline(side: Side, passage: Passage) -> bool:
    """ "BEIJING", "New Delhi / Mumbai:", "ASTANA, 4 July –" before the text begins."""
    span = side.span(passage)
    if span is None:
        return False
    ends = any(mark in side.unit.gap(at) for at in range(span[1], min(FIRST, len(side.unit.words))) for mark in ":–—")
    return ends or (span[0] == 0 and passage.text.isupper() and len(passage.text) > 3)


def _in_part(side: Side, passage: Passage) -> bool:
    """Whether a passage stands in the part that is like the other sentence."""
    span = side.span(passage)
    return span is not None and span[0] < side.part[1] and side.part[0] < span[1]
