"""A web page to a Source: its visible blocks with their ancestors and links, and the head its markup states.

The only module that knows BeautifulSoup. What a reader of the page cannot see is not read, save what the head needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, Tag

from briefing.model import Block, BlockKind, Desk, Refusal, Repair, Source, Stated
from briefing.read import guard, meta
from briefing.read.collect import Blocks, Place, bounded
from briefing.text import addresses, unicode, words

NAME = 80  # characters of one ancestor's name
CELL = 1_500  # characters of a table row; with more it is a layout, and its cells are blocks
HEAD = 4_096  # bytes in which a page names its charset

# <meta charset=…> and <meta http-equiv content="text/html; charset=…">, <?xml encoding="…"?>
CHARSET = re.compile(
    rb"<(?:meta|\?xml)[\s/][^>]{0,400}?(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([a-zA-Z0-9._:-]{1,40})", re.I
)
COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)

BLOCKS, SKIPPED, STRUCTURE = (guard.ELEMENTS[name] for name in ("blocks", "skipped", "structure"))
SETTLES: dict[str, BlockKind] = {"figcaption": "caption", "caption": "caption", "blockquote": "quote"}
RANK = {"paragraph": 0, "item": 1, "quote": 2, "row": 3, "caption": 4, "heading": 5}


def read(path: str, data: bytes, desk: Desk) -> Source:
    """The source of a web page. Its numbered text: the lines the head adds, then a line for each visible block."""
    declared = CHARSET.search(COMMENT.sub(b"", data[:HEAD]))
    try:
        decoded = unicode.decode(data, declared[1].decode("ascii") if declared else None)
    except unicode.NotText as error:
        raise Refusal(path, "not-text", str(error)) from None
    settled = guard.settle(decoded.text.encode("utf-8", "replace").decode("utf-8"))
    soup = BeautifulSoup(settled.markup, "lxml")
    facts = _facts(soup, settled.data)
    collected = Blocks(path)
    _walk(soup, collected, _base(soup, facts))
    if not collected.blocks:
        raise Refusal(path, "empty", "There is no visible text in this page.")
    found = meta.find(facts, collected.blocks)
    count = len(found.lines)
    added = tuple(
        Block(line.text, "head", (number, number), ("head", line.name))
        for number, line in enumerate(found.lines, start=1)
    )
    mended = tuple(
        Repair(number, fault, changed, line.before)
        for number, line in enumerate(found.lines, start=1)
        for fault, changed in line.faults
    )
    blocks = added + tuple(replace(block, lines=(block.lines[0] + count,) * 2) for block in collected.blocks)
    language, notes = _language(facts.language, collected.blocks)
    stated = found.head
    if stated.publisher is None and stated.url is not None:
        site = desk.sites.get(addresses.host(stated.url.value))
        if site and site.publisher:
            stated = replace(stated, publisher=Stated(site.publisher, site.publisher, "editor"))
    return Source(
        path=path,
        sha256=sha256(data).hexdigest(),
        encoding=decoded.encoding,
        language=language,
        head=stated,
        lines=tuple(block.text for block in blocks),
        blocks=blocks,
        repairs=mended + tuple(replace(repair, line=repair.line + count) for repair in collected.repairs),
        notes=decoded.notes + settled.notes + found.notes + notes,
    )


def _walk(soup: BeautifulSoup, collected: Blocks, base: str | None) -> None:
    """All visible text in document order, without recursion."""
    stack: list[tuple[Iterator[object], Place, bool]] = [(iter(list(soup.contents)), Place(), False)]
    while stack:
        nodes, place, blocky = stack[-1]
        node = next(nodes, None)
        if node is None:
            stack.pop()
            if blocky:
                collected.close()
        elif isinstance(node, Tag):
            _enter(node, place, stack, collected, base)
        elif type(node) in (NavigableString, CData):
            collected.add(str(node), place)
    collected.close()


def _enter(
    node: Tag, place: Place, stack: list[tuple[Iterator[object], Place, bool]], collected: Blocks, base: str | None
) -> None:
    name = node.name
    if name in SKIPPED or _hidden(node):
        return
    if name == "br":
        if place.row:
            collected.add(" ", place)
        else:
            collected.line_break()
        return
    blocky = (name in BLOCKS or "-" in name) and name != "html"
    if place.row and blocky:
        if name in ("td", "th") and collected.open.place is not None:
            collected.add(" | ", replace(place, url=None))
        else:
            collected.add(" ", replace(place, url=None))
        stack.append((iter(list(node.contents)), place, False))
        return
    if blocky:
        collected.close()
    stack.append((iter(list(node.contents)), _below(node, place, blocky, base), blocky))


def _below(node: Tag, place: Place, blocky: bool, base: str | None) -> Place:
    """The place inside an element."""
    name = node.name
    kind, level, row, url = place.kind, place.level, place.row, place.url
    wanted: BlockKind = SETTLES.get(name, "item" if name in ("li", "dt", "dd", "option") else "paragraph")
    if len(name) == 2 and name[0] == "h" and name[1] in "123456":
        wanted, level = "heading", int(name[1])
    if name == "tr" and _is_row(node):
        wanted, row = "row", True
    if RANK[wanted] > RANK[kind]:
        kind = wanted
    if kind != "heading":
        level = 0
    if name == "a":
        url = _address(node.get("href"), base)
    trail, inline = place.trail, place.inline
    if name not in ("html", "body"):
        if blocky:
            trail, inline = (*place.trail, *place.inline, _name(node)), ()
        elif name != "[document]":
            inline = (*inline, _name(node))
    return Place(bounded(trail), inline[-6:], kind, level, url, row, place.pre or name == "pre")


def _is_row(node: Tag) -> bool:
    """Whether a table row holds data: two cells or more, no structure in them, not much text."""
    size = cells = inner = 0
    for number, below in enumerate(node.descendants):
        if number > 300:
            return False
        if isinstance(below, Tag):
            if below.name in STRUCTURE:
                return False
            cells += below.name in ("td", "th")
            inner += below.name in ("p", "div")
        else:
            size += len(str(below))
    return cells > 1 and inner <= cells and size <= CELL


def _hidden(node: Tag) -> bool:
    """Whether the page hides an element: by attribute or by its own style, which ``guard`` turns into the attribute.

    Not the page itself, which scripts unveil, nor the parts that React streams hidden and puts in place (``S:1``).
    """
    if node.name in ("html", "body") or str(node.get("id", "")).startswith("S:"):
        return False
    return node.has_attr("hidden") or node.get("aria-hidden") == "true"


def _list(value: object) -> list[str]:
    """An attribute's value as words, whether the parser divided it or not."""
    return [str(each) for each in value] if isinstance(value, list) else str(value or "").split()


