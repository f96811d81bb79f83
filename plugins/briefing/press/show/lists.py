"""The pages that list: timeline, figures, sources, about, and the page for an address that is not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from markupsafe import Markup

from briefing.model import Card, Comparison, Row
from briefing.press.sheet import Sheet
from briefing.press.show import parts
from briefing.press.show.home import listed_stories
from briefing.press.views import AboutView, FiguresView, MissingView, SourceRow, SourcesView, TimelineView

NEWEST = 5  # stories on the page for a missing address
TERMS = 24  # of a topic on the about page


def timeline(sheet: Sheet, rows: tuple[Row, ...], chosen: str | None) -> TimelineView:
    """Everything that has a time, at the precision given; of one topic when it is chosen."""
    mine = tuple(row for row in rows if chosen is None or chosen in row.topics)
    topics = sheet.room.desk.topics
    filters = [(sheet.href("timeline/"), "all"), *((sheet.href(f"timeline/{t.slug}/"), t.name) for t in topics)]
    shelves = parts.shelves(sheet, mine)
    accounts = tuple(sheet.account(slug) for slug in sheet.shown_slugs())
    name = next((topic.name for topic in topics if topic.slug == chosen), None)
    return TimelineView(shelves, tuple(filters), name, accounts)


def figures(sheet: Sheet) -> FiguresView:
    """All figures, by story."""
    groups = []
    for story in listed_stories(sheet):
        rows = [
            parts.figure(sheet, slug, sheet.room.load(slug), found)
            for slug in story.accounts
            for found in parts.figures(sheet.room.load(slug))
        ]
        if rows:
            groups.append((parts.tile(sheet, story), tuple(rows)))
    return FiguresView(tuple(groups))


def sources(sheet: Sheet, traced: int) -> SourcesView:
    """All files, with what they do not say."""
    cards = [card for card in sheet.room.edition.cards.values() if card.status != "hidden"]
    return SourcesView(tuple(_row(sheet, card) for card in cards), len(cards), traced)


def _row(sheet: Sheet, card: Card) -> SourceRow:
    unknown = [
        word
        for word, value in (("publisher", card.publisher), ("date", card.published), ("address", card.url))
        if not value
    ]
    briefing = sheet.room.load(card.slug)
    return SourceRow(
        account=sheet.account(card.slug),
        path=card.path,
        cut=card.lines - card.kept,
        unknown=tuple(unknown),
        warnings=briefing.article.warnings,
        hash=card.sha256[:12],
        status=card.status,
    )


def about(sheet: Sheet, body: Markup, traced: int) -> AboutView:
    """How the site works, with the labels and rules in force on it."""
    room = sheet.room
    counts: Counter[str] = Counter()
    reasons: dict[str, str] = {}
    for card in room.edition.cards.values():
        if card.status in ("draft", "hidden"):
            continue
        for cut in room.load(card.slug).article.cuts:
            counts[cut.verdict.rule] += cut.block.lines[1] - cut.block.lines[0] + 1
            reasons.setdefault(cut.verdict.rule, cut.verdict.why)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    own = room.site.language
    return AboutView(
        body=body,
        files=len(room.edition.cards),
        stories=len(room.edition.stories),
        traced=traced,
        topics=tuple(
            (sheet.tag(topic), topic.blurb, tuple(term.words for term in topic.terms if term.language == own)[:TERMS])
            for topic in room.desk.topics
        ),
        rules=tuple((rule, count, reasons[rule]) for rule, count in ranked),
    )


def missing(sheet: Sheet, comparisons: Mapping[str, Comparison]) -> MissingView:
    """The way back from an address that is not there."""
    stories = listed_stories(sheet)[:NEWEST]
    return MissingView(
        tuple(sheet.tag(topic) for topic in sheet.room.desk.topics),
        tuple(parts.tile(sheet, story, comparisons.get(story.slug)) for story in stories),
    )
