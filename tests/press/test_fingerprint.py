"""Fingerprints change when, and only when, what they are over changes; the manifest is a hint."""

import os
import time
from collections import OrderedDict

import pytest
from briefing.hashes import YOUNG_NS
from briefing.model import Passage
from briefing.press.fingerprint import Fingerprint, Templates, canonical
from jinja2 import DictLoader, Environment, FileSystemLoader


def test_equal_values_have_one_spelling():
    assert canonical({"b": 1, "a": (1, 2)}) == canonical(OrderedDict([("a", [1, 2]), ("b", 1)]))
    assert canonical({3, 1, 2}) == b"[1,2,3]"
    assert (
        canonical({"b": "é\ud800", "a": 1})
        == canonical({"a": 1, "b": "é\ud800"})
        != canonical({"a": 1, "b": "é\ud801"})
    )


def test_a_record_is_the_list_of_its_fields():
    assert canonical(Passage("a", 1, 2, 3, (4, 4))) == b'["a",1,2,3,[4,4]]'


def test_what_has_no_one_spelling_is_an_error():
    with pytest.raises(TypeError, match="a page's inputs hold a object"):
        canonical([object()])


def test_parts_do_not_run_together():
    begun = Fingerprint("bc", "d")
    assert begun.of("a") == begun.of("a") == Fingerprint("bc", "d").of("a")
    assert len({begun.of("a"), begun.of("b"), Fingerprint("b", "cd").of("a"), Fingerprint("bcd").of("a")}) == 4


TEXTS = {
    "base.html": "{% import 'macros/cite.html' as cite %}base",
    "macros/cite.html": "cite",
    "page.html": '{%- extends "base.html" -%}{% include "parts/a.html" ignore missing %}',
    "parts/a.html": "part",
    "other.html": "other",
    "any.html": "{% include name %}",
}


@pytest.mark.parametrize(
    ("changed", "page", "other", "any_"),
    [
        ("page.html", True, False, True),
        ("base.html", True, False, True),
        ("macros/cite.html", True, False, True),
        ("parts/a.html", True, False, True),
        ("other.html", False, True, True),
    ],
)
def test_a_template_stands_for_all_it_reaches(changed, page, other, any_):
    before = Templates(Environment(loader=DictLoader(TEXTS), autoescape=True))
    after = Templates(Environment(loader=DictLoader({**TEXTS, changed: "new"}), autoescape=True))
    moved = [before.stamp(name) != after.stamp(name) for name in ("page.html", "other.html", "any.html")]
    assert moved == [page, other, any_]
    assert before.stamp("") == ""
    assert before.stamp("gone.html") != before.stamp("other.html")


def test_templates_that_look_as_they_did_are_not_read_again(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "templates"
    for name, text in TEXTS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        os.utime(path, (1, 1))
    time.sleep(2 * YOUNG_NS / 1e9)  # no file may change any more and look the same
    fresh = Templates(Environment(loader=DictLoader(TEXTS), autoescape=True))
    stamps = {name: fresh.stamp(name) for name in TEXTS}

    def read(reads: list[str]) -> Templates:
        class Loader(FileSystemLoader):
            def get_source(self, environment, template):
                reads.append(template)
                return super().get_source(environment, template)

        return Templates(Environment(loader=Loader(folder), autoescape=True))

    first, again, after = [], [], []
    assert {name: read(first).stamp(name) for name in TEXTS} == stamps
    assert {name: read(again).stamp(name) for name in TEXTS} == stamps
    assert (set(first), again) == (set(TEXTS), [])
    (folder / "other.html").write_text("new")
    assert read(after).stamp("other.html") != stamps["other.html"]
    assert after
