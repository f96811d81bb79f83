"""All articles of a site: which files there are, what is known of each, and the briefings of those that are new.

Only what the store does not know is walked, each file in a worker that may be killed. Each file is walked by itself
first; what the files of a publisher then turn out to share (``gather.furniture``) is handed to those that hold it, and
they alone are walked once more. Nothing here imports the readers and finders before there is something to read.
"""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Raw, Struct, field
from msgspec.structs import replace

from briefing import desk as desks
from briefing import hashes, pool, record
from briefing.model import Article, Briefing, Card, Desk, Label, Marks, Passage, Point, Refusal, Shared, Sidecar, Source
from briefing.plain import Frozen, NotPlain, decode, encode
from briefing.record import Record
from briefing.store import NONE, Kept, Stamp, Store
from briefing.text.slugs import distinct

if TYPE_CHECKING:
    from briefing.read.files import Folder

HELD = 128  # briefings in memory: more than any page shows, and enough for a few pages that show the same ones
SAVE_EVERY = 100  # articles; what an interruption costs
KEPT = 2**63  # a table keeps no number beyond it: a file of the year 2263, an inode of some network
CHANGED = "was changed while the site was being built; build again"
# What decides an article, a briefing, a card beyond the source itself.
ARTICLE_CODE = ("model.py", "plain.py", "desk.py", "patterns.py", "text", "read", "clean", "data")
BRIEFING_CODE = ("find", "brief")
CARD_CODE = ("gather",)
PACKAGES = ("ahocorasick_rs", "beautifulsoup4", "charset-normalizer", "ftfy", "lxml", "rapidfuzz", "sentencex")

Learned = Mapping[str, Mapping[int, tuple[int, bool]]]  # publisher: its furniture, as gather.furniture has it
Told = Callable[[int], None]  # how many are done
Progress = Callable[[str, Callable[[], int]], Told]  # begins a step: what is done, and how many there are


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


class Numbered(Struct, array_like=True):
    """The first field of an article's row; the others are passed over."""

    source: Source


class Answer(Frozen):
    """What a worker sends: either a refusal, or the file as it was read; the rows follow, a line each."""

    refusal: tuple[str, ...] = ()  # path, code, reason
    sha256: str = ""
    stamp: Stamp = NONE


class Task(Struct):
    """A source in the build: what is asked of it and under which keys its rows are kept."""

    path: str
    slug: str
    sidecar: Sidecar
    side: str  # hash of the sidecar's bytes
    stamp: Stamp = NONE
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
            for _, said, rows in _walked(self, [task], known=False):
                if isinstance(said, Refusal):
                    raise said
                found = _briefing(rows[0], rows[1])
            assert found is not None
        self._held[slug] = found
        if len(self._held) > HELD:
            self._held.popitem(last=False)
        return found

    @cached_property
    def _paths(self) -> Mapping[str, Task]:
        return {task.path: task for task in self._tasks.values()}

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


def added(told: Briefing) -> Found:
    """What a briefing adds to its article."""
    facts = {name: Raw(encode(found)) for name, found in told.facts.items()}
    return Found(facts, told.dek, told.points, told.labels)


def briefing(article: Article, rest: Found) -> Briefing:
    """The article with what was ``added``. Raises NotPlain where the facts are none."""
    from briefing import find

    return Briefing(article, find.known(rest.facts), rest.dek, rest.points, rest.labels)


def _briefing(article: bytes, found: bytes) -> Briefing:
    return briefing(decode(Article, article), decode(Found, found))


