"""What the readers make of text files and pages."""

import json
import re

import pytest
from briefing.model import Desk, Refusal, Site
from briefing.read import read
from cases import load, shared

DESK = Desk()


def page(markup, path="articles/a.html"):
    return read(path, markup.encode(), DESK)


def sound(source):
    """The promises every source keeps."""
    for block in source.blocks:
        assert block.text == " ".join(source.lines[block.lines[0] - 1 : block.lines[1]])
        assert block.text
        for link in block.links:
            assert 0 <= link.start < link.end <= len(block.text)
            assert link.url.startswith(("http://", "https://"))
    for line in source.lines:
        assert line == " ".join(line.split())
    for name in ("headline", "byline", "published", "publisher", "dateline", "url"):
        stated = getattr(source.head, name)
        if stated and stated.lines:
            first, last = stated.lines
            assert " ".join(source.lines[first - 1 : last])[stated.start : stated.end] == stated.text
    return source


def head_of(source, origins=False):
    out = []
    for name in ("headline", "byline", "published", "publisher", "dateline", "url"):
        stated = getattr(source.head, name)
        if stated:
            value = f" = {stated.value}" if stated.value != stated.text else ""
            out.append(f"{name}: {stated.text}{value}" + (f" ({stated.origin})" if origins else ""))
    return [*out, *(f"note: {note}" for note in source.notes)]


@pytest.mark.parametrize("case", load("read/txt"))
def test_txt(case):
    source = sound(read("articles/a.txt", case.input.encode(), DESK))
    found = [f"{b.kind} {'-'.join(map(str, dict.fromkeys(b.lines)))}: {b.text}" for b in source.blocks]
    assert "\n".join(found) == case.expected


@pytest.mark.parametrize("case", load("read/head"))
def test_head_of_text(case):
    assert sorted(head_of(sound(read("articles/a.txt", case.input.encode(), DESK)))) == sorted(
        case.expected.splitlines()
    )


@pytest.mark.parametrize("case", load("read/html"))
def test_html(case):
    source = sound(page(case.input))
    found = []
    for block in source.blocks:
        if block.kind == "head":
            continue
        found.append(f"{f'h{block.level}' if block.kind == 'heading' else block.kind}: {block.text}")
        found += [f"link: {block.text[link.start : link.end]} > {link.url}" for link in block.links]
    found += [f"repair: {repair.fault} {repair.count}" for repair in source.repairs]
    assert "\n".join(found) == case.expected


@pytest.mark.parametrize("case", load("read/meta"))
def test_head_of_page(case):
    assert sorted(head_of(sound(page(case.input)), origins=True)) == sorted(case.expected.splitlines())


def test_trails_name_the_ancestors():
    source = page(
        '<div class="page wide"><nav role=navigation><ul id=menu><li><a class=top href=#>Home</a></ul></nav></div>'
    )
    assert source.blocks[0].trail == ("div.page.wide", "nav[role=navigation]", "ul#menu", "li", "a.top")
    deep = page("<div>" * 60 + "x")
    assert len(deep.blocks[0].trail) == 24


def test_head_lines_come_first():
    source = sound(
        page('<meta property="og:site_name" content="The Example Times"><title>A road to the sea</title><p>Text.')
    )
    assert [(b.kind, b.lines, b.trail) for b in source.blocks] == [
        ("head", (1, 1), ("head", "title")),
        ("head", (2, 2), ("head", "meta[og:site_name]")),
        ("paragraph", (3, 3), ("p",)),
    ]


def test_the_desk_may_know_the_publisher():
    desk = Desk(sites={"example.org": Site("example.org", publisher="The Example Times")})
    source = read("articles/a.html", b"<link rel=canonical href=https://www.example.org/a><p>Text of it.", desk)
    assert source.head.publisher.value == "The Example Times"
    assert source.head.publisher.origin == "editor"


def test_repairs_name_line_fault_and_what_was_there():
    source = read("articles/a.txt", "Title of it\n\nThe cor\u200bridor\u202e is open.\n".encode(), DESK)
    assert [(r.line, r.fault, r.count) for r in source.repairs] == [(3, "zero-width", 1), (3, "bidi", 1)]
    assert source.repairs[0].before == "The cor\\u200bridor\\u202e is open."


def test_line_ends_of_every_system_count_alike():
    for end in ("\n", "\r\n", "\r"):
        source = read("articles/a.txt", end.join(["One title", "", "Two.", ""]).encode(), DESK)
        assert source.lines == ("One title", "", "Two.")


def test_the_charset_of_the_markup():
    text = "<meta charset=windows-1251><p>Стороны договорились о том, что дорога будет построена."
    source = read("articles/a.html", text.encode("cp1251"), DESK)
    assert (source.encoding, source.language) == ("cp1251", "ru")


def test_markup_in_a_text_file_is_read_as_markup():
    assert read("articles/a.txt", b"<!DOCTYPE html><p>Text.<script>x</script>", DESK).lines == ("Text.",)


def test_the_stated_language_counts_for_short_texts_only():
    assert page('<html lang="es"><p>Mar Caspio').language == "es"
    wrong = page('<html lang="es"><p>The two sides agreed on the length of the road and on what it would cost them.')
    assert wrong.language == "en"
    assert wrong.notes
    assert page('<html lang="ru"><p>Caspian Sea').language == "und"


