"""Where in a web page the story stands: the ancestor that holds most of what reads well, and little else."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.clean.furniture import parts
from briefing.clean.page import Page

EVEN = 0.35  # chance at which a block speaks neither for its ancestors nor against them
MOST = 600  # characters of a block that count
LEAST = 40  # characters that every block counts for: many short lines speak against an ancestor


def gain(value: float, size: int) -> float:
    """What a block of ``size`` characters with the chance ``value`` says for the run or the box it stands in."""
    return (value - EVEN) * (min(size, MOST) + LEAST)


def inside(page: Page, chances: Sequence[float]) -> list[str]:
    """For each block: "i" inside the story's ancestor, "n" near it (one level further out), "o" outside, "" for text.

    The story's ancestor is the one whose blocks gain most together; of equals the innermost.
    """
    if not page.trails:
        return [""] * len(page.blocks)
    sums: dict[tuple[str, ...], float] = {}
    for block, value in zip(page.blocks, chances, strict=True):
        if block.kind != "head":
            said = gain(value, len(block.text))
            for depth in range(1, len(block.trail) + 1):
                path = block.trail[:depth]
                sums[path] = sums.get(path, 0.0) + said
    if not sums:
        return [""] * len(page.blocks)
    best = max(sums, key=lambda path: (round(sums[path], 3), len(path), path))
    near = best[:-1]
    found = []
    for block in page.blocks:
        if block.trail[: len(best)] == best:
            found.append("i")
        else:
            found.append("n" if near and block.trail[: len(near)] == near else "o")
    return found


def ancestry(trail: tuple[str, ...]) -> list[str]:
    """Features of a block's ancestors: its own tag, and the words in the last four names."""
    names = [f"tag:{trail[-1].partition('.')[0].partition('#')[0].partition('[')[0]}"]
    seen: set[str] = set()
    for name in trail[-4:]:
        tag, words = parts(name)
        seen.add(f"t:{tag}")
        seen.update(f"c:{word}" for word in words)
    names.extend(sorted(seen))
    return names
