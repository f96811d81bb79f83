"""What the fuzzer drives (``make fuzz``): any bytes through a room; a refusal is the only way out, promises are kept.

``test_found.py`` puts the seeds and every input that ever failed through the same targets, without the fuzzer.
"""

from __future__ import annotations

from contextlib import suppress

from briefing.model import Desk, Refusal, Sidecar
from briefing.pipeline import walk as walk_article
from briefing.read import read as read_source
from briefing.text import (
    addresses,
    bylines,
    crumbs,
    dates,
    marks,
    numbers,
    pages,
    sentences,
    slugs,
    speech,
    subjects,
    tables,
    timewords,
    unicode,
    voices,
    words,
)
from properties.sound import sound

DESK = Desk()
SIDE = Sidecar()
KINDS = (".txt", ".html", ".htm")
TONGUES = ("en", "ru", "zh", "tr", "de", "es", "fr", "ar", "und")
SEEDS = (
    b"\x00A port opens\n\nBy Jane Doe\n\n4 July 2024\n\nASTANA (A) -- \xe2\x80\x9cWe wait,\xe2\x80\x9d she said.\n",
    b'\x01<title>A</title><script type=\'application/ld+json\'>{"@type":"Article"}</script><p hidden>b<p>c',
    b"\x01<meta charset=gb2312><table><tr><td colspan=9>a<svg><title>b</svg><a href='http://x.example/?utm_a=1'>c</a>",
    b"\x02\xff\xfe<\x00p\x00>\x00a\x00",
    b"\x03\xd0\x9f\xd0\xb0\xd1\x80\xd0\xbe\xd0\xbc, 5 \xd0\xb8\xd1\x8e\xd0\xbb\xd1\x8f 2024 \xd0\xb3.",
    "\x02协议周四签署。他说：“好。”".encode(),
    "\x00â€œIt cost $4.7bn â€“ up 5 per cent on Monday,â€\x9d U.S. officials said. e.g. No. 4 &rsquo;".encode(),
)


def read(data: bytes) -> None:
    """Any file: a source that keeps its promises, twice the same, or a refusal."""
    if not data:
        return
    path = f"articles/a{KINDS[data[0] % len(KINDS)]}"
    with suppress(Refusal):
        source = read_source(path, data[1:], DESK)
        sound(source)
        assert read_source(path, data[1:], DESK) == source


def text(data: bytes) -> None:
    """Any text through every function of ``text``: what they find lies in it."""
    if not data:
        return
    tongue = TONGUES[data[0] % len(TONGUES)]
    try:
        told = unicode.decode(data[1:]).text
    except unicode.NotText:
        told = data[1:].decode("utf-8", "replace")
    line, _ = unicode.tidy(unicode.entities(told)[0])
    assert unicode.tidy(line)[0] == line
    for said in (told, line):
        _spans(said, [(a, b) for a, b in sentences.spans(said, tongue)], apart=True)
        _spans(said, [(one.start, one.end) for one in numbers.find(said, tongue)], apart=True)
        found = timewords.find(said, tongue)
        _spans(said, [(one.start, one.end) for one in found], apart=True)
        for one in found:
            dates.resolve(one, "2024-07-04")
        _spans(said, [(a, b) for a, b, _ in marks.marked(said)])
        _speech(said, tongue)
        _names(said)


def walk(data: bytes) -> None:
    """Any file through read, clean, find and brief: each passage lies where it says."""
    if not data:
        return
    with suppress(Refusal):
        told = walk_article(f"articles/a{KINDS[data[0] % len(KINDS)]}", data[1:], DESK, SIDE)
        for facts in told.facts.values():
            for fact in facts:
                at = fact.passage
                assert told.article.blocks[at.block].text[at.start : at.end] == at.text


def _speech(said: str, tongue: str) -> None:
    known = voices.voice(tables.shipped("reporting"), tongue)
    if known is None:
        return
    for one in speech.attributions(said, known):
        _spans(said, [span for span in (one.verb, one.speaker) if span])
    _spans(said, list(speech.people_in(said, known)))
    _spans(said, [span for span in (subjects.opening(said, known),) if span])


def _names(said: str) -> None:
    assert set(slugs.slug(f"articles/{said}.txt")) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slugs.entity_slug(said)
    with suppress(addresses.BadAddress):
        assert addresses.address(said, "https://example.org/").startswith(("http://", "https://"))
    assert words.language(said)
    words.word_count(said, words.language(said))
    words.script(said)
    dates.parse_stated(said)
    bylines.unnamed(said)
    crumbs.is_path(said)
    pages.known(said)
    if said:
        marks.is_title(said)


def _spans(said: str, found: list[tuple[int, int]], apart: bool = False) -> None:
    reached = 0
    for start, end in found:
        assert 0 <= start <= end <= len(said)
        if apart:
            assert reached <= start < end
            reached = end
