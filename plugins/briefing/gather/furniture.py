"""Which lines stand in many files of one publisher, counted over the collection: its furniture, by its own showing.

A file's ``Marks`` depend on the file alone; the lists follow from all of them, in any order; and what concerns one
file is so little that another article seldom changes it. ``clean.shared`` says which lines a file has, and decides
what becomes of a listed one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from struct import unpack

from briefing.model import Marks, Shared

FILES = 4  # that tell of different things; fewer may well repeat a line by chance
SHARE = 0.1  # of the publisher's files; what fewer have may be said of one matter
FOLDER = "folder "  # how ``Marks.publisher`` begins then
FOLDER_SHARE = 0.5  # the same where the files of a folder stand for a publisher nobody names
MOST = 0.5  # share that is called "most of them"
# how a count is told: rounded down, so that one more file seldom changes what is said of the others
TOLD = (4, 6, 8, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 7_500, 10_000)

Counts = Mapping[int, tuple[int, bool]]  # mark of a line: files at least, whether most have it


def learn(files: Iterable[Marks]) -> dict[str, Counts]:
    """The furniture of each publisher that has some."""
    groups: defaultdict[str, list[Marks]] = defaultdict(list)
    for each in files:
        groups[each.publisher].append(each)
    found = {}
    for publisher, group in groups.items():
        if len(group) >= FILES and (listed := _listed(publisher, group)):
            found[publisher] = listed
    return found


def shared(file: Marks, learned: Mapping[str, Counts]) -> Shared | None:
    """What of its publisher's furniture stands in a file; None when it keeps no such line."""
    listed = learned.get(file.publisher)
    if not listed or listed.keys().isdisjoint(held := _unpacked(file.kept)):
        return None
    kept = [one for one in held if one in listed]
    every = sorted([*kept, *(one for one in _unpacked(file.gone) if one in listed)])
    of = "this folder" if file.publisher.startswith(FOLDER) else "this publisher"
    return Shared(of, {one: listed[one] for one in every})


def _listed(publisher: str, group: list[Marks]) -> Counts:
    stories = _stories(group)
    if len(stories) < FILES:
        return {}
    counts: Counter[int] = Counter()
    for files in stories:
        found = _unpacked(b"".join([part for each in files for part in (each.kept, each.gone)]))
        counts.update(found if len(files) == 1 else set(found))  # one file has each mark once
    share = FOLDER_SHARE if publisher.startswith(FOLDER) else SHARE
    least = max(FILES, share * len(stories))
    return {
        one: (TOLD[bisect_right(TOLD, count) - 1], count >= MOST * len(stories))
        for one, count in counts.items()
        if count >= least
    }


def _stories(group: list[Marks]) -> list[list[Marks]]:
    """The files in groups that tell the same."""
    above = list(range(len(group)))

    def top(at: int) -> int:
        while above[at] != at:
            above[at] = above[above[at]]
            at = above[at]
        return at

    first: dict[str, int] = {}
    for at, each in enumerate(group):
        for key in each.story:
            if (other := first.setdefault(key, at)) != at:
                above[top(at)] = top(other)
    found: defaultdict[int, list[Marks]] = defaultdict(list)
    for at, each in enumerate(group):
        found[top(at)].append(each)
    return list(found.values())


def _unpacked(data: bytes) -> tuple[int, ...]:
    return unpack(f">{len(data) // 8}Q", data[: len(data) // 8 * 8])
