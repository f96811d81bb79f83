"""The walk of one article, made ready before there is one."""

import pytest
from briefing import desk, pipeline
from briefing.model import Refusal


def test_what_makes_ready_is_an_article_with_something_to_find():
    told = pipeline.walk("articles/a.txt", pipeline.WARM, desk.load(None), pipeline.Sidecar())
    assert all(told.facts[kind] for kind in ("entities", "figures", "quotes"))


def test_a_desk_that_refuses_it_does_no_harm(monkeypatch):
    def refused(*given):
        raise Refusal("articles/a.txt", "empty", "Nothing is left.")

    monkeypatch.setattr(pipeline, "walk", refused)
    pipeline.warm(desk.load(None))
    with pytest.raises(Refusal):
        pipeline.walk()
