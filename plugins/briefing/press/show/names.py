"""The index of names: a front with the most named of each kind, and a page for each letter."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import partial

from briefing.model import Named
from briefing.press.job import Job
from briefing.press.maker import Maker
from briefing.press.sheet import Newsroom, Sheet
from briefing.press.views import EntitiesView, LetterLink, NameLink

KINDS = ("person", "organisation", "place", "project", "document", "unclassified")
FRONT = 60  # names of a kind on the front
OTHER = "#"  # what begins with no letter

Letters = Mapping[str, tuple[Named, ...]]


def jobs(make: Maker) -> Iterator[Job]:
    """The front, and the page of every letter that a name begins with."""
    room = make.room
    found = letters(room)
    counts = [(letter, len(names)) for letter, names in found.items()]
    front = {kind: names[:FRONT] for kind, names in _by_count(room).items()}
    yield _job(make, "entities/", "Names", [_told(room, names) for names in front.values()], partial(_front, front))
    for letter, names in found.items():
        told = [[named.slug, named.name, named.kind, room.has_page(named.slug)] for named in names]
        inputs = [letter, told, [one for one, _ in counts]]
        title = "Names that begin with no letter" if letter == OTHER else f"Names with {letter}"
        yield _job(make, address(letter), title, inputs, partial(_letter, letter, names))


def _job(make: Maker, at: str, title: str, inputs: list, view: partial[EntitiesView]) -> Job:
    render = partial(
        make.files,
        "entities",
        at,
        view,
        title=title,
        description="People, organisations, places, projects and documents that the accounts name, A to Z.",
    )
    return Job(f"{at}index.html", "entities", inputs, render)


def letters(room: Newsroom) -> Letters:
    """The names by their first letters, A to Z in each."""
    found: dict[str, list[Named]] = {}
    for named, _ in room.names.values():
        found.setdefault(letter_of(named.name), []).append(named)
    return {letter: tuple(sorted(found[letter], key=_alphabetical)) for letter in sorted(found)}


def letter_of(name: str) -> str:
    """The letter under which a name stands: "A" for "Ålborg", "Ж" for "Жана", OTHER for "2nd Army".

    >>> [letter_of(name) for name in ("Ålborg", "жана", "2nd Army", "中国")]
    ['A', 'Ж', '#', '#']
    """
    first = unicodedata.normalize("NFD", name.strip())[:1].upper()
    return first if len(first) == 1 and unicodedata.category(first) == "Lu" else OTHER


def address(letter: str) -> str:
    """The page of a letter: "entities/in/a/"; by its number where it is none of a to z."""
    if letter == OTHER:
        return "entities/in/other/"
    return f"entities/in/{letter.lower()}/" if letter.isascii() else f"entities/in/u{ord(letter):04x}/"


def alphabet(sheet: Sheet, found: Letters, here: str = "") -> tuple[LetterLink, ...]:
    """The ways to the pages of the letters."""
    return tuple(
        LetterLink("other" if letter == OTHER else letter, sheet.href(address(letter)), len(names), letter == here)
        for letter, names in found.items()
    )


def _front(names: Mapping[str, tuple[Named, ...]], sheet: Sheet) -> EntitiesView:
    kinds = tuple((kind, _links(sheet, tuple(sorted(found, key=_alphabetical)))) for kind, found in names.items())
    return EntitiesView(kinds, alphabet(sheet, letters(sheet.room)), "", len(sheet.room.names))


def _letter(letter: str, names: tuple[Named, ...], sheet: Sheet) -> EntitiesView:
    by_kind = {kind: tuple(named for named in names if named.kind == kind) for kind in KINDS}
    links = alphabet(sheet, letters(sheet.room), letter)
    # how often each stands in the texts, its own page says: here it would change this one with every article, and so
    # would the counts of other letters
    kinds = tuple((kind, tuple(sheet.name(one, 0) for one in found)) for kind, found in by_kind.items() if found)
    quiet = tuple(LetterLink(link.letter, link.href, 0, link.here) for link in links)
    return EntitiesView(kinds, quiet, "other" if letter == OTHER else letter, len(names))


def _links(sheet: Sheet, names: tuple[Named, ...]) -> tuple[NameLink, ...]:
    return tuple(sheet.name(named) for named in names)


def _by_count(room: Newsroom) -> dict[str, tuple[Named, ...]]:
    """The names of each kind, most named first."""
    found: dict[str, list[Named]] = {kind: [] for kind in KINDS}
    for named, _ in room.names.values():
        found[named.kind].append(named)
    return {
        kind: tuple(sorted(rows, key=lambda named: (-named.count, named.slug))) for kind, rows in found.items() if rows
    }


def _alphabetical(named: Named) -> tuple[str, str, str]:
    return named.name.casefold(), named.name, named.slug


def _told(room: Newsroom, names: tuple[Named, ...]) -> list:
    return [[named.slug, named.name, named.kind, named.count, room.has_page(named.slug)] for named in names]
