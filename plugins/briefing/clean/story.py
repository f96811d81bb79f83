"""Where in a web page the story stands: the ancestor that holds most of what reads well, and little else."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.clean.page import Page

EVEN = 0.35  # chance at which a block speaks neither for its ancestors nor against them
MOST = 600  # characters of a block that count
LEAST = 40  # characters that every block counts for: many short lines speak against an ancestor


def gain(value: float, size: int) -> float:
    """What a block of ``size`` characters with the chance ``value`` says for the run or the box it stands in."""
    return (value - EVEN) * (min(size, MOST) + LEAST)


def inside(page: Page, chances: Sequence[float]) -> list[str]:
    """For each block: "i" inside the story's ancestor, "n" near it (one level further out), "o" outside.

    "" where there is none: in a text, and on a page without a paragraph.
    """
    best = box(page, chances)
    if not best:
        return [""] * len(page.blocks)
    near = best[:-1]
    found = []
    for block in page.blocks:
        if block.trail[: len(best)] == best:
            found.append("i")
        else:
            found.append("n" if near and block.trail[: len(near)] == near else "o")
    return found


def box(page: Page, chances: Sequence[float]) -> tuple[str, ...]:
    """The trail of the story's ancestor: the one whose blocks gain most together, of equals the innermost.

    Empty where there is none.
    """
    own: dict[tuple[str, ...], float] = {}
    for block, value in zip(page.blocks, chances, strict=True):
        if page.trails and block.kind != "head":
            own[block.trail] = own.get(block.trail, 0.0) + gain(value, len(block.text))
    sums: dict[tuple[str, ...], float] = {}
    for trail, said in own.items():
        for depth in range(1, len(trail) + 1):
            path = trail[:depth]
            sums[path] = sums.get(path, 0.0) + said
    return max(sums, key=lambda path: (round(sums[path], 3), len(path), path), default=())
