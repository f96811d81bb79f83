"""Every regular expression we have, driven with texts made to be hard on it: twice the text, not thrice the time."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from properties.attacks import START, attacks, bound, grows

HERE = Path(__file__).parent
TOP = HERE.parent.parent
# asked about lines of 400 characters at most and counted when they are read: briefing.patterns
EDITORS = ("clean/rules.py", "clean/sites.py", "patterns.py")
LONG = bool(os.environ.get("HOSTILE"))  # make hostile: all texts for each pattern, and longer ones
ENOUGH = 96 if LONG else 8  # texts for one pattern; what doubles with each character is looked for with all
END = 49_152 if LONG else 16_384  # characters
NOTICED = 0.03 if LONG else 0.01  # seconds of processor time: the square of END takes more


@pytest.fixture(scope="module")
def used() -> dict:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(str(TOP / name) for name in ("plugins", "tests"))}
    command = [sys.executable, str(HERE / "patterns_used.py")]
    return json.loads(subprocess.run(command, env=env, check=True, capture_output=True).stdout)


def asked(pattern: re.Pattern[str], how: str) -> Callable[[str], None]:
    def run(text: str) -> None:
        if how == "search":
            for _ in pattern.finditer(text):
                pass
            pattern.fullmatch(text)
        else:
            getattr(pattern, how)(text)

    return run


def slow(pattern: str, flags: int, how: str) -> str:
    made = asked(re.compile(pattern, flags), how)
    start = START if bound(pattern, flags) < 100 else 4 * bound(pattern, flags)
    for number, text in enumerate(attacks(pattern, flags)):
        if found := grows(made, text, end=0, start=START):
            return found
        if number >= ENOUGH or (start > END and not LONG):
            continue
        if found := grows(made, text, end=max(END, 2 * start), start=start, noticed=NOTICED):
            return found
    return ""


def test_every_pattern_is_known_here(used):
    """A pattern that is made of parts, in a branch that nothing walks, would be tested by nobody."""
    assert [place for place in used["unseen"] if not place.startswith(EDITORS)] == []
    assert len(used["patterns"]) > 300


def test_no_pattern_takes_more_than_its_share(used):
    faults = [
        f"{name}:{line}: {found}"
        for name, line, pattern, flags, how in used["patterns"]
        if not name.startswith(EDITORS) and (found := slow(pattern, flags, how))
    ]
    assert faults == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+b",
        r"[A-Z]\w*$",
        r"a[^b]*b",
        r"\s+$",
        r"(?:x|xx)+y",
        r"(\w+\s?)+:",
        r"<!--.*?-->",
        r"(?:[A-Z][\w.-]*\s?){1,2}:",
    ],
)
def test_the_attacks_find_what_is_slow(pattern):
    assert slow(pattern, re.UNICODE, "search")


@pytest.mark.parametrize("pattern", [r"a{1,40}b", r"[^<>]{0,80}>", r"\bword\b", r"(?<!\w)[A-Z]\w*", r"“[^“”]*”"])
def test_and_leave_alone_what_is_not(pattern):
    assert slow(pattern, re.UNICODE, "search") == ""
