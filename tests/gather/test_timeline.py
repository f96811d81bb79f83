"""Rows of a timeline: four shelves, nothing padded, the same happening once."""

from __future__ import annotations

from briefing.gather.compare import compare
from briefing.gather.timeline import chain, rows
from gather.build import article, at, briefing, entity, event, rough
from msgspec.structs import replace


def test_shelves_and_their_order():
    art = article(
        [
            "The accord was signed on 6 June 2024.",
            "Work began in May 2024.",
            "On Thursday the leaders met, after talks on Wednesday.",
            "Trains will run in 2030.",
            "If the loan comes, work starts in May.",
            "The yard was opened by ministers.",
        ]
    )
    events = [
        event(art, "6 June 2024", "day", "2024-06-06"),
        event(art, "May 2024", "month", "2024-05"),
        event(art, "Thursday", "weekday"),
        event(art, "Wednesday", "weekday"),
        event(art, "2030", "year", "2030", None, "to come"),
        event(art, "in May.", "month", None, None, "conditional"),
    ]
    found = rows(
        {"a": briefing(art, events=events, points=["The yard was opened by ministers.", "Work began in May 2024."])}
    )
    assert [(row.shelf, row.words.passage.text if row.words else None, row.resolved) for row in found] == [
        ("dated", "May 2024", "2024-05"),
        ("dated", "6 June 2024", "2024-06-06"),
        ("ordered", "Thursday", None),
        ("none", None, None),
        ("to come", "2030", "2030"),
    ]


def test_weekdays_of_a_story_stand_in_order():
    a = rough(["On Thursday Belarus joined in Astana."])
    b = rough(["On Wednesday trucks reached Aktau.", "In June ministers signed the accord."])
    found = rows({"a": a, "b": b})
    assert [row.words.passage.text for row in found] == ["In June", "Wednesday", "Thursday"]
    assert chain(reversed(found)) == found


def test_the_same_happening_is_one_row():
    a = rough(["The opening ceremony of the transport route was recently held in Kazakhstan."])
    b = rough(["On Wednesday, the opening ceremony of the transport route was held in Kazakhstan."])
    both = {"a": a, "b": b}
    (row,) = rows(both, compare(both))
    assert row.words.passage.text == "Wednesday"
    assert [extract.slug for extract in row.also] == ["a"]
    assert len(rows(both)) == 2


def test_another_day_is_another_row():
    a = rough(["The declaration on transit was signed in Tashkent on Tuesday."])
    b = rough(["The declaration on transit was signed in Tashkent on Thursday."])
    both = {"a": a, "b": b}
    assert len(rows(both, compare(both))) == 2


def test_no_row_from_headings_or_titles():
    art = article(["Summit on Thursday ends."], "Summit on Thursday")
    assert rows({"a": briefing(art, events=[event(art, "Thursday", "weekday")])}) == ()


def words(found):
    return [row.words.passage.text for row in found]


def test_order_words_stand_beside_what_their_account_told():
    art = article(
        [
            "On Thursday Belarus joined.",
            "On Monday trucks reached Aktau.",
            "Before this, trains ran.",
            "Later it rained.",
        ]
    )
    events = [
        event(art, "Thursday", "weekday"),
        event(art, "Monday", "weekday"),
        event(art, "Before this", "order", order=-1),
        event(art, "Later", "order", order=1),
    ]
    found = rows({"a": briefing(art, events=events)})
    assert words(found) == ["Before this", "Monday", "Later", "Thursday"]


def test_a_week_that_wraps():
    a = rough(
        ["On Monday ministers met in Baku.", "On Saturday the fair opened in Minsk.", "On Sunday it closed in Minsk."]
    )
    found = rows({"a": a})
    assert words(found) == ["Saturday", "Sunday", "Monday"]


def shelves(lines: list[str], points: list[str] | None = None) -> list[tuple[str, str | None]]:
    """Shelf and words of each row of sentences without time words; all of them are points unless told otherwise."""
    art = article(lines)
    return [
        (row.shelf, row.words.passage.text if row.words else None)
        for row in rows({"a": briefing(art, points=lines if points is None else points)})
    ]


