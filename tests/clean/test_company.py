"""What the chances of a page's blocks say of each of them."""

from briefing.clean import company, story
from briefing.clean.page import Page
from briefing.desk import load
from briefing.model import Block, Head, Sidecar, Source

BODY, RAIL = ("main.page", "div.story"), ("main.page", "div.rail")
FERRY = "The ferry left the northern harbour at dawn with forty lorries and the mail for the outer islands."
CAPTAIN = "Its captain said the harbour would need a deeper channel before larger lorries could come aboard."


def block(text, trail, kind="paragraph"):
    return Block(text, kind, (1, 1), trail)


def page_of(*blocks):
    lines = tuple(block.text for block in blocks)
    source = Source("articles/a.html", "0" * 64, "utf-8", "en", Head(), lines, blocks)
    return Page.of(source, load(None), Sidecar())


def told(page, chances, at):
    return dict(zip(company.NAMES, company.rows(page, chances, [at])[0], strict=True))


def test_a_block_is_told_of_the_others_in_its_box_and_not_of_itself():
    page = page_of(
        block(FERRY, (*BODY, "p")),
        block("Photo by the harbour office", (*BODY, "p")),
        block("Subscribe", (*RAIL, "p")),
        block("Sign up", (*RAIL, "p")),
    )
    first, third = told(page, [0.9, 0.5, 0.1, 0.3], 1), told(page, [0.9, 0.5, 0.1, 0.3], 2)
    assert first["chance"] == 0.5
    assert first["box 1 plain"] == 0.9
    assert third["box 1 plain"] == 0.3
    assert (first["one above"], first["one below"]) == (0.9, 0.1)
    assert first["story up"] == 0
    assert third["story up"] > 0


def test_a_lone_block_has_no_company():
    row = told(page_of(block(FERRY, (*BODY, "p"))), [0.9], 0)
    for name in ("one above", "one below", "near", "box 0 mean", "alike", "run", "after run"):
        assert row[name] == -1, name


def test_what_shares_the_story_s_words_is_kin_and_a_paragraph_is_none_of_its_own():
    texts = [FERRY, CAPTAIN, "Lorries wait for the captain", "Weather for tomorrow", "Knitting patterns"]
    page = page_of(*(block(text, (*BODY, "p")) for text in texts))
    kin = [told(page, [0.9, 0.9, 0.4, 0.4, 0.4], at)["kin"] for at in range(5)]
    assert kin[2] == 2
    assert kin[3:] == [0, 0]
    assert kin[0] == kin[1] == 2  # "harbour" and "lorries", not every word it has itself


def test_a_heading_is_told_of_its_section_only():
    page = page_of(
        block("Harbours", (*BODY, "h2"), "heading"),
        block(FERRY, (*BODY, "p")),
        block("More from us", (*BODY, "h2"), "heading"),
        block("A list of other pages that we have made", (*BODY, "p")),
    )
    chances = [0.5, 0.9, 0.5, 0.1]
    assert told(page, chances, 0)["section"] == 0.9
    assert told(page, chances, 2)["section"] == 0.1
    assert told(page, chances, 3)["section"] == -1


def test_the_story_s_box_holds_what_gains_most():
    page = page_of(block(FERRY, (*BODY, "p")), block(CAPTAIN, (*BODY, "p")), block("Subscribe", (*RAIL, "p")))
    assert story.box(page, [0.9, 0.9, 0.1]) == (*BODY, "p")
    assert story.inside(page, [0.9, 0.9, 0.1]) == ["i", "i", "o"]


def test_words_that_are_everywhere_make_no_kin():
    page = page_of(block(FERRY, (*BODY, "p")), block("Which of these would they have been with", (*BODY, "p")))
    assert told(page, [0.9, 0.4], 1)["kin"] == 0


def test_metadata_lines_count_for_nothing():
    page = page_of(block("A headline of the page", ("head", "og:title"), "head"), block(FERRY, (*BODY, "p")))
    assert told(page, [0.8, 0.9], 1)["before"] == 0
