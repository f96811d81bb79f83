"""Pages an editor writes by hand."""

from __future__ import annotations

import pytest
from briefing.model import DeskError
from briefing.publish.written import written


def test_they_come_by_name_with_their_titles(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/team.md").write_text("Title: Who we are\n\nA *team*.")
    (tmp_path / "pages/how-to-cite.md").write_text("Copy the line.")
    found = written(tmp_path)
    assert [(page.slug, page.title) for page in found] == [("how-to-cite", "How to cite"), ("team", "Who we are")]
    assert found[1].body == "<p>A <em>team</em>.</p>"


@pytest.mark.parametrize("name", ["Timeline.md", "sources.md", "a b.md", "notes.txt", "..md"])
def test_a_name_that_cannot_be_an_address_is_an_error(tmp_path, name):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / name).write_text("Text.")
    if name.startswith("."):
        assert written(tmp_path) == ()
    else:
        with pytest.raises(DeskError, match="pages/"):
            written(tmp_path)


def test_what_is_not_utf8_is_an_error(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/team.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DeskError, match="UTF-8"):
        written(tmp_path)


@pytest.mark.parametrize("text", ["* " * 3_000 + "x", "[" * 60_000])
def test_what_markdown_falls_over_or_takes_long_for_is_an_error(tmp_path, text):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/team.md").write_text(text)
    with pytest.raises(DeskError, match=r"pages/team\.md: expected Markdown"):
        written(tmp_path)
