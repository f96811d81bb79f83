"""Readable addresses from paths."""

import random
import re
import unicodedata

import pytest
from briefing.text import slugs
from cases import load, shared

LEGAL = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@pytest.mark.parametrize("case", load("text/slugs"))
def test_slug(case):
    assert slugs.slug(case.input) == case.expected


def test_a_long_name_is_cut_and_marked():
    one, other = (slugs.slug(f"articles/{'road ' * 50}{end}.txt") for end in "ab")
    assert max(len(one), len(other)) <= slugs.LIMIT
    assert one != other


def test_composed_and_decomposed_names_have_one_slug_each():
    name = "articles/Opéra.txt"
    assert slugs.slug(unicodedata.normalize("NFD", name)) == slugs.slug(unicodedata.normalize("NFC", name)) == "opera"


def test_distinct_does_not_hang_on_the_order():
    paths = [
        "articles/a.txt",
        "articles/A.txt",
        "articles/a.html",
        "articles/b/c.txt",
        "articles/b-c.txt",
        "articles/é.txt",
        "articles/e.txt",
    ]
    wanted = slugs.distinct(paths)
    assert len(set(wanted.values())) == len(paths)
    for _ in range(10):
        random.shuffle(paths)
        assert slugs.distinct(paths) == wanted


def test_the_record_wins_and_nobody_takes_its_address():
    found = slugs.distinct(["articles/a.html", "articles/a.txt"], {"articles/a.txt": "a", "articles/gone.txt": "b"})
    assert found["articles/a.txt"] == "a"
    assert found["articles/a.html"].startswith("a-")


def test_a_hash_that_is_taken_grows():
    taken = f"articles/a-{slugs.mark('articles/a.txt')}.txt"
    found = slugs.distinct(["articles/A.txt", "articles/a.txt", taken])
    assert len(set(found.values())) == 3


@pytest.mark.data
def test_every_hostile_name_gets_a_legal_slug():
    lines = (shared() / "data/hostile/traversal-payloadsallthethings/directory_traversal.txt").read_text(
        "utf-8", "replace"
    )
    for line in lines.splitlines():
        found = slugs.slug(f"articles/{line}.txt")
        assert LEGAL.fullmatch(found), (line, found)
        assert len(found) <= slugs.LIMIT
