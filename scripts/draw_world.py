"""Write theme/static/world.svg, the land behind the point of a place's page; run by hand when the coastlines change.

    python scripts/draw_world.py

Ten units are one degree to the south, and 0.72 of a degree to the east: right at 44 degrees, near enough for a look.
A template sets its point by the coordinates alone (macros/where.html).
"""

from __future__ import annotations

import sys
from math import asin, atan2, degrees
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TOP / "plugins"))

from briefing.press.draw.land import rings  # noqa: E402

STEP = 1.0  # degrees between two points: less than a pixel
SOUTHERNMOST = -58  # degrees; below lies Antarctica, outside the frame
SMALLEST = 2.0  # degrees that a ring is across
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1296 -800 2592 1380" preserveAspectRatio="none">'
PATH = "path{fill:%s;stroke:%s;stroke-width:5}"
LIGHT, DARK = PATH % ("#f1f2ee", "#7c838a"), PATH % ("#1e2228", "#78818b")  # --sunk and --edge of tokens.css


def path_of(spots: list[tuple[float, float]]) -> str:
    """A ring as a closed path."""
    x, y = 0, 0
    steps = []
    for lon, lat in spots:
        to = round(lon * 7.2), round(-lat * 10)
        steps.append(f"{to[0] - x} {to[1] - y}")
        x, y = to
    return f"M{steps[0]}l{' '.join(steps[1:])}z".replace(" -", "-")


def main() -> None:
    """The land as one path."""
    parts = []
    for ring in rings():
        spots = [(degrees(atan2(y, x)), degrees(asin(max(-1.0, min(1.0, z))))) for x, y, z in ring]
        kept = [spots[0]]
        turns = 0  # of the ring round the world: what goes over the edge of the date goes on
        for (lon, lat), (before, _) in zip(spots[1:], spots, strict=False):
            turns += (before - lon > 180) - (lon - before > 180)
            lon += turns * 360
            if abs(lon - kept[-1][0]) + abs(lat - kept[-1][1]) >= STEP:
                kept.append((lon, lat))
        wide = max(max(one) - min(one) for one in zip(*kept, strict=True))
        if len(kept) < 4 or wide < SMALLEST or max(lat for _, lat in kept) < SOUTHERNMOST:
            continue
        west, east = min(lon for lon, _ in kept), max(lon for lon, _ in kept)
        for shift in (-360, 0, 360):
            if west + shift < 180 and east + shift > -180:
                parts.append(path_of([(lon + shift, lat) for lon, lat in kept]))
    path = TOP / "theme" / "static" / "world.svg"
    style = f"<style>{LIGHT}@media(prefers-color-scheme:dark){{{DARK}}}</style>"
    path.write_text(f'{HEAD}{style}<path fill-rule="evenodd" d="{"".join(parts)}"/></svg>\n', "utf-8")
    print(f"{path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
