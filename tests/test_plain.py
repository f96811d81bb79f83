"""Records as JSON and back."""

from dataclasses import dataclass

import pytest
from briefing.model import Article, Block, Card, Fact, Head, Named, Passage, Sidecar, Source, Stated
from briefing.plain import NotPlain, decode, encode, from_plain, to_plain


@dataclass(frozen=True, slots=True)
class Sighting(Fact):
    """A kind of fact for these tests."""

    who: Passage | None
    mentions: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Bag:
    """A record with facts of any kind."""

    facts: dict[str, tuple[Fact, ...]]
    place: tuple[float, float] | None = None


PASSAGE = Passage("Über\n\ud800", 1, 0, 4, (3, 3))
SOURCE = Source(
    path="articles/a.txt",
    sha256="0" * 64,
    encoding="utf-8",
    language="und",
    head=Head(headline=Stated("A", "A", "text", (1, 1), 0, 1)),
    lines=("A", "", "B"),
    blocks=(Block("A", "title", (1, 1)), Block("B", "paragraph", (3, 3), ("div#x",))),
)
ARTICLE = Article(SOURCE, SOURCE.head, Sidecar(keep=(1, 2)), SOURCE.blocks, (), (), (PASSAGE,))


def test_an_article_comes_back_as_it_was():
    assert decode(Article, encode(ARTICLE)) == ARTICLE


def test_facts_come_back_as_their_kind():
    bag = Bag({"sightings": (Sighting(PASSAGE, 0, None, (Sighting(PASSAGE, 1, PASSAGE),)),)}, (1.5, -2.0))
    found = decode(Bag, encode(bag))
    assert found == bag
    assert type(found.facts["sightings"][0]) is Sighting


def test_plain_is_lists_in_order_of_the_fields():
    named = Named("a", "A", "place", 2, ("B",), (1.0, 2.0))
    assert to_plain(named) == ["a", "A", "place", 2, ["B"], [1.0, 2.0]]
    assert from_plain(Named, to_plain(named)) == named


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"null", b"[1,2]", b"\xff", b"[" * 100_000, encode(SOURCE), encode([["Nobody", [], 0]])],
)
def test_anything_else_is_not_plain(data):
    for kind in (Card, Bag, Article):
        with pytest.raises(NotPlain):
            decode(kind, data)


def test_an_unknown_kind_of_fact_is_not_plain():
    with pytest.raises(NotPlain, match="Nobody"):
        from_plain(Bag, [{"x": [["Nobody", to_plain(PASSAGE), 0]]}, None])


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (Named, {1: None}),
        (Named, {3: "2"}),
        (Named, {3: True}),
        (Named, {2: "town"}),
        (Named, {2: ["place"]}),
        (Named, {4: {"B": 1}}),
        (Named, {4: [5]}),
        (Named, {5: [1.0]}),
        (Named, {5: [1.0, "2"]}),
        (Named, {5: "ab"}),
        (Passage, {4: [1, 2, 3]}),
        (Passage, {2: 1.5}),
        (Bag, {0: []}),
        (Bag, {0: {"x": [None]}}),
        (Bag, {0: {"x": ["Sighting"]}}),
        (Sidecar, {10: "1"}),
        (Sidecar, {6: "gone"}),
    ],
)
def test_values_of_other_types_are_not_plain(kind, change):
    rows = {Named: Named("a", "A", "place", 2, ("B",), (1.0, 2.0)), Passage: PASSAGE, Bag: Bag({}), Sidecar: Sidecar()}
    row = to_plain(rows[kind])
    assert from_plain(kind, to_plain(rows[kind])) == rows[kind]
    for at, value in change.items():
        row[at] = value
    with pytest.raises(NotPlain):
        from_plain(kind, row)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_not_plain(number):
    with pytest.raises(NotPlain):
        decode(Named, f'["a","A","place",2,[],[1.0,{number}]]'.encode())
