"""A text file, as a scraper left it, to a Source: its own lines, and the blocks they form.

A line is a block. Only text that was wrapped by hand or by a mail program at some width has blocks of several lines.
"""

from __future__ import annotations

from hashlib import sha256

from briefing.lazy import regex
from briefing.model import Block, Desk, Refusal, Source
from briefing.read import head, lines
from briefing.text import bylines, unicode, words

BREAK = regex(r"\r\n|\r|\n")
# "- item", "* item", "• item", "1. item", "2) item"
ITEM = regex(r"(?:[-*•‣▪◦·–]|\(?\d{1,2}[.)])\s+\S")
CLOSED = tuple(".!?…:;,。！？；：，、؟।”)")
QUOTED = tuple(stop + mark for stop in ".!?…。！？" for mark in "\"'’»」』")
WRAPPED = (40, 160)  # characters; lines wrapped at a width lie in here
RAGGED = 0.72  # a wrapped line is at least so long, as a share of the longest of its run
WIDE, RAGGED_WIDE = 100, 0.85  # the same where the longest has more characters: words are small beside such lines
RUN = 3  # lines; fewer are wrapped text only where a sentence goes on, or where the file has more of the same width
SEEN = 8  # lines; a run longer than this that is not wrapped is lines by themselves
MIDWAY = 0.6  # share of a run's lines, but the last, that must end without closing a sentence
GOES_ON = 0.4  # share of a run's lines, but the first, that must begin with a small letter: headlines in a list do not
HEADING = 90  # characters; longer lines are not headings
FOLLOWS = 120  # characters at least of the paragraph that a heading stands above
BETWEEN = 60  # the same of a heading of so many at most that stands between two paragraphs
ENDED = (".", "!", "?", "…", "。", "！", "？", "؟", "।", ":")


def read(path: str, data: bytes, desk: Desk) -> Source:
    """The source of a .txt file. Its numbered text is the file's own lines."""
    try:
        decoded = unicode.decode(data)
    except unicode.NotText as error:
        raise Refusal(path, "not-text", str(error)) from None
    raw = BREAK.split(decoded.text)
    if raw and not raw[-1].strip():
        raw.pop()  # the last line end closes a line and opens none
    numbered, repairs = lines.settle(path, raw, references=True)
    if not any(numbered):
        raise Refusal(path, "empty", "There is no text in this file.")
    stated, notes = head.of_text(numbered)
    blocks = _blocks(numbered, stated.headline.value if stated.headline else "")
    language = words.language(" ".join(block.text for block in blocks if len(block.text) > HEADING))
    if language == "und":
        language = words.language(" ".join(numbered))
    return Source(
        path=path,
        sha256=sha256(data).hexdigest(),
        encoding=decoded.encoding,
        language=language,
        head=stated,
        lines=numbered,
        blocks=blocks,
        repairs=repairs,
        notes=decoded.notes + notes,
    )


def _blocks(numbered: tuple[str, ...], headline: str) -> tuple[Block, ...]:
    found = _divided(numbered, 0)
    wrapped = [block for block in found if block.lines[1] - block.lines[0] + 1 >= RUN]
    if wrapped:
        found = _divided(numbered, max(len(numbered[block.lines[0] - 1]) for block in wrapped))
    return _with_headings(found, numbered, headline)


def _divided(numbered: tuple[str, ...], width: int) -> list[Block]:
    """The blocks of a text that is known to be wrapped at ``width``, or not known to be wrapped (0)."""
    found: list[Block] = []
    at = 0
    while at < len(numbered):
        if not numbered[at]:
            at += 1
            continue
        end = at
        while end < len(numbered) and numbered[end]:
            end += 1
        found.extend(_paragraphs(numbered, at, end, not found, width))
        at = end
    return found


