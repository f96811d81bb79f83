"""A site of hostile articles: it is published, nothing of theirs is anything but text, and nobody else is harmed."""

from __future__ import annotations

import json
import re

import pytest
from hostile import OTHER, good
from lxml import etree
from oracle import made, plain_id
from sites import ADDRESS

pytestmark = pytest.mark.data

LEADS_OUT = re.compile(r"https?://")


def shape(tree) -> set[tuple[str, str]]:
    """Every element, and every attribute of one, that a page is made of."""
    found = set()
    for element in tree.iter():
        tag = plain_id(element.tag) if isinstance(element.tag, str) else "comment"  # h3 is h0, as h4 is
        found.add((tag, ""))
        found |= {(tag, key) for key in element.attrib}
    return found


@pytest.fixture(scope="module")
def trees(hostile):
    return {address: hostile.page(address) for address in hostile.pages()}


@pytest.fixture(scope="module")
def report(hostile):
    return json.loads((hostile.folder / ".briefing/report.json").read_text("utf-8"))


def test_the_site_is_published_and_each_refusal_is_named(hostile, report):
    assert hostile.code in (0, 3), hostile.said[-3000:]
    files = {p.relative_to(hostile.folder / "content").as_posix() for p in articles(hostile)}
    told = {one["path"] for one in report["published"]} | {one["path"] for one in report["refused"]}
    assert {path for path in files if path.isprintable()} <= told
    assert [one["path"] for one in report["refused"] if one["code"] == "gate"] == []
    for one in report["refused"][:20]:
        assert one["path"] in hostile.said
        assert one["reason"]


def articles(built):
    return [p for p in (built.folder / "content/articles").rglob("*") if p.suffix in (".txt", ".html")]


def test_every_good_article_is_whole(hostile):
    for name, text in good().items():
        page = hostile.text(f"briefings/{name.removesuffix('.txt')}/")
        for line in filter(None, text.splitlines()):
            for part in re.split(r"[“”]", line):
                assert part.strip(" ,") in page


def test_no_element_attribute_or_id_that_is_not_ours(trees, samples):
    known, ids, classes = set(made()), set(), set()
    for address in samples.pages():
        tree = samples.page(address)
        known |= shape(tree)
        ids |= {plain_id(element.get("id")) for element in tree.iter() if element.get("id")}
        classes |= {one for element in tree.iter() for one in (element.get("class") or "").split()}
    for address, tree in trees.items():
        assert shape(tree) - known == set(), address
        found = {plain_id(element.get("id")) for element in tree.iter() if element.get("id")}
        assert {one for one in found - ids if not re.fullmatch(r"[a-z]+(?:-0)?", one)} == set(), address
        odd = {one for element in tree.iter() for one in (element.get("class") or "").split()} - classes
        assert {one for one in odd if not re.fullmatch(r"[a-z-]{2,20}", one)} == set(), address


def test_no_address_runs_or_loads_anything(trees):
    for address, tree in trees.items():
        for element in tree.iter(etree.Element):
            for key in ("href", "src", "srcset", "content"):
                value = (element.get(key) or "").strip()
                if key == "content":
                    assert element.get("http-equiv") in (None, "Content-Security-Policy", "refresh"), address
                    continue
                assert not re.match(r"(?i)[\x00-\x20]*(?:javascript|data|vbscript|file|blob|//|\\)", value), address
                if element.tag == "a" and value.startswith(f"{ADDRESS}/"):
                    continue  # a mail is read elsewhere: the digest names its own pages in full
                if LEADS_OUT.match(value) and element.tag == "a":
                    assert "noopener" in (element.get("rel") or ""), f"{address}: {value}"
                elif LEADS_OUT.match(value):
                    assert element.get("rel") == "canonical", f"{address}: loads {value}"


def test_every_word_of_a_text_file_is_on_its_source_page(hostile, report):
    addresses = {one["path"]: one["address"] for one in report["published"]}
    seen = 0
    for path in articles(hostile):
        name = path.relative_to(hostile.folder / "content").as_posix()
        told = path.read_text("utf-8", "replace")
        if path.suffix != ".txt" or name not in addresses or re.match(r"\s*<(?:!doctype html|html)", told, re.I):
            continue  # markup in a .txt is read as markup
        shown = hostile.text(addresses[name].replace("briefings/", "sources/"))
        for word in re.findall(r"[A-Za-z0-9]{2,}", told):
            seen += 1
            assert word in shown or f"&{word}" in told or f"&#{word}" in told, f"{name}: {word}"
    assert seen > 5_000


def test_feeds_and_json_are_strict(hostile):
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for address in hostile.addresses():
        data = (hostile.output / address).read_bytes()
        if address.endswith(".xml"):
            assert etree.fromstring(data, parser).getroottree().docinfo.doctype == "", address
        elif address.endswith(".json"):
            json.loads(data, parse_constant=lambda name: pytest.fail(f"a {name}"))
            assert not re.search(rb"[\x00-\x08\x0b-\x1f]", data), address


def test_every_address_is_plain(hostile):
    for address in hostile.addresses():
        assert re.fullmatch(r"(?:[a-z0-9][a-z0-9-]{0,90}/)*[a-zA-Z0-9][\w.-]{0,60}", address), address


def test_what_is_not_hostile_stands_as_it_is(hostile):
    assert OTHER[0] in "".join(hostile.text(a) for a in hostile.pages() if a.startswith("briefings/side-"))
