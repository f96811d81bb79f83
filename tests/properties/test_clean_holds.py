"""What holds of cleaning whatever the input."""

from briefing.clean import clean
from briefing.desk import load as desk_of
from briefing.desk import sidecar
from briefing.model import Block, DeskError, Link, Sidecar
from hypothesis import given, settings
from hypothesis import strategies as st
from quality.data import source

DESK = desk_of(None)
PIECES = st.sampled_from(
    [
        "Rail deal signed in Sampleton",
        "RAIL DEAL SIGNED IN SAMPLETON | Sample News",
        "The three sides signed the agreement on Thursday after nine years of talks, and work begins in the spring.",
        "A line of 500 kilometres will cross two passes, the ministry said in a statement that names no builder.",
        "Why it took so long",
        "Leave a Reply",
        "Your email address will not be published.",
        "Related articles",
        "Featured Franchise Opportunity",
        "Burger Barn",
        "Facebook Twitter",
        "© 2024 The Sample. All rights reserved.",
        "发表评论",
        "三方周四签署协议，工程将于春季开工，部长在首都对记者说。",
        "*",
        "",
    ]
)
LINES = st.lists(st.one_of(PIECES, st.text(max_size=200)), max_size=24)
TRAILS = st.lists(st.sampled_from(["div.story", "nav", "p", "div.comments#c", "aside.related", "footer"]), max_size=4)


def parts(article):
    return sorted([b.lines for b in article.blocks] + [c.block.lines for c in article.cuts])


@settings(max_examples=150, deadline=None)
@given(LINES, st.booleans())
def test_every_block_is_kept_or_cut(lines, titled):
    found = source(lines, next((line for line in lines if line.strip()), None) if titled else None, "en")
    article = clean(found, DESK, Sidecar())
    assert parts(article) == [block.lines for block in found.blocks]
    assert len(article.verdicts) == len(article.blocks)
    assert all(cut.verdict.call == "cut" and cut.verdict.why for cut in article.cuts)
    for passage in article.sentences:
        assert article.blocks[passage.block].text[passage.start : passage.end] == passage.text


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_clean_text_stays_clean(lines):
    first = clean(source(lines, None, "en"), DESK, Sidecar())
    again = clean(source([block.text for block in first.blocks], None, "en"), DESK, Sidecar())
    assert [block.text for block in again.blocks] == [block.text for block in first.blocks]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(PIECES, TRAILS, st.booleans()), max_size=20))
def test_pages_with_ancestors(rows):
    from msgspec.structs import replace

    rows = [row for row in rows if row[0].split()]
    found = source([row[0] for row in rows], None, "en")
    blocks = tuple(
        Block(b.text, b.kind, b.lines, tuple(trail), (Link(0, len(b.text), "https://example.org/"),) if linked else ())
        for b, (_, trail, linked) in zip(found.blocks, rows, strict=True)
    )
    found = replace(found, blocks=blocks)
    assert parts(clean(found, DESK, Sidecar())) == [block.lines for block in blocks]


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text("[]{}\"'=.#\n a1-:,tilepubshdrkcof", max_size=300).map(str.encode)))
def test_any_sidecar_is_read_or_refused(data):
    try:
        sidecar("articles/a.toml", data)
    except DeskError as error:
        said = str(error)
    else:
        said = "articles/a.toml: "
    assert said.startswith("articles/a.toml: ")
