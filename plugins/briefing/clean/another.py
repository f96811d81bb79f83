"""Where on a web page another story begins: pages that go on for ever put the next ones below the first.

Its headline stands as that of the first does: in a box without paragraphs, and beside a line that stands alike too, a
byline or a standfirst. What is left of a page when lines were cut says nothing of it.
"""

from __future__ import annotations

from briefing.clean.page import Page, Verdicts
from briefing.model import Verdict

ANOTHER = Verdict("cut", "related.another", "Another story, below a headline of its own.", 0.9)


def begins(page: Page, verdicts: Verdicts) -> int:
    """The place of the second story's headline; beyond the last block where there is none."""
    blocks = page.blocks
    title = next((place for place, verdict in verdicts.items() if verdict.rule == "title"), None)
    if title is None or page.gone or blocks[title].level != 1:
        return len(blocks)
    boxes: set[tuple[str, ...]] = set()
    for place in range(title + 1, len(blocks)):
        block = blocks[place]
        if page.prose[place]:
            boxes.add(block.trail[:-1])
        elif (
            boxes
            and block.level == 1
            and block.trail == blocks[title].trail
            and block.trail[:-1] not in boxes
            and block.text != blocks[title].text
            and any(_same(page, title + step, place + step) for step in (-1, 1))
        ):
            return place
    return len(blocks)


def _same(page: Page, one: int, other: int) -> bool:
    """Whether two lines stand alike, the first of which is no paragraph."""
    blocks = page.blocks
    if not 0 <= one < other < len(blocks):
        return False
    return not page.prose[one] and blocks[one].kind != "head" and blocks[one].trail == blocks[other].trail