def collect(
    content: Path, desk: Desk, store: Store, known: Record, text: str = "full", progress: Progress | None = None
) -> Collection:
    """Every article below ``content/articles/``, walked where it is new. Raises DeskError for a bad sidecar.

    ``text`` is what a briefing shows where its sidecar does not say. The result is the same whatever the store holds.
    """
    from briefing.gather import furniture
    from briefing.read import files

    folder = files.scan(content)
    found = Collection(content, desk, store, known, _keys=keys(desk))
    refusals = list(folder.refusals)
    rows = {row.path: row for row in store.all("card")}
    before = set(rows)
    slugs = distinct(folder.articles, known.addresses())
    drafts = []
    said: dict[str, Said] = {}  # by path
    had: dict[str, str] = {}  # by path: the key of that row
    for path, seen in folder.articles.items():
        try:
            task = Task(path, slugs[path], *_sidecar(content, path, folder.sidecars), _stamp(seen))
            if task.sidecar.status == "draft":
                drafts.append(path)
                continue
            kept = _recognised(content, task, rows.pop(path, None), store)
        except Refusal as refusal:
            refusals.append(refusal)
            continue
        found._tasks[task.slug] = task
        row = _said(kept) if kept else None
        if kept and row and (row.settled, row.card.path) == (found._keys.alone("article", task), path):
            said[path], had[path], task.marks = row, kept.key, row.marks

    def walk(tasks: list[Task]) -> None:
        for task, answer, _ in _walked(found, tasks, progress):
            if isinstance(answer, Refusal):
                refusals.append(answer)
                del found._tasks[task.slug]
                said.pop(task.path, None)
            else:
                said[task.path], had[task.path] = answer, found._keys.of("card", task)
                task.marks = answer.marks

    new = [task for task in found._tasks.values() if task.marks is None]
    walk(new)
    found._learned = furniture.learn(task.marks for task in found._tasks.values() if task.marks)
    for task in found._tasks.values():
        shared = found.shared(task.marks) if task.marks else None
        task.common = hashes.digest(encode(shared)) if shared else ""
    again = [task for task in found._tasks.values() if had[task.path] != found._keys.of("card", task)]
    walk(again)
    store.drop(before - set(said))
    store.save()
    cards = [_placed(said[task.path].card, task, text) for task in found._tasks.values()]
    found.cards = tuple(record.known(cards, known))
    found.refusals = tuple(sorted(refusals, key=lambda one: (one.path, one.code)))
    found.warnings = (*(warning for path in sorted(said) for warning in said[path].warnings), *sorted(_alone(folder)))
    found.drafts = tuple(drafts)
    found.stamps = had
    found.walked = len({task.path for task in (*new, *again)})
    return found


def opened(content: Path, text: str = "full", progress: Progress | None = None) -> Collection:
    """The collection of a site with its own desk, record and store: for commands beside the build. Raises DeskError."""
    state = content.resolve().parent / ".briefing"
    return collect(content, desks.load(content), Store(state), record.read(content), text, progress)


def _placed(card: Card, task: Task, text: str) -> Card:
    reuse = task.sidecar.text or text
    same = (card.slug, card.reuse) == (task.slug, reuse)
    return card if same else replace(card, slug=task.slug, reuse=reuse)


def _sidecar(content: Path, path: str, known: Set[str]) -> tuple[Sidecar, str]:
    """The editor's word on an article and the hash of its bytes; an empty one when it is none of the known."""
    beside = path.rpartition(".")[0] + ".toml"
    if beside not in known:
        return Sidecar(), ""
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


def _look(content: Path, path: str) -> Stamp:
    """How a file looks now; NONE when it is gone, no file, or so young that it may change and still look the same."""
    try:
        return _stamp(os.lstat(content / path))
    except OSError:
        return NONE


def _stamp(seen: os.stat_result) -> Stamp:
    told = (seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino)
    if time.time_ns() - seen.st_ctime_ns < hashes.YOUNG_NS or not (min(told) >= -KEPT and max(told) < KEPT):
        return NONE
    return Stamp(*told)


