"""Pages are made when they are new, and carried otherwise; what is wrong with them keeps the site back."""

import pytest
from briefing.press import PressError, Stamps, press
from briefing.press.fingerprint import Manifest, Templates
from briefing.press.job import Job, Proof
from briefing.press.proof import proof
from briefing.press.tree import Tree, TreeError
from jinja2 import DictLoader, Environment, StrictUndefined

PASSED = Proof(traced=2, shown=3)


class Press:
    """A press with a stage of its own, which counts what it renders."""

    def __init__(self, folder):
        self.tree = Tree(folder / "output")
        self.before = Manifest()
        self.rendered = []

    def job(self, address, inputs, **more):
        def render():
            self.rendered.append(address)
            return {address: str(inputs).encode(), **more.pop("beside", {})}

        return Job(address, "page", inputs, render, template="", **more)

    def run(self, jobs, closing=lambda totals: (), gate=lambda job, files: PASSED, site="s", sources=None):
        self.rendered.clear()
        self.tree.heal()
        self.tree.open()
        stamps = Stamps(site, Templates(Environment(loader=DictLoader({}), autoescape=True)), sources or {})
        done = press(jobs, closing, self.tree, self.before, stamps, gate)
        assert proof(self.tree, done.manifest) == ()
        self.tree.mark(done.totals.pages, done.manifest.tree())
        self.tree.seal()
        self.tree.swap()
        self.before = done.manifest
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


@pytest.mark.parametrize("more", [{"site": "t"}, {"sources": {"articles/a.txt": "2"}}])
def test_a_stamp_makes_all_new_but_equal_bytes_are_carried(machine, more):
    jobs = [machine.job("a.html", 1, sources=("articles/a.txt",))]
    machine.run(jobs)
    done = machine.run(jobs, **more)
    assert machine.rendered == ["a.html"]
    assert done.written == []


def test_a_page_that_was_changed_in_the_output_is_made_again(machine):
    jobs = [machine.job("a.html", 1)]
    machine.run(jobs)
    (machine.tree.output / "a.html").write_text("somebody was here")
    machine.run(jobs)
    assert (machine.tree.output / "a.html").read_text() == "1"


def test_totals_are_told_last(machine):
    seen = []

    def closing(totals):
        seen.append(totals)
        return [machine.job("index.html", totals)]

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
    with pytest.raises(TreeError, match="is taken"):
        machine.run([machine.job("a.html", 1), machine.job("A.html", 2)])


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
    stamps = Stamps("", Templates(Environment(autoescape=True)), {})
    done = press(
        [machine.job("a.html", 1), machine.job("b.html", 1)], lambda _: (), machine.tree, Manifest(), stamps, gate
    )
    faults = proof(machine.tree, done.manifest)
    assert faults == (
        "b.html#L2: is not there, and a.html and 1 more would lead to it",
        "c.html: is not there, and a.html and 1 more would lead to it",
    )


def test_a_stage_that_is_not_what_was_made(machine):
    machine.tree.open()
    stamps = Stamps("", Templates(Environment(autoescape=True)), {})
    jobs = [machine.job("a.html", 1), machine.job("b/c.html", 1), machine.job("d.html", 1)]
    done = press(jobs, lambda _: (), machine.tree, Manifest(), stamps, lambda job, files: PASSED)
    (machine.tree.stage / "a.html").unlink()
    (machine.tree.stage / "b" / "c.html").write_text("")
    (machine.tree.stage / "new").write_text("")
    assert proof(machine.tree, done.manifest) == (
        "a.html: is not in the new site",
        "new: is in the new site and no page of ours",
        "b/c.html: has 0 bytes, not 1",
    )
