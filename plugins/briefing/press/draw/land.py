"""The land on a sheet, as one path: Natural Earth's coastlines (data/map/), no borders."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from math import atan2, ceil, cos, pi, radians, sin, sqrt

from briefing.press.draw.sphere import Sheet, Spot, Vector, dot, vector

GRID = 100  # steps of a degree in land.txt.gz
FAR = cos(radians(150))  # what lies further from the centre is left out: there the sheet tears. No land is so wide
FINE = 4  # path steps of a unit of the sheet
NEAREST = 0.8  # units between two points of a path
SMALLEST = 1.6  # units that a ring is across
BLEED = 6  # units by which land goes on behind the frame, so that no coast is drawn along it

Ring = tuple[Vector, ...]


@cache
def rings() -> tuple[Ring, ...]:
    """The rings of the land, their points on the unit sphere."""
    text = gzip.decompress((files("briefing") / "data" / "map" / "land.txt.gz").read_bytes()).decode()
    found = []
    for line in text.splitlines():
        numbers = [int(number) for number in line.split()]
        lon = lat = 0
        ring = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            lon, lat = lon + dx, lat + dy
            ring.append(vector((lat / GRID, lon / GRID)))
        found.append(tuple(ring))
    return tuple(found)


@lru_cache(maxsize=8)
def land(sheet: Sheet) -> str:
    """The land as the ``d`` of a path in steps of a FINE-th unit, to be filled by the even-odd rule."""
    out, east, north = sheet.axes()
    parts = []
    for ring in rings():
        if max(dot(point, out) for point in ring[:: max(1, len(ring) // 12)]) < -0.5 and len(ring) < 60:
            continue  # a small island on the other side
        near = ring if all(dot(point, out) > FAR for point in ring) else tuple(_near(ring, out, east, north))
        spots = sheet.spots(near, out, east, north)
        if len(spots) > 2 and _is_seen(spots, sheet):
            parts.append(_path(_clipped(spots, sheet)))
    return "".join(parts)


def _is_seen(spots: Sequence[Spot], sheet: Sheet) -> bool:
    (left, right), (top, bottom) = ((min(v), max(v)) for v in zip(*spots, strict=True))
    if max(right - left, bottom - top) < SMALLEST:
        return False
    return right > 0 and bottom > 0 and left < sheet.width and top < sheet.height


def _near(ring: Ring, out: Vector, east: Vector, north: Vector) -> Iterator[Vector]:
    """The part of a ring that is not too far, closed along the circle at which it is cut."""
    cut: Vector | None = None  # where the ring left
    for one, other in zip(ring, (*ring[1:], ring[0]), strict=True):
        here, there = dot(one, out) - FAR, dot(other, out) - FAR
        if here > 0:
            yield one
        if (here > 0) != (there > 0):
            share = here / (here - there)
            edge = Vector(*(a + share * (b - a) for a, b in zip(one, other, strict=True)))
            if here > 0:
                cut = edge
                yield edge
            else:
                if cut is not None:
                    yield from _along(cut, edge, out, east, north)
                yield edge


def _along(one: Vector, other: Vector, out: Vector, east: Vector, north: Vector) -> Iterator[Vector]:
    """Points on the cutting circle between two of it, the shorter way round."""
    start = atan2(dot(one, north), dot(one, east))
    turn = (atan2(dot(other, north), dot(other, east)) - start + pi) % (2 * pi) - pi
    wide = sqrt(1 - FAR * FAR)
    for step in range(1, ceil(abs(turn) / 0.1)):
        at = start + turn * step / ceil(abs(turn) / 0.1)
        yield Vector(*(FAR * o + wide * (cos(at) * e + sin(at) * n) for o, e, n in zip(out, east, north, strict=True)))


def _clipped(spots: Sequence[Spot], sheet: Sheet) -> list[Spot]:
    """A ring inside the frame and a little more (Sutherland and Hodgman, 1974)."""
    found = list(spots)
    right, bottom = sheet.width + BLEED, sheet.height + BLEED
    for axis, edge, sign in ((0, -BLEED, 1), (0, right, -1), (1, -BLEED, 1), (1, bottom, -1)):
        before, found = found, []
        for at, spot in enumerate(before):
            last = before[at - 1]
            here, there = sign * (spot[axis] - edge), sign * (last[axis] - edge)
            if (here >= 0) != (there >= 0):
                share = there / (there - here)
                found.append((last[0] + share * (spot[0] - last[0]), last[1] + share * (spot[1] - last[1])))
            if here >= 0:
                found.append(spot)
    return found


def _path(spots: Sequence[Spot]) -> str:
    """A ring as a path of whole steps, points that lie close to the last one left out."""
    kept: list[tuple[int, int]] = []
    least = (NEAREST * FINE) ** 2
    for x, y in spots:
        here = round(x * FINE), round(y * FINE)
        if not kept or (here[0] - kept[-1][0]) ** 2 + (here[1] - kept[-1][1]) ** 2 >= least:
            kept.append(here)
    if len(kept) < 3:
        return ""
    steps = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(kept)]
    return f"M{kept[0][0]} {kept[0][1]}l{' '.join(steps)}z".replace(" -", "-")
