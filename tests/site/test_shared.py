"""A line that stands in many files of one publisher, from the files to the pages."""

from __future__ import annotations

import os
import subprocess
import sys

from sites import TOP, add, build, lay

FOOT = "Steppe Courier on your telephone"
REASON = "Stands in most files of this publisher (4 or more)."
TOLD = (
    "The port of Aktau took delivery of two new cranes on Monday, the harbour master said in a statement.",
    "Farmers around Osh have begun to plant cotton again after three dry years, the regional office reports.",
    "A school for 600 pupils opened in the north of Bishkek, where parents had waited for it since the spring.",
    "The national bank of Georgia left its main rate unchanged and said that prices were rising more slowly.",
)
AGENCY = "A ferry with forty lorries ran aground off Kuryk on Tuesday night, and nobody was hurt, officials said."
AFTER = (
    "Tugs pulled it free in the morning, and the drivers were taken to a school where they could sleep.",
    "Two tugs from Aktau freed the ship before noon, said a captain who had watched from the pier.",
    "The ship came free by itself when the wind turned, and it has been in Kuryk since Wednesday.",
)


def article(title, *paragraphs, host="courier.example"):
    return "\n\n".join((title, f"URL: https://{host}/{title.lower().replace(' ', '-')}", *paragraphs, FOOT)) + "\n"


def files():
    every = {f"courier/{at}.txt": article(f"What happened in place {at}", told) for at, told in enumerate(TOLD)}
    every |= {f"ferry/{at}.txt": article("Ferry aground off Kuryk", AGENCY, after) for at, after in enumerate(AFTER)}
    every["paper/alone.txt"] = article("A road is closed", TOLD[0], AFTER[1], host="paper.example")
    return every


def test_it_is_cut_and_its_reason_stands_on_the_source_page(tmp_path):
    late = "courier/3.txt"
    every = files()
    last = every.pop(late)
    folder = lay(tmp_path / "site", every)
    first = build(folder)
    assert first.code == 0, first.said
    # four files so far, and the three reprints count as one: courier/0, /1, /2 and the ferry
    assert REASON in first.text("sources/courier-0/")
    assert FOOT in first.text("briefings/paper-alone/")  # one file of another publisher
    for at in range(3):
        assert AGENCY in first.text(f"briefings/ferry-{at}/")
        assert REASON in first.text(f"sources/ferry-{at}/")

    add(folder, late, last)
    second = build(folder)
    assert second.code == 0, second.said
    shown = second.text("briefings/courier-3/")
    assert shown.count(FOOT) == shown.count(f"{FOOT} {REASON}") == 1  # among the cuts, and nowhere else
    again = build(lay(tmp_path / "again", files()))
    assert again.bytes() == second.bytes()

    environment = {**os.environ, "PYTHONPATH": str(TOP / "plugins")}
    said = subprocess.run(
        [sys.executable, "-m", "briefing", "explain", f"content/articles/{late}"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"cut   collection.shared         {REASON}" in said.stdout
    alone = subprocess.run(
        [sys.executable, "-m", "briefing", "clean", "--jsonl"],
        input=b'{"id": 1, "text": "A\\n\\n%s\\n\\n%s"}' % (TOLD[0].encode(), FOOT.encode()),
        cwd=folder,
        env=environment,
        capture_output=True,
        check=True,
    )
    assert FOOT.encode() in alone.stdout
