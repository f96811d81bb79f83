"""When things happened, as far as the sources say: rows on four shelves, never a date that nobody gave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace

from briefing.gather.align import shares_words, unit_of
from briefing.gather.rarity import name_rarity
from briefing.gather.signature import RARE
from briefing.lazy import regex
from briefing.model import Briefing, Comparison, Extract, Passage, Row
from briefing.text.tables import base, either, shipped

if TYPE_CHECKING:
    from briefing.find.entities import Entity
    from briefing.find.events import Event

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FINE = {"day": 0, "weekday": 1, "week": 2, "month": 3, "quarter": 4, "half": 4, "season": 4, "year": 5}
GAP = 5  # days without a row that part one week's days from the next
SHELVES = ("dated", "ordered", "none", "to come")
NAMES = 2  # that sentences of two accounts share which tell the same happening of one day
TELLS = ("same", "same value", "detail", "figure")  # relations of sentences that tell the same happening


def rows(briefings: Mapping[str, Briefing], comparison: Comparison | None = None) -> tuple[Row, ...]:
    """Timeline rows on their shelves: "dated", "ordered", "none", "to come", in this order.

    ``dated`` rows are resolved and stand oldest first, a month before its days, at the precision stated. ``ordered``
    rows have time words that nothing resolves: weekdays as ``chain`` puts them, then by account and reading order.
    ``none`` are key points without time words that tell a happening. What is still to come and has no time stands under
    "to come" with the words that say so ("will", "is to"); what is conditional and has a time is no happening and has
    no row. With a ``comparison``, a sentence that another account tells too is one row, the others in ``also``; the row
    with the more exact time stands. So are sentences of two accounts, in whatever languages, that name the same day and
    the same names (``_meet``).
    """
    found: list[Row] = []
    for slug, briefing in briefings.items():
        found += _rows(slug, briefing)
    if comparison is not None:
        found = _met(_folded(found, comparison), briefings)
    order = {slug: at for at, slug in enumerate(briefings)}
    found.sort(key=lambda row: _key(row, order))
    out: list[Row] = []
    for shelf in SHELVES:
        row = [one for one in found if one.shelf == shelf]
        out += chain(row) if shelf == "ordered" else row
    return tuple(out)


def chain(of: Iterable[Row]) -> tuple[Row, ...]:
    """The undated rows of one story in the order that their words give: months, weekdays, others.

    Weekdays are read as days of one week. "Before this" and "later" stand beside the row that their own account tells
    before them. A stable order: rows that nothing tells apart stay as they were.
    """
    every = list(of)
    first = _first_day(every)
    out = sorted(
        (row for row in every if row.granularity != "order"),
        key=lambda row: (_rank(row), (_weekday(row) - first) % len(WEEK) if _weekday(row) < len(WEEK) else len(WEEK)),
    )
    for row in (row for row in every if row.granularity == "order"):
        told = [other for other in out if other.granularity != "order" and _tells_before(other, row)]
        if not told:
            out.append(row)
            continue
        at = out.index(max(told, key=lambda other: _spot(other.sentence)))
        out.insert(at if _looks_back(row) else at + 1, row)
    return tuple(out)


def _spot(extract: Extract) -> tuple[int, int]:
    return extract.passage.block, extract.passage.start


def _tells_before(other: Row, row: Row) -> bool:
    return other.sentence.slug == row.sentence.slug and _spot(other.sentence) < _spot(row.sentence)


def _looks_back(row: Row) -> bool:
    """Whether order words look back ("prior to this") and not forward ("later")."""
    words = row.words.passage.text.lower().split() if row.words else []
    return any(word in shipped("compare")["back"] for word in words)


def _rows(slug: str, briefing: Briefing) -> list[Row]:
    article = briefing.article
    language = base(article.source.language)
    topics: dict[int, set[str]] = {}
    for label in briefing.labels:
        topics.setdefault(label.block, set()).add(label.topic)
    events: dict[int, list[Event]] = {}
    for event in cast("tuple[Event, ...]", briefing.facts.get("events", ())):
        events.setdefault(event.sentence, []).append(event)
    out = []
    for number in sorted(events):
        sentence = article.sentences[number]
        if article.blocks[sentence.block].kind in ("title", "heading", "head"):
            continue
        stated = [
            event
            for event in events[number]
            if event.status != "conditional" and (not _is_vague(event) or _happens(sentence, language))
        ]
        if not stated:
            continue
        event = min(stated, key=_exactness)
        shelf = "to come" if event.status == "to come" else "dated" if event.resolved else "ordered"
        out.append(
            Row(
                shelf=shelf,  # type: ignore[arg-type]
                words=Extract(slug, event.passage),
                resolved=event.resolved,
                granularity=event.granularity,
                anchor=event.anchor,
                sentence=Extract(slug, sentence),
                topics=tuple(sorted(topics.get(sentence.block, ()))),
            )
        )
    timed = {_place(row.sentence.passage) for row in out}
    timed |= {_place(article.sentences[number]) for number in events}
    points = {_place(point.passages[-1]) for point in briefing.points}
    spoken = {fact.sentence for fact in briefing.facts.get("quotes", ()) if getattr(fact, "direct", False)}
    for number, sentence in enumerate(article.sentences):
        if _place(sentence) in timed or article.blocks[sentence.block].kind not in ("paragraph", "quote"):
            continue
        shown = tuple(sorted(topics.get(sentence.block, ())))
        promise = None if number in spoken else _promise(sentence, language)
        if promise is not None:
            words = article.passage(sentence.block, sentence.start + promise[0], sentence.start + promise[1])
            out.append(Row("to come", Extract(slug, words), None, "none", None, Extract(slug, sentence), shown))
        elif _place(sentence) in points and _happens(sentence, language, actions=True):
            out.append(Row("none", None, None, "none", None, Extract(slug, sentence), shown))
    return out


def _is_vague(event: Event) -> bool:
    """Whether time words tell a time only beside a happening: "later", "today"."""
    return event.granularity == "order" or event.passage.text.lower() in shipped("compare")["present"]


# --- what tells a happening, and what something to come -----------------------------------------------------------


OPENS = 110  # characters in which the main clause says what is to come
# "an agreed border", "are now linked": no happening
ADJECTIVAL = "".join(
    rf"(?<!\b{word} )(?<!\b{word.title()} )" for word in ("a", "an", "the", "be", "is", "are", "now", "to", "being")
)


def _happens(sentence: Passage, language: str, actions: bool = False) -> bool:
    """Whether a sentence has a verb that tells what happened; with ``actions``, one of the listed ones."""
    pattern = _happening(language, actions)
    return pattern is None or pattern.search(sentence.text) is not None


@cache
def _happening(language: str, actions: bool) -> re.Pattern[str] | None:
    """Matches verbs of happenings; None for a language without a list."""
    verbs = shipped("filler").get(language, {}).get("action", ())
    more = shipped("status").get(language, {}).get("happens", ())
    if not verbs or not (actions or more):
        return None
    left, right = ("", "") if language == "zh" else (r"(?<![\w-])", r"(?![\w-])")
    if actions and language == "en":
        verbs = [verb for verb in verbs if not verb.startswith(("will ", "would ")) and verb != "joins"]
        left += ADJECTIVAL
    return regex(f"{left}(?:{'|'.join([either(verbs), *(() if actions else more)])}){right}")


def _promise(sentence: Passage, language: str) -> tuple[int, int] | None:
    """Where the main clause says that something is to come: "The line will start", not "officials say it will"."""
    patterns = _promises(language)
    match = patterns[0].search(sentence.text, 0, OPENS) if patterns else None
    if match is None or patterns is None:
        return None
    before, behind = sentence.text[: match.start()], sentence.text[match.end() :]
    subject = before.split()[-1:] or [""]
    if subject[0].lower() in shipped("compare")["credit"]["pronouns"] or _points_back(before):
        return None
    if sentence.text[-1:] in "?？:" or patterns[1].search(before) or patterns[2].match(behind):
        return None
    return match.span("said")


def _points_back(before: str) -> bool:
    """Whether a sentence begins with a pronoun or another word that needs the sentence before it."""
    first = before.split()[:1] or [""]
    return first[0].lower() in shipped("compare")["loose"]


@cache
def _promises(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]] | None:
    """The words that promise, what says that they stand in no main clause, and what behind them tells no happening."""
    table = shipped("status").get(language, {})
    if not table.get("promise"):
        return None
    if language == "zh":
        return regex(f"(?P<said>{either(table['promise'])})"), re.compile("表示|称|说|如果"), re.compile("(?!)")
    bounds = either([*table["bounds"], *table["past"], "say", "says", "because", "if", "unless", "when", "how", "what"])
    return (
        regex(rf"(?<![\w-])(?P<said>{either(table['promise'])})(?![\w-])"),
        regex(rf"(?<![\w-])(?:{bounds})(?![\w-])|[“\"«;:]", re.IGNORECASE),
        regex(rf"\s(?:{either(table.get('stays', ()))})(?![\w-])"),
    )


def _exactness(event: Event) -> tuple[bool, bool, int, int]:
    """A sentence's most exact time words first: resolved, then fine, then early in the sentence."""
    return event.status == "to come", event.resolved is None, FINE.get(event.granularity, 6), event.passage.start


