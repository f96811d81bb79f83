"""What each page shows: the records that templates read. ``press.pages`` makes them; the theme sets them.

A template chooses nothing: what is absent is ``None`` or an empty tuple, and the template says so. Source text comes as
``Cite.text`` (markup made by ``press.markup``, traced to its line), the site's own words are in the templates.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Tag:
    """A topic beside a passage or in a menu."""

    slug: str
    name: str
    glyph: str  # icon name; the accent class is "topic-" + accent
    accent: str
    href: str


@dataclass(frozen=True, slots=True)
class Cite:
    """A passage as a page shows it."""

    text: Markup  # <span class="source" data-at="…">…</span>
    plain: str
    letter: str  # of its account on this page: "A" … "Z", "AA"; "" for an editor's words
    line: str  # "9", or "9–11"; "" for an editor's words
    href: str  # of that line on the source page
    lang: str
    dir: str  # "ltr" or "rtl"
    at: str  # where it stands, as in data-at: "articles/a.txt#L9:0-120"
    topics: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """A briefing as other pages name it."""

    letter: str
    path: str  # of the file below content/
    title: Cite | None  # None: the file states no headline
    file: str  # name of the file, shown when there is no headline
    href: str  # of the briefing
    source_href: str
    publisher: Cite | None
    published: Date | None
    words: int
    kept: int
    lines: int
    lang: str
    dir: str
    time_words: tuple[Cite, ...] = ()
    note: str = ""  # "same text as A", from gather


@dataclass(frozen=True, slots=True)
class Date:
    """A date somebody stated."""

    value: str  # ISO 8601 at its precision, for <time datetime>
    shown: str  # "4 July 2024", "July 2024", "2024"
    by: str  # "stated in line 3", "stated by the page", "given by an editor"
    cite: Cite | None


@dataclass(frozen=True, slots=True)
class NameLink:
    """An entity in a list."""

    name: str
    kind: str
    href: str | None  # None: it has no page of its own
    count: int


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure: "over 60 percent"."""

    value: Cite | None  # the value alone, as printed; None for a vague amount
    bound: Cite | None  # "over", "nearly"
    whole: Cite  # the whole expression
    of: Cite | None
    who: Cite | None  # None: the article itself
    sentence: Cite
    also: tuple[Cite, ...] = ()  # the same figure in other accounts


@dataclass(frozen=True, slots=True)
class QuoteView:
    """Words between quotation marks, or reported speech."""

    words: Cite
    speaker: Cite | None  # None: not stated
    speaker_href: str | None
    verb: Cite | None
    sentence: Cite


