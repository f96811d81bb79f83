"""What the trees say of the blocks of a page, and what they are told of them."""

from pathlib import Path

import pytest
from briefing.clean import blocks, clean, measures, walk
from briefing.clean.page import Page
from briefing.desk import load as desk_of
from briefing.model import Sidecar
from briefing.read import read

DESK = desk_of(None)
STORY = [
    "The two ministries signed the agreement in the capital on Thursday after nine years of talks about who would pay.",
    "Work on the first of the two tunnels begins in spring, and the second is to follow once the road to it is safe.",
    "“We have waited long enough,” the head of the valley council said, and asked that the bridge be mended first.",
    "The line will carry grain and cement at the start; passengers are promised seats on it within three years.",
    "Engineers who walked the pass in August counted eleven slopes that move, four of them above the old road.",
]
TEASER = "Ferry crews return to work after a night of talks, and the harbour opens again in the morning for all ships."


def page_of(inside="", after="", data=""):
    story = "".join(f"<p>{text}</p>" for text in STORY[:3]) + inside + "".join(f"<p>{text}</p>" for text in STORY[3:])
    return (
        f"<html lang=en><head><title>Tunnels through the pass agreed</title>{data}</head><body>"
        "<header class=site-header><nav class=menu><ul><li><a href=/world>World</a><li><a href=/trade>Trade</a></ul>"
        "</nav></header><main><article class=post><h1>Tunnels through the pass agreed</h1>"
        f"<div class=entry-content>{story}</div></article>{after}</main>"
        "<footer class=site-footer><p><a href=/terms>Terms of use</a></p></footer></body></html>"
    )


def cleaned(markup):
    return clean(read("articles/a.html", markup.encode(), DESK), DESK, Sidecar())


def kept(markup):
    article = cleaned(markup)
    return [article.blocks[place].text for place in article.body()]


def test_a_plain_page_is_its_story():
    assert kept(page_of()) == STORY


@pytest.mark.parametrize(
    ("box", "text"),
    [
        ("<aside class=related-stories><h3>Related</h3><ul><li><a href=/ferry>{}</a></ul></aside>", TEASER),
        ("<section class=comments id=comments><h3>Comments</h3><div class=comment><p>{}</p></div></section>", TEASER),
        ("<div class=newsletter-signup><p>{}</p></div>", "Sign up for our newsletter and get the news every morning."),
    ],
    ids=["related", "comments", "newsletter"],
)
def test_what_stands_after_the_story_is_cut_with_a_reason(box, text):
    markup = page_of(after=box.format(text))
    assert kept(markup) == STORY
    cut = next(cut for cut in cleaned(markup).cuts if cut.block.text == text)
    assert cut.verdict.why
    assert cut.verdict.rule


@pytest.mark.parametrize(
    "inside",
    [
        f"<p>{TEASER}</p>",  # the same words as a paragraph of the story
        "<h2>Who pays for the tunnels</h2>",
        "<blockquote><p>No one in the valley asks for a faster train, only for one that comes at all.</p></blockquote>",
    ],
    ids=["paragraph", "heading", "quote"],
)
def test_what_stands_inside_the_story_is_kept(inside):
    assert len(kept(page_of(inside=inside))) == len(STORY) + 1


def test_rows_beside_the_only_paragraph_of_a_story_are_kept_and_those_of_another_box_are_not():
    rows = "<table><tr><td>{}</td><td>410</td></tr><tr><td>2024</td><td>512</td></tr></table>"
    markup = (
        f"<body><main><article><h1>Tunnels through the pass agreed</h1><p>{STORY[0]}</p>{rows.format(2023)}</article>"
        f"</main><div class=rail><div class=box>{rows.format(1999)}</div></div></body>"
    )
    texts = kept(markup)
    assert "2023 | 410" in texts
    assert "1999 | 410" not in texts


def test_a_table_between_the_paragraphs_of_a_story_is_kept():
    page = Path(__file__).parents[2] / "content/articles/middle-corridor/triple-by-2030.html"
    assert [text for text in kept(page.read_text("utf-8")) if " | Rail | " in text] == [
        "Chinese border to Aktau or Kuryk | Rail | Kazakhstan",
        "Alat to the Georgian border | Rail | Azerbaijan",
        "Azerbaijani border to Poti or Batumi | Rail | Georgia",
        "Tbilisi to Kars | Rail | Georgia and Türkiye",
    ]


@pytest.mark.parametrize(
    ("best", "wanted"),
    [(0.7, ["story", "story", "story"]), (0.98, ["story", "story"])],
    ids=["an odd page", "a page with a sure paragraph"],
)
def test_on_an_odd_page_what_stands_beside_the_best_paragraphs_needs_less(monkeypatch, best, wanted):
    markup = (
        f"<body><div class=story><p>{STORY[0]}</p><p>{STORY[1]}</p><p>{STORY[2]}</p></div>"
        f"<div class=rail><p>{TEASER}</p></div></body>"
    )
    values = dict(zip((*STORY[:3], TEASER), (best, best, 0.3, 0.3), strict=True))
    monkeypatch.setattr(blocks, "score", lambda page, _: [values.get(block.text, 0.0) for block in page.blocks])
    source = read("articles/a.html", markup.encode(), DESK)
    page = Page.of(source, DESK, Sidecar())
    said = blocks.judge(page, {})
    kept = [block for at, block in enumerate(page.blocks) if at in said and said[at].call != "cut"]
    assert [block.trail[-2].partition(".")[2] for block in kept] == wanted


