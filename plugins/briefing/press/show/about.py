"""How the site works, with the labels and rules in force on it."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from briefing.press.job import Files, Job, Totals
from briefing.press.maker import Maker
from briefing.press.sheet import Newsroom, Sheet
from briefing.press.views import AboutView

TERMS = 24  # of a topic


def closing(make: Maker, totals: Totals) -> Iterator[Job]:
    """The page on method, which tells the totals."""
    room = make.room
    page = next((page for page in room.site.written if page.slug == "about"), None)

    def files() -> Files:
        return make.files(
            "about",
            "about/",
            lambda sheet: view(sheet, page.body if page else Markup(), totals.traced),
            title=page.title if page else "About and method",
            description=f"How {room.site.name} is made: what is cut, how labels work, what is not known.",
            totals=totals,
        )

    yield Job("about/index.html", "about", [totals, room.inputs(room.edition.cards.values())], files)


def view(sheet: Sheet, body: Markup, traced: int) -> AboutView:
    """How the site works, with the labels and rules in force on it."""
    room = sheet.room
    counts: dict[str, int] = {}
    example: dict[str, str] = {}  # a briefing in which a rule cut something: it knows why
    for card in room.edition.cards.values():
        if card.status not in ("draft", "hidden"):
            for rule, lines in card.cuts.items():
                if rule not in counts:
                    counts[rule], example[rule] = 0, card.slug
                counts[rule] += lines
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    own = room.site.language
    body, contents = _contents(body)
    return AboutView(
        body=body,
        contents=contents,
        files=len(room.edition.cards),
        stories=len(room.edition.stories),
        traced=traced,
        topics=tuple(
            (sheet.tag(topic), topic.blurb, tuple(term.words for term in topic.terms if term.language == own)[:TERMS])
            for topic in room.desk.topics
        ),
        rules=tuple((rule, count, _why(room, example[rule], rule)) for rule, count in ranked),
    )


def _contents(body: Markup) -> tuple[Markup, tuple[tuple[str, str], ...]]:
    """The editor's words with an anchor at each heading, and those headings."""
    before, *parts = body.split("<h2>")
    heads = tuple((f"part-{at}", part.partition("</h2>")[0].striptags()) for at, part in enumerate(parts, 1))
    anchored = (Markup('<h2 id="{}">').format(anchor) + part for (anchor, _), part in zip(heads, parts, strict=True))
    return Markup().join([before, *anchored]), heads


def _why(room: Newsroom, slug: str, rule: str) -> str:
    """The reason that a rule gives, as it stands in a briefing."""
    return next((cut.verdict.why for cut in room.whole(slug).article.cuts if cut.verdict.rule == rule), "")
