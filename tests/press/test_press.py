"""Pages are made when they are new, and carried otherwise; what is wrong with them keeps the site back."""

import shutil

import pytest
from briefing.press import PressError, Stamps, press
from briefing.press.fingerprint import Templates
from briefing.press.job import Job, Proof
from briefing.press.manifest import Ledger, Manifest
from briefing.press.proof import proof
from briefing.press.tree import Tree
from jinja2 import DictLoader, Environment, StrictUndefined

PASSED = Proof(traced=2, shown=3)


class Press:
    """A press with a stage of its own, which counts what it renders."""

    def __init__(self, folder):
        self.tree = Tree(folder / "output", spare=folder / "spare")
        self.ledger = Ledger(None, folder / "output")
        self.before = Manifest()
        self.rendered = []

    def job(self, address, inputs, **more):
        def render():
            self.rendered.append(address)
            return {address: str(inputs).encode(), **more.pop("beside", {})}

        return Job(address, "page", inputs, render, template="", **more)

    def run(self, jobs, closing=lambda done: (), gate=lambda job, files: PASSED, site="s"):
        self.rendered.clear()
        self.tree.heal()
        self.tree.open(self.before.spare, self.before.stale)
        stamps = Stamps(site, Templates(Environment(loader=DictLoader({}), autoescape=True)))
        done = press(jobs, closing, self.tree, self.before, stamps, gate)
        if self.tree.reused and proof(self.tree, self.before, done.manifest, self.ledger):  # as Build does
            self.tree.discard()
            self.tree.open()
            done = press(jobs, closing, self.tree, self.before, stamps, gate)
        assert proof(self.tree, self.before, done.manifest, self.ledger) == ()
        self.tree.mark(done.totals.pages, done.manifest.tree)
        self.tree.seal()
        self.tree.swap()
        done.manifest.follow(done.manifest if self.tree.twin else self.before)
        self.ledger.write(self.before, done.manifest)
        self.before = self.ledger.read()
        return done


@pytest.fixture
def machine(tmp_path):
    return Press(tmp_path)


def test_only_what_is_new_is_made(machine):
    first = machine.run([machine.job("a.html", 1), machine.job("b.html", 1)])
    assert first.written == ["a.html", "b.html"]
    second = machine.run([machine.job("a.html", 1), machine.job("b.html", 2), machine.job("c.html", 1)])
    assert machine.rendered == ["b.html", "c.html"]
    assert (second.written, second.carried) == (["b.html", "c.html"], 1)
    machine.run([machine.job("a.html", 1)])
    assert machine.rendered == []
    assert not (machine.tree.output / "b.html").exists()


def test_a_stamp_makes_all_new_but_equal_bytes_are_carried(machine):
    jobs = [machine.job("a.html", 1, sources=("articles/a.txt",))]
    machine.run(jobs)
    done = machine.run(jobs, site="t")
    assert machine.rendered == ["a.html"]
    assert done.written == []


def test_a_page_that_was_changed_in_the_output_is_made_again(machine):
    jobs = [machine.job("a.html", 1)]
    machine.run(jobs)
    (machine.tree.output / "a.html").write_text("somebody was here")
    machine.run(jobs)
    assert (machine.tree.output / "a.html").read_text() == "1"


def test_an_output_that_is_gone_comes_back_without_being_made_again(machine):
    jobs = [machine.job("a.html", 1), machine.job("b/c.html", 1)]
    machine.run(jobs)
    for _ in range(2):  # the one that came back is set aside as well
        shutil.rmtree(machine.tree.output)
        machine.run(jobs)
        assert machine.rendered == []
        assert (machine.tree.output / "b/c.html").read_text() == "1"
    machine.run([jobs[0], machine.job("b/c.html", 2)])
    shutil.rmtree(machine.tree.output)
    machine.run([jobs[0], machine.job("b/c.html", 2)])
    assert machine.rendered == ["b/c.html"]  # what was set aside is the one before
    assert (machine.tree.output / "b/c.html").read_text() == "2"


def test_totals_are_told_last(machine):
    seen = []

    def closing(done):
        seen.append(done.totals)
        return [machine.job("index.html", done.totals)]

    for _ in range(2):
        machine.run([machine.job("a.html", 1), machine.job("b.html", 1)], closing)
    assert seen[0] == seen[1]
    assert (seen[0].traced, seen[0].shown, seen[0].pages) == (4, 6, 2)


def test_faults_are_told_with_their_page(machine):
    def gate(job, files):
        return Proof(faults=("no such sentence",)) if job.address == "a.html" else PASSED

    done = machine.run([machine.job("a.html", 1, slug="a"), machine.job("b.html", 1)], gate=gate)
    assert [(job.slug, fault) for job, fault in done.faults] == [("a", "no such sentence")]