def _place(passage: Passage) -> tuple[int, int, int]:
    return passage.block, passage.start, passage.end


def _key(row: Row, order: Mapping[str, int]) -> tuple:
    p = row.sentence.passage
    here = (order[row.sentence.slug], p.block, p.start)
    if row.shelf in ("dated", "to come"):
        # an unresolved row to come stands last; "2024-07" stands before "2024-07-01"
        return SHELVES.index(row.shelf), row.resolved is None, row.resolved or "", *here
    return SHELVES.index(row.shelf), False, "", *here


def _rank(row: Row) -> int:
    """Coarse order of undated words: what looks back first, then months, weekdays, order words that look on."""
    words = row.words.passage.text.lower() if row.words else ""
    if row.granularity == "weekday":
        return 1 if words.startswith(("last", "previous")) else 2
    return {"century": 0, "decade": 0, "year": 0, "season": 0, "quarter": 0, "month": 0, "week": 1, "day": 2}.get(
        row.granularity, 3
    )


def _weekday(row: Row) -> int:
    words = row.words.passage.text.lower() if row.words and row.granularity == "weekday" else ""
    return next((at for at, day in enumerate(WEEK) if day in words), len(WEEK))


def _first_day(of: Iterable[Row]) -> int:
    """The weekday with which the days of one story begin: after a gap of GAP days or more, else Monday.

    Saturday, Sunday and Monday lie side by side, with five days between Monday and Saturday.
    """
    days = sorted({day for row in of if (day := _weekday(row)) < len(WEEK)})
    gaps = [((after - day) % len(WEEK), after) for day, after in zip(days, [*days[1:], *days[:1]], strict=True)]
    widest = max(gaps, default=(0, 0))
    return widest[1] if widest[0] >= GAP else 0


