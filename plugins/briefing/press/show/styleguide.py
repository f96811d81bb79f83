"""The styleguide: every part of the theme with short, long and missing data. Its samples are the site's own words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from briefing.press.draw.atlas import Kind, Named, atlas
from briefing.press.draw.bars import bars, columns
from briefing.press.draw.moments import moments
from briefing.press.draw.sphere import Place
from briefing.press.job import Job
from briefing.press.maker import Maker
from briefing.press.sheet import Sheet
from briefing.press.views import StyleView
from briefing.text.dates import shown

# name, place, times named
HARBOURS: tuple[tuple[str, Place, int, Kind], ...] = (
    ("Aktau", (43.65, 51.17), 30, "town"),
    ("Alat", (39.95, 49.4), 9, "town"),
    ("Turkmenbashi", (40.02, 52.97), 4, "town"),
    ("Astrakhan", (46.35, 48.04), 2, "town"),
    ("Bandar Anzali", (37.47, 49.46), 1, "town"),
    ("Azerbaijan", (40.4, 48.2), 5, "area"),
    ("Kazakhstan", (48.0, 67.0), 12, "area"),
    ("Caspian Sea", (42.0, 50.7), 7, "water"),
)
LINES: tuple[tuple[tuple[str, ...], bool], ...] = (
    (("Aktau", "Alat", "Azerbaijan"), False),
    (("Turkmenbashi", "Bandar Anzali"), True),
)
AMOUNTS = (("9", None, ">"), ("12", None, "<"), ("10", None, "≈"), ("9", "11", "="), ("10", None, "="))
WHEN = ("2022", "2023-06", "2023-W27", "2023-07-04", "2024-07-03", "2024-07-03", "2024-07-04", "2024", "2025-02")
MONTHS = tuple(f"2024-{month:02}" for month in range(1, 13))
COUNTS = ({"2024-07": 12}, {"2024-01": 1, "2024-03": 5, "2024-12": 4}, dict.fromkeys(MONTHS, 3))


def jobs(make: Maker) -> Iterator[Job]:
    """The one page. It follows from the theme alone, so it changes with nothing else."""
    render = partial(
        make.files,
        "styleguide",
        "styleguide/",
        view,
        title="Styleguide",
        description="Every part of the theme with short, long and missing data. The samples are invented.",
        noindex=True,
    )
    yield Job("styleguide/index.html", "styleguide", "styleguide", render)


def view(sheet: Sheet) -> StyleView:
    """The pictures of the samples; everything else stands in the template."""
    del sheet
    places = {name: place for name, place, _, _ in HARBOURS}
    routes = [([places[stop] for stop in stops], proposed) for stops, proposed in LINES]
    picture = atlas([Named(*harbour) for harbour in HARBOURS], routes)
    times = moments([*((when, when < "2025") for when in WHEN), *((None, at < 3) for at in range(7))])
    assert picture is not None
    assert times is not None
    labels = [(month, shown(month)) for month in MONTHS]
    most = max(max(counts.values()) for counts in COUNTS)
    return StyleView(
        map=picture,
        moments=times,
        bars=bars(AMOUNTS),
        months=tuple(labels),
        columns=tuple(columns(counts, labels, most) for counts in COUNTS),
    )
