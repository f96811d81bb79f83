"""Markdown of hand-written pages."""

import pytest
from briefing.publish.markdown import markdown
from cases import load
from markupsafe import Markup


@pytest.mark.parametrize("case", load("publish/markdown"))
def test_markdown(case):
    found = markdown(case.input)
    assert isinstance(found, Markup)
    assert found == case.expected
