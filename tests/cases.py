"""Cases as data: title, input and expected, divided by lines of dots, in ``tests/cases/<room>/<module>.md``."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent
DOTS = re.compile(r"^\.{3,}\n", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """One example: what it is about, what goes in, what should come out."""

    title: str
    input: str
    expected: str


def load(name: str | Path) -> list:
    """The cases of ``tests/cases/<name>.md``, or of a file, as parameters.

    One whose title begins with "known failure" must fail.
    """
    path = name if isinstance(name, Path) else HERE / "cases" / f"{name}.md"
    parts = DOTS.split(path.read_text("utf-8"))
    assert len(parts) % 3 == 1, f"{name}.md: each case is title, input, expected, each closed by a line of dots"
    found = []
    for at in range(0, len(parts) - 1, 3):
        case = Case(parts[at].strip(), parts[at + 1].rstrip("\n"), parts[at + 2].rstrip("\n"))
        known = case.title.lower().startswith("known failure")
        marks = [pytest.mark.xfail(strict=True, reason=case.title)] if known else []
        found.append(pytest.param(case, id=case.title[:60], marks=marks))
    return found


def shared() -> Path:
    """The folder of development data and real files, ``SOURCELINE_DATA``; skips the test loudly without it."""
    if not os.environ.get("SOURCELINE_DATA") or not Path(os.environ["SOURCELINE_DATA"]).is_dir():
        pytest.skip("SOURCELINE_DATA does not name a folder: tests on the real files and development data did NOT run")
    return data_folder()


def data_folder() -> Path:
    """The same folder for programs beside the tests, which end without it."""
    named = os.environ.get("SOURCELINE_DATA", "")
    if not named or not Path(named).is_dir():
        raise SystemExit("SOURCELINE_DATA does not name a folder: nothing was tested")
    return Path(named).resolve()
