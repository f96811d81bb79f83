"""The gate on what is there to be shared: linked data, citations in fields, files for reference managers, JSON Feed."""

from __future__ import annotations

import json

import pytest
from briefing.model import Desk
from briefing.press import references
from briefing.press.gate import Gate
from briefing.press.job import Job

TITLE = "The bridge opened on Monday after nine years of work by three towns"
OTHER = "Nobody had thought that the valley would ever see a lorry cross the river here"
TEXT = f"{TITLE}\n\n{OTHER}.\n"
AT = f"articles/bridge.txt#L1:0-{len(TITLE)}"
SHOWN = f'<h1 class="source" data-at="{AT}">{TITLE}</h1>'


@pytest.fixture
def gate(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/bridge.txt").write_text(TEXT)
    return Gate(tmp_path, Desk(), [], "https://example.org/repo")


def faults(gate, address: str, body: str):
    job = Job("a/index.html", "briefing", [], dict, ("articles/bridge.txt",))
    return gate(job, {address: body.encode()}).faults


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html lang=en><head><title>x</title>{head}</head><body>{body}</body></html>"


def linked(**data) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_linked_data_may_repeat_what_the_page_shows(gate):
    assert faults(gate, "a/index.html", page(SHOWN, linked(headline=TITLE, name="A name"))) == ()


@pytest.mark.parametrize(
    "data",
    [
        {"headline": OTHER},
        {"headline": f"{TITLE}, they say"},
        {"a": [{"b": [OTHER]}]},
        {OTHER: "x"},
        {"headline": TITLE.replace("nine", "NINE") + " and more than that was never said by anybody"},
    ],
)
def test_linked_data_says_nothing_else_of_a_source(gate, data):
    assert faults(gate, "a/index.html", page(SHOWN, linked(**data)))


def test_linked_data_may_not_repeat_what_the_page_gets_wrong(gate):
    wrong = f'<h1 class="source" data-at="articles/bridge.txt#L3:0-{len(OTHER)}">{TITLE}</h1>'
    assert len(faults(gate, "a/index.html", page(wrong, linked(headline=TITLE)))) == 2


def titled(tag: str, text: str, then: str) -> str:
    if tag == "meta":
        return page(SHOWN, f'<meta property="og:title" content="{text}" data-at="{AT}" data-then="{then}">')
    return page(SHOWN).replace("<title>x", f'<title data-at="{AT}" data-then="{then}">{text}')


@pytest.mark.parametrize("tag", ["title", "meta"])
def test_the_site_may_say_more_after_a_title(gate, tag):
    assert faults(gate, "a/index.html", titled(tag, f"{TITLE} · 2 accounts", " · 2 accounts")) == ()


@pytest.mark.parametrize("tag", ["title", "meta"])
@pytest.mark.parametrize(
    ("text", "then"),
    [
        (f"{TITLE} · 2 accounts", ""),
        (f"{TITLE} · 2 accounts", " · 3 accounts"),
        (f"{TITLE.replace('nine', 'ten')} · 2 accounts", " · 2 accounts"),
        (f"{TITLE}, {OTHER}", f", {OTHER}"),
    ],
)
def test_but_no_words_of_a_source(gate, tag, text, then):
    assert faults(gate, "a/index.html", titled(tag, text, then))


def field(text: str, places: str = references.quoted(AT)) -> str:
    return page(f'<label>APA<textarea readonly data-cites="{places}">{text}</textarea></label>')


def test_a_citation_holds_the_words_whose_place_it_names(gate):
    assert faults(gate, "a/index.html", field(f"{TITLE}. (n.d.). Via Eurasia Briefing.")) == ()


def test_an_address_stays_one_where_words_of_the_source_stand_in_it(tmp_path):
    signs = "x1%2e%2f%65%74%63%2f%70%61%73%73"
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/a.txt").write_text(f"{signs}\n\nx1\n")
    gate = Gate(tmp_path, Desk(), [], "https://example.org/repo")
    job = Job("a/index.html", "briefing", [], dict, ("articles/a.txt",))
    cited = references.quoted("articles/a.txt#L3:0-2")
    shown = field(f"x1. https://example.org/{signs}", cited)
    assert gate(job, {"a/index.html": shown.encode()}).faults == ()
    assert gate(job, {"a/index.html": field(f"x1. {signs}", cited).encode()}).faults != ()


@pytest.mark.parametrize(
    "name", [f"{TITLE}.txt", f"by Jane/{TITLE}, they say/{OTHER}.txt", f"{TITLE}  {OTHER}.txt", f"{OTHER} {TITLE}.txt"]
)
@pytest.mark.parametrize("ending", ["html", "bib", "ris", "csl.json"])
def test_a_file_may_have_its_headline_and_more_in_its_name(tmp_path, name, ending):
    path = tmp_path / "articles" / name
    path.parent.mkdir(parents=True)
    path.write_text(TEXT)
    at = f"articles/{name}#L1:0-{len(TITLE)}"
    job = Job("a/index.html", "briefing", [], dict, (f"articles/{name}",))
    made = references.Work("a", f"articles/{name}", "0" * 64, "en", "Site", "", TITLE, places={"title": at})
    if ending == "html":
        files = {"a/index.html": field(references.apa(made), references.quoted(at)).encode()}
    else:
        files = {f"a/reference.{ending}": references.files(made)[f"reference.{ending}"]}
    assert Gate(tmp_path, Desk(), [], "https://example.org/repo")(job, files).faults == ()


@pytest.mark.parametrize(
    "body",
    [
        field(f"{TITLE}. {OTHER}."),
        field(TITLE.replace("nine", "ten")),
        field(TITLE, ""),
        field("Nothing of it"),
        field(TITLE, "articles/bridge.txt#L9:0-4"),
        page(f'<p data-cites="{references.quoted(AT)}">x</p>'),
    ],
)
def test_a_citation_holds_no_other_words(gate, body):
    assert faults(gate, "a/index.html", body)


def work(title: str) -> references.Work:
    return references.Work("bridge", "articles/bridge.txt", "0" * 64, "en", "Site", "", title, places={"title": AT})


@pytest.mark.parametrize("ending", ["bib", "ris", "csl.json"])
def test_a_reference_is_read_back(gate, ending):
    name = f"a/reference.{ending}"
    made = references.files(work(TITLE))[f"reference.{ending}"].decode()
    assert faults(gate, name, made) == ()
    assert faults(gate, name, references.files(work("Another title"))[f"reference.{ending}"].decode())
    assert faults(gate, name, made.replace("Site", OTHER))
    assert faults(gate, name, made + "more")


def feed(**item) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]})


def test_a_json_feed_is_traced(gate):
    html = f'<ul><li><span class="source" data-at="{AT}">{TITLE}</span></li></ul>'
    places = {"title_at": AT}
    assert faults(gate, "feed.json", feed(title=TITLE, content_html=html, _sourceline=places)) == ()
    assert faults(gate, "feed.json", feed(title=TITLE, content_html=html))
    assert faults(gate, "feed.json", feed(title=OTHER, _sourceline=places))
    assert faults(gate, "feed.json", feed(title=TITLE, content_html=f"<p>{OTHER}</p>", _sourceline=places))
    assert faults(gate, "feed.json", feed(title="x", content_html="<script>1</script>"))
