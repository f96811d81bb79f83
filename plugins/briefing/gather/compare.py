"""The accounts of a story set side by side: what agrees, what differs and how, what only one says.

``align`` finds sentences that speak of the same, ``relate`` says how they relate, ``wording`` measures shared words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, cast

from briefing.gather import roles
from briefing.gather.align import Match, Unit, Vectors, align, closest_parts, plain_words, units, vectors
from briefing.gather.amounts import equal, unit_of
from briefing.gather.detail import is_loose
from briefing.gather.rarity import rarity, weight
from briefing.gather.relate import agreements, difference, is_restated
from briefing.gather.side import Found, Side, edges, listed, side_of
from briefing.gather.stories import beside
from briefing.gather.wording import wording
from briefing.model import Briefing, Comparison, Extract, Pair, Passage
from briefing.text.tables import shipped

if TYPE_CHECKING:
    from briefing.find.entities import Entity

ORDER = ("negation", "credit", "certainty", "figure", "detail", "same value", "same")
AGREE = ("same", "same value")
LABEL = 5  # words
RARE_NAME = 2.5  # rarity of a name that says what a pair is about; states and blocs of the beat do not
MARKS = 3  # marked places in a sentence at most
RESTATED = 0.6  # likeness from which two parts that share no phrase say the same in other words


def compare(briefings: Mapping[str, Briefing], copies: Mapping[str, str] | None = None) -> Comparison:
    """Pairs of sentences with their relation, what no other account says, and shared wording, for every two accounts.

    A pair that differs shows two whole sentences with the changed words marked; one that agrees shows the shared
    phrases. Differences come first, in ORDER, each kind by place in the first account. ``only`` holds sentences
    that no other account of the same language has anything near to and that carry a fact (a quote, figure, name or
    time): sentences that carry none are left out. Accounts in different languages are compared only where they name
    the same two entities and the same number; nothing is said there of what only one of them tells.

    ``copies`` maps an account to the one whose words it has (``Story.copies``). The two are one account: a copy is set
    beside that one alone, agrees with nobody, and shows only where it says otherwise and what it adds.
    """
    copies = copies or {}
    chosen = {slug: briefings[slug] for slug in beside(briefings, copies)}
    first = [slug for slug in chosen if slug not in copies]
    rows = {slug: units(slug, briefing) for slug, briefing in chosen.items()}
    space = vectors([unit for row in rows.values() for unit in row])
    pairs: list[Pair] = []
    met: set[tuple[str, int]] = set()
    for a, b in combinations(first, 2):
        found, touched = _compared(a, b, chosen, rows, space)
        pairs += found
        met |= touched
    copied = [slug for slug in chosen if slug in copies]
    for copy in copied:
        found, touched = _compared(copies[copy], copy, chosen, rows, space)
        pairs += [pair for pair in found if pair.relation not in AGREE]
        met |= {(slug, sentence) for slug, sentence in touched if slug == copy}
    place = {slug: at for at, slug in enumerate(chosen)}
    pairs.sort(key=lambda pair: (ORDER.index(pair.relation), _place(pair.a, place), _place(pair.b, place)))
    together = [*combinations(first, 2), *((copies[copy], copy) for copy in copied)]
    return Comparison(
        pairs=tuple(pairs),
        only={
            slug: _only(slug, chosen, rows[slug], met) if slug in copies or len(first) > 1 else () for slug in chosen
        },
        wording=tuple(wording(a, chosen[a], b, chosen[b]) for a, b in together),
    )


def _compared(
    a: str, b: str, briefings: Mapping[str, Briefing], rows: Mapping[str, tuple[Unit, ...]], space: Vectors
) -> tuple[list[Pair], set[tuple[str, int]]]:
    """What two accounts have to say of each other, and the sentences of both that speak of the same."""
    one, other = briefings[a], briefings[b]
    if _language(one) != _language(other):
        return _across(rows[a], rows[b], one, other), set()
    matches = align(rows[a], rows[b], space)
    told = roles.pairs(rows[a], rows[b], one, other)
    pairs = _related(matches, one, other, space) + [_pair(found, x, y, label) for found, x, y, label in told]
    met = {(unit.slug, unit.sentence) for match in matches for unit in (match.a, match.b)}
    return pairs, met | {(unit.slug, unit.sentence) for _, x, y, _ in told for unit in (x, y)}


def _place(extract: Extract, order: Mapping[str, int]) -> tuple[int, int, int, int]:
    p = extract.passage
    return order[extract.slug], p.block, p.start, p.end


def _language(briefing: Briefing) -> str:
    return briefing.article.source.language


def _related(matches: tuple[Match, ...], one: Briefing, other: Briefing, space: Vectors) -> list[Pair]:
    """What each match agrees on, and how the best match of a sentence differs. A phrase is shown once."""
    known = _known(one), _known(other)
    best: dict[tuple[str, int], float] = {}
    for match in matches:
        for unit in (match.a, match.b):
            key = unit.slug, unit.sentence
            best[key] = max(best.get(key, 0.0), match.likeness)
    out: list[Pair] = []
    shown: set[str] = set()
    for match in matches:
        parts = closest_parts(match.a, match.b, space)
        a, b = side_of(match.a, parts[0], one), side_of(match.b, parts[1], other)
        agreed = agreements(a, b)
        tops = {best[match.a.slug, match.a.sentence], best[match.b.slug, match.b.sentence]}
        found = difference(a, b, known) if match.likeness in tops else None
        if found and found.relation == "detail" and found.change is None and is_loose(a, b, match.likeness):
            found = None
        if found:
            out.append(_pair(found, match.a, match.b, _label(a, b, agreed)))
        if a.unit.words == b.unit.words:
            out.append(_pair(Found("same", (), ()), match.a, match.b, ()))
            continue
        whole = all(unit.passage.text.rstrip(")]\"'”’»")[-1:] in ".!?…。！？" for unit in (match.a, match.b))
        shared = plain_words(match.a, parts[0]) & plain_words(match.b, parts[1])
        tells = any(
            word in listed("credit", "verbs") for word in (*a.unit.words[slice(*a.part)], *b.unit.words[slice(*b.part)])
        )
        restated = whole and parts[2] >= RESTATED and len(shared) > tells  # not "Marsh told AFP", "said Marsh to AFP"
        if restated and not found and not agreed and match.likeness in tops and is_restated(a, b):
            agreed = (Found("same value", (a.cut(a.part),), (b.cut(b.part),)),)
        for same in agreed:
            phrase = same.marks_a[0].text.lower()
            if phrase not in shown:
                shown.add(phrase)
                extracts = Extract(match.a.slug, same.marks_a[0]), Extract(match.b.slug, same.marks_b[0])
                change = (same.marks_a[0].text, same.marks_b[0].text) if same.relation == "same value" else None
                out.append(Pair(same.relation, *extracts, (), change, (), ()))
    return out


def _pair(found: Found, a: Unit, b: Unit, label: tuple[Passage, ...]) -> Pair:
    return Pair(
        found.relation,
        Extract(a.slug, a.passage),
        Extract(b.slug, b.passage),
        tuple(Extract(a.slug, passage) for passage in label),
        found.change,
        found.marks_a[:MARKS],
        found.marks_b[:MARKS],
        found.more,
    )


def _label(a: Side, b: Side, agreed: tuple[Found, ...]) -> tuple[Passage, ...]:
    """What both sentences speak of, in words of the first: a short phrase they share, a rare name, a rare word."""
    theirs = {slug for slug, _ in b.mentions}
    names = [passage for slug, passage in a.mentions if slug in theirs]
    options = [piece for found in agreed for piece in _pieces(a, found.marks_a[0])]
    options += [passage for passage in names if rarity(passage.text) >= RARE_NAME]
    if not options:  # what a sentence is about stands first in it
        shared = [
            at for at, word in enumerate(a.unit.words) if word in b.unit.words and word.isalpha() and rarity(word) >= 1
        ]
        named = {at for passage in names for at in range(*(a.span(passage) or (0, 0)))}
        first = next((at for at in shared if at not in named and word_weight(a, at) >= 1), None)
        options = names if first is None else [a.cut((first, _end(a, b, first)))]
    ranked = sorted(options, key=lambda p: (-weight(p.text), p.start, p.end))
    return tuple(ranked[:1])


def _end(a: Side, b: Side, first: int) -> int:
    """Where the words end that begin at ``first`` and stand in a row in both: "member states"."""
    told, end = f" {' '.join(b.unit.words)} ", first + 1
    while end < len(a.unit.words) and end - first < LABEL and word_weight(a, end) >= 2:
        if a.unit.gap(end) != " " or f" {' '.join(a.unit.words[first : end + 1])} " not in told:
            break
        end += 1
    return end


def word_weight(side: Side, at: int) -> float:
    """Weight of a plain word as a label: nothing for verbs, units and short words, which name nothing."""
    word = side.unit.words[at]
    return 0.0 if len(word) < 4 or word.endswith(("ed", "ing", "ly", "est")) or word in _units() else weight(word)


@cache
def _units() -> frozenset[str]:
    return frozenset(word for row in shipped("units")["en"].values() for form in row for word in form.lower().split())


def _pieces(side: Side, mark: Passage) -> Iterator[Passage]:
    """The parts of a shared phrase between commas that are short enough to be a label, without numbers."""
    span = side.span(mark)
    if span is None:
        return
    first = span[0]
    for at in range(span[0] + 1, span[1] + 1):
        if at == span[1] or side.unit.gap(at).strip() or side.unit.words[at] in ("and", "or"):
            start = first
            while start < at and (side.unit.words[start] in edges() or side.unit.words[start].endswith("ed")):
                start += 1
            words = side.unit.words[start:at]
            if 0 < len(words) <= LABEL and not any(word[0].isdigit() for word in words):
                yield side.cut((start, at))
            first = at


def _known(briefing: Briefing) -> str:
    """The text of an account in lower case."""
    return " ".join(briefing.article.blocks[at].text for at in briefing.article.body()).lower()


def _only(
    slug: str, briefings: Mapping[str, Briefing], row: tuple[Unit, ...], met: set[tuple[str, int]]
) -> tuple[Extract, ...]:
    """Sentences with a fact that no other account of this language speaks of."""
    own = briefings[slug]
    if not any(other != slug and _language(briefings[other]) == _language(own) for other in briefings):
        return ()
    facts = {fact.sentence for kind in ("quotes", "figures", "events") for fact in own.facts.get(kind, ())}
    for entity in cast("tuple[Entity, ...]", own.facts.get("entities", ())):
        facts.update(mention.sentence for mention in entity.mentions)
    return tuple(
        Extract(slug, unit.passage) for unit in row if (slug, unit.sentence) not in met and unit.sentence in facts
    )


def _across(one: tuple[Unit, ...], other: tuple[Unit, ...], a: Briefing, b: Briefing) -> list[Pair]:
    """Sentences of two languages that name the same two entities and the same number."""
    out = []
    left = [side_of(unit, (0, len(unit.words)), a) for unit in one]
    right = [side_of(unit, (0, len(unit.words)), b) for unit in other]
    for x in left:
        slugs = {slug for slug, _ in x.mentions}
        for y in right:
            if len(slugs & {slug for slug, _ in y.mentions}) < 2:
                continue
            for f, g in ((f, g) for f in x.figures for g in y.figures):
                if f.value is not None and unit_of(f) == unit_of(g) and equal(f, g) and len(f.value.strip("0.")) > 1:
                    label = next(p for slug, p in x.mentions if slug in {s for s, _ in y.mentions})
                    change = (f.passage.text, g.passage.text)
                    found = Found("same value", (f.passage,), (g.passage,), change)
                    out.append(_pair(found, x.unit, y.unit, (label,)))
                    break
    return out
