"""Whatever the bytes: a source that keeps its promises, or a refusal."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from briefing.model import Desk, Refusal
from briefing.read import read
from briefing.text import addresses, slugs, unicode, words
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from properties.sound import sound

DESK = Desk()
QUICK = settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))

UNSEEN = ["\u200b", "\u202e", "\x00", "\x1e", "\x0c", "\ud7ff", "\ufffe"]
PIECES = st.sampled_from((Path(__file__).parent / "markup.txt").read_text("utf-8").split() + UNSEEN)
LINES = ["Published: 4 July 2024", "By Jane Doe", "URL: http://x.example/", "Source: A", "- a", "", "ASTANA (A) — b"]
MARKUP = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=60).map(" ".join)
TEXT = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            [
                "Published: 4 July 2024",
                "By Jane Doe",
                "URL: http://x.example/",
                "Source: A",
                "- a",
                "",
                "ASTANA (A) — b",
            ]
        ),
        st.text("abc ABC.,", min_size=40, max_size=100),
    ),
    max_size=30,
).map("\n".join)


def attempt(path: str, data: bytes) -> None:
    try:
        source = read(path, data, DESK)
    except Refusal:
        return
    sound(source)
    assert read(path, data, DESK) == source


@QUICK
@given(st.binary(max_size=600), st.sampled_from([".txt", ".html", ".htm", ".md"]))
def test_any_bytes(data, extension):
    attempt(f"articles/a{extension}", data)


@QUICK
@given(TEXT)
def test_any_text(text):
    attempt("articles/a.txt", text.encode("utf-8", "surrogatepass"))


@QUICK
@given(MARKUP)
def test_any_markup(text):
    attempt("articles/a.html", text.encode("utf-8", "surrogatepass"))


@QUICK
@given(TEXT, st.sampled_from(["utf-16", "utf-16-le", "cp1251", "gb18030", "shift_jis", "utf-8-sig", "latin-1"]))
def test_any_encoding(text, name):
    attempt("articles/a.txt", text.encode(name, "ignore"))


@QUICK
@given(st.text(max_size=200))
def test_tidy_is_settled_after_one_pass(text):
    once, _ = unicode.tidy(text)
    assert once == " ".join(once.split())
    assert unicode.tidy(once)[0] == once


@QUICK
@given(st.text(max_size=120))
def test_names_and_words_of_anything(text):
    found = slugs.slug(f"articles/{text}.txt")
    assert found
    assert len(found) <= slugs.LIMIT
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slugs.entity_slug(text)
    assert words.language(text)
    with suppress(addresses.BadAddress):
        assert addresses.address(text, "https://example.org/").startswith("http")


@QUICK
@given(st.lists(st.text(max_size=8).map(lambda name: f"articles/{name}.txt"), max_size=12, unique=True), st.randoms())
def test_slugs_are_distinct_in_any_order(paths, random):
    found = slugs.distinct(paths)
    assert len({slug.casefold() for slug in found.values()}) == len(paths)
    random.shuffle(paths)
    assert slugs.distinct(paths) == found
