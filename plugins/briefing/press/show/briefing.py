"""The page of one article."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from briefing.find.figures import Figure
from briefing.find.quotes import Quote
from briefing.gather.kin import shared
from briefing.gather.stories import ACCOUNTS, beside
from briefing.model import Block, Briefing, Card, Comparison, Extract, Pair, Passage, Row, Story
from briefing.press import references
from briefing.press.job import Files, Job
from briefing.press.maker import Maker
from briefing.press.markup import Mark
from briefing.press.sheet import Sheet, exact_lines, line_label
from briefing.press.show import aside, parts
from briefing.press.show.source import cut_lines
from briefing.press.views import BriefingView, Citation, CitedText, ParagraphView, RelatedView, SideNote
from briefing.text.dates import shown
from briefing.text.words import minutes, word_count

SIDE_NOTES = 3  # beside a paragraph
NOTE_WORDS = 9  # of another account, printed in a note
DOWNLOADS = (("bib", "BibTeX"), ("ris", "RIS"), ("csl.json", "CSL-JSON"))
SIGNS = {"same": "same", "same value": "value", "detail": "detail"}  # every other relation differs
SAYS = {"credit": "credits", "certainty": "puts it as", "figure": "gives", "negation": "says"}


def jobs(make: Maker) -> Iterator[Job]:
    """A page for every article, whatever its status."""
    room, edition = make.room, make.room.edition
    every, related, told = edition.cards, edition.related, room.cards_told
    for slug, card in every.items():
        story = edition.stories[edition.story_of[slug]]
        files = partial(_files, make, card, story)
        if len(story.accounts) == 1 and slug not in related:  # most are
            inputs: object = told[slug]
            paths: tuple[str, ...] = (card.path,)
        else:
            mine = beside_it(story, slug)
            cards = [every[one] for one in dict.fromkeys((slug, *mine.accounts, *related.get(slug, ())))]
            inputs = [room.inputs(cards), story.slug, mine.accounts, mine.copies, mine is story]
            paths = tuple([one.path for one in cards])
        yield Job(f"briefings/{slug}/index.html", "briefing", inputs, files, paths, slug=slug)


def beside_it(story: Story, slug: str) -> Story:
    """A story as one of its accounts tells of it: with those accounts that are set side by side, and itself."""
    if len(story.accounts) <= ACCOUNTS:
        return story
    shown = {*beside(story.accounts, story.copies), slug}
    if len(shown) == len(story.accounts):
        return story
    copies = {one: other for one, other in story.copies.items() if one in shown and other in shown}
    return replace(story, accounts=tuple(one for one in story.accounts if one in shown), copies=copies)


def _files(make: Maker, card: Card, story: Story) -> Files:
    address = f"briefings/{card.slug}/"
    made = make.files(
        "briefing",
        address,
        lambda sheet: view(sheet, card.slug, make.rows([story], [card.slug]), make.comparison(story)),
        title=card.path.rsplit("/", 1)[-1],
        title_at=lambda sheet: parts.headline(sheet, card),
        description="A briefing: key points, names, quotes and figures of one article, each with its source line.",
        noindex=card.status in ("hidden", "withdrawn"),
    )
    if not make.room.site.full:
        return made
    work = cited(Sheet(make.room, address), card.slug)
    return {**made, **{address + name: data for name, data in references.files(work).items()}}


def view(sheet: Sheet, slug: str, rows: tuple[Row, ...], comparison: Comparison | None) -> BriefingView:
    """What the page of a briefing shows. ``rows`` is its own timeline, ``comparison`` its story's, if it has one."""
    room = sheet.room
    card = room.edition.cards[slug]
    sheet.letter(slug)
    briefing = room.load(slug)
    gone = card.status == "withdrawn"
    full = card.reuse == "full" and not gone
    story = room.edition.stories[room.edition.story_of[slug]]
    paragraphs = _paragraphs(sheet, slug, comparison) if full else ()
    quotes = parts.quotes(briefing)
    article = briefing.article
    points = () if gone else tuple(parts.point(sheet, slug, found) for found in briefing.points)
    headings = tuple(paragraph for paragraph in paragraphs if paragraph.kind == "heading")
    mine = beside_it(story, slug)
    tile = parts.tile(sheet, mine, comparison) if len(story.accounts) > 1 else None
    others = [account for account in tile.accounts if account.letter != sheet.letter(slug)] if tile else []
    return BriefingView(
        account=sheet.account(slug),
        status=card.status,
        reuse=card.reuse,
        url=card.url,
        author=None if gone else sheet.stated(slug, article.head.byline, "author"),
        places=() if gone else parts.names_of(sheet, [card], 2, ("place",)),
        topics=() if gone else sheet.tags(card.topics),
        time_words=None if gone else parts.time_words(sheet, slug, briefing),
        dek=sheet.cite(slug, briefing.dek) if briefing.dek and not gone else None,
        minutes=minutes(card.words, card.language),
        cut=sum(_lines_in(cut.block) for cut in article.cuts),
        points=points,
        contents=headings,
        text=paragraphs,
        quotes=() if gone else tuple(parts.quote(sheet, slug, briefing, found) for found in quotes if found.direct),
        reported=()
        if not full
        else tuple(parts.quote(sheet, slug, briefing, found) for found in quotes if not found.direct),
        figures=() if gone else tuple(parts.figure(sheet, slug, briefing, found) for found in parts.figures(briefing)),
        timeline=parts.shelves(sheet, rows) if full else (),
        names=() if gone else parts.names_of(sheet, [card]),
        beside=aside.fitting(points, others, headings),
        tellers=aside.told(points),
        cuts=cut_lines(sheet, slug, article) if full else (),
        story=tile,
        more=len(mine.accounts) < len(story.accounts),
        related=() if gone else _related(sheet, slug),
        citation=_citation(sheet, slug),
    )


