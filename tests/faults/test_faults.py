"""A little of ``make faults``: builds that are killed, starved and watched leave the old site whole, or the new one."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from sites import TOP

from faults.ground import Count, Ended, Ground

ROWS = {  # how a row begins: how many builds must have been reached
    "kill at call": 4,
    "EIO at call": 4,
    "ENOSPC at call": 4,
    "kill -9 at a random time": 3,
    "two to four builds at once": 1,
    "looks at the output": 40,
    "a bit flipped in store": 2,
    "a bit flipped in pages": 2,
    "a bit flipped in last": 2,
    "a bit flipped in spare": 2,
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What a short run says, and its rows."""
    path = tmp_path_factory.mktemp("faults") / "counts.json"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(TOP / "plugins"), str(TOP / "tests")))}
    command = [sys.executable, "-m", "faults", "--short", "--json", str(path)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=1_800)
    assert path.exists(), done.stdout + done.stderr
    return json.loads(path.read_text()), done.stdout


@pytest.mark.parametrize("what", ROWS)
def test_never_half_a_site(told, what):
    rows = [row for row in told[0] if row["what"].startswith(what)]
    assert rows, told[1]
    for row in rows:
        assert not row["faults"], told[1]
        assert row["hit"] >= ROWS[what], f"the disturbance did not reach the builds: {told[1]}"


@pytest.mark.parametrize("what", ["disk full", "read-only folder"])
def test_a_disk_that_takes_nothing(told, what):
    if "nothing can be mounted here" in told[1]:
        pytest.skip("NOT RUN: a disk that is full needs the right to mount one")
    (row,) = (row for row in told[0] if row["what"] == what)
    assert not row["faults"], told[1]
    assert row["old"], told[1]


# --- the judge itself -----------------------------------------------------------------------------------------------


@pytest.fixture
def ground(tmp_path):
    """A ground of two made-up sites, without any build."""
    made = object.__new__(Ground)
    made.output, made.before, made.now = tmp_path / "output", "few", "more"
    made.goals = {"few": {"a": b"1", "b": b"1"}, "more": {"a": b"2", "b": b"1", "c": b"1"}}
    return made


@pytest.mark.parametrize(
    ("files", "code", "said", "fault"),
    [
        ({"a": "1", "b": "1"}, 1, "Not published", ""),
        ({"a": "2", "b": "1", "c": "1"}, 0, "Published", ""),
        ({"a": "1", "b": "1"}, -9, "", ""),
        ({"a": "2", "b": "1", "c": "1"}, -9, "", ""),
        ({"a": "1", "b": "1"}, 0, "Published", "exit 0 with the old site"),
        ({"a": "2", "b": "1", "c": "1"}, 1, "Not published, the site is as it was", "exit 1 with the new site"),
        ({"a": "2", "b": "1"}, -9, "", "neither"),
        ({}, -9, "", "neither"),
        ({"a": "1", "b": "1"}, 1, "Traceback", "Traceback"),
        ({"a": "1", "b": "1"}, 2, "?", "exit 2"),
    ],
)
def test_the_judge_sees_half_a_site_and_a_lie(ground, files, code, said, fault):
    ground.output.mkdir()
    for name, data in files.items():
        (ground.output / name).write_text(data)
    count = Count("test")
    ground.judged(count, Ended(code, said), "test")
    assert (fault in count.faults[0]) if fault else not count.faults
