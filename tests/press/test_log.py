"""Changes as the record tells them, on pages that stay as they are once they are full."""

from __future__ import annotations

from types import SimpleNamespace

from briefing.press import log
from briefing.press.log import FRONT, PAGE, Change, changes, pages
from briefing.record import Line, Note, Record


def room(**statuses):
    cards = {
        name: SimpleNamespace(path=f"articles/{name}.txt", slug=name, status=status)
        for name, status in statuses.items()
    }
    return SimpleNamespace(edition=SimpleNamespace(cards=cards))


def line(name, **more):
    return Line(f"articles/{name}.txt", name, "0" * 32, "2026-01-01", **more)


def told(found):
    return [(change.date[-2:], change.what, change.slug) for change in found]


def test_what_happened_in_its_order():
    notes = (Note("2026-01-05", "changed"), Note("2026-01-05", "cut", "box", "3-4"), Note("2026-01-03", "moved"))
    found = changes(Record((line("a", notes=notes), line("b"))), room(a="published", b="published"))
    first = [("01", "added", "a"), ("01", "added", "b"), ("03", "moved", "a")]
    assert told(found) == [*first, ("05", "changed", "a"), ("05", "cut", "a")]
    assert found[-1].lines == (3, 4)


def test_lines_are_counted_when_a_page_shows_them(monkeypatch):
    """A record may tell of 20,000 lines forty times an article."""
    monkeypatch.setattr(log, "numbers", None)
    notes = (Note("2026-01-05", "cut", "box", "1-20000"),)
    found = changes(Record((line("a", notes=notes),)), room(a="published"))
    assert found[-1].told() == ["2026-01-05", "cut", "articles/a.txt", "a", "box", "1-20000", ""]


def test_a_record_from_before_there_were_notes_still_tells_the_last_change():
    found = changes(Record((line("a", changed="2026-01-02"),)), room(a="published"))
    assert told(found) == [("01", "added", "a"), ("02", "changed", "a")]


def test_withdrawing_is_told_once():
    notes = (Note("2026-01-02", "changed"), Note("2026-01-02", "withdrawn"))
    found = changes(Record((line("a", notes=notes, changed="2026-01-02"),)), room(a="withdrawn"))
    assert told(found) == [("01", "added", "a"), ("02", "withdrawn", "a")]


def test_what_is_hidden_is_not_told_and_what_is_gone_by_its_path():
    found = changes(Record((line("a"), line("b", gone="2026-01-04"))), room(a="hidden"))
    assert told(found) == [("01", "added", ""), ("04", "gone", "")]
    assert {change.path for change in found} == {"articles/b.txt"}


def test_a_full_page_stays_as_it_is():
    rows = [Change("2026-01-01", "added", f"articles/{n:03}.txt", f"{n:03}") for n in range(2 * PAGE)]
    before, after = pages(rows), pages([*rows, Change("2026-01-02", "added", "articles/new.txt", "new")])
    assert [address for address in after if before[address] != after[address]] == ["changes/"]
    assert all(len(found) <= PAGE for found, _, _ in after.values())


def test_what_fills_no_page_of_the_archive_stands_on_the_front():
    rows = [Change("2026-01-01", "added", f"articles/{n:03}.txt", f"{n:03}") for n in range(2 * PAGE - 1)]
    for many in range(1, len(rows)):
        front, *archive = (found for found, _, _ in pages(rows[:many]).values())
        assert [row for page in archive for row in page] == rows[: PAGE * (many // PAGE)]
        assert front == rows[:many][-max(FRONT, many % PAGE) :]


def test_few_changes_need_no_archive():
    assert list(pages([])) == ["changes/"]
    few = [Change("2026-01-01", "added", "articles/a.txt", "a")] * (PAGE - 1)
    assert list(pages(few)) == ["changes/"]
