"""What accounts make of one claim: two side by side, more of them in one row, and the picture of which lines meet."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from briefing.gather import card, gather
from briefing.gather.compare import compare
from briefing.model import Desk
from briefing.press.draw.meets import LINES, ROWS, meets
from briefing.press.sheet import Newsroom, Sheet
from briefing.press.show.claims import claims
from gather.build import rough


def shown(**lines: str):
    """The claims of some accounts of a few lines each."""
    told = {slug: rough(text.split(" / "), path=f"articles/{slug}.txt") for slug, text in lines.items()}
    edition = gather(card(briefing, slug) for slug, briefing in told.items())
    room = Newsroom(SimpleNamespace(language="en", full=True), edition, Desk(), {}, told.__getitem__, told.__getitem__)
    sheet = Sheet(room, "stories/x/")
    for slug in told:
        sheet.letter(slug)
    return claims(sheet, compare(told).pairs)


CLOSE = "The harbour of Velmar {} on Friday for repairs to the north quay."


def test_two_accounts_stand_side_by_side():
    (found,) = [
        it for it in shown(a=CLOSE.format("will close"), b=CLOSE.format("will not close")) if it.sign == "differs"
    ]
    assert (found.relation, found.margin, found.more) == ("negation", "one denies", ())
    assert found.change is not None
    assert [cite.plain for cite in found.change] == ["will close", "will not close"]
    assert '<b class="changed">' in found.a.text


def test_a_claim_of_four_accounts_is_one_row_with_each_account_once():
    verbs = {"a": "will close", "b": "will not close", "c": "may close", "d": "will close"}
    differ = [it for it in shown(**{slug: CLOSE.format(verb) for slug, verb in verbs.items()}) if it.sign == "differs"]
    (found,) = differ
    assert [cite.letter for cite in found.told] == ["A", "B", "C", "D"]
    assert found.margin == "one denies, how certain"
    assert found.change is not None
    assert [cite.plain for cite in found.change] == ["will close", "will not close", "may close"]


def test_claims_on_different_things_stay_apart():
    bridge = "The bridge at Tolma bears {} tonnes of freight a day."
    found = shown(
        a=f"{CLOSE.format('will close')} / {bridge.format('200')}",
        b=f"{CLOSE.format('may close')} / {bridge.format('300')}",
        c=f"{CLOSE.format('would close')} / {bridge.format('400')}",
    )
    rows = [(it.relation, len(it.told)) for it in found if it.sign == "differs"]
    assert sorted(rows) == [("certainty", 3), ("figure", 3)]


def test_a_phrase_that_all_have_is_one_row_and_the_shortest_stands():
    line = "Leaders opened the northern tunnel of the mountain railway"
    found = shown(a=f"{line} at Makmal on Monday.", b=f"{line} at Makmal.", c=f"At last, {line.lower()}.")
    agree = [it for it in found if it.relation == "same"]
    assert [[cite.letter for cite in it.told] for it in agree] == [["A", "B", "C"]]
    text = agree[0].a.plain.lower()
    assert all(text in cite.plain.lower() for cite in agree[0].told)


# --- the picture -------------------------------------------------------------------------------------------------


def test_strokes_join_the_lines_of_two_accounts():
    found = meets({"A": [3, 5, 7], "B": [2, 4]}, [(("A", 3), ("B", 2), "differs"), (("A", 5), ("B", 4), "agrees")])
    assert found is not None
    assert [(letter, [spot.number for spot in spots]) for letter, _, spots in found.rows] == [
        ("A", [3, 5, 7]),
        ("B", [2, 4]),
    ]
    assert [spot.meets for spot in found.rows[0][2]] == [True, True, False]
    assert found.counts == (1, 0, 1)
    assert all(0 <= stroke.x1 <= 100 and stroke.y1 < stroke.y2 <= found.height for stroke in found.strokes)


def test_two_kinds_between_the_same_lines_lie_beside_each_other():
    ends = ("A", 3), ("B", 2)
    found = meets({"A": [3], "B": [2]}, [(*ends, "agrees"), (*ends, "differs"), (*ends, "differs")])
    assert found is not None
    assert [(stroke.kind, stroke.shift > 0) for stroke in found.strokes] == [("differs", False), ("agrees", True)]


@pytest.mark.parametrize(
    ("lines", "pairs"),
    [
        ({"A": [1], "B": [1]}, []),
        ({"A": [1]}, [(("A", 1), ("A", 1), "agrees")]),
        (
            {letter: [1] for letter in "ABCDEF"[: ROWS + 1]},
            [(("A", 1), (letter, 1), "agrees") for letter in "BCDEF"[:ROWS]],
        ),
        ({"A": list(range(1, LINES + 5)), "B": [1]}, [(("A", LINES + 4), ("B", 1), "agrees")]),
    ],
)
def test_no_picture_of_nothing_nor_of_too_many(lines, pairs):
    assert meets(lines, pairs) is None


def test_an_account_whose_lines_meet_none_has_no_row():
    found = meets({letter: [1, 2] for letter in "ABCDEF"}, [(("A", 1), ("C", 2), "agrees")])
    assert found is not None
    assert [letter for letter, _, _ in found.rows] == ["A", "C"]
