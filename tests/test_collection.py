"""All articles of a site: nothing is walked twice, whatever was done to the files' looks, and nothing new is missed."""

import os

import pytest
from briefing import collection as collections
from briefing import desk as desks
from briefing.collection import collect
from briefing.model import DeskError, Refusal
from briefing.pool import Death
from briefing.record import Record, read, write
from briefing.store import Store

TEXT = "A bridge is opened\n\nThe ministry opened a bridge near Osh on Monday. It is {} metres long.\n"


@pytest.fixture(scope="module")
def desk():
    return desks.load(None)


class Site:
    """Content and what is known of it."""

    def __init__(self, root, desk):
        self.content, self.state, self.desk = root / "content", root / ".briefing", desk
        for number in range(3):
            self.write(f"a{number}.txt", TEXT.format(100 + number))

    def write(self, name, text):
        path = self.content / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        os.utime(path, ns=(1, 1))

    def collect(self, **more):
        store = Store(self.state)
        return collect(self.content, more.pop("desk", self.desk), store, read(self.content), **more)


@pytest.fixture
def site(tmp_path, desk, monkeypatch):
    monkeypatch.setattr(collections, "YOUNG_NS", 0)
    return Site(tmp_path, desk)


def test_nothing_is_walked_twice(site):
    first = site.collect()
    assert [card.slug for card in first.cards] == ["a0", "a1", "a2"]
    assert first.walked == 3
    first.store.close()
    for path in (site.content / "articles").iterdir():
        os.utime(path)
    assert site.collect().walked == 0


def test_looks_settle_it_without_reading(site, monkeypatch):
    site.collect().store.close()
    from briefing.read import files

    monkeypatch.setattr(files, "load", None)
    assert site.collect().walked == 0


def test_an_edit_that_keeps_size_and_time(site):
    site.collect().store.close()
    site.write("a1.txt", TEXT.format(999))
    found = site.collect()
    assert found.walked == 1
    assert "999" in found.briefing("a1").article.source.lines[2]


def test_two_files_swapped(site):
    first = site.collect()
    hashes = [card.sha256 for card in first.cards]
    first.store.close()
    folder = site.content / "articles"
    os.rename(folder / "a0.txt", folder / "x")
    os.rename(folder / "a1.txt", folder / "a0.txt")
    os.rename(folder / "x", folder / "a1.txt")
    assert [card.sha256 for card in site.collect().cards] == [hashes[1], hashes[0], hashes[2]]


def test_a_briefing_from_the_store_is_the_one_that_was_walked(site):
    first = site.collect()
    walked = first.briefing("a0")
    first.store.close()
    assert site.collect().briefing("a0") == walked
    kept = site.collect(desk=site.desk)
    kept.store = Store(None)  # it has lost everything meanwhile
    assert kept.briefing("a0") == walked


def test_a_sidecar_walks_its_own_article_again(site):
    site.collect().store.close()
    site.write("a1.toml", 'title = "Another"\ntext = "points"\n')
    found = site.collect()
    assert found.walked == 1
    assert (found.cards[1].title.text, found.cards[1].reuse, found.cards[0].reuse) == ("Another", "points", "full")


def test_a_new_topic_reads_nothing_again(site, tmp_path, monkeypatch):
    site.collect().store.close()
    (site.content / "desk" / "topics").mkdir(parents=True)
    (site.content / "desk" / "topics" / "span.toml").write_text('name = "Span"\nblurb = "x"\nterms = ["bridge"]\n')
    import briefing.pipeline

    monkeypatch.setattr(briefing.pipeline, "settle", None)
    found = site.collect(desk=desks.load(site.content))
    assert found.walked == 3
    assert len(found.cards) == 3


def test_drafts_and_refusals_are_no_cards(site):
    site.write("a0.toml", 'status = "draft"\n')
    (site.content / "articles" / "a1.txt").write_bytes(bytes(range(256)) * 50)
    found = site.collect()
    assert [card.slug for card in found.cards] == ["a2"]
    assert found.drafts == ("articles/a0.txt",)
    assert [one.path for one in found.refusals] == ["articles/a1.txt"]


def test_a_bad_sidecar_stops_it(site):
    site.write("a0.toml", "titel = 3\n")
    with pytest.raises(DeskError, match=r"articles/a0\.toml: titel"):
        site.collect()


def test_what_cannot_be_worked_through_is_refused(site, monkeypatch):
    def deaths(tasks, work, supply):
        for task in tasks:
            yield task, Death("too-slow", "took long") if task.slug == "a1" else work(task, supply(task))

    monkeypatch.setattr(collections.pool, "each", deaths)
    found = site.collect()
    assert [card.slug for card in found.cards] == ["a0", "a2"]
    assert found.refusals[0].code == "too-slow"


def test_addresses_come_from_the_record(site):
    first = site.collect()
    write(site.content, first.cards, "2026-01-01")
    first.store.close()
    os.rename(site.content / "articles" / "a0.txt", site.content / "articles" / "b.txt")
    found = site.collect()
    write(site.content, found.cards, "2026-01-02")
    site.write("a0.txt", TEXT.format(7))
    found = site.collect()
    slugs = {card.path: card.slug for card in found.cards}
    assert slugs["articles/b.txt"] == "b"
    assert slugs["articles/a0.txt"].startswith("a0-")
    assert found.record.former("articles/b.txt") == ("a0",)
    assert [card.first_seen for card in found.cards] == [None, "2026-01-01", "2026-01-01", "2026-01-01"]


def test_without_some(site):
    found = site.collect().without([Refusal("articles/a1.txt", "gate", "failed")])
    assert [card.slug for card in found.cards] == ["a0", "a2"]
    assert [one.code for one in found.refusals] == ["gate"]
    assert Record() == read(site.content)
