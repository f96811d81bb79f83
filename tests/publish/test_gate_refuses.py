"""What the gate finds costs the article it is about: also on a page of several, and never one that is only quoted."""

from __future__ import annotations

import json

import pytest
from briefing.press.gate import Gate
from briefing.publish import build as builds
from briefing.publish.build import blamed
from msgspec.structs import replace

BRIDGE, PORT = "articles/rail/bridge.txt", "articles/port.txt"
LONG = "Bridge over the Naryn opens to lorries after nine long years of work"
LATER = f"{LONG}\n\nThe ministry of transport opened a bridge on Monday. It is 420 metres long.\n"


def report(site) -> dict:
    return json.loads((site.root / ".briefing" / "report.json").read_text())


def refused(site) -> dict[str, str]:
    return {one["path"]: one["code"] for one in report(site)["refused"]}


@pytest.fixture
def finds(monkeypatch):
    """Lets the gate find a fault in the page at an address, as long as it shows the file at a path."""

    def told(address: str, path: str, fault: str) -> None:
        class Finder(Gate):
            def __call__(self, job, files):
                found = super().__call__(job, files)
                if job.address != address or path not in job.sources:
                    return found
                return replace(found, faults=(*found.faults, f"{address}: {fault}"))

        monkeypatch.setattr(builds, "Gate", Finder)

    return told


@pytest.mark.parametrize(
    "fault",
    [
        f"words of {PORT} without their place: “The port of Aktau”",
        f"{PORT}#L3:0-9: the source says “The port”, the page says “A port”",
        f"{PORT}#L900:0-9: there is no such place; the page says “A port”",
        f"{PORT.replace('.txt', '.toml')}#title: there is no such place; the page says “A port”",
        f"words of {PORT} without their place: “words of {BRIDGE} without their place: “The bridge””",
        f"{PORT}#L3:0-9: the source says “{BRIDGE}#L3:0-9”, the page says “index.html: {BRIDGE}#L3:0-9: ”",
    ],
)
def test_a_page_of_several_that_fails_costs_the_article_it_fails_by(site, finds, fault):
    finds("index.html", PORT, fault)
    assert site.build() == 3
    assert refused(site) == {PORT: "gate"}
    assert (site.output / "briefings/rail-bridge/index.html").is_file()
    assert "second crane" not in site.text()


def test_a_fault_that_is_of_no_article_stops_the_build_and_leaves_the_site(site, finds):
    assert site.build() == 0
    before = site.files()
    site.write("articles/new.txt", LATER)
    finds("index.html", "articles/new.txt", f"a <script> element, which no page of ours has “words of {PORT} without”")
    assert site.build() == 1
    assert "a <script> element" in report(site)["sentence"]
    assert site.files() == before


def test_an_articles_own_page_that_fails_costs_that_article(site, finds):
    finds("briefings/port/index.html", PORT, "a <script> element, which no page of ours has")
    assert site.build() == 3
    assert refused(site) == {PORT: "gate"}


def test_what_is_right_is_made_once_and_the_rest_is_what_it_would_be_without_the_article(site, monkeypatch):
    """First build, and builds that fill a stage of which most stands already."""
    seen: list[str] = []

    class Finder(Gate):
        def __call__(self, job, files):
            seen.append(job.address)
            found = super().__call__(job, files)
            bad = job.slug and PORT in job.sources
            return replace(found, faults=(*found.faults, f"{job.address}: a <script> element")) if bad else found

    monkeypatch.setattr(builds, "Gate", Finder)
    assert site.build() == 3
    about_the_bridge = [address for address in seen if "rail-bridge" in address]
    assert about_the_bridge
    assert len(about_the_bridge) == len(set(about_the_bridge))
    assert site.files() == without(site, PORT)
    for change in (LATER, LATER.replace("420", "421")):
        site.write("articles/later.txt", change)
        assert site.build() == 3
        assert refused(site) == {PORT: "gate"}
        assert "briefings/later/index.html" in report(site)["written"]
        assert site.files() == without(site, PORT)


