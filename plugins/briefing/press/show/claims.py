"""What accounts make of one claim: pairs of passages as a page shows them, those of several accounts together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations

from briefing.model import Extract, Pair, Passage
from briefing.press.sheet import Sheet
from briefing.press.show import parts
from briefing.press.views import Cite, PairView
from briefing.text import numbers

AGREE = ("same", "same value")
EXCHANGED = ("figure", "certainty", "negation")  # words stand for others; elsewhere marks need not answer each other
SIGNS = {"same": "same", "same value": "value", "detail": "detail"}  # every other relation differs
MARGIN = {
    "same": "same words",
    "same value": "same value",
    "credit": "who is credited",
    "certainty": "how certain",
    "negation": "one denies",
    "figure": "other figure",
}


def claims(sheet: Sheet, pairs: Sequence[Pair]) -> tuple[PairView, ...]:
    """Pairs of two accounts as they come; those of more accounts by claim, each passage once.

    Passages that differ belong to one claim, directly or through others; so do equal phrases of which one lies in the
    other. Detail that one account adds to another is a claim only between passages that do not stand in one yet.
    """
    if len({extract.slug for pair in pairs for extract in (pair.a, pair.b)}) <= 2:
        return tuple(claim(sheet, [pair]) for pair in pairs)
    same = [pair for pair in pairs if pair.relation == "same"]
    alike = [pair for pair in pairs if pair.relation == "same value"]
    apart = [pair for pair in pairs if pair.relation not in (*AGREE, "detail")]
    held = _grouped(apart, ())
    known = {end: at for at, group in enumerate(held) for pair in group for end in _ends(pair)}
    more = [pair for pair in pairs if pair.relation == "detail" and not _in_one(pair, known)]
    ends = sorted({end for pair in same for end in _ends(pair)})
    inside = [(x, y) for x, y in combinations(ends, 2) if _inside(x, y) or _inside(y, x)]
    out = [*held, *_grouped(more, ()), *_grouped(alike, ()), *_grouped(same, inside)]
    return tuple(claim(sheet, group) for group in out)


def claim(sheet: Sheet, group: Sequence[Pair]) -> PairView:
    """One claim: each account's passage with its changed words marked, the first account first."""
    first = group[0]
    marks: dict[Extract, list[Passage]] = {}
    for pair in group:
        for extract, marked in ((pair.a, pair.marks_a), (pair.b, pair.marks_b)):
            marks.setdefault(extract, []).extend(marked)
    told = sorted(marks, key=lambda extract: (sheet.place(extract.slug), extract.passage.block, extract.passage.start))
    relations = list(dict.fromkeys(pair.relation for pair in group))
    if first.relation in AGREE:
        told = _shortest(told)
    cites = [sheet.extract(extract, _apart(sheet, extract, marks[extract])) for extract in told]
    return PairView(
        relation=relations[0],
        sign=SIGNS.get(relations[0], "differs"),
        margin=_margin(sheet, group, relations),
        label=parts.extract_cites(sheet, first.label),
        change=_change(sheet, group, told),
        a=cites[0],
        b=cites[1],
        more=tuple(cites[2:]),
    )


def _has_number(text: str) -> bool:
    """Whether a phrase holds a number, in digits or in words."""
    return any(sign.isdigit() for sign in text) or bool(numbers.find(text, "en"))


def _margin(sheet: Sheet, group: Sequence[Pair], relations: Sequence[str]) -> str:
    """The word under the sign: "who is credited", "B adds detail"; of several ways to differ each."""
    if relations[0] == "same value" and not any(
        _has_number(e.passage.text) for pair in group for e in (pair.a, pair.b)
    ):
        return "other words"  # names and phrases have no value
    if relations[0] != "detail":
        return ", ".join(MARGIN[relation] for relation in relations if relation != "detail")
    adding = {{"a": pair.a.slug, "b": pair.b.slug}.get(pair.more, "") for pair in group}
    if "" in adding:
        return "adds detail"
    letters = ", ".join(sheet.letter(slug) for slug in sorted(adding, key=sheet.place))
    return f"{letters} adds detail" if len(adding) == 1 else f"{letters} add detail"


def _change(sheet: Sheet, group: Sequence[Pair], told: Sequence[Extract]) -> tuple[Cite, ...] | None:
    """The words that stand for each other, each once, in order of the accounts."""
    found: dict[Extract, Passage] = {}
    for pair in group:
        if pair.relation in EXCHANGED and pair.marks_a and pair.marks_b:
            for extract, marked in ((pair.a, pair.marks_a), (pair.b, pair.marks_b)):
                found.setdefault(extract, parts.joined(sheet.room.load(extract.slug), marked)[0])
    words: dict[str, Cite] = {}
    for extract in told:
        if extract in found:
            cite = sheet.cite(extract.slug, found[extract])
            words.setdefault(cite.plain.lower(), cite)
    return tuple(words.values()) if len(words) > 1 else None


def _apart(sheet: Sheet, extract: Extract, marks: Iterable[Passage]) -> tuple[Passage, ...]:
    """Marks in reading order, of those that overlap the longer one."""
    kept: list[Passage] = []
    for mark in sorted(marks, key=lambda mark: (mark.start - mark.end, mark.start)):
        if all(mark.end <= other.start or other.end <= mark.start for other in kept):
            kept.append(mark)
    return parts.joined(sheet.room.load(extract.slug), sorted(kept, key=lambda mark: mark.start))


def _shortest(told: Sequence[Extract]) -> list[Extract]:
    """Of each account the shortest phrase: what all of them have."""
    least: dict[str, Extract] = {}
    for extract in told:
        held = least.get(extract.slug)
        if held is None or len(extract.passage.text) < len(held.passage.text):
            least[extract.slug] = extract
    return list(least.values())


# --- which pairs are one claim -----------------------------------------------------------------------------------

End = tuple[str, int, int, int]  # account, block, start, end


def _ends(pair: Pair) -> tuple[End, End]:
    a, b = ((e.slug, e.passage.block, e.passage.start, e.passage.end) for e in (pair.a, pair.b))
    return a, b


def _inside(one: End, other: End) -> bool:
    return one[:2] == other[:2] and other[2] <= one[2] and one[3] <= other[3]


def _in_one(pair: Pair, known: Mapping[End, int]) -> bool:
    a, b = (known.get(end) for end in _ends(pair))
    return a is not None and a == b


def _grouped(pairs: Sequence[Pair], ties: Iterable[tuple[End, End]]) -> list[list[Pair]]:
    """Pairs whose ends hang together, by the first of each; ``ties`` join ends as pairs do."""
    above: dict[Hashable, Hashable] = {}

    def top(end: Hashable) -> Hashable:
        while above.setdefault(end, end) != end:
            end = above[end]
        return end

    for one, other in (*(_ends(pair) for pair in pairs), *ties):
        above[top(one)] = top(other)
    groups: dict[Hashable, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(top(_ends(pair)[0]), []).append(pair)
    return list(groups.values())
