"""Whatever happens to a site between two builds, the next one makes what a clean build of the same inputs makes.

``make faults`` takes many more walks; a failure names its seed: ``python -m faults.sequences --walks 1 --seed N``.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys

from faults import sequences
from faults.ground import Ended
from sites import TOP


def test_any_sequence_of_changes_gives_the_bytes_of_a_clean_build():
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(TOP / "plugins"), str(TOP / "tests")))}
    command = [sys.executable, "-m", "faults.sequences", "--walks", "1", "--steps", "14", "--seed", "7"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=1_800)
    assert done.returncode == 0, done.stdout + done.stderr
    for happening in sequences.HAPPENINGS:
        assert f" {happening.__name__}" in f" {done.stdout}", f"{happening.__name__} never happened"


def test_the_comparison_sees_a_byte_of_difference(tmp_path, monkeypatch):
    site = object.__new__(sequences.Site)
    site.place, site.folder = tmp_path, tmp_path / "site"
    (site.folder / "content").mkdir(parents=True)

    said: dict[str, tuple[str, int]] = {}

    def build(folder, before=None, kill_after=None):
        text, code = said[folder.name.partition(" ")[0]]
        (folder / "output").mkdir()
        (folder / "output/index.html").write_text(text)
        return Ended(code, "")

    monkeypatch.setattr(sequences, "forked", build)
    for text, code, told in (("a", 0, ""), ("b", 0, "1 of 1 files differ"), ("a", 3, "clean build 3")):
        said.update(site=("a", 0), clean=(text, code))
        found = sequences.compared(site, "UTC")
        assert (told in found) if told else found == ""
        shutil.rmtree(site.folder / "output")


def test_a_walk_is_the_same_each_time(tmp_path, monkeypatch):
    monkeypatch.setattr(sequences, "forked", lambda *_, **__: Ended(0, ""))
    monkeypatch.setattr(sequences, "_recorded", lambda folder: None)
    told = []
    for name in ("a", "b"):
        site = sequences.Site(tmp_path / name, random.Random(3))
        for happening in sequences.HAPPENINGS:
            happening(site)
        told.append(sequences.contents(site.folder / "content"))
    assert told[0] == told[1]