def test_what_is_to_come_stands_with_the_words_that_say_so():
    assert shelves(["The proposed line will start in Kashgar."]) == [("to come", "will")]
    assert shelves(["A joint company is to build the line."]) == [("to come", "is to")]
    assert shelves(["Later stages could reach West Asia."], []) == [("to come", "could")]
    assert shelves(["Страны намерены открыть дорогу."], []) == []
    # look-alikes: somebody's words, a condition, no main clause, a verb that tells no happening, a sentence that
    # needs the one before
    for line in (
        "Officials say the line will start in Kashgar.",
        "If the loan comes, the line will start in Kashgar.",
        "The line, which will start in Kashgar, is long.",
        "Each project will need its own contract.",
        "It will start in Kashgar.",
        "Will the line start in Kashgar?",
    ):
        assert shelves([line], []) == [], line


def test_no_time_stated_holds_happenings_only():
    assert shelves(["The members adopted the declaration."]) == [("none", None)]
    # look-alikes: descriptions
    assert shelves(["The line is long.", "An agreed border helps.", "Both are now linked by road."]) == []


def test_today_dates_only_what_happens():
    art = article(["The ports in use today cannot take large ships.", "The minister signed the treaty today."])
    when = [event(art, "today", "day", "2024-05-30"), event(art, "today.", "day", "2024-05-30")]
    found = rows({"a": briefing(art, events=when)})
    assert [row.sentence.passage.text for row in found] == ["The minister signed the treaty today."]


def told(line: str, day: str, names: dict[str, str], language: str = "en"):
    """An account of one line that names a day and entities (form: slug)."""
    art = article([line], language=language)
    found = [entity(art, form, slug=slug) for form, slug in names.items()]
    return briefing(art, found, events=[event(art, day, "day", "2024-07-04")])


EN = {"Belarus": "belarus", "Astana": "astana", "Lukashenko": "alexander-lukashenko"}
RU = {"Белоруссия": "belarus", "Астане": "astana", "Лукашенко": "alexander-lukashenko"}


def test_one_happening_in_two_languages_is_one_row():
    both = {
        "a": told("On 4 July Belarus joined in Astana, and Lukashenko signed.", "4 July", EN),
        "b": told("Белоруссия вступила 4 июля в Астане.", "4 июля", {k: RU[k] for k in ("Белоруссия", "Астане")}, "ru"),
    }
    (row,) = rows(both, compare(both))
    assert (row.sentence.slug, [extract.slug for extract in row.also]) == ("a", ["b"])


def test_one_day_and_one_name_are_not_one_happening():
    both = {
        "a": told("On 4 July Belarus joined in Astana, and Lukashenko signed.", "4 July", EN),
        "b": told("4 июля в Астане прошёл матч.", "4 июля", {"Астане": "astana"}, "ru"),
    }
    assert len(rows(both, compare(both))) == 2


def test_another_day_is_another_happening_in_two_languages_too():
    other = told("Белоруссия вступила 5 июля в Астане.", "5 июля", {"Белоруссия": "belarus", "Астане": "astana"}, "ru")
    moved = tuple(replace(found, resolved="2024-07-05") for found in other.facts["events"])
    other = replace(other, facts={**other.facts, "events": moved})
    both = {
        "a": told("On 4 July Belarus joined in Astana.", "4 July", {"Belarus": "belarus", "Astana": "astana"}),
        "b": other,
    }
    assert len(rows(both, compare(both))) == 2


def test_of_two_sentences_that_fit_as_well_neither_is_chosen():
    art = article(
        ["4 июля Белоруссия и Астана подписали акт.", "4 июля Белоруссия и Астана открыли сад."], language="ru"
    )
    found = [entity(art, "Белоруссия", slug="belarus"), entity(art, "Астана", slug="astana")]
    events = [event(art, "4 июля", "day", "2024-07-04"), event(art, "4 июля", "day", "2024-07-04")]
    second = at(art, "4 июля", 1)
    events[1] = replace(events[1], passage=second[0], sentence=second[1])
    both = {
        "a": told("On 4 July Belarus joined in Astana.", "4 July", {"Belarus": "belarus", "Astana": "astana"}),
        "b": briefing(art, found, events=events),
    }
    assert len(rows(both, compare(both))) == 3
