"""What several kinds of page show: key points, quotes, figures, time, tiles of stories."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from briefing.find.events import Event
from briefing.find.figures import Figure
from briefing.find.quotes import Quote
from briefing.model import Briefing, Card, Comparison, Extract, Label, Named, Passage, Point, Row, Story
from briefing.press.sheet import Newsroom, Sheet, entity_at
from briefing.press.show.grouped import AGREE, grouped
from briefing.press.views import (
    Account,
    Cite,
    FigureView,
    NameLink,
    PointView,
    QuoteView,
    RowView,
    Shelf,
    StoryTile,
)
from briefing.text.dates import shown

SHELVES = ("dated", "ordered", "to come", "none")  # what has no time comes last
TILE_POINTS = 3  # key points of a story in large
TILE_PLACES = 2
OPENING = 2  # paragraphs
QUOTE_MARKS = frozenset('"“”„‟«»‹›「」『』‘’')


def title_card(room: Newsroom, accounts: Iterable[str]) -> Card:
    """The account whose headline names a story: the first in the site's language that has one, else the first."""
    cards = [room.edition.cards[slug] for slug in accounts]
    spoken = [card for card in cards if card.title and card.language == room.site.language]
    return (spoken or [card for card in cards if card.title] or cards)[0]


def heading(room: Newsroom, story: Story, told: Collection[str]) -> tuple[Card, str]:
    """What heads passages of one story in a list: the account whose headline it is, and the address it leads to.

    Of its accounts only those count of which the list has something (``told``). A single one leads to its briefing,
    and that leads on to the story: so a new account changes no list that has nothing of it.
    """
    slugs = [slug for slug in story.accounts if slug in told]
    return title_card(room, slugs), story_address(story) if len(slugs) > 1 else f"briefings/{slugs[0]}/"


def headline(sheet: Sheet, card: Card) -> tuple[str, str] | None:
    """The headline of a card and where it stands."""
    cite = sheet.stated(card.slug, card.title, "title")
    return (cite.plain, cite.at) if cite else None


def story_address(story: Story) -> str:
    """A story of one account is told by its briefing."""
    return f"stories/{story.slug}/" if len(story.accounts) > 1 else f"briefings/{story.accounts[0]}/"


def labels_at(briefing: Briefing, block: int) -> tuple[Label, ...]:
    """The topic labels of a paragraph."""
    return tuple(label for label in briefing.labels if label.block == block)


def point(sheet: Sheet, slug: str, point: Point) -> PointView:
    """A key point with its topics."""
    tags = sheet.tags(point.topics)
    return PointView(tuple(sheet.cite(slug, passage, topics=tags) for passage in point.passages), tags)


def sentence_of(briefing: Briefing, sentence: int) -> Passage:
    """A fact's sentence."""
    return briefing.article.sentences[sentence]


def figure(sheet: Sheet, extract_slug: str, briefing: Briefing, found: Figure, also: Iterable[Cite] = ()) -> FigureView:
    """A figure with its value, bound, what it counts and who says so."""
    slug = extract_slug

    def cite(passage: Passage | None) -> Cite | None:
        return sheet.cite(slug, passage) if passage else None

    value, counted = _split(briefing, found)
    return FigureView(
        value=cite(value),
        bound=cite(found.bound),
        whole=sheet.cite(slug, found.passage),
        of=cite(counted),
        who=cite(found.who),
        sentence=sheet.cite(slug, sentence_of(briefing, found.sentence)),
        also=tuple(also),
    )


def _split(briefing: Briefing, found: Figure) -> tuple[Passage | None, Passage | None]:
    """The value with its unit ("60 percent") and what it counts ("of the Eurasian continent"), as printed.

    No value for a vague amount.
    """
    number, counted, whole = found.number, found.of, found.passage
    if number is None:
        return None, counted
    article = briefing.article
    text = article.blocks[whole.block].text
    start = min(number.start, whole.start)
    if found.bound is not None and found.bound.end <= number.start:
        start = found.bound.end
    end = max(number.end, whole.end)
    if found.bound is not None and found.bound.start >= number.end:
        end = found.bound.start
    if counted is not None and counted.start >= number.end:
        end = counted.start
        joint = text.find(" of ", number.end, counted.start)
        if joint >= 0:
            end = joint
            counted = article.passage(counted.block, joint + 1, counted.end)
    words = text[start:end]
    start, end = end - len(words.lstrip()), start + len(words.rstrip())
    return article.passage(whole.block, start, end), counted


def figures(briefing: Briefing) -> tuple[Figure, ...]:
    """The figures of a briefing in reading order."""
    return tuple(fact for fact in briefing.facts.get("figures", ()) if isinstance(fact, Figure))


