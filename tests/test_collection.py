"""All articles of a site: nothing is walked twice, whatever was done to the files' looks, and nothing new is missed."""

import os

import pytest
from briefing import collection as collections
from briefing import desk as desks
from briefing import hashes
from briefing.collection import collect
from briefing.model import DeskError, Refusal
from briefing.plain import encode
from briefing.pool import Death
from briefing.read import read as reading
from briefing.record import Record, read, write
from briefing.store import Store
from msgspec.structs import replace

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
    monkeypatch.setattr(hashes, "YOUNG_NS", 0)
    return Site(tmp_path, desk)


def test_nothing_is_walked_twice(site):
    first = site.collect()
    assert [card.slug for card in first.cards] == ["a0", "a1", "a2"]
    assert first.walked == 3
    first.store.close()
    for path in (site.content / "articles").iterdir():
        os.utime(path)
    assert site.collect().walked == 0


@pytest.mark.parametrize("data", [b"null", b"[" * 100_000, b"[1]"])
@pytest.mark.parametrize("steps", [("article",), ("briefing",), ("card",), ("article", "card")])
def test_sound_rows_that_are_none_of_ours_are_missing_rows(site, steps, data):
    first = site.collect()
    for step in steps:
        for row in list(first.store.all(step)):
            first.store.put(step, replace(row, data=data))
    first.store.close()
    again = site.collect()
    assert (again.cards, again.refusals) == (first.cards, ())
    assert [article.source.path for article in again.articles()] == [card.path for card in first.cards]
    assert again.briefing("a0").article.source.path == "articles/a0.txt"


def test_a_row_that_speaks_of_another_file_is_a_missing_row(site):
    first = site.collect()
    for step in ("article", "card"):
        for row in list(first.store.all(step)):
            first.store.put(step, replace(row, data=row.data.replace(b"articles/a1.txt", b"../../../etc/passwd")))
    first.store.close()
    again = site.collect()
    assert (again.cards, again.refusals) == (first.cards, ())
    assert again.briefing("a1").article.source.path == "articles/a1.txt"


def test_the_numbered_text_comes_from_the_store_for_the_same_bytes_alone(site, desk):
    found = site.collect()
    path = "articles/a0.txt"
    for data in ((site.content / path).read_bytes(), b"Something else\n\nWas written here since, about a tunnel.\n"):
        assert found.lines(path, data) == reading(path, data, desk).lines
    assert found.lines("articles/new.txt", data) == reading("articles/new.txt", data, desk).lines


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


def test_a_file_of_a_time_that_no_table_keeps_is_read_each_time(site):
    """Some archives bring such times along, and some networks such inodes."""
    for number, year in enumerate((2263, 2400, 1600)):
        at = int((year - 1970) * 365.2425 * 86_400)
        os.utime(site.content / f"articles/a{number}.txt", (at, at))
    for _ in range(2):
        found = site.collect()
        assert [card.slug for card in found.cards] == ["a0", "a1", "a2"]
        assert found.store.notes == []
        found.store.close()
    assert found.walked == 0


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


@pytest.mark.parametrize("every", [1, 100])
def test_a_new_topic_reads_nothing_again(site, monkeypatch, every):
    monkeypatch.setattr(collections, "SAVE_EVERY", every)
    site.collect().store.close()
    (site.content / "desk" / "topics").mkdir(parents=True)
    (site.content / "desk" / "topics" / "span.toml").write_text('name = "Span"\nblurb = "x"\nterms = ["bridge"]\n')
    import briefing.pipeline

    monkeypatch.setattr(briefing.pipeline, "settle", None)
    found = site.collect(desk=desks.load(site.content))
    assert found.walked == 3
    assert len(found.cards) == 3


def test_what_is_lost_for_comparing_cleans_nothing_again(site, monkeypatch):
    first = site.collect()
    for row in list(first.store.all("traits")):
        first.store.put("traits", replace(row, data=b"null"))
    first.store.close()
    import briefing.pipeline

    monkeypatch.setattr(collections, "SAVE_EVERY", 1)
    monkeypatch.setattr(briefing.pipeline, "settle", None)
    plain = site.collect(whole=False)
    assert plain.walked == 0
    assert [plain.named(card) for card in plain.cards] == [card.entities for card in first.cards]
    plain.store.close()
    again = site.collect()
    assert (again.cards, again.refusals, again.walked) == (first.cards, (), 3)


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