LINE = "The old bridge over the river is seen from the east bank on a morning in March, before work on it began."
INSIDE = [  # a box between two paragraphs, the chance of the line in it, the rule that cuts it
    ("<blockquote class=twitter-tweet><p>{}</p></blockquote>", 0.99, "furniture.post"),
    ("<blockquote class=twitter><p>{}</p></blockquote>", 0.99, ""),  # a quote of a paper by that name
    ("<figure><img><figcaption>{}</figcaption></figure>", 0.99, "furniture.caption"),
    ("<div class=wp-caption><p class=wp-caption-text>{}</p></div>", 0.99, "furniture.caption"),
    ("<div class=article-caption><h2>{}</h2></div>", 0.99, ""),  # a heading is no caption, whatever its box is called
    ("<figure><blockquote>{}</blockquote></figure>", 0.99, ""),
    ("<div class=disclaimer><p>{}</p></div>", 0.99, "furniture.disclaimer"),
    ("<div class=post-cta><p>{}</p></div>", 0.85, "furniture.call"),
    ("<div class=post-cta><p>{}</p></div>", 0.95, ""),  # of which the trees are surer still
    ("<form><p>{}</p></form>", 0.85, "furniture.form"),
    ("<nav><p>{}</p></nav>", 0.7, "furniture.aside"),
    ("<aside><p>{}</p></aside>", 0.85, ""),
    ("<div class=video-modal><p>{}</p></div>", 0.95, "furniture.window"),
    ("<div class=multimodal><p>{}</p></div>", 0.95, ""),
    ("<div class=PhotoCarousel><p>{}</p></div>", 0.95, "furniture.carousel"),
    ("<div class='hidden message'><p>{}</p></div>", 0.95, "furniture.unseen"),
    ("<div class='hidden message'><p>{}</p></div>", 0.98, ""),  # an answer that a click unfolds
    ("<div class=hidden-gems><p>{}</p></div>", 0.95, ""),  # only the whole class hides
    ("<pre>{}</pre>", 0.1, ""),
    ("<div>{}</div>", 0.1, "page.teaser"),
]


@pytest.mark.parametrize(("box", "chance", "rule"), INSIDE)
def test_what_a_box_inside_the_story_demands(monkeypatch, box, chance, rule):
    values = dict.fromkeys(STORY, 0.99) | {LINE: chance}
    monkeypatch.setattr(blocks, "score", lambda page, _: [values.get(block.text, 0.0) for block in page.blocks])
    page = Page.of(read("articles/a.html", page_of(inside=box.format(LINE)).encode(), DESK), DESK, Sidecar())
    said = blocks.judge(page, {})
    place = next(at for at, block in enumerate(page.blocks) if block.text == LINE)
    assert (said[place].rule if said[place].call == "cut" else "") == rule
    assert {said[at].call for at, block in enumerate(page.blocks) if block.text in STORY} == {"keep"}


HEADS = [  # what stands above the third paragraph, the chance of that, and whether the heading stays
    ("<h2 class='mt-8 mb-2 text-lg'>{}</h2>", 0.99, True),  # names that say how it looks outweigh where it stands
    ("<h2 class='mt-8 mb-2 text-lg'>{}</h2>", 0.5, False),  # above what is doubted as well
    ("<p class='mt-8 mb-2 text-lg'>{}</p>", 0.99, False),
    ("<h2><a href=https://example.org/tolls>{}</a></h2>", 0.99, False),
    ("<div class=related-stories><h2>{}</h2></div>", 0.99, False),
]


@pytest.mark.parametrize(("markup", "below", "stays"), HEADS)
def test_a_heading_right_above_the_storys_own_text_stays(monkeypatch, markup, below, stays):
    text = "Who pays for them"
    values = dict.fromkeys(STORY, 0.99) | {STORY[3]: below, text: 0.0}
    monkeypatch.setattr(blocks, "score", lambda page, _: [values.get(block.text, 0.0) for block in page.blocks])
    assert (text in kept(page_of(inside=markup.format(text)))) is stays


PHRASES = [  # a line of the story that reads as furniture, its chance, and whether it stays
    ("h2", "Instagram and Facebook", 0.9, True),
    ("h2", "Instagram and Facebook", 0.7, False),
    ("p", "For more information on the tunnels, visit the office in the valley.", 0.6, True),
    ("p", "Read more: Ports reopen after the storm", 0.9, False),  # of these the phrase is right
]