@dataclass(frozen=True, slots=True)
class PointView:
    """A key point."""

    cites: tuple[Cite, ...]  # one, or the one it points back to and itself
    topics: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of a timeline."""

    words: Cite | None
    first_of_day: bool  # print the time words; a repeated one is for screen readers only
    resolved: str | None  # ISO
    shown: str | None  # "4 July 2024"
    anchor: str | None
    sentence: Cite
    topics: tuple[Tag, ...]
    also: tuple[Cite, ...]
    happened: bool  # solid tick; else hollow


@dataclass(frozen=True, slots=True)
class Shelf:
    """Rows of a timeline that know equally much of their time."""

    key: str  # "dated", "ordered", "none", "to come"
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class PairView:
    """Two accounts of one claim."""

    relation: str  # "same", "same value", "detail", "figure", "certainty", "credit"
    sign: str  # icon: "same", "value", "detail", "differs"
    margin: str  # the word under the sign: "who is credited", "B adds detail"
    label: tuple[Cite, ...]  # what both speak of
    change: tuple[Cite, Cite] | None
    a: Cite  # changed words are <b class="changed"> inside its text
    b: Cite


@dataclass(frozen=True, slots=True)
class WordingView:
    """Words that two accounts share."""

    a: str  # letters
    b: str
    percent: int  # of the shorter account
    longest: Cite | None
    one_origin: bool  # so much that they may have one origin


@dataclass(frozen=True, slots=True)
class StoryTile:
    """A story in a list or as lead."""

    title: Cite | None
    file: str
    href: str  # of the story page; of the briefing when it has one account
    places: tuple[NameLink, ...]
    time_words: Cite | None
    published: Date | None
    accounts: tuple[Account, ...]
    dek: Cite | None
    points: tuple[PointView, ...]
    differ: int | None  # None: one account, nothing to compare
    agree: int | None
    only: int | None
    topics: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class HubTile:
    """A hub on the home page."""

    tag: Tag
    passages: int
    accounts: int
    newest: tuple[Cite, ...]  # two at most


@dataclass(frozen=True, slots=True)
class LogRow:
    """A line of what was added and changed."""

    date: str  # ISO, from the record
    shown: str
    what: str  # "added", "changed", "withdrawn", "moved"
    account: Account


@dataclass(frozen=True, slots=True)
class Page:
    """What every page has. ``root`` is the way to the top: "../../"."""

    kind: str  # "home", "briefing", "story", "hub", "entity", "entities", "timeline", "figures", "sources", …
    address: str  # "briefings/astana/", "" for home
    root: str
    title: str  # plain, for <title> and feeds
    title_at: str | None  # data-at of a title that is a source's; None when the site words it
    description: str
    lang: str
    dir: str
    canonical: str  # absolute, "" when the site has no address
    json: str | None  # "index.json" when there is a twin
    feed: str | None  # of this hub
    noindex: bool


@dataclass(frozen=True, slots=True)
class HomeView:
    """The first page."""

    purpose: str
    first: str | None  # earliest and latest stated dates of publication, as shown
    last: str | None
    undated: int
    files: int
    traced: int  # the site's total of traced sentences
    lead: StoryTile | None
    hubs: tuple[HubTile, ...]
    stories: tuple[StoryTile, ...]  # without the lead
    figures: tuple[FigureView, ...]  # six at most
    log: tuple[LogRow, ...]


@dataclass(frozen=True, slots=True)
class LineView:
    """A numbered line of a source page."""

    number: int
    cite: Cite | None  # the whole line; None: empty, or masked
    masked: int | None  # characters withheld, when the text may not be shown in full
    spans: tuple[Cite, ...]  # of a masked line: what of it may be shown
    call: str  # "keep", "cut", "ask", "empty"
    kind: str  # "title", "paragraph", "heading" …
    rule: str
    why: str
    confidence: str  # "0.98"; "" where nothing was weighed


@dataclass(frozen=True, slots=True)
class RepairView:
    """Something mended while the file was read."""

    line: int
    fault: str
    count: int
    before: str


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A block of the full text."""

    kind: str  # "paragraph", "heading", "item", "quote", "caption", "row"
    level: int  # of a heading on the page: 3 and below
    id: str  # "L9"
    line: str
    cite: Cite  # for a heading or a short block: all of it
    sentences: tuple[Cite, ...]
    topics: tuple[Tag, ...]
    sides: tuple[SideNote, ...]  # how other accounts tell the same, three at most


@dataclass(frozen=True, slots=True)
class SideNote:
    """What another account does with the same sentence."""

    sign: str
    words: str  # the site's: "says only", "only here: a direct quote"; "" when sign and words of the other suffice
    cite: Cite | None
    quoted: bool = True  # print the words of ``cite``; else only its chip: they are long


@dataclass(frozen=True, slots=True)
class Citation:
    """How to cite a briefing: parts that nobody states are left out."""

    title: Cite | None
    publisher: Cite | None
    words: str  # what follows: date, address, "Via Eurasia Briefing, file …"
    hash: str  # first 12 hex digits


@dataclass(frozen=True, slots=True)
class BriefingView:
    """One article."""

    account: Account
    status: str  # "published" or "withdrawn"
    reuse: str  # "full" or "points"
    url: str | None  # the original
    author: Cite | None
    places: tuple[NameLink, ...]
    topics: tuple[Tag, ...]
    time_words: Cite | None  # of the event
    dek: Cite | None
    minutes: int
    cut: int  # lines cut
    points: tuple[PointView, ...]
    contents: tuple[ParagraphView, ...]  # its headings
    text: tuple[ParagraphView, ...]  # () when reuse is "points"
    quotes: tuple[QuoteView, ...]
    reported: tuple[QuoteView, ...]
    figures: tuple[FigureView, ...]
    timeline: tuple[Shelf, ...]
    names: tuple[NameLink, ...]
    cuts: tuple[LineView, ...]
    story: StoryTile | None  # when other accounts tell the same
    related: tuple[RelatedView, ...]
    citation: Citation


@dataclass(frozen=True, slots=True)
class RelatedView:
    """Another briefing that names the same."""

    account: Account
    shared: tuple[NameLink, ...]  # why it is related


@dataclass(frozen=True, slots=True)
class StoryView:
    """One happening, its accounts side by side."""

    accounts: tuple[Account, ...]  # in order of their letters
    tile: StoryTile
    pairs: tuple[PairView, ...]  # that differ or add detail
    agreements: tuple[PairView, ...]
    tally: tuple[tuple[str, int, str], ...]  # sign, count, word
    only: tuple[tuple[Account, tuple[Cite, ...]], ...]
    wording: tuple[WordingView, ...]
    timeline: tuple[Shelf, ...]
    figures: tuple[FigureView, ...]
    quotes: tuple[QuoteView, ...]
    names: tuple[NameLink, ...]


