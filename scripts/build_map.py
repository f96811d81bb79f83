"""Write data/map/land.txt.gz anew from Natural Earth's coastlines (for maintainers; nothing at run time needs it).

    npm pack world-atlas@2 && tar xzf world-atlas-2.*.tgz        # in a folder of its own
    python scripts/build_map.py package/land-50m.json

Natural Earth is in the public domain; "world-atlas" (Mike Bostock, ISC) packs its land at 1:50 million as TopoJSON.
Kept: rings of SMALLEST or more across, points that move a line by TOLERANCE or more. One ring a line: longitude and
latitude of its first point, then the way to each next one, in GRID of a degree, west and south negative. Shores of
lakes are rings as well: a picture fills what lies within an odd number of them.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

TO = Path(__file__).resolve().parents[1] / "plugins" / "briefing" / "data" / "map" / "land.txt.gz"
GRID = 100  # steps of a degree
TOLERANCE = 0.03  # degrees; 3 km on the equator, less than a pixel of the closest map
SMALLEST = 0.12  # degrees

Point = tuple[float, float]


def main(path: str) -> None:
    """Read the TopoJSON and write the rings."""
    rings = [ring for ring in map(thinned, rings_of(json.loads(Path(path).read_text()))) if len(ring) > 3]
    rings = [ring for ring in rings if size(ring) >= SMALLEST]
    text = "".join(f"{row(ring)}\n" for ring in sorted(rings, key=len, reverse=True))
    TO.parent.mkdir(parents=True, exist_ok=True)
    TO.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{len(rings)} rings, {sum(map(len, rings))} points, {TO.stat().st_size} bytes")


def rings_of(atlas: dict) -> Iterator[list[Point]]:
    """The rings of TopoJSON, longitudes followed across the date line without a jump."""
    (scale_x, scale_y), (left, low) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + left, y * scale_y + low))
        arcs.append(points)
    for geometry in atlas["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for parts in polygon:
                ring: list[Point] = []
                for part in parts:
                    points = arcs[part] if part >= 0 else arcs[~part][::-1]
                    ring += points[1:] if ring else points
                yield followed(ring)


def followed(ring: list[Point]) -> list[Point]:
    """A ring whose longitudes never jump by a whole turn."""
    found = ring[:1]
    for x, y in ring[1:]:
        before = found[-1][0]
        found.append((x - 360 * round((x - before) / 360), y))
    return found


def size(ring: list[Point]) -> float:
    """The larger of a ring's two extents."""
    return max(max(values) - min(values) for values in zip(*ring, strict=True))


def thinned(ring: list[Point]) -> list[Point]:
    """The points that a line needs to stay within TOLERANCE (Douglas and Peucker, 1973), ends kept."""
    keep = {0, len(ring) - 1}
    waiting = [(0, len(ring) // 2), (len(ring) // 2, len(ring) - 1)]
    keep.add(len(ring) // 2)
    while waiting:
        first, last = waiting.pop()
        (ax, ay), (bx, by) = ring[first], ring[last]
        length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
        far, where = TOLERANCE, -1
        for at in range(first + 1, last):
            x, y = ring[at]
            away = ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
            if length:
                away = abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length
            if away > far:
                far, where = away, at
        if where >= 0:
            keep.add(where)
            waiting += [(first, where), (where, last)]
    return [ring[at] for at in sorted(keep)]


def row(ring: list[Point]) -> str:
    """A ring as one line of whole numbers."""
    found, x, y = [], 0, 0
    for lon, lat in ring:
        here = round(lon * GRID), round(lat * GRID)
        if not found or here != (x, y):
            found += [here[0] - x, here[1] - y]
            x, y = here
    return " ".join(map(str, found))


if __name__ == "__main__":
    main(sys.argv[1])
