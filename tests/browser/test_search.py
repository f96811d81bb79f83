"""Search: an A to Z without a script; with one, an index of the articles that asks nothing elsewhere."""

from __future__ import annotations

import re

import pytest
from browser.conftest import serve
from browser.test_pages import MODES, visit
from browser.visits import inaccessible
from sites import add, build, lay

pytestmark = pytest.mark.browser

ARTICLES = {
    "ports/aktau.txt": "Port of Aktau gets a second crane\n\nThe port of Aktau has a second crane since Monday, its "
    "director said. It lifts containers of forty tonnes.\n\nThe crane came by barge across the Caspian Sea.\n",
    "rail/tunnel.txt": "A tunnel below the pass\n\nWorkers near Osh began to dig a tunnel for a railway below the "
    "pass. The tunnel is to be nine kilometres long.\n",
    "quarry.txt": "采石场今年冬天关闭\n\n"
    + "工人们说山上的路已经被雪封住了，卡车不能再开到采石场。" * 20
    + "公司在 Naryn 有一间办公室。"
    + "办公室里的人说明年春天会重新开工，到那时雪已经化了。" * 20
    + "\n",
    "evil.txt": "Prices of <img src=x onerror=alert(1)> melons\n\nMelon traders ask for a lower export tariff "
    "and less customs duty on the border. "
    "A sign says <script>alert(2)</script> and nobody reads it.\n",
}


@pytest.fixture(scope="module")
def searched(tmp_path_factory):
    built = build(lay(tmp_path_factory.mktemp("search") / "site", ARTICLES), "-e", "BRIEFING_SEARCH=true")
    assert built.code == 0, built.said
    server, address = serve(built.output, tmp_path_factory.mktemp("web-search"))
    yield built, address
    server.shutdown()


def ask(page, words):
    page.fill("#words", words)
    page.wait_for_selector("[role=status]:has-text('article')", timeout=20_000)
    return page.inner_text("[role=status]"), page.eval_on_selector_all(".found a", "all => all.map(a => a.href)")


def test_what_is_typed_is_found(browser, searched):
    _, address = searched
    faults: list[str] = []
    page = visit(browser, address + "search/", MODES["phone-dark"], faults)
    assert page.is_visible("#letters")
    said, found = ask(page, "crane")
    assert said == "1 article."
    assert found == [address + "briefings/ports-aktau/"]
    assert page.inner_text(".found mark").startswith("crane")
    assert not page.is_visible("#letters")
    page.fill("#words", "zeppelin")
    page.wait_for_selector("[role=status]:has-text('No article')", timeout=20_000)
    assert page.is_visible("#letters")
    assert faults == []
    page.context.close()


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Zaktau", ["Aktau"]),
        ("kaspian see", ["Caspian Sea"]),
        ("Ösch", ["Osh"]),
        ("zeppelin", []),
        ("<b>", []),
    ],
)
def test_where_nothing_is_found_the_nearest_names_are_said(browser, searched, words, names):
    _, address = searched
    faults: list[str] = []
    page = visit(browser, address + "search/", MODES["phone-dark"], faults)
    page.fill("#words", words)
    said = "nearest name" if names else "No article"
    page.wait_for_selector(f"[aria-live]:has-text('{said}')", timeout=20_000)
    page.wait_for_load_state("networkidle")
    assert page.locator("[aria-live] a").all_inner_texts() == names
    assert inaccessible(page, brief=True) == []
    if names:
        page.click("[aria-live] a")
        assert page.inner_text("h1").startswith(names[0])
    assert faults == []
    page.context.close()


@pytest.mark.parametrize("word", ["tunnel", "second", "Naryn"])
def test_what_is_shown_of_an_article_is_its_text_and_short(browser, searched, word):
    _, address = searched
    page = visit(browser, address + "search/", MODES["wide-light"], [])
    ask(page, word)
    (shown,) = page.locator(".found li > p").all_inner_texts()
    (body,) = [text for text in ARTICLES.values() if word in text]
    assert word in shown
    assert len(shown) < 500
    for sentence in re.split(r" … |(?<=[.。])\s+|\n+", shown.strip("… ")):
        assert "".join(sentence.strip(".").split()) in "".join(body.split())
    page.context.close()


def test_a_search_is_narrowed_down(browser, searched):
    _, address = searched
    page = visit(browser, address + "search/", MODES["wide-light"], [])
    ask(page, "the")
    every = len(page.query_selector_all(".found li"))
    page.click("summary")
    page.select_option("#by-topic", index=1)
    page.wait_for_selector(f".found li >> nth={every - 1}", state="detached", timeout=20_000)
    assert 0 < len(page.query_selector_all(".found li")) < every
    page.context.close()


def test_markup_of_a_source_stays_text(browser, searched):
    _, address = searched
    faults: list[str] = []
    page = visit(browser, address + "search/?q=melons", MODES["wide-light"], faults)
    page.wait_for_selector(".found li", timeout=20_000)
    assert page.query_selector(".found img, .found script") is None
    assert "onerror" in page.inner_text(".found")
    assert faults == []
    page.context.close()


def test_without_a_script_it_is_an_a_to_z(browser, searched):
    _, address = searched
    page = visit(browser, address + "search/", {**MODES["wide-light"], "java_script_enabled": False}, [])
    assert not page.is_visible("#find")
    page.click("#letters .letters-list a >> nth=0")
    assert "/entities/in/" in page.url
    page.context.close()


def test_the_index_follows_the_articles(searched):
    built, _ = searched
    script = "js/search.js"
    assert [a for a in built.pages() if script in (built.output / a).read_text("utf-8")] == ["search/index.html"]
    before = {a for a in built.addresses() if a.startswith("search/index/")}
    assert "search/index/pagefind-entry.json" in before
    add(built.folder, "new.txt", "A ferry for Kuryk\n\nA ferry called at Kuryk for the first time, the port said.\n")
    again = build(built.folder, "-e", "BRIEFING_SEARCH=true")
    assert {a for a in again.addresses() if a.startswith("search/index/fragment/")} > {
        a for a in before if a.startswith("search/index/fragment/")
    }
    without = build(built.folder)
    assert without.code == 0, without.said
    assert not [a for a in without.addresses() if a.startswith("search/index/")]
    assert script not in (without.output / "search/index.html").read_text("utf-8")