def quotes(briefing: Briefing) -> tuple[Quote, ...]:
    """The quotes of a briefing in reading order, direct and reported."""
    return tuple(fact for fact in briefing.facts.get("quotes", ()) if isinstance(fact, Quote))


def events(briefing: Briefing) -> tuple[Event, ...]:
    """The events of a briefing in reading order."""
    return tuple(fact for fact in briefing.facts.get("events", ()) if isinstance(fact, Event))


def quote(sheet: Sheet, slug: str, briefing: Briefing, found: Quote) -> QuoteView:
    """A quote with its speaker; the speaker leads to its page where it has one."""
    entity = entity_at(briefing, found.speaker) if found.speaker else None
    has_page = entity is not None and sheet.room.has_page(entity.slug)
    sentence = sentence_of(briefing, found.sentence)
    verbs = [other.verb for other in quotes(briefing) if other.verb and other.sentence == found.sentence]
    return QuoteView(
        words=sheet.cite(slug, with_marks(briefing, found.passage) if found.direct else found.passage),
        speaker=sheet.cite(slug, found.speaker) if found.speaker else None,
        speaker_href=sheet.href(f"entities/{entity.slug}/") if entity and has_page else None,
        verb=sheet.cite(slug, found.verb) if found.verb else None,
        sentence=sheet.within(slug, sentence, verbs, "verb"),
    )


def with_marks(briefing: Briefing, words: Passage) -> Passage:
    """Quoted words with the quotation marks beside them, as printed."""
    text = briefing.article.blocks[words.block].text
    start = words.start - (text[max(0, words.start - 1) : words.start] in QUOTE_MARKS)
    end = words.end + (text[words.end : words.end + 1] in QUOTE_MARKS)
    return briefing.article.passage(words.block, start, end)


def joined(briefing: Briefing, marks: Iterable[Passage]) -> tuple[Passage, ...]:
    """Marks with nothing but white space between them as one."""
    found: list[Passage] = []
    for mark in marks:
        last = found[-1] if found else None
        if last is None or last.block != mark.block or last.end > mark.start or _words_between(briefing, last, mark):
            found.append(mark)
        else:
            found[-1] = briefing.article.passage(mark.block, last.start, mark.end)
    return tuple(found)


def _words_between(briefing: Briefing, one: Passage, other: Passage) -> bool:
    return bool(briefing.article.blocks[one.block].text[one.end : other.start].strip())


def shelves(sheet: Sheet, rows: Iterable[Row]) -> tuple[Shelf, ...]:
    """Rows of a timeline by shelf; only shelves with content. Repeated time words of neighbours print once."""
    by_shelf: dict[str, list[RowView]] = {}
    before: dict[str, tuple[str, str | None]] = {}
    for row in rows:
        words = sheet.extract(row.words) if row.words else None
        moment = (row.words.passage.text if row.words else "", row.resolved)
        repeated = before.get(row.shelf) == moment and bool(row.words)
        before[row.shelf] = moment
        by_shelf.setdefault(row.shelf, []).append(
            RowView(
                words=words,
                first_of_day=not repeated,
                resolved=row.resolved,
                shown=_told(row),
                anchor=row.anchor,
                sentence=sheet.extract(row.sentence),
                topics=sheet.tags(row.topics),
                also=tuple(sheet.extract(extract) for extract in row.also),
                happened=row.shelf in ("dated", "ordered"),
            )
        )
    return tuple(Shelf(key, tuple(by_shelf[key])) for key in SHELVES if key in by_shelf)


def _told(row: Row) -> str | None:
    """The resolved date in words, where the time words do not say the same themselves."""
    if row.resolved is None:
        return None
    told = shown(row.resolved)
    return None if row.words and told.casefold() in row.words.passage.text.casefold() else told


def names_of(
    sheet: Sheet, cards: Iterable[Card], most: int | None = None, kinds: Iterable[str] = ()
) -> tuple[NameLink, ...]:
    """The entities of some cards, most mentioned first, then by name."""
    merged: dict[str, tuple[Named, int]] = {}
    wanted = set(kinds)
    for card in cards:
        for named in sheet.room.named(card):
            if wanted and named.kind not in wanted:
                continue
            known, count = merged.get(named.slug, (named, 0))
            merged[named.slug] = (known, count + named.count)
    ranked = sorted(merged.values(), key=lambda pair: (-pair[1], pair[0].name))
    return tuple(sheet.name(named, count) for named, count in ranked[:most])


def time_words(sheet: Sheet, slug: str, briefing: Briefing) -> Cite | None:
    """The words that say when the happening was: those of the dek, else of the opening paragraphs.

    Time words further down are of other happenings: they count only where nobody gives a date of publication.
    """
    found = [event for event in events(briefing) if event.status == "stated" and event.granularity != "order"]
    opening = briefing.article.body()[:OPENING]
    in_dek = [event for event in found if briefing.dek and _inside(event.passage, briefing.dek)]
    in_opening = [event for event in found if event.passage.block in opening]
    dated = briefing.article.head.published is not None
    chosen = next(iter(in_dek or in_opening or ([] if dated else found)), None)
    return sheet.cite(slug, chosen.passage) if chosen else None


