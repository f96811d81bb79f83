"""The nouns: what a scraped file becomes on its way to a page, as frozen records, and nothing else.

Fields that several nouns share:

``path``   below ``content/``, with ``/``: ``articles/astana/opening.txt``. Names a source everywhere.
``lines``  first and last line (from 1, both inside) of the *numbered text*, ``Source.lines``.
``slug``   readable part of an address, made from the path of the file and never from its words.
``start``, ``end``  characters, half open, as in a slice.

An absent value is ``None``: the source does not say, and nobody said it for the source.
"""

# Hints are objects, not texts (no ``from __future__ import annotations``): decoders would parse them at each start.

from collections.abc import Mapping
from typing import Literal

from msgspec import Raw, field

from briefing.plain import Frozen

Lines = tuple[int, int]
BlockKind = Literal["title", "head", "heading", "paragraph", "item", "quote", "caption", "row"]
EntityKind = Literal["person", "organisation", "place", "project", "document", "unclassified"]


class Refusal(Exception):
    """A file that cannot be published. Costs nobody else anything.

    ``path`` is the file, ``reason`` one sentence: what, where, what to do. ``code`` is a short stable name of the
    reason (``too-large``, ``not-text``, ``symlink`` …) for ``report.json``.
    """

    def __init__(self, path: str, code: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.code, self.reason = path, code, reason


class DeskError(Exception):
    """An editor's file that cannot be used: file, key, what was found, what was expected. Stops the build."""


# --- read -------------------------------------------------------------------------------------------------------


class Repair(Frozen):
    """One thing mended while the bytes became the numbered text."""

    line: int
    fault: str  # "mojibake", "zero-width", "control", "bidi", "nul", "stacked" …
    count: int  # characters removed or replaced
    before: str  # at most 80 characters of the line as it was, unprintable ones escaped


class Link(Frozen):
    """A span of a block's text that pointed to an address. http or https only."""

    start: int
    end: int
    url: str


class Block(Frozen):
    """A run of text: a paragraph, a heading, a list item, one line of a form.

    ``text`` is always ``" ".join(source.lines[lines[0] - 1 : lines[1]])``.
    """

    text: str
    kind: BlockKind
    lines: Lines
    trail: tuple[str, ...] = ()  # ancestors from the outside in, "div.comments#reply"; () for .txt
    links: tuple[Link, ...] = ()
    level: int = 0  # headings: 1 to 6; else 0
    stated: float | None = None  # share of its words that the page's data gives as the article's; None: it gives none
    described: float | None = None  # the same of the sentences in which the page says what it is about


class Stated(Frozen):
    """A value of the head, and who says so.

    With ``lines``, ``text`` is the span ``start:end`` of those lines joined by one space. Without, an editor gave it
    in the sidecar (``origin`` "editor").
    """

    text: str  # as the source words it
    value: str  # normalised: ISO 8601 at the precision given (published), a clean address (url), else ``text``
    origin: str  # "text", "title", "meta", "opengraph", "json-ld", "time", "editor"
    lines: Lines | None = None
    start: int = 0
    end: int = 0


class Head(Frozen):
    """What a file says about itself. Each None when it is not given."""

    headline: Stated | None = None
    byline: Stated | None = None
    published: Stated | None = None
    publisher: Stated | None = None
    dateline: Stated | None = None  # the place an account is written from: "ASTANA"
    url: Stated | None = None


Genre = Literal["", "article", "news"]


class Source(Frozen):
    """A file as read: settled text, numbered lines, blocks, and what it says of itself.

    ``lines`` is the numbered text: for .txt the file's own lines, for .html one block a line in document order, the
    metadata that the head uses first. Lines carry no outer white space, and inside one space at a time.
    """

    path: str
    sha256: str  # of the file's bytes, 64 hex digits
    encoding: str  # as Python names it: "utf-8", "cp1251"
    language: str  # ISO 639-1, "und" when it cannot be told
    head: Head
    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    repairs: tuple[Repair, ...] = ()
    notes: tuple[str, ...] = ()  # what was odd, a sentence each: "canonical address ignored: not http or https"
    genre: Genre = ""  # what its markup calls itself


# --- clean ------------------------------------------------------------------------------------------------------


class Verdict(Frozen):
    """A judgement on one block, with its reason."""

    call: Literal["keep", "cut", "ask"]  # "ask": kept, and shown to the editor as unsure
    rule: str  # "comments.form", "title", "title.repeated", "editor.keep" …
    why: str  # a sentence a reader understands: "Form instruction."
    confidence: float = 1.0  # 0 to 1


class Cut(Frozen):
    """A block that is out of the article, kept for the audit page."""

    block: Block
    verdict: Verdict


class Passage(Frozen):
    """A sentence or a part of one, and where it is: ``article.blocks[block].text[start:end] == text``."""

    text: str
    block: int
    start: int
    end: int
    lines: Lines  # of the block


class Sidecar(Frozen):
    """The editor's word on one article, from ``NAME.toml`` beside it. It wins over the file."""

    path: str = ""  # of the sidecar; "" when there is none
    title: str | None = None
    published: str | None = None  # ISO 8601 at the precision given: "2024", "2024-07", "2024-07-04"
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    status: Literal["draft", "hidden", "published", "withdrawn"] = "published"
    text: Literal["full", "points"] | None = None  # None: as BRIEFING_TEXT says
    topics: tuple[str, ...] | None = None  # when given, only these topics label the article
    of: str | None = None  # first 12 hex digits of the file's hash; keep and cut count only for that file
    keep: tuple[int, ...] = ()
    cut: tuple[int, ...] = ()


class Marks(Frozen):
    """What one file has to say of its publisher's furniture: the lines it holds, as marks (``clean.shared.mark``)."""

    publisher: str = ""  # whose files it is counted with: "host example.org", "name The Sample", "folder articles/a"
    kept: bytes = b""  # marks of the lines it keeps when cleaned by itself, title and head aside: 8 bytes each
    gone: bytes = b""  # and of those it cuts
    story: tuple[str, ...] = ()  # files that have one of these in common tell the same


class Shared(Frozen):
    """Those lines of one file that stand in many files of its publisher, as ``gather.furniture`` counted them."""

    of: str = "this publisher"  # whose files, as a reason says it; "this folder" where nobody names a publisher
    lines: Mapping[int, tuple[int, bool]] = field(default_factory=dict)  # mark: files at least, whether most have it


class Article(Frozen):
    """A cleaned source: what is kept, in reading order, and what was cut and why.

    ``blocks`` holds the kept blocks: those of kind "head" and "title" carry the head's lines, the others are the body.
    ``verdicts`` has one for each of them. ``sentences`` are those of the title and the body in reading order.
    Every block of the source is either in ``blocks`` or in ``cuts``.
    """

    source: Source
    head: Head  # the source's, with the sidecar's word over it
    sidecar: Sidecar
    blocks: tuple[Block, ...]
    verdicts: tuple[Verdict, ...]
    cuts: tuple[Cut, ...]
    sentences: tuple[Passage, ...]
    warnings: tuple[str, ...] = ()  # begins with the path; shown by check, explain and the build

    def body(self) -> tuple[int, ...]:
        """Places in ``blocks`` of the article's own text: everything but head and title."""
        return tuple(i for i, block in enumerate(self.blocks) if block.kind not in ("head", "title"))

    def passage(self, block: int, start: int, end: int) -> Passage:
        """The passage at ``start:end`` of ``blocks[block]``."""
        found = self.blocks[block]
        return Passage(found.text[start:end], block, start, end, found.lines)


# --- find -------------------------------------------------------------------------------------------------------


class Fact(Frozen):
    """Base of all facts: the exact words, and the sentence they stand in (place in ``article.sentences``).

    The kinds live beside their finders: ``find.entities.Entity``, ``find.quotes.Quote``, ``find.figures.Figure``,
    ``find.events.Event``.
    """

    passage: Passage
    sentence: int


# --- brief ------------------------------------------------------------------------------------------------------


class Point(Frozen):
    """A key point: one sentence, after the one it points back to where it needs that."""

    passages: tuple[Passage, ...]  # one or two whole sentences, in reading order
    topics: tuple[str, ...] = ()


class Label(Frozen):
    """A paragraph that belongs to a topic, with the words that earned it."""

    block: int  # place in article.blocks
    topic: str  # slug
    words: tuple[Passage, ...]
    score: float = 0.0


class Briefing(Frozen):
    """An article with all that was found in it. ``facts`` maps each name in ``find.FACTS`` to its facts."""

    article: Article
    facts: Mapping[str, tuple[Fact, ...]]
    dek: Passage | None  # one sentence under the headline; None when the body has no fit one
    points: tuple[Point, ...]
    labels: tuple[Label, ...]


# --- desk -------------------------------------------------------------------------------------------------------


class Term(Frozen):
    """A word or phrase that speaks for a topic."""

    words: str  # lower case; "*" at the end of a word stands for any ending
    weight: float
    language: str = "en"


class Topic(Frozen):
    """A hub of the site, from ``content/desk/topics/<slug>.toml``."""

    slug: str
    name: str
    blurb: str  # what earns the label, a sentence
    terms: tuple[Term, ...]
    accent: str  # one of the theme's three: "security", "trade", "connectivity"
    glyph: str  # name of an icon of the theme
    against: tuple[Term, ...] = ()  # words that speak against it
    order: int = 0  # in menus


class Way(Frozen):
    """One alternative of a pattern, with what is known of the lines that it matches."""

    pattern: str
    begins: tuple[str, ...]  # what such a line begins with, one of these (``patterns.beginning``); "": with anything
    words: tuple[str, ...]  # in small letters, one of which such a line holds where it is ASCII; (): none that is known
    least: int  # characters of such a line
    most: int


class CutPhrase(Frozen):
    """A row of ``data/rules/*.toml``: text that is never an article's own."""

    name: str  # "comments.form"
    pattern: str  # regular expression, matched without case against a whole line
    why: str
    language: str  # ISO 639-1, or "any"
    confidence: float = 0.99
    file: str = ""  # that holds the row: "data/rules/comments.toml"
    ways: tuple[Way, ...] = ()  # the pattern's, as ``patterns.ways`` has them


class Site(Frozen):
    """A row of ``data/sites/<domain>.toml``: where a publisher's story and its furniture are."""

    domain: str
    publisher: str | None = None
    story: tuple[str, ...] = ()  # trail names that hold the story: "div.story-body"
    furniture: tuple[str, ...] = ()  # trail names that never do
    cut: tuple[str, ...] = ()  # patterns of whole lines


class Pin(Frozen):
    """An editor's word on a story, a row of ``stories.toml``: these articles are one story."""

    articles: tuple[str, ...]  # paths
    closed: bool = False  # no other article joins them


class Desk(Frozen):
    """What editors decide, read once a run: the shipped ``data/`` with the site's own ``content/desk/`` over it.

    ``words`` maps the name of a file in ``data/words/`` to its table as TOML gives it; whoever uses a table checks its
    shape. ``stamps`` maps "topics", "rules", "sites", "words" to a hash of what they hold: parts of the steps' keys.
    """

    topics: tuple[Topic, ...] = ()
    rules: tuple[CutPhrase, ...] = ()
    sites: Mapping[str, Site] = field(default_factory=dict)
    words: Mapping[str, Mapping] = field(default_factory=dict)
    stamps: Mapping[str, str] = field(default_factory=dict)
    stories: tuple[Pin, ...] = ()


# --- gather -----------------------------------------------------------------------------------------------------


class Named(Frozen):
    """An entity as a card knows it."""

    slug: str
    name: str
    kind: EntityKind
    count: int  # mentions in this briefing
    aliases: tuple[str, ...] = ()
    place: tuple[float, float] | None = None  # latitude, longitude: reference data, not the source's


class Extract(Frozen):
    """A passage together with the briefing it is from."""

    slug: str
    passage: Passage


class Card(Frozen):
    """What others need of a briefing, small enough that ten thousand fit in memory."""

    slug: str
    path: str
    sha256: str
    title: Stated | None
    published: Stated | None
    publisher: Stated | None
    url: str | None
    language: str
    status: str
    reuse: str  # "full" or "points"
    words: int  # in the body
    lines: int  # of the numbered text that are not empty
    kept: int  # of them
    topics: Mapping[str, int]  # slug: passages
    entities: tuple[Named, ...]
    figures: int
    quotes: int  # direct ones
    events: int
    signature: (
        Raw  # what gather.likeness compares: names, places, figures and their weight (``gather.signature.weights``)
    )
    sketch: str  # what gather.copies compares: hashes of runs of words
    fingerprint: str  # hash of the published text: changes when, and only when, a reader would see other words
    first_seen: str | None = None  # ISO date from the record; None when it does not know the file yet
    changed: str | None = None  # ISO date of the last change of the published text, from the record
    order: int = 0  # place in the record (files it does not know come last, by path)
    months: tuple[str, ...] = ()  # those of resolved events: "2024-07"; "2024", "199X" where none is told
    warnings: tuple[str, ...] = ()  # of the article
    cuts: Mapping[str, int] = field(default_factory=dict)  # rule: lines it cut
    routes: tuple[tuple[str, ...], ...] = ()  # the stops of each line that it states, by the slugs of their entities
    telling: tuple[str, ...] = ()  # names that it tells most of and that are rare: those of a story that it tells alone


class Pair(Frozen):
    """Two passages of a story that speak of the same thing, and how they relate."""

    relation: Literal["same", "same value", "detail", "figure", "certainty", "credit", "negation"]
    a: Extract
    b: Extract
    label: tuple[Extract, ...]  # what both speak of: names or words of one account; may be empty
    change: tuple[str, str] | None  # the words that differ, of a and b, as they stand there: ("is", "would become")
    marks_a: tuple[Passage, ...]  # the changed words
    marks_b: tuple[Passage, ...]
    more: Literal["a", "b", ""] = ""  # "detail": which account says more


class Wording(Frozen):
    """How much two accounts share word for word."""

    a: str  # slugs
    b: str
    share: float  # of the shorter account's words that stand in runs of RUN or more shared words, 0 to 1
    longest: Extract | None  # the longest shared run, in account a


class Story(Frozen):
    """One happening that one or more accounts tell. Accounts stand in order of the record."""

    slug: str  # of its first-seen account
    accounts: tuple[str, ...]  # slugs
    names: tuple[str, ...]  # entity names that hold it together
    copies: Mapping[str, str] = field(default_factory=dict)  # account with the same words as another: that other one


class Comparison(Frozen):
    """The accounts of a story set side by side."""

    pairs: tuple[Pair, ...]  # those that differ first: negation, credit, certainty, figure, detail; then the agreements
    only: Mapping[str, tuple[Extract, ...]]  # slug: what no other account says
    wording: tuple[Wording, ...]


class Row(Frozen):
    """A row of a timeline."""

    shelf: Literal["dated", "ordered", "none", "to come"]
    words: Extract | None  # the time words as printed; None on the shelf "none"
    resolved: str | None  # ISO 8601 at its granularity; None when nothing anchors it
    granularity: str  # "day", "month", "year", "weekday", "order" …
    anchor: str | None  # why it could be resolved: "read against the publication date an editor gave"
    sentence: Extract
    topics: tuple[str, ...]
    also: tuple[Extract, ...] = ()  # the same happening in other accounts


class Edition(Frozen):
    """Everything that goes out together. Cards stand newest first, undated after dated, then by slug."""

    cards: Mapping[str, Card]
    stories: Mapping[str, Story]  # by slug; every card is in just one, alone if need be
    story_of: Mapping[str, str]  # card slug: story slug
    related: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # card slug: cards that name the same things
