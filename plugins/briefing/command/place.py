"""Where a file that the command names belongs: in a site, with its desk and the editor's word, or by itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from briefing import desk as desks
from briefing.model import Desk, Refusal, Sidecar
from briefing.read import files


@dataclass(frozen=True, slots=True)
class Placed:
    """A file's bytes with all that decides what becomes of them."""

    path: str  # below the content folder of its site, else its name
    data: bytes
    desk: Desk
    sidecar: Sidecar


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
    return Placed(path, data, desks.load(content or _here()), sidecar)


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
