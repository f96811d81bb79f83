"""What the blocks around one say of it: where a comment section begins, and where it does not."""

from __future__ import annotations

import pytest
from briefing.clean import neighbours, walk
from briefing.clean.page import Page
from briefing.desk import load as desk_of
from briefing.model import Sidecar, Verdict
from quality.data import source

DESK = desk_of(None)
TEASERS = [
    "The harbour office of Otherton has a new head, who was a pilot before and knows each of the seven islands well.",
    "A prize for the best bread of the season went to a baker of the old town, whose shop opens at four each morning.",
    "The library of Otherton lends out fishing rods from this summer on, one to a reader and for a week at the most.",
    "A choir from the mainland sings on the pier on Sunday, and whoever wants to sing along may come an hour before.",
]
MENU = [f"Department {number}" for number in range(10)]
TOLD = [
    f"On day {number} of the talks the harbours agreed on one more of the landing stages, the office said on Monday."
    for number in range(12)
]
SECTION = "12 comments"


def settled(text):
    page = Page.of(source(text, None, "en"), DESK, Sidecar())
    return {page.blocks[at].text for at, said in walk(page, "lines").items() if said.rule == "comments.section"}


def test_a_count_of_comments_above_the_story_opens_no_section():
    teasers = [line for teaser in TEASERS for line in (teaser, "Today, 9:58")]
    assert settled([*teasers, *MENU, SECTION, "Sampleton, Monday", *TOLD]) == set()


def test_below_a_story_a_count_of_comments_opens_a_section_that_is_longer_than_the_story():
    talk = [line for told in TOLD for line in (told, "Reply")]
    assert settled([*TEASERS, SECTION, *talk]) == {*TOLD, "Reply"}
    assert settled([*TEASERS, *MENU, SECTION, *talk]) == {*TOLD, "Reply"}


@pytest.mark.parametrize(
    ("rule", "goes_on", "wanted"),
    [("page.unsure", True, "ask"), ("page.unsure", False, "cut"), ("related.linked", True, "cut")],
    ids=["trees, inside the story", "trees, beyond its end", "a rule"],
)
def test_what_the_trees_doubt_among_cuts_stays_where_the_story_goes_on_below(rule, goes_on, wanted):
    lines = [TOLD[0], MENU[0], "Sampleton, Monday", MENU[1], *([TOLD[1]] if goes_on else [MENU[2]])]
    page = Page.of(source(lines, None, "en"), DESK, Sidecar())
    own, furniture = Verdict("keep", "body", "Own."), Verdict("cut", "page.links", "Links.")
    verdicts = {at: own if line in TOLD else furniture for at, line in enumerate(lines)}
    verdicts[2] = Verdict("ask", rule, "Half.")
    assert (verdicts | neighbours.settle(page, verdicts))[2].call == wanted
