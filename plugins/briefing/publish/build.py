"""One build: from the content to a proofed stage that only has to be swapped in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from jinja2 import Environment
from msgspec import Raw
from msgspec.structs import replace

from briefing import desk as desks
from briefing import hashes, record
from briefing.collection import Collection, Progress, collect
from briefing.gather import apart, gather
from briefing.gather.entities import entities
from briefing.gather.hint import Hint
from briefing.gather.kin import Kin
from briefing.gather.links import Trace
from briefing.hashes import NONE
from briefing.model import Briefing, Card, Desk, Edition, Pin, Refusal
from briefing.plain import NotPlain, decode, encode
from briefing.press import Pressed, PressError, Stamps, assets, own, press
from briefing.press.fingerprint import Templates, canonical, reading
from briefing.press.gate import Gate
from briefing.press.job import Job, Totals
from briefing.press.maker import Maker
from briefing.press.manifest import Ledger, Lost, Manifest
from briefing.press.pages import closing, jobs
from briefing.press.proof import proof
from briefing.press.rights import reduced
from briefing.press.sheet import Newsroom
from briefing.press.site import SiteInfo
from briefing.press.tree import Tree, TreeError
from briefing.publish.report import Report
from briefing.publish.settings import Settings
from briefing.publish.written import written
from briefing.read.files import Folder
from briefing.store import Kept, Store
from briefing.text import tables

_desks: dict[bytes, Desk] = {}  # the last one: under ``-r`` the same one is asked again, and what was made of it stands
LINKS = ("gather", "text", "data", "model.py")  # the code and tables by which accounts are linked
T = TypeVar("T")
ATTEMPTS = 5  # a briefing that fails the gate is left out and all is gathered again; it may bring up another


class Build:
    """What Pelican's run and ours share: the two steps in between, and their result in ``report``."""

    def __init__(
        self,
        content: Path,
        theme: Path,
        state: Path,
        settings: Settings,
        tree: Tree,
        articles: Folder,
        progress: Progress | None = None,
    ) -> None:
        self.content, self.theme, self.state, self.settings, self.tree = content, theme, state, settings, tree
        self.report = Report()
        self.articles = articles
        self.progress = progress
        self.store = Store(state)
        self.ledger = Ledger(state, tree.output)
        self.before = Manifest()
        self.pressed: Pressed | None = None

    def gather(self) -> None:
        """Desk, record, articles, edition. Raises DeskError."""
        self.desk = self._desk()
        self.record = record.read(self.content)
        self.site = site(self.content, self.settings)
        self.collection = collect(
            self.content,
            self.desk,
            self.store,
            self.record,
            self.settings.text,
            self.progress,
            self.articles,
            whole=self.site.full,
        )
        self.traces = self._hint("links", tuple[Trace, ...])
        self.kindred = self._hint("kin", tuple[Kin, ...])

    def press(self, env: Environment) -> None:
        """Fill, proof and mark the stage. Raises PressError, TreeError."""
        self.before = self.ledger.read()
        static, refused = assets.jobs(self.theme / "static", self.content)
        self.tree.open(self.before.spare, self.before.stale)
        held = self.before  # what the stage can be filled from
        for _ in range(ATTEMPTS):
            try:
                done = self._attempt(env, static, held)
                failed = self._failed(done)
                faults = () if failed else proof(self.tree, self.before, done.manifest, self.ledger)
            except Lost:
                held = self.before = Manifest()
                self._afresh()
                continue
            except Refusal as refusal:  # a file that was read went, or became something else, while pages were made
                self.collection = self.collection.without([*self.collection.lost()] or [refusal])
                held, failed = self.before, [refusal]
                self._afresh()
                continue
            except TreeError:
                if not self.tree.reused:
                    raise
                held = self.before  # somebody has been at the folder that was set aside
                self._afresh()
                continue
            if failed:
                self.collection = self.collection.without(failed)
                held, stale = done.sound()
                self.tree.resume(stale)
                del done  # and with it all that it was made of
            elif faults and self.tree.reused:  # somebody, too
                held = self.before
                self._afresh()
            elif faults:
                raise PressError("; ".join(faults))
            else:
                break
        else:
            raise PressError(f"after {ATTEMPTS} attempts there are still briefings that cannot be made: {failed[:1]}")
        self.pressed = done
        totals = done.totals
        self.tree.mark(totals.pages, done.manifest.tree)
        self._tell(done, totals, refused)

    def _afresh(self) -> None:
        self.tree.discard()
        self.tree.open()

    def remember(self) -> None:
        """After the swap: what the output holds now, and in what it differs from the one that was set aside."""
        assert self.pressed is not None
        made = self.pressed.manifest
        made.follow(made if self.tree.twin else self.before)
        self.ledger.write(self.before, self.pressed.manifest)
        if self.traces.is_new:
            self.store.put("own", Kept("links", hashes.code(*LINKS), NONE, "", encode(self.traces.now)))
        if self.kindred.is_new:
            self.store.put("own", Kept("kin", hashes.code(*LINKS), NONE, "", encode(self.kindred.now)))
        self.store.prune("picture", self.pressed.manifest.entries)
        self.store.prune("comparison", self.stories)

    def _attempt(self, env: Environment, static: list[Job], held: Manifest) -> Pressed:
        room = newsroom(self.site, self.desk, self.collection, self.traces, self.kindred)
        self.stories = room.edition.stories
        make = Maker(room, self.record, env, self.store.once)
        stamp, templates = self._stamp(env, make.places()), Templates(env)
        stamps = Stamps(stamp, templates)
        words = own.words(templates, self.site, self.desk, stamp, self._constants)
        former = self.record.former_paths()
        gate = Gate(self.content, self.desk, room.said(), self.site.address, words, former, self.collection.lines)

        def pages() -> Iterator[Job]:
            yield from static
            yield from jobs(make)

        def last(done: Pressed) -> Iterator[Job]:
            yield from closing(make, done.totals)
            if self.site.search:
                from briefing.press import pagefind  # brings much with it that other builds do without

                yield from pagefind.jobs(room, done.manifest, self.tree.stage)

        told = (
            self.progress("Making pages", lambda: len(static) + sum(1 for _ in jobs(make))) if self.progress else None
        )
        return press(pages(), last, self.tree, held, stamps, gate, told)

    def _desk(self) -> Desk:
        """The desk as it was last read, while its files look as they did: reading all its tables takes long.

        The stories name files elsewhere, so they are looked at each time.
        """
        looks = hashes.looks(desks.DATA, self.content / "desk")
        key = hashes.digest(looks.encode(), hashes.code(*desks.CODE).encode())
        row = self.store.get("own", "desk", key) if looks else None
        if row is not None:
            with suppress(NotPlain):
                if row.data not in _desks:
                    desk, words = decode(tuple[Desk, dict[str, Raw]], row.data)
                    desk = replace(desk, words=tables.Tables(words))
                    own = {path.stem for path in (self.content / "desk/words").glob("*.toml")}
                    tables.borrow(desk.words, words.keys() - own)
                    _desks.clear()
                    _desks[row.data] = desk
                pins = desks.stories(self.content)
                desk = _desks[row.data]
                return replace(desk, stories=pins) if desk.stories != pins else desk
        desk = desks.load(self.content)
        if looks:
            with suppress(TypeError):  # TOML knows dates, JSON does not
                self.store.put("own", Kept("desk", key, NONE, "", encode((replace(desk, words={}), desk.words))))
        return desk

    def _hint(self, name: str, kind: type[tuple[T, ...]]) -> Hint[T]:
        """What an earlier build kept of how the articles are linked."""
        row = self.store.get("own", name, hashes.code(*LINKS)) if self.site.full else None
        if row is not None:
            with suppress(NotPlain):
                return Hint(decode(kind, row.data), self.collection.stamps)
        return Hint((), self.collection.stamps)

    def _constants(self) -> tuple[str, ...]:
        """The texts in our own code; looking for them takes longer than making a page."""
        key = hashes.code(*own.ROOMS)
        row = self.store.get("own", "constants", key)
        if row is not None:
            with suppress(NotPlain):
                return decode(tuple[str, ...], row.data)
        found = tuple(own.constants())
        self.store.put("own", Kept("constants", key, NONE, "", encode(found)))
        return found

    def _stamp(self, env: Environment, menu: object) -> str:
        """What decides every page: settings, desk, menu, code, packages, and how templates are read."""
        jinja = [reading(env), sorted(env.globals)]
        code = hashes.code(".")
        packages = hashes.packages("jinja2", "markupsafe", "markdown", "lxml", "resvg-py")
        return hashes.digest(
            canonical([self.site, jinja, menu, dict(self.desk.stamps)]), code.encode(), packages.encode()
        )

    def _failed(self, done: Pressed) -> list[Refusal]:
        """The briefings to leave out. Raises PressError where a page of several fails by the words of none of them."""
        if not done.faults:
            return []
        paths = {card.slug: card.path for card in self.collection.cards}
        faults = [(job.slug, blamed(fault, paths), fault) for job, fault in reversed(done.faults)]
        # A page that fails by the words of another account costs that account, as long as one fails by its own.
        found = {slug: fault for slug, whose, fault in faults if slug and slug == whose}
        found = found or {slug: fault for slug, _, fault in faults if slug}
        # whatever let the words of one article through to a page of several, it costs that article and not the site
        found = found or {whose: fault for _, whose, fault in faults if whose}
        if faults and not found:
            raise PressError("; ".join(fault for _, _, fault in faults[::-1][:5]))
        return [Refusal(paths[slug], "gate", f"failed the gate: {found[slug]}") for slug in sorted(found)]

    def _tell(self, done: Pressed, totals: Totals, refused: list[Refusal]) -> None:
        found, report = self.collection, self.report
        report.tell(found.cards, (*found.refusals, *refused))
        report.drafts, report.warnings, report.notes = [*found.drafts], [*found.warnings], [*self.store.notes]
        report.pages, report.traced = totals.pages, totals.traced
        report.written, report.carried = sorted(done.written), done.carried


