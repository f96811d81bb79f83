"""Entities, figures and hubs across briefings."""

from __future__ import annotations

from briefing.gather import card, gather
from briefing.gather.entities import earns_page, entities
from briefing.gather.figures import together
from briefing.gather.hubs import counts, hub, passages
from briefing.model import Label, Named
from gather.build import article, briefing, entity, figure, rough


def test_entities_are_merged_and_keep_their_cards():
    one = article(["Xi Jinping spoke in Astana. Xi left Astana."])
    two = article(["President Xi spoke."])
    a = card(
        briefing(one, [entity(one, "Xi Jinping", "person", "xi-jinping", ["Xi"]), entity(one, "Astana", "place")]), "a"
    )
    b = card(briefing(two, [entity(two, "Xi", "person", "xi-jinping")]), "b")
    found = entities([a, b])
    named, where = found["xi-jinping"]
    assert (named.name, named.kind, where) == ("Xi Jinping", "person", ("a", "b"))
    assert "Xi" in named.aliases
    assert list(found) == ["astana", "xi-jinping"]


def test_one_mention_earns_no_page():
    weak = Named("x", "X", "unclassified", 1)
    assert not earns_page(weak, 1)
    assert earns_page(weak, 2)
    assert earns_page(Named("x", "X", "unclassified", 2), 1)
    assert earns_page(weak, 1, known=True)
    assert earns_page(Named("x", "X", "place", 1, (), (51.1, 71.4)), 1)


def test_same_figure_in_two_accounts():
    one = article(["It holds over 60 percent of the Eurasian continent.", "Trade rose by 60 percent."])
    two = article(["It has 60 percent of the Eurasian continent, and many cities."])
    a = briefing(
        one,
        figures=[
            figure(one, "60 percent", "60", "percent", of="the Eurasian continent"),
            figure(one, "rose by 60 percent", "60.0", "percent"),
        ],
    )
    b = briefing(two, figures=[figure(two, "60 percent", "60", "percent"), figure(two, "many cities", None)])
    found = together({"a": a, "b": b})
    assert [[slug for slug, _ in group] for group in found] == [["a", "b"], ["a"], ["b"]]


def test_hub_groups_passages_by_story():
    def labelled(lines, slug, published):
        art = article(lines, published=published)
        labels = [Label(at, "trade", (art.passage(at, 0, 5),), 2.0) for at in range(len(lines))]
        made = briefing(art, labels=labels)
        return slug, made, card(made, slug)

    rows = [
        labelled(["Trade in Osaka grew, said Ken Sato.", "Trade is good."], "old", "2023-01-01"),
        labelled(["Trade in Lima fell, said Rosa Quispe."], "new", "2024-01-01"),
        ("none", rough(["Rain in Lisbon."]), card(rough(["Rain in Lisbon."]), "none")),
    ]
    loaded = {slug: made for slug, made, _ in rows}
    found = hub("trade", gather([c for *_, c in rows]), loaded.__getitem__)
    assert [(group.story, len(group.passages)) for group in found.groups] == [("new", 1), ("old", 2)]
    assert (found.passages, found.accounts, found.words) == (3, ("new", "old"), (("trade", 3),))
    assert counts(c for *_, c in rows) == {"trade": 3}
    assert [topic for topic, _ in passages(loaded["old"])] == ["trade", "trade"]
