"""The record: what is new, changed, moved and gone, and addresses that stay."""

import json
import os

import pytest
from briefing.model import Card, DeskError
from briefing.read.lines import LINES
from briefing.record import MAX_LINES, Changes, Line, Note, Record, dump, known, numbers, read, spans_of, today, write
from briefing.text.slugs import distinct
from msgspec import Raw


def card(path, text="1", slug=None, status="published", sha256=""):
    name = slug or path.removeprefix("articles/").rpartition(".")[0].replace("/", "-")
    numbers = dict.fromkeys(("words", "lines", "kept", "figures", "quotes", "events"), 0)
    absent = dict.fromkeys(("title", "published", "publisher", "url"))
    return Card(
        slug=name,
        path=path,
        sha256=sha256,
        language="en",
        status=status,
        reuse="full",
        topics={},
        entities=(),
        signature=Raw(b"{}"),
        sketch="",
        fingerprint=text.rjust(32, "0"),
        **numbers,
        **absent,
    )


A, B = card("articles/a.txt", "a"), card("articles/b.txt", "b")


def test_a_file_is_added_once(tmp_path):
    assert write(tmp_path, [B, A], "2026-01-01").added == (A.path, B.path)
    before = (tmp_path / "record.jsonl").stat().st_ino
    assert write(tmp_path, [A, B], "2026-01-02") == Changes()
    assert (tmp_path / "record.jsonl").stat().st_ino == before
    assert [line.path for line in read(tmp_path).lines] == [A.path, B.path]


def test_a_link_or_a_pipe_in_the_way_is_not_written_to_and_not_waited_for(tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text("Precious")
    (tmp_path / ".record.jsonl.new").symlink_to(outside)
    write(tmp_path, [A], "2026-01-01")
    assert outside.read_text() == "Precious"
    (tmp_path / "record.jsonl").unlink()
    os.mkfifo(tmp_path / "record.jsonl")
    with pytest.raises(DeskError, match="no regular file"):
        read(tmp_path)


def test_first_seen_decides_the_order_and_stays(tmp_path):
    write(tmp_path, [B], "2026-01-01")
    write(tmp_path, [A, B], "2026-01-02")
    assert [(line.path, line.first_seen) for line in read(tmp_path).lines] == [
        (B.path, "2026-01-01"),
        (A.path, "2026-01-02"),
    ]


def test_another_text_is_a_change(tmp_path):
    write(tmp_path, [A], "2026-01-01")
    assert write(tmp_path, [card(A.path, "c")], "2026-01-03").changed == (A.path,)
    line = read(tmp_path).lines[0]
    assert (line.first_seen, line.changed) == ("2026-01-01", "2026-01-03")


def test_a_renamed_file_keeps_its_day_and_leaves_its_address_behind(tmp_path):
    write(tmp_path, [A, B], "2026-01-01")
    moved = card("articles/c.txt", "a")
    assert write(tmp_path, [moved, B], "2026-01-05").moved == ((A.path, moved.path),)
    line = read(tmp_path).of(moved.path)
    notes = (Note("2026-01-05", "moved", path=A.path),)
    assert line == Line(moved.path, "c", A.fingerprint, "2026-01-01", former=("a",), notes=notes)
    assert read(tmp_path).former(moved.path) == ("a",)


def test_moved_back_it_has_its_address_again(tmp_path):
    write(tmp_path, [A], "2026-01-01")
    write(tmp_path, [card("articles/c.txt", "a")], "2026-01-02")
    write(tmp_path, [A], "2026-01-03")
    (line,) = read(tmp_path).lines
    assert (line.path, line.slug, line.first_seen, line.former) == (A.path, "a", "2026-01-01", ("c",))


def test_a_copy_is_no_move(tmp_path):
    write(tmp_path, [A], "2026-01-01")
    copy = card("articles/c.txt", "a")
    assert write(tmp_path, [A, copy], "2026-01-02") == Changes(added=(copy.path,))


def test_gone_and_back(tmp_path):
    write(tmp_path, [A, B], "2026-01-01")
    assert write(tmp_path, [B], "2026-01-02").gone == (A.path,)
    assert read(tmp_path).of(A.path).gone == "2026-01-02"
    assert write(tmp_path, [B], "2026-01-03") == Changes()
    write(tmp_path, [A, B], "2026-01-04")
    assert read(tmp_path).of(A.path) == Line(A.path, "a", A.fingerprint, "2026-01-01")


def test_a_refused_file_keeps_its_line(tmp_path):
    write(tmp_path, [A, B], "2026-01-01")
    assert write(tmp_path, [B], "2026-01-02", held=[A.path]) == Changes()
    assert read(tmp_path).of(A.path).gone is None


def test_addresses_stay_and_old_ones_are_not_given_to_others(tmp_path):
    write(tmp_path, [card("articles/x/y.txt", "1", slug="kept"), A], "2026-01-01")
    write(tmp_path, [card("articles/x/y.txt", "1", slug="kept"), card("articles/c.txt", "a")], "2026-01-02")
    found = distinct(["articles/x/y.txt", "articles/c.txt", "articles/a.txt"], read(tmp_path).addresses())
    assert found["articles/x/y.txt"] == "kept"
    assert found["articles/c.txt"] == "c"
    assert found["articles/a.txt"].startswith("a-")  # "a" leads to c.txt now


def test_cards_know_what_the_record_says(tmp_path):
    write(tmp_path, [B], "2026-01-01")
    found = known([A, B], read(tmp_path))
    assert [(one.path, one.first_seen, one.order) for one in found] == [(A.path, None, 1), (B.path, "2026-01-01", 0)]


def test_what_is_written_reads_as_it_was():
    lines = (Line("articles/ü.txt", "u", "0" * 32, "2026-01-01", "2026-01-02", ("old",), "2026-01-03"),)
    rows = dump(Record(lines)).decode().splitlines()
    assert json.loads(rows[0])["former"] == ["old"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("nonsense", "one JSON object"),
        ("[1]", "one JSON object"),
        ("<<<<<<< HEAD", "one JSON object"),
        ('{"path": "articles/a.txt"}', "slug"),
        ('{"path": "../a.txt"}', "path"),
        ('{"path": "articles/a.txt", "slug": "../x", "text": "", "first_seen": "2026-01-01"}', "slug"),
        ('{"path": "articles/a.txt", "slug": "x", "seen": 1}', "seen: unknown key"),
        ('{"path": "articles/a.txt", "slug": "x", "former": "y"}', "former"),
    ],
)
def test_a_bad_line_is_named(tmp_path, row, said):
    (tmp_path / "record.jsonl").write_text(f"\n{row}\n")
    with pytest.raises(DeskError, match=f"line 2: .*{said}"):
        read(tmp_path)


