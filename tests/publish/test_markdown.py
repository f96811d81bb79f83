"""Markdown of hand-written pages."""

import pytest
from briefing.publish.markdown import markdown
from cases import load
from markupsafe import Markup


@pytest.mark.parametrize("case", load("publish/markdown"))
def test_markdown(case):
    _, found = markdown(case.input)
    assert isinstance(found, Markup)
    assert found == case.expected


def test_the_title_stands_on_top():
    assert markdown("Title: On links\n\nText.") == ("On links", Markup("<p>Text.</p>"))
    assert markdown("Text.")[0] is None
