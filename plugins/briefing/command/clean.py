"""``briefing clean``: the cleaned text of a file, of standard input, or of a batch, a line each."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Iterable
from functools import partial
from itertools import tee
from pathlib import Path
from typing import Any

from briefing import desk as desks
from briefing import pool
from briefing.command import structure
from briefing.command.place import Placed, place, settled
from briefing.model import Desk, Refusal, Sidecar
from briefing.pipeline import settle
from briefing.read.files import LIMIT, shown
from briefing.worker import refused


def clean(file: str, html: bool) -> int:
    """Prints title and text, a blank line between blocks."""
    if file == "-":
        name = "standard-input.html" if html else "standard-input.txt"
        try:
            article = settled(Placed(name, sys.stdin.buffer.read(LIMIT + 1), desks.load(None), Sidecar()))
        except Refusal as refusal:
            raise Refusal("standard input", refusal.code, refusal.reason) from None
    else:
        article = settled(place(Path(file)))
    title = structure.title(article)
    blocks = ([title] if title else []) + [article.blocks[at].text for at in article.body()]
    print("\n\n".join(blocks))
    return 0


def batch(file: str) -> int:
    """Answers each line of JSON with one; a line that cannot be answered costs only itself."""
    desk = desks.load(None)
    if file == "-":
        _answer_all(sys.stdin.buffer, desk)
    else:
        try:
            with Path(file).open("rb") as rows:
                _answer_all(rows, desk)
        except (OSError, ValueError) as error:
            if isinstance(error, BrokenPipeError):
                raise
            why = (error.strerror if isinstance(error, OSError) else None) or "its name cannot be used"
            raise Refusal(shown(file), "unreadable", f"It could not be read: {why}.") from None
    return 0


def _answer_all(rows: Iterable[bytes], desk: Desk) -> None:
    asked, answers = tee(row for row in rows if row.strip())
    work = partial(_answered, desk=desk)
    for row, said in zip(asked, pool.in_turn(answers, work), strict=True):
        if isinstance(said, pool.Death):
            told = json.dumps({"id": _id(row), "error": refused("", said).reason}, ensure_ascii=False)
        else:
            told = said.decode("utf-8", "surrogatepass")
        print(told, flush=True)


def _answered(row: bytes, desk: Desk) -> bytes:
    return json.dumps(answer(row, desk), ensure_ascii=False).encode("utf-8", "surrogatepass")


def _id(row: bytes) -> Any:
    """The name that a line gives itself."""
    try:
        asked = json.loads(row)
    except (ValueError, RecursionError):
        return None
    return asked.get("id") if isinstance(asked, dict) else None


def answer(row: bytes, desk: Desk) -> dict[str, Any]:
    """The answer to one line of a batch: the cleaned article, or ``id`` and ``error``."""
    try:
        asked = json.loads(row)
    except (ValueError, RecursionError):
        return {"id": None, "error": "This line is not valid JSON."}
    if not isinstance(asked, dict):
        return {"id": None, "error": "This line is no JSON object."}
    name = asked.get("id")
    kind = "html" if "html" in asked else "txt"
    text = asked.get("html" if kind == "html" else "text")
    if not isinstance(text, str):
        return {"id": name, "error": 'Expected "text" or "html" with a string.'}
    # it is decoded already: the mark keeps a charset named in the markup from being believed
    data = codecs.BOM_UTF8 + text.encode("utf-8", "ignore")
    try:
        article = settle(f"batch.{kind}", data, desk, Sidecar())
    except Refusal as refusal:
        return {"id": name, "error": refusal.reason}
    return {
        "id": name,
        "title": structure.title(article),
        "text": structure.text(article),
        "kept_lines": structure.kept_lines(article),
        "cuts": structure.cuts(article),
    }
