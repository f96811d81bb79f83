"""The whole of cleaning: what a small article keeps, what is cut and why, and whose word wins."""

import pytest
from briefing.clean import clean
from briefing.desk import load as desk_of
from briefing.model import Block, Head, Sidecar, Site, Stated
from briefing.read import read
from cases import load, shared
from msgspec.structs import replace
from quality.data import source

DESK = desk_of(None)
STORY = [
    "Rail deal signed in Sampleton",
    "The three sides signed the agreement on Thursday after nine years of talks, and work begins in the spring.",
    "A line of 500 kilometres will cross two passes, the ministry said in a statement that names no builder.",
    "Why it took so long",
    "The gauge was the hardest question: two of the three countries use the wide one, and a change costs days.",
]


def made(lines, sidecar=None, desk=DESK, title=None):
    return clean(source(lines, title, "en"), desk, sidecar or Sidecar())


def kept(article):
    return [block.text for block in article.blocks]


@pytest.mark.parametrize("case", load("clean/articles"))
def test_articles(case):
    text = "\n".join(line[2:] for line in case.input.splitlines())
    marks = [line[:1] for line in case.input.splitlines()]
    article = clean(read("articles/case.txt", text.encode(), DESK), DESK, Sidecar())
    held = {number for block in article.blocks for number in range(block.lines[0], block.lines[1] + 1)}
    wanted = {number for number, mark in enumerate(marks, 1) if mark == "+"}
    assert held == wanted
    rules = {cut.verdict.rule for cut in article.cuts}
    assert set(case.expected.split()) <= rules


def test_a_clean_article_stays_as_it_is():
    article = made(STORY, title=STORY[0])
    assert kept(article) == STORY
    assert article.cuts == ()
    assert article.blocks[0].kind == "title"
    assert [article.blocks[p.block].text[p.start : p.end] for p in article.sentences] == [
        p.text for p in article.sentences
    ]


def test_a_title_is_kept_once():
    for again in (STORY[0].upper(), STORY[0] + " | Sample News", "Sample News - " + STORY[0], STORY[0] + "."):
        article = made([STORY[0], again, *STORY[1:]], title=STORY[0])
        assert [cut.verdict.rule for cut in article.cuts] == ["title.repeated"], again
    other = "Rail deal signed in Sampleton, union says"
    assert other in kept(made([STORY[0], STORY[1], other, *STORY[2:]], title=STORY[0]))


def test_the_editor_wins():
    lines = [*STORY, "Leave a Reply"]
    found = source(lines, STORY[0], "en")
    word = Sidecar(path="articles/x.toml", of=found.sha256[:12], keep=(6,), cut=(2,))
    article = clean(found, DESK, word)
    assert [cut.verdict.rule for cut in article.cuts] == ["editor.cut"]
    assert article.blocks[-1].text == "Leave a Reply"
    assert article.verdicts[-1].rule == "editor.keep"
    assert article.warnings == ()


@pytest.mark.parametrize("of", [None, "0" * 12])
def test_line_numbers_of_another_state_are_not_applied(of):
    article = made(STORY, Sidecar(path="articles/x.toml", of=of, cut=(2,)))
    assert article.cuts == ()
    assert article.warnings[0].startswith("articles/x.toml: keep and cut are not applied")


def test_the_editors_values_go_over_the_head():
    head = made(STORY, Sidecar(path="x.toml", title="Another", published="2024-07"), title=STORY[0]).head
    assert head.headline == Stated("Another", "Another", "editor")
    assert (head.published.value, head.published.lines) == ("2024-07", None)


def test_a_publishers_own_furniture():
    url = Stated("https://news.example.org/a", "https://news.example.org/a", "meta")
    found = source(
        [*STORY, "The Sample is read in the whole of Sampleton, and has been since 1911, rain or shine."], None, "en"
    )
    found = replace(found, head=Head(url=url))
    desk = replace(DESK, sites={"example.org": Site("example.org", cut=("the sample is read in .{1,80}",))})
    assert [cut.verdict.rule for cut in clean(found, desk, Sidecar()).cuts] == ["site.line"]
    assert clean(found, DESK, Sidecar()).cuts == ()


def test_a_publishers_furniture_by_ancestor():
    blocks = tuple(
        Block(text, "paragraph", (at, at), ("div.page", "div.teaser-x" if at == 2 else "div.body"))
        for at, text in enumerate(STORY, 1)
    )
    found = replace(
        source(STORY, None, "en"), blocks=blocks, head=Head(url=Stated("u", "https://example.org/a", "meta"))
    )
    desk = replace(DESK, sites={"example.org": Site("example.org", furniture=("div.teaser-x",))})
    rules = {cut.block.text: cut.verdict.rule for cut in clean(found, desk, Sidecar()).cuts}
    assert rules[STORY[1]] == "site.furniture"
    assert not {*STORY[2:]} & {*rules}


