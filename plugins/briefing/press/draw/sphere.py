"""The earth on a sheet: Lambert's azimuthal equal-area projection round any middle: no map has an edge in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import acos, asin, atan2, cos, degrees, hypot, radians, sin, sqrt
from typing import NamedTuple

from briefing.plain import Frozen

Place = tuple[float, float]  # latitude, longitude in degrees
Spot = tuple[float, float]  # on the sheet


class Vector(NamedTuple):
    """A point of the unit sphere."""

    x: float
    y: float
    z: float


def vector(place: Place) -> Vector:
    """Where a place lies on the unit sphere."""
    lat, lon = radians(place[0]), radians(place[1])
    return Vector(cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat))


def dot(one: Sequence[float], other: Sequence[float]) -> float:
    """The cosine of the angle between two unit vectors."""
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


def angle(one: Place, other: Place) -> float:
    """Degrees between two places along the earth."""
    return degrees(acos(max(-1.0, min(1.0, dot(vector(one), vector(other))))))


def middle(places: Iterable[Place]) -> Place:
    """The middle of some places, whichever side of the date line they lie on; the first when they have none."""
    vectors = [vector(place) for place in places]
    x, y, z = (sum(parts) for parts in zip(*vectors, strict=True))
    length = hypot(x, y, z)
    if length < 1e-6:
        x, y, z = vectors[0]
        length = 1.0
    return degrees(asin(max(-1.0, min(1.0, z / length)))), degrees(atan2(y, x))


class Sheet(Frozen):
    """A projection round ``centre``: the sphere's radius is ``scale`` units of the sheet, north is up in the middle."""

    centre: Place
    scale: float
    width: float
    height: float

    def axes(self) -> tuple[Vector, Vector, Vector]:
        """The directions out of the sheet, to its right and to its top."""
        lat, lon = radians(self.centre[0]), radians(self.centre[1])
        east = Vector(-sin(lon), cos(lon), 0.0)
        north = Vector(-sin(lat) * cos(lon), -sin(lat) * sin(lon), cos(lat))
        return vector(self.centre), east, north

    def spot(self, place: Place) -> Spot:
        """Where a place stands: to the right and down from the upper left corner."""
        out, east, north = self.axes()
        return self.spots([vector(place)], out, east, north)[0]

    def spots(self, vectors: Iterable[Sequence[float]], out: Vector, east: Vector, north: Vector) -> list[Spot]:
        """Where points of the sphere stand, in their order; none may lie opposite the centre."""
        found = []
        left, top, scale = self.width / 2, self.height / 2, self.scale
        for point in vectors:
            stretch = scale * sqrt(2 / max(1e-9, 1 + dot(point, out)))
            found.append((left + stretch * dot(point, east), top - stretch * dot(point, north)))
        return found

    def holds(self, spot: Spot, margin: float = 0.0) -> bool:
        """Whether a spot lies on the sheet."""
        x, y = spot
        return margin <= x <= self.width - margin and margin <= y <= self.height - margin


def fitted(places: Sequence[Place], width: float, height: float, margin: Spot, closest: float) -> Sheet:
    """The sheet that shows all places with ``margin`` at its sides and at top and bottom.

    ``closest``: degrees that it is high at least. Centre and scale go in steps, so that one more place in the midst of
    the others changes nothing.
    """
    centre = middle(places)
    for _ in range(3):  # the middle of a spread on the sheet is not that on the sphere: it settles at once
        unit = Sheet(centre, 1.0, 0.0, 0.0)
        spots = [unit.spot(place) for place in places]
        (left, right), (top, bottom) = ((min(v), max(v)) for v in zip(*spots, strict=True))
        centre = _back(unit, ((left + right) / 2, (top + bottom) / 2))
    centre = round(centre[0]), round(centre[1])
    unit = Sheet(centre, 1.0, 0.0, 0.0)
    reach = [(abs(x), abs(y)) for x, y in map(unit.spot, places)]
    across = max(2 * max(x for x, _ in reach) / (width - 2 * margin[0]), 1e-6)
    along = max(2 * max(y for _, y in reach) / (height - 2 * margin[1]), radians(closest) / height)
    return Sheet(centre, _step(1 / max(across, along)), width, height)


STEP = 1.1  # between two scales


def _step(scale: float) -> float:
    """The next smaller one of the scales that maps have."""
    step = 100.0
    while step * STEP <= scale:
        step *= STEP
    while step > scale:
        step /= STEP
    return round(step, 3)


def _back(unit: Sheet, spot: Spot) -> Place:
    """The place at a spot of a sheet of scale 1 and no size."""
    x, y = spot[0], -spot[1]
    far = hypot(x, y)
    if far < 1e-9:
        return unit.centre
    turn = 2 * asin(min(1.0, far / 2))
    lat0, lon0 = radians(unit.centre[0]), radians(unit.centre[1])
    lat = asin(max(-1.0, min(1.0, cos(turn) * sin(lat0) + y * sin(turn) * cos(lat0) / far)))
    lon = lon0 + atan2(x * sin(turn), far * cos(lat0) * cos(turn) - y * sin(lat0) * sin(turn))
    return degrees(lat), (degrees(lon) + 180) % 360 - 180