def _lines_in(block: Block) -> int:
    return block.lines[1] - block.lines[0] + 1


def _paragraphs(sheet: Sheet, slug: str, comparison: Comparison | None) -> tuple[ParagraphView, ...]:
    briefing = sheet.room.load(slug)
    article = briefing.article
    sides = _sides(sheet, slug, comparison)
    levels = sorted({article.blocks[i].level for i in article.body() if article.blocks[i].kind == "heading"})
    found = []
    for index in article.body():
        block = article.blocks[index]
        whole = article.passage(index, 0, len(block.text))
        sentences = covering([s for s in article.sentences if s.block == index], whole)
        labels = parts.labels_at(briefing, index)
        found.append(
            ParagraphView(
                kind=block.kind,
                level=3 + min(levels.index(block.level), 3) if block.kind == "heading" else 0,
                id=f"L{block.lines[0]}",
                line=line_label(exact_lines(briefing, whole)),
                cite=sheet.cite(slug, whole),
                sentences=tuple(sheet.cite(slug, s, _marks(block, s)) for s in sentences),
                topics=sheet.tags(label.topic for label in labels),
                sides=sides.get(index, ()),
            )
        )
    return tuple(found)


def covering(sentences: list[Passage], whole: Passage) -> list[Passage]:
    """The sentences of a block, with whatever lies between them, so that no word of it is missing."""
    found, reached = [], 0
    for sentence in [*sentences, None]:
        start = sentence.start if sentence else whole.end
        gap = whole.text[reached:start]
        if gap.strip():
            begin = reached + len(gap) - len(gap.lstrip())
            text = gap.strip()
            found.append(Passage(text, whole.block, begin, begin + len(text), whole.lines))
        if sentence:
            found.append(sentence)
            reached = sentence.end
    return found


def _marks(block: Block, passage: Passage) -> list[Mark]:
    """The article's own links inside a passage."""
    return [
        Mark(link.start - passage.start, link.end - passage.start, "link", link.url)
        for link in block.links
        if passage.start <= link.start and link.end <= passage.end
    ]


def _sides(sheet: Sheet, slug: str, comparison: Comparison | None) -> dict[int, tuple[SideNote, ...]]:
    """Beside each paragraph, how other accounts tell the same."""
    if comparison is None:
        return {}
    notes: dict[int, list[SideNote]] = {}
    for pair in comparison.pairs:
        for mine, other in ((pair.a, pair.b), (pair.b, pair.a)):
            if mine.slug == slug:
                noted = notes.setdefault(mine.passage.block, [])
                note = _note(sheet, pair, mine is pair.a, other)
                if not any(_alike(note, known) for known in noted):
                    noted.append(note)
    for extract in comparison.only.get(slug, ()):
        noted = notes.setdefault(extract.passage.block, [])
        if not any(note.sign == "only" for note in noted):
            noted.append(SideNote("only", _only(sheet.room.load(slug), extract), None))
    order = ("differs", "detail", "value", "same", "only")
    return {
        block: tuple(sorted(found, key=lambda note: order.index(note.sign))[:SIDE_NOTES])
        for block, found in notes.items()
    }


