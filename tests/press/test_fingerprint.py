"""Fingerprints change when, and only when, what they are over changes; the manifest is a hint."""

from collections import OrderedDict

import pytest
from briefing.model import Passage
from briefing.press.fingerprint import Fingerprint, Templates, canonical
from jinja2 import DictLoader, Environment


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
