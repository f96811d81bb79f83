"""The page of a story: its accounts set side by side, differences first."""

from __future__ import annotations

from briefing.gather.figures import together
from briefing.model import Comparison, Pair, Passage, Row, Story, Wording
from briefing.press.sheet import Sheet
from briefing.press.show import parts
from briefing.press.views import Cite, FigureView, PairView, StoryView, WordingView

AGREE = ("same", "same value")
EXCHANGED = ("figure", "certainty")  # one word stands for another; elsewhere marks need not answer each other
SIGNS = {"same": "same", "same value": "value", "detail": "detail"}  # every other relation differs
MARGIN = {
    "same": "same words",
    "same value": "same value",
    "credit": "who is credited",
    "certainty": "how certain",
    "figure": "other figure",
}
ONE_ORIGIN = (
    0.4  # of the shorter account's words in shared runs; two accounts of one wire text share far more than half
)
LEAST_SHARED = 3  # percent; less is chance
DIFFER_WORDS = (("figure", "figure"), ("certainty", "certainty"), ("credit", "credit"))


def view(sheet: Sheet, story: Story, rows: tuple[Row, ...], comparison: Comparison) -> StoryView:
    """What the page of a story with two accounts or more shows."""
    tile = parts.tile(sheet, story, comparison, large=True)
    room = sheet.room
    briefings = {slug: room.load(slug) for slug in story.accounts}
    shown = [pair(sheet, found) for found in comparison.pairs]
    differ = tuple(found for found in shown if found.relation not in AGREE)
    agree = tuple(found for found in shown if found.relation in AGREE)
    return StoryView(
        accounts=tile.accounts,
        tile=tile,
        pairs=differ,
        agreements=agree,
        tally=_tally(sheet, story, differ, agree, comparison),
        only=tuple(
            (sheet.account(slug), parts.extract_cites(sheet, comparison.only[slug]))
            for slug in sorted(story.accounts, key=sheet.letter)
            if comparison.only.get(slug)
        ),
        wording=tuple(
            _wording(sheet, found) for found in comparison.wording if round(100 * found.share) >= LEAST_SHARED
        ),
        timeline=parts.shelves(sheet, rows),
        figures=_figures(sheet, briefings),
        quotes=tuple(
            parts.quote(sheet, slug, briefings[slug], found)
            for slug in story.accounts
            for found in parts.quotes(briefings[slug])
            if found.direct
        ),
        names=parts.names_of(sheet, (room.edition.cards[slug] for slug in story.accounts)),
    )


def _wording(sheet: Sheet, found: Wording) -> WordingView:
    """What two accounts share word for word; the shorter one is named first, for the share is of its words."""
    cards = sheet.room.edition.cards
    shorter, longer = sorted((found.a, found.b), key=lambda slug: cards[slug].words)
    return WordingView(
        sheet.letter(shorter),
        sheet.letter(longer),
        round(100 * found.share),
        sheet.extract(found.longest) if found.longest else None,
        found.share >= ONE_ORIGIN,
    )


def pair(sheet: Sheet, found: Pair) -> PairView:
    """Two accounts of one claim, with the changed words marked."""
    margin = MARGIN.get(found.relation, "")
    if found.relation == "detail":
        more = {"a": found.a.slug, "b": found.b.slug}.get(found.more)
        margin = f"{sheet.letter(more)} adds detail" if more else "adds detail"
    change = None
    marks_a = parts.joined(sheet.room.load(found.a.slug), found.marks_a)
    marks_b = parts.joined(sheet.room.load(found.b.slug), found.marks_b)
    if found.marks_a and found.marks_b and found.relation in EXCHANGED:
        change = (_first(sheet, found.a.slug, found.marks_a), _first(sheet, found.b.slug, found.marks_b))
    return PairView(
        relation=found.relation,
        sign=SIGNS.get(found.relation, "differs"),
        margin=margin,
        label=parts.extract_cites(sheet, found.label),
        change=change,
        a=sheet.extract(found.a, marks_a),
        b=sheet.extract(found.b, marks_b),
    )


def _first(sheet: Sheet, slug: str, marks: tuple[Passage, ...]) -> Cite:
    return sheet.cite(slug, marks[0])


def _tally(sheet: Sheet, story: Story, differ, agree, comparison: Comparison) -> tuple[tuple[str, int, str], ...]:
    kinds = [word for relation, word in DIFFER_WORDS if any(found.relation == relation for found in differ)]
    apart = sum(found.relation != "detail" for found in differ)
    rows = [("differs", apart, " or ".join(kinds) or "differ")]
    rows.append(("detail", len(differ) - apart, "detail"))
    rows.append(("same", len(agree), "agree"))
    for slug in sorted(story.accounts, key=sheet.letter):
        rows.append(("only", len(comparison.only.get(slug, ())), f"only {sheet.letter(slug)}"))
    return tuple(row for row in rows if row[1])


def _figures(sheet: Sheet, briefings) -> tuple[FigureView, ...]:
    """Figures side by side: the same one of several accounts on one row."""
    rows = []
    for group in together(briefings):
        (slug, first), *others = group
        also = [sheet.cite(other, found.passage) for other, found in others]
        rows.append(parts.figure(sheet, slug, briefings[slug], first, also))
    return tuple(rows)
