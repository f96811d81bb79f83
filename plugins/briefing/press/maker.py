"""Makes the files of a page: its view in its template, within the frame, and its JSON twin."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from jinja2 import Environment
from markupsafe import Markup
from msgspec import Struct, field
from msgspec.structs import replace

from briefing.gather.stories import beside
from briefing.gather.timeline import rows
from briefing.model import Comparison, Row, Story
from briefing.plain import Frozen, NotPlain, decode, encode
from briefing.press import twins
from briefing.press.job import Files, Totals
from briefing.press.sharing import sharing
from briefing.press.sheet import Newsroom, Sheet, root
from briefing.press.show import parts
from briefing.press.views import Frame, Page, Tag
from briefing.record import Record
from briefing.text.words import direction, in_cyrillic

# kinds with a JSON twin
TWINNED = ("home", "briefing", "story", "hub", "entity", "source", "timeline")
FIGURES = "figures/"  # of the places the one that is there only where there is something to show
PLACES = (
    ("timeline/", "Timeline"),
    ("entities/", "Names"),
    (FIGURES, "Figures"),
    ("sources/", "Sources"),
    ("search/", "Search"),
)
FOOT = (("map/", "Map"), ("changes/", "Changes"), ("digest/", "Digest"))
ELEMENT = 'class="source" data-at="'
# connect-src: no page connects, but a checker reads robots.txt through the page it checks (Lighthouse's SEO does)
POLICY = (
    "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'"
)
# of the search page: its own script, the index of this site, and the program the index is read with
SEARCHING = POLICY.replace("script-src 'none'", "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'")


COMPARISONS, ROWS = 200, 1_000  # of stories, in memory: pages next to each other show the same ones

# The count stands in the footer of a page, but is known when the page is done. No text of ours can hold a NUL.
UNKNOWN = Markup("\0traced\0")


class Count(Frozen):
    """How many source passages the page shows. Known when it is done, so a mark stands for it until then."""

    traced: Markup | int


Once = Callable[[str, str, str, Callable[[], bytes]], bytes]  # what, of which, key, how: as it was made under that key


K = TypeVar("K")
V = TypeVar("V")


def _held(known: OrderedDict[K, V], key: K, most: int, make: Callable[[], V]) -> V:
    """What is known under a key, made if need be; of more than ``most``, what nobody has asked for longest goes."""
    if key in known:
        known.move_to_end(key)
        return known[key]
    found = known[key] = make()
    if len(known) > most:
        known.popitem(last=False)
    return found


def _now(step: str, path: str, key: str, make: Callable[[], bytes]) -> bytes:
    return make()


class Maker(Struct):
    """Makes the files of pages; what several pages need is worked out once."""

    room: Newsroom
    record: Record
    env: Environment
    once: Once = _now  # pictures and comparisons, which take longer to make than a page
    _comparisons: OrderedDict[str, Comparison] = field(default_factory=OrderedDict)
    _rows: OrderedDict[tuple[str, ...], tuple[Row, ...]] = field(default_factory=OrderedDict)

    def places(self) -> tuple[tuple[str, str], ...]:
        """Address and label of the lists in the menu; what decides them decides every page (``publish.build``)."""
        return tuple(place for place in PLACES if place[0] != FIGURES or self.room.has_figures())

    def comparison(self, story: Story) -> Comparison | None:
        """The accounts of a story set side by side; None for a single account."""
        if len(story.accounts) < 2:
            return None
        return _held(self._comparisons, story.slug, COMPARISONS, lambda: self._compared(story))

    def _compared(self, story: Story) -> Comparison:
        def now() -> Comparison:
            from briefing.gather.compare import compare  # brings much with it; a build that knows them all does without

            return compare({slug: self.room.load(slug) for slug in beside(story.accounts, story.copies)}, story.copies)

        data = self.once("comparison", story.slug, self.room.compared(story), lambda: encode(now()))
        try:
            return decode(Comparison, data)
        except NotPlain:
            return now()

    def comparisons(self, stories: Sequence[Story]) -> Mapping[str, Comparison]:
        """The comparisons of those stories that have several accounts."""
        return {story.slug: found for story in stories if (found := self.comparison(story)) is not None}

    def rows(self, stories: Sequence[Story], only: Sequence[str] | None = None) -> tuple[Row, ...]:
        """The timeline of some stories, or of the given accounts of them; stories one after another on each shelf.

        Of a story the copies stand aside: they tell what the account tells whose words they have.
        """
        found: list[Row] = []
        for story in stories:
            told = tuple(slug for slug in story.accounts if slug not in story.copies)
            slugs = told if only is None else tuple(slug for slug in story.accounts if slug in only)
            make = partial(self._told, story, slugs, slugs == told)
            mine: tuple[Row, ...] = _held(self._rows, slugs, ROWS, make)
            found += mine
        return tuple(sorted(found, key=lambda row: (parts.SHELVES.index(row.shelf), row.resolved or "")))

    def _told(self, story: Story, slugs: tuple[str, ...], together: bool) -> tuple[Row, ...]:
        return rows({slug: self.room.load(slug) for slug in slugs}, self.comparison(story) if together else None)

    def files(
        self,
        kind: str,
        address: str,
        view: Callable[[Sheet], object],
        *,
        title: str = "",
        title_at: Callable[[Sheet], tuple[str, str] | None] | None = None,
        title_then: str = "",
        description: str = "",
        feed: str | None = None,
        file: str = "index.html",
        totals: Totals | None = None,
        noindex: bool = False,
        up: str | None = None,
        script: bool = False,
        twin: bool = True,
    ) -> Files:
        """The page at ``address`` and its twin. ``up`` replaces the relative way to the top (the page for 404).

        ``script``: it may run ours (the search page). ``twin``: False for a choice of what twins of other pages hold.
        """
        room = self.room
        own = room.site.language  # of the page's frame; source text in another language says so itself
        sheet = Sheet(room, address)
        shown = view(sheet)
        place = None
        if title_at is not None and (found := title_at(sheet)) is not None:
            title, place = found
        has_twin = twin and room.site.full and kind in TWINNED
        page = Page(
            kind=kind,
            address=address,
            root=up or root(address),
            title=title or room.site.name,
            title_at=place,
            title_then=title_then,
            description=description or room.site.purpose,
            lang=own,
            dir=direction(own),
            canonical=f"{room.site.address}/{address}" if room.site.address and file == "index.html" else "",
            json="index.json" if has_twin else None,
            feed=feed and root(address) + feed,
            noindex=noindex or not room.site.index,
            cyrillic=any(in_cyrillic(room.edition.cards[slug].language) for slug in sheet.shown_slugs()),
        )
        nav = tuple((topic.slug + "/", topic.name) for topic in room.desk.topics) + self.places()
        page = replace(page, sharing=sharing(sheet, page, shown, nav))
        template = self.env.get_template(f"{kind}.html")
        frame = self.frame(page, totals, SEARCHING if script else POLICY)
        context = {
            "site": frame,
            "page": page,
            "view": shown,
            "count": Count(UNKNOWN),
        }
        html = template.render(context)
        traced = html.count(ELEMENT)
        if traced > 1:
            html = html.replace(UNKNOWN, str(traced))
        else:  # other words are said of none and of one
            html = template.render({**context, "count": Count(traced)})
        made = {address + file: html.encode()}
        if has_twin:
            made[address + "index.json"] = twins.twin(page, shown, room.site.name)
        return made

    def frame(self, page: Page, totals: Totals | None, policy: str = POLICY) -> Frame:
        """What stands around a page: menu, footer, policy."""
        room = self.room
        up = page.root
        hubs = tuple(Tag(t.slug, t.name, t.glyph, t.accent, f"{up}{t.slug}/") for t in room.desk.topics)
        full = room.site.full
        places = self.places() if full else ()
        nav = tuple((up + address, label, page.address.startswith(address)) for address, label in places)
        # the foot of a page prints hubs and places too
        pages = [(f"{up}{page.slug}/", page.title) for page in room.site.written if page.slug != "about"]
        shown = [(up + address, label) for address, label in FOOT] if full else []
        data = [(up + "feed.json", "JSON Feed"), (up + "index.json", "Data")] if full else []
        footer = [*shown, (up + "about/", "Method"), *pages, (up + "feed.xml", "Feed"), *data]
        return Frame(
            name=room.site.name,
            home=up,
            full=full,
            hubs=hubs,
            nav=nav,
            footer=tuple(footer),
            theme=up + "theme/",
            feed=up + "feed.xml",
            language=room.site.language,
            policy=policy,
            total=(totals.traced, totals.shown) if totals else None,
        )