def _recognised(content: Path, task: Task, row: Kept | None, store: Store) -> Kept | None:
    """Settles the hash of a source; the row when it is of these bytes. Bytes are read only where looks have changed."""
    if row is None:
        return None
    if task.stamp == row.stamp != NONE:
        task.sha256 = row.sha256
        return row
    from briefing.read import files

    task.sha256 = sha256(files.load(content, task.path)).hexdigest()
    if task.sha256 != row.sha256:
        return None
    row = replace(row, stamp=task.stamp)
    store.put("card", row)
    return row


def _said(row: Kept) -> Said | None:
    try:
        return decode(Said, row.data)
    except NotPlain:
        return None


def _walked(
    at: Collection, tasks: list[Task], progress: Progress | None = None, known: bool = True
) -> Iterator[tuple[Task, Said | Refusal, list[bytes]]]:
    """Each task with its card's row, or why it is refused, and its three rows, which go into the store too.

    ``known``: an article that the store has is not read and cleaned again; its row is b"" then.
    """
    if not tasks:
        return
    import briefing.pipeline  # noqa: F401 - once here rather than once in each worker

    def supply(task: Task) -> bytes:
        row = at.store.get("article", task.path, at._keys.of("article", task)) if known and task.sha256 else None
        return row.data if row else b""

    walker = partial(work, at.content, at.desk, at._keys, at._learned)
    told = progress("Reading", lambda: len(tasks)) if progress else None
    for done, (task, said) in enumerate(pool.each(tasks, walker, supply), 1):
        yield task, *_kept(at, task, said)
        if done % SAVE_EVERY == 0:
            at.store.save()
        if told:
            told(done)


def _kept(at: Collection, task: Task, said: bytes | pool.Death) -> tuple[Said | Refusal, list[bytes]]:
    if isinstance(said, pool.Death):
        return refused(task.path, said), []
    head, *rows = said.split(b"\n")
    answer = decode(Answer, head)
    if answer.refusal:
        return Refusal(*answer.refusal), []
    task.sha256, task.stamp = answer.sha256, answer.stamp
    for step, data in zip(("article", "briefing", "card"), rows, strict=True):
        if data:
            at.store.put(step, Kept(task.path, at._keys.of(step, task), task.stamp, task.sha256, data))
    return decode(Said, rows[-1]), rows


def refused(path: str, death: pool.Death) -> Refusal:
    """The refusal of a file whose work was stopped or fell over."""
    if death.code == "fault":
        why = f"could not be worked through ({death.why}); this is an error of the program, please report it"
    else:
        why = f"could not be worked through: it {death.why}; shorten the file or leave it out"
    return Refusal(path, death.code, why)


def work(content: Path, desk: Desk, own: Keys, learned: Learned, task: Task, known: bytes) -> bytes:
    """A source's rows as lines of JSON: Answer, article ("" when ``known`` is it), Found, Said. Runs in a worker."""
    from briefing.clean import shared
    from briefing.gather import card, furniture
    from briefing.pipeline import settle, tell
    from briefing.read import files

    article = None
    with suppress(NotPlain):
        article = decode(Article, known) if known else None
    try:
        if article is not None and article.source.path == task.path:
            stamp, name = task.stamp, task.sha256
        else:
            known = b""
            stamp = _look(content, task.path)
            data = files.load(content, task.path)
            if _look(content, task.path) != stamp:
                stamp = NONE
            name = sha256(data).hexdigest()
            if task.marks and name != task.sha256:
                raise Refusal(task.path, "changed", CHANGED)
            common = furniture.shared(task.marks, learned) if task.marks else None
            article = settle(task.path, data, desk, task.sidecar, common)
        told = tell(article, desk)
    except Refusal as refusal:
        return encode(Answer(refusal=(refusal.path, refusal.code, refusal.reason)))
    task.sha256 = name
    marks = task.marks or shared.marks(article)
    said = Said(card(told, task.slug), article.warnings, own.alone("article", task), marks)
    rows = [
        encode(Answer(sha256=name, stamp=stamp)),
        b"" if known else encode(article),
        encode(added(told)),
        encode(said),
    ]
    return b"\n".join(rows)
