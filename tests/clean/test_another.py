"""Where a page goes on with another story, and where it does not."""

import pytest
from briefing.clean import clean
from briefing.desk import load as desk_of
from briefing.model import Sidecar
from briefing.read import read

DESK = desk_of(None)
FIRST = [
    "The two ministries signed the agreement in the capital on Thursday after nine years of talks about who would pay.",
    "Work on the first of the two tunnels begins in spring, and the second is to follow once the road to it is safe.",
    "The line will carry grain and cement at the start; passengers are promised seats on it within three years.",
]
SECOND = [
    "The harbour office of Otherton has a new head, who was a pilot before and knows each of the seven islands well.",
    "She begins on the first of May, and the first thing she looks at is the pier, which has been closed since June.",
    "Ferry crews had asked for months that somebody decide what is to become of it before summer brings the guests.",
]
HEADLINES = "Tunnels through the pass agreed", "A pilot heads the harbour office"


def story(headline, paragraphs, beside, tag="h1"):
    told = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<article class=post><header>{beside}<{tag}>{headline}</{tag}></header><div class=body>{told}</div></article>"
    )


def page(*stories):
    return (
        f"<html lang=en><head><title>{HEADLINES[0]}</title></head><body><main>{''.join(stories)}</main></body></html>"
    )


def cleaned(markup):
    article = clean(read("articles/a.html", markup.encode(), DESK), DESK, Sidecar())
    return [article.blocks[place].text for place in article.body()], {
        c.block.text: c.verdict.rule for c in article.cuts
    }


def test_the_next_story_of_a_page_that_goes_on_is_cut_from_its_headline_on():
    share = "<span class=share>Share this story</span>"
    kept, cut = cleaned(page(story(HEADLINES[0], FIRST, share), story(HEADLINES[1], SECOND, share)))
    assert kept == FIRST
    assert {cut[text] for text in (HEADLINES[1], *SECOND)} == {"related.another"}


@pytest.mark.parametrize(
    ("box", "beside"),
    [
        ("<section>{}</section>", ""),  # a part with a main heading of its own, and nothing beside it
        ("{}", "<h2>{}</h2>"),  # parts in one box, each with a smaller heading
    ],
    ids=["nothing beside it", "in one box with paragraphs"],
)
def test_a_main_heading_inside_a_story_begins_no_other(box, beside):
    parts = [
        box.format(f"<h1>{headline}</h1>{beside.format(headline[::-1])}{''.join(f'<p>{text}</p>' for text in told)}")
        for headline, told in zip(HEADLINES, (FIRST, SECOND), strict=True)
    ]
    kept, cut = cleaned(page(f"<article class=post>{''.join(parts)}</article>"))
    assert [text for text in kept if text in FIRST + SECOND] == FIRST + SECOND
    assert "related.another" not in cut.values()