def test_two_pages_of_one_address(machine):
    with pytest.raises(PressError, match=r"a\.html: two pages"):
        machine.run([machine.job("a.html", 1), machine.job("a.html", 2)])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a.html", "A.html"),
        ("caf\u00e9.html", "cafe\u0301.html"),
        ("stra\u00dfe", "STRASSE"),
        ("a/b", "A/c"),
        ("a", "A/b"),
    ],
)
def test_two_names_that_some_file_system_takes_for_one(machine, first, second):
    machine.run([machine.job("c.html", 1)])
    with pytest.raises(AssertionError, match=r"is taken by|is a file|differs from"):
        machine.run([machine.job(first, 1), machine.job(second, 2)])


def test_a_misspelt_name_in_a_template(machine):
    env = Environment(autoescape=True, undefined=StrictUndefined)

    def render():
        return {"a.html": env.from_string("{{ vieww }}").render().encode()}

    with pytest.raises(PressError, match=r"a\.html: page\.html: UndefinedError: 'vieww'"):
        machine.run([Job("a.html", "page", 1, render)])


def test_a_link_that_leads_nowhere(machine):
    def gate(job, files):
        return Proof(links=("b.html#L1", "b.html#L2", "c.html"), ids=("b.html#L1",))

    machine.tree.open()
    stamps = Stamps("", Templates(Environment(autoescape=True)))
    done = press(
        [machine.job("a.html", 1), machine.job("b.html", 1)], lambda _: (), machine.tree, Manifest(), stamps, gate
    )
    faults = proof(machine.tree, Manifest(), done.manifest, machine.ledger)
    assert faults == (
        "a.html and 1 more: a link leads to an address, which is not there",
        "a.html and 1 more: a link leads to an anchor of b.html, which is not there",
    )


def test_a_stage_that_is_not_what_was_made(machine):
    machine.tree.open()
    stamps = Stamps("", Templates(Environment(autoescape=True)))
    jobs = [machine.job("a.html", 1), machine.job("b/c.html", 1), machine.job("d.html", 1)]
    done = press(jobs, lambda _: (), machine.tree, Manifest(), stamps, lambda job, files: PASSED)
    (machine.tree.stage / "a.html").unlink()
    (machine.tree.stage / "b" / "c.html").write_text("")
    (machine.tree.stage / "new").write_text("")
    assert proof(machine.tree, Manifest(), done.manifest, machine.ledger) == (
        "a.html: is not in the new site",
        "new: is in the new site and no page of ours",
        "b/c.html: has 0 bytes, not 1",
    )


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_the_output_before_is_brought_up_to_date(machine):
    sites = [
        {"a/index.html": 1, "b/index.html": 1},
        {"a/index.html": 2, "b/index.html": 1, "c/d/index.html": 1},
        {"a/index.html": 2, "b/index.html": 1},
        {"b/index.html": 1, "e.html": 1},
        {"b/index.html": 3, "e.html": 1, "a/index.html": 2},
    ]
    for number, site in enumerate(sites):
        machine.run([machine.job(address, inputs) for address, inputs in site.items()])
        assert machine.tree.reused == (number > 0)
        output = machine.tree.output
        assert {str(path.relative_to(output)): path.read_text() for path in output.rglob("*.html")} == {
            address: str(inputs) for address, inputs in site.items()
        }
        assert all(any(path.iterdir()) for path in output.rglob("*") if path.is_dir())


def test_a_page_whose_anchor_goes_while_others_lead_there(machine):
    found = {"a.html": Proof(links=("b.html#L1",)), "b.html": Proof(ids=("b.html#L1",)), "c.html": Proof()}
    gate = lambda job, files: found[job.address]  # noqa: E731
    jobs = [machine.job(address, 1) for address in found]
    machine.run(jobs, gate=gate)
    found["b.html"] = Proof()
    with pytest.raises(AssertionError, match=r"a\.html: a link leads to an anchor of b\.html"):
        machine.run([jobs[0], machine.job("b.html", 2), jobs[2]], gate=gate)
    with pytest.raises(AssertionError, match=r"a\.html: a link leads to b\.html"):
        machine.run([jobs[0], jobs[2]], gate=gate)
    found["b.html"] = Proof(ids=("b.html#L1", "b.html#L2"))
    machine.run([jobs[0], machine.job("b.html", 2), jobs[2]], gate=gate)


def test_links_of_pages_that_lead_elsewhere_are_not_read(machine, monkeypatch):
    found = {
        "a.html": Proof(links=("b.html#L1", "a.html#top"), ids=("a.html#top",)),
        "b.html": Proof(ids=("b.html#L1", "b.html#L2")),
        "c.html": Proof(links=("b.html", "a.html#top")),
    }

    def gate(job, files):
        return found[job.address]

    jobs = [machine.job(address, 1) for address in found]
    machine.run(jobs, gate=gate)
    found["b.html"] = Proof(ids=("b.html#L1",))
    read = []
    one = Ledger.marks
    monkeypatch.setattr(Ledger, "marks", lambda ledger, *asked: read.append(asked[0]) or one(ledger, *asked))
    monkeypatch.delattr(Ledger, "all_marks")
    machine.run([jobs[0], machine.job("b.html", 2), jobs[2]], gate=gate)
    assert sorted(set(read)) == ["a.html", "b.html"]
