"""All articles of a site: which files there are, what is known of each, and the briefings of those that are new.

Only what the store does not know is walked, each file in a worker that may be killed. Each file is walked by itself
first; what the files of a publisher then turn out to share (``gather.furniture``) is handed to those that hold it, and
they alone are walked once more. Nothing here imports the readers and finders before there is something to read.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from briefing import desk as desks
from briefing import hashes, pool, record
from briefing.hashes import NONE, Look
from briefing.model import (
    Article,
    Briefing,
    Card,
    Desk,
    Marks,
    Named,
    Refusal,
    Shared,
    Sidecar,
)
from briefing.plain import NotPlain, decode, encode
from briefing.record import Record
from briefing.rows import Filed, Found, Keys, Numbered, Said, Task, Traits, bare, briefing, keys
from briefing.shelf import Shelf
from briefing.store import Kept, Store
from briefing.text.slugs import distinct
from briefing.worker import CHANGED, Answer, lasting, refused, work

if TYPE_CHECKING:
    from briefing.gather import furniture
    from briefing.read.files import Folder

HELD = 128  # briefings in memory: more than any page shows, and enough for a few pages that show the same ones
SAVE_EVERY = 100  # articles; what an interruption costs
CARDS, TRAITS = 64, 512  # rows of their shelves: every build reads all cards, a plain one asks for a few traits
FURNITURE_CODE = ("gather/furniture.py", "model.py")
NO_SIDECAR = (Sidecar(), "")

Learned = Mapping[str, Mapping[int, tuple[int, bool]]]  # publisher: its furniture, as gather.furniture has it
Told = Callable[[int], None]  # how many are done
Progress = Callable[[str, Callable[[], int]], Told]  # begins a step: what is done, and how many there are


class Collection(Struct, dict=True):
    """The articles of a site as ``collect`` found them."""

    content: Path
    desk: Desk
    store: Store
    record: Record
    cards: tuple[Card, ...] = ()  # published, hidden and withdrawn; no drafts; by path
    refusals: tuple[Refusal, ...] = ()  # by path
    warnings: tuple[str, ...] = ()  # each begins with its path
    drafts: tuple[str, ...] = ()  # paths
    stamps: dict[str, str] = field(default_factory=dict)  # path: key of the card's row, which decides it
    walked: int = 0  # articles the store did not know
    _keys: Keys = field(default_factory=lambda: Keys("", "", ""))
    _tasks: dict[str, Task] = field(default_factory=dict)  # by slug
    _learned: Learned = field(default_factory=dict)
    _traits: Shelf[Traits] | None = None  # where the cards came without it
    _held: OrderedDict[str, Briefing] = field(default_factory=OrderedDict)

    def briefing(self, slug: str) -> Briefing:
        """The briefing published under ``slug``, from the store; walked again where the store has lost it.

        Raises KeyError for a slug that no card has, Refusal when the file cannot be read any more.
        """
        if slug in self._held:
            self._held.move_to_end(slug)
            return self._held[slug]
        task = self._tasks[slug]
        found = self._stored(task)
        if found is None:
            with self._crew() as crew:
                for _, said, rows in _walked(self, [task], crew, known=False):
                    if isinstance(said, Refusal):
                        raise said
                    found = _briefing(rows[0], rows[1])
            assert found is not None
        self._held[slug] = found
        if len(self._held) > HELD:
            self._held.popitem(last=False)
        return found

    def _crew(self) -> pool.Crew:
        return pool.Crew(
            partial(work, self.content, self.desk, self._keys), partial(import_module, "briefing.pipeline")
        )

    @cached_property
    def _paths(self) -> Mapping[str, Task]:
        return {task.path: task for task in self._tasks.values()}

    def named(self, card: Card) -> tuple[Named, ...]:
        """The entities of a card, also where the cards came without them."""
        if self._traits is None:
            return card.entities
        task = self._tasks[card.slug]
        found = self._traits.get(card.path)
        if found is None or found.key != self._keys.of("card", task):
            from briefing.gather.entities import names

            return names(self.briefing(card.slug))
        return found.entities

    def shared(self, marks: Marks) -> Shared | None:
        """What of its publisher's furniture stands in a file."""
        from briefing.gather import furniture

        return furniture.shared(marks, self._learned)

    def lines(self, path: str, data: bytes) -> tuple[str, ...]:
        """The numbered text of a file with these bytes, as it was read when they were new. Raises Refusal."""
        task = self._paths.get(path)
        held = self._held.get(task.slug) if task else None
        name = sha256(data).hexdigest()
        if held and held.article.source.sha256 == name:
            return held.article.source.lines
        row = self.store.get("article", path, self._keys.of("article", task)) if task else None
        if row and row.sha256 == name:
            with suppress(NotPlain):
                return decode(Numbered, row.data).source.lines
        from briefing.read import read

        return read(path, data, self.desk).lines

    def articles(self) -> Iterator[Article]:
        """Every article that has a card, by path, one at a time."""
        for card in self.cards:
            task = self._tasks[card.slug]
            row = self.store.get("article", card.path, self._keys.of("article", task))
            try:
                yield decode(Article, row.data) if row else self.briefing(card.slug).article
            except NotPlain:
                yield self.briefing(card.slug).article

    def lost(self) -> Iterator[Refusal]:
        """A refusal for each file that is no longer as it was read: somebody is at the folder while we build."""
        from briefing.read import files

        for card in self.cards:
            try:
                if sha256(files.load(self.content, card.path)).hexdigest() != card.sha256:
                    yield Refusal(card.path, "changed", CHANGED)
            except Refusal as refusal:
                yield refusal

    def without(self, refusals: Sequence[Refusal]) -> Collection:
        """The collection as if these files could not be published either."""
        gone = {refusal.path for refusal in refusals}
        every = sorted([*self.refusals, *refusals], key=lambda one: one.path)
        return replace(self, cards=tuple(card for card in self.cards if card.path not in gone), refusals=tuple(every))

    def _stored(self, task: Task) -> Briefing | None:
        article = self.store.get("article", task.path, self._keys.of("article", task))
        found = self.store.get("briefing", task.path, self._keys.of("briefing", task))
        if article is None or found is None:
            return None
        with suppress(NotPlain):
            told = _briefing(article.data, found.data)
            return told if told.article.source.path == task.path else None
        return None


