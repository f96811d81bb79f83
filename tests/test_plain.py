"""Records as JSON and back."""

import json

import pytest
from briefing import find
from briefing.find.quotes import Quote
from briefing.model import Article, Block, Card, Head, Named, Passage, Sidecar, Source, Stated
from briefing.plain import Frozen, NotPlain, decode, encode


class Bag(Frozen):
    """A record with tables."""

    facts: dict[str, tuple[Passage, ...]]
    place: tuple[float, float] | None = None


PASSAGE = Passage('Über\n"</é', 1, 0, 4, (3, 3))
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
    quote = Quote(PASSAGE, 0, PASSAGE, None, True)
    rows = {name: encode(()) for name in find.KINDS} | {"quotes": encode((quote,))}
    facts = find.known(rows)
    assert facts["quotes"] == (quote,)
    assert type(facts["quotes"][0]) is Quote


@pytest.mark.parametrize("rows", [{}, {"quotes": b"[]"}, {**dict.fromkeys(find.KINDS, b"[]"), "quotes": b"[[1]]"}])
def test_other_rows_are_no_facts(rows):
    with pytest.raises(NotPlain):
        find.known(rows)


def test_half_a_character_is_not_encoded():
    with pytest.raises(UnicodeEncodeError):
        encode(Passage("\ud800", 1, 0, 4, (3, 3)))


def test_plain_is_lists_in_order_of_the_fields():
    named = Named("a", "A", "place", 2, ("B",), (1.0, 2.0))
    assert json.loads(encode(named)) == ["a", "A", "place", 2, ["B"], [1.0, 2.0]]
    assert decode(Named, encode(named)) == named


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"null", b"[1,2]", b"\xff", b"[" * 100_000, encode(SOURCE), encode([["Nobody", [], 0]])],
)
def test_anything_else_is_not_plain(data):
    for kind in (Card, Bag, Article):
        with pytest.raises(NotPlain):
            decode(kind, data)


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
        (Bag, {0: {"x": [["a"]]}}),
        (Sidecar, {10: "1"}),
        (Sidecar, {6: "gone"}),
    ],
)
def test_values_of_other_types_are_not_plain(kind, change):
    rows = {Named: Named("a", "A", "place", 2, ("B",), (1.0, 2.0)), Passage: PASSAGE, Bag: Bag({}), Sidecar: Sidecar()}
    row = json.loads(encode(rows[kind]))
    assert decode(kind, encode(rows[kind])) == rows[kind]
    for at, value in change.items():
        row[at] = value
    with pytest.raises(NotPlain):
        decode(kind, json.dumps(row).encode())


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_not_plain(number):
    with pytest.raises(NotPlain):
        decode(Named, f'["a","A","place",2,[],[1.0,{number}]]'.encode())
