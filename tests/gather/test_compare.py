"""Setting accounts side by side: relations as cases, and what must hold of every comparison."""

from __future__ import annotations

import random

import pytest
from briefing.gather.compare import ORDER, compare
from briefing.gather.stories import ACCOUNTS
from cases import load, shared
from gather.build import article, briefing, entity, figure, quote, rough
from msgspec.structs import replace


@pytest.mark.parametrize("case", load("gather/compare"))
def test_relation(case):
    lines = dict(line.split(": ", 1) for line in case.input.splitlines())
    comparison = compare({key: rough([lines[key]]) for key in ("A", "B")})
    expected, *more = case.expected.splitlines()
    found = comparison.pairs[0] if comparison.pairs else None
    relations = {pair.relation for pair in comparison.pairs}
    if expected == "none":
        assert found is None
        return
    if expected.startswith("not "):
        assert expected.removeprefix("not ") not in relations
        return
    assert found is not None
    relation, _, side = expected.partition(" ") if not expected.startswith("same") else (expected, "", "")
    assert found.relation == relation, found
    assert found.more == side
    for line in more:
        assert line == f"change: {found.change[0]} → {found.change[1]}"


WORDS = [
    "leaders",
    "members",
    "Astana",
    "Belarus",
    "summit",
    "railway",
    "would",
    "will",
    "opened",
    "signed",
    "agreement",
    "half",
    "percent",
    "Wednesday",
    "recently",
    "Kazakhstan",
    "China",
    "trade",
    "security",
    "corridor",
    "60",
    "said",
    "Xi",
    "Jinping",
    "the",
    "of",
    "in",
    "on",
    "by",
    ",",
    "that",
    "which",
    "over",
]


