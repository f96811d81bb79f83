"""The page of a topic: the passages whose own words earned the label, by story, newest first."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from briefing.model import Briefing, Label, Passage, Row, Topic
from briefing.press.sheet import Sheet
from briefing.press.show import parts
from briefing.press.views import HubGroup, HubTile, HubView, Shelf

FRONT = 30  # passages on the first page of a hub
ARCHIVE = 50  # passages on a page of its archive
NAMES = 12
WORDS = 12
NEWEST = 2  # passages on the home page

Labelled = tuple[str, Label]  # slug of the briefing, the label


def labelled(sheet: Sheet, topic: Topic) -> list[Labelled]:
    """Every passage with this label: newest briefing first, in reading order inside one."""
    found = []
    for card in sheet.room.listed():
        if card.topics.get(topic.slug):
            found += [(card.slug, label) for label in sheet.room.load(card.slug).labels if label.topic == topic.slug]
    return found


def view(
    sheet: Sheet,
    topic: Topic,
    shown: list[Labelled],
    everything: list[Labelled],
    rows: tuple[Row, ...],
    archive,
    span: str = "",
) -> HubView:
    """What a hub shows: the passages ``shown`` on this page, with counts over ``everything``."""
    room = sheet.room
    groups = _groups(sheet, topic, shown)
    slugs = list(dict.fromkeys(slug for slug, _ in shown))
    cards = [room.edition.cards[slug] for slug in slugs]
    blocks = {(slug, label.block) for slug, label in shown}
    briefings = {slug: room.load(slug) for slug in slugs}
    words = Counter(_plain(word.text) for _, label in everything for word in label.words)
    others = Counter(other for slug in slugs for other in _others(briefings[slug], blocks, slug) if other != topic.slug)
    return HubView(
        tag=sheet.tag(topic),
        blurb=topic.blurb,
        passages=len(everything),
        stories=len({room.edition.story_of[slug] for slug, _ in everything}),
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
        archive=tuple(archive),
        told_by=len({slug for slug, _ in everything}),
        span=span,
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
    """A hub on the home page, with its two newest passages of different stories."""
    found = labelled(sheet, topic)
    stories = [sheet.room.edition.story_of[slug] for slug, _ in found]
    first_of_story = [place for place, story in enumerate(stories) if stories.index(story) == place]
    others = [place for place in range(len(found)) if place not in first_of_story]
    newest = []
    for place in (first_of_story + others)[:NEWEST]:
        slug, label = found[place]
        newest.append(sheet.cite(slug, opening(sheet.room.load(slug), label)))
    return HubTile(sheet.tag(topic), len(found), len({slug for slug, _ in found}), tuple(newest))


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
        named = parts.title_card(sheet.room, story)
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
                href=sheet.href(parts.story_address(story)),
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
