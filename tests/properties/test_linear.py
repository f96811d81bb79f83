"""Long runs that patterns and searches trip over: each is worked through in time that grows with its length alone."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from briefing.model import Desk, Refusal, Sidecar
from briefing.pipeline import walk

SIZE = 40_000  # characters
SECONDS = 8.0  # of processor time: what grew with the square took minutes
GOOD = "Ministers of Kazakhstan met in Astana on Monday to sign a rail accord worth $40 million, officials said."
RUNS = {
    "quotations in one sentence": '"a," he said ',
    "a hyphenated word without end": "China-Kyrgyzstan-",
    "capitals before an apposition": "A" * 88 + "!, the president of China, said ",
    "capitals between commas": "x, " + "A" * 118 + "!, said ",
    "opening marks": "“a ",
    "quotation marks": '"',
    "dates": "5 June 2024 ",
    "digits and commas": "1,",
    "spaces that do not break": " \u00a0",
    "angle brackets": "<",
    "a list": "a, ",
    "an office of initials": "The plan was signed by Aida Bekova, an " + "A." * 22 + "A(deputy of the port left. ",
}


@pytest.mark.parametrize("path", ["articles/a.txt", "articles/a.html"])
@pytest.mark.parametrize("name", RUNS)
def test_a_long_run_is_no_trap(name, path):
    run = (RUNS[name] * SIZE)[:SIZE]
    told = f"A headline of a port\n\n{GOOD}\n\nThe {run} end. {GOOD}\n"
    if path.endswith(".html"):
        told = f"<html><head><title>{run}</title></head><body><p>{GOOD}</p><p {run}>{run}</p></body></html>"
    before = time.process_time()
    with suppress(Refusal):
        walk(path, told.encode(), Desk(), Sidecar())
    assert time.process_time() - before < SECONDS