def without(site, path: str) -> dict[str, str]:
    text = (site.root / "content" / path).read_text()
    site.remove(path)
    found = site.clean()
    site.write(path, text)
    return found


def test_a_page_that_fails_by_anothers_words_does_not_cost_both(site, monkeypatch):
    class Finder(Gate):
        def __call__(self, job, files):
            found = super().__call__(job, files)
            if job.slug and not refusing:
                fault = f"{job.address}: words of {PORT} without their place: “The port”"
                return replace(found, faults=(*found.faults, fault))
            return found

    refusing: list[str] = []
    without = builds.Collection.without

    def noted(self, refusals):
        refusing.extend(one.path for one in refusals)
        return without(self, refusals)

    monkeypatch.setattr(builds, "Gate", Finder)
    monkeypatch.setattr(builds.Collection, "without", noted)
    assert site.build() == 3
    assert refused(site) == {PORT: "gate"}


@pytest.mark.parametrize(
    ("fault", "whose"),
    [
        ("a/index.html: words of articles/a.txt without their place: “x”", "a"),
        ("a/index.html: articles/a.txt#L1:0-5.txt#L2:0-5: there is no such place; the page says “x”", "odd"),
        ("a/index.html: articles/a.txt#L2:0-5: the source says “x”, the page says “y”", "a"),
        ("a/index.html: articles/a.toml#title: the source says “x”, the page says “y”", "a"),
        ("a/index.html: set as a source's, without a place: “words of articles/a.txt without their place: ”", ""),
        ("a/index.html: loads articles/a.txt#L1, which is not on this site", ""),
    ],
)
def test_who_is_blamed(fault, whose):
    assert blamed(fault, {"a": "articles/a.txt", "b": "articles/b.txt", "odd": "articles/a.txt#L1:0-5.txt"}) == whose


def row(path: str, slug: str, **more: object) -> str:
    return json.dumps({"path": path, "slug": slug, "text": "0" * 32, "first_seen": "2026-01-01", **more}) + "\n"


def test_a_file_that_was_named_by_its_headline_may_go_or_move(site):
    """The page of changes names it by its path, which holds a run of another file's words."""
    site.write("articles/new/a.txt", LATER)
    moved = {"date": "2026-03-01", "what": "moved", "path": f"articles/was/{LONG}.txt"}
    gone = row(f"articles/{LONG}.txt", "bridge-over", gone="2026-02-01")
    site.write("record.jsonl", gone + row("articles/new/a.txt", "new-a", notes=[moved]))
    assert site.build() == 0
    assert f"articles/{LONG}.txt" in (site.output / "changes/index.html").read_text()


def test_files_named_by_anothers_headline_cost_nobody(site):
    site.write("articles/new/a.txt", LATER)
    site.write(
        f"articles/x/{LONG}/{LONG}.txt", "Another thing\n\nThe port of Aktau opened a pier on Monday. It is long.\n"
    )
    site.write(f"articles/{LONG}.png", b"x")
    assert site.build() == 3
    assert set(refused(site)) == {f"articles/{LONG}.png"}


LONG_NAME = "State Committee of the Kyrgyz Republic for Ecology and Climate"
FAR = "Lima, Quito, Bogota, Caracas, Montevideo, Asuncion, Brasilia, Sucre, Wellington, Canberra"


def test_names_of_many_words_and_in_the_order_of_the_text_cost_nobody(site):
    """They stand in titles, lists of what two briefings name, and lists of what a map cannot show."""
    for number, town in enumerate(("Osh", "Naryn", "Batken", "Talas")):
        text = f"Water year opens in {town}\n\nThe {LONG_NAME} met in {town} on Monday, and {FAR} sent letters.\n\n"
        site.write(f"articles/{town}.txt", f"{text}The {LONG_NAME} will mend {number + 20} canals by June.\n")
    assert site.build() == 0
    assert LONG_NAME in (site.output / "briefings/osh/index.html").read_text()