def _briefing(article: bytes, found: bytes) -> Briefing:
    return briefing(decode(Article, article), decode(Found, found))


def collect(
    content: Path,
    desk: Desk,
    store: Store,
    known: Record,
    text: str = "full",
    progress: Progress | None = None,
    folder: Folder | None = None,
    whole: bool = True,
) -> Collection:
    """Every article below ``content/articles/``, walked where it is new. Raises DeskError for a bad sidecar.

    ``text`` is what a briefing shows where its sidecar does not say. ``folder`` is the folder of articles as it was
    looked at. Cards that are not ``whole`` are not to be compared: ``named`` tells their entities. The result is the
    same whatever the store holds.
    """
    from briefing.read import files

    found = Collection(content, desk, store, known, _keys=keys(desk))
    with found._crew() as crew:  # before the cards are here: a worker has no use for them
        return _collected(found, folder or files.scan(content), text, crew, progress, whole)


def _collected(
    found: Collection, folder: Folder, text: str, crew: pool.Crew, progress: Progress | None, whole: bool
) -> Collection:
    from briefing.gather import furniture

    shelf, beside = Shelf(found.store, "card", Filed, CARDS), Shelf(found.store, "traits", Traits, TRAITS)
    rows = shelf.read()
    traits = beside.read() if whole else None
    filed, refusals = _recalled(found, folder, rows, traits)

    def walk(tasks: list[Task]) -> None:
        for done, (task, answer, _) in enumerate(_walked(found, tasks, crew, progress), 1):
            if isinstance(answer, Refusal):
                refusals.append(answer)
                del found._tasks[task.slug]
                filed.pop(task.path, None)
            else:
                task.marks = answer.marks
                key = found._keys.of("card", task)
                one = replace(answer, card=bare(answer.card))
                filed[task.path] = Filed(key, task.look, task.sha256, one)
                beside.put(task.path, Traits.of(key, answer.card))
            if done % SAVE_EVERY == 0:
                save({**rows, **filed}, {})  # half-way nothing is counted, and what comes later is not lost

    def save(every: Mapping[str, Filed], tallies: Mapping[str, furniture.Tally]) -> None:
        for path in rows.keys() - every.keys():
            beside.put(path, None)
        beside.save()
        shelf.keep(every)
        found.store.drop(rows.keys() - every.keys())
        told = encode((len(every), tallies))
        found.store.put("own", Kept("furniture", hashes.code(*FURNITURE_CODE), NONE, "", told))
        found.store.save()

    tallied = _tallied(found.store, len(rows))
    walk([task for task in found._tasks.values() if task.marks is None])
    fresh = {path for path, row in filed.items() if path not in rows or rows[path].said is not row.said}
    tallies = furniture.tallies(
        (task.marks for task in found._tasks.values() if task.marks),
        tallied,
        [row.said.marks for path, row in rows.items() if path not in filed or path in fresh],
        [filed[path].said.marks for path in fresh],
    )
    had, found._learned = furniture.listed(tallied), furniture.listed(tallies)
    others = {one for one in tallies if one not in tallied or found._learned.get(one) != had.get(one)}
    again = []
    for task in found._tasks.values():
        key = filed[task.path].key
        if task.marks and (task.path in fresh or task.marks.publisher in others):
            shared = found.shared(task.marks)
            task.common = hashes.digest(encode(shared)) if shared else ""
        else:
            task.common = key.rpartition(" ")[2]
        if key != found._keys.of("card", task):
            again.append(task)
    walk(again)
    save(filed, tallies if len(filed) == sum(one.files for one in tallies.values()) else {})
    cards = [
        _placed(filed[task.path].said.card, task, text, beside.get(task.path) if whole else None)
        for task in found._tasks.values()
    ]
    found.cards = tuple(record.known(cards, found.record))
    found._traits = None if whole else beside
    found.refusals = tuple(sorted(refusals, key=lambda one: (one.path, one.code)))
    told = [warning for path in sorted(filed) for warning in filed[path].said.warnings]
    found.warnings = (*told, *sorted(_alone(folder)))
    found.stamps = {path: row.key for path, row in filed.items()}
    found.walked = len(fresh.union(task.path for task in again))
    return found


