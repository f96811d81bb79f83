"""The gate reads written bytes: it passes what the sources say and stops everything else."""

from __future__ import annotations

import json

import pytest
from briefing.model import Desk
from briefing.press.gate import Gate
from briefing.press.job import Job
from briefing.press.own import given

TEXT = "A bridge for the valley\n\nThe bridge opened on Monday after nine years of work by three towns. It is long.\n"
AT = "articles/bridge.txt#L3:0-72"
SENTENCE = "The bridge opened on Monday after nine years of work by three towns."
ESCAPED = SENTENCE.replace("e", "\\u0065")
SOURCE = f'<span class="source" data-at="articles/bridge.txt#L3:0-{len(SENTENCE)}">{SENTENCE}</span>'


@pytest.fixture
def gate(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/bridge.txt").write_text(TEXT)
    (tmp_path / "articles/bridge.toml").write_text('title = "The bridge"\n')
    return Gate(tmp_path, Desk(), ["Valley of the Nine Towns"], "https://example.org/repo")


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html lang=en><head><title>x</title>{head}</head><body>{body}</body></html>".encode()


def proof(gate, body: str, head: str = "", address: str = "a/index.html"):
    job = Job(address, "briefing", [], dict, ("articles/bridge.txt",))
    return gate(job, {address: page(body, head)})


def test_a_sentence_that_the_source_says_passes(gate):
    found = proof(gate, SOURCE)
    assert (found.traced, found.shown, found.faults) == (1, 1, ())


def test_marks_inside_do_not_change_what_it_says(gate):
    body = SOURCE.replace("on Monday", 'on <b class="changed">Monday</b>')
    assert proof(gate, body).faults == ()


def test_an_editors_word_is_read_from_the_sidecar(gate):
    assert proof(gate, '<span class="source" data-at="articles/bridge.toml#title">The bridge</span>').faults == ()
    assert proof(gate, '<span class="source" data-at="articles/bridge.toml#title">A bridge</span>').faults


@pytest.mark.parametrize(
    ("name", "body"),
    {
        "one word changed": SOURCE.replace("nine", "ten"),
        "a word left out": SOURCE.replace("three towns", "towns"),
        "a line that is not there": SOURCE.replace("#L3:", "#L30:"),
        "a file that is not there": SOURCE.replace("bridge.txt", "tunnel.txt"),
        "a path out of content": SOURCE.replace("articles/bridge.txt", "../../etc/passwd"),
        "no place at all": '<p class="source" data-at="">words</p>',
        "a sentence without its place": f"<p>{SENTENCE}</p>",
        "a sentence in an attribute": f'<a href="#" title="{SENTENCE}">x</a>',
        "a script": "<script>1</script>",
        "a handler": '<p onclick="x()">x</p>',
        "a style": '<p style="color:red">x</p>',
        "a picture from elsewhere": '<img alt="" src="https://example.com/x.png">',
        "a link that runs": '<a href="javascript:x()">x</a>',
        "a footer that counts wrong": f'{SOURCE}<footer data-traced="2">2 of 2</footer>',
        "a sentence behind a comment": f"<p><!-- x -->{SENTENCE}</p>",
        "a comment": "<p>x<!-- y --></p>",
        "a sentence in any attribute": f'<p data-label="{SENTENCE}">x</p>',
        "a sentence in an attribute of a mark": SOURCE.replace("Monday", f'<b title="{SENTENCE}">Monday</b>'),
        "a sentence in an attribute of the passage": SOURCE.replace("<span", f'<span aria-description="{SENTENCE}"'),
        "a sentence in a drawing": f"<svg><text>{SENTENCE}</text></svg>",
        "a sentence in data": f'<script type="application/ld+json">{{"a": "{SENTENCE}"}}</script>',
        "a sentence in data, escaped": f'<script type="application/ld+json">{{"a": "{ESCAPED}"}}</script>',
        "data that opens a comment": '<script type="application/ld+json">{"a": "<!--<script>"}</script>',
        "data that ends too soon": '<script type="application/ld+json">{"a": "</script><b>x</b>"}</script>',
        "data with a number that is none": '<script type="application/ld+json">{"a": NaN}</script>',
        "data of another kind": '<script type="module">{}</script>',
        "data in capitals": '<SCRIPT TYPE="text/javascript">1</SCRIPT>',
        "data that is none": '<script type="application/ld+json">{</script>',
        "a script as data": '<script type="application/ld+json" src="x.js">{}</script>',
        "words set as a source's": '<span class="source">Nine towns</span>',
        "a sentence cut in two by a mark of ours": f"<p>23 of 23 sentences {SENTENCE} on this page</p>",
        "a picture from elsewhere, backwards": '<img alt="" src="\\\\example.com/x.png">',
        "a picture from elsewhere, later": '<img alt="" srcset="a.png 1x, https://example.com/x.png 2x">',
        "a link that runs, broken": '<a href="java\tscript:x()">x</a>',
        "a link that runs, by name": '<a href="javascript&amp;colon;x()">x</a>',
        "a link that runs, in a drawing": '<svg><a xlink:href="javascript:x()">x</a></svg>',
        "a way off": '<meta http-equiv="refresh" content="0; url=https://example.com/">',
        "a way off without a scheme": '<meta http-equiv="refresh" content="0; url=//example.com/">',
        "a cookie": '<meta http-equiv="set-cookie" content="a=b">',
        "a template": f"<template>{SENTENCE}</template>",
    }.items(),
)
def test_everything_else_is_stopped(gate, name, body):
    assert proof(gate, body).faults, name


SHORTEST = "A b c d e f g h i!"  # the shortest run there is
DENSE = "桥梁在星期一开放。三座城镇用了九年时间来修建它。"  # nothing stands between two words


@pytest.mark.parametrize(
    ("source", "said", "passes"),
    [
        (SHORTEST, "a b c d e f g h i", False),
        (SHORTEST, "a b c d e f g h", True),
        (SHORTEST, "i h g f e d c b a", True),  # the same words, and no run of them
        (DENSE, "桥梁在星期一开放三座城镇用了九年时间来修建它", False),
        (DENSE, "桥梁在星期一开放三座城镇用了九年时间来", True),
    ],
)
def test_a_run_of_words_is_the_sources(tmp_path, source, said, passes):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/bridge.txt").write_text(f"{source}\n")
    assert (proof(Gate(tmp_path, Desk(), [], ""), f"<p>{said}</p>").faults == ()) is passes


def test_the_sites_own_words_pass(gate):
    body = '<p>Where the accounts name it, word for word, with every line.</p><a href="https://example.com/">out</a>'
    assert proof(gate, body).faults == ()


def test_an_article_may_say_what_the_site_says(tmp_path):
    """Else one sentence of an article would keep back every page that says the same."""
    (tmp_path / "articles").mkdir()
    said = "Every line of this file is shown with its number and with the reason for its cut."
    (tmp_path / "articles/bridge.txt").write_text(f"A bridge\n\n{said} {SENTENCE}\n")
    job = Job("a/index.html", "hub", [], dict, ("articles/bridge.txt",))
    for own, faults in ((given(), 1), (given(said), 0)):
        gate = Gate(tmp_path, Desk(), [], "", own)
        assert len(gate(job, {"a/index.html": page(f"<p>12 files. {said} 7 more.</p>")}).faults) == faults
    assert gate(job, {"a/index.html": page(f"<p>{said} {SENTENCE}</p>")}).faults


def test_a_file_may_be_named_as_its_headline(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / f"articles/{SENTENCE}.txt").write_text(SENTENCE)
    gate = Gate(tmp_path, Desk(), [], "")
    job = Job("a/index.html", "sources", [], dict, (f"articles/{SENTENCE}.txt",))
    assert gate(job, {"a/index.html": page(f"<p>File {SENTENCE}.txt, 1 of 1 lines kept.</p>")}).faults == ()
    assert gate(job, {"a/index.html": page(f"<p>File {SENTENCE}.txt: {SENTENCE}</p>")}).faults


def test_a_sidecar_may_be_named_as_well_and_a_name_within_a_name(tmp_path):
    """One file whose folder was named as a sentence kept back every page that named its sidecar."""
    folder = tmp_path / "articles" / SENTENCE
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text(SENTENCE)
    (tmp_path / "articles/by three towns.txt").write_text("Other words.")
    (folder / "by three towns.txt").write_text(SENTENCE)
    paths = ("articles/by three towns.txt", f"articles/{SENTENCE}/a.txt", f"articles/{SENTENCE}/by three towns.txt")
    gate = Gate(tmp_path, Desk(), [], "")
    job = Job("a/index.html", "timeline", [], dict, paths)
    for named in (*paths, f"articles/{SENTENCE}/a.toml#title"):
        assert (
            gate(job, {"a/index.html": page(f"<p>{named}</p>"), "a/index.json": json.dumps([named]).encode()}).faults
            == ()
        )
    assert f"words of {paths[1]} without" in gate(job, {"a/index.html": page(f"<p>{SENTENCE}</p>")}).faults[0]


def test_an_editors_word_is_compared_as_the_desk_takes_it(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/bridge.toml").write_text('title = " The  bridge "\n')
    gate = Gate(tmp_path, Desk(), [], "")
    assert proof(gate, '<span class="source" data-at="articles/bridge.toml#title">The bridge</span>').faults == ()


def test_a_sidecar_may_begin_with_the_mark_that_windows_writes(gate, tmp_path):
    (tmp_path / "articles/bridge.toml").write_bytes(b'\xef\xbb\xbftitle = "The bridge"\r\n')
    assert proof(gate, '<span class="source" data-at="articles/bridge.toml#title">The bridge</span>').faults == ()


def test_each_of_several_links_to_a_page_keeps_its_anchor(gate):
    to = (
        "../b/#L1",
        "../b/#L%32",
        "../b/",
        "#top",
        "",
        "https://example.org/repo/b/#x",
        "/repo/b/",
        "https://a.org/b/#L1",
    )
    found = proof(gate, "".join(f'<a href="{one}">x</a>' for one in to) + '<i id="top"></i>')
    b = "b/index.html"
    assert found.links == (f"{b}#L1", f"{b}#L2", b, "a/index.html#top", "a/index.html", f"{b}#x")


def test_links_and_anchors_are_handed_on(gate):
    found = proof(gate, '<p id="L9"><a href="../sources/b/#L3">x</a><a href="#L9">y</a><a href="../">z</a></p>')
    assert found.links == ("sources/b/index.html#L3", "a/index.html#L9", "index.html")
    assert found.ids == ("a/index.html#L9",)


def test_json_is_read_too(gate):
    job = Job("a/index.html", "briefing", [], dict, ("articles/bridge.txt",))
    good = {"points": [{"text": SENTENCE, "at": f"articles/bridge.txt#L3:0-{len(SENTENCE)}"}], "title": None}
    bad = {"points": [{"text": SENTENCE.replace("nine", "ten"), "at": f"articles/bridge.txt#L3:0-{len(SENTENCE)}"}]}
    bare = {"note": SENTENCE}
    keyed = {SENTENCE: 1}
    dated = {"published": SENTENCE, "published_at": "articles/bridge.txt#L1:0-4"}
    assert gate(job, {"a/index.json": json.dumps(good).encode()}).faults == ()
    assert gate(job, {"a/index.json": json.dumps(bad).encode()}).faults
    for told in (bare, keyed, dated, SENTENCE, [[SENTENCE]], {"a": float("nan")}):
        assert gate(job, {"a/index.json": json.dumps(told).encode()}).faults
    assert gate(job, {"a/index.json": b'{"a": 1, "a": 2}'}).faults


def test_feeds_are_read_whole(gate):
    job = Job("feed.xml", "feed", [], dict, ("articles/bridge.txt",))
    atom = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:sl="urn:sourceline">%s</feed>'
    at = f'sl:at="articles/bridge.txt#L3:0-{len(SENTENCE)}"'
    good = f"<title {at}>{SENTENCE}</title>"
    assert gate(job, {"feed.xml": (atom % good).encode()}).faults == ()
    for bad in (
        f"<title>{SENTENCE}</title>",
        f"<rights>{SENTENCE}</rights>",
        f"<category label='{SENTENCE}'/>",
        f"<title>x</title>{SENTENCE}",
        f"<title {at}>{SENTENCE}<b>more</b></title>",
        f"<content type='html'>&lt;p&gt;{SENTENCE}&lt;/p&gt;</content>",
        "<content type='html'>&lt;img src=x onerror=y&gt;</content>",
        "<!-- x -->",
        "<title>",
    ):
        assert gate(job, {"feed.xml": (atom % bad).encode()}).faults, bad


SEARCHER = '<script type="module" src="../theme/js/search.js"></script>'


@pytest.mark.parametrize(
    ("address", "script", "passes"),
    [
        ("search/index.html", SEARCHER, True),
        ("briefings/a/index.html", SEARCHER, False),
        ("search/index.html", SEARCHER.replace("search.js", "other.js"), False),
        ("search/index.html", SEARCHER.replace('"></', '">alert(1)</'), False),
        ("search/index.html", SEARCHER.replace(" src=", " data-x src="), False),
    ],
)
def test_one_script_on_one_page(gate, address, script, passes):
    body = f"<!doctype html><html><head>{script}</head><body></body></html>".encode()
    found = gate(Job(address, "search", None, dict, template=""), {address: body})
    assert (found.faults == ()) == passes
