"""The gate reads written bytes: it passes what the sources say and stops everything else."""

from __future__ import annotations

import json

import pytest
from briefing.model import Desk
from briefing.press.gate import Gate
from briefing.press.job import Job

TEXT = "A bridge for the valley\n\nThe bridge opened on Monday after nine years of work by three towns. It is long.\n"
AT = "articles/bridge.txt#L3:0-72"
SENTENCE = "The bridge opened on Monday after nine years of work by three towns."
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
    }.items(),
)
def test_everything_else_is_stopped(gate, name, body):
    assert proof(gate, body).faults, name


def test_the_sites_own_words_pass(gate):
    body = '<p>Where the accounts name it, word for word, with every line.</p><a href="https://example.com/">out</a>'
    assert proof(gate, body).faults == ()


def test_links_and_anchors_are_handed_on(gate):
    found = proof(gate, '<p id="L9"><a href="../sources/b/#L3">x</a><a href="#L9">y</a><a href="../">z</a></p>')
    assert found.links == ("sources/b/index.html#L3", "a/index.html#L9", "index.html")
    assert found.ids == ("a/index.html#L9",)


def test_json_is_read_too(gate):
    job = Job("a/index.html", "briefing", [], dict, ("articles/bridge.txt",))
    good = {"points": [{"text": SENTENCE, "at": f"articles/bridge.txt#L3:0-{len(SENTENCE)}"}], "title": None}
    bad = {"points": [{"text": SENTENCE.replace("nine", "ten"), "at": f"articles/bridge.txt#L3:0-{len(SENTENCE)}"}]}
    bare = {"note": SENTENCE}
    assert gate(job, {"a/index.json": json.dumps(good).encode()}).faults == ()
    assert gate(job, {"a/index.json": json.dumps(bad).encode()}).faults
    assert gate(job, {"a/index.json": json.dumps(bare).encode()}).faults
