"""Records on a shelf come back as they were put, with few rows written, or they are missing."""

from briefing.plain import Frozen
from briefing.shelf import Shelf
from briefing.store import Store


class Word(Frozen):
    text: str
    size: int


def words(*numbers):
    return {f"articles/{n}.txt": Word(f"word {n}", n) for n in numbers}


def shelf(folder):
    store = Store(folder)
    return Shelf(store, "card", Word, 16), store


def test_what_is_kept_is_read_again(tmp_path):
    for kept in (words(*range(100)), words(1, 2, 200), {}, words(5)):
        one, store = shelf(tmp_path)
        one.read()
        one.keep(kept)
        store.close()
        assert shelf(tmp_path)[0].read() == kept


def test_only_what_has_changed_is_written(tmp_path, monkeypatch):
    one, store = shelf(tmp_path)
    one.keep(words(*range(100)))
    written = []
    monkeypatch.setattr(store, "put", lambda step, kept: written.append(kept.path))
    one.keep(words(*range(100)))
    assert written == []
    one.keep({**words(*range(100)), "articles/7.txt": Word("another", 7)})
    assert len(written) == 1


def test_records_of_another_kind_are_missing_with_their_neighbours(tmp_path):
    one, store = shelf(tmp_path)
    one.keep(words(*range(100)))
    row = next(store.all("card"))
    store.put("card", type(row)(row.path, row.key, row.look, "", b'{"articles/1.txt":["no number","x"]}'))
    store.close()
    found = shelf(tmp_path)[0].read()
    assert 80 < len(found) < 100
    assert found.items() <= words(*range(100)).items()