def test_a_sidecar_that_cannot_be_read_costs_its_article_which_is_named(site):
    os.mkfifo(site.content / "articles/a0.toml")
    (site.content / "articles/a1.toml").mkdir()
    (site.content / "articles/A2.TOML").write_text("title = 3\n")
    found = site.collect()
    assert [card.slug for card in found.cards] == ["a2"]
    told = {one.path: one.code for one in found.refusals}
    assert told == {
        "articles/A2.TOML": "kind",
        "articles/a0.toml": "not-regular",
        "articles/a0.txt": "sidecar",
        "articles/a1.txt": "sidecar",
    }


def test_a_sidecar_of_no_article_is_told(site):
    site.write("nobody.toml", "title = 3\n")
    site.write("a0.toml", 'title = "A"\n')
    assert site.collect().warnings == ("articles/nobody.toml: there is no article of this name beside it",)


def test_what_cannot_be_worked_through_is_refused(site, monkeypatch):
    def deaths(crew, tasks, order):
        for task in tasks:
            yield task, Death("too-slow", "took long") if task.slug == "a1" else crew._work(order(task))

    monkeypatch.setattr(collections.pool.Crew, "each", deaths)
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


SAID = (
    "The port of Aktau took delivery of two new cranes on Monday, the harbour master said in a statement.",
    "Farmers around Osh have begun to plant cotton again after three dry years, the regional office reports.",
    "A school for 600 pupils opened in the north of Bishkek, where parents had waited for it since the spring.",
    "The national bank of Georgia left its main rate unchanged and said that prices were rising more slowly.",
    "Engineers tested the first train on the mountain line, which climbs from the valley to an old mining town.",
    "The museum of Samarkand showed coins that shepherds had found in a cave above the river last autumn.",
    "Doctors from four districts met in Karakol to agree on how patients are moved during heavy snowfall.",
    "A dairy near Gyumri bought its milk from ninety households last year, twice as many as the year before.",
)
FOOT = "Steppe Courier on your telephone"


def add_accounts(site, host, numbers):
    """Files of one publisher, each with a story of its own and the same line below it."""
    for at in numbers:
        told = f"What happened in place {at}\n\nURL: https://{host}/{at}\n\n{SAID[at]}\n\n{FOOT}\n"
        site.write(f"{host}/{at}.txt", told)


def cut(found, slug):
    return [(one.block.text, one.verdict.rule) for one in found.briefing(slug).article.cuts]


def everything(found):
    return [(card, encode(found.briefing(card.slug))) for card in found.cards]


def test_what_the_files_of_a_publisher_share_is_cut(site):
    add_accounts(site, "courier.example", range(4))
    add_accounts(site, "other.example", (4, 5, 6))
    found = site.collect()
    assert cut(found, "courier-example-2") == [(FOOT, "collection.shared")]
    assert cut(found, "other-example-5") == []  # three files of it show nothing yet


def test_one_more_article_cleans_only_those_again_whom_it_concerns(site):
    add_accounts(site, "courier.example", range(3))
    add_accounts(site, "other.example", (4, 5))
    first = site.collect()
    assert (first.walked, cut(first, "courier-example-0")) == (8, [])
    first.store.close()
    add_accounts(site, "courier.example", (3,))  # now there are four: all of them lose the line
    second = site.collect()
    assert (second.walked, cut(second, "courier-example-0")) == (4, [(FOOT, "collection.shared")])
    second.store.close()
    add_accounts(site, "courier.example", (6,))  # five are "4 or more" still
    third = site.collect()
    assert (third.walked, cut(third, "courier-example-6")) == (1, [(FOOT, "collection.shared")])
    third.store.close()
    assert site.collect().walked == 0
    for at in (3, 6):
        (site.content / "articles" / "courier.example" / f"{at}.txt").unlink()
    assert everything(site.collect()) == everything(first)


def test_a_new_topic_does_not_read_again_what_lost_shared_lines(site, monkeypatch):
    add_accounts(site, "courier.example", range(4))
    site.collect().store.close()
    (site.content / "desk" / "topics").mkdir(parents=True)
    (site.content / "desk" / "topics" / "span.toml").write_text('name = "Span"\nblurb = "x"\nterms = ["bridge"]\n')
    import briefing.pipeline

    monkeypatch.setattr(briefing.pipeline, "settle", None)
    found = site.collect(desk=desks.load(site.content))
    assert found.walked == 7
    assert cut(found, "courier-example-1") == [(FOOT, "collection.shared")]


@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4, 5, 6, 7], [7, 6, 5, 4, 3, 2, 1, 0], [3, 0, 6, 1, 7, 2, 5, 4]])
def test_the_order_in_which_articles_come_changes_nothing(site, order):
    for count in (2, 5, 8):
        add_accounts(site, "courier.example", order[:count])
        step = site.collect()
        step.store.close()
    site.state = site.state.with_name("another")
    assert everything(site.collect()) == everything(step)