def test_a_page_of_nothing_but_furniture_is_cut_whole_and_an_odd_one_does_not_raise():
    assert [b.text for b in made(["Leave a Reply", "Share this article"]).blocks] == []
    for odd in (["x"], ["*"], ["a" * 50_000], ["﷽" * 300], ["\u202e!"], ["." * 999], ["a. " * 9_000]):
        article = made(odd)
        assert len(article.blocks) + len(article.cuts) == len(article.source.blocks)


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "lines"),
    [("000", [1, 3, 5, 7, 9, 11, 13]), ("001", [1, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31])],
)
def test_the_real_files(name, lines):
    path = next((shared() / "seeds").glob(f"{name}_*.txt"))
    article = clean(read(f"articles/{path.name}", path.read_bytes(), DESK), DESK, Sidecar())
    assert [block.lines[0] for block in article.blocks] == lines
    assert article.blocks[0].kind == "title"
    assert len(article.cuts) == {"000": 9, "001": 4}[name]


PAGE = """<html lang="en"><head><title>Rail deal signed in Sampleton | Sample News</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<div class="page no-sidebar"><h1>Rail deal signed in Sampleton</h1>
<div class="story-body"><p>{0}</p><p>{1}</p><h2>{2}</h2><p>{3}</p></div>
<div class="newsletter-box"><p>Our morning letter brings you the news of Sampleton before the ferry leaves.</p></div>
<div id="comments"><p>I have always said that this line would never be built, and I still do not believe it.</p></div>
</div>
<aside class="related"><a href="/b">Ferry line opens across the Sample Sea and the whole town came to look</a></aside>
<footer><p>The Sample is a paper of Sampleton. It is printed on Mondays.</p></footer></body></html>"""


def test_a_page_is_cleaned_by_its_ancestors():
    page = read("articles/a.html", PAGE.format(*STORY[1:]).encode(), DESK)
    article = clean(page, DESK, Sidecar())
    assert [article.blocks[place].text for place in article.body()] == STORY[1:]
    assert {"furniture.navigation", "furniture.comments", "furniture.newsletter", "furniture.footer"} <= {
        cut.verdict.rule for cut in article.cuts
    }


def test_a_box_that_holds_the_story_is_no_furniture_whatever_its_name():
    page = PAGE.replace('class="story-body"', 'class="share-content"').format(*STORY[1:])
    article = clean(read("articles/a.html", page.encode(), DESK), DESK, Sidecar())
    assert [article.blocks[place].text for place in article.body()] == STORY[1:]


TABLE_PAGE = """<html><body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Valley bank lends for a bridge</h1>
<p>The Valley Bank lent 12.5 million euros for a bridge at Osh on Tuesday. It is to carry freight from June.</p>
<figure><figcaption>The old bridge at Osh</figcaption></figure>
<ul><li>two lanes</li><li>a path</li></ul>
<table><tr><th>Year</th><th>Lorries a day</th></tr><tr><td>2023</td><td>410</td></tr></table>
<p>The crossing is narrow, and it has been so since 1961, when the valley counted a third of its people.</p>
</article>
<table><tr><td><a href="/a">Sport</a></td><td><a href="/b">Weather</a></td></tr></table>
<section id="comments"><h2>Comments</h2><p>First! Great bridge.</p></section>
<footer><p>© Hill Gazette. All rights reserved.</p></footer></body></html>"""


def test_a_table_that_stands_in_the_story_is_the_articles_own_and_a_menu_in_a_table_is_not():
    article = clean(read("articles/a.html", TABLE_PAGE.encode(), DESK), DESK, Sidecar())
    texts = kept(article)
    for text in ("two lanes", "a path", "Year | Lorries a day", "2023 | 410"):
        assert text in texts
    assert "Sport | Weather" not in texts
    assert all(verdict.call == "keep" for verdict in article.verdicts)


def test_a_listing_below_the_comments_keeps_its_own_rule():
    lines = [*STORY, STORY[1] + " " + STORY[2] + " " + STORY[4], "Leave a Reply", "Name *"]
    lines += ["Featured Franchise Opportunity", "Burger Barn", "Burger Franchises"]
    rules = {cut.block.text: cut.verdict.rule for cut in made(lines, title=STORY[0]).cuts}
    assert rules["Name *"] == "comments.section"
    assert rules["Burger Barn"] == rules["Burger Franchises"] == "adverts.listing"


def test_below_the_label_of_an_advert_stands_an_advert():
    lines = [
        *STORY,
        STORY[1] + " " + STORY[2] + " " + STORY[4],
        "Leave a Reply",
        "Advertisement",
        "Umbrella Rental",
        "Bob",
    ]
    rules = {cut.block.text: cut.verdict.rule for cut in made(lines, title=STORY[0]).cuts}
    assert rules["Umbrella Rental"] == "adverts.listing"
    assert rules["Bob"] == "comments.section"