def blamed(fault: str, paths: Mapping[str, str]) -> str:
    """The slug of the article whose words or place a fault of the gate begins with, "" where it is of none.

    Only the beginning is ours: what follows it may quote a source, and that may say anything.
    """
    told = fault.partition(": ")[2]  # an address of ours holds no colon
    found = ""
    for slug, path in paths.items():
        begins = (f"words of {path} without their place: ", f"{path}#L", f"{path.rpartition('.')[0]}.toml#")
        if told.startswith(begins) and len(path) > len(paths.get(found, "")):
            found = slug
    return found


def site(content: Path, settings: Settings) -> SiteInfo:
    """The settings in the press's words, with the pages written by hand. Raises DeskError."""
    pages = written(content)
    shown = replace(settings, shrink=False)
    return SiteInfo(
        name=settings.name,
        address=settings.address,
        purpose=settings.purpose,
        language=settings.language,
        text=settings.text,
        search=settings.search and settings.pages == "full",
        full=settings.pages == "full",
        cards=settings.cards and settings.pages == "full",
        index=settings.index,
        written=pages,
        content=content,
        stamp=hashes.digest(canonical([shown, pages])),
    )


def newsroom(
    site: SiteInfo,
    desk: Desk,
    collection: Collection,
    traces: Hint[Trace] | None = None,
    kindred: Hint[Kin] | None = None,
) -> Newsroom:
    """What the makers of pages read. A briefing that may show only its points comes to them with nothing else in it."""
    edition = edition_of(collection.cards, desk.stories, traces, kindred) if site.full else apart(collection.cards)
    listed = [card for card in edition.cards.values() if card.status == "published"]

    def shown(slug: str) -> Briefing:
        card = edition.cards[slug]
        found = collection.briefing(slug)
        return reduced(found) if card.reuse == "points" or card.status == "withdrawn" else found

    names = entities(listed) if site.full else {}
    return Newsroom(site, edition, desk, names, shown, collection.briefing, collection.named, collection.stamps)


def edition_of(
    cards: tuple[Card, ...],
    pins: Sequence[Pin] = (),
    traces: Hint[Trace] | None = None,
    kindred: Hint[Kin] | None = None,
) -> Edition:
    """The edition: what is published is gathered; what is hidden or withdrawn stands alone and joins no story."""
    parts = [gather((card for card in cards if card.status == "published"), pins, traces, kindred)]
    parts += [gather([card]) for card in cards if card.status != "published"]
    return Edition(
        cards={slug: card for part in parts for slug, card in part.cards.items()},
        stories={slug: story for part in parts for slug, story in part.stories.items()},
        story_of={slug: story for part in parts for slug, story in part.story_of.items()},
        related={slug: row for part in parts for slug, row in part.related.items()},
    )
