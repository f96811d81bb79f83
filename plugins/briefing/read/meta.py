"""The head of a page with markup: what it shows, and what JSON-LD, OpenGraph, meta and time elements state unseen.

A value that stands in a visible line is taken from there. One that does not becomes a numbered line of its own, so
that every statement of the head can be looked up like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from briefing.lazy import regex
from briefing.model import Block, Head, Stated
from briefing.read import head, jsonld
from briefing.text import addresses, unicode, words
from briefing.text.dates import parse_stated
from briefing.text.tables import shipped

SAME, ALIKE = 3, 0.4  # words that two titles of one story share at least, and their share of the shorter one's
NEAR = 10  # blocks after the headline in which byline and date stand
# "Headline | The Example Times"
DIVIDER = regex(r"\s(?:[|\-–—·•»«]|::|//)\s")
ELSEWHERE = regex(
    r"comment|respond|related|recommend|sidebar|widget|footer|aside|nav|promo|teaser|most[-_]?read|trending|popular|latest"
    r"|newsletter|advert|more[-_]|listing|card",
    re.IGNORECASE,
)


class Facts(Struct):
    """What a page's markup states unseen."""

    metas: tuple[tuple[str, str], ...]  # name in small letters, content
    title: str
    canonical: str
    language: str
    times: tuple[
        tuple[str, tuple[str, ...], str], ...
    ]  # datetime, trail of the element, its marks ("pubdate", class …)
    data: tuple[str, ...]  # JSON-LD blocks


class Unseen(Struct):
    """A line that the head adds to the numbered text: the text, the name it gets in the trail, and what was mended."""

    text: str
    name: str
    before: str = ""
    faults: tuple[tuple[str, int], ...] = ()


class Found(Struct):
    """The head, the lines it adds in front of the visible ones, and notes."""

    head: Head
    lines: tuple[Unseen, ...]
    notes: tuple[str, ...]
    body: str = ""  # the article's text, where the page's data gives it
    about: str = ""  # what the page says it is about, a statement a line


class _Builder:
    def __init__(self, facts: Facts, blocks: list[Block]) -> None:
        self.facts, self.blocks = facts, blocks
        self.unseen: list[Unseen] = []
        self.notes: list[str] = []
        self.fields: dict[str, tuple[Stated, bool]] = {}  # with whether it stands in an unseen line
        self.near = 0

    def meta(self, field: str) -> Iterator[tuple[str, str]]:
        for name in shipped("metadata")[field]:
            for other, content in self.facts.metas:
                if other == name and content.strip():
                    yield name, content

    def state(self, field: str, text: str, name: str, origin: str, value: str | None = None) -> None:
        """Gives a field a value that no visible line shows, on a line of its own."""
        line, faults = settled(text)
        if line:
            self.unseen.append(Unseen(line, name, unicode.escaped(text), faults))
            number = len(self.unseen)
            stated = Stated(line, value or line, origin, (number, number), 0, len(line))
            self.fields[field] = (stated, True)

    def show(self, field: str, stated: Stated | None) -> bool:
        """Gives a field a value from a visible line."""
        if stated:
            self.fields[field] = (stated, False)
        return stated is not None


def find(facts: Facts, blocks: list[Block]) -> Found:
    """The head of a page. ``blocks`` are its visible ones, numbered from 1, a line each."""
    builder = _Builder(facts, blocks)
    titles = [content for _, content in builder.meta("headline")] + [facts.title]
    linked, notes = jsonld.article(facts.data, next((title for title in titles if title), ""))
    builder.notes.extend(notes)
    said = linked or jsonld.Linked()
    _headline(builder, said)
    _published(builder, said)
    _byline(builder, said)
    _publisher(builder, said)
    _url(builder, said)
    for block in blocks[builder.near :]:
        if block.kind == "paragraph" and len(block.text) > 60:
            builder.show("dateline", head.dateline(block.text, block.lines[0]))
            break
    count = len(builder.unseen)
    fields = {
        field: stated if hidden else head.moved(stated, count) for field, (stated, hidden) in builder.fields.items()
    }
    return Found(
        Head(**fields), tuple(builder.unseen), tuple(dict.fromkeys(builder.notes)), said.body, _described(builder, said)
    )


