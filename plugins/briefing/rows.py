"""What is kept of an article from build to build: its rows in the store, and the keys under which they stand."""

# hints are objects here, as in model.py

from collections.abc import Mapping
from typing import Self

from msgspec import Raw, Struct
from msgspec.structs import replace

from briefing import hashes
from briefing.hashes import NONE, Look
from briefing.model import Article, Briefing, Card, Desk, Label, Marks, Named, Passage, Point, Sidecar, Source
from briefing.plain import Frozen, encode

# What decides an article, a briefing, a card beyond the source itself.
ARTICLE_CODE = ("model.py", "plain.py", "desk.py", "patterns.py", "text", "read", "clean", "data")
BRIEFING_CODE = ("find", "brief")
CARD_CODE = ("gather",)
PACKAGES = ("ahocorasick_rs", "beautifulsoup4", "charset-normalizer", "ftfy", "lxml", "sentencex")


class Found(Frozen):
    """What a briefing adds to its article; kept apart from it, so that a new topic leaves the article's row alone."""

    facts: Mapping[str, Raw]  # as ``find.known`` reads them
    dek: Passage | None
    points: tuple[Point, ...]
    labels: tuple[Label, ...]


class Said(Frozen):
    """A card's row: the card, what is to be said of the article in every build, and its lines for the others."""

    card: Card
    warnings: tuple[str, ...]
    settled: str  # the article's own key; while it stands, so do the marks
    marks: Marks  # of the file as it is cleaned by itself


class Traits(Frozen):
    """What only they ask of a card who compare it with others; kept apart from its row, which is half as long so."""

    key: str  # of the card's row
    entities: tuple[Named, ...]
    signature: Raw
    sketch: str
    telling: tuple[str, ...]

    @classmethod
    def of(cls, key: str, card: Card) -> Self:
        """That part of a card."""
        return cls(key, card.entities, card.signature, card.sketch, card.telling)

    def onto(self, card: Card) -> Card:
        """The card with it."""
        return replace(card, entities=self.entities, signature=self.signature, sketch=self.sketch, telling=self.telling)


def bare(card: Card) -> Card:
    """A card without its traits, as its row has it."""
    return replace(card, entities=(), signature=Raw(b"{}"), sketch="", telling=())


class Filed(Frozen):
    """A card's row with how the source looked when it was read, and the key under which all of it was made."""

    key: str
    look: Look
    sha256: str  # of the source's bytes
    said: Said


class Numbered(Struct, array_like=True):
    """The first field of an article's row; the others are passed over."""

    source: Source


class Task(Struct):
    """A source in the build: what is asked of it and under which keys its rows are kept."""

    path: str
    slug: str
    sidecar: Sidecar
    side: str  # hash of the sidecar's bytes
    look: Look = NONE
    sha256: str = ""  # "" until the bytes have been read
    marks: Marks | None = None  # None until it has been cleaned by itself
    common: str = ""  # hash of those that many files of its publisher have, "" when there are none


class Keys(Frozen):
    """The parts of the steps' keys that all sources share."""

    article: str
    briefing: str
    card: str

    def alone(self, step: str, task: Task) -> str:
        """What the source itself decides of its row's key: other bytes, another sidecar, code or desk."""
        return f"{getattr(self, step)} {task.sha256} {task.side}"

    def of(self, step: str, task: Task) -> str:
        """The key of a source's row, with what is known of its publisher's lines, as far as it concerns this source."""
        return f"{getattr(self, step)} {task.sha256} {task.side} {task.common}"


def keys(desk: Desk) -> Keys:
    """The keys under this code and this desk."""
    stamps = desk.stamps
    shared = [
        hashes.code(*ARTICLE_CODE),
        hashes.packages(*PACKAGES),
        *(stamps.get(k, "") for k in ("rules", "sites", "words")),
    ]
    article = hashes.digest(*(part.encode() for part in shared))
    briefing = hashes.digest(article.encode(), hashes.code(*BRIEFING_CODE).encode(), stamps.get("topics", "").encode())
    return Keys(article, briefing, hashes.digest(briefing.encode(), hashes.code(*CARD_CODE).encode()))


def added(told: Briefing) -> Found:
    """What a briefing adds to its article."""
    facts = {name: Raw(encode(found)) for name, found in told.facts.items()}
    return Found(facts, told.dek, told.points, told.labels)


def briefing(article: Article, rest: Found) -> Briefing:
    """The article with what was ``added``. Raises NotPlain where the facts are none."""
    from briefing import find

    return Briefing(article, find.known(rest.facts), rest.dek, rest.points, rest.labels)
