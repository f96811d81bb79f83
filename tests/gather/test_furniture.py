"""What the files of a publisher share, from the files to the verdicts; each case is a small collection."""

from __future__ import annotations

import itertools
import random

import pytest
from briefing import desk as desks
from briefing.clean import clean
from briefing.clean import shared as shared_lines
from briefing.clean.shared import RULE, mark, marks
from briefing.gather import furniture
from briefing.gather.furniture import learn, shared
from briefing.model import Marks, Sidecar
from briefing.read import read
from cases import load

DESK = desks.load(None)
# the first and second paragraph of stories that have nothing to do with each other
TOLD = (
    (
        "The port of Aktau took delivery of two new cranes on Monday, the harbour master said in a statement.",
        "Each of them lifts forty tonnes, and ships from Baku will wait half as long at the quay as before.",
    ),
    (
        "Farmers around Osh have begun to plant cotton again after three dry years, the regional office reports.",
        "Water comes from a canal that was cleared in winter, though growers higher up still depend on rain.",
    ),
    (
        "A school for 600 pupils opened in the north of Bishkek, where parents had waited for it since spring.",
        "Teachers moved in a week earlier and found the gymnasium unfinished, but classes began on time.",
    ),
    (
        "The national bank of Georgia left its main rate unchanged and said that prices were rising slowly.",
        "Economists in Tbilisi had expected a small cut, since wages in most trades barely grew this quarter.",
    ),
    (
        "Engineers tested the first train on the mountain line, which climbs from the valley to a mining town.",
        "Snow fences guard the upper bends, where earlier tracks were buried twice within a single decade.",
    ),
    (
        "The museum of Samarkand showed coins that shepherds had found in a cave above the river last autumn.",
        "Curators think that a merchant hid them during a siege and never came back to collect his savings.",
    ),
    (
        "Doctors from four districts met in Karakol to agree on how patients are moved during heavy snowfall.",
        "Helicopters fly only by daylight, so an ambulance with chains will stand ready on either side.",
    ),
    (
        "A dairy near Gyumri bought its milk from ninety households last year, twice as many as the year before.",
        "Its cheese is sold in Yerevan, where a kilogram costs a third less than an imported one of that kind.",
    ),
)


def files(text):
    """The sources of a case: a line each, "host a.example 3: *1 | a line | *2", ``*`` being paragraphs of story 3."""
    found = []
    for row in text.splitlines():
        where, _, parts = row.partition(": ")
        kind, name, numbers = where.split(" ")
        for at in map(int, numbers.split(",")):
            body = [TOLD[at][int(part[1:]) - 1] if part[0] == "*" else part for part in parts.split(" | ")]
            head = {"host": f"URL: https://{name}/{at}", "name": f"Publisher: {name}", "folder": ""}[kind]
            folder = name if kind == "folder" else f"n{len(found)}"
            blocks = [f"What happened in place {at}", head, *body]
            text = "\n\n".join(block.format(n=len(found)) for block in blocks if block)
            found.append(read(f"articles/{folder}/{len(found)}.txt", text.encode(), DESK))
    return found


def said(sources):
    """Every verdict on what a publisher shares: (call, text, why) for each source."""
    alone = [marks(clean(source, DESK, Sidecar())) for source in sources]
    learned = learn(alone)
    for source, its in zip(sources, alone, strict=True):
        article = clean(source, DESK, Sidecar(), shared(its, learned))
        rows = [("cut", cut.block.text, cut.verdict) for cut in article.cuts]
        rows += [(v.call, b.text, v) for b, v in zip(article.blocks, article.verdicts, strict=True)]
        yield [(call, text, verdict.why) for call, text, verdict in rows if verdict.rule == RULE]


@pytest.mark.parametrize("case", load("gather/furniture"))
def test_shared(case):
    rows = [row for its in said(files(case.input)) for row in its]
    counted = {}
    for call, text, _ in rows:
        counted[f"{call} {text}"] = counted.get(f"{call} {text}", 0) + 1
    assert [f"{row} ({count})" for row, count in sorted(counted.items())] == case.expected.splitlines()


def test_the_reason_says_in_how_many_files_it_stands():
    rows = list(
        said(files("host a.example 0,1,2,3,4,5,6: *1 | *2 | Steppe Courier on paper\nhost a.example 7: *1 | *2"))
    )
    assert rows[0] == [("cut", "Steppe Courier on paper", "Stands in most files of this publisher (6 or more).")]
    assert rows[7] == []


def test_any_order_teaches_the_same():
    every = [marks(clean(one, DESK, Sidecar())) for one in files("host a.example 0,1,2,3,4: *1 | *2 | A line of ours")]
    every.append(every[0])  # a file laid down twice
    assert len({repr(sorted(learn(order).items())) for order in itertools.permutations(every, 6)}) == 1
    assert list(learn(every)["host a.example"].values()) == [(4, True)]


def test_many_files_of_one_folder_are_not_compared_one_with_another():
    """Ten thousand files whose lines are all shared: what is counted grows with the files and no faster."""
    one = marks(clean(files("host a.example 0: *1 | *2 | A line of ours")[0], DESK, Sidecar()))
    every = [Marks(one.publisher, one.kept, one.gone, (str(at),)) for at in range(10_000)]
    assert set(learn(every)["host a.example"].values()) == {(10_000, True)}


@pytest.mark.parametrize("text", ["", "—", "12.07.2024 | 10:45", "x", "word " * 300])
def test_what_is_no_line_of_a_publisher_has_no_mark(text):
    assert mark(text) == 0


def test_what_is_counted_on_is_what_is_counted_anew():
    """Whatever comes and goes: lines that become furniture, and that no longer are; reprints; small publishers."""
    dice = random.Random(5)
    files: dict[int, Marks] = {}
    known: dict[str, furniture.Tally] = {}
    on = 0
    for step in range(400):
        gone = [files.pop(one) for one in dice.sample(sorted(files), min(len(files), dice.choice((0, 0, 1, 2))))]
        new = []
        for number in range(dice.choice((1, 1, 2, 3))):
            lines = {one for one in range(1, 30) if dice.random() < one / 120}
            kept, cut = ({one for one in lines if one % 2 == side} for side in (0, 1))
            publisher = dice.choice(("host a", "host a", "host a", "folder articles", f"name {step}"))
            story = f"{step} {number}" if dice.random() < 0.995 else "reprint"
            new.append(Marks(publisher, shared_lines._packed(kept), shared_lines._packed(cut), (story,)))
            files[step * 10 + number] = new[-1]
        before = known
        known = furniture.tallies(files.values(), known, gone, new)
        assert furniture.listed(known) == furniture.learn(files.values()), step
        on += any(one.added for one in known.values()) and before != known
    assert on > 100  # else nothing was shown