@dataclass(frozen=True, slots=True)
class HubGroup:
    """The passages of one story in a hub."""

    title: Cite | None
    file: str
    href: str
    time_words: Cite | None
    passages: tuple[Cite, ...]  # words that earned the label are <i class="earned"> inside the text; the first opens


@dataclass(frozen=True, slots=True)
class HubView:
    """One topic."""

    tag: Tag
    blurb: str
    passages: int
    stories: int
    accounts: tuple[Account, ...]
    groups: tuple[HubGroup, ...]
    figures: tuple[FigureView, ...]
    timeline: tuple[Shelf, ...]
    names: tuple[NameLink, ...]
    words: tuple[tuple[str, int], ...]  # that earned the label, most frequent first
    others: tuple[tuple[Tag, int], ...]  # other hubs and their counts
    archive: tuple[tuple[str, str], ...]  # (href, label) of older pages
    told_by: int = 0  # accounts with a passage here, on all pages of the hub
    span: str = ""  # of an archive page: "1–29", counted from the oldest passage


@dataclass(frozen=True, slots=True)
class EntityView:
    """A person, organisation, place, project or document."""

    name: str
    kind: str
    aliases: tuple[str, ...]
    expansion: Cite | None  # the sentence that expands the acronym
    place: tuple[float, float] | None
    roles: tuple[Cite, ...]
    groups: tuple[HubGroup, ...]
    said: tuple[QuoteView, ...]
    figures: tuple[FigureView, ...]
    seen_with: tuple[NameLink, ...]
    mentions: int
    accounts: tuple[Account, ...]  # the newest
    told_by: int  # accounts that name it, all of them


@dataclass(frozen=True, slots=True)
class EntitiesView:
    """The index of names."""

    kinds: tuple[tuple[str, tuple[NameLink, ...]], ...]  # kind: names A to Z


@dataclass(frozen=True, slots=True)
class TimelineView:
    """Everything that has a time, and what has none."""

    shelves: tuple[Shelf, ...]
    filters: tuple[tuple[str, str], ...]  # (href, label)
    chosen: str | None  # the topic shown, None for all
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class FiguresView:
    """Numbers, by story."""

    groups: tuple[tuple[StoryTile, tuple[FigureView, ...]], ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A file in the index of sources."""

    account: Account
    path: str
    cut: int
    unknown: tuple[str, ...]  # "publisher", "date", "address"
    warnings: tuple[str, ...]
    hash: str
    status: str


@dataclass(frozen=True, slots=True)
class SourcesView:
    """The index of sources."""

    rows: tuple[SourceRow, ...]
    files: int
    traced: int


@dataclass(frozen=True, slots=True)
class SourceView:
    """One file, line by line."""

    account: Account
    path: str
    hash: str
    encoding: str
    url: str | None
    lines: tuple[LineView, ...]
    kept: int
    cut: int
    asked: int
    rules: int  # that cut something
    repairs: tuple[RepairView, ...]
    notes: tuple[str, ...]
    missing: tuple[str, ...]  # keys of the sidecar: "publisher", "published", "url"
    sidecar: str  # the TOML to fill in
    download: str | None  # href of the numbered text; None when the text may not be shown in full
    reuse: str


@dataclass(frozen=True, slots=True)
class AboutView:
    """What the site does and how."""

    body: Markup  # content/pages/about.md
    files: int
    stories: int
    traced: int
    topics: tuple[tuple[Tag, str, tuple[str, ...]], ...]  # label, blurb, its terms
    rules: tuple[tuple[str, int, str], ...]  # rule, lines it cut on this site, why


@dataclass(frozen=True, slots=True)
class MissingView:
    """The page for an address that is not there."""

    hubs: tuple[Tag, ...]
    stories: tuple[StoryTile, ...]


@dataclass(frozen=True, slots=True)
class MovedView:
    """A page at a former address."""

    to: str  # href of the present one
    account: Account


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page. Addresses are relative to the page."""

    name: str  # of the site
    home: str
    hubs: tuple[Tag, ...]
    nav: tuple[tuple[str, str, bool], ...]  # (href, label, is this the current page's place)
    footer: tuple[tuple[str, str], ...]  # (href, label)
    theme: str  # href of the folder with site.css, fonts/, icons
    feed: str  # href of the site's Atom feed
    language: str
    policy: str  # Content-Security-Policy of this page
    total: tuple[int, int] | None  # sentences traced and shown on the whole site; home, about and sources only