def _paragraphs(numbered: tuple[str, ...], at: int, end: int, first: bool, width: int) -> list[Block]:
    """The blocks of one run of lines without a blank: wrapped paragraphs as one each, other lines alone."""
    found = []
    if first and end - at > 1 and numbered[at + 1][:1].isupper() and not numbered[at].endswith(CLOSED):
        found.append(_block(numbered, at, at + 1))  # the first line of a file is a headline sooner than half a sentence
        at += 1
    while at < end:
        stop = _run(numbered, at, end)
        if stop > at + 1 and _is_wrapped(numbered[at:stop], width):
            found.append(_block(numbered, at, stop))
            at = stop
            continue
        alone = stop if stop - at > SEEN else at + 1  # a long run is looked at once, or the work would be quadratic
        found.extend(_block(numbered, line, line + 1) for line in range(at, alone))
        at = alone
    return found


def _block(numbered: tuple[str, ...], at: int, stop: int) -> Block:
    text = numbered[at] if stop == at + 1 else " ".join(numbered[at:stop])
    item = not text[0].isalpha() and ITEM.match(text)
    return Block(text, "item" if item else "paragraph", (at + 1, stop))


def _run(numbered: tuple[str, ...], at: int, end: int) -> int:
    """Where lines that may be one wrapped paragraph stop: before a list item or a long line, after a short one."""
    low, high = WRAPPED
    if not low <= len(numbered[at]) <= high:  # most lines of a page
        return at + 1
    stop, widest = at, 0
    while stop < end and len(numbered[stop]) <= high and not (stop > at and ITEM.match(numbered[stop])):
        widest = max(widest, len(numbered[stop]))
        stop += 1
        if len(numbered[stop - 1]) < max(low, _least(widest)):
            break
    return max(stop, at + 1)


def _least(widest: int) -> float:
    """Characters that a wrapped line has at least, the longest of them having so many."""
    return widest * (RAGGED if widest <= WIDE else RAGGED_WIDE)


def _is_wrapped(run: tuple[str, ...], width: int) -> bool:
    """Whether lines are one paragraph: of one width but the last, broken in the middle of sentences, going on small."""
    if len(run) == 2:
        return run[0][-1].isalnum() and (run[1][0].islower() or 0 < _least(width) <= len(run[0]))
    if len(run) < RUN:
        return False
    widest = max(len(line) for line in run)
    if any(len(line) < _least(widest) for line in run[:-1]):
        return False
    midway = sum(not line.endswith(CLOSED) for line in run[:-1])
    going = sum(line[0].islower() for line in run[1:])
    return midway >= (len(run) - 1) * MIDWAY and going >= (len(run) - 1) * GOES_ON


def _with_headings(blocks: list[Block], numbered: tuple[str, ...], headline: str) -> tuple[Block, ...]:
    """Marks lines that are clearly headings: short, open at the end, alone, and before a paragraph much longer."""
    found = []
    for place, block in enumerate(blocks):
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        if (
            block.kind == "paragraph"
            and after
            and place
            and block.text != headline
            and _heading(block, blocks[place - 1], after, numbered)
        ):
            block = Block(block.text, "heading", block.lines, level=2)
        found.append(block)
    return tuple(found)


def _heading(block: Block, before: Block, after: Block, numbered: tuple[str, ...]) -> bool:
    first, last = block.lines
    if first != last or (first > 1 and numbered[first - 2]) or last >= len(numbered) or numbered[last]:
        return False
    if after.kind != "paragraph" or len(block.text) > HEADING or block.text.endswith(CLOSED):
        return False
    if block.text.endswith(QUOTED):
        return False  # "The road is ours," she said. "It always was."
    if not after.text.rstrip("”\"’')").endswith(ENDED) or not any(char.isalpha() for char in block.text):
        return False
    if bylines.unnamed(block.text):
        return False
    wide = 2 if words.script(block.text) in ("Han", "Kana", "Hangul") else 1  # these say more with fewer characters
    between = len(block.text) * wide <= BETWEEN <= len(before.text) * wide and before.text.endswith(ENDED)
    follows = BETWEEN if between else FOLLOWS
    return len(block.text) * wide <= HEADING and len(after.text) * wide >= max(follows, 2 * len(block.text))