def _tallied(store: Store, files: int) -> Mapping[str, furniture.Tally]:
    """What an earlier build counted over the rows that it kept, if they all have come back."""
    from briefing.gather.furniture import Tally

    row = store.get("own", "furniture", hashes.code(*FURNITURE_CODE))
    with suppress(NotPlain):
        told, tallies = decode(tuple[int, dict[str, Tally]], row.data) if row else (-1, {})
        return tallies if told == files else {}
    return {}


def _recalled(
    found: Collection, folder: Folder, rows: Mapping[str, Filed], traits: Mapping[str, Traits] | None
) -> tuple[dict[str, Filed], list[Refusal]]:
    """The rows that still hold, by path, and what is refused at once; a task for every article."""
    filed: dict[str, Filed] = {}
    refusals = list(folder.refusals)
    drafts = []
    sidecars = folder.sidecars
    for path, slug in distinct(folder.articles, found.record.addresses()).items():
        try:
            task = Task(path, slug, *(_sidecar(found.content, path, sidecars) if sidecars else NO_SIDECAR))
            if task.sidecar.status == "draft":
                drafts.append(path)
                continue
            row = _recognised(found.content, task, folder.articles[path], folder.seen_ns, rows.get(path))
        except Refusal as refusal:
            refusals.append(refusal)
            continue
        found._tasks[slug] = task
        if row is None or (row.said.settled, row.said.card.path) != (found._keys.alone("article", task), path):
            continue
        if traits is None or (path in traits and traits[path].key == row.key):
            filed[path], task.marks = row, row.said.marks
    found.drafts = tuple(drafts)
    return filed, refusals