def all_time_words(sheet: Sheet, slug: str, briefing: Briefing, most: int = 3) -> tuple[Cite, ...]:
    """The different time words of an account, as printed."""
    seen: dict[str, Passage] = {}
    for event in events(briefing):
        seen.setdefault(event.passage.text.casefold(), event.passage)
    return tuple(sheet.cite(slug, passage) for passage in list(seen.values())[:most])


def tile(sheet: Sheet, story: Story, comparison: Comparison | None = None, large: bool = False) -> StoryTile:
    """A story in a list, or in large with its dek and points. ``comparison`` is needed where there are two accounts."""
    room = sheet.room
    named = title_card(room, story.accounts)
    briefing = room.load(named.slug)
    order = [named.slug, *(slug for slug in story.accounts if slug != named.slug)] if large else list(story.accounts)
    title = sheet.stated(named.slug, named.title, "title")
    points: list[PointView] = []
    if large:
        points = [point(sheet, named.slug, found) for found in briefing.points[:TILE_POINTS]]
    cards = [room.edition.cards[slug] for slug in story.accounts]
    told = {slug: all_time_words(sheet, slug, room.load(slug)) if large else () for slug in order}
    notes = _copied(sheet, story, comparison, sorted(order, key=sheet.place))
    accounts: tuple[Account, ...] = tuple(
        sheet.account(slug, told[slug], notes.get(slug, "")) for slug in sorted(order, key=sheet.place)
    )
    several = len(story.accounts) > 1 and comparison is not None
    agreeing = [group[0].relation in AGREE for group in grouped(comparison.pairs)] if comparison else []
    return StoryTile(
        title=title,
        file=named.path.rsplit("/", 1)[-1],
        href=sheet.href(story_address(story)),
        places=names_of(sheet, cards, TILE_PLACES, ("place",)),
        time_words=time_words(sheet, named.slug, briefing),
        published=sheet.date(named.slug, named.published),
        accounts=accounts,
        dek=sheet.cite(named.slug, briefing.dek) if large and briefing.dek else None,
        points=tuple(points),
        differ=agreeing.count(False) if several else None,
        agree=agreeing.count(True) if several else None,
        only=sum(map(len, comparison.only.values())) if several and comparison else None,
        topics=sheet.tags({topic for card in cards for topic in card.topics}),
        copies=len(story.copies),
    )


def _copied(sheet: Sheet, story: Story, comparison: Comparison | None, order: Iterable[str]) -> Mapping[str, str]:
    """Beside the later of two accounts with the same words: that they are the same, and how much of them is."""
    places = {slug: at for at, slug in enumerate(order)}
    shares = {(found.a, found.b): found.share for found in comparison.wording} if comparison else {}
    notes: dict[str, str] = {}
    for copy, whole in story.copies.items():
        first, later = sorted((copy, whole), key=places.__getitem__)
        share = shares.get((whole, copy))
        said = f", {round(100 * share)} percent of the words are the same" if share is not None else ""
        notes.setdefault(later, f"The same text as {sheet.letter(first)}{said}.")
    return notes


def telling_figures(briefings: Mapping[str, Briefing], most: int) -> list[tuple[str, Figure]]:
    """Figures worth a glance: with a value and with what they count; those that tell most first."""
    ranked: list[tuple[int, int, str, Figure]] = []
    for place, (slug, briefing) in enumerate(briefings.items()):
        for found in figures(briefing):
            if found.value is not None and found.of is not None and _weight(found) >= 0:
                ranked.append((-_weight(found), place, slug, found))
    ranked.sort(key=lambda row: row[:2])
    chosen: dict[str, tuple[str, Figure]] = {}
    for _, _, slug, found in ranked:
        chosen.setdefault(f"{found.value} {found.unit} {found.of.text.casefold() if found.of else ''}", (slug, found))
    return list(chosen.values())[:most]


def _weight(found: Figure) -> int:
    """How much a figure tells: a bound and a unit do; "two governments" hardly."""
    small = len((found.value or "").partition(".")[0]) == 1
    return 2 * bool(found.unit) + 2 * bool(found.bound) - small


def _inside(inner: Passage, outer: Passage) -> bool:
    return inner.block == outer.block and outer.start <= inner.start and inner.end <= outer.end


def extract_cites(sheet: Sheet, extracts: Iterable[Extract]) -> tuple[Cite, ...]:
    """Extracts as a page shows them."""
    return tuple(sheet.extract(extract) for extract in extracts)
