"""The store is a hint: whatever becomes of its file, a row is what was put, or missing."""

import os
import random
import sqlite3

import pytest
from briefing.hashes import NONE
from briefing.store import STEPS, Kept, Store

ROWS = [Kept(f"articles/{n}.txt", f"key{n}", (n, n, n, n), f"{n:064x}", b"[%d]" % n * 200) for n in range(60)]


def filled(folder):
    store = Store(folder)
    for step in STEPS:
        for row in ROWS:
            store.put(step, row)
    store.close()
    assert store.notes == []


def known(folder):
    """What the store still knows, and its notes. Every row must be one that was put."""
    store = Store(folder)
    found = 0
    for step in STEPS:
        for row in store.all(step):
            assert row in ROWS
            found += 1
        for row in ROWS:
            assert store.get(step, row.path, row.key) in (row, None)
    store.put("card", ROWS[0])
    assert store.get("card", ROWS[0].path, ROWS[0].key) in (ROWS[0], None)
    store.close()
    return found, store.notes


def test_rows_come_back(tmp_path):
    filled(tmp_path)
    assert known(tmp_path) == (len(ROWS) * len(STEPS), [])


def test_another_key_is_no_row(tmp_path):
    filled(tmp_path)
    store = Store(tmp_path)
    assert store.get("card", ROWS[0].path, "other") is None
    assert store.get("card", "articles/other.txt", "key0") is None
    store.drop([ROWS[0].path])
    assert store.get("card", ROWS[0].path, "key0") is None


def test_what_is_made_once_is_made_again_when_key_or_row_is_gone(tmp_path):
    made = []

    def make():
        made.append(len(made))
        return b"%d" % made[-1]

    store = Store(tmp_path)
    assert [store.once("picture", "a.png", key, make) for key in ("k", "k", "other", "k")] == [b"0", b"0", b"1", b"2"]
    assert store.once("picture", "b.png", "k", make) == b"3"
    store.prune("picture", {"b.png", "c.png"})
    store.close()
    store = Store(tmp_path)
    assert store.once("picture", "b.png", "k", make) == b"3"
    assert store.once("picture", "a.png", "k", make) == b"4"


def test_in_memory(tmp_path):
    store = Store(None)
    store.put("card", ROWS[0])
    assert list(store.all("card")) == [ROWS[0]]
    assert ROWS[0].look != NONE


@pytest.mark.parametrize("data", [b"", b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_store(tmp_path, data):
    (tmp_path / "store.sqlite").write_bytes(data)
    found, notes = known(tmp_path)
    assert found == 0
    assert len(notes) == (1 if data else 0)
    assert known(tmp_path)[0] == 1  # begun anew


def test_a_store_of_another_version(tmp_path):
    filled(tmp_path)
    base = sqlite3.connect(tmp_path / "store.sqlite")
    base.execute("PRAGMA user_version = 99")
    base.commit()
    base.close()
    found, notes = known(tmp_path)
    assert found == 0
    assert len(notes) == 1


def test_a_store_cut_anywhere(tmp_path):
    filled(tmp_path)
    whole = (tmp_path / "store.sqlite").read_bytes()
    for share in range(1, 20):
        (tmp_path / "store.sqlite").write_bytes(whole[: len(whole) * share // 20])
        _, notes = known(tmp_path)
        assert len(notes) <= 1
        for path in tmp_path.iterdir():
            path.unlink()


def test_bits_flipped_anywhere(tmp_path):
    filled(tmp_path)
    whole = (tmp_path / "store.sqlite").read_bytes()
    dice = random.Random(4)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 30)):
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        (tmp_path / "store.sqlite").write_bytes(data)
        _, notes = known(tmp_path)
        assert len(notes) <= 1
        for path in tmp_path.iterdir():
            path.unlink()


@pytest.mark.parametrize(
    "order",
    [
        "ALTER TABLE card RENAME TO kept; CREATE VIEW card AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 "
        "FROM n) SELECT x AS path, x AS key, 1 AS size, 1 AS mtime, 1 AS ctime, 1 AS inode, x AS sha, x AS data, "
        "x AS sum FROM n",
        "CREATE TRIGGER gone AFTER INSERT ON card BEGIN DELETE FROM card; END",
    ],
)
def test_a_store_that_somebody_taught_something_is_begun_anew(tmp_path, order):
    filled(tmp_path)
    base = sqlite3.connect(tmp_path / "store.sqlite")
    base.executescript(order)
    base.close()
    store = Store(tmp_path)
    assert list(store.all("card")) == []
    assert "a view or a trigger" in store.notes[0]


def test_a_row_somebody_rewrote(tmp_path):
    filled(tmp_path)
    base = sqlite3.connect(tmp_path / "store.sqlite")
    base.execute("UPDATE card SET data = 'text', key = NULL WHERE path = 'articles/3.txt'")
    base.execute("UPDATE card SET sha = 'other' WHERE path = 'articles/4.txt'")
    base.commit()
    base.close()
    found, notes = known(tmp_path)
    assert found == len(ROWS) * len(STEPS) - 2
    assert len(notes) == 1
    assert not (tmp_path / "store.sqlite").exists()  # begun anew by the next build


def test_a_folder_that_cannot_be_written(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    found, notes = known(blocked / "below")
    assert (found, len(notes)) == (0, 1)
    if os.geteuid():
        filled(tmp_path)
        os.chmod(tmp_path / "store.sqlite", 0o400)
        os.chmod(tmp_path, 0o500)
        _, notes = known(tmp_path)
        os.chmod(tmp_path, 0o700)
        assert len(notes) <= 1
