"""Routes: stops that one sentence names in order, and look-alikes that state none."""

from __future__ import annotations

import pytest
from briefing.find import entities
from briefing.gather.routes import routes
from briefing.model import Article, Briefing, Desk
from cases import Case, load
from make import article_of


def of(text: str) -> Briefing:
    article: Article = article_of(text)
    return Briefing(article, {"entities": tuple(entities.find(article, Desk()))}, None, (), ())


def shown(text: str) -> str:
    found = [
        " > ".join(stop.slug for stop in route.stops) + (", to come" if route.proposed else "")
        for route in routes(of(text))
    ]
    return "\n".join(found) or "nothing"


@pytest.mark.parametrize("case", load("gather/routes"))
def test_case(case: Case) -> None:
    assert shown(case.input) == case.expected


def test_every_stop_is_where_it_says() -> None:
    briefing = of("The railway from China through Kyrgyzstan to Uzbekistan will be built. It is long.")
    (route,) = routes(briefing)
    for passage in (route.sentence, *(stop.passage for stop in route.stops)):
        assert briefing.article.blocks[passage.block].text[passage.start : passage.end] == passage.text
    assert [stop.passage.text for stop in route.stops] == ["China", "Kyrgyzstan", "Uzbekistan"]


def test_a_sentence_of_many_places_ends() -> None:
    assert shown("The road runs from China " + "through Iran to Iraq " * 400 + ".").count(" > ") < 12
