"""What a built site offers to those who share, cite and subscribe: linked data, cards, feeds, references, changes."""

from __future__ import annotations

import json
import struct
from urllib.parse import urljoin, urlsplit

import pytest
from jsonschema import Draft202012Validator
from lxml import etree
from sites import ADDRESS, add, build, lay

ATOM = {"a": "http://www.w3.org/2005/Atom"}
TEXT = {"type": "string", "minLength": 1}
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
WEB = {"type": "string", "pattern": "^https?://"}
JSON_FEED = {  # https://www.jsonfeed.org/version/1.1/
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": TEXT,
        "home_page_url": WEB,
        "feed_url": WEB,
        "description": TEXT,
        "language": TEXT,
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_html"],
                "properties": {
                    "id": TEXT,
                    "url": WEB,
                    "external_url": WEB,
                    "title": TEXT,
                    "content_html": TEXT,
                    "date_published": INSTANT,
                    "date_modified": INSTANT,
                    "tags": {"type": "array", "items": TEXT},
                    "language": TEXT,
                    "_sourceline": {"type": "object"},
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
DATE = {"type": "string", "pattern": r"^\d{4}(-\d\d(-\d\d.*)?)?$"}
NODE = {
    "type": "object",
    "required": ["@type"],
    "properties": {
        "@type": {
            "enum": [
                *("Article", "BreadcrumbList", "CollectionPage", "Event", "GeoCoordinates", "ItemList", "ListItem"),
                *("Organization", "Person", "Place", "Thing", "WebPage", "WebSite"),
            ]
        },
        "name": TEXT,
        "headline": TEXT,
        "url": WEB,
        "@id": WEB,
        "item": WEB,
        "startDate": DATE,
        "datePublished": DATE,
        "dateModified": DATE,
        "position": {"type": "integer", "minimum": 1},
        "itemListElement": {"type": "array", "minItems": 1},
    },
}


def data(page) -> dict | None:
    found = page.xpath("//script[@type='application/ld+json']")
    return json.loads(found[0].text) if found else None


def nodes(value) -> list[dict]:
    if isinstance(value, list):
        return [node for one in value for node in nodes(one)]
    if isinstance(value, dict):
        return [value, *(node for one in value.values() for node in nodes(one))]
    return []


def meta(page) -> dict[str, str]:
    return {element.get("property"): element.get("content") for element in page.xpath("//meta[@property]")}


def leads_on(built, url: str) -> bool:
    """Whether an address of this site is there; one of another site is not asked."""
    if not url.startswith(ADDRESS):
        return True
    path = url.removeprefix(ADDRESS).lstrip("/").partition("#")[0]
    return (built.output / (f"{path}index.html" if not path or path.endswith("/") else path)).is_file()


@pytest.mark.parametrize("which", ["samples", "hostile"])
def test_linked_data_of_every_page_parses_and_leads_on(request, which):
    built = request.getfixturevalue(which)
    validator = Draft202012Validator(NODE)
    kinds = set()
    for address in built.pages():
        page = built.page(address)
        found = data(page)
        if found is None:
            assert page.find("body").get("class") in ("page-missing", "page-redirect", "page-styleguide"), address
            continue
        assert found["@context"] == "https://schema.org"
        for node in nodes(found["@graph"]):
            assert list(validator.iter_errors(node)) == [], (address, node)
            kinds.add(node["@type"])
            for key in ("@id", "url", "item"):
                assert leads_on(built, node.get(key, "")), (address, node)
    assert {"Article", "BreadcrumbList", "CollectionPage", "WebSite"} <= kinds


def test_a_briefing_is_based_on_its_original(samples):
    address = "briefings/trans-caspian-trucks-reach-caspian/"
    page, *_ = data(samples.page(address))["@graph"]
    twin = samples.twin(address)
    original = page["isBasedOn"]
    assert page["@type"] == "Article"
    assert original["headline"] == twin["account"]["title"]
    assert original["datePublished"] == twin["account"]["published"] == "2024-07-04"
    assert original["publisher"]["name"] == twin["account"]["publisher"]
    undated = data(samples.page("briefings/trans-caspian-opening-road-joins-the-rails/"))["@graph"][0]["isBasedOn"]
    assert not {"datePublished", "publisher", "creditText"} & set(undated)


@pytest.mark.parametrize("which", ["samples", "hostile"])
def test_every_page_has_a_card_that_is_there(request, which):
    built = request.getfixturevalue(which)
    for address in built.pages():
        page = built.page(address)
        if data(page) is None:
            continue
        told = meta(page)
        assert {"og:title", "og:type", "og:url", "og:image", "og:image:alt", "og:site_name"} <= set(told), address
        assert told["og:title"].startswith(told["og:image:alt"])
        assert leads_on(built, told["og:url"])
        picture = (built.output / told["og:image"].removeprefix(f"{ADDRESS}/")).read_bytes()
        assert struct.unpack(">II", picture[16:24]) == (1200, 630)


@pytest.mark.parametrize("which", ["samples", "seeds"])
def test_no_two_pages_have_one_title(request, which):
    built = request.getfixturevalue(which)
    found: dict[str, list[str]] = {}
    for address in built.pages():
        page = built.page(address)
        if not page.xpath("//meta[@http-equiv='refresh']"):
            found.setdefault(page.findtext(".//title"), []).append(address)
    assert [pages for pages in found.values() if len(pages) > 1] == []
    assert any(title.endswith(" · 2 accounts") for title in found)


@pytest.mark.parametrize("which", ["samples", "hostile"])
def test_json_feeds_say_what_the_atom_feeds_say(request, which):
    built = request.getfixturevalue(which)
    feeds = [address for address in built.addresses() if address == "feed.json" or address.startswith("feeds/")]
    found = [address for address in feeds if address.endswith(".json")]
    assert len(found) >= 4
    for address in found:
        feed = json.loads((built.output / address).read_text())
        assert list(Draft202012Validator(JSON_FEED).iter_errors(feed)) == []
        atom = etree.parse(built.output / address.replace(".json", ".xml"))
        assert [item["id"] for item in feed["items"]] == atom.xpath("//a:entry/a:id/text()", namespaces=ATOM)
        assert [item["url"] for item in feed["items"]] == atom.xpath("//a:entry/a:link/@href", namespaces=ATOM)
        assert all(leads_on(built, item["url"]) for item in feed["items"])


def test_the_digest_is_plain_markup_with_absolute_addresses(samples):
    page = samples.page("digest/")
    tags = {element.tag for element in page.find(".//main").iter()}
    assert tags <= {"main", "h1", "h2", "p", "ul", "li", "a", "span", "small"}
    links = page.xpath("//main//a/@href | //footer//a/@href")
    assert links
    assert all(link.startswith(ADDRESS) and leads_on(samples, link) for link in links)


def test_llms_txt_leads_on(samples):
    text = (samples.output / "llms.txt").read_text()
    assert text.startswith("# Eurasia Briefing\n\n> ")
    links = [part.split(")")[0] for part in text.split("](")[1:]]
    assert len(links) > 6
    assert all(leads_on(samples, link) for link in links)


def test_a_briefing_can_be_cited_without_script(samples):
    address = "briefings/trans-caspian-trucks-reach-caspian/"
    page = samples.page(address)
    fields = page.xpath("//textarea[@readonly]")
    assert [field.getparent().find("span").text for field in fields] == ["APA", "Chicago", "MLA"]
    assert all(samples.twin(address)["account"]["title"] in field.text for field in fields)
    for href in page.xpath("//a[@download]/@href"):
        assert leads_on(samples, urljoin(f"{ADDRESS}/{address}", href))
    (item,) = json.loads((samples.output / address / "reference.csl.json").read_text())
    assert item["issued"]["date-parts"] == [[2024, 7, 4]]
    assert len(item["custom"]["sha256"]) == 64
    assert f"sha256 = {{{item['custom']['sha256']}}}" in (samples.output / address / "reference.bib").read_text()


def test_every_paragraph_has_an_address_of_its_own(samples):
    for address in samples.pages():
        if address.startswith("briefings/"):
            page = samples.page(address)
            lines = page.xpath("//*[contains(concat(' ', @class, ' '), ' line ')]")
            for line in lines:
                assert line.xpath(".//a[@class='self']/@href") == [f"#{line.get('id')}"]


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """Two articles, then a rule that cuts a line of each, then one of them moved and the other withdrawn."""
    body = "{}\n\nThe road was opened on Monday by the mayor of the town.\n\nRead it on paper: ask at the kiosk.\n"
    more = "\nTwo bridges carry it over the river, and lorries may use both of them.\n"
    names = {"one.txt": "A road for the valley", "two.txt": "The town opens its road"}
    folder = lay(tmp_path_factory.mktemp("changed"), {name: body.format(title) + more for name, title in names.items()})
    days = iter(f"{1785000000 + 86400 * day}" for day in range(9))
    build(folder, "--version", record=True, SOURCE_DATE_EPOCH=next(days))
    (folder / "content/desk/rules").mkdir(parents=True, exist_ok=True)
    rule = 'name = "own.kiosk"\npattern = "Read it on paper.{0,80}"\nwhy = "Asks to buy the paper."\nlanguage = "en"\n'
    (folder / "content/desk/rules/own.toml").write_text(f"[[rule]]\n{rule}")
    build(folder, "--version", record=True, SOURCE_DATE_EPOCH=next(days))
    articles = folder / "content/articles"
    (articles / "one.txt").rename(articles / "first.txt")
    add(folder, "two.toml", 'status = "withdrawn"\n')
    return build(folder, publish=True, record=True, SOURCE_DATE_EPOCH=next(days))


def test_changes_are_told_by_story_and_by_rule(changed):
    assert changed.code == 0, changed.said
    text = changed.text("changes/")
    assert "Rule own.kiosk cut 2 lines in 2 articles Asks to buy the paper." in text
    assert "moved" in text
    assert "was articles/one.txt" in text
    assert "withdrawn" in text
    page = changed.page("changes/")
    cut = [element.text_content() for element in page.findall(".//del")]
    assert cut == ["Read it on paper: ask at the kiosk."]  # of the withdrawn one nothing is shown
    assert [day.text for day in page.findall(".//h2")][:1] == ["27 July 2026"]


def test_the_feed_of_changes_tells_each_once(changed):
    feed = etree.parse(changed.output / "changes.xml")
    terms = feed.xpath("//a:entry/a:category/@term", namespaces=ATOM)
    assert sorted(terms) == sorted(["added", "added", "changed", "changed", "cut", "moved", "withdrawn"])
    ids = feed.xpath("//a:entry/a:id/text()", namespaces=ATOM)
    assert len(set(ids)) == len(ids)
    assert all(leads_on(changed, link) for link in feed.xpath("//a:entry/a:link/@href", namespaces=ATOM))


def test_without_an_address_nothing_absolute_is_claimed(tmp_path):
    built = build(
        lay(tmp_path / "site", {"a.txt": "A road\n\nThe road was opened on Monday by the mayor.\n"}), SITEURL=""
    )
    assert built.code == 0, built.said
    page = built.page("briefings/a/")
    assert not {"og:url", "og:image"} & set(meta(page))
    for node in nodes(data(page)["@graph"]):
        for key in ("@id", "url", "item"):
            assert urlsplit(node.get(key, "")).netloc == "", node


def test_cards_can_be_left_out_and_a_plain_site_has_no_extras(tmp_path):
    folder = lay(tmp_path / "site", {"a.txt": "A road\n\nThe road was opened on Monday by the mayor.\n"})
    built = build(folder, "-e", "BRIEFING_CARDS=false", publish=True)
    assert not [address for address in built.addresses() if address.endswith("card.png")]
    assert "og:image" not in meta(built.page(""))
    built = build(folder, "-e", 'BRIEFING_PAGES="plain"', "BRIEFING_SHRINK=true", publish=True)
    assert built.code == 0, built.said
    extras = ("reference.", "card.png", "llms.txt", "feed.json", "changes", "digest")
    assert not [address for address in built.addresses() if any(extra in address for extra in extras)]
    page = built.page("briefings/a/")
    assert data(page) is None
    assert not page.xpath("//textarea | //a[@class='self'] | //link[contains(@href, 'sharing')]")
