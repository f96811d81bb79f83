"""Many articles, a share of them poison: the others are published, each of the poisoned is named."""

from __future__ import annotations

import os
from pathlib import Path

TOWNS = [
    "Aral",
    "Balkhash",
    "Chu",
    "Dostyk",
    "Ekibastuz",
    "Frunze",
    "Gulistan",
    "Horog",
    "Issyk",
    "Jambyl",
    "Kokand",
    "Lugovoy",
    "Merke",
    "Naryn",
    "Osh",
    "Panfilov",
]
WORKS = [
    "bridge",
    "school",
    "market",
    "clinic",
    "library",
    "reservoir",
    "bakery",
    "stadium",
    "museum",
    "orchard",
    "tannery",
    "ferry",
]
SAID = ["opened", "closed", "moved", "grew", "burned", "reopened", "doubled", "failed"]


def good(number: int) -> str:
    """A small article; no two are alike."""
    town, work, said = TOWNS[number % 16], WORKS[number // 16 % 12], SAID[number // 192 % 8]
    return (
        f"The {work} of {town} {number} {said} for its {number % 97 + 3} neighbours\n\n"
        f"Number {number} of the town's lists, the {work}, {said} after {number % 50 + 2} years, its keeper said.\n\n"
        f"It cost {number * 7 + 11} tenge, and house {number} in street {number % 311} waits for the next one.\n"
    )


def lay(folder: Path, many: int, poisoned: int) -> tuple[set[str], set[str]]:
    """Write the files below ``folder``; the paths of those that must be published, and of those that must be named."""
    well: set[str] = set()
    named: set[str] = set()
    every = max(1, many // poisoned) if poisoned else many + 1
    spoiled = 0
    for number in range(many):
        place = folder / f"{number // 200:03}"
        place.mkdir(parents=True, exist_ok=True)
        if number % every == 0 and spoiled < poisoned:
            named.add(_poison(place, number, spoiled))
            spoiled += 1
        else:
            (place / f"{number}.txt").write_text(good(number), "utf-8")
            well.add(f"articles/{place.name}/{number}.txt")
    return well, named


def _poison(place: Path, number: int, turn: int) -> str:
    name, kind = f"{number}.txt", KINDS[turn % len(KINDS)]
    path = place / name
    if kind == "link":
        path.symlink_to("/etc/hostname")
    elif kind == "loop":
        path.symlink_to(name)
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "huge":
        with path.open("wb") as file:
            file.truncate(1 << 30)
    elif kind == "kind":
        path = path.with_suffix(".exe")
        path.write_bytes(b"MZ")
    elif kind == "unseen":
        path = place / f"{number}\u202etxt.html"
        path.write_text("<p>Words.")
        return f"articles/{place.name}/{number}\\u202etxt.html"
    else:
        path.write_bytes(BYTES[kind])
    return f"articles/{place.name}/{path.name}"


BYTES = {
    "empty": b"",
    "white": b" \n\t\n",
    "binary": bytes(range(256)) * 40,
    "nul": b"\x00" * 999,
    "archive": b"PK\x03\x04" + b"\x00" * 400,
    "lines": b"a b\n\n" * 60_000,
    "slow": ("It cost $5 million and 3 per cent in 2024. " * 45_000).encode()[:1_950_000],
}
# the slow kind takes two seconds of the processor each: one in two hundred
KINDS = ["link", "loop", "pipe", "folder", "huge", "kind", "unseen", *sorted(set(BYTES) - {"slow"})] * 15 + ["slow"]
