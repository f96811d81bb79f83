"""What JSON-LD in a page says of the article in it. Broken or foreign data is passed over."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping
from typing import Any

from briefing.lazy import regex
from briefing.plain import Frozen

ARTICLES = frozenset(
    [
        "article",
        "newsarticle",
        "analysisnewsarticle",
        "askpublicnewsarticle",
        "backgroundnewsarticle",
        "opinionnewsarticle",
        "reportagenewsarticle",
        "reviewnewsarticle",
        "advertisercontentarticle",
        "satiricalarticle",
        "scholarlyarticle",
        "techarticle",
        "report",
        "blogposting",
        "liveblogposting",
        "socialmediaposting",
    ]
)
INTO = ("@graph", "mainEntity", "mainEntityOfPage")  # where the page's own article may stand inside another thing
NODES = 2_000
SIZE = 500_000  # characters of one block
LEAST = 200  # characters of an article's text; a shorter one is a description
MARKUP = regex(r"<[a-zA-Z/!][^<>]{0,400}>")
DEEP = 200  # brackets inside one another; json.loads recurses


class Linked(Frozen):
    """The article's own statements, as text; "" where it makes none."""

    headline: str = ""
    author: str = ""
    published: str = ""
    publisher: str = ""
    url: str = ""
    language: str = ""
    body: str = ""  # the article's text, its markup left out
    description: str = ""
    subtitle: str = ""


def article(blocks: Iterable[str], title: str) -> tuple[Linked | None, tuple[str, ...]]:
    """What is said of the article headed ``title``, and notes. None when no one article can be told from others."""
    nodes: list[Mapping[str, Any]] = []
    notes: list[str] = []
    for text in blocks:
        parsed = _parsed(text)
        if parsed is None:
            if text.strip():
                notes.append("JSON-LD ignored: it is not valid JSON.")
        else:
            nodes.extend(_nodes(parsed))
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    found = [node for node in nodes if _is_article(node)]
    if len(found) > 1:
        wanted = _plain(title)
        found = [node for node in found if _same(_plain(_text(node.get("headline") or node.get("name"))), wanted)][:1]
    if not found:
        return None, tuple(notes)
    node = found[0]
    return (
        Linked(
            headline=_text(node.get("headline") or node.get("name")),
            author=_names(node.get("author") or node.get("creator"), named),
            published=_text(node.get("datePublished")),
            publisher=_names(node.get("publisher") or node.get("sourceOrganization"), named),
            url=_address(node),
            language=_text(node.get("inLanguage")),
            body=_body(node.get("articleBody")),
            description=_text(node.get("description")),
            subtitle=_text(node.get("alternativeHeadline")),
        ),
        tuple(notes),
    )


def _parsed(text: str) -> object | None:
    body = text.strip().removeprefix("<!--").removesuffix("-->").strip()
    body = body.removeprefix("<![CDATA[").removesuffix("]]>").strip().rstrip(";")
    if not body or len(body) > SIZE or _depth(body) > DEEP:
        return None
    try:
        found: object = json.loads(body, strict=False)
    except (ValueError, RecursionError):
        return None
    return found


def _depth(text: str) -> int:
    """An upper bound of the nesting: brackets inside strings count too."""
    deep = most = 0
    for char in text:
        if char in "[{":
            deep += 1
            most = max(most, deep)
        elif char in "]}":
            deep -= 1
    return most


def _nodes(parsed: object) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    waiting = [parsed]
    while waiting and len(found) < NODES:
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting[:0] = item[:NODES]
        elif isinstance(item, dict):
            found.append(item)
            waiting.extend(item[key] for key in INTO if isinstance(item.get(key), (dict, list)))
    return found


def _is_article(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.rpartition("/")[2].lower() in ARTICLES for kind in kinds[:10])


def _plain(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _same(one: str, other: str) -> bool:
    return bool(one and other) and (
        one == other or (min(len(one), len(other)) >= 12 and (one in other or other in one))
    )


def _text(value: object) -> str:
    """A short string of a value that ought to be one; "" for anything else."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 9999:
        value = str(value)
    return value.strip()[:2_500] if isinstance(value, str) else ""


def _body(value: object) -> str:
    """The text of an article; "" where it is too short to be one."""
    if not isinstance(value, str) or len(value) < LEAST:
        return ""
    return MARKUP.sub(" ", html.unescape(value[:SIZE]))


def _names(value: object, named: Mapping[str, Mapping[str, Any]]) -> str:
    """Names of persons or organisations, joined by commas."""
    found: list[str] = []
    for item in (value if isinstance(value, list) else [value])[:8]:
        if isinstance(item, dict) and "name" not in item and isinstance(item.get("@id"), str):
            item = named.get(item["@id"], item)
        name = _text(item)
        if name and "//" not in name and name not in found:
            found.append(name)
    return ", ".join(found)


def _address(node: Mapping[str, Any]) -> str:
    for value in (node.get("url"), node.get("mainEntityOfPage"), node.get("@id")):
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and value.lower().startswith(("http:", "https:")):
            return value
    return ""
