"""The site of the shipped samples, as a deploy would have it."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import feedparser
import html5lib
import jsonschema
import pytest
from sites import ADDRESS, TOP, broken_links, build, lay

KINDS = ("home", "briefing", "story", "hub", "entity", "source", "timeline")


def test_it_builds(samples):
    assert samples.code == 0, samples.said


def test_every_link_and_anchor_holds_under_a_project_path(samples):
    assert broken_links(samples) == []


def test_pages_are_valid_html(samples):
    for address in samples.pages():
        parser = html5lib.HTMLParser(strict=False)
        parser.parse((samples.output / address).read_bytes(), transport_encoding="utf-8")
        assert parser.errors == [], (address, parser.errors[:3])


def test_no_id_stands_twice(samples):
    for address in samples.pages():
        ids = [element.get("id") for element in samples.page(address).iter() if element.get("id")]
        assert len(ids) == len(set(ids)), address


def test_there_is_one_first_heading_and_no_level_is_left_out(samples):
    for address in samples.pages():
        tree = samples.page(address)
        levels = [int(e.tag[1]) for e in tree.iter() if isinstance(e.tag, str) and re.fullmatch(r"h[1-6]", e.tag)]
        assert levels.count(1) == 1, (address, levels)
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), (address, levels)


def test_twins_keep_to_their_schema(samples):
    schemas = {kind: json.loads((TOP / f"docs/schema/{kind}.json").read_text("utf-8")) for kind in KINDS}
    seen = set()
    for address in samples.addresses():
        if address.endswith("index.json"):
            twin = json.loads((samples.output / address).read_text("utf-8"))
            jsonschema.validate(twin, schemas[twin["page"]], cls=jsonschema.Draft202012Validator)
            seen.add(twin["page"])
    assert seen == set(KINDS)


def test_feeds_parse_and_name_every_entry(samples):
    feeds = ["feed.xml", *(f"feeds/{topic}.xml" for topic in ("security", "trade", "connectivity"))]
    for address in feeds:
        feed = feedparser.parse((samples.output / address).read_bytes())
        assert not feed.bozo, (address, feed.get("bozo_exception"))
        assert feed.entries
        assert len({entry.id for entry in feed.entries}) == len(feed.entries)
        assert all(entry.link.startswith(f"{ADDRESS}/briefings/") for entry in feed.entries)


def test_each_page_states_its_own_count(samples):
    for address in samples.pages():
        tree = samples.page(address)
        shown = len(tree.xpath('//*[@class="source"][@data-at]'))
        foot = " ".join(tree.find(".//footer").text_content().split())
        if shown:
            assert f"{shown} of {shown} " in foot, address


def test_nothing_is_loaded_from_elsewhere(samples):
    for address in samples.pages():
        for element in samples.page(address).xpath("//link[@href]|//img|//script|//iframe|//source|//use"):
            if element.get("rel") == "canonical":
                continue
            value = element.get("href") or element.get("src") or ""
            assert not re.match(r"[a-z]+:|//", value), (address, value)


def test_every_page_has_a_policy_that_forbids_script(samples):
    for address in samples.pages():
        policy = samples.page(address).xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
        assert len(policy) == 1, address
        if address == "search/index.html":  # the one page that may run our script and the program of the index
            policy[0] = policy[0].replace("script-src 'self' 'wasm-unsafe-eval'", "script-src 'none'")
        assert "script-src 'none'" in policy[0]
        assert "unsafe" not in policy[0]


def test_drafts_are_in_no_file(samples):
    drafts = [
        path.with_suffix("")
        for path in (TOP / "content/articles").rglob("*.toml")
        if 'status = "draft"' in path.read_text("utf-8")
    ]
    assert drafts, "the samples should hold a draft"
    everything = b"\0".join(samples.bytes().values())
    for draft in drafts:
        assert draft.name.encode() not in everything


def test_of_a_text_that_may_not_be_shown_only_points_quotes_and_figures_are(samples):
    masked = [s for s in _sources(samples) if s["reuse"] == "points"]
    assert masked, 'the samples should hold an article with text = "points"'
    for source in masked:
        path = TOP / "content" / source["path"]
        briefing = samples.twin(source["address"].replace("sources/", "briefings/"))
        shown = {cite["text"] for cite in _cites(briefing)}
        body = [line.strip() for line in path.read_text("utf-8", "replace").splitlines() if len(line.split()) > 25]
        everything = b"\0".join(samples.bytes().values()).decode("utf-8", "replace")
        for line in body:
            if not any(line in text for text in shown):
                assert line not in everything


def test_the_same_bytes_on_another_machine(samples, tmp_path):
    folder = lay(tmp_path / "a folder with another name")
    (folder / "content/record.jsonl").write_bytes((samples.folder / "content/record.jsonl").read_bytes())
    home = str(tmp_path)
    another = {"TZ": "Asia/Almaty", "LC_ALL": "C", "PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "1", "HOME": home}
    again = build(folder, publish=True, **another)
    assert again.code == 0, again.said
    assert again.bytes() == samples.bytes()


@pytest.mark.parametrize("address", ["index.html", "about/index.html", "sources/index.html"])
def test_the_totals_stand_on_home_about_and_sources(samples, address):
    foot = samples.page(address).find(".//footer").text_content()
    assert "whole site" in foot


def _sources(built) -> list[dict]:
    return [built.twin(str(Path(a).parent)) for a in built.addresses() if re.fullmatch(r"sources/[^/]+/index.json", a)]


def _cites(value):
    if isinstance(value, dict):
        if "text" in value and "at" in value:
            yield value
        for one in value.values():
            yield from _cites(one)
    elif isinstance(value, list):
        for one in value:
            yield from _cites(one)
