"""The page of a topic: the passages whose own words earned the label, by story, newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, zip_longest

from msgspec.structs import replace

from briefing.gather import hubs
from briefing.gather.hubs import Extent, Slice
from briefing.model import Briefing, Card, Label, Passage, Row, Story, Topic
from briefing.press.job import Files, Job
from briefing.press.maker import Maker
from briefing.press.sheet import Newsroom, Sheet
from briefing.press.show import parts
from briefing.press.views import HubGroup, HubTile, HubView, Shelf

NAMES = 12
WORDS = 12
NEWEST = 2  # passages on the home page

Labelled = tuple[str, Label]  # slug of the briefing, the label


def jobs(make: Maker) -> Iterator[Job]:
    """The pages of every topic, the front and its archive; by turns, since many show the same articles."""
    room = make.room
    pages = [[(topic, *page) for page in extents(room, topic).items()] for topic in room.desk.topics]
    for topic, address, extent in filter(None, chain.from_iterable(zip_longest(*pages))):
        stories: tuple[Story, ...] = ()
        told: Sequence[Card] = extent.cards  # on a plain site each stands alone
        if room.site.full:
            stories = room.stories_of(told)
            told = room.accounts_of(stories)
        inputs = [extent.told(), room.inputs(told, stories)]
        paths = tuple([card.path for card in told])
        yield Job(f"{address}index.html", "hub", inputs, partial(_files, make, topic, address, extent), paths)


def _files(make: Maker, topic: Topic, address: str, extent: Extent) -> Files:
    stories = make.room.stories_of(extent.cards)
    return make.files(
        "hub",
        address,
        lambda sheet: view(sheet, topic, extent, make.rows(stories)),
        title=f"{topic.name}, {extent.span}" if extent.span else topic.name,
        description=topic.blurb,
        feed=f"feeds/{topic.slug}.xml",
    )


def extents(room: Newsroom, topic: Topic) -> Mapping[str, Extent]:
    """The pages of a hub, by address."""
    key = f"hub {topic.slug}"
    if key not in room.held:
        room.held[key] = hubs.extents(topic.slug, _counted(room)[topic.slug], room.tell)
    return room.held[key]


def _counted(room: Newsroom) -> Mapping[str, list[tuple[Card, int]]]:
    """By topic, the cards that have its label, and how many passages with it each one may show."""
    if "labelled" not in room.held:
        found: dict[str, list[tuple[Card, int]]] = {topic.slug: [] for topic in room.desk.topics}
        for card in room.told():
            shown = card.topics
            if shown and card.reuse != "full":
                shown = Counter(label.topic for label in room.load(card.slug).labels)
            for slug, count in shown.items():
                if slug in found:
                    found[slug].append((card, count))
        room.held["labelled"] = found
    return room.held["labelled"]


def labelled(room: Newsroom, topic: Topic, slices: Iterable[Slice]) -> list[Labelled]:
    """The labels of some slices."""
    found: list[Labelled] = []
    for one in slices:
        mine = [label for label in room.load(one.card.slug).labels if label.topic == topic.slug]
        found += [(one.card.slug, label) for label in mine[one.first : one.last]]
    return found


def view(sheet: Sheet, topic: Topic, extent: Extent, rows: tuple[Row, ...]) -> HubView:
    """What a page of a hub shows."""
    room = sheet.room
    shown = labelled(room, topic, extent.slices)
    groups = _groups(sheet, topic, shown)
    slugs = list(dict.fromkeys(slug for slug, _ in shown))
    cards = [room.edition.cards[slug] for slug in slugs]
    blocks = {(slug, label.block) for slug, label in shown}
    briefings = {slug: room.load(slug) for slug in slugs}
    words = Counter(_plain(word.text) for _, label in shown for word in label.words)
    others = Counter(other for slug in slugs for other in _others(briefings[slug], blocks, slug) if other != topic.slug)
    return HubView(
        tag=sheet.tag(topic),
        blurb=topic.blurb,
        passages=extent.passages,
        stories=extent.stories,
        accounts=tuple(sheet.account(slug) for slug in slugs),
        groups=groups,
        figures=tuple(
            parts.figure(sheet, slug, briefings[slug], found)
            for slug in slugs
            for found in parts.figures(briefings[slug])
            if (slug, found.passage.block) in blocks
        ),
        timeline=_without(parts.shelves(sheet, (row for row in rows if row.words and _of(row, blocks))), topic),
        names=parts.names_of(sheet, cards, NAMES),
        words=tuple(sorted(words.items(), key=lambda pair: (-pair[1], pair[0]))[:WORDS]),
        others=tuple((tag, others[tag.slug]) for tag in sheet.tags(others)),
        archive=tuple((sheet.href(address), span) for address, span in extent.archive),
        told_by=extent.accounts,
        span=extent.span,
    )


def _without(shelves: tuple[Shelf, ...], topic: Topic) -> tuple[Shelf, ...]:
    """The rows without the label that all of them have."""
    return tuple(
        replace(
            shelf,
            rows=tuple(
                replace(row, topics=tuple(tag for tag in row.topics if tag.slug != topic.slug)) for row in shelf.rows
            ),
        )
        for shelf in shelves
    )


def tile(sheet: Sheet, topic: Topic) -> HubTile:
    """A hub on the home page, with its two newest passages, of different stories where there are two."""
    room = sheet.room
    front = extents(room, topic)[f"{topic.slug}/"]
    first_of_story: dict[str, Slice] = {}
    for one in front.slices:
        first_of_story.setdefault(room.edition.story_of[one.card.slug], Slice(one.card, one.first, one.first + 1))
    chosen = labelled(room, topic, list(first_of_story.values())[:NEWEST])
    if len(chosen) < NEWEST:
        chosen = labelled(room, topic, front.slices)[:NEWEST]
    newest = tuple(sheet.cite(slug, opening(room.load(slug), label)) for slug, label in chosen)
    return HubTile(sheet.tag(topic), front.passages, front.accounts, newest)


def opening(briefing: Briefing, label: Label) -> Passage:
    """The sentence of a labelled paragraph that holds the most of the words that earned the label."""
    inside = [sentence for sentence in briefing.article.sentences if sentence.block == label.block]
    if not inside:
        return label.words[0]
    return max(inside, key=lambda s: (sum(s.start <= w.start and w.end <= s.end for w in label.words), -s.start))


def paragraph(sheet: Sheet, slug: str, briefing: Briefing, block: int) -> list[Passage]:
    """A paragraph, whole where that may be shown, else those of its sentences that may."""
    article = briefing.article
    if sheet.room.edition.cards[slug].reuse == "full":
        return [article.passage(block, 0, len(article.blocks[block].text))]
    return [sentence for sentence in article.sentences if sentence.block == block]


def _groups(sheet: Sheet, topic: Topic, shown: list[Labelled]) -> tuple[HubGroup, ...]:
    by_story: dict[str, list[Labelled]] = {}
    for slug, label in shown:
        by_story.setdefault(sheet.room.edition.story_of[slug], []).append((slug, label))
    groups = []
    for story_slug, found in by_story.items():
        story = sheet.room.edition.stories[story_slug]
        named, address = parts.heading(sheet.room, story, {slug for slug, _ in found})
        passages = []
        for slug, label in found:
            briefing = sheet.room.load(slug)
            more = [other.topic for other in parts.labels_at(briefing, label.block) if other.topic != topic.slug]
            for passage in paragraph(sheet, slug, briefing, label.block):
                passages.append(sheet.within(slug, passage, label.words, "earned", sheet.tags(more)))
        groups.append(
            HubGroup(
                title=sheet.stated(named.slug, named.title, "title"),
                file=named.path.rsplit("/", 1)[-1],
                href=sheet.href(address),
                time_words=parts.time_words(sheet, named.slug, sheet.room.load(named.slug)),
                passages=tuple(passages),
            )
        )
    return tuple(groups)


def _others(briefing: Briefing, blocks: set[tuple[str, int]], slug: str) -> list[str]:
    return [label.topic for label in briefing.labels if (slug, label.block) in blocks]


def _of(row: Row, blocks: set[tuple[str, int]]) -> bool:
    return (row.sentence.slug, row.sentence.passage.block) in blocks


def _plain(words: str) -> str:
    return words.casefold()
