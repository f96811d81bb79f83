"""A wire story that two publishers print is one account with two publishers: the page never makes two voices of it."""

from __future__ import annotations

import re

from sites import build, lay

TITLE = "Ferry with forty lorries runs aground off Kuryk"
WIRE = (
    "KURYK, 4 June 2024 – A ferry with forty lorries on board ran aground off the port of Kuryk on Tuesday night, "
    "and nobody was hurt, the port authority said.",
    "Two tugs from Aktau pulled the ship free before noon on Wednesday. The drivers had spent the night in a school, "
    "where the people of the town brought them bread and tea.",
    "The harbour master said that sand had moved into the channel during the storms of May. Dredging is to begin in "
    "July and will cost 12 million dollars, according to the port authority.",
)


def story(**files: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for name, paragraphs in files.items():
        found[f"ferry/{name}.txt"] = "\n\n".join((TITLE, *paragraphs)) + "\n"
        found[f"ferry/{name}.toml"] = f'publisher = "The {name.title()} (sample)"\npublished = 2024-06-05\n'
    return found


def test_a_reprint_is_no_second_voice(tmp_path):
    site = build(lay(tmp_path / "site", story(agency=WIRE, morning=WIRE)))
    assert site.code == 0, site.said
    told = site.text("stories/ferry-agency/")
    assert "one account in two files" in told
    assert "A and B are one text, published twice, and count as one account" in told
    assert "The Agency (sample)" in told
    assert "The Morning (sample)" in told
    for page in ("", "stories/ferry-agency/", "briefings/ferry-agency/", "briefings/ferry-morning/"):
        assert not re.search(r"\btwo accounts\b|\b2 accounts\b|confirm", site.text(page)), page
