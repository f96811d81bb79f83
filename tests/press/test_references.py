"""Citations: each style with missing parts, hostile titles, and files that read back as what was written."""

from __future__ import annotations

import json

import pytest
from briefing.press import readback, references
from briefing.press.references import Work, escaped, quoted, unescaped, unquoted
from cases import load
from hypothesis import given
from hypothesis import strategies as st

KNOWN = {
    "slug": "rails",
    "path": "articles/rails.txt",
    "sha256": "0123456789abcdef" * 4,
    "language": "en",
    "site": "Eurasia Briefing",
    "via": "https://example.org/briefings/rails/",
}
STYLES = {
    "APA": references.apa,
    "Chicago": references.chicago,
    "MLA": references.mla,
    "BibTeX": references.bibtex,
    "RIS": references.ris,
    "CSL-JSON": references.csl,
}
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.mark.parametrize("case", load("press/references"))
def test_a_work_is_cited(case):
    style, _, given_ = case.input.partition(" ")
    told = STYLES[style](Work(**{**KNOWN, **json.loads(given_)}))
    assert told.replace("\r\n", "\n").rstrip("\n") == case.expected


@given(TEXT)
def test_a_title_reads_back_from_each_file(title):
    work = Work(**KNOWN, title=title, places={"title": "articles/a b{.txt#L1:0-9"})
    for text, reader in ((references.bibtex(work), readback.bibtex), (references.ris(work), readback.ris)):
        values, places = reader(text)
        assert places == ["articles/a b{.txt#L1:0-9"]
        assert not title.split() or references.folded(title) in values
    values, places = readback.csl(references.csl(work))
    assert not title or title in values
    assert places == ["articles/a b{.txt#L1:0-9"]


@given(TEXT)
def test_escapes_are_undone(text):
    assert unescaped(escaped(text)) == references.folded(text)
    assert unquoted(quoted(text)) == text


@given(TEXT)
def test_braces_of_an_entry_are_its_own(title):
    """BibTeX counts braces without looking at backslashes: a title must not add one that is open or closed."""
    entry = references.bibtex(Work(**KNOWN, title=title))
    depth = 0
    for at, char in enumerate(entry):
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth > 0 or at < entry.index("{") or entry[at:].strip() in ("}", "")
    assert depth == 0


def test_an_odd_date_is_no_date():
    for published in ("199X", "", "soon", "2024-13-40"):
        work = Work(**KNOWN, title="Rails", published=published)
        for style in STYLES.values():
            assert not {"199X", "-13", "soon"} & set(style(work).replace("}", " ").replace("{", " ").split())
            assert "-13" not in style(work)


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (readback.bibtex, "@misc{a,\n  title = {{x}},\n}\n@misc{b,\n}\n"),
        (readback.bibtex, "@misc{a,\n  title = {{x}y}},\n}\n"),
        (readback.bibtex, "words\n@misc{a,\n}\n"),
        (readback.ris, "TY  - ELEC\r\nwords\r\nER  - \r\n"),
        (readback.ris, "TY  - ELEC\r\n"),
        (readback.csl, "[{}, {}]"),
    ],
)
def test_what_we_do_not_write_is_not_read(reader, text):
    with pytest.raises(ValueError, match=r"\w"):
        reader(text)
