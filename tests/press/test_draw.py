"""Pictures as numbers: maps, timelines, bars."""

from __future__ import annotations

import re
from datetime import date

import pytest
from briefing.press.draw.atlas import HEIGHT, WIDTH, Named, atlas
from briefing.press.draw.bars import HIGH, bars, columns
from briefing.press.draw.land import land, rings
from briefing.press.draw.moments import MOST, moments, span_of
from briefing.press.draw.sphere import Sheet, angle, fitted, middle

ASTANA, ALMATY, AKTAU, BAKU = (51.17, 71.43), (43.24, 76.9), (43.65, 51.17), (40.41, 49.87)
FIJI, SAMOA, LONDON = (-17.7, 178.0), (-13.8, -171.8), (51.5, -0.1)


def town(name: str, place, count: int = 1) -> Named:
    return Named(name, place, count, "town")


# --- the sphere -------------------------------------------------------------------------------------------------


def test_the_middle_of_places_on_both_sides_of_the_date_line() -> None:
    lat, lon = middle([FIJI, SAMOA])
    assert -18 < lat < -13
    assert abs(abs(lon) - 177) < 4


@pytest.mark.parametrize("places", [(ASTANA, ALMATY, BAKU), (FIJI, SAMOA), (LONDON, ASTANA), (ASTANA,)])
def test_a_sheet_holds_its_places(places) -> None:
    sheet = fitted(places, 900, 500, (100, 50), 12)
    assert all(sheet.holds(sheet.spot(place), 49) for place in places)


def test_north_is_up_and_east_is_right() -> None:
    sheet = Sheet((43, 60), 500, 900, 500)
    assert sheet.spot(ASTANA)[1] < sheet.spot(ALMATY)[1]
    assert sheet.spot(AKTAU)[0] < sheet.spot(ALMATY)[0]
    assert sheet.spot((43, 60)) == pytest.approx((450, 250))


def test_one_more_place_in_the_midst_moves_nothing() -> None:
    places = (ASTANA, ALMATY, BAKU, AKTAU)
    assert fitted(places, 900, 500, (100, 50), 12) == fitted((*places, (44.0, 60.0)), 900, 500, (100, 50), 12)


def test_angles() -> None:
    assert angle((0, 0), (0, 90)) == pytest.approx(90)
    assert angle(ASTANA, ASTANA) == pytest.approx(0, abs=1e-3)


# --- the land ---------------------------------------------------------------------------------------------------


def inside(path: str, spot) -> bool:
    """Whether a spot lies on the land of a path, by the even-odd rule."""
    crossed = False
    for part in path.split("M")[1:]:
        numbers = [int(found) for found in re.findall(r"-?\d+", part)]
        x, y, points = 0, 0, []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x / 4, y / 4))
        for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True):
            if (ay > spot[1]) != (by > spot[1]) and spot[0] < ax + (spot[1] - ay) / (by - ay) * (bx - ax):
                crossed = not crossed
    return crossed


@pytest.mark.parametrize(
    ("centre", "scale", "dry", "wet"),
    [
        ((43, 60), 500, [ASTANA, ALMATY], [(42.0, 50.7), (43.0, 34.0), (15.0, 65.0)]),  # Caspian, Black, Arabian Sea
        ((-40, 175), 1500, [(-39.0, 175.8)], [(-39.0, 170.0)]),  # its opposite is land
        ((-34, -65), 2000, [(-33.0, -65.0)], [(-39.0, -57.0)]),
        ((0, 180), 400, [(-23.0, 134.0)], [(0.0, 180.0), (20.0, -170.0)]),
        ((80, 0), 600, [(75.0, -40.0)], [(88.0, 0.0)]),
        ((-83, 79), 600, [(-83.0, 79.0)], [(-60.0, 79.0)]),
    ],
)
def test_land_is_land_and_water_is_water(centre, scale, dry, wet) -> None:
    sheet = Sheet(centre, scale, 924, 520)
    path = land(sheet)
    for place in dry:
        assert inside(path, sheet.spot(place)), place
    for place in wet:
        assert not inside(path, sheet.spot(place)), place


