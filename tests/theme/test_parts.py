"""Small parts of the theme by themselves: what they say for none, one, a run and many."""

from __future__ import annotations

from pathlib import Path

import pytest
from briefing.press.assets import stylesheet
from jinja2 import Environment, FileSystemLoader, StrictUndefined

THEME = Path(__file__).parents[2] / "theme"


def said(macro: str, call: str, **values) -> str:
    """What a macro of the theme says."""
    environment = Environment(
        loader=FileSystemLoader(THEME / "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    text = f'{{% from "macros/{macro}.html" import {macro} %}}{{{{ {macro}({call}) }}}}'
    return " ".join(environment.from_string(text).render(values).split())


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([3], "3"),
        ([3, 4], "3–4"),
        ([5, 6, 7, 8, 11, 13, 14], "5–8, 11, 13–14"),
        ([1, 3, 5, 7, 9, 11], "1, 3, 5, 7, 9, 11"),
        ([1, 3, 5, 7, 9, 11, 13, 14, 15], "1, 3, 5, 7, 9, 11 and 3 more"),
    ],
)
def test_cut_lines_are_said_in_runs(numbers, words):
    assert said("lines", "cuts", cuts=[{"number": number} for number in numbers]) == words


@pytest.mark.parametrize(
    ("place", "x", "y"),
    [((43.65, 51.16), "36.8", "-43.6"), ((-33.9, -70.7), "-50.9", "33.9"), ((0.0, 0.0), "0.0", "0.0")],
)
def test_a_place_is_a_point_on_the_world(place, x, y):
    assert f'cx="{x}" cy="{y}"' in said("where", "'A', place", place=place).replace('"-0.0"', '"0.0"')


def test_the_world_is_small_and_in_both_lights():
    text = (THEME / "static" / "world.svg").read_text("utf-8")
    assert len(text.encode()) <= 30_000
    assert "prefers-color-scheme:dark" in text
    assert "world.svg" in stylesheet(THEME / "static")
