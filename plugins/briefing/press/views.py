"""What each page shows: the records that templates read. ``press.pages`` makes them; the theme sets them.

A template chooses nothing: what is absent is ``None`` or an empty tuple, and the template says so. Source text comes as
``Cite.text`` (markup made by ``press.markup``, traced to its line), the site's own words are in the templates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from briefing.plain import Frozen

if TYPE_CHECKING:  # a plain site draws none of them
    from briefing.press.draw.atlas import Atlas
    from briefing.press.draw.bars import Bar, Month
    from briefing.press.draw.meets import Meets
    from briefing.press.draw.moments import Moments


class Tag(Frozen):
    """A topic beside a passage or in a menu."""

    slug: str
    name: str
    glyph: str  # icon name; the accent class is "topic-" + accent
    accent: str
    href: str


class Cite(Frozen):
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


class Account(Frozen):
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


class Date(Frozen):
    """A date somebody stated."""

    value: str  # ISO 8601 at its precision, for <time datetime>
    shown: str  # "4 July 2024", "July 2024", "2024"
    by: str  # "stated in line 3", "stated by the page", "given by an editor"
    cite: Cite | None


class NameLink(Frozen):
    """An entity in a list."""

    name: str
    kind: str
    href: str | None  # None: it has no page of its own
    count: int  # how often it stands in the texts; 0 where the page does not say


class FigureView(Frozen):
    """A figure: "over 60 percent"."""

    value: Cite | None  # the value alone, as printed; None for a vague amount
    bound: Cite | None  # "over", "nearly"
    whole: Cite  # the whole expression
    of: Cite | None
    who: Cite | None  # None: the article itself
    sentence: Cite
    also: tuple[Cite, ...] = ()  # the same figure in other accounts


class MeasureView(Frozen):
    """One thing in the numbers of several accounts, and their bars on one scale."""

    rows: tuple[tuple[FigureView, Bar], ...]


class QuoteView(Frozen):
    """Words between quotation marks, or reported speech."""

    words: Cite
    speaker: Cite | None  # None: not stated
    speaker_href: str | None
    verb: Cite | None
    sentence: Cite


class PointView(Frozen):
    """A key point."""

    cites: tuple[Cite, ...]  # one, or the one it points back to and itself
    topics: tuple[Tag, ...]


class RowView(Frozen):
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


class Shelf(Frozen):
    """Rows of a timeline that know equally much of their time."""

    key: str  # "dated", "ordered", "none", "to come"
    rows: tuple[RowView, ...]


class PairView(Frozen):
    """Two accounts of one claim."""

    relation: str  # "same", "same value", "detail", "figure", "certainty", "credit", "negation"
    sign: str  # icon: "same", "value", "detail", "differs"
    margin: str  # the word under the sign: "who is credited", "B adds detail"
    label: tuple[Cite, ...]  # what both speak of
    change: tuple[Cite, ...] | None  # the words of the first account, then those of the others
    a: Cite  # changed words are <b class="changed"> inside its text
    b: Cite
    more: tuple[Cite, ...] = ()  # further accounts that relate to the first in the same way

    @property
    def others(self) -> tuple[Cite, ...]:
        """Every account but the first."""
        return (self.b, *self.more)

    @property
    def told(self) -> tuple[Cite, ...]:
        """Every account."""
        return (self.a, self.b, *self.more)


class WordingView(Frozen):
    """Words that two accounts share."""

    a: str  # letters
    b: str
    percent: int  # of the shorter account
    longest: Cite | None
    one_origin: bool  # so much that they may have one origin
    copy: bool = False  # the same text, and counted as one account


class StoryTile(Frozen):
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
    copies: int = 0  # accounts that have the words of another one, and count as one with it


class HubTile(Frozen):
    """A hub on the home page."""

    tag: Tag
    passages: int
    accounts: int
    newest: tuple[Cite, ...]  # two at most


class Coverage(Frozen):
    """How many passages each topic has by month of publication."""

    months: tuple[tuple[str, str], ...]  # "2024-07", "July 2024"
    rows: tuple[tuple[Tag, tuple[Month, ...]], ...]
    accounts: int  # counted
    undated: int  # accounts that state no month of publication
    earlier: int  # accounts before the first month shown


class LogRow(Frozen):
    """A line of what was added and changed."""

    date: str  # ISO, from the record
    shown: str
    what: str  # "added", "changed", "withdrawn", "moved"
    account: Account


class CardLink(Frozen):
    """The picture of a page for those who share a link to it."""

    url: str  # absolute
    width: int  # pixels
    height: int


class Sharing(Frozen):
    """What a page says of itself where somebody shares it."""

    kind: str  # "article" or "website", for OpenGraph
    card: CardLink | None
    linked: Markup  # JSON-LD, escaped for a script element


class Page(Frozen):
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
    sharing: Sharing | None = None  # None: a plain site, or a page nobody shares
    title_then: str = ""  # what the site says after a title that another page has too: " · 2 accounts"
    cyrillic: bool = False  # it shows an account in Cyrillic letters: their fonts are asked for at once


class HomeView(Frozen):
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
    coverage: Coverage | None  # None: the accounts are of one month, or state none


class LineView(Frozen):
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


class RepairView(Frozen):
    """Something mended while the file was read."""

    line: int
    fault: str
    count: int
    before: str


class ParagraphView(Frozen):
    """A block of the full text."""

    kind: str  # "paragraph", "heading", "item", "quote", "caption", "row"
    level: int  # of a heading on the page: 3 and below
    id: str  # "L9"
    line: str
    cite: Cite  # for a heading or a short block: all of it
    sentences: tuple[Cite, ...]
    topics: tuple[Tag, ...]
    sides: tuple[SideNote, ...]  # how other accounts tell the same, three at most


class SideNote(Frozen):
    """What another account does with the same sentence."""

    sign: str
    words: str  # the site's: "says only", "only here: a direct quote"; "" when sign and words of the other suffice
    cite: Cite | None
    quoted: bool = True  # print the words of ``cite``; else only its chip: they are long


class CitedText(Frozen):
    """A citation in one style, as plain text to be copied."""

    style: str  # "APA"
    text: str
    places: str  # of the source's words in it, as ``references.quoted`` writes them, divided by spaces


class Citation(Frozen):
    """How to cite a briefing: parts that nobody states are left out."""

    title: Cite | None
    publisher: Cite | None
    words: str  # what follows: date, address, "Via Eurasia Briefing, file …"
    hash: str  # first 12 hex digits
    styles: tuple[CitedText, ...] = ()  # () on a plain site
    downloads: tuple[tuple[str, str], ...] = ()  # (href, label)


class BriefingView(Frozen):
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
    beside: int  # how many of them stand beside the key points
    tellers: int  # and how many other accounts of the story
    cuts: tuple[LineView, ...]
    story: StoryTile | None  # when other accounts tell the same
    more: bool  # whether the story has more accounts than those
    related: tuple[RelatedView, ...]
    citation: Citation


class RelatedView(Frozen):
    """Another briefing that names the same."""

    account: Account
    shared: tuple[NameLink, ...]  # why it is related


class StoryView(Frozen):
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
    measures: tuple[MeasureView, ...]
    quotes: tuple[QuoteView, ...]
    names: tuple[NameLink, ...]
    picture: Meets | None  # which lines meet
    aside: int  # accounts that are not set beside the others: they are too many
    left: tuple[int, int]  # differences and agreements beyond those that the page shows


class HubGroup(Frozen):
    """The passages of one story in a hub."""

    title: Cite | None
    file: str
    href: str
    time_words: Cite | None
    passages: tuple[Cite, ...]  # words that earned the label are <i class="earned"> inside the text; the first opens


class HubView(Frozen):
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


class EntityView(Frozen):
    """A person, organisation, place, project or document."""

    name: str
    kind: str
    aliases: tuple[str, ...]
    expansion: Cite | None  # the sentence that expands the acronym
    place: tuple[float, float] | None
    roles: tuple[Cite, ...]
    groups: tuple[HubGroup, ...]
    said: tuple[QuoteView, ...]  # in quotation marks
    reported: tuple[QuoteView, ...]
    figures: tuple[FigureView, ...]
    seen_with: tuple[NameLink, ...]
    mentions: int
    accounts: tuple[Account, ...]  # the newest
    told_by: int  # accounts that name it, all of them


class LetterLink(Frozen):
    """The way to the names under a letter."""

    letter: str  # "A", "Ж", "other"
    href: str
    names: int  # 0 where it is not told
    here: bool


class EntitiesView(Frozen):
    """The index of names."""

    kinds: tuple[tuple[str, tuple[NameLink, ...]], ...]  # kind: names A to Z; on the front the most named ones
    letters: tuple[LetterLink, ...]
    letter: str  # of this page; "" on the front
    names: int  # on the site, or under the letter


class MonthLink(Frozen):
    """The way to a month of the timeline."""

    year: str  # "2024"; "199X" for a decade
    name: str  # "July 2024", "1990s"
    href: str
    accounts: int  # that speak of it; 0 where that is not told


class SearchView(Frozen):
    """The A to Z of the site. The field to search in comes from the script, where there is an index."""

    index: bool
    letters: tuple[LetterLink, ...]
    months: tuple[MonthLink, ...]
    topics: tuple[Tag, ...]


class TimelineView(Frozen):
    """Everything that has a time, and what has none; of a month, or on the front the newest."""

    shelves: tuple[Shelf, ...]
    filters: tuple[tuple[str, str], ...]  # (href, label)
    chosen: str | None  # the topic shown, None for all
    accounts: tuple[Account, ...]
    picture: Moments | None = None  # None: too few dates
    months: tuple[MonthLink, ...] = ()  # of a month, those before and after it
    month: str | None = None  # "July 2024"; None on the front
    left: int = 0  # rows of the newest accounts that the front leaves out


class PlaceRow(Frozen):
    """A place in the list of the map."""

    name: NameLink
    accounts: int
    cite: Cite | None  # a passage that names it; None: none may be shown
    place: tuple[float, float] | None  # latitude, longitude: reference data


class RouteRow(Frozen):
    """A route, and the sentences that state it."""

    stops: tuple[NameLink, ...]
    proposed: bool
    cites: tuple[Cite, ...]  # the names of its stops are <i class="earned"> inside the text


class MapView(Frozen):
    """The places named most, and the routes that single sentences state."""

    picture: Atlas | None  # None: fewer than two places, a list says more
    places: tuple[PlaceRow, ...]
    more: int  # places that are not listed
    routes: tuple[RouteRow, ...]
    regions: tuple[NameLink, ...]  # places without a point
    accounts: tuple[Account, ...]


class FigureGroup(Frozen):
    """The figures of a story on one page."""

    title: Cite | None
    file: str
    href: str
    figures: tuple[FigureView, ...]
    measures: tuple[MeasureView, ...]


class FiguresView(Frozen):
    """Numbers, by story; the newest, or a page of the archive."""

    groups: tuple[FigureGroup, ...]
    figures: int  # on all pages, as the front tells it; on this one in the archive
    archive: tuple[tuple[str, str], ...]  # (href, label) of older pages, of those beside this one in the archive
    front: str  # href
    span: str = ""  # of an archive page: "1–50", counted from the oldest figure


class SourceRow(Frozen):
    """A file in the index of sources."""

    account: Account
    path: str
    cut: int
    unknown: tuple[str, ...]  # "publisher", "date", "address"
    warnings: tuple[str, ...]
    hash: str
    status: str


class SourcesView(Frozen):
    """The index of sources: the newest, or a page of the whole list."""

    rows: tuple[SourceRow, ...]
    files: int  # all of them, on the front
    traced: int
    archive: tuple[tuple[str, str], ...]  # (href, label) of pages of the list; of those beside this one
    front: str  # href
    span: str = ""  # of a page of the list: "1–50", counted from the first seen


class SourceView(Frozen):
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


class ChangeRow(Frozen):
    """One thing that happened to one article."""

    what: str  # "added", "changed", "moved", "withdrawn", "back", "gone"
    account: Account | None  # None: the file is gone
    path: str
    former: str  # path it was moved from, or ""


class StoryChanges(Frozen):
    """What happened in one story on a day."""

    href: str | None  # of the story's page; None: one account, or none
    accounts: int  # of the story
    rows: tuple[ChangeRow, ...]


class ChangedLine(Frozen):
    """A line that a rule now cuts, or cuts no more."""

    number: int
    href: str  # of the line; "" where the file is another one now
    cite: Cite | None  # None: its words may not be shown


class RuledAccount(Frozen):
    """The lines of one article that a rule cut or put back."""

    account: Account
    lines: tuple[ChangedLine, ...]
    more: int  # lines that are not printed


class RuleChange(Frozen):
    """What one rule did on a day."""

    rule: str
    what: str  # "cut" or "kept"
    why: str  # of the desk's rules; "" for one in code
    lines: int
    accounts: tuple[RuledAccount, ...]


class DayChanges(Frozen):
    """What the record noted on one day."""

    date: str  # ISO
    shown: str
    stories: tuple[StoryChanges, ...]
    rules: tuple[RuleChange, ...]


class ChangesView(Frozen):
    """What changed; the newest, or a page of the archive."""

    days: tuple[DayChanges, ...]  # newest first
    archive: tuple[tuple[str, str], ...]  # (href, label) of other pages
    front: str  # href
    feed: str  # href
    span: str = ""  # of an archive page: "1–50", counted from the oldest


class DigestItem(Frozen):
    """An article of the digest."""

    account: Account
    points: tuple[PointView, ...]
    topics: tuple[Tag, ...]
    others: int  # accounts of the same story


class DigestView(Frozen):
    """The newest additions, to be sent by mail."""

    first: str | None  # days on which they were added, as shown; None: the record knows none
    last: str | None
    items: tuple[DigestItem, ...]
    more: int  # added in the same days and not listed
    home: str  # addresses that hold in a mail: absolute where the site has one
    feed: str


class AboutView(Frozen):
    """What the site does and how."""

    body: Markup  # content/pages/about.md
    contents: tuple[tuple[str, str], ...]  # (anchor, heading) of the body
    files: int
    stories: int
    traced: int
    topics: tuple[tuple[Tag, str, tuple[str, ...]], ...]  # label, blurb, its terms
    rules: tuple[tuple[str, int, str], ...]  # rule, lines it cut on this site, why


class MissingView(Frozen):
    """The page for an address that is not there."""

    hubs: tuple[Tag, ...]
    stories: tuple[StoryTile, ...]


class StyleView(Frozen):
    """The pictures of the styleguide."""

    map: Atlas
    moments: Moments
    bars: tuple[Bar, ...]
    months: tuple[tuple[str, str], ...]
    columns: tuple[tuple[Month, ...], ...]


class MovedView(Frozen):
    """A page at a former address."""

    to: str  # href of the present one
    account: Account


class Frame(Frozen):
    """What stands around every page. Addresses are relative to the page."""

    name: str  # of the site
    home: str
    full: bool  # the site has pages of files, stories and names
    hubs: tuple[Tag, ...]
    nav: tuple[tuple[str, str, bool], ...]  # (href, label, is this the current page's place)
    footer: tuple[tuple[str, str], ...]  # (href, label)
    theme: str  # href of the folder with site.css, fonts/, icons
    feed: str  # href of the site's Atom feed
    language: str
    policy: str  # Content-Security-Policy of this page
    total: tuple[int, int] | None  # sentences traced and shown on the whole site; home, about and sources only