def test_the_data_is_whole_and_small() -> None:
    assert len(rings()) > 1000
    assert all(len(ring) > 3 for ring in rings())
    assert len(land(Sheet((42, 73), 460, 924, 520))) < 40_000


# --- the atlas --------------------------------------------------------------------------------------------------


def name_of(mark) -> tuple[float, float, float]:
    """Where the name of a mark begins, how wide it is, and its base line."""
    x, shift, anchor = mark.label
    wide = len(mark.name) * 8.0
    left = x if anchor == "start" else x - wide if anchor == "end" else x - wide / 2
    return left, wide, mark.y + shift * 15


def test_fewer_than_two_places_are_no_map() -> None:
    assert atlas([], []) is None
    assert atlas([town("Astana", ASTANA)], []) is None


def test_names_do_not_cover_each_other_or_leave_the_frame() -> None:
    crowd = [town(f"Town number {n}", (40 + n % 7 * 0.3, 60 + n // 7 * 0.4), 1 + n % 3) for n in range(60)]
    found = atlas([*crowd, town("Astana", ASTANA, 9), Named("Kazakhstan", (48, 67), 5, "area")], [])
    assert found is not None
    assert len(found.marks) <= 62
    boxes = []
    for mark in found.marks:
        if mark.label:
            left, wide, base = name_of(mark)
            assert left >= 0
            assert left + wide <= WIDTH + 8
            assert 0 <= base <= HEIGHT
            boxes.append((left, base - 11, left + wide, base))
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (one, other)


def test_names_keep_clear_of_the_marks_of_others() -> None:
    valley = [town(f"Town {n}", (40.2 + n % 3 * 0.4, 70.5 + n * 0.45), 1 + n % 3) for n in range(7)]
    found = atlas([*valley, town("Astana", ASTANA, 9)], [])
    assert found is not None
    for mark in found.marks:
        if mark.label:
            left, wide, base = name_of(mark)
            for other in found.marks:
                beside = other.x + other.r < left or left + wide < other.x - other.r
                apart = beside or other.y + other.r < base - 11 or base < other.y - other.r
                assert other is mark or apart, (mark, other)


def test_names_keep_off_the_routes_where_they_can() -> None:
    towns = [town("Baku", BAKU, 3), town("Almaty", ALMATY, 3), town("Astana", ASTANA, 3)]
    bare = atlas(towns, [])
    joined = atlas(towns, [([BAKU, ALMATY], False)])
    assert bare is not None
    assert joined is not None
    sides = [{mark.name: mark.label and mark.label[2] for mark in found.marks} for found in (bare, joined)]
    assert [found["Baku"] for found in sides] == ["start", "end"]
    assert sides[0]["Astana"] == sides[1]["Astana"] == "start"


def test_what_lies_far_from_the_rest_is_beyond_the_frame() -> None:
    near = [town("Astana", ASTANA, 9), town("Almaty", ALMATY, 7), town("Baku", BAKU, 5)]
    found = atlas([*near, town("Lima", (-12.0, -77.0))], [])
    assert found is not None
    assert found.beyond == ("Lima",)
    assert {mark.name for mark in found.marks} == {"Astana", "Almaty", "Baku"}


def test_a_country_is_a_ring_only_where_a_route_stops() -> None:
    named = [town("Aktau", AKTAU, 4), town("Baku", BAKU, 3), Named("Kazakhstan", (48.0, 67.0), 5, "area")]
    plain = atlas(named, [])
    stopped = atlas(named, [((AKTAU, (48.0, 67.0)), True)])
    assert plain is not None
    assert stopped is not None
    assert [mark.kind for mark in plain.marks] == ["disc", "disc", "area"]
    assert [mark.kind for mark in stopped.marks] == ["disc", "disc", "ring"]
    assert [line.proposed for line in stopped.lines] == [True]


# --- moments ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "first", "after", "lane"),
    [
        ("2024-07-04", date(2024, 7, 4), date(2024, 7, 5), 0),
        ("2024-07-04T10:00", date(2024, 7, 4), date(2024, 7, 5), 0),
        ("2024-W27", date(2024, 7, 1), date(2024, 7, 8), 1),
        ("2024-07", date(2024, 7, 1), date(2024, 8, 1), 1),
        ("2024-12", date(2024, 12, 1), date(2025, 1, 1), 1),
        ("2024-34", date(2024, 4, 1), date(2024, 7, 1), 1),
        ("2024", date(2024, 1, 1), date(2025, 1, 1), 2),
        ("199X", date(1990, 1, 1), date(2000, 1, 1), 2),
    ],
)
def test_a_span_is_as_long_as_the_date_leaves_open(when, first, after, lane) -> None:
    span = span_of(when)
    assert span is not None
    assert (span.first, span.after, span.lane) == (first, after, lane)


@pytest.mark.parametrize("when", ["", "Thursday", "19XX", "2024-13-01", "2024-02-30", "2024-W60", "0000", "999X0"])
def test_what_is_no_date_has_no_span(when) -> None:
    assert span_of(when) is None


@pytest.mark.parametrize("when", ["9999", "9999-12", "9999-12-31", "9999-12-31T23:59:59+00:00", "9999-W01"])
def test_what_lasts_for_ever_stands_without_a_date(when) -> None:
    assert span_of(when) is None
    found = moments([(when, False), ("9998-12-31", True), ("0001-01-01", True)])
    assert found is not None
    assert (found.dated, found.undated) == (2, 1)


def test_a_year_fills_its_column_and_a_month_its_part() -> None:
    found = moments([("2023", True), ("2024-07", True), ("2024-07-04", False), (None, True)])
    assert found is not None
    year = next(spot for spot in found.spots if spot.width > 40)
    month = next(spot for spot in found.spots if 0 < spot.width < 10)
    dot = next(spot for spot in found.spots if not spot.width)
    assert (year.x, year.width) == (0, 50)
    assert 50 + 50 * 0.49 < month.x < 50 + 50 * 0.5
    assert month.x < dot.x < month.x + month.width
    assert not dot.happened
    assert (found.dated, found.undated, len(found.squares)) == (3, 1, 1)


def test_rows_of_one_day_stand_one_below_the_other() -> None:
    found = moments([("2024-07-04", True)] * 5 + [("2024-08-01", True)])
    assert found is not None
    assert len({(spot.x, spot.y) for spot in found.spots}) == 6


def test_the_days_of_a_month() -> None:
    found = moments([("2024-02-29", True), ("2024-02", True), ("2024-W09", True)], "2024-02")
    assert found is not None
    assert len(found.columns) == 29
    assert all(0 <= spot.x <= 100 and spot.x + spot.width <= 100.01 for spot in found.spots)


def test_no_picture_of_one_date_and_none_that_grows() -> None:
    assert moments([("2024", True), (None, True)]) is None
    found = moments([(f"{year}", True) for year in range(1900, 2000)] + [(None, True)] * 500)
    assert found is not None
    assert len(found.columns) == 12
    assert found.earlier == 88
    assert (len(found.squares), found.left) == (MOST, 500 - MOST)


# --- bars -------------------------------------------------------------------------------------------------------


def test_bars_show_what_a_bound_leaves_open() -> None:
    over, almost, about, plain, between = bars(
        [("60", None, ">"), ("50", None, "<"), ("50", None, "≈"), ("50", None, "="), ("40", "64.8", "=")]
    )
    assert (over.bound, over.sure, over.end) == ("more", 92.6, 100.0)
    assert almost.sure < almost.mark == almost.end
    assert about.sure < about.mark < about.end
    assert plain.sure == plain.mark == plain.end
    assert (between.bound, between.end) == ("range", 100.0)


@pytest.mark.parametrize("value", ["many", "-3", "NaN", "Infinity", ""])
def test_no_bars_of_what_is_no_amount(value) -> None:
    assert bars([(value, None, "="), ("2", None, "=")]) == ()


def test_columns_share_a_scale() -> None:
    labels = [("2024-01", "January 2024"), ("2024-02", "February 2024")]
    low, high = columns({"2024-01": 5, "2024-02": 10}, labels, 10)
    assert high.height == HIGH == 2 * low.height
    assert columns({}, labels, 10)[0].height == 0