def _folded(found: list[Row], comparison: Comparison) -> list[Row]:
    """Rows whose sentences a comparison says tell the same, as one row with the others in ``also``."""
    at = {(row.sentence.slug, _place(row.sentence.passage)): place for place, row in enumerate(found)}
    group = list(range(len(found)))

    def top(place: int) -> int:
        while group[place] != place:
            place = group[place]
        return place

    def whole(extract: Extract) -> int | None:
        """The row whose sentence holds an extract."""
        p = extract.passage
        for (slug, (block, start, end)), place in at.items():
            if slug == extract.slug and block == p.block and start <= p.start and p.end <= end:
                return place
        return None

    also: dict[int, list[Extract]] = {}
    for pair in comparison.pairs:
        one, other = whole(pair.a), whole(pair.b)
        if pair.relation not in TELLS or (one is None and other is None):
            continue
        if one is not None and other is not None:
            if _agree(found[one], found[other]):
                first, second = sorted((top(one), top(other)))
                group[second] = first
        elif pair.relation == "detail" and pair.marks_a and pair.marks_b:
            # the other account tells it without a time: "recently"
            also.setdefault(one if one is not None else cast(int, other), []).append(
                pair.b if one is not None else pair.a
            )
    members: dict[int, list[Row]] = {}
    told: dict[int, list[Extract]] = {}
    for place, row in enumerate(found):
        members.setdefault(top(place), []).append(row)
        told.setdefault(top(place), []).extend(also.get(place, ()))
    out = []
    for place, same in members.items():
        best = min(same, key=lambda row: (SHELVES.index(row.shelf), FINE.get(row.granularity, 6)))
        others = [row.sentence for row in same if row is not best]
        others += [extract for extract in told[place] if extract not in others]
        others = [extract for extract in dict.fromkeys(others) if extract.slug != best.sentence.slug]
        own = [row for row in same if row is not best and row.sentence.slug == best.sentence.slug]
        out.append(replace(best, also=tuple(others), topics=tuple(sorted({t for row in same for t in row.topics}))))
        out += own
    return out