def _name(node: Tag) -> str:
    """An element as a trail names it: ``div.comments#reply[role=main]``."""
    classes = _list(node.get("class"))
    name = node.name + "".join(f".{each}" for each in classes[:8] if each)
    name += f"#{node['id']}" if node.get("id") else ""
    for mark in ("role", "itemprop"):
        if node.get(mark):
            name += f"[{mark}={node[mark]}]"
    name = name[:NAME]
    return name if name.isprintable() else "".join(char for char in name if char.isprintable())


def _address(raw: object, base: str | None) -> str | None:
    if not isinstance(raw, str) or not raw.strip() or raw.strip().startswith("#"):
        return None
    try:
        return addresses.address(raw, base)
    except addresses.BadAddress:
        return None


def _facts(soup: BeautifulSoup, data: tuple[str, ...]) -> meta.Facts:
    metas: list[tuple[str, str]] = []
    times: list[tuple[str, tuple[str, ...], str]] = []
    canonical = title = ""
    for node in soup.find_all(("meta", "link", "title", "time", "abbr"), limit=3_000):
        if node.name == "meta":
            name = node.get("property") or node.get("name") or node.get("itemprop")
            content = node.get("content")
            if isinstance(name, str) and isinstance(content, str) and len(metas) < 300:
                metas.append((name.strip().lower()[:80], content[:2_500]))
        elif node.name == "link":
            rel, href = _list(node.get("rel")), node.get("href")
            if "canonical" in [each.lower() for each in rel] and isinstance(href, str) and not canonical:
                canonical = href
        elif node.name == "title" and not title:
            title = node.get_text()[:2_500]
        elif node.get("datetime") and len(times) < 100:
            marks = f"{_name(node)} {'pubdate' if node.has_attr('pubdate') else ''}"
            trail = tuple(
                _name(above) for _, above in zip(range(40), node.parents, strict=False) if isinstance(above, Tag)
            )
            times.append((str(node["datetime"])[:80], trail, marks))
    html = soup.find("html")
    language = html.get("lang") if isinstance(html, Tag) else None
    return meta.Facts(tuple(metas), title, canonical, language if isinstance(language, str) else "", tuple(times), data)


def _base(soup: BeautifulSoup, facts: meta.Facts) -> str | None:
    """What relative links of the page are relative to, when it says so."""
    node = soup.find("base")
    own = next((content for name, content in facts.metas if name == "og:url"), "")
    for raw in (node.get("href") if isinstance(node, Tag) else None, facts.canonical, own):
        if found := _address(raw, None):
            return found
    return None


def _language(stated: str, blocks: list[Block]) -> tuple[str, tuple[str, ...]]:
    """The language the text is in; what the markup says of it counts where the text is too short to tell."""
    prose = " ".join(block.text for block in blocks[:2_000] if len(block.text) > 80)
    found = words.language(prose or " ".join(block.text for block in blocks[:400]))
    code = stated.strip().lower()[:2]
    code = code if re.fullmatch(r"[a-z]{2}(?:[-_].{0,20})?", stated.strip().lower()) else ""
    if found == "und":
        believed = code and words.may_be(prose or " ".join(block.text for block in blocks[:40]), code)
        return (code if believed else "und"), ()
    if code and code != found:
        return found, (f"The markup says the language is {code}; the text is {found}.",)
    return found, ()