def _described(builder: _Builder, said: jsonld.Linked) -> str:
    """What the page says it is about: its description in each place that has one, a line each."""
    told = [said.description, said.subtitle, *(content for _, content in builder.meta("description"))]
    return "\n".join(dict.fromkeys(" ".join(settled(each)[0].split()) for each in told if each.strip()))


def settled(text: str) -> tuple[str, tuple[tuple[str, int], ...]]:
    """A value of the markup as a line, and what was mended in it."""
    line, count = unicode.entities(text[:2_500])
    line, faults = unicode.tidy(line)
    return line, ((("entity", count),) if count else ()) + tuple(faults)


def _origin(name: str) -> str:
    return "opengraph" if name.startswith(("og:", "article:")) else "meta"


def _plain(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def short(title: str, site: str = "") -> str:
    """A page title without the name of the site at its end or beginning.

    >>> short("Ministers meet in Astana - The Example Times")
    'Ministers meet in Astana'
    """
    title = title.strip()
    for _ in range(3):
        cuts = list(DIVIDER.finditer(title))
        if not cuts:
            break
        before, after = title[: cuts[-1].start()], title[cuts[-1].end() :]
        if site and _plain(title[: cuts[0].start()]) == _plain(site):
            title = title[cuts[0].end() :]
        elif (site and _plain(after) == _plain(site)) or (
            len(after.split()) <= 5
            and len(after) <= len(before)
            and all(w[:1].isupper() or len(w) < 4 for w in after.split())
        ):
            title = before
        else:
            break
    return title.strip()


def _headline(builder: _Builder, said: jsonld.Linked) -> None:
    site = next((content for name, content in builder.facts.metas if name == "og:site_name"), said.publisher)
    stated = [(said.headline, "ld+json[headline]", "json-ld")] if said.headline else []
    stated += [(content, f"meta[{name}]", _origin(name)) for name, content in builder.meta("headline")]
    if builder.facts.title.strip():
        stated.append((builder.facts.title, "title", "title"))
    wanted = {_plain(text) for text, _, _ in stated} | {_plain(short(text, site)) for text, _, _ in stated}
    wanted -= {"", _plain(site)}
    ones = [block for block in builder.blocks if block.kind == "heading" and block.level == 1]
    heads, lower = (
        [block for block in some[:100] if len(block.text) <= 2 * head.HEADLINE and _plain(block.text) != _plain(site)]
        for some in (ones, [block for block in builder.blocks[:400] if block.kind == "heading" and block.level == 2])
    )
    titled = [block for block in lower if not any(ELSEWHERE.search(name) for name in block.trail)]
    told = [_words(short(text, site)) for text, _, _ in stated]
    for some, same in (
        (heads, lambda text: _plain(text) in wanted),
        (heads, lambda text: any(_agree(_plain(text), other) for other in wanted)),
        (heads, lambda text: any(_alike(_words(text), other) for other in told)),
        (lower, lambda text: _plain(text) in wanted),
        (titled, lambda text: any(_agree(_plain(text), other) for other in wanted)),
    ):
        for block in some:
            if same(block.text):
                _title(builder, block)
                return
    for block in builder.blocks[:400]:
        if len(block.text) <= head.HEADLINE and len(block.text) >= 12 and _plain(block.text) in wanted:
            _title(builder, block)
            return
    known = [block for block in ones if len(block.text.split()) > 1 and _plain(block.text) != _plain(site)]
    if len(known) == 1 and all(origin == "title" for _, _, origin in stated):
        _title(builder, known[0])  # one main heading says more than the title of a window
        return
    for text, name, origin in stated:
        brief = settled(short(text, site))[0]
        if brief:
            builder.state("headline", text, name, origin)
            line, hidden = builder.fields["headline"]
            start = line.text.find(brief)
            if start >= 0:
                line = replace(line, text=brief, value=brief, start=start, end=start + len(brief))
            builder.fields["headline"] = (line, hidden)
            return
    ones = [block for block in ones if len(block.text) <= head.HEADLINE * 2]
    for block in [block for block in ones if len(block.text.split()) > 2] + ones:
        _title(builder, block)
        return


def _agree(one: str, other: str) -> bool:
    """Whether one title is the other cut short, or with a little added."""
    return (
        len(other) >= 12
        and (one in other or other in one)
        and min(len(one), len(other)) * 2 >= max(len(one), len(other))
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(words.CHARACTER.findall(text.casefold()))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether a heading shares many words with a stated title, and is not a small part of it, as a site's name is."""
    both = one & other
    return len(both) >= max(SAME, ALIKE * min(len(one), len(other))) and not (one < other and 2 * len(one) < len(other))


def _title(builder: _Builder, block: Block) -> None:
    builder.near = block.lines[0] - 1
    builder.show("headline", Stated(block.text, block.text, "text", block.lines, 0, len(block.text)))


def _about(builder: _Builder) -> list[Block]:
    """Blocks beside the headline that are not part of other things."""
    around = builder.blocks[max(0, builder.near - 3) : builder.near + NEAR]
    return [block for block in around if not any(ELSEWHERE.search(name) for name in block.trail)]


def _published(builder: _Builder, said: jsonld.Linked) -> None:
    stated = [(said.published, "ld+json[datePublished]", "json-ld")] if said.published else []
    stated += [(content, f"meta[{name}]", _origin(name)) for name, content in builder.meta("published")]
    for text, name, origin in stated:
        value = parse_stated(text)
        if value and not value.startswith("1970-01-01"):
            builder.state("published", text, name, origin, value)
            return
        builder.notes.append(f"Date in {name} ignored: it is no date or can be read in two ways.")
    for block in _about(builder):
        if len(block.text) <= 160 and builder.show("published", head.date_of(block.text, block.lines[0])):
            return
    times = [
        (text, marks)
        for text, trail, marks in builder.facts.times
        if not any(ELSEWHERE.search(name) for name in trail) and parse_stated(text)
    ]
    marked = [
        text for text, marks in times if re.search(r"datepublished|pubdate|publish|entry-date", marks, re.IGNORECASE)
    ]
    if marked or len({text[:10] for text, _ in times}) == 1:
        text = marked[0] if marked else times[0][0]
        builder.state("published", text, "time[datetime]", "time", parse_stated(text))


def _byline(builder: _Builder, said: jsonld.Linked) -> None:
    stated = [(said.author, "ld+json[author]", "json-ld")] if said.author else []
    stated += [(content, f"meta[{name}]", _origin(name)) for name, content in builder.meta("byline")]
    about = _about(builder)
    for text, name, origin in stated:
        line = settled(text[:400])[0]
        start = len(opened.group()) if (opened := re.match(r"(?i)by\s+", line)) else 0
        known = head.person(line, start, len(line), 1, origin)
        if known is None:
            continue
        for block in about:
            at = block.text.find(known.text)
            if at >= 0 and len(block.text) <= 200:
                end = at + len(known.text)
                builder.show("byline", Stated(known.text, known.text, "text", block.lines, at, end))
                return
        builder.state("byline", line, name, origin)
        whole, hidden = builder.fields["byline"]
        builder.fields["byline"] = (replace(whole, text=known.text, value=known.text, start=start), hidden)
        return
    for block in about:
        if len(block.text) <= 160 and builder.show("byline", head.byline_of(block.text, block.lines[0])):
            return


def _publisher(builder: _Builder, said: jsonld.Linked) -> None:
    stated = [(said.publisher, "ld+json[publisher]", "json-ld")] if said.publisher else []
    stated += [(content, f"meta[{name}]", _origin(name)) for name, content in builder.meta("publisher")]
    for text, name, origin in stated:
        if len(text) <= head.NAME and "//" not in text:
            builder.state("publisher", text, name, origin)
            return


def _url(builder: _Builder, said: jsonld.Linked) -> None:
    stated = [(builder.facts.canonical, "link[canonical]", "meta", "Canonical address")]
    stated += [
        (content, "meta[og:url]", "opengraph", "Address in og:url")
        for name, content in builder.facts.metas
        if name == "og:url"
    ]
    stated.append((said.url, "ld+json[url]", "json-ld", "Address in JSON-LD"))
    for text, name, origin, what in stated:
        if not text.strip():
            continue
        try:
            value = addresses.address(text)
        except addresses.BadAddress as error:
            builder.notes.append(f"{what} ignored: {error}.")
            continue
        if re.fullmatch(r"https?://[^/]+/?", value):
            builder.notes.append(f"{what} ignored: it is that of the whole site.")
            continue
        builder.state("url", text, name, origin, value)
        return
