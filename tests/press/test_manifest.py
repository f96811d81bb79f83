"""The manifest is a hint: it comes back as it was, or not at all."""

import pytest
from briefing.press.manifest import Entry, Ledger, Lost, Manifest, Printed, marks, number, seal
from briefing.store import NONE, Kept


def manifest(page="a", hashed="0" * 32):
    files = {f"{page}/index.html": Printed(hashed, 1, 2, 3), f"{page}/index.json": Printed("1" * 32, 4, 5, 6)}
    entry = Entry("f", "briefing", files, 2, 3, seal(files))
    address = f"{page}/index.html"
    return Manifest({address: entry}, {address: marks(["b/index.html#L1", "c.html"], [f"{address}#L9"])})


def written(folder, *manifests):
    ledger = Ledger(folder, folder / "output")
    for one in manifests:
        ledger.write(ledger.read(), one)
    ledger.close()


def test_a_manifest_comes_back(tmp_path):
    made = manifest()
    made.spare, made.stale = "t", ("a/index.json",)
    written(tmp_path, manifest("b"), made)
    ledger = Ledger(tmp_path, tmp_path / "output")
    found = ledger.read()
    assert (found.entries, found.spare, found.stale) == (made.entries, made.spare, made.stale)
    assert ledger.marks("a/index.html", "f") == made.new["a/index.html"]
    assert [address for address, _ in ledger.all_marks()] == ["a/index.html"]
    assert sorted(found.files) == ["a/index.html", "a/index.json"]
    with pytest.raises(Lost):
        ledger.marks("a/index.html", "another")


def test_two_outputs_do_not_know_of_each_other(tmp_path):
    written(tmp_path, manifest())
    assert Ledger(tmp_path, tmp_path / "public").read() == Manifest()


def test_a_damaged_manifest_has_sound_rows_or_none(tmp_path):
    made = manifest()
    written(tmp_path, made)
    (file,) = tmp_path.glob("pages-*.sqlite")
    whole = file.read_bytes()
    for at in range(0, len(whole), 501):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        ledger = Ledger(tmp_path, tmp_path / "output")
        assert ledger.read().entries in ({}, made.entries)
        ledger.close()
    file.write_bytes(whole[:-100])
    assert Ledger(tmp_path, tmp_path / "output").read().entries in ({}, made.entries)


@pytest.mark.parametrize(
    "data",
    [
        b"null",
        b"[" * 100_000,
        b"[1,2,3,4]",
        b'{"b.html":["x",1,{},0,0,"0",1]}',
        b'{"b.html":["x","briefing",{"a":[1]},0,0,"0",1]}',
        b'{"b.html":["x","briefing",{},1e999,0,"0",1]}',
    ],
)
def test_a_sound_row_that_is_none_of_ours_is_a_missing_row(tmp_path, data):
    written(tmp_path, manifest())
    ledger = Ledger(tmp_path, tmp_path / "output")
    known = [row.path for row in ledger._store.all("page")]
    ledger._store.put("page", Kept("other", "", NONE, "", data))
    ledger._store.put("links", Kept("a/index.html", "f", NONE, "", b"abc"))
    assert ledger.read().entries == manifest().entries
    for name in known:
        ledger._store.put("page", Kept(name, "", NONE, "", data))
    assert ledger.read() == Manifest()
    with pytest.raises(Lost):
        ledger.marks("a/index.html", "f")
    with pytest.raises(Lost):
        list(ledger.all_marks())


def test_a_seal_that_is_no_number_is_no_manifest(tmp_path):
    written(tmp_path, manifest(), Manifest({"b.html": Entry("f", "briefing", {}, seal="no number")}))
    assert Ledger(tmp_path, tmp_path / "output").read() == Manifest()
    written(tmp_path, manifest())
    assert Ledger(tmp_path, tmp_path / "output").read().entries == manifest().entries


def test_the_hash_of_a_site_is_over_addresses_and_bytes():
    assert manifest().tree == manifest().tree
    assert len({manifest().tree, manifest("b").tree, manifest(hashed="2" * 32).tree, Manifest().tree}) == 4


def test_links_are_numbers():
    found = marks(["b.html", "b.html#L1"], [])
    assert list(found.links) == [number("b.html"), 0, number("b.html"), number("b.html#L1")]
