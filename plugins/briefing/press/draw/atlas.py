"""A map of named places: where discs, routes and names stand, so that no name covers another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import sqrt
from typing import Literal
from unicodedata import east_asian_width

from briefing.plain import Frozen
from briefing.press.draw.land import land
from briefing.press.draw.sphere import Place, Sheet, angle, fitted, middle

WIDTH, HEIGHT = 924, 520  # units of the sheet; one is a pixel beside the margin of a wide page
MARGIN = (110, 56)  # units from the outermost places to the frame: room for their names
CLOSEST = 12  # degrees that a map is high at least
REACH = 75  # degrees from the middle; what lies further is told beyond the frame
SPREAD = 3  # times as far as most mentions lie: what lies further is beyond the frame too
LARGEST, LEAST = 13.0, 4.5  # radius of discs
SMALL_PAGE = 34.0  # size of letters on a small page, in units: parts/map of pictures.css
WIDE_PAGE, AREA = 15.0, 12.0  # on a wide one; of an area's name, which stands in capitals
NAMED_SMALL = 6  # names on a small page
CLEAR = 3.0  # units between a name and what stands beside it
WAYS = 200  # pieces of routes that names keep away from

Kind = Literal["town", "area", "water"]
Box = tuple[float, float, float, float]
Way = tuple[float, float, float, float]  # a piece of a route, from stop to stop


class Named(Frozen):
    """A place to be shown."""

    name: str
    place: Place
    count: int  # times that it is named
    kind: Kind


class Mark(Frozen):
    """A place on the map. ``kind``: a "disc" for a town, a "ring" for a stop that is an area, else only a name."""

    name: str
    kind: Literal["disc", "ring", "area", "water"]
    x: float
    y: float
    r: float
    label: tuple[float, float, str] | None  # x, y and anchor of the name; None where it finds no room
    small: bool  # the name stands on a small page too


class Line(Frozen):
    """A route: ``d`` of its path, in units."""

    d: str
    proposed: bool


class Atlas(Frozen):
    """A map. ``land`` counts in quarters of a unit. ``beyond``: the places that do not fit."""

    width: int
    height: int
    land: str
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    beyond: tuple[str, ...]


@cache
def kinds() -> Mapping[str, Kind]:
    """What places are that are no towns, by the slugs of their entities: states, parts of states, waters."""
    data = files("briefing") / "data"
    found: dict[str, Kind] = {}
    import tomllib  # pages without a map do without

    states = tomllib.loads((data / "gazetteer" / "states.toml").read_text("utf-8"))
    found.update(dict.fromkeys(states["place"], "area"))
    rest = tomllib.loads((data / "map" / "areas.toml").read_text("utf-8"))
    found.update(dict.fromkeys(rest["areas"].split(), "area"))
    found.update(dict.fromkeys(rest["waters"].split(), "water"))
    return found


def atlas(named: Sequence[Named], routes: Iterable[tuple[Sequence[Place], bool]]) -> Atlas | None:
    """The map of some places, those named most first, with routes (their stops, whether they are only proposed).

    None for fewer than two places: a list says more. The frame holds the places among which most mentions lie.
    """
    near = _near(named)
    if len(near) < 2:
        return None
    sheet = fitted([one.place for one in near], WIDTH, HEIGHT, MARGIN, CLOSEST)
    drawn = [(stops, proposed) for stops, proposed in routes if len(stops) > 1 and any(_on(sheet, s) for s in stops)]
    stops = {stop for route, _ in drawn for stop in route}
    most = max(one.count for one in near)
    marks = [_mark(one, sheet, most, one.place in stops) for one in near]
    return Atlas(
        width=WIDTH,
        height=HEIGHT,
        land=land(sheet),
        marks=tuple(_labelled(marks, _ways(sheet, (route for route, _ in drawn)))),
        lines=tuple(Line(_path(sheet, route), proposed) for route, proposed in drawn),
        beyond=tuple(one.name for one in named if one not in near),
    )


def _near(named: Sequence[Named]) -> list[Named]:
    """The places that the frame holds."""
    if not named:
        return []
    centre = middle([one.place for one in named for _ in range(min(one.count, 20))])
    away = {one: angle(centre, one.place) for one in named}
    counts = sum(one.count for one in named)
    told, usual = 0, 0.0
    for one in sorted(named, key=lambda one: away[one]):
        told, usual = told + one.count, away[one]
        if told * 2 >= counts:
            break
    reach = min(REACH, max(SPREAD * usual, 2 * CLOSEST))
    return [one for one in named if away[one] <= reach]


def _on(sheet: Sheet, place: Place) -> bool:
    return angle(sheet.centre, place) < REACH and sheet.holds(sheet.spot(place))


def _mark(one: Named, sheet: Sheet, most: int, is_stop: bool) -> Mark:
    x, y = sheet.spot(one.place)
    if one.kind == "town":
        return Mark(one.name, "disc", round(x, 1), round(y, 1), _radius(one.count, most), None, False)
    if is_stop:
        return Mark(one.name, "ring", round(x, 1), round(y, 1), LEAST, None, False)
    return Mark(one.name, one.kind, round(x, 1), round(y, 1), 0.0, None, False)


def _radius(count: int, most: int) -> float:
    """The area of a disc goes with the count; the smallest one can still be seen."""
    return round(max(LEAST, LARGEST * sqrt(count / most)), 1)


def _path(sheet: Sheet, stops: Sequence[Place]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in _spots(sheet, stops))


def _spots(sheet: Sheet, stops: Sequence[Place]) -> list[tuple[float, float]]:
    return [sheet.spot(stop) for stop in stops if angle(sheet.centre, stop) < 2 * REACH]


def _ways(sheet: Sheet, routes: Iterable[Sequence[Place]]) -> tuple[Way, ...]:
    """The pieces of all routes, each once."""
    spots = (_spots(sheet, route) for route in routes)
    pieces = ((*one, *other) for route in spots for one, other in pairwise(route))
    return tuple(dict.fromkeys(pieces))[:WAYS]


# --- names ------------------------------------------------------------------------------------------------------


def _labelled(marks: Sequence[Mark], ways: Sequence[Way]) -> Iterator[Mark]:
    """The marks with the places of their names. Towns and stops come first; the rest of the names take what is left."""
    discs = [_box_of(mark) for mark in marks if mark.r]
    taken_small: list[Box] = []
    taken: list[Box] = list(discs)
    found: dict[int, Mark] = {}
    order = sorted(range(len(marks)), key=lambda at: (marks[at].r == 0, at))
    for at in order:
        mark = marks[at]
        if mark.r and len(taken_small) < NAMED_SMALL:
            free = [*taken_small, *(box for box in discs if box != _box_of(mark))]
            label = _room(mark, SMALL_PAGE, free, ways)
            if label and not _meets(_clear(mark, label, WIDE_PAGE), _others(taken, mark)):
                taken_small.append(_box(mark, label, SMALL_PAGE))
                taken.append(_box(mark, label, WIDE_PAGE))
                found[at] = _with(mark, label, True)
    for at in order:
        if at in found:
            continue
        mark = marks[at]
        size = WIDE_PAGE if mark.r else AREA
        label = _room(mark, size, _others(taken, mark), ways)
        if label:
            taken.append(_box(mark, label, size))
        found[at] = _with(mark, label, False)
    # a name without a mark that finds no room is left to the list
    return (found[at] for at in range(len(marks)) if found[at].r or found[at].label)


Label = tuple[float, float, str]
SIDES = ((1, "start"), (-1, "end"))


def _with(mark: Mark, label: Label | None, small: bool) -> Mark:
    return Mark(mark.name, mark.kind, mark.x, mark.y, mark.r, label, small)


def _others(taken: Sequence[Box], mark: Mark) -> list[Box]:
    own = _box_of(mark)
    return [box for box in taken if box != own]


def _room(mark: Mark, size: float, taken: Sequence[Box], ways: Sequence[Way]) -> Label | None:
    """Where the name of a mark has room: of the places round it the first that the fewest routes cross."""
    found: tuple[int, Label] | None = None
    for label in _round(mark, size):
        box = _clear(mark, label, size)
        if box[0] < 4 or box[1] < 4 or box[2] > WIDTH - 4 or box[3] > HEIGHT - 4 or _meets(box, taken):
            continue
        crossed = sum(_crosses(way, box) for way in ways)
        if found is None or crossed < found[0]:
            found = crossed, label
        if not crossed:
            break
    return found and found[1]


def _round(mark: Mark, size: float) -> Iterator[Label]:
    """The places for a name: to the right, left, above, below, at the corners; an area's on its middle or near it."""
    gap = mark.r + min(0.4 * size, 8.0)
    if not mark.r:
        places: list[Label] = [(mark.x, shift, "middle") for shift in (0.35, -0.9, 1.6)]
    else:
        rise, fall = 0.8 * mark.r / size, 0.7 + 0.8 * mark.r / size
        places = [(mark.x + gap, 0.35, "start"), (mark.x - gap, 0.35, "end")]
        places += [(mark.x, -gap / size, "middle"), (mark.x, 0.75 + gap / size, "middle")]
        places += [(mark.x + side * 0.8 * gap, shift, anchor) for shift in (-rise, fall) for side, anchor in SIDES]
    yield from ((round(x, 1), round(shift, 2), anchor) for x, shift, anchor in places)