def _met(found: list[Row], briefings: Mapping[str, Briefing]) -> list[Row]:
    """Rows of two accounts that tell one happening of one day, as one row: the first, with the others in ``also``."""
    names = [_names(row, briefings[row.sentence.slug]) for row in found]
    days: dict[str, list[int]] = {}
    for place, row in enumerate(found):
        if row.shelf == "dated" and row.granularity == "day" and row.resolved:
            days.setdefault(row.resolved, []).append(place)
    gone: set[int] = set()
    also: dict[int, list[Extract]] = {}
    for places in days.values():
        for one, other in combinations(places, 2):
            if one in gone or other in gone or not _meet(found[one], found[other], names[one], names[other], briefings):
                continue
            # of two sentences of one account that fit as well, nobody can say which it is
            rivals = [at for at in places if found[at].sentence.slug == found[other].sentence.slug and at != other]
            if any(len(names[at] & names[one]) >= len(names[other] & names[one]) for at in rivals):
                continue
            also.setdefault(one, []).extend((found[other].sentence, *found[other].also))
            gone.add(other)
    return [
        replace(row, also=(*row.also, *also.get(place, ()))) for place, row in enumerate(found) if place not in gone
    ]


def _names(row: Row, briefing: Briefing) -> frozenset[str]:
    """The entities that a row's sentence names."""
    own = row.sentence.passage
    return frozenset(
        entity.slug
        for entity in cast("tuple[Entity, ...]", briefing.facts.get("entities", ()))
        for mention in entity.mentions
        if mention.passage.block == own.block and own.start <= mention.passage.start and mention.passage.end <= own.end
    )


def _meet(
    one: Row, other: Row, mine: frozenset[str], theirs: frozenset[str], briefings: Mapping[str, Briefing]
) -> bool:
    """Whether two rows of one day tell the same: NAMES in common, one of them rare; in one language a word as well."""
    a, b = one.sentence, other.sentence
    if a.slug == b.slug or any(extract.slug == b.slug for extract in one.also):
        return False
    shared = mine & theirs
    if len(shared) < NAMES or not any(name_rarity(slug.replace("-", " ")) >= RARE for slug in shared):
        return False
    if base(briefings[a.slug].article.source.language) != base(briefings[b.slug].article.source.language):
        return True
    units = unit_of(a.slug, 0, a.passage), unit_of(b.slug, 0, b.passage)
    return units[0] is not None and units[1] is not None and shares_words(units[0], units[1])


def _agree(one: Row, other: Row) -> bool:
    """Whether two rows may be one happening: neither states another day."""
    if "to come" in (one.shelf, other.shelf) and one.shelf != other.shelf:
        return False
    if one.resolved and other.resolved:
        return one.resolved.startswith(other.resolved) or other.resolved.startswith(one.resolved)
    if one.words and other.words and one.granularity == other.granularity == "weekday":
        return _weekday(one) == _weekday(other)
    return True
