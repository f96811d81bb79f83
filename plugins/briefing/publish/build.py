"""One build: from the content to a proofed stage that only has to be swapped in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from jinja2 import Environment

from briefing import desk as desks
from briefing import hashes, record
from briefing.collection import Collection, Progress, collect
from briefing.gather import gather
from briefing.gather.entities import entities
from briefing.model import Briefing, Card, Desk, Edition, Refusal
from briefing.press import Pressed, PressError, Stamps, assets, own, press
from briefing.press.fingerprint import Manifest, Templates, canonical
from briefing.press.gate import Gate
from briefing.press.job import Job, Totals
from briefing.press.maker import Maker
from briefing.press.pages import closing_jobs, jobs
from briefing.press.proof import proof
from briefing.press.rights import reduced
from briefing.press.sheet import Newsroom
from briefing.press.site import SiteInfo
from briefing.press.tree import Tree
from briefing.publish.report import Report
from briefing.publish.settings import Settings
from briefing.publish.written import written
from briefing.store import Store

ATTEMPTS = 5  # a briefing that fails the gate is left out and all is gathered again; it may bring up another


class Build:
    """What Pelican's run and ours share: the two steps in between, and their result in ``report``."""

    def __init__(self, content: Path, theme: Path, state: Path, settings: Settings, tree: Tree) -> None:
        self.content, self.theme, self.state, self.settings, self.tree = content, theme, state, settings, tree
        self.report = Report()
        self.progress: Progress | None = None
        self.store = Store(state)
        self.manifest_path = state / f"pages-{hashes.digest(str(tree.output).encode())[:8]}.json"
        self.pressed: Pressed | None = None

    def gather(self) -> None:
        """Desk, record, articles, edition. Raises DeskError."""
        self.desk = desks.load(self.content)
        self.record = record.read(self.content)
        self.site = site(self.content, self.settings)
        self.collection = collect(self.content, self.desk, self.store, self.record, self.settings.text, self.progress)

    def press(self, env: Environment) -> None:
        """Fill, proof and mark the stage. Raises PressError, TreeError."""
        before = Manifest.load(self.manifest_path)
        static, refused = assets.jobs(self.theme / "static", self.content)
        for _ in range(ATTEMPTS):
            done = self._attempt(env, before, static)
            failed = self._failed(done)
            if not failed:
                break
            self.collection = self.collection.without(failed)
            self.tree.discard()
            self.tree.open()
        else:
            raise PressError(f"{failed[0]}; after {ATTEMPTS} attempts there are still briefings that fail the gate")
        if faults := proof(self.tree, done.manifest):
            raise PressError("; ".join(faults))
        self.pressed = done
        self.tree.mark(done.totals.pages, done.manifest.tree())
        self._tell(done, refused)

    def _attempt(self, env: Environment, before: Manifest, static: list[Job]) -> Pressed:
        room = newsroom(self.site, self.desk, self.collection)
        make = Maker(room, self.record, env)
        stamps = Stamps(self._stamp(env), Templates(env), self.collection.stamps)
        names = (named.name for named, _ in room.names.values())
        gate = Gate(self.content, self.desk, names, self.site.address, own.words(env, self.site, self.desk))

        def pages() -> Iterator[Job]:
            yield from static
            yield from jobs(make)

        def closing(totals: Totals) -> Iterator[Job]:
            return closing_jobs(make, totals)

        return press(pages(), closing, self.tree, before, stamps, gate)

    def _stamp(self, env: Environment) -> str:
        """What decides every page: settings, desk, record's shape, code, packages, and how templates are read."""
        jinja = [env.trim_blocks, env.lstrip_blocks, sorted(env.extensions), sorted(env.filters), sorted(env.globals)]
        code = hashes.code(".")
        packages = hashes.packages("jinja2", "markupsafe", "markdown", "lxml")
        return hashes.digest(canonical([self.site, jinja, dict(self.desk.stamps)]), code.encode(), packages.encode())

    def _failed(self, done: Pressed) -> list[Refusal]:
        """The briefings to leave out. Raises PressError where a page of several fails: that is a fault of ours."""
        paths = {card.slug: card.path for card in self.collection.cards}
        ours = [fault for job, fault in done.faults if not job.slug]
        mine = {job.slug: fault for job, fault in reversed(done.faults) if job.slug}
        # A page that fails by the words of another account costs that account, as long as one fails by its own.
        by_own = {slug: fault for slug, fault in mine.items() if f": {paths[slug].rpartition('.')[0]}." in fault}
        mine = by_own or mine
        if ours and not mine:
            raise PressError("; ".join(ours[:5]))
        return [Refusal(paths[slug], "gate", f"failed the gate: {mine[slug]}") for slug in sorted(mine)]

    def _tell(self, done: Pressed, refused: list[Refusal]) -> None:
        found = self.collection
        totals = done.totals
        self.report = replace(
            self.report,
            cards=found.cards,
            drafts=found.drafts,
            refusals=(*found.refusals, *refused),
            warnings=found.warnings,
            notes=[*self.store.notes],
            pages=totals.pages,
            written=tuple(sorted(done.written)),
            carried=done.carried,
            traced=totals.traced,
        )


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
        index=settings.index,
        written=pages,
        content=content,
        stamp=hashes.digest(canonical([shown, pages])),
    )


def newsroom(site: SiteInfo, desk: Desk, collection: Collection) -> Newsroom:
    """What the makers of pages read. A briefing that may show only its points comes to them with nothing else in it."""
    edition = edition_of(collection.cards)
    listed = [card for card in edition.cards.values() if card.status == "published"]

    def shown(slug: str) -> Briefing:
        card = edition.cards[slug]
        found = collection.briefing(slug)
        return reduced(found) if card.reuse == "points" or card.status == "withdrawn" else found

    return Newsroom(site, edition, desk, entities(listed), shown, collection.briefing)


def edition_of(cards: tuple[Card, ...]) -> Edition:
    """The edition: what is published is gathered; what is hidden or withdrawn stands alone and joins no story."""
    parts = [gather(card for card in cards if card.status == "published")]
    parts += [gather([card]) for card in cards if card.status != "published"]
    return Edition(
        cards={slug: card for part in parts for slug, card in part.cards.items()},
        stories={slug: story for part in parts for slug, story in part.stories.items()},
        story_of={slug: story for part in parts for slug, story in part.story_of.items()},
    )
