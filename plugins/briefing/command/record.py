"""``briefing record``: notes in ``content/record.jsonl`` what is new, changed, moved or gone."""

from __future__ import annotations

import sys
from pathlib import Path

from briefing import collection, record
from briefing.model import Card
from briefing.read import files


def write(content: Path) -> int:
    """Writes the record of a site and prints what it noted. Refused files keep their line as it is."""
    if not content.is_dir():
        print(
            f"briefing: {files.shown(str(content))}: there is no such folder; run it where content/ is", file=sys.stderr
        )
        return 1
    found = collection.opened(content)
    held = [*found.drafts, *(refusal.path for refusal in found.refusals)]

    def cuts(card: Card) -> dict[str, list[int]]:
        lines: dict[str, list[int]] = {}
        for cut in found.briefing(card.slug).article.cuts:
            lines.setdefault(cut.verdict.rule, []).extend(range(cut.block.lines[0], cut.block.lines[1] + 1))
        return lines

    noted = record.write(content, found.cards, record.today(), held, cuts)
    found.store.close()
    for word, paths in (("new", noted.added), ("changed", noted.changed), ("gone", noted.gone)):
        for path in paths:
            print(f"{word}: {path}")
    for before, after in noted.moved:
        print(f"moved: {before} is now {after}")
    return 0
