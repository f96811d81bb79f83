"""Adding an article changes what it touches, and nothing else."""

from __future__ import annotations

import os
import shutil

from sites import add, build, lay

FIRST = """Harbour towns agree on a night ferry

The councils of Aktau and Kuryk agreed on Monday to run a night ferry for lorries, the port authority said. The ferry \
will carry 40 lorries on each crossing.

Leave a Reply

Your email address will not be published.
"""
SECOND = """Librarians of Osh open a reading room

A reading room with 300 seats opened in Osh, the city library said. It is open on every day of the week.
"""
THIRD = """Aktau and Kuryk to share a night ferry

Kuryk and Aktau will share a night ferry that takes lorries across the bay, the port authority said on Monday. The \
crossing has room for about 40 lorries.

Trade through the two ports of the Caspian Sea has grown, the councils of Aktau and Kuryk added.
"""
FIGURELESS = """Masons of Osh mend the old walls

The masons of Osh began to mend the walls of the old town on Monday, the city library said. The stones come from Naryn.
"""


def test_adding_one_article_rewrites_only_what_it_touches(tmp_path):
    folder = lay(tmp_path / "site", {"ferry.txt": FIRST, "library/osh.txt": SECOND})
    first = build(folder, record=True)
    assert first.code == 0, first.said
    before = first.bytes()
    inodes = {address: os.stat(first.output / address).st_ino for address in before}

    add(folder, "later/shared-ferry.txt", THIRD)
    second = build(folder, record=True)
    assert second.code == 0, second.said
    after = second.bytes()
    untouched = {"briefings/library-osh/index.html", "sources/library-osh/index.html", "theme/site.css"}
    assert untouched <= set(before)
    for address in untouched:
        assert after[address] == before[address]
        assert os.stat(second.output / address).st_ino == inodes[address], f"{address} was written anew"

    link = "briefings/later-shared-ferry/"
    assert link + "index.html" in after
    assert link.encode() in after["index.html"]
    assert link.encode() in after["feed.xml"]
    stories = [address for address in after if address.startswith("stories/") and address.endswith("index.html")]
    assert len(stories) == 1
    assert link.encode() in after[stories[0]]

    clean = build(lay_again(tmp_path, folder))
    assert clean.bytes() == after


def test_lists_lead_to_the_story_where_they_show_two_of_its_accounts(tmp_path):
    folder = lay(tmp_path / "site", {"ferry.txt": FIRST.replace("port authority", "port authority of Naryn")})
    before = build(folder)
    assert before.code == 0, before.said
    same = "entities/naryn/index.html"
    held, inode = before.bytes()[same], os.stat(before.output / same).st_ino
    add(folder, "shared-ferry.txt", THIRD)
    after = build(folder)
    assert after.code == 0, after.said
    assert [at for at in after.addresses() if at.startswith("stories/") and at.endswith("index.html")]
    for name, leads in (("naryn", "briefings/ferry/"), ("aktau", "stories/ferry/")):
        ways = after.page(f"entities/{name}/").xpath('//section[contains(@class, "group")]//h2/a[1]/@href')
        assert ways == [f"../../{leads}"]
    assert (after.bytes()[same], os.stat(after.output / same).st_ino) == (held, inode)
    assert b"stories/ferry/" in after.bytes()["briefings/ferry/index.html"]


def test_removing_it_leaves_nothing_behind(tmp_path):
    folder = lay(tmp_path / "site", {"ferry.txt": FIRST, "library/osh.txt": SECOND})
    build(folder)
    (folder / "content/articles/ferry.txt").unlink()
    second = build(folder)
    assert second.code == 0, second.said
    assert not [address for address in second.addresses() if "ferry" in address]


def test_one_bad_file_costs_one_file(tmp_path):
    folder = lay(tmp_path / "site", {"ferry.txt": FIRST, "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40})
    (folder / "content/articles/link.txt").symlink_to("/etc/hostname")
    built = build(folder)
    assert built.code == 3, built.said
    assert "picture.txt" in built.said
    assert "link.txt" in built.said
    assert "briefings/ferry/index.html" in built.addresses()


def test_the_page_of_figures_comes_with_the_first_figure_and_goes_with_the_last(tmp_path):
    """Its place in the menu with it, on every page: a page that was carried over would lead nowhere, or not say so."""
    folder = lay(tmp_path / "site", {"walls.txt": FIGURELESS})

    def places() -> set[bool]:
        built = build(folder, publish=True, record=True)
        assert built.code == 0, built.said
        assert build(lay_again(tmp_path, folder), publish=True).bytes() == built.bytes()
        menus = [found[0] for address in built.pages() if (found := built.page(address).xpath("//nav"))]
        hrefs = [menu.xpath(".//a[normalize-space()='Figures']") for menu in menus]
        assert len(menus) > 10
        named = b"/repo/figures/" in built.bytes()["sitemaps/pages-1.xml"]
        return {bool(found) for found in hrefs} | {named, "figures/index.html" in built.addresses()}

    assert places() == {False}
    add(folder, "library/osh.txt", SECOND)
    assert places() == {True}
    (folder / "content/articles/library/osh.txt").unlink()
    assert places() == {False}


def lay_again(tmp_path, folder):
    """The same inputs in a folder that knows nothing yet."""
    shutil.rmtree(tmp_path / "fresh", ignore_errors=True)
    articles = folder / "content/articles"
    files = {p.relative_to(articles).as_posix(): p.read_bytes() for p in articles.rglob("*") if p.is_file()}
    fresh = lay(tmp_path / "fresh", files)
    (fresh / "content/record.jsonl").write_bytes((folder / "content/record.jsonl").read_bytes())
    return fresh
