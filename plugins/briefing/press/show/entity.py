"""The page of a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from briefing.find.entities import Entity
from briefing.model import Briefing, Named, Passage
from briefing.press.job import Job
from briefing.press.maker import Maker
from briefing.press.sheet import Sheet
from briefing.press.show import parts
from briefing.press.views import EntityView, HubGroup, NameLink

PASSAGES = 30  # sentences that name it, at most
ACCOUNTS = 30  # the newest that name it are looked into
SEEN_WITH = 12


def jobs(make: Maker) -> Iterator[Job]:
    """A page for every name that earns one."""
    room = make.room
    for named, slugs in room.names.values():
        if not room.has_page(named.slug):
            continue
        told = [room.edition.cards[slug] for slug in slugs[:ACCOUNTS]]
        stories = [room.edition.story_of[slug] for slug in slugs[:ACCOUNTS]]
        address = f"entities/{named.slug}/"
        yield Job(
            f"{address}index.html",
            "entity",
            [room.inputs(told), stories, named, slugs[:ACCOUNTS], len(slugs)],
            partial(
                make.files,
                "entity",
                address,
                partial(view, named=named, slugs=slugs),
                title=named.name,
                description="Where the accounts name it, word for word.",
            ),
            tuple(card.path for card in told),
        )


def view(sheet: Sheet, named: Named, slugs: tuple[str, ...]) -> EntityView:
    """What the page of an entity shows: where the accounts name it, what it said, with whom it is seen."""
    room = sheet.room
    told_by = [room.edition.cards[slug] for slug in slugs]
    slugs = slugs[:ACCOUNTS]
    groups, sentences = _groups(sheet, named.slug, slugs)
    briefings = {slug: room.load(slug) for slug in slugs}
    found = {slug: entity_of(briefing, named.slug) for slug, briefing in briefings.items()}
    expansions = [(slug, entity.expansion) for slug, entity in found.items() if entity and entity.expansion]
    expansions.sort(
        key=lambda pair: room.edition.cards[pair[0]].language != sheet.room.site.language
    )  # the site's language first
    expansion = expansions[0] if expansions else None
    roles: dict[tuple[str, str], tuple[str, Passage]] = {}
    for slug, entity in found.items():
        for role in entity.roles if entity else ():
            roles.setdefault((slug, role.text.casefold()), (slug, role))
    spoken = [
        (quote.direct, parts.quote(sheet, slug, briefing, quote))
        for slug, briefing in briefings.items()
        for quote in parts.quotes(briefing)
        if quote.speaker and _mentions(found[slug], quote.speaker)
    ]
    return EntityView(
        name=named.name,
        kind=named.kind,
        aliases=named.aliases,
        expansion=sheet.cite(*expansion) if expansion else None,
        place=named.place,
        roles=tuple(sheet.cite(slug, role) for slug, role in roles.values()),
        groups=groups,
        said=tuple(told for direct, told in spoken if direct),
        reported=tuple(told for direct, told in spoken if not direct),
        figures=tuple(
            parts.figure(sheet, slug, briefing, figure)
            for slug, briefing in briefings.items()
            for figure in parts.figures(briefing)
            if (slug, figure.sentence) in sentences
        ),
        seen_with=_seen_with(sheet, named.slug, sentences),
        mentions=sum(other.count for card in told_by for other in card.entities if other.slug == named.slug),
        accounts=tuple(sheet.account(slug) for slug in slugs),
        told_by=len(told_by),
    )


def entity_of(briefing: Briefing, slug: str) -> Entity | None:
    """The entity with this slug in a briefing."""
    for entity in briefing.facts.get("entities", ()):
        assert isinstance(entity, Entity)
        if entity.slug == slug:
            return entity
    return None


def _groups(sheet: Sheet, slug: str, accounts: tuple[str, ...]) -> tuple[tuple[HubGroup, ...], set[tuple[str, int]]]:
    """The sentences that name it, by story, and their places."""
    room = sheet.room
    by_story: dict[str, list[tuple[str, Passage]]] = {}
    places: set[tuple[str, int]] = set()
    for account in accounts:
        briefing = room.load(account)
        entity = entity_of(briefing, slug)
        for mention in entity.mentions if entity else ():
            if (account, mention.sentence) in places or len(places) >= PASSAGES:
                continue
            sentence = briefing.article.sentences[mention.sentence]
            if briefing.article.blocks[sentence.block].kind == "title":
                continue
            places.add((account, mention.sentence))
            by_story.setdefault(room.edition.story_of[account], []).append((account, sentence))
    groups = []
    for story_slug, found in by_story.items():
        story = room.edition.stories[story_slug]
        named, address = parts.heading(room, story, {account for account, _ in found})
        groups.append(
            HubGroup(
                title=sheet.stated(named.slug, named.title, "title"),
                file=named.path.rsplit("/", 1)[-1],
                href=sheet.href(address),
                time_words=parts.time_words(sheet, named.slug, room.load(named.slug)),
                passages=tuple(
                    sheet.cite(
                        account,
                        sentence,
                        topics=sheet.tags(label.topic for label in parts.labels_at(room.load(account), sentence.block)),
                    )
                    for account, sentence in found
                ),
            )
        )
    return tuple(groups), places


def _mentions(entity: Entity | None, passage: Passage) -> bool:
    if entity is None:
        return False
    return any(
        mention.passage.block == passage.block
        and mention.passage.start < passage.end
        and passage.start < mention.passage.end
        for mention in entity.mentions
    )


def _seen_with(sheet: Sheet, slug: str, sentences: set[tuple[str, int]]) -> tuple[NameLink, ...]:
    """Names that stand in the same sentences, with the count of sentences."""
    counts: Counter[str] = Counter()
    for account in dict.fromkeys(account for account, _ in sorted(sentences)):
        for entity in sheet.room.load(account).facts.get("entities", ()):
            assert isinstance(entity, Entity)
            if entity.slug != slug:
                counts[entity.slug] += len({m.sentence for m in entity.mentions if (account, m.sentence) in sentences})
    known = sheet.room.names
    ranked = sorted(((-count, other) for other, count in counts.items() if count and other in known))
    return tuple(sheet.name(known[other][0], -count) for count, other in ranked[:SEEN_WITH])
