"""The record: what is new, changed, moved and gone, and addresses that stay."""

import json

import pytest
from briefing.model import Card, DeskError
from briefing.record import Changes, Line, Record, dump, known, read, today, write
from briefing.text.slugs import distinct


def card(path, text="1", slug=None):
    name = slug or path.removeprefix("articles/").rpartition(".")[0].replace("/", "-")
    print_ = text.rjust(32, "0")
    return Card(name, path, "", None, None, None, None, "en", "published", "full", 0, 0, 0, {}, (), 0, 0, 0, {}, print_)


A, B = card("articles/a.txt", "a"), card("articles/b.txt", "b")


def test_a_file_is_added_once(tmp_path):
    assert write(tmp_path, [B, A], "2026-01-01").added == (A.path, B.path)
    before = (tmp_path / "record.jsonl").stat().st_ino
    assert write(tmp_path, [A, B], "2026-01-02") == Changes()
    assert (tmp_path / "record.jsonl").stat().st_ino == before
    assert [line.path for line in read(tmp_path).lines] == [A.path, B.path]


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
    assert line == Line(moved.path, "c", A.fingerprint, "2026-01-01", former=("a",))
    assert read(tmp_path).former(moved.path) == ("a",)


def test_moved_back_it_has_its_address_again(tmp_path):
    write(tmp_path, [A], "2026-01-01")
    write(tmp_path, [card("articles/c.txt", "a")], "2026-01-02")
    write(tmp_path, [A], "2026-01-03")
    assert read(tmp_path).lines == (Line(A.path, "a", A.fingerprint, "2026-01-01", former=("c",)),)


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


def test_the_day_can_be_given(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert today() == "1970-01-02"
