"""Settles the title, its repetitions, and the lines of the head (byline, date line)."""

from __future__ import annotations

from functools import lru_cache

from briefing.clean.page import Page, Verdicts
from briefing.lazy import regex
from briefing.model import BlockKind, Stated, Verdict
from briefing.text import crumbs

TITLE = Verdict("keep", "title", "The title.")
REPEATED = Verdict("cut", "title.repeated", "Repeats the title.")
PATH = Verdict("cut", "navigation.crumbs", "The path of the page, above the title.", 0.9)
NEAR_TOP = 8  # blocks; a byline or a date line further from the title is something else
MAX_TITLE = 400  # characters of a line that may repeat the title
MAX_HEAD = 160  # characters of a line of the head
MAX_SUFFIX = 60  # characters of a site's name after the title
WORD = regex(r"\w+")
SUFFIX = regex(r"\s[|\-–—»·•:/]\s")


def judge(page: Page, verdicts: Verdicts) -> Verdicts:
    """The title's block, its repetitions, and the head's lines."""
    said: Verdicts = {}
    title = _place(page, page.source.head.headline)
    if title is not None:
        said[title] = TITLE
    told = [stated.text for stated in (page.source.head.headline,) if stated] + (
        [page.blocks[title].text] if title is not None else []
    )
    if told:
        names = {form for text in told for form in _forms(text)} - {""}
        telling = {max(name.split(), key=len) for name in names}  # a line without any of these is no form of it
        for place, block in enumerate(page.blocks):
            if place in said or len(block.text) > MAX_TITLE:
                continue
            folded = block.text.casefold()
            for word in telling:
                if word in folded:
                    if not names.isdisjoint(_forms(block.text)):
                        said[place] = REPEATED
                    break
        if title is None:  # the headline stands in no line of its own: the first repetition is the title
            first = min((place for place, verdict in said.items() if verdict is REPEATED), default=None)
            if first is not None:
                said[first] = TITLE
                title = first
    said.update({place: verdict for place, verdict in _head(page, title).items() if place not in said})
    for place in range(title or 0):
        block = page.blocks[place]
        if place not in said and block.kind not in ("row", "head") and crumbs.may_be_path(block.text):
            said[place] = PATH
    return said


def kinds(page: Page, verdicts: Verdicts) -> dict[int, BlockKind]:
    """New kinds of the kept blocks that turned out to be title or head."""
    found: dict[int, BlockKind] = {}
    for place, block in enumerate(page.blocks):
        rule = verdicts[place].rule if place in verdicts else ""
        if rule == "title":
            found[place] = "title"
        elif rule.startswith("head."):
            found[place] = "head"
        elif rule == "editor.keep" and place == _place(page, page.source.head.headline):
            found[place] = "title"
        elif block.kind == "title":
            found[place] = "heading"
    return found


@lru_cache(maxsize=256)
def _forms(text: str) -> frozenset[str]:
    """A title's words alone, and those before and after a site's name: equal forms are the same title.

    >>> sorted(_forms("Rail deal signed | The Sample"))
    ['rail deal signed', 'rail deal signed the sample']
    """
    whole = " ".join(WORD.findall(text.casefold()))
    forms = {whole}
    for cut in SUFFIX.finditer(text):
        left, right = text[: cut.start()], text[cut.end() :]
        if len(right) <= MAX_SUFFIX and len(left) > len(right):
            forms.add(" ".join(WORD.findall(left.casefold())))
        elif len(left) <= MAX_SUFFIX / 2 and len(right) > 2 * len(left):
            forms.add(" ".join(WORD.findall(right.casefold())))
    return frozenset(forms)


def _place(page: Page, stated: Stated | None) -> int | None:
    """The block that is the stated value's own: its lines, and little else in it."""
    if stated is None or stated.lines is None:
        return None
    for place, block in enumerate(page.blocks):
        if block.lines[0] <= stated.lines[0] and stated.lines[1] <= block.lines[1]:
            return place if len(block.text) <= len(stated.text) + MAX_SUFFIX else None
    return None


def _head(page: Page, title: int | None) -> Verdicts:
    """Byline, date line and the like: short lines near the title that carry a value of the head and nothing more."""
    head = page.source.head
    said: Verdicts = {}
    for name, why, stated in (
        ("byline", "Byline.", head.byline),
        ("published", "Date line.", head.published),
        ("publisher", "Names the publisher.", head.publisher),
    ):
        place = _place(page, stated)
        if place is not None and place != title and len(page.blocks[place].text) <= MAX_HEAD:
            said[place] = Verdict("keep", f"head.{name}", why)
    url = _place(page, head.url)
    if url is not None and url != title:
        said[url] = Verdict("keep", "head.url", "Address of the original.")
    for place, block in enumerate(page.blocks):  # metadata that an html file gives before its text
        if block.kind == "head" and place not in said and place != title:
            said[place] = Verdict("keep", "head.meta", "What the page says of itself.")
    return said
