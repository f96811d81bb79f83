"""The page of a story: its accounts set side by side, differences first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from briefing.gather.figures import together
from briefing.model import Comparison, Extract, Row, Story, Wording
from briefing.press.draw.meets import Meets, meets
from briefing.press.job import Files, Job
from briefing.press.maker import Maker
from briefing.press.sheet import Sheet, exact_lines
from briefing.press.show import parts
from briefing.press.show.claims import claims
from briefing.press.show.grouped import AGREE
from briefing.press.show.measures import measures
from briefing.press.views import FigureView, StoryView, WordingView

ONE_ORIGIN = (
    0.4  # of the shorter account's words in shared runs; two accounts of one wire text share far more than half
)
LEAST_SHARED = 3  # percent; less is chance
WORDINGS = 3  # notes on shared wording at most, of copies and of others
DIFFERENCES, AGREEMENTS = 60, 40  # on one page; nobody reads further
LETTERS = 3  # accounts whose own passages the tally counts one by one
DIFFER_WORDS = (("negation", "denial"), ("figure", "figure"), ("certainty", "certainty"), ("credit", "credit"))


def jobs(make: Maker) -> Iterator[Job]:
    """A page for every story of two accounts or more."""
    room = make.room
    for story in room.edition.stories.values():
        if len(story.accounts) < 2:
            continue
        cards = [room.edition.cards[slug] for slug in story.accounts]
        yield Job(
            f"stories/{story.slug}/index.html",
            "story",
            room.inputs(cards, [story]),
            partial(_files, make, story),
            tuple(card.path for card in cards),
        )


def _files(make: Maker, story: Story) -> Files:
    comparison = make.comparison(story)
    assert comparison is not None
    named = parts.title_card(make.room, story.accounts)
    return make.files(
        "story",
        f"stories/{story.slug}/",
        lambda sheet: view(sheet, story, make.rows([story]), comparison),
        title=named.path.rsplit("/", 1)[-1],
        title_at=lambda sheet: parts.headline(sheet, named),
        title_then=f" · {len(story.accounts)} accounts",  # its first briefing has the same headline
        description="Several accounts of one happening set side by side: where they differ, agree, and stand alone.",
    )


def view(sheet: Sheet, story: Story, rows: tuple[Row, ...], comparison: Comparison) -> StoryView:
    """What the page of a story with two accounts or more shows."""
    tile = parts.tile(sheet, story, comparison, large=True)
    room = sheet.room
    briefings = {slug: room.load(slug) for slug in story.accounts}
    shown = list(claims(sheet, comparison.pairs))
    differ = tuple(found for found in shown if found.relation not in AGREE)
    agree = tuple(found for found in shown if found.relation in AGREE)
    beside = {slug for found in comparison.wording for slug in (found.a, found.b)}
    return StoryView(
        accounts=tile.accounts,
        tile=tile,
        pairs=differ[:DIFFERENCES],
        agreements=agree[:AGREEMENTS],
        tally=_tally(sheet, story, differ, agree, comparison),
        only=tuple(
            (sheet.account(slug), parts.extract_cites(sheet, comparison.only[slug]))
            for slug in sorted(story.accounts, key=sheet.place)
            if comparison.only.get(slug)
        ),
        wording=_wordings(sheet, story, comparison),
        timeline=parts.shelves(sheet, rows),
        figures=_figures(sheet, briefings),
        measures=measures(sheet, briefings, comparison),
        quotes=tuple(
            parts.quote(sheet, slug, briefings[slug], found)
            for slug in story.accounts
            if slug not in story.copies
            for found in parts.quotes(briefings[slug])
            if found.direct
        ),
        names=parts.names_of(sheet, (room.edition.cards[slug] for slug in story.accounts)),
        picture=_picture(sheet, story, comparison),
        aside=len(set(story.accounts) - beside),
        left=(max(0, len(differ) - DIFFERENCES), max(0, len(agree) - AGREEMENTS)),
    )


def _wordings(sheet: Sheet, story: Story, comparison: Comparison) -> tuple[WordingView, ...]:
    """What accounts share word for word: copies first, then those that share most."""
    found = [one for one in comparison.wording if round(100 * one.share) >= LEAST_SHARED]
    copied = [one for one in found if story.copies.get(one.b) == one.a]
    others = sorted((one for one in found if one not in copied), key=lambda one: (-one.share, one.a, one.b))
    return tuple(replace(_wording(sheet, one), copy=one in copied) for one in [*copied[:WORDINGS], *others[:WORDINGS]])


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


def _picture(sheet: Sheet, story: Story, comparison: Comparison) -> Meets | None:
    """Which lines of the accounts meet; copies have the lines of the account whose words they have."""
    kinds = {"same": "agrees", "same value": "agrees", "detail": "detail"}
    told = [slug for slug in sorted(story.accounts, key=sheet.place) if slug not in story.copies]
    lines = {}
    for slug in told:
        article = sheet.room.load(slug).article
        body = [article.blocks[at] for at in article.body() if article.blocks[at].kind != "heading"]
        lines[sheet.letter(slug)] = [block.lines[0] for block in body]

    def end(extract: Extract) -> tuple[str, int]:
        number = exact_lines(sheet.room.load(extract.slug), extract.passage)[0]
        lines[sheet.letter(extract.slug)].append(number)
        return sheet.letter(extract.slug), number

    pairs = [
        (end(pair.a), end(pair.b), kinds.get(pair.relation, "differs"))
        for pair in comparison.pairs
        if pair.a.slug in told and pair.b.slug in told
    ]
    return meets(lines, pairs)


def _tally(sheet: Sheet, story: Story, differ, agree, comparison: Comparison) -> tuple[tuple[str, int, str], ...]:
    kinds = [word for relation, word in DIFFER_WORDS if any(found.relation == relation for found in differ)]
    apart = sum(found.relation != "detail" for found in differ)
    rows = [("differs", apart, " or ".join(kinds) or "differ")]
    rows.append(("detail", len(differ) - apart, "detail"))
    rows.append(("same", len(agree), "agree"))
    slugs = sorted(story.accounts, key=sheet.place)
    alone = [(sheet.letter(slug), len(comparison.only.get(slug, ()))) for slug in slugs]
    if sum(bool(number) for _, number in alone) > LETTERS:
        rows.append(("only", sum(number for _, number in alone), "told by one only"))
    else:
        rows += [("only", number, f"only {letter}") for letter, number in alone]
    return tuple(row for row in rows if row[1])


def _figures(sheet: Sheet, briefings) -> tuple[FigureView, ...]:
    """Figures side by side: the same one of several accounts on one row."""
    rows = []
    for group in together(briefings):
        (slug, first), *others = group
        also = [sheet.cite(other, found.passage) for other, found in others]
        rows.append(parts.figure(sheet, slug, briefings[slug], first, also))
    return tuple(rows)
