"""Tiny briefings for tests: lines of text, and facts named by their words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from briefing.model import Article, Block, Briefing, Fact, Head, Label, Passage, Point, Sidecar, Source, Stated, Verdict

try:
    from briefing.find.entities import Entity, Mention
    from briefing.find.events import Event
    from briefing.find.figures import Figure
    from briefing.find.quotes import Quote
except ImportError:  # the finders are not there yet: the same shapes

    @dataclass(frozen=True, slots=True)
    class Mention(Fact):
        name: str

    @dataclass(frozen=True, slots=True)
    class Entity(Fact):
        slug: str
        name: str
        kind: str
        aliases: tuple = ()
        expansion: Passage | None = None
        roles: tuple = ()
        mentions: tuple = ()
        place: tuple | None = None
        known: bool = False

    @dataclass(frozen=True, slots=True)
    class Quote(Fact):
        speaker: Passage | None
        verb: Passage | None
        direct: bool

    @dataclass(frozen=True, slots=True)
    class Figure(Fact):
        value: str | None
        high: str | None
        number: Passage | None
        bound: Passage | None
        relation: str
        unit: str
        of: Passage | None
        who: Passage | None

    @dataclass(frozen=True, slots=True)
    class Event(Fact):
        granularity: str
        resolved: str | None
        anchor: str | None
        status: str
        order: int | None


SENTENCE = re.compile(r"\S.*?(?:[.!?][”\"’)]*(?=\s)|$)")


def article(
    lines: Iterable[str], title: str | None = None, published: str | None = None, language: str = "en", path="a.txt"
):
    """An article whose blocks are the title and the lines."""
    rows = [*([title] if title else []), *lines]
    blocks = tuple(
        Block(row, "title" if title and at == 0 else "paragraph", (at + 1, at + 1)) for at, row in enumerate(rows)
    )
    head = Head(
        headline=Stated(title, title, "text", (1, 1), 0, len(title)) if title else None,
        published=Stated(published, published, "editor") if published else None,
    )
    source = Source(path, "0" * 64, "utf-8", language, head, tuple(rows), blocks)
    sentences = []
    for at, block in enumerate(blocks):
        spans = [m.span() for m in SENTENCE.finditer(block.text)] if block.kind != "title" else [(0, len(block.text))]
        sentences += [Passage(block.text[a:b], at, a, b, block.lines) for a, b in spans]
    keep = Verdict("keep", "prose", "Prose.")
    return Article(source, head, Sidecar(), blocks, tuple(keep for _ in blocks), (), tuple(sentences))


def at(art: Article, words: str, nth: int = 0) -> tuple[Passage, int]:
    """The passage of ``words`` and the place of its sentence."""
    for number, sentence in enumerate(art.sentences):
        place = sentence.text.find(words)
        if place >= 0:
            if nth == 0:
                start = sentence.start + place
                return art.passage(sentence.block, start, start + len(words)), number
            nth -= 1
    raise AssertionError(f"{words!r} is not in the text")


def entity(art: Article, name: str, kind: str = "unclassified", slug: str = "", aliases=(), known=False, place=None):
    """An entity with all places of its name and aliases."""
    mentions = []
    for number, sentence in enumerate(art.sentences):
        for form in (name, *aliases):
            for m in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", sentence.text):
                p = art.passage(sentence.block, sentence.start + m.start(), sentence.start + m.end())
                mentions.append(Mention(p, number, name))
    mentions.sort(key=lambda m: (m.sentence, m.passage.start))
    first = mentions[0]
    slug = slug or re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "x"
    return Entity(
        first.passage, first.sentence, slug, name, kind, tuple(aliases), None, (), tuple(mentions), place, known
    )


def figure(art, words, value, unit="", relation="=", number=None, bound=None, of=None):
    p, s = at(art, words)
    part = lambda text: at(art, text)[0] if text else None  # noqa: E731
    return Figure(p, s, value, None, part(number), part(bound), relation, unit, part(of), None)


def quote(art, words, speaker=None, direct=True):
    p, s = at(art, words)
    return Quote(p, s, at(art, speaker)[0] if speaker else None, None, direct)


def event(art, words, granularity, resolved=None, anchor=None, status="stated", order=None):
    p, s = at(art, words)
    return Event(p, s, granularity, resolved, anchor, status, order)


def briefing(art: Article, entities=(), figures=(), quotes=(), events=(), points=(), labels: Iterable[Label] = ()):
    facts = {
        "entities": tuple(entities),
        "figures": tuple(figures),
        "quotes": tuple(quotes),
        "events": tuple(events),
    }
    made = tuple(Point((at(art, words)[0],)) if isinstance(words, str) else words for words in points)
    return Briefing(art, facts, None, made, tuple(labels))


def rough(lines, title=None, published=None, language="en", path="a.txt"):
    """A briefing with only what capitals, quotation marks and digits tell: a stand-in for the finders."""
    art = article(lines, title, published, language, path)
    names = sorted(
        {
            m.group()
            for s in art.sentences
            for m in re.finditer(r"(?<!^)\b[A-Z][\w’-]*(?: [A-Z][\w’-]*){0,4}", s.text)
            if len(m.group()) > 2
        }
    )
    quotes, figures, events = [], [], []
    for number, s in enumerate(art.sentences):
        for m in re.finditer(r"“([^”]{20,})”", s.text):
            p = art.passage(s.block, s.start + m.start(1), s.start + m.end(1))
            quotes.append(Quote(p, number, None, None, True))
        for m in re.finditer(
            r"(?:(over|almost|nearly|about) )?(?:(\d[\d,.]*)( percent| kilometres)?|(half))\b", s.text
        ):
            p = art.passage(s.block, s.start + m.start(), s.start + m.end())
            span = m.span(2) if m.group(2) else m.span(4)
            n = art.passage(s.block, s.start + span[0], s.start + span[1])
            b = art.passage(s.block, s.start + m.start(1), s.start + m.end(1)) if m.group(1) else None
            value = "0.5" if m.group(4) else m.group(2).strip(".,").replace(",", "")
            rel = {"over": ">", "almost": "<", "nearly": "<", "about": "≈"}.get(m.group(1) or "", "=")
            figures.append(Figure(p, number, value, None, n, b, rel, (m.group(3) or "").strip(), None, None))
        for m in re.finditer(r"\b((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|recently|In June)\b", s.text):
            p = art.passage(s.block, s.start + m.start(), s.start + m.end())
            kind = "vague" if m.group() == "recently" else "month" if "June" in m.group() else "weekday"
            events.append(Event(p, number, kind, None, None, "stated", None))
    for number, s in enumerate(art.sentences):
        for m in re.finditer(r"([A-Z]\w+(?: [A-Z]\w+)+) (said) that (.{10,})\.", s.text):
            parts = [art.passage(s.block, s.start + m.start(i), s.start + m.end(i)) for i in (1, 2, 3)]
            quotes.append(Quote(parts[2], number, parts[0], parts[1], False))
    return briefing(art, [entity(art, n) for n in names], figures, quotes, events)