@pytest.mark.parametrize(
    ("path", "data", "code"),
    [
        ("articles/a.md", b"x", "kind"),
        ("articles/a", b"x", "kind"),
        ("articles/a.txt", b"", "empty"),
        ("articles/a.txt", b" \n\t\n", "empty"),
        ("articles/a.html", b"<script>x</script>", "empty"),
        ("articles/a.txt", b"\x89PNG\r\n", "not-text"),
        ("articles/a.html", bytes(range(32)) * 99, "not-text"),
        ("articles/a.txt", b"a" * 2_000_001, "too-large"),
        ("articles/a.txt", b"\n" * 50_000, "too-many-lines"),
        ("articles/a.html", b"<p>x" * 30_000, "too-many-lines"),
    ],
)
def test_refusals(path, data, code):
    with pytest.raises(Refusal) as caught:
        read(path, data, DESK)
    assert caught.value.code == code
    assert caught.value.reason.endswith(".")


DEEP = {
    "divs": "<div>" * 20_000 + "The end",
    "bold": "<b class=x>" * 20_000 + "The end",
    "lists": "<ul><li>" * 5_000 + "The end",
    "tables": "<table><tr><td>" * 5_000 + "The end",
    "angles": "<" * 100_000 + " The end",
    "comments": "<!-- -->" * 30_000 + "The end",
    "spans": "<table><tr><td colspan=1000000000000000 rowspan=9999999999>" + "The end",
    "attributes": "<p " + " ".join(f"a{n}=b" for n in range(50_000)) + ">The end",
    "quotes": "<a b=\"'" * 50_000 + "The end",
    "unclosed": "<a " * 100_000 + "The end",
    "entities": "&amp;" * 100_000 + "The end",
}


@pytest.mark.parametrize("name", DEEP)
def test_hostile_markup_is_flattened_and_its_text_kept(name):
    source = sound(page(DEEP[name]))
    assert source.lines[-1].endswith("The end")
    assert max(len(block.trail) for block in source.blocks) <= 24


def test_unclosed_comment_hides_the_rest_as_in_a_browser():
    assert page("<p>Seen.</p>" + "<!--" * 30_000).lines == ("Seen.",)


@pytest.mark.data
def test_the_real_files():
    first, second = sorted((shared() / "seeds").glob("*.txt"))
    one = sound(read("articles/one.txt", first.read_bytes(), DESK))
    two = sound(read("articles/two.txt", second.read_bytes(), DESK))
    assert (one.encoding, one.language, two.language) == ("utf-8", "en", "en")
    assert (len(one.lines), len(two.lines)) == (32, 37)
    assert one.head.headline.lines == two.head.headline.lines == (1, 1)
    for source in (one, two):
        assert not source.repairs
        assert not source.notes
        assert source.head.published is None
        assert source.head.publisher is None
    assert [b.lines[0] for b in two.blocks if b.kind == "heading"] == [7, 13, 19, 27]
    assert [b.lines[0] for b in one.blocks if b.kind == "heading"] == []


@pytest.mark.data
def test_payloads_come_through_as_text_or_not_at_all():
    lists = sorted((shared() / "data/hostile").glob("xss-*/*.txt"))
    assert lists
    for path in lists:
        text = path.read_text("utf-8", "replace")
        plain = sound(read("articles/a.txt", text.encode(), DESK))
        assert len(plain.lines) >= text.rstrip().count("\n")
        source = sound(page(f"<p>Before.</p>{text}"))
        for block in source.blocks:
            for link in block.links:
                assert not re.search(r"[\s<>\"']", link.url)


LEAD = "Three countries want a road to the sea, and nobody has said who is to pay for it."


def described(head, data=""):
    source = page(f"<html><head>{head}</head><body>{data}<h1>A road to the sea</h1><p>{LEAD}</p><p>Other words.</p>")
    return {block.text: block.described for block in source.blocks}


def test_a_block_knows_how_much_of_it_the_page_says_of_itself():
    assert described("")[LEAD] is None
    for head in (f'<meta property="og:description" content="{LEAD}">', f'<meta name=description content="{LEAD}">'):
        assert (described(head)[LEAD], described(head)["Other words."]) == (1.0, 0.0)
    linked = {"@type": "Article", "headline": "A road to the sea", "alternativeHeadline": LEAD}
    assert described(f'<script type="application/ld+json">{json.dumps(linked)}</script>')[LEAD] == 1.0
    assert 0.3 < described('<meta name=description content="Three countries want a road to the sea, …">')[LEAD] < 0.7


@pytest.mark.parametrize(
    ("markup", "genre"),
    [
        ('<script type="application/ld+json">{"@type": "NewsArticle"}</script>', "news"),
        ('<script type="application/ld+json">{"@graph": [{"@type": ["ReportageNewsArticle"]}]}</script>', "news"),
        ('<div itemscope itemtype="http://schema.org/NewsArticle">', "news"),
        ('<div itemscope itemtype="https://schema.org/BlogPosting">', "article"),
        ('<script type="application/ld+json">{"@type": "WebPage"}</script>', ""),
        ("<p>NewsArticle is a word of schema.org.</p>", ""),
    ],
)
def test_a_page_knows_what_its_markup_calls_itself(markup, genre):
    assert page(f"<html><body>{markup}<p>{LEAD}</p>").genre == genre
