"""The fuzzer's targets without the fuzzer: its seeds, and every input that ever made one of them fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz import targets

FOUND = Path(__file__).parent / "found"


@pytest.mark.parametrize("name", ["read", "text", "walk"])
@pytest.mark.parametrize("seed", targets.SEEDS)
def test_seeds(name, seed):
    getattr(targets, name)(seed)


@pytest.mark.parametrize("path", sorted(FOUND.iterdir()), ids=lambda path: path.name)
def test_what_was_found_is_mended(path):
    """A file is named by its target and by what it was: ``text-initial-and-wide-space``."""
    getattr(targets, path.name.partition("-")[0])(path.read_bytes())