@pytest.mark.parametrize(("tag", "text", "chance", "stays"), PHRASES)
def test_a_phrase_is_overruled_where_its_place_speaks_for_the_story(monkeypatch, tag, text, chance, stays):
    values = dict.fromkeys(STORY, 0.99) | {text: chance}
    monkeypatch.setattr(blocks, "score", lambda page, _: [values.get(block.text, 0.0) for block in page.blocks])
    bar = "<p>Share this article</p><p>Accept all cookies</p>"  # a page without residue keeps such a line anyway
    assert (text in kept(page_of(inside=f"<{tag}>{text}</{tag}>", after=bar))) is stays


def test_a_phrase_of_the_sites_own_desk_is_never_overruled(monkeypatch, tmp_path):
    rules = tmp_path / "desk/rules/ours.toml"
    rules.parent.mkdir(parents=True)
    rules.write_text(
        '[[rule]]\nname = "pointer.more"\nlanguage = "en"\nwhy = "Ours."\npattern = ["for more information .{1,90}"]\n'
    )
    text = "For more information on the tunnels, visit the office in the valley."
    values = dict.fromkeys(STORY, 0.99) | {text: 0.9}
    monkeypatch.setattr(blocks, "score", lambda page, _: [values.get(block.text, 0.0) for block in page.blocks])
    source = read("articles/a.html", page_of(inside=f"<p>{text}</p>").encode(), DESK)
    for desk, stays in ((DESK, True), (desk_of(tmp_path), False)):
        article = clean(source, desk, Sidecar())
        assert (text in [article.blocks[place].text for place in article.body()]) is stays


def test_a_box_that_holds_the_story_demands_nothing(monkeypatch):
    markup = f"<body><form class=page-disclaimer>{''.join(f'<p>{text}</p>' for text in STORY)}</form></body>"
    monkeypatch.setattr(blocks, "score", lambda page, _: [0.7] * len(page.blocks))
    page = Page.of(read("articles/a.html", markup.encode(), DESK), DESK, Sidecar())
    assert {said.call for said in blocks.judge(page, {}).values()} == {"keep"}


def test_every_number_has_a_name_and_every_tree_reads_them():
    source = read("articles/a.html", page_of(after="<p></p><div><a href=/x>More</a></div>").encode(), DESK)
    page = Page.of(source, DESK, Sidecar())
    model = blocks.trained()
    rows = measures.rows(page, walk(page, "blocks"), model["weights"])
    assert len(rows) == len(page.blocks)
    assert {len(row) for row in rows} == {len(measures.NAMES)}
    assert len(set(measures.NAMES)) == len(measures.NAMES)
    read_ = set(model["trees"].left)
    assert read_ <= set(range(len(measures.NAMES)))
    assert len(read_) > len(measures.NAMES) / 2


LEAD = "Nine years of talks end with a paper that says who builds what, and leaves open who pays for the bridge."


@pytest.mark.parametrize(
    ("head", "markup", "wanted"),
    [
        (f'<meta name=description content="{LEAD}">', f"<p class=article-dek>{LEAD}</p>", 4),
        (f'<meta name=description content="{LEAD}">', f"<p class=text>{LEAD}</p>", 3),
        ("", f"<div class=subHeadline><p>{LEAD}</p></div>", 2),
        ("", f"<div class=headline><p>{LEAD}</p></div>", 1),
        ("", f"<p class=text>{LEAD}</p>", 1),
        ("", "<p class=article-dek>By our desk</p>", 0),
    ],
)
def test_a_standfirst_is_told_by_its_name_and_by_what_the_page_says_of_itself(head, markup, wanted):
    whole = page_of(data=head).replace("</h1>", "</h1>" + markup)
    source = read("articles/a.html", whole.encode(), DESK)
    page = Page.of(source, DESK, Sidecar())
    at = next(
        at for at, block in enumerate(source.blocks) if block.text in (LEAD, "By our desk") and block.trail[0] != "head"
    )
    column = measures.NAMES.index("place standfirst")
    rows = measures.rows(page, walk(page, "blocks"), {})
    assert rows[at][column] == wanted
    assert {row[column] for row in rows[at + 2 :]} == {0}  # below the story's first paragraph there is none


def test_a_page_is_scored_once():
    source = read("articles/a.html", page_of(after=f"<p>{TEASER}</p>").encode(), DESK)
    page = Page.of(source, DESK, Sidecar())
    first = blocks.score(page, walk(page, "blocks"))
    rest = Page.of(source, DESK, Sidecar(), page.blocks[2:], False, page.known)
    assert blocks.score(rest, {}) == first[2:]


def test_texts_are_not_its_business():
    source = read("articles/a.txt", "\n\n".join(["A title of it", *STORY]).encode(), DESK)
    assert blocks.judge(Page.of(source, DESK, Sidecar()), {}) == {}


def test_only_short_blocks_are_hopeless():
    row = [0.0] * len(measures.NAMES)
    row[0], row[1] = -9.0, 1.0
    assert blocks.is_hopeless(row)
    row[measures.NAMES.index("size")] = 9.0
    assert not blocks.is_hopeless(row)