def opened(content: Path, text: str = "full", progress: Progress | None = None) -> Collection:
    """The collection of a site with its own desk, record and store: for commands beside the build. Raises DeskError."""
    state = content.resolve().parent / ".briefing"
    return collect(content, desks.load(content), Store(state), record.read(content), text, progress)


def _placed(card: Card, task: Task, text: str, traits: Traits | None) -> Card:
    reuse = task.sidecar.text or text
    if (card.slug, card.reuse) != (task.slug, reuse):
        card = replace(card, slug=task.slug, reuse=reuse)
    return traits.onto(card) if traits else card


def _sidecar(content: Path, path: str, known: Container[str]) -> tuple[Sidecar, str]:
    """The editor's word on an article and the hash of its bytes; an empty one when it is none of the known."""
    beside = path.rpartition(".")[0] + ".toml"
    if beside not in known:
        return NO_SIDECAR
    from briefing.read import files

    try:
        data = files.load(content, beside)
    except Refusal as refusal:
        raise Refusal(path, "sidecar", f"{beside}, its sidecar, cannot be used: {refusal.reason}") from None
    return desks.sidecar(beside, data), sha256(data).hexdigest()


def _alone(folder: Folder) -> Iterator[str]:
    """What is to be said of sidecars that speak of no article."""
    stems = {path.rpartition(".")[0] for path in (*folder.articles, *(refusal.path for refusal in folder.refusals))}
    return (
        f"{path}: there is no article of this name beside it"
        for path in folder.sidecars
        if path.removesuffix(".toml") not in stems
    )


def _recognised(content: Path, task: Task, seen: Look, now: int, row: Filed | None) -> Filed | None:
    """Settles look and hash of a source; the row when it is of these bytes. They are read only where looks changed."""
    if row is not None and seen == row.look:
        task.look, task.sha256 = row.look, row.sha256
        return row
    task.look = lasting(seen, now)
    if row is None:
        return None
    from briefing.read import files

    task.sha256 = sha256(files.load(content, task.path)).hexdigest()
    return replace(row, look=task.look) if task.sha256 == row.sha256 else None


def _walked(
    at: Collection, tasks: list[Task], crew: pool.Crew, progress: Progress | None = None, known: bool = True
) -> Iterator[tuple[Task, Said | Refusal, list[bytes]]]:
    """Each task with its card's row, or why it is refused, and its three rows, of which two go into the store.

    ``known``: an article that the store has is not read and cleaned again; its row is b"" then.
    """

    def order(task: Task) -> bytes:
        row = at.store.get("article", task.path, at._keys.of("article", task)) if known and task.sha256 else None
        common = at.shared(task.marks) if task.marks else None
        return encode((task, common)) + b"\n" + (row.data if row else b"")

    told = progress("Reading", lambda: len(tasks)) if progress and tasks else None
    for done, (task, said) in enumerate(crew.each(tasks, order), 1):
        yield task, *_kept(at, task, said)
        if told:
            told(done)


def _kept(at: Collection, task: Task, said: bytes | pool.Death) -> tuple[Said | Refusal, list[bytes]]:
    if isinstance(said, pool.Death):
        return refused(task.path, said), []
    head, *rows = said.split(b"\n")
    answer = decode(Answer, head)
    if answer.refusal:
        return Refusal(*answer.refusal), []
    task.sha256, task.look = answer.sha256, answer.look
    for step, data in zip(("article", "briefing"), rows, strict=False):
        if data:
            at.store.put(step, Kept(task.path, at._keys.of(step, task), task.look, task.sha256, data))
    return decode(Said, rows[-1]), rows
