"""What accounts make of one claim: pairs of passages as a page shows them, those of several accounts together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefing.model import Extract, Pair, Passage
from briefing.press.sheet import Sheet
from briefing.press.show import parts
from briefing.press.show.grouped import AGREE, grouped
from briefing.press.views import Cite, PairView
from briefing.text import numbers

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
    """One view for each claim that accounts tell together."""
    return tuple(claim(sheet, group) for group in grouped(pairs))


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