def _clear(mark: Mark, label: Label, size: float) -> Box:
    left, top, right, bottom = _box(mark, label, size)
    return left - CLEAR, top - CLEAR, right + CLEAR, bottom + CLEAR


def _crosses(way: Way, box: Box) -> bool:
    """Whether a straight line runs through a box (Liang and Barsky)."""
    x, y, to_x, to_y = way
    enters, leaves = 0.0, 1.0
    for step, before, after in ((to_x - x, box[0] - x, box[2] - x), (to_y - y, box[1] - y, box[3] - y)):
        if step == 0:
            if before > 0 or after < 0:
                return False
            continue
        first, last = sorted((before / step, after / step))
        enters, leaves = max(enters, first), min(leaves, last)
    return enters < leaves


def _box(mark: Mark, label: Label, size: float) -> Box:
    """About the room a name takes: left, top, right, bottom. ``label``: x, shift in letters, anchor."""
    x, shift, anchor = label
    wide = sum(1.0 if east_asian_width(char) in "WF" else 0.57 if mark.r else 0.78 for char in mark.name) * size
    left = x if anchor == "start" else x - wide if anchor == "end" else x - wide / 2
    base = mark.y + shift * size
    return left, base - 0.85 * size, left + wide, base + 0.25 * size


def _box_of(mark: Mark) -> Box:
    return mark.x - mark.r, mark.y - mark.r, mark.x + mark.r, mark.y + mark.r


def _meets(box: Box, taken: Iterable[Box]) -> bool:
    left, top, right, bottom = box
    return any(left < other[2] and other[0] < right and top < other[3] and other[1] < bottom for other in taken)
