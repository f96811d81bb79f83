"""Where a file that the command names belongs: in a site, with its desk and the editor's word, or by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from briefing import collection, pool, rows, worker
from briefing import desk as desks
from briefing.clean import shared
from briefing.model import Article, Briefing, Desk, Refusal, Shared, Sidecar
from briefing.pipeline import settle, tell
from briefing.plain import Frozen, decode, encode
from briefing.read import files

T = TypeVar("T")


class Placed(Frozen):
    """A file's bytes with all that decides what becomes of them."""

    path: str  # below the content folder of its site, else its name
    data: bytes
    desk: Desk
    sidecar: Sidecar
    content: Path | None = None  # of its site


def settled(found: Placed) -> Article:
    """The article in the file; inside a site as the site has it, which knows what the files of its publisher share."""
    alone = _settled(found)
    if found.content is None:
        return alone
    site = collection.opened(found.content)
    common = site.shared(shared.marks(alone))
    site.store.close()
    return _settled(found, common) if common else alone


def told(found: Placed, article: Article) -> Briefing:
    """The briefing of the file, whose article is settled."""
    rest = bounded(found.path, lambda: rows.added(tell(article, found.desk)), rows.Found)
    return rows.briefing(article, rest)


def _settled(found: Placed, common: Shared | None = None) -> Article:
    return bounded(found.path, lambda: settle(found.path, found.data, found.desk, found.sidecar, common), Article)


def bounded(path: str, work: Callable[[], T], kind: type[T]) -> T:
    """What ``work`` makes of the file at ``path``, done where it can be stopped. Raises Refusal, also when it was."""
    (said,) = pool.in_turn([b""], lambda _: answered(work))
    if isinstance(said, pool.Death):
        raise worker.refused(path, said)
    told, _, data = said.partition(b"\n")
    if told:
        raise Refusal(*decode(worker.Answer, told).refusal)
    return decode(kind, data)


def answered(work: Callable[[], object]) -> bytes:
    """Two lines: the refusal, empty without one, and what ``work`` makes."""
    try:
        return b"\n" + encode(work())
    except Refusal as refusal:
        return encode(worker.Answer(refusal=(refusal.path, refusal.code, refusal.reason))) + b"\n"


def place(file: Path) -> Placed:
    """The file, with the desk of the site it lies in, else of the site one stands in, and the sidecar beside it.

    Outside any site the desk is the shipped one, which has no topics.

    Raises ``Refusal`` for what cannot be read and ``DeskError`` for what editors wrote.
    """
    try:
        whole = file.absolute()
        if file.is_dir():
            raise Refusal(files.shown(str(file)), "not-regular", "This is a folder; name a file.")
        content = _content(whole)
        root = content or whole.parent
        path = whole.relative_to(root).as_posix()
        data = files.load(root, path)
        beside = path.rpartition(".")[0] + ".toml"
        sidecar = Sidecar()
        if (root / beside).is_file() and beside != path:
            sidecar = desks.sidecar(beside, files.load(root, beside))
    except Refusal as refusal:
        raise Refusal(files.shown(str(file)), refusal.code, refusal.reason) from None
    except (OSError, ValueError):
        raise Refusal(files.shown(str(file)), "unreadable", "This is no name of a file that can be read.") from None
    return Placed(path, data, desks.load(content or _here()), sidecar, content)


def _here() -> Path | None:
    """The content of the site whose folder one stands in."""
    content = Path("content").absolute()
    return content if (content / "desk").is_dir() else None


def _content(file: Path) -> Path | None:
    """The nearest folder above a file that has a desk: the content of the site that the file belongs to."""
    for folder in file.parents:
        if (folder / "desk").is_dir() and (folder / "articles") in file.parents:
            return folder
    return None
