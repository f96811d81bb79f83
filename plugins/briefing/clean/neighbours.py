"""Judges blocks by those around them: what a comment section or a listing holds, and every "ask" that is left."""

from __future__ import annotations

from briefing.clean.page import Page, Verdicts
from briefing.model import Verdict

COMMENTS = Verdict("cut", "comments.section", "In the comment section.", 0.9)
ADVERT = Verdict("cut", "adverts.listing", "Below the label of an advert.", 0.9)
LISTINGS = {
    "adverts.open": Verdict("cut", "adverts.listing", "In a listing of paid offers.", 0.9),
    "related.open": Verdict("cut", "related.listing", "In a list of other stories.", 0.85),
}
BEFORE = 0.25  # share of the page's prose that stands before a comment section; a form above the story opens none
LEAST = 400  # characters of prose before it
JOINS = 8  # lines between a story's last paragraph and what opens its comments
MAX_ITEM = 160  # characters of one entry of a listing
SURE = 0.9  # confidence; a cut below it was a question first
SEEN = "page.unsure"  # what the trees over a page ask about
MIN_LINE = 30  # characters of a line that is worth getting back
MIN_STORY = 200  # characters of prose; a page that keeps less gets its uncertain cuts back


def structure(page: Page, verdicts: Verdicts) -> Verdicts:
    """Cuts of what a comment section or a listing holds."""
    said: Verdicts = {}
    for place, verdict in sorted(verdicts.items()):
        listing = LISTINGS.get(verdict.rule)
        if listing and verdict.call == "cut":
            for held in _run(page, verdicts, place + 1):
                said.setdefault(held, listing)
    for place, verdict in _comments(page, verdicts).items():
        label = verdicts.get(place - 1)
        if label and label.rule == "adverts.label" and label.call == "cut" and not page.prose[place]:
            verdict = ADVERT  # the one line below its label
        said.setdefault(place, verdict)
    return said


def _comments(page: Page, verdicts: Verdicts) -> Verdicts:
    """Everything after the line that opens the comments, when the story stands before it.

    A count of comments may stand above the story too: then no paragraph is near above it, most prose stands below, and
    more than twice as much follows each other there. Comments have names and times between them.
    """
    whole = sum(page.weight)
    before = 0
    for place in range(len(page.blocks)):
        opens = place in verdicts and verdicts[place].rule == "comments.open"
        if opens and before >= max(LEAST, BEFORE * whole):
            after = range(place + 1, len(page.blocks))
            titled = any(at in verdicts and verdicts[at].rule == "title" for at in after)
            joins = any(page.prose[max(0, place - JOINS) : place])
            above = 2 * before < whole and not joins and _longest(page, after) > 2 * _longest(page, range(place))
            if not titled and not above:
                return {at: COMMENTS for at in after if at not in verdicts or verdicts[at].call == "ask"}
        if place not in verdicts or verdicts[place].call != "cut":
            before += page.weight[place]
    return {}


def _longest(page: Page, places: range) -> int:
    """Characters of the paragraphs that follow each other, where these are most."""
    most = held = 0
    for place in places:
        held = held + page.weight[place] if page.prose[place] else 0
        most = max(most, held)
    return most


def _run(page: Page, verdicts: Verdicts, start: int) -> list[int]:
    """Places of a listing's entries: short lines up to the next paragraph, without a heading that belongs to it."""
    found = []
    at = start
    while at < len(page.blocks) and not page.prose[at] and len(page.blocks[at].text) <= MAX_ITEM:
        if at in verdicts and verdicts[at].call == "keep":
            break
        found.append(at)
        at += 1
    if found and at < len(page.blocks) and page.prose[at] and page.blocks[found[-1]].kind in ("heading", "title"):
        found.pop()
    return [place for place in found if place not in verdicts or verdicts[place].call == "ask"]


def settle(page: Page, verdicts: Verdicts) -> Verdicts:
    """Cuts of every "ask" that stands among cuts; the others stay "ask": kept, and shown to the editor.

    So do those of the trees over a web page where the story goes on below: three in four are its own, beyond its end
    one in three.
    """
    said: Verdicts = {}
    calls = [verdicts[place].call if place in verdicts else "keep" for place in range(len(page.blocks))]
    end = max((place for place, verdict in verdicts.items() if verdict.rule == "body"), default=0)
    for place, call in enumerate(calls):
        if call == "ask" and not (place < end and verdicts[place].rule == SEEN):
            above = next((calls[at] for at in range(place - 1, -1, -1) if calls[at] != "ask"), "cut")
            below = next((calls[at] for at in range(place + 1, len(calls)) if calls[at] != "ask"), "cut")
            if above == below == "cut":
                old = verdicts[place]
                said[place] = Verdict("cut", old.rule, f"{old.why} Stands among cut lines.", old.confidence)
    return said


def floor(page: Page, verdicts: Verdicts) -> Verdicts:
    """The verdicts, without the uncertain cuts where too little of the page would be left."""
    kept = [place for place in range(len(page.blocks)) if place not in verdicts or verdicts[place].call != "cut"]
    body = [place for place in kept if place not in verdicts or not verdicts[place].rule.startswith(("title", "head."))]
    if body and sum(page.weight[place] for place in kept) >= min(MIN_STORY, sum(page.weight) // 2):
        return verdicts
    unsure = ("lines.", "page.", "comments.section", "related.listing", "adverts.listing", "furniture.", "site.outside")
    return {
        place: Verdict("ask", said.rule, f"{said.why} Kept, since little else would be left.", said.confidence)
        if said.call == "cut"
        and (said.rule.startswith(unsure) or said.confidence < SURE)
        and len(page.blocks[place].text) >= MIN_LINE
        else said
        for place, said in verdicts.items()
    }
