"""A web page to a Source: its visible blocks with their ancestors and links, and the head its markup states.

The only module that knows BeautifulSoup. What a reader of the page cannot see is not read, save what the head needs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from itertools import islice
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Tag
from lxml import etree
from msgspec.structs import replace

from briefing.lazy import regex
from briefing.model import Block, Desk, Genre, Refusal, Repair, Source, Stated
from briefing.read import guard, meta, walk
from briefing.read.collect import Blocks
from briefing.text import addresses, unicode, words

RUN = 4  # words; shorter runs are in any text
HEAD = 4_096  # bytes in which a page names its charset

# <meta charset=…> and <meta http-equiv content="text/html; charset=…">, <?xml encoding="…"?>
CHARSET = re.compile(
    rb"<(?:meta|\?xml)[\s/][^>]{0,400}?(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([a-zA-Z0-9._:-]{1,40})", re.I
)
# "@type": "NewsArticle", "@type": ["http://schema.org/Article" in data; itemtype="https://schema.org/BlogPosting"
TYPE = regex(r'"@type"\s{0,9}:\s{0,9}\[?\s{0,9}"(?:https?://(?:www\.)?schema\.org/)?(\w{1,40})')
ITEMTYPE = regex(r"""itemtype=["']?(?:https?://(?:www\.)?schema\.org/)?(\w{1,40})""")
COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)


def read(path: str, data: bytes, desk: Desk) -> Source:
    """The source of a web page. Its numbered text: the lines the head adds, then a line for each visible block."""
    declared = CHARSET.search(COMMENT.sub(b"", data[:HEAD]))
    try:
        decoded = unicode.decode(data, declared[1].decode("ascii") if declared else None)
    except unicode.NotText as error:
        raise Refusal(path, "not-text", str(error)) from None
    settled = guard.settle(decoded.text.encode("utf-8", "replace").decode("utf-8"))
    root = _parsed(settled.markup)
    said = BeautifulSoup(settled.head, "lxml")
    facts = _facts(said, root, settled.data)
    collected = Blocks(path)
    if root is not None:
        walk.walk(root, collected, _base(said, facts))
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
    stated_of, described_of = _shares(collected.blocks, (found.body, found.about))
    blocks = added + tuple(
        replace(block, lines=(block.lines[0] + count,) * 2, stated=stated, described=described)
        for block, stated, described in zip(collected.blocks, stated_of, described_of, strict=True)
    )
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
        genre=_genre(settled),
    )


def _genre(settled: guard.Settled) -> Genre:
    """What the page's data or markup calls itself in the words of schema.org: news, any other article, or neither."""
    kinds = {kind.casefold() for text in settled.data for kind in TYPE.findall(text)}
    kinds.update(kind.casefold() for kind in ITEMTYPE.findall(settled.markup))
    if any(kind.endswith("newsarticle") for kind in kinds):
        return "news"
    return "article" if kinds & {"article", "blogposting"} else ""


def _parsed(markup: str) -> Any:
    """The root of the page's tree, by lxml itself: a soup of a whole page takes twenty times as long."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(markup.encode("utf-8"), parser)
    except etree.XMLSyntaxError:  # nothing in it at all
        return None


def _facts(said: BeautifulSoup, root: Any, data: tuple[str, ...]) -> meta.Facts:
    """What the page states unseen: ``said`` holds its meta, link and title elements, ``root`` all others."""
    metas: list[tuple[str, str]] = []
    canonical = title = ""
    for node in said.find_all(("meta", "link", "title"), limit=1_000):
        if node.name == "meta":
            name = node.get("property") or node.get("name") or node.get("itemprop")
            content = node.get("content")
            if isinstance(name, str) and isinstance(content, str) and len(metas) < 300:
                metas.append((name.strip().lower()[:80], content[:2_500]))
        elif node.name == "link":
            rel, href = _list(node.get("rel")), node.get("href")
            if "canonical" in [each.lower() for each in rel] and isinstance(href, str) and not canonical:
                canonical = href
        elif not title:
            title = node.get_text()[:2_500]
    times: list[tuple[str, tuple[str, ...], str]] = []
    language = ""
    if root is not None:
        language = root.get("lang") or "" if root.tag == "html" else ""
        for node in islice(root.iter("time", "abbr"), 1_000):
            if node.get("datetime") and len(times) < 100:
                marks = f"{walk.named(node)} {'pubdate' if node.get('pubdate') is not None else ''}"
                trail = tuple(walk.named(above) for above in islice(node.iterancestors(), 40))
                times.append((node.get("datetime")[:80], trail, marks))
    return meta.Facts(tuple(metas), title, canonical, language, tuple(times), data)


def _shares(blocks: list[Block], texts: Sequence[str]) -> list[list[float | None]]:
    """For each text that the page's markup gives, of each block the share of its words in runs of RUN that it has."""
    held = [_Runs(text) if text else None for text in texts]
    found: list[list[float | None]] = [[] for _ in texts]
    for block in blocks:
        own = words.CHARACTER.findall(block.text.casefold()) if any(held) else []
        for shares, runs in zip(found, held, strict=True):
            shares.append(None if runs is None else runs.share(own))
    return found


class _Runs:
    """The runs of RUN words of a text, and its lines."""

    def __init__(self, text: str) -> None:
        held = words.CHARACTER.findall(text.casefold())
        self.known = set(zip(*(held[at:] for at in range(RUN)), strict=False))
        self.lines = {" ".join(words.CHARACTER.findall(line)) for line in text.casefold().splitlines()[:2_000]}

    def share(self, own: list[str]) -> float:
        """The share of these words that stand in such runs; of fewer than RUN, whether they are a line."""
        if len(own) < RUN:
            return float(" ".join(own) in self.lines)
        hit = [False] * len(own)
        for at, run in enumerate(zip(*(own[start:] for start in range(RUN)), strict=False)):
            if run in self.known:
                hit[at : at + RUN] = [True] * RUN
        return round(sum(hit) / len(own), 3)


def _list(value: object) -> list[str]:
    """An attribute's value as words, whether the parser divided it or not."""
    return [str(each) for each in value] if isinstance(value, list) else str(value or "").split()


def _base(said: BeautifulSoup, facts: meta.Facts) -> str | None:
    """What relative links of the page are relative to, when it says so."""
    node = said.find("base")
    own = next((content for name, content in facts.metas if name == "og:url"), "")
    href = node.get("href") if isinstance(node, Tag) else None
    for raw in (href if isinstance(href, str) else None, facts.canonical, own):
        if found := walk.address(raw, None):
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
