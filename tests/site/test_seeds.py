"""The two real files end to end: what the program was conceived for."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from cases import shared
from sites import TOP, broken_links

A, B = "000_0a6f447a3f810425.txt", "001_07b8f6e86c7eba63.txt"


def explain(name: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "briefing", "explain", "--json", str(shared() / "seeds" / name)],
        env={"PYTHONPATH": str(TOP / "plugins"), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
        cwd=TOP,
    )
    return json.loads(done.stdout)


def test_the_first_keeps_its_title_and_six_paragraphs():
    found = explain(A)
    assert found["kept_lines"] == [1, 3, 5, 7, 9, 11, 13]
    assert sum(len(cut["lines"]) for cut in found["cuts"]) == 9


def test_the_second_keeps_its_title_once_four_headings_and_ten_paragraphs():
    found = explain(B)
    assert len(found["kept_lines"]) == 15
    assert found["kept_lines"][0] == 1
    assert {7, 13, 19, 27} < set(found["kept_lines"])
    assert sum(len(cut["lines"]) for cut in found["cuts"]) == 4


def test_nothing_is_invented():
    for name in (A, B):
        found = explain(name)
        assert found["published"] is None
        assert found["publisher"] is None
        assert all(event["resolved"] is None for event in found["events"])
    said = {event["expression"] for event in explain(B)["events"]}
    assert {"June", "In June"} & said
    assert any("Wednesday" in words for words in said)
    assert any("Thursday" in words for words in said)


def test_it_is_one_story_of_two_accounts(seeds):
    assert seeds.code == 0, seeds.said
    stories = [a for a in seeds.addresses() if re.fullmatch(r"stories/[^/]+/index\.json", a)]
    assert len(stories) == 1
    twin = json.loads((seeds.output / stories[0]).read_text("utf-8"))
    assert {account["source"] for account in twin["tile"]["accounts"]} == {f"articles/{A}", f"articles/{B}"}


def test_the_story_says_how_the_accounts_relate(seeds):
    address = next(a for a in seeds.addresses() if re.fullmatch(r"stories/[^/]+/index\.json", a)).rsplit("/", 1)[0]
    twin = seeds.twin(address)
    texts = [{pair["a"]["text"], pair["b"]["text"]} for pair in twin["agreements"] if pair["relation"] == "same value"]
    assert {"almost half of the world’s population", "nearly half of the world’s population"} in texts
    details = [pair for pair in twin["pairs"] if pair["relation"] == "detail"]
    marked = seeds.page(f"{address}/").xpath("//*[contains(@class, 'pair')]//b[@class='changed']")
    words = {" ".join(element.text_content().split()) for element in marked}
    assert {"a significant portion", "over 60 percent", "recently", "would become"} <= words
    assert any("a significant portion" in pair["a"]["text"] and pair["margin"] == "B adds detail" for pair in details)
    only = " ".join(cite["text"] for _, cites in twin["only"] for cite in cites)
    for phrase in ("Kashgar", "In June", "Real security"):
        assert phrase in only
    said = seeds.text(f"{address}/").lower()
    assert "confirmed by" not in said
    assert "Which lines meet" in seeds.text(f"{address}/")
    heads = [" ".join(h.text_content().split()) for h in seeds.page(f"{address}/").xpath("//main//h2")]
    assert heads.index("Where they differ") < heads.index("Where they agree")


@pytest.mark.parametrize("topic", ["security", "trade", "connectivity"])
def test_each_hub_is_filled(seeds, topic):
    assert seeds.twin(topic)["passages"] >= 2


def test_the_names_that_matter_have_pages(seeds):
    names = {
        seeds.twin(a.rsplit("/", 1)[0])["name"]
        for a in seeds.addresses()
        if re.fullmatch(r"entities/[^/]+/index\.json", a)
    }
    for name in ("Belarus", "Kazakhstan", "Astana"):
        assert name in names
    assert any(name.startswith("Trans-Caspian International Transport") for name in names)
    assert any("China" in name and "Uzbekistan" in name and "railway" in name.lower() for name in names)


def test_no_calendar_date_is_invented(seeds):
    for address in seeds.pages():
        if address == "styleguide/index.html":  # its dates are samples, and are called so there
            continue
        for time in seeds.page(address).xpath("//main//time[@datetime]"):
            log = time.xpath("ancestor::*[contains(@class, 'log')]")
            assert log, (address, time.get("datetime"))


def test_every_link_holds(seeds):
    assert broken_links(seeds) == []