def test_one_address_for_two_is_named(tmp_path):
    lines = (Line("articles/a.txt", "x", "0" * 32, "2026-01-01"), Line("articles/b.txt", "x", "0" * 32, "2026-01-01"))
    (tmp_path / "record.jsonl").write_bytes(dump(Record(lines)))
    with pytest.raises(DeskError, match="line 2: slug: 'x' stands in line 1"):
        read(tmp_path)


def test_a_former_address_of_two_is_named(tmp_path):
    both = [Line(f"articles/{one}.txt", one, "0" * 32, "2026-01-01", former=("old",)) for one in "ab"]
    (tmp_path / "record.jsonl").write_bytes(dump(Record(tuple(both))))
    with pytest.raises(DeskError, match="line 2: former: 'old' stands in line 1"):
        read(tmp_path)


def test_the_day_can_be_given(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert today() == "1970-01-02"


@pytest.mark.parametrize("stated", ["9" * 12, "9" * 17, "9" * 5_000])
def test_a_day_that_no_calendar_has_is_named(monkeypatch, stated):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", stated)
    with pytest.raises(DeskError, match="SOURCE_DATE_EPOCH: expected"):
        today()


def test_what_is_added_on_the_same_day_moves_nothing(tmp_path):
    write(tmp_path, [B], "2026-01-01")
    write(tmp_path, [A, B], "2026-01-01")
    assert [line.path for line in read(tmp_path).lines] == [B.path, A.path]
    write(tmp_path, [A, card("articles/z.txt", "b")], "2026-01-01")
    assert [line.path for line in read(tmp_path).lines] == ["articles/z.txt", A.path]


def test_what_a_rule_cuts_is_told_when_the_rule_changes_and_not_when_the_file_does(tmp_path):
    one = card(A.path, "a", sha256="1" * 64)
    write(tmp_path, [one], "2026-01-01", cuts=lambda card: {"share.bar": [3], "box": [31, 32, 33]})
    line = read(tmp_path).lines[0]
    assert (line.of, line.rules, line.notes) == ("1" * 12, (("box", "31-33"), ("share.bar", "3")), ())
    write(tmp_path, [card(A.path, "b", sha256="1" * 64)], "2026-01-02", cuts=lambda card: {"box": [32, 33, 34]})
    line = read(tmp_path).lines[0]
    assert line.notes == (
        Note("2026-01-02", "changed"),
        Note("2026-01-02", "cut", "box", "34"),
        Note("2026-01-02", "kept", "box", "31"),
        Note("2026-01-02", "kept", "share.bar", "3"),
    )
    write(tmp_path, [card(A.path, "c", sha256="2" * 64)], "2026-01-03", cuts=lambda card: {"box": [1]})
    assert read(tmp_path).lines[0].notes[4:] == (Note("2026-01-03", "changed"),)


def test_what_is_as_it_was_is_not_looked_into(tmp_path):
    one = card(A.path, sha256="1" * 64)
    write(tmp_path, [one], "2026-01-01", cuts=lambda card: {})
    write(tmp_path, [one], "2026-01-02", cuts=lambda card: pytest.fail("looked into"))


def test_a_record_without_rules_learns_them_in_silence(tmp_path):
    write(tmp_path, [card(A.path)], "2026-01-01")
    write(tmp_path, [card(A.path, sha256="1" * 64)], "2026-01-02", cuts=lambda card: {"box": [2]})
    line = read(tmp_path).lines[0]
    assert (line.rules, line.notes) == ((("box", "2"),), ())


def test_withdrawn_and_back(tmp_path):
    write(tmp_path, [A], "2026-01-01")
    write(tmp_path, [card(A.path, "a", status="withdrawn")], "2026-01-02")
    assert read(tmp_path).lines[0].withdrawn == "2026-01-02"
    write(tmp_path, [A], "2026-01-03")
    line = read(tmp_path).lines[0]
    assert (line.withdrawn, [note.what for note in line.notes]) == (None, ["withdrawn", "back"])


@pytest.mark.parametrize(
    "bad",
    [
        {"rules": ["box"]},
        {"rules": {"box": "3-"}},
        {"of": "x"},
        {"notes": [{"date": "2026-01-01"}]},
        {"notes": [{"date": "2026-01-01", "what": "eaten"}]},
        {"notes": [{"date": "2026-01-01", "what": "cut", "by": "x"}]},
        {"withdrawn": "soon"},
        {"first_seen": "2026-02-30"},
        {"first_seen": "0001-01-01"},
        {"changed": "9999-99-99"},
        {"path": "articles/\ud800.txt"},
        {"path": "articles/\u202e.txt"},
        {"path": "articles/a\n.txt"},
        {"path": "a" * 5_000},
        {"notes": [{"date": "2026-13-01", "what": "changed"}]},
        {"notes": [{"date": "2026-01-01", "what": "moved", "path": "../../\x00"}]},
        {"notes": [{"date": "2026-01-01", "what": ["cut"]}]},
        {"rules": {"box": "9-3"}},
        {"rules": {"box": ",".join(["1-9999999"] * 900)}},
        {"rules": {"box": "1-20001"}},
        {"notes": [{"date": "2026-01-01", "what": "cut", "rule": "box", "lines": "1-999999"}]},
        {"former": ["b", "b"]},
        {"text": 10**400},
        {"first_seen": {"a": 1}},
    ],
)
def test_a_new_key_of_another_shape_stops(tmp_path, bad):
    row = {"path": A.path, "slug": "a", "text": A.fingerprint, "first_seen": "2026-01-01", **bad}
    (tmp_path / "record.jsonl").write_text(json.dumps(row))
    with pytest.raises(DeskError, match="line 1"):
        read(tmp_path)


def test_a_rule_cuts_no_more_lines_than_a_file_may_have():
    assert MAX_LINES == LINES


def test_spans_of_lines():
    assert spans_of([]) == ""
    assert numbers(spans_of([1, 2, 3, 7, 9, 10])) == {1, 2, 3, 7, 9, 10}
