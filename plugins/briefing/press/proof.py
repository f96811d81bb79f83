"""The last look at a whole stage before the swap: is everything there, nothing else, and does each link lead on."""

from __future__ import annotations

import os
from collections.abc import Iterator

from briefing.press.fingerprint import Manifest
from briefing.press.tree import MARKER, Tree

SHOWN = 20  # faults


def proof(tree: Tree, manifest: Manifest) -> tuple[str, ...]:
    """What is wrong with the stage, a sentence each; () when it may go out.

    Files are compared with what was recorded when they passed the gate; links with the addresses and anchors recorded.
    """
    faults: list[str] = []
    for fault in _faults(tree, manifest):
        if len(faults) == SHOWN:
            faults.append("and more of the kind")
            break
        faults.append(fault)
    return tuple(faults)


def _faults(tree: Tree, manifest: Manifest) -> Iterator[str]:
    yield from _misplaced(tree, manifest)
    yield from _dead_links(manifest)


def _misplaced(tree: Tree, manifest: Manifest) -> Iterator[str]:
    sizes = {address: one.size for entry in manifest.entries.values() for address, one in entry.files.items()}
    found = dict(_walk(str(tree.stage), ""))
    found.pop(MARKER, None)
    for address in sorted(sizes.keys() - found.keys()):
        yield f"{address}: is not in the new site"
    for address in sorted(found.keys() - sizes.keys()):
        yield f"{address}: is in the new site and no page of ours"
    for address in sorted(sizes.keys() & found.keys()):
        if sizes[address] != found[address]:
            yield f"{address}: has {found[address]} bytes, not {sizes[address]}"


def _walk(folder: str, at: str) -> Iterator[tuple[str, int]]:
    waiting = [(folder, at)]
    while waiting:
        place, below = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{below}{entry.name}/"))
                elif entry.is_file(follow_symlinks=False):
                    yield below + entry.name, entry.stat(follow_symlinks=False).st_size
                else:
                    yield below + entry.name, -1


def _dead_links(manifest: Manifest) -> Iterator[str]:
    addresses = set(manifest.addresses())
    ids = {one for entry in manifest.entries.values() for one in entry.ids}
    dead: dict[str, list[str]] = {}
    for address in sorted(manifest.entries):
        for link in manifest.entries[address].links:
            page, anchor, _ = link.partition("#")
            if page not in addresses or (anchor and link not in ids):
                dead.setdefault(link, []).append(address)
    for link in sorted(dead):
        pages = dead[link]
        more = f" and {len(pages) - 1} more" if len(pages) > 1 else ""
        yield f"{link}: is not there, and {pages[0]}{more} would lead to it"
