"""What may be shown of a text: all of it, its points, or nothing any more."""

from __future__ import annotations

import pytest
from sites import build, lay

FERRY = """Harbour towns agree on a night ferry

The councils of Aktau and Kuryk agreed on Monday to run a night ferry for lorries across the bay of the two old towns.

Nobody knows yet what the old pilots and the young pilots of the western mole will think of such a thing in winter.

"We will open the gates at ten in the evening," the harbour master said. The ferry will carry almost 40 lorries.

He thinks little of what they say here, and it is much the same with these others. It is what it is, and so on.

The port authority of Aktau signed a contract with the yard of Baku for two ramps in June.

Kazakhstan adopted a law on harbour fees in May, and the towns welcomed it with a joint statement to the press.

The customs office of Kuryk will inspect 300 lorries a day and has hired 25 officers for the night.
"""
HIDDEN = "He thinks little of what they say here"
LIBRARY = """Osh opens a reading room

The library of Osh opened a reading room with 300 seats on Monday, the city council said in the afternoon.
"""


def set_up(tmp_path, **settings):
    folder = lay(tmp_path / "site", {"ferry.txt": FERRY, "library.txt": LIBRARY})
    conf = folder / "pelicanconf.py"
    conf.write_text(conf.read_text() + "".join(f"\n{key} = {value!r}\n" for key, value in settings.items()))
    return folder


def everywhere(built) -> str:
    return b"\0".join(built.bytes().values()).decode("utf-8", "replace")


def test_points_are_all_that_is_shown_where_a_setting_says_so(tmp_path):
    built = build(set_up(tmp_path, BRIEFING_TEXT="points"), record=True)
    assert built.code == 0, built.said
    shown = everywhere(built)
    assert "night ferry for lorries" in shown
    assert "We will open the gates at ten in the evening" in shown
    for text in (HIDDEN, HIDDEN.lower()):
        assert text not in shown
    assert "sources/ferry/text.txt" not in built.addresses()
    lines = {line["number"]: line for line in built.twin("sources/ferry")["lines"]}
    assert lines[9]["masked"] == len(FERRY.splitlines()[8])
    assert lines[9]["call"] == "keep"


def test_a_sidecar_says_otherwise_for_one_text(tmp_path):
    folder = set_up(tmp_path, BRIEFING_TEXT="points")
    (folder / "content/articles/ferry.toml").write_text('text = "full"\n')
    assert HIDDEN in everywhere(build(folder))


@pytest.mark.parametrize("index", [True, False])
def test_search_engines_are_asked_to_stay_away_where_a_setting_says_so(tmp_path, index):
    built = build(set_up(tmp_path, BRIEFING_INDEX=index), publish=True)
    assert built.code == 0, built.said
    for address in built.pages():
        noindex = built.page(address).xpath('//meta[@name="robots"]/@content') == ["noindex"]
        assert noindex is (not index or address in ("404.html", "styleguide/index.html")), address
    assert ("sitemap.xml" in built.addresses()) is index
    assert ("Disallow: /" in (built.output / "robots.txt").read_text()) is not index


def test_a_withdrawn_text_leaves_a_page_that_says_so(tmp_path):
    folder = set_up(tmp_path)
    build(folder, record=True)
    (folder / "content/articles/ferry.toml").write_text('status = "withdrawn"\n')
    built = build(folder, record=True)
    assert built.code == 0, built.said
    assert "withdrawn" in built.text("briefings/ferry/").lower()
    shown = everywhere(built)
    assert HIDDEN not in shown
    assert "We will open the gates" not in shown
    assert "night ferry for lorries" not in shown
    assert "briefings/ferry/" not in (built.output / "feed.xml").read_text()


def test_a_hidden_text_has_its_pages_and_stands_in_no_list(tmp_path):
    folder = set_up(tmp_path)
    (folder / "content/articles/ferry.toml").write_text('status = "hidden"\n')
    built = build(folder, record=True)
    assert built.code == 0, built.said
    assert HIDDEN in built.text("briefings/ferry/")
    for address in built.addresses():
        if "/ferry/" not in f"/{address}":
            assert b"briefings/ferry/" not in built.bytes()[address], address


def test_a_renamed_file_keeps_its_old_address_as_a_stub(tmp_path):
    folder = set_up(tmp_path)
    build(folder, record=True)
    articles = folder / "content/articles"
    (articles / "ferry.txt").rename(articles / "night-ferry.txt")
    built = build(folder, record=True)
    assert built.code == 0, built.said
    stub = built.page("briefings/ferry/")
    assert stub.xpath('//meta[@http-equiv="refresh"]')
    assert stub.xpath('//main//a[@href="../../briefings/night-ferry/"]')
