"""Entities: whole cases, what must stay alone, and what always holds."""

from __future__ import annotations

import time

import pytest
from briefing.find import entities
from briefing.find.gazetteer import build, cases, gazetteer, parse
from briefing.model import Desk, DeskError
from cases import Case, load, shared
from make import article_of


def shown(text: str, desk: Desk | None = None) -> str:
    """Entities as the cases write them: kind, slug, mentions; roles and expansion on lines of their own."""
    lines = []
    for entity in entities.find(article_of(text), desk or Desk()):
        lines.append(f"{entity.kind} {entity.slug}: {' | '.join(m.name for m in entity.mentions)}")
        lines += [f"  role: {role.text}" for role in entity.roles]
        lines += [f"  expansion: {entity.expansion.text}"] if entity.expansion else []
    return "\n".join(lines) or "nothing"


@pytest.mark.parametrize("case", load("find/entities"))
def test_case(case: Case) -> None:
    assert shown(case.input) == case.expected


HOSTILE = (
    "",
    "A" * 50_000,
    "Al-" * 20_000,
    "(" * 20_000 + "SCO)" * 2000,
    "Bank of " * 5_000,
    "Xi " * 20_000,
    "上海" * 10_000,
    "\u202eAstana\u202c \ud800 Ast\u0301ana " * 50,
    "Ministry of the of the and of The Of " * 500,
    "Kazakhstan-" * 3_000 + "railway",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_odd_text_raises_nothing_and_takes_no_time(text: str) -> None:
    began = time.process_time()
    article = article_of(text or "x", language="en", whole_blocks=True)
    for entity in entities.find(article, Desk()):
        for fact in (entity, *entity.mentions):
            place = fact.passage
            assert article.blocks[place.block].text[place.start : place.end] == place.text
    assert time.process_time() - began < 3


def test_the_site_adds_and_corrects() -> None:
    own = {
        "person": {"dana-osipova": "Dana Osipova | D. Osipova"},
        "place": {"astana": "Astana | Capital-on-Ishim @ 51.2 71.4, KZ"},
        "never": "Silver Whistle",
    }
    desk = Desk(words={"names": own})
    assert shown("We saw D. Osipova in Capital-on-Ishim with a Silver Whistle.", desk) == (
        "person dana-osipova: D. Osipova\nplace astana: Capital-on-Ishim"
    )


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"place": {"x": "X @ north"}}, "latitude"),
        ({"place": {"x": 3}}, "line of names"),
        ({"place": ["x"]}, "table of rows"),
        ({"person": {"x": " | "}}, "no name"),
        ({"never": ["x"]}, "one string"),
    ],
)
def test_a_wrong_row_is_named(table: dict, words: str) -> None:
    with pytest.raises(DeskError, match=words):
        list(entities.find(article_of("Anything at all."), Desk(words={"names": table})))


def test_an_entity_has_one_slug_everywhere() -> None:
    texts = (
        "The SCO met.",
        "Shanghai Cooperation Organisation members met.",
        "ШОС собралась в Минске.",
        "上合组织开会。",
    )
    slugs = [next(iter(entities.find(article_of(text), Desk()))).slug for text in texts]
    assert slugs == ["shanghai-cooperation-organization"] * 4


def test_places_carry_coordinates_and_only_known_ones() -> None:
    found = {
        e.slug: e
        for e in entities.find(article_of("From Kashgar they drove to Qumtepa near Osh in Kyrgyzstan."), Desk())
    }
    assert found["kashgar"].place == (39.47, 75.99)
    assert found["osh"].known
    assert found["qumtepa"].place is None
    assert not found["qumtepa"].known


def test_loading_is_quick() -> None:
    taken = []
    for _ in range(3):
        build.cache_clear()
        began = time.process_time()
        gazetteer(Desk())
        taken.append(time.process_time() - began)
    assert min(taken) < 0.15  # 0.04 s on an idle core


def test_hand_lists_are_well_formed() -> None:
    from briefing.find.gazetteer import shipped_rows

    seen: dict[str, str] = {}
    for slug, kind, row in shipped_rows():
        parse(row, slug, kind)
        assert seen.setdefault(slug, kind) == kind, slug
        assert slug.replace("-", "").isalnum(), slug
        assert slug.isascii(), slug
        assert slug == slug.lower(), slug


def test_russian_names_in_all_cases_are_no_adjectives() -> None:
    assert {"китай", "китая", "китаю", "китаем", "китае"} <= {form.replace("й", "й") for form in cases_of("Китай")}
    assert "китайский" not in cases_of("Китай")


def cases_of(word: str) -> set[str]:
    """The forms with й as the alphabet has it: folding parts it into и and a mark."""
    return {form if not form.endswith("и") else form[:-1] + "й" for form in cases(word)} | set(cases(word))


ROUTES = {
    "trans-caspian-international-transport-route",
    "china-kyrgyzstan-uzbekistan-railway",
    "belt-and-road-initiative",
}
BOTH = ROUTES | {"belarus", "kazakhstan", "astana", "china", "xi-jinping", "astana-declaration", "caspian-sea"}
BOTH |= {"shanghai-cooperation-organization"}
MORE = {
    "shavkat-mirziyoyev",
    "kashgar",
    "xinjiang",
    "kyrgyzstan",
    "uzbekistan",
    "south-asia",
    "middle-east",
    "west-asia",
}


@pytest.mark.data
@pytest.mark.parametrize(("mark", "wanted"), [("000", BOTH), ("001", BOTH | MORE)])
def test_the_real_files(mark: str, wanted: set[str]) -> None:
    path = next((shared() / "seeds").glob(f"{mark}_*.txt"))
    found = {e.slug for e in entities.find(article_of(path.read_text("utf-8").partition("Leave a Reply")[0]), Desk())}
    assert wanted <= found


@pytest.mark.data
def test_quality_holds() -> None:
    from quality.measure_entities import measure

    result = measure(shared() / "data" / "entities-dev" / "re3d.conll.jsonl.gz")
    assert result["overlap F"] >= 0.87
    assert result["kind F"] >= 0.60


def test_of_two_with_one_last_name_the_headline_tells_who_is_meant() -> None:
    text = "Kara Marsh was born in Oslo to Donald Marsh. Marsh left in May."
    told = {e.name: len(e.mentions) for e in entities.find(article_of(text, title="Kara Marsh and the sea"), Desk())}
    assert told["Kara Marsh"] == 3  # the title, the full name, the last name
    nobody = {e.name: len(e.mentions) for e in entities.find(article_of(text, title="A year of storms"), Desk())}
    assert nobody["Kara Marsh"] == nobody["Donald Marsh"] == nobody["Marsh"] == 1
