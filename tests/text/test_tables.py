"""Shipped tables are the same when they come from the user's cache as when they are parsed."""

from __future__ import annotations

import tomllib

import pytest
from briefing.text import tables

NAMES = sorted(path.stem for path in tables.WORDS.glob("*.toml"))


@pytest.mark.parametrize("name", NAMES)
def test_a_table_is_kept_as_it_was_parsed(name, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    told = tomllib.loads((tables.WORDS / f"{name}.toml").read_text("utf-8"))
    monkeypatch.setattr(tables, "_read", {})
    assert tables.shipped(name) == told
    monkeypatch.setattr(tables, "_read", {})
    monkeypatch.setattr(tables, "_parsed", None)  # asked no more
    assert tables.shipped(name) == told
