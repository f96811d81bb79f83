"""What readers meet first: fonts asked for in time, a calm foot of a page, a tally that many accounts do not flood."""

from __future__ import annotations

import re

import pytest
from sites import build, lay

MEETING = (
    "{head}\n\n{lead} The ministers of Kazakhstan, Azerbaijan and Georgia met in Aktau on 12 May 2024 and signed a "
    "plan for the ports of Aktau and Kuryk on the Caspian Sea.\n\n{own}\n"
)
TOLD = (
    ("Three ministers sign a port plan", "The plan took two years.", "Kazakhstan pays half of the cost."),
    ("Aktau port plan signed", "It was a short meeting.", "The berths are to be dredged by autumn."),
    ("Caspian ports get a common plan", "Ships wait for days.", "Georgia will open a terminal at Poti."),
    ("Aktau and Kuryk to grow", "Freight grew again.", "Nobody spoke of the price of a container."),
    ("Ministers meet over ports", "The weather was fine.", "Azerbaijan sends dredgers to Kuryk in June."),
)


@pytest.fixture(scope="module")
def meeting(tmp_path_factory):
    """The site of one meeting that five accounts tell."""
    folder = lay(
        tmp_path_factory.mktemp("meeting") / "site",
        {f"{at}.txt": MEETING.format(head=head, lead=lead, own=own) for at, (head, lead, own) in enumerate(TOLD)},
    )
    return build(folder)


def test_the_tally_of_many_accounts_is_short(meeting):
    (story,) = [address for address in meeting.pages() if address.startswith("stories/")]
    words = [" ".join(row.text_content().split()) for row in meeting.page(story).xpath("//ul[@class='tally']/li")]
    alone = [row for row in words if " one only" in row or re.search(r"only [A-Z]$", row)]
    assert len(alone) == 1, words
    assert re.fullmatch(r"\d+ told by one only", alone[0])


def test_the_tally_of_few_accounts_names_each(samples):
    page = samples.page("stories/astana-2024-belarus-tenth-member/")
    words = [" ".join(row.text_content().split()) for row in page.xpath("//ul[@class='tally']/li")]
    assert sum(bool(re.search(r"only [A-Z]$", row)) for row in words) >= 2, words


def test_cyrillic_fonts_are_asked_for_where_a_page_shows_cyrillic(samples):
    def asked(address: str) -> bool:
        return bool(samples.page(address).xpath("//link[@rel='preload'][contains(@href, 'serif-cyrillic')]"))

    pages = [it for it in samples.pages() if not it.startswith(("digest/", "styleguide/"))]  # theirs have no letters
    shows = {address: bool(samples.page(address).xpath("//main//*[@lang='ru']")) for address in pages}
    assert [address for address, shown in shows.items() if shown and not asked(address)] == []
    assert sum(shows.values()) > 5
    assert not asked("about/")
    assert not asked("entities/brussels/")


def test_fields_to_copy_are_folded_and_places_have_a_map(samples):
    briefing = samples.page("briefings/astana-2024-summit-closes/")
    assert briefing.xpath("//details//textarea") == briefing.xpath("//textarea") != []
    assert samples.page("entities/aktau/").xpath("//section[contains(@class, 'where')]/svg/circle")
    assert not samples.page("entities/xi-jinping/").xpath("//section[contains(@class, 'where')]")


LISTED = (
    "What the council decided\n\nThe council of Osh decided three things on Monday:\n\n{0}\n\nThe works start in May.\n"
)
POINTS = "<ul><li>a bridge over the river</li><li>a bus line to the station</li></ul>"


def test_a_point_of_a_list_has_one_mark(tmp_path):
    """Its own where the file has one, else ours."""
    own = LISTED.format("• a bridge over the river\n\n1. a bus line to the station\n\n- a market hall by the road")
    opening = "<h1>A council decides</h1><p>The council of Osh decided two things on Monday:</p>"
    page = f"<html><body><article>{opening}{POINTS}</article></body></html>"
    built = build(lay(tmp_path / "site", {"own.txt": own, "page.html": page}))
    assert built.code == 0, built.said
    marked = [it.get("class").split() for it in built.page("briefings/own/").xpath("//li[contains(@class, ' item')]")]
    bare = [it.get("class").split() for it in built.page("briefings/page/").xpath("//li[contains(@class, ' item')]")]
    assert len(marked) == 3
    assert not any("dashed" in names for names in marked)
    assert len(bare) == 2
    assert all("dashed" in names for names in bare)
