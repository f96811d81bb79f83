"""One page while it is made: its letters, its relative addresses, and the passages it shows.

Letters go to accounts in the order in which a page first shows them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from hashlib import blake2b
from itertools import accumulate
from typing import Any, TypeVar, cast

from msgspec import Struct, field

from briefing.find.entities import Entity
from briefing.gather.entities import earns_page
from briefing.gather.stories import beside
from briefing.hashes import SIZE, code, digest
from briefing.model import Briefing, Card, Desk, Edition, Extract, Lines, Named, Passage, Stated, Story, Topic
from briefing.plain import Frozen
from briefing.press.fingerprint import canonical
from briefing.press.markup import Mark, place, source_text
from briefing.press.site import SiteInfo
from briefing.press.views import Account, Cite, Date, NameLink, Tag
from briefing.text.dates import shown
from briefing.text.words import direction

T = TypeVar("T")


class Newsroom(Frozen):
    """What the makers of pages read: the edition, the desk, and the way to a briefing that a page shows."""

    site: SiteInfo
    edition: Edition
    desk: Desk
    names: Mapping[str, tuple[Named, tuple[str, ...]]]  # entity slug: the entity, the slugs of its briefings
    load: Callable[[str], Briefing]  # by slug; reduced to what may be shown (press.rights)
    whole: Callable[[str], Briefing]  # by slug; all of it, for numbers and verdicts only
    named: Callable[[Card], tuple[Named, ...]] = lambda card: card.entities  # of a card, its entities
    stamps: Mapping[str, str] = field(default_factory=dict)  # path: key of the card's row, which decides the card
    held: dict[str, Any] = field(default_factory=dict)  # by name: what several pages need is worked out once
    _stamps: dict[str, str] = field(default_factory=dict)  # of cards
    _stories: dict[str, str] = field(default_factory=dict)

    def listed(self) -> tuple[Card, ...]:
        """The cards that lists may show, newest first."""
        return self._once(
            "listed", lambda: tuple(card for card in self.edition.cards.values() if card.status == "published")
        )

    def told(self) -> tuple[Card, ...]:
        """The same without those that have the words of another one: the two are one account."""
        copies = self._once("copies", lambda: {slug for one in self.edition.stories.values() for slug in one.copies})
        return self._once("told", lambda: tuple(card for card in self.listed() if card.slug not in copies))

    def stories(self) -> tuple[Story, ...]:
        """The stories that lists may show, by their newest accounts, newest first."""
        return self._once("stories", lambda: self.stories_of(self.listed()))

    def stories_of(self, cards: Sequence[Card]) -> tuple[Story, ...]:
        """The stories that these cards tell, in their order."""
        of, every = self.edition.story_of, self.edition.stories
        return tuple([every[slug] for slug in dict.fromkeys([of[card.slug] for card in cards])])

    def tell(self, cards: Sequence[Card]) -> int:
        """How many stories these cards tell."""
        of = self.edition.story_of
        return len({of[card.slug] for card in cards}) if len(self.edition.stories) < len(of) else len(cards)

    def accounts_of(self, stories: Iterable[Story]) -> list[Card]:
        """The cards of all accounts of some stories, in their order."""
        cards = self.edition.cards
        return [cards[slug] for story in stories for slug in story.accounts]

    def inputs(self, cards: Iterable[Card], stories: Iterable[Story] = ()) -> str:
        """What decides a page that shows these: hashes of the cards and of the stories."""
        known, told = self.cards_told, self._stories
        shown = " ".join([known[card.slug] for card in cards])
        if not stories:
            return shown
        return f"{shown} of {' '.join([told.get(one.slug) or self._story(one) for one in stories])}"

    def _story(self, story: Story) -> str:
        """Of an account that stands alone its slug, which is no hash."""
        found = story.slug
        if story.accounts != (story.slug,) or story.names:
            found = digest(repr((story.slug, story.accounts, story.names)).encode("utf-8", "surrogatepass"))
        self._stories[story.slug] = found
        return found

    def compared(self, story: Story) -> str:
        """Hash of all that decides how the accounts of a story compare: their briefings, as far as shown."""
        slugs = beside(story.accounts, story.copies)
        own = [
            (self._key(card), card.slug, card.reuse, card.status)
            for card in (self.edition.cards[slug] for slug in slugs)
        ]
        copies = [(slug, story.copies[slug]) for slug in slugs if slug in story.copies]
        told = repr((own, copies, code("press/rights.py")))
        return digest(told.encode("utf-8", "surrogatepass"))

    @property
    def cards_told(self) -> Mapping[str, str]:
        """Of every card, by its slug, what decides a page that shows it alone."""
        return self._stamps or self._stamped()

    def _stamped(self) -> dict[str, str]:
        """Of every card a hash of all that a page can show of the article, and which of its names have a page.

        Each has a page of its own, so they are all asked for: together they take a third of the time.
        """
        known, key = self._paged(), self._key
        for slug, card in self.edition.cards.items():
            paged = [named.slug for named in card.entities if named.slug in known] if known else []
            placed = canonical((key(card), slug, card.reuse, card.first_seen, card.changed, card.order, paged))
            self._stamps[slug] = blake2b(placed, digest_size=SIZE).hexdigest()
        return self._stamps

    def _key(self, card: Card) -> str | bytes:
        return self.stamps.get(card.path) or canonical(card)

    def said(self) -> Iterator[str]:
        """Every name of an entity that an article gives."""
        for card in self.edition.cards.values():
            for named in self.named(card):
                yield named.name
                yield from named.aliases

    def has_figures(self) -> bool:
        """Whether any account gives a figure: else there is no page of figures and no way to one."""
        return self._once("figures", lambda: any(card.figures for card in self.told()))

    def _once(self, name: str, make: Callable[[], T]) -> T:
        if name not in self.held:
            self.held[name] = make()
        return cast(T, self.held[name])

    def has_page(self, slug: str) -> bool:
        """Whether an entity has a page of its own."""
        return slug in self._paged()

    def _paged(self) -> Set[str]:
        names = self.names
        return self._once("paged", lambda: {slug for slug in names if earns_page(names[slug][0], len(names[slug][1]))})


def root(address: str) -> str:
    """The way from a page to the top: "../../" for "briefings/astana/"; "./" for the home page."""
    return "../" * address.count("/") or "./"


def letter(number: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def exact_lines(briefing: Briefing, passage: Passage) -> tuple[int, int]:
    """The lines of the numbered text on which a passage begins and ends; those of its block may be more."""
    first, last = passage.lines
    if first == last:
        return passage.lines
    starts = list(accumulate((len(line) + 1 for line in briefing.article.source.lines[first - 1 : last]), initial=0))
    begin = bisect_right(starts, passage.start) - 1
    finish = bisect_right(starts, max(passage.start, passage.end - 1)) - 1
    return first + begin, first + min(finish, last - first)


def line_label(lines: tuple[int, int]) -> str:
    """ "9" or "9–11"."""
    first, last = lines
    return str(first) if first == last else f"{first}–{last}"


class Sheet(Struct):
    """A page in the making."""

    room: Newsroom
    address: str  # "briefings/astana/"
    letters: dict[str, str] = field(default_factory=dict)

    def href(self, address: str) -> str:
        """An address of the site as seen from this page."""
        return root(self.address) + address

    def source_href(self, slug: str, line: int = 0) -> str:
        """The page of a file, at a line of it; on a plain site, which has no such pages, the article's."""
        if not self.room.site.full:
            return self.href(f"briefings/{slug}/")
        return self.href(f"sources/{slug}/") + (f"#L{line}" if line else "")

    def letter(self, slug: str) -> str:
        """The letter of an account on this page."""
        return self.letters.setdefault(slug, letter(len(self.letters)))

    def place(self, slug: str) -> int:
        """The place of an account among the letters of this page."""
        self.letter(slug)
        return list(self.letters).index(slug)

    def shown_slugs(self) -> tuple[str, ...]:
        """The accounts this page shows, in order of their letters."""
        return tuple(self.letters)

    # --- passages ---

    def cite(self, slug: str, passage: Passage, marks: Sequence[Mark] = (), topics: Sequence[Tag] = ()) -> Cite:
        """A passage of a briefing. ``marks`` count in the passage's own text."""
        card = self.room.edition.cards[slug]
        briefing = self.room.load(slug) if passage.lines[0] != passage.lines[1] else None
        lines = exact_lines(briefing, passage) if briefing else passage.lines
        at = place(card.path, passage.lines, passage.start, passage.end)
        return self.located(card, at, passage.text, lines, marks, topics)

    def within(
        self, slug: str, outer: Passage, inner: Iterable[Passage], kind: str, topics: Sequence[Tag] = ()
    ) -> Cite:
        """A passage with the given parts of it marked as ``kind``; parts that lie elsewhere are left out."""
        marks = [
            Mark(part.start - outer.start, part.end - outer.start, kind)
            for part in inner
            if part.block == outer.block and outer.start <= part.start and part.end <= outer.end
        ]
        return self.cite(slug, outer, marks, topics)

    def extract(self, extract: Extract, marks: Iterable[Passage] = (), kind: str = "changed") -> Cite:
        """An extract, with parts of it marked."""
        return self.within(extract.slug, extract.passage, marks, kind)

    def stated(self, slug: str, stated: Stated | None, key: str) -> Cite | None:
        """A value of the head, to its line or to the editor's key ``key`` in the sidecar."""
        if stated is None:
            return None
        card = self.room.edition.cards[slug]
        if stated.lines is None:
            at = f"{sidecar_path(card.path)}#{key}"
            lang, way = self._other(card)
            text = source_text(at, stated.text, lang=lang, direction=way)
            return Cite(text, stated.text, "", "", self.source_href(slug), card.language, direction(card.language), at)
        return self.located(card, place(card.path, stated.lines, stated.start, stated.end), stated.text, stated.lines)

    def located(
        self, card: Card, at: str, text: str, lines: Lines, marks: Sequence[Mark] = (), topics: Sequence[Tag] = ()
    ) -> Cite:
        """A span of the numbered text, by its address."""
        lang, way = self._other(card)
        return Cite(
            text=source_text(at, text, lang=lang, direction=way, marks=marks),
            plain=text,
            letter=self.letter(card.slug),
            line=line_label(lines),
            href=self.source_href(card.slug, lines[0]),
            lang=card.language,
            dir=direction(card.language),
            at=at,
            topics=tuple(topics),
        )

    def _other(self, card: Card) -> tuple[str, str]:
        if card.language in (self.room.site.language, "und"):
            return "", ""
        return card.language, direction(card.language)

    # --- things with an address ---

    def tag(self, topic: Topic) -> Tag:
        """A topic as a label."""
        return Tag(topic.slug, topic.name, topic.glyph, topic.accent, self.href(f"{topic.slug}/"))

    def tags(self, slugs: Iterable[str]) -> tuple[Tag, ...]:
        """Topics as labels, in the desk's order."""
        wanted = set(slugs)
        return tuple(self.tag(topic) for topic in self.room.desk.topics if topic.slug in wanted)

    def name(self, named: Named, count: int | None = None) -> NameLink:
        """An entity, with a link where it has a page."""
        href = self.href(f"entities/{named.slug}/") if self.room.has_page(named.slug) else None
        return NameLink(named.name, named.kind, href, named.count if count is None else count)

    def date(self, slug: str, stated: Stated | None) -> Date | None:
        """A stated date of publication, at its precision, with who gave it."""
        if stated is None:
            return None
        by = "given by an editor"
        if stated.lines is not None:
            by = f"stated in line {stated.lines[0]}" if stated.origin == "text" else "stated by the page"
        return Date(stated.value, shown(stated.value), by, self.stated(slug, stated, "published"))

    def account(self, slug: str, time_words: tuple[Cite, ...] = (), note: str = "") -> Account:
        """A briefing as this page names it."""
        card = self.room.edition.cards[slug]
        return Account(
            letter=self.letter(slug),
            path=card.path,
            title=self.stated(slug, card.title, "title"),
            file=card.path.rsplit("/", 1)[-1],
            href=self.href(f"briefings/{slug}/"),
            source_href=self.source_href(slug),
            publisher=self.stated(slug, card.publisher, "publisher"),
            published=self.date(slug, card.published),
            words=card.words,
            kept=card.kept,
            lines=card.lines,
            lang=card.language,
            dir=direction(card.language),
            time_words=time_words,
            note=note,
        )


def sidecar_path(path: str) -> str:
    """The sidecar of a file: its name without the last extension, and .toml."""
    return path.rsplit(".", 1)[0] + ".toml"


def entity_at(briefing: Briefing, passage: Passage) -> Entity | None:
    """The entity whose mention lies in a passage: the first one; None when it names none."""
    for entity in briefing.facts.get("entities", ()):
        assert isinstance(entity, Entity)
        for mention in entity.mentions:
            found = mention.passage
            if found.block == passage.block and found.start < passage.end and passage.start < found.end:
                return entity
    return None