def _alike(one: SideNote, other: SideNote) -> bool:
    """Whether two notes would read the same."""
    return one.sign == other.sign and one.cite is not None and other.cite is not None and one.cite.at == other.cite.at


def _only(briefing: Briefing, extract: Extract) -> str:
    """That no other account says it, and what it is where that is plain."""
    inside = [
        found
        for found in (*parts.quotes(briefing), *parts.figures(briefing))
        if found.passage.block == extract.passage.block
        and extract.passage.start <= found.passage.start
        and found.passage.end <= extract.passage.end
    ]
    if any(isinstance(found, Quote) and found.direct for found in inside):
        return "only here: a direct quote"
    return "only here: a figure" if any(isinstance(found, Figure) for found in inside) else "only here"


def _note(sheet: Sheet, pair: Pair, is_a: bool, other: Extract) -> SideNote:
    """What the other account does: sign, chip, a few words. Long words are left to the chip."""
    marks = pair.marks_b if is_a else pair.marks_a
    sign = SIGNS.get(pair.relation, "differs")
    if sign in ("same", "value"):
        said = other.passage
        words, alone = "", "says the same" if sign == "same" else "in other words"
    else:
        said = _mark(sheet.room.load(other.slug), pair, marks) or other.passage
        words = SAYS.get(pair.relation, "says")
        alone = "credits differently" if pair.relation == "credit" else "puts it otherwise"
        if pair.relation == "detail" and pair.more:
            words, alone = ("adds", "says more") if (pair.more == "b") == is_a else ("says only", "says less")
    quoted = word_count(said.text, sheet.room.edition.cards[other.slug].language) <= NOTE_WORDS
    return SideNote(sign, words if quoted else alone, sheet.cite(other.slug, said), quoted)


def _mark(briefing: Briefing, pair: Pair, marks: tuple[Passage, ...]) -> Passage | None:
    """The changed words that tell most: of a credit the speaker, else the first ones."""
    if pair.relation == "credit":
        speakers = [quote.speaker for quote in parts.quotes(briefing) if quote.speaker]
        for mark in marks:
            if any(mark.block == s.block and mark.start < s.end and s.start < mark.end for s in speakers):
                return mark
    found = parts.joined(briefing, marks)
    return found[0] if found else None


def _related(sheet: Sheet, slug: str) -> tuple[RelatedView, ...]:
    edition = sheet.room.edition
    card = edition.cards[slug]
    return tuple(
        RelatedView(sheet.account(other), tuple(sheet.name(named) for named in shared(card, edition.cards[other])))
        for other in edition.related.get(slug, ())
    )


def _citation(sheet: Sheet, slug: str) -> Citation:
    """How to cite the briefing. What nobody states is left out."""
    card = sheet.room.edition.cards[slug]
    site = sheet.room.site
    pieces = []
    if card.published:
        pieces.append(f"{shown(card.published.value)}.")
    if card.url:
        pieces.append(f"{card.url}.")
    address = f", {site.address}/briefings/{slug}/" if site.address else ""
    pieces.append(f"Via {site.name}{address}, file {card.path}, sha256 {card.sha256[:12]}.")
    citation = Citation(
        sheet.stated(slug, card.title, "title"),
        sheet.stated(slug, card.publisher, "publisher"),
        " ".join(pieces),
        card.sha256[:12],
    )
    if not site.full:
        return citation
    work = cited(sheet, slug)
    places = " ".join(references.quoted(at) for at in work.places.values())
    styles = tuple(CitedText(style, text, places) for style, text in references.texts(work))
    downloads = tuple((f"{references.NAME}.{ending}", label) for ending, label in DOWNLOADS)
    return replace(citation, styles=styles, downloads=downloads)


def cited(sheet: Sheet, slug: str) -> references.Work:
    """The original of a briefing as far as it is stated, and the way by which it is handed on."""
    card = sheet.room.edition.cards[slug]
    site = sheet.room.site
    byline = sheet.room.load(slug).article.head.byline if card.status != "withdrawn" else None
    stated = (("title", card.title), ("author", byline), ("publisher", card.publisher))
    cites = {key: cite for key, value in stated if (cite := sheet.stated(slug, value, key)) is not None}
    return references.Work(
        slug=slug,
        path=card.path,
        sha256=card.sha256,
        language=card.language,
        site=site.name,
        via=f"{site.address}/briefings/{slug}/" if site.address else "",
        **{key: cite.plain for key, cite in cites.items()},
        published=card.published.value if card.published else "",
        url=card.url or "",
        places={key: cite.at for key, cite in cites.items()},
    )


__all__ = ["covering", "view"]
