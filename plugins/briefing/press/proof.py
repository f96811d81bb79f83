"""The last look at a whole stage before the swap: is everything there, nothing else, and does each link lead on."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from briefing.press.manifest import Ledger, Manifest, Marks, number
from briefing.press.tree import MARKER, Tree

SHOWN = 20  # faults


def proof(tree: Tree, before: Manifest, after: Manifest, ledger: Ledger) -> tuple[str, ...]:
    """What is wrong with the stage, a sentence each; () when it may go out.

    Files are compared with what was recorded when they passed the gate. Links of pages that were made are followed; of
    those that were carried, only when something that stood in ``before`` is gone.
    """
    faults: list[str] = []
    for fault in _faults(tree, before, after, ledger):
        if len(faults) == SHOWN:
            faults.append("and more of the kind")
            break
        faults.append(fault)
    return tuple(faults)


def _faults(tree: Tree, before: Manifest, after: Manifest, ledger: Ledger) -> Iterator[str]:
    yield from misplaced(tree, after)
    if after.new or before.entries.keys() != after.entries.keys():
        yield from _clashes(after)
        yield from _dead_links(before, after, ledger)


def misplaced(tree: Tree, manifest: Manifest, output: bool = False) -> Iterator[str]:
    """What is missing, strange or changed in the stage, or in the output."""
    expected = manifest.files
    found = tree.walk(tree.output if output else None)
    found.pop(MARKER, None)
    if found == expected:
        return
    for address in sorted(expected.keys() - found.keys()):
        yield f"{address}: is not in the new site"
    for address in sorted(found.keys() - expected.keys()):
        yield f"{address}: is in the new site and no page of ours"
    for address in sorted(found.keys() & expected.keys()):
        if found[address] != expected[address]:
            size, wanted = found[address][0], expected[address][0]
            how = f"has {size} bytes, not {wanted}" if size != wanted else "is another file than the one we wrote"
            yield f"{address}: {how}"


def _clashes(manifest: Manifest) -> Iterator[str]:
    """Names that some file system takes for one: they differ by case or by how accents are spelt."""
    whole = "\n".join(manifest.files)
    folds = whole.lower().split("\n") if whole and whole.isascii() else list(map(folded, manifest.files))
    names = list(zip(manifest.files, folds, strict=True))
    # whatever is taken for another one lies in a top folder of one that is not as it would be folded
    tops = {name.partition("/")[0] for given, name in names if given != name}
    taken: dict[str, str] = {}
    folders: dict[str, str] = {}
    for name, twin in sorted(pair for pair in names if pair[1].partition("/")[0] in tops) if tops else ():
        other = taken.setdefault(twin, name)
        if other != name:
            yield f"{name}: is taken by {other} (compared without case and accents' spelling)"
    for folder in dict.fromkeys(name.rpartition("/")[0] for name in taken.values()):
        while folder and folders.get(same := folded(folder)) != folder:
            if same in taken:
                yield f"{folder}: is a folder where {taken[same]} is a file"
            other = folders.setdefault(same, folder)
            if other != folder:
                yield f"{folder}: differs from the folder {other} only by case or accents"
                break
            folder = folder.rpartition("/")[0]


def folded(name: str) -> str:
    """The address as a file system has it that tells neither case nor accents' spelling apart."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _dead_links(before: Manifest, after: Manifest, ledger: Ledger) -> Iterator[str]:
    pages = {entry.number: job for job, entry in after.entries.items()}
    pages.update((number(file), job) for job in after.new for file in after.entries[job].files)
    gone = Gone(before, after, ledger)

    def page_of(page: int) -> str | None:
        if page not in pages:
            pages.update((number(file), job) for job, entry in after.entries.items() for file in entry.files)
            pages.setdefault(page, "")
        return pages[page] or None

    @lru_cache(maxsize=256)
    def ids(job: str) -> frozenset[int]:
        return frozenset((after.new.get(job) or ledger.marks(job, after.entries[job].fingerprint)).ids)

    def dead(page: int, anchor: int) -> bool:
        job = page_of(page)
        return job is None or (anchor != 0 and anchor not in ids(job))

    broken: dict[tuple[int, int], list[str]] = {}
    for address, marks in after.new.items():
        links = marks.links
        for at in range(0, len(links), 2):
            if dead(links[at], links[at + 1]):
                broken.setdefault((links[at], links[at + 1]), []).append(address)
    for address, marks in gone.missed(after, ledger):
        links = marks.links
        for at in range(0, len(links), 2):
            if dead(links[at], links[at + 1]):
                broken.setdefault((links[at], links[at + 1]), []).append(address)
    told = []
    for (page, anchor), found in broken.items():
        where = page_of(page) or next((a for a in before.files if number(a) == page), "an address")
        what = f"an anchor of {where}" if anchor and page_of(page) else where
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        told.append(f"{min(found)}{more}: a link leads to {what}, which is not there")
    yield from sorted(told)


class Gone:
    """Files and anchors that the output has and the stage has not any more."""

    def __init__(self, before: Manifest, after: Manifest, ledger: Ledger) -> None:
        self.files: set[int] = set()
        self.anchors: set[int] = set()
        self.pages: set[int] = set()  # on which the anchors stood
        for address, entry in before.entries.items():
            now = after.entries.get(address)
            if now is not None and address not in after.new:
                continue
            self.files.update(number(file) for file in entry.files if now is None or file not in now.files)
            had = ledger.marks(address, entry.fingerprint)
            if left := set(had.ids).difference(after.new[address].ids if now else ()):
                self.anchors |= left
                self.pages.update(map(number, entry.files))

    def missed(self, after: Manifest, ledger: Ledger) -> Iterator[tuple[str, Marks]]:
        """The pages that were carried and lead to one of them, with their marks.

        Any page may lead to a file; to an anchor, those that say so.
        """
        carried = after.entries.keys() - after.new.keys() if self.files or self.anchors else set()
        lost = self.files | self.anchors
        told = ledger.all_marks() if self.files else self._told(after, ledger, carried)
        for address, marks in told:
            if address in carried and not lost.isdisjoint(marks.links):
                yield address, marks

    def _told(self, after: Manifest, ledger: Ledger, carried: Iterable[str]) -> Iterator[tuple[str, Marks]]:
        for address in carried:
            entry = after.entries[address]
            if not self.pages.isdisjoint(entry.into):
                yield address, ledger.marks(address, entry.fingerprint)
