"""A card says what lists need to know of an article, so that no list loads it."""

from __future__ import annotations

from briefing.gather import card
from briefing.model import Block, Cut, Verdict
from gather.build import article, briefing, entity, event
from msgspec.structs import replace


def test_what_lists_need() -> None:
    art = article(["The railway from Kashgar to Osh was opened on 4 July 2024."])
    cuts = (
        Cut(Block("Share", "paragraph", (2, 2)), Verdict("cut", "share.bar", "Share bar.")),
        Cut(Block("Leave a reply Name", "paragraph", (3, 4)), Verdict("cut", "comments.form", "Form.")),
        Cut(Block("Email", "paragraph", (5, 5)), Verdict("cut", "comments.form", "Form.")),
    )
    art = replace(art, cuts=cuts, warnings=("a.txt: odd",))
    names = [entity(art, name, "place", place=(40.0, 72.0)) for name in ("Kashgar", "Osh")]
    found = card(briefing(art, names, events=[event(art, "4 July 2024", "day", "2024-07-04")]), "a")
    assert found.cuts == {"comments.form": 3, "share.bar": 1}
    assert found.warnings == ("a.txt: odd",)
    assert found.months == ("2024-07",)
    assert found.routes == (("kashgar", "osh"),)