def account(rng: random.Random):
    lines = []
    for _ in range(rng.randint(0, 5)):
        lines.append(" ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 24))).capitalize() + ".")
    return rough(lines, language=rng.choice(["en", "en", "en", "ru"]))


@pytest.mark.parametrize("seed", range(40))
def test_every_passage_lies_where_it_says(seed):
    rng = random.Random(seed)
    briefings = {f"s{i}": account(rng) for i in range(rng.randint(1, 4))}
    found = compare(briefings)
    extracts = [e for pair in found.pairs for e in (pair.a, pair.b, *pair.label)]
    extracts += [e for row in found.only.values() for e in row]
    extracts += [w.longest for w in found.wording if w.longest]
    spots = [(e.slug, e.passage) for e in extracts]
    spots += [(pair.a.slug, mark) for pair in found.pairs for mark in pair.marks_a]
    spots += [(pair.b.slug, mark) for pair in found.pairs for mark in pair.marks_b]
    for slug, passage in spots:
        block = briefings[slug].article.blocks[passage.block]
        assert block.text[passage.start : passage.end] == passage.text
        assert passage.lines == block.lines
    for pair in found.pairs:  # marks lie inside the sentence they mark
        for extract, marks in ((pair.a, pair.marks_a), (pair.b, pair.marks_b)):
            assert all(extract.passage.start <= m.start and m.end <= extract.passage.end for m in marks)
    places = [ORDER.index(pair.relation) for pair in found.pairs]
    assert places == sorted(places)
    assert compare(briefings) == found


def test_one_account_is_not_compared():
    found = compare({"a": rough(["Belarus joined in Astana on Thursday."])})
    assert found.pairs == ()
    assert found.wording == ()
    assert found.only == {"a": ()}


def test_only_holds_facts_and_leaves_filler():
    a = rough(
        ["Belarus joined the organisation in Astana on Thursday.", "Much remains to be seen in the time to come."]
    )
    b = rough(["Belarus joined the organisation in Astana on Thursday.", "Freight trains ran for 24 months via Baku."])
    found = compare({"a": a, "b": b})
    assert [e.passage.text for e in found.only["b"]] == ["Freight trains ran for 24 months via Baku."]
    assert found.only["a"] == ()


def test_languages_meet_only_at_names_and_numbers():
    english = article(["Belarus and Kazakhstan raised trade by 65 percent in the spring."])
    russian = article(
        ["Белоруссия и Казахстан нарастили торговлю на 65 процентов.", "Казахстан ждёт гостей."], language="ru"
    )
    a = briefing(
        english,
        [entity(english, "Belarus"), entity(english, "Kazakhstan")],
        [figure(english, "65 percent", "65", "percent")],
    )
    b = briefing(
        russian,
        [entity(russian, "Белоруссия", slug="belarus"), entity(russian, "Казахстан", slug="kazakhstan")],
        [figure(russian, "65 процентов", "65", "percent")],
    )
    found = compare({"a": a, "b": b})
    assert [(pair.relation, pair.change) for pair in found.pairs] == [("same value", ("65 percent", "65 процентов"))]
    assert found.only == {"a": (), "b": ()}  # what another language says nobody here can read


def test_quotes_stand_in_only():
    a = rough(["Leaders met in Astana and adopted a declaration on trade."])
    art = article(["“Nobody is safe alone while others are not,” Aliyev told reporters."])
    b = briefing(art, quotes=[quote(art, "Nobody is safe alone while others are not", "Aliyev")])
    assert len(compare({"a": a, "b": b}).only["b"]) == 1


def test_wording_finds_a_reprint():
    lines = ["The ministers of the five states signed the accord in Tashkent after long talks about water and dams."]
    a, b = rough(lines), rough(lines)
    (found,) = compare({"a": a, "b": b}).wording
    assert found.share == 1.0
    assert found.longest.passage.text == lines[0].rstrip(".")


def test_wording_leaves_short_phrases():
    a = rough(["The ministers of the five states met in Tashkent."])
    b = rough(["Nobody saw the ministers of the region leave."])
    (found,) = compare({"a": a, "b": b}).wording
    assert (found.share, found.longest) == (0.0, None)


@pytest.mark.data
def test_the_real_files_side_by_side():
    from quality.measure_stories import teller

    told = teller()
    paths = sorted((shared() / "seeds").glob("*.txt"))
    both = {name: told(f"articles/{path.name}", path.read_bytes()) for name, path in zip("ab", paths, strict=True)}
    found = compare(both)
    changes = {(pair.relation, pair.more, pair.change) for pair in found.pairs}
    assert ("certainty", "", ("serves as", "would become")) in changes
    assert ("detail", "b", ("recently", "Wednesday")) in changes
    assert ("detail", "b", ("a significant portion", "over 60 percent")) in changes
    same_value = {pair.change for pair in found.pairs if pair.relation == "same value"}
    assert ("almost half of the world’s population", "nearly half of the world’s population") in same_value
    assert ("industrial and logistics chains", "industrial and supply chains") in same_value
    assert any("adopted the Astana Declaration" in one for one, _ in same_value)
    same = " / ".join(pair.a.passage.text for pair in found.pairs if pair.relation == "same")
    for phrase in ("10th member state", "arms race in outer space", "transnational organized crime"):
        assert phrase in same
    assert {pair.change for pair in found.pairs if pair.relation == "credit"} >= {("The initiative", "SCO members")}
    only = " ".join(extract.passage.text for extract in found.only["b"])
    for words in ("Kashgar", "Real security", "These challenges", "two years", "In June"):
        assert words in only
    assert found.only["a"] == ()


def test_what_accounts_call_the_same_members():
    def told(line, body):
        art = article([line])
        names = [("China", "china"), ("Kazakhstan", "kazakhstan"), (body, "shanghai-cooperation-organization")]
        return briefing(art, [entity(art, form, slug=slug) for form, slug in names])

    a = told(
        "The network joins China and Kazakhstan, who are key members of the Shanghai Cooperation Organization.",
        "Shanghai Cooperation Organization",
    )
    b = told("As founding members of the SCO, China and Kazakhstan work on this project together.", "SCO")
    (pair,) = [pair for pair in compare({"a": a, "b": b}).pairs if pair.change == ("key", "founding")]
    assert (pair.relation, pair.more) == ("detail", "b")
    assert [mark.text for mark in (*pair.marks_a, *pair.marks_b)] == ["key", "founding"]
    # look-alikes: the same word, and members of something else
    again = told("As key members of the SCO, China and Kazakhstan work on this project together.", "SCO")
    other = told("As founding members of the club, China and Kazakhstan met the SCO in this place.", "SCO")
    for one in (again, other):
        assert not any(pair.change for pair in compare({"a": a, "b": one}).pairs if pair.relation == "detail")


def test_different_subjects_add_no_detail_to_each_other():
    def told(line, bank, slug):
        art = article([line])
        names = [(bank, slug), ("Kazakhstan", "kazakhstan")]
        return briefing(art, [entity(art, form, slug=key) for form, key in names])

    a = told("The Novograd Bank signed memoranda with Kazakhstan and with Utopia.", "Novograd Bank", "novograd-bank")
    b = told("The Harbour Fund signed a memorandum with Kazakhstan.", "Harbour Fund", "harbour-fund")
    assert "detail" not in {pair.relation for pair in compare({"a": a, "b": b}).pairs}
    same = told("The Novograd Bank signed a memorandum with Kazakhstan.", "Novograd Bank", "novograd-bank")
    assert compare({"a": a, "b": same}).pairs


def test_a_label_is_a_short_phrase_without_a_list():
    a = rough(["The organization commits to fight terrorism, drug trafficking, and transnational organized crime."])
    b = rough(["Member states pledged efforts against drug trafficking and transnational organized crime on Friday."])
    labels = [extract.passage.text for pair in compare({"a": a, "b": b}).pairs for extract in pair.label]
    assert labels == ["transnational organized crime"]


def test_an_article_before_a_name_makes_no_other_speaker():
    def told(line, form, speaker):
        art = article([line])
        names = [entity(art, form, slug="transit-bank"), entity(art, "Velmar")]
        return briefing(
            art, names, quotes=[quote(art, "the harbour of Velmar would get a second crane", speaker, False)]
        )

    a = told(
        "The Transit Bank said the harbour of Velmar would get a second crane.", "Transit Bank", "The Transit Bank"
    )
    b = told("In May TB said the harbour of Velmar would get a second crane.", "TB", "TB")
    c = told("In May NB said the harbour of Velmar would get a second crane.", "NB", "NB")
    c = replace(c, facts={**c.facts, "entities": (entity(c.article, "NB", slug="northern-bank"),)})
    assert "credit" not in {pair.relation for pair in compare({"a": a, "b": b}).pairs}
    assert "credit" in {pair.relation for pair in compare({"a": a, "c": c}).pairs}


WIRE = [
    "A crane fell across the north quay of Velmar harbour on Monday and killed 14 dock workers.",
    "The harbour will close until the end of March, said Ilse Tarvon of the Narvon Port Authority.",
    "Inspectors of the Dostan Bureau had checked the crane in January and found no fault in it.",
]


def test_a_copy_counts_as_one_account_and_says_only_where_it_differs():
    art = [*WIRE[:2], WIRE[2], "The Tolma Courier will follow what becomes of the 30 cranes."]
    a, b = rough(WIRE), rough([WIRE[0].replace("14", "15"), *art[1:]])
    c = rough(["The harbour of Velmar will not close, said Ilse Tarvon of the Narvon Port Authority."])
    found = compare({"a": a, "b": b, "c": c}, {"b": "a"})
    beside = [(pair.relation, pair.a.slug, pair.b.slug) for pair in found.pairs]
    assert ("figure", "a", "b") in beside
    assert ("negation", "a", "c") in beside
    assert not any({one, other} == {"b", "c"} for _, one, other in beside)  # the copy is set beside its like alone
    assert not any({one, other} == {"a", "b"} and relation in ("same", "same value") for relation, one, other in beside)
    # what the copy has too is still told by one account only
    assert [e.passage.text for e in found.only["a"]] == [WIRE[0], WIRE[2]]
    assert [e.passage.text for e in found.only["b"]] == [art[3]]
    assert {(one.a, one.b) for one in found.wording} == {("a", "c"), ("a", "b")}


def test_one_account_and_its_copy_tell_nothing_alone():
    lines = ["The harbour of Velmar handled 20 ships in May.", "Ana Torvel opened a lock on Thursday."]
    told = {"a": rough(lines), "b": rough([*lines, "The mayor of Velmar paid 300 sailors in June."])}
    found = compare(told, {"b": "a"})
    assert found.only["a"] == ()
    assert [e.passage.text for e in found.only["b"]] == ["The mayor of Velmar paid 300 sailors in June."]


def test_more_accounts_than_can_be_compared_are_left_in_their_order():
    lines = [f"The harbour of Velmar handled {number} ships in May." for number in range(20, 20 + ACCOUNTS + 3)]
    found = compare({f"s{at:02}": rough([line]) for at, line in enumerate(lines)})
    beside = {one.a for one in found.wording} | {one.b for one in found.wording}
    assert beside == {f"s{at:02}" for at in range(ACCOUNTS)}


def test_currently_is_no_vague_day():
    a = "On Thursday the warship escorted five merchant ships through the narrow strait."
    b = "The warship currently escorted five merchant ships through the narrow strait, sent against pirates."
    recently = b.replace("currently", "recently")
    assert compare({"a": rough([a]), "b": rough([recently])}).pairs[0].change == (
        "Thursday",
        "recently",
    )
    assert compare({"a": rough([a]), "b": rough([b])}).pairs[0].change is None


def test_who_says_it_adds_nothing_and_a_name_spelt_otherwise_neither():
    lines = "Ana Torvel said that the ship of {} sank near the old harbour."
    a, b = rough([lines.format("Tavik Orlunde")]), rough([lines.format("Tavik Orlund").replace("Ana Torvel", "She")])
    assert all(pair.relation != "detail" for pair in compare({"a": a, "b": b}).pairs)
