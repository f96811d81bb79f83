"""What changed: articles added, changed, withdrawn, moved and gone, by story; lines cut or put back, by rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby

from briefing.model import Card
from briefing.press.job import Files, Job
from briefing.press.log import RULED, Change, changes, pages
from briefing.press.maker import Maker
from briefing.press.markup import place
from briefing.press.sheet import Newsroom, Sheet
from briefing.press.show import parts
from briefing.press.views import ChangedLine, ChangeRow, ChangesView, DayChanges, RuleChange, RuledAccount, StoryChanges
from briefing.text.dates import shown

LINES = 6  # of an article that are printed; of the rest the number


def jobs(make: Maker) -> Iterator[Job]:
    """The front with the newest changes, and the archive."""
    for address, (rows, span, ways) in pages(changes(make.record, make.room)).items():
        cards = cards_of(make.room, rows)
        inputs = [[row.told() for row in rows], span, ways, make.room.inputs(cards, make.room.stories_of(cards))]
        render = partial(_files, make, address, rows, span, ways)
        yield Job(f"{address}index.html", "changes", inputs, render, tuple(card.path for card in cards))


def cards_of(room: Newsroom, rows: Iterable[Change]) -> list[Card]:
    """The cards of some changes, each once."""
    return [room.edition.cards[slug] for slug in dict.fromkeys(row.slug for row in rows if row.slug)]


def _files(make: Maker, address: str, rows: Sequence[Change], span: str, ways: tuple[tuple[str, str], ...]) -> Files:
    files_of = {line.path: line.of for line in make.record.lines} if any(row.what in RULED for row in rows) else {}
    return make.files(
        "changes",
        address,
        lambda sheet: view(sheet, rows, span, ways, files_of),
        title=f"What changed, {span}" if span else "What changed",
        description="Articles added, changed, withdrawn and moved, and the lines that rules began to cut or put back.",
    )


def view(
    sheet: Sheet, rows: Sequence[Change], span: str, ways: Iterable[tuple[str, str]], files: Mapping[str, str]
) -> ChangesView:
    """The changes of a page, newest day first. ``files``: path: hash of the file whose lines the record counts."""
    days = []
    for date, found in groupby(reversed(rows), key=lambda row: row.date):
        today = list(found)[::-1]
        plain = [row for row in today if row.what not in RULED]
        ruled = [row for row in today if row.what in RULED]
        days.append(DayChanges(date, shown(date), _stories(sheet, plain), _rules(sheet, ruled, files)))
    links = tuple((sheet.href(address), label) for address, label in ways)
    return ChangesView(tuple(days), links, sheet.href("changes/"), sheet.href("changes.xml"), span)


def _stories(sheet: Sheet, rows: Iterable[Change]) -> tuple[StoryChanges, ...]:
    """Rows of one story together, in the order in which a day first tells of it."""
    room = sheet.room
    by_story: dict[str, list[ChangeRow]] = {}
    for row in rows:
        account = sheet.account(row.slug) if row.slug else None
        told = room.edition.story_of[row.slug] if row.slug else row.path
        by_story.setdefault(told, []).append(ChangeRow(row.what, account, row.path, row.former))
    found = []
    for slug, together in by_story.items():
        story = room.edition.stories.get(slug)
        several = story is not None and len(story.accounts) > 1 and room.site.full
        href = sheet.href(parts.story_address(story)) if story and several else None
        found.append(StoryChanges(href, len(story.accounts) if story else 0, tuple(together)))
    return tuple(found)


def _rules(sheet: Sheet, rows: Iterable[Change], files: Mapping[str, str]) -> tuple[RuleChange, ...]:
    """What each rule did, in all articles of a day."""
    why = {rule.name: rule.why for rule in sheet.room.desk.rules}
    by_rule: dict[tuple[str, str], list[Change]] = {}
    for row in rows:
        by_rule.setdefault((row.rule, row.what), []).append(row)
    return tuple(
        RuleChange(
            rule,
            what,
            why.get(rule, ""),
            sum(len(row.lines) for row in found),
            tuple(_account(sheet, row, files.get(row.path, "")) for row in found),
        )
        for (rule, what), found in sorted(by_rule.items())
    )


def _account(sheet: Sheet, row: Change, of: str) -> RuledAccount:
    """The lines of one article, with their words where the file is still the same and may be shown."""
    card = sheet.room.edition.cards[row.slug]
    texts: tuple[str, ...] = ()
    if card.reuse == "full" and card.status == "published" and of == card.sha256[:12]:
        texts = sheet.room.whole(row.slug).article.source.lines
    lines = []
    for number in row.lines[:LINES]:
        text = texts[number - 1] if number <= len(texts) else ""
        at = place(card.path, (number, number), 0, len(text))
        cite = sheet.located(card, at, text, (number, number)) if text else None
        lines.append(ChangedLine(number, sheet.href(f"sources/{row.slug}/#L{number}") if texts else "", cite))
    return RuledAccount(sheet.account(row.slug), tuple(lines), len(row.lines) - len(lines))
