"""The work on one source, in a process that may be killed: from an order to the rows that are kept."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from briefing import hashes, pool
from briefing.hashes import NONE, Look
from briefing.model import Article, Desk, Refusal, Shared
from briefing.plain import Frozen, NotPlain, decode, encode
from briefing.rows import Keys, Said, Task, added

KEPT = 2**63  # a table keeps no number beyond it: a file of the year 2263, an inode of some network
CHANGED = "was changed while the site was being built; build again"


class Answer(Frozen):
    """What a worker sends: either a refusal, or the file as it was read; the rows follow, a line each."""

    refusal: tuple[str, ...] = ()  # path, code, reason
    sha256: str = ""
    look: Look = NONE


def work(content: Path, desk: Desk, own: Keys, order: bytes) -> bytes:
    """A source's rows as lines of JSON: Answer, article ("" when it is known), Found, Said. Runs in a worker.

    ``order`` is the task with what its publisher's files have in common, and on a second line the article, if known.
    """
    from briefing.clean import shared
    from briefing.gather import card
    from briefing.pipeline import settle, tell
    from briefing.read import files

    asked, _, known = order.partition(b"\n")
    task, common = decode(tuple[Task, Shared | None], asked)
    article = None
    with suppress(NotPlain):
        article = decode(Article, known) if known else None
    try:
        if article is not None and article.source.path == task.path:
            look, name = task.look, task.sha256
        else:
            known = b""
            look = _look(content, task.path)
            data = files.load(content, task.path)
            if _look(content, task.path) != look:
                look = NONE
            name = sha256(data).hexdigest()
            if task.marks and name != task.sha256:
                raise Refusal(task.path, "changed", CHANGED)
            article = settle(task.path, data, desk, task.sidecar, common)
        told = tell(article, desk)
    except Refusal as refusal:
        return encode(Answer(refusal=(refusal.path, refusal.code, refusal.reason)))
    task.sha256 = name
    marks = task.marks or shared.marks(article)
    said = Said(card(told, task.slug), article.warnings, own.alone("article", task), marks)
    rows = [
        encode(Answer(sha256=name, look=look)),
        b"" if known else encode(article),
        encode(added(told)),
        encode(said),
    ]
    return b"\n".join(rows)


def refused(path: str, death: pool.Death) -> Refusal:
    """The refusal of a file whose work was stopped or fell over."""
    if death.code == "fault":
        why = f"could not be worked through ({death.why}); this is an error of the program, please report it"
    else:
        why = f"could not be worked through: it {death.why}; shorten the file or leave it out"
    return Refusal(path, death.code, why)


def _look(content: Path, path: str) -> Look:
    """How a file looks now; NONE when it is gone, no file, or so young that it may change and still look the same."""
    try:
        now = time.time_ns()
        return lasting(hashes.look(os.lstat(content / path)), now)
    except OSError:
        return NONE


def lasting(seen: Look, now: int) -> Look:
    """A look that tells a file from what may become of it, as far as a table keeps it; else NONE."""
    return seen if now - seen[2] >= hashes.YOUNG_NS and min(seen) >= -KEPT and max(seen) < KEPT else NONE
