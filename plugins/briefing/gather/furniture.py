"""Which lines stand in many files of one publisher, counted over the collection: its furniture, by its own showing.

A file's ``Marks`` depend on the file alone; the lists follow from all of them, in any order; and what concerns one
file is so little that another article seldom changes it. ``clean.shared`` says which lines a file has, and decides
what becomes of a listed one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from math import ceil
from struct import unpack

from briefing.model import Marks, Shared
from briefing.plain import Frozen

FILES = 4  # that tell of different things; fewer may well repeat a line by chance
SHARE = 0.1  # of the publisher's files; what fewer have may be said of one matter
FOLDER = "folder "  # how ``Marks.publisher`` begins then
FOLDER_SHARE = 0.5  # the same where the files of a folder stand for a publisher nobody names
MOST = 0.5  # share that is called "most of them"
# how a count is told: rounded down, so that one more file seldom changes what is said of the others
TOLD = (4, 6, 8, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 7_500, 10_000)

Counts = Mapping[int, tuple[int, bool]]  # mark of a line: files at least, whether most have it


class Tally(Frozen):
    """How often the lines of a publisher stand in its files, as far as that may come to matter.

    ``counts`` has every mark that at least ``least`` stories had when all were counted; with ``added`` files since, one
    that is not among them has fewer than both together.
    """

    files: int
    grouped: bool  # whether files tell the same; then a change may join or part them, and all are counted again
    least: int
    added: int
    counts: dict[int, int]
    stories: int

    def listed(self, publisher: str) -> Counts:
        """The furniture of the publisher."""
        if self.stories < FILES:
            return {}
        enough = _enough(publisher, self.stories)
        return {
            one: (TOLD[bisect_right(TOLD, count) - 1], count >= MOST * self.stories)
            for one, count in self.counts.items()
            if count >= enough
        }


def learn(files: Iterable[Marks]) -> dict[str, Counts]:
    """The furniture of each publisher that has some."""
    return listed(tallies(files, {}, (), ()))


def listed(tallied: Mapping[str, Tally]) -> dict[str, Counts]:
    """The same from what was counted."""
    return {publisher: found for publisher, one in tallied.items() if (found := one.listed(publisher))}


def tallies(
    files: Iterable[Marks], known: Mapping[str, Tally], gone: Iterable[Marks], new: Collection[Marks]
) -> dict[str, Tally]:
    """The tally of each publisher. ``known`` are those of all files but the ``new``, and of those that are ``gone``.

    What is known is counted on where that comes to the same, and only where something has changed.
    """
    groups: defaultdict[str, list[Marks]] = defaultdict(list)
    for each in files:
        groups[each.publisher].append(each)
    less, more = _by_publisher(gone), _by_publisher(new)
    found = {}
    for publisher, group in groups.items():
        before = known.get(publisher)
        if before and (publisher in less or publisher in more):
            before = _counted_on(before, publisher, group, less[publisher], more[publisher])
        found[publisher] = before or _counted(publisher, group)
    return found


def _by_publisher(files: Iterable[Marks]) -> defaultdict[str, list[Marks]]:
    found: defaultdict[str, list[Marks]] = defaultdict(list)
    for each in files:
        found[each.publisher].append(each)
    return found


def _counted(publisher: str, group: list[Marks]) -> Tally:
    stories = _stories(group) if len(group) >= FILES else [group]
    counts: Counter[int] = Counter()
    for files in stories if len(stories) >= FILES else ():
        found = _unpacked(b"".join([part for each in files for part in (each.kept, each.gone)]))
        counts.update(found if len(files) == 1 else set(found))  # one file has each mark once
    least = max(2, ceil(_enough(publisher, len(stories)) / 2))
    often = {one: count for one, count in counts.items() if count >= least}
    return Tally(len(group), len(stories) < len(group) or len(group) < FILES, least, 0, often, len(stories))


def _counted_on(before: Tally, publisher: str, group: list[Marks], gone: list[Marks], new: list[Marks]) -> Tally | None:
    """The tally after a change; None where all have to be counted."""
    told = {key for each in new for key in each.story}
    fresh = set(map(id, new))
    added = before.added + len(new)
    if (
        before.grouped
        or len(group) != before.files - len(gone) + len(new)
        or before.least + added > _enough(publisher, len(group))
        or sum(len(each.story) for each in new) > len(told)
        or not told.isdisjoint(chain.from_iterable([each.story for each in group if id(each) not in fresh]))
    ):
        return None
    counts = dict(before.counts)
    for files, step in ((gone, -1), (new, 1)):
        for each in files:
            for one in (*_unpacked(each.kept), *_unpacked(each.gone)):
                if one in counts:
                    counts[one] += step
    return Tally(len(group), False, before.least, added, counts, len(group))


def _enough(publisher: str, stories: int) -> float:
    """Stories that must have a line before it is furniture."""
    return max(FILES, (FOLDER_SHARE if publisher.startswith(FOLDER) else SHARE) * stories)


def shared(file: Marks, learned: Mapping[str, Counts]) -> Shared | None:
    """What of its publisher's furniture stands in a file; None when it keeps no such line."""
    listed = learned.get(file.publisher)
    if not listed or listed.keys().isdisjoint(held := _unpacked(file.kept)):
        return None
    kept = [one for one in held if one in listed]
    every = sorted([*kept, *(one for one in _unpacked(file.gone) if one in listed)])
    of = "this folder" if file.publisher.startswith(FOLDER) else "this publisher"
    return Shared(of, {one: listed[one] for one in every})


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
