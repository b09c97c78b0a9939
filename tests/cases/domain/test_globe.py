"""The projection of the map, and outlines in whole units."""

from math import cos, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.globe import HEIGHT, SCALE, WIDTH, Point, Ring, course_of, is_on_map, on_map

PLACES = [
    ((0, -180), 0), ((0, 0), WIDTH // 2), ((0, 180), WIDTH), ((51.5, 0), WIDTH // 2),
]  # fmt: skip


@pytest.mark.parametrize(("place", "x"), PLACES)
def test_the_equator_is_as_wide_as_the_map_and_the_meridian_in_its_middle(
    place: tuple[float, float], x: int
) -> None:
    assert on_map(*place)[0] == x


def test_the_published_numbers_of_the_projection() -> None:
    # The pole lies 1.3173627591574 radii from the equator, and is a line 0.59 times as long as the equator.
    assert on_map(0, 0)[1] - on_map(90, 0)[1] == pytest.approx(1.31736 * SCALE, abs=1)
    assert on_map(90, 180)[0] - on_map(90, -180)[0] == pytest.approx(0.592 * WIDTH, abs=2)


@pytest.mark.parametrize("latitude", range(-50, 80, 10))
def test_equal_areas_on_the_globe_are_equal_on_the_map(latitude: int) -> None:
    left, right = on_map(latitude, -180)[0], on_map(latitude, 180)[0]
    north, south = on_map(latitude + 5, 0)[1], on_map(latitude - 5, 0)[1]
    area = (right - left) * (south - north)
    at_equator = WIDTH * (on_map(-5, 0)[1] - on_map(5, 0)[1])
    assert area / at_equator == pytest.approx(cos(radians(latitude)), rel=0.04)


@given(st.floats(-57, 84), st.floats(-180, 180))
def test_every_place_within_reach_is_in_the_picture(latitude: float, longitude: float) -> None:
    x, y = on_map(latitude, longitude)
    assert is_on_map(latitude)
    assert 0 <= x <= WIDTH
    assert 0 <= y <= HEIGHT


@pytest.mark.parametrize("latitude", [-90, -57.1, 84.1, 90])
def test_what_lies_beyond_is_not(latitude: float) -> None:
    assert not is_on_map(latitude)


def square(west: float, south: float, size: float, *more: tuple[float, float]) -> Ring:
    east, north = west + size, south + size
    return [(west, south), *more, (east, south), (east, north), (west, north), (west, south)]


COURSES: list[tuple[list[Ring], str]] = [
    ([], ""),
    ([square(0, 0, 0.1)], ""),  # all of it in one unit
    ([[(0, 0), (20, 0), (0, 0)]], ""),  # there and back
    ([square(0, 0, 10)], "M500 241l28 0 0-37-28 0z"),
    ([square(0, 0, 10, (5, 0))], "M500 241l28 0 0-37-28 0z"),  # a point on a straight line says nothing
    ([square(0, 0, 10), square(0, 0, 0.1)], "M500 241l28 0 0-37-28 0z"),
]


@pytest.mark.parametrize(("rings", "course"), COURSES)
def test_outlines_keep_the_points_that_say_something(rings: list[Ring], course: str) -> None:
    assert course_of(rings) == course


def test_neighbours_still_fit_together() -> None:
    border = [(10.0, 40.0), (10.3, 43.3), (9.8, 46.1)]
    west = course_of([[*border, (0, 46), (0, 40), border[0]]])
    east = course_of([[*reversed(border), (20, 40), (20, 46), border[-1]]])
    first, middle, last = (on_map(latitude, longitude) for longitude, latitude in border)
    assert west.startswith(
        f"M{first[0]} {first[1]}l{step(first, middle)} {step(middle, last)}".replace(" -", "-")
    )
    assert east.startswith(
        f"M{last[0]} {last[1]}l{step(last, middle)} {step(middle, first)}".replace(" -", "-")
    )


def step(one: Point, other: Point) -> str:
    return f"{other[0] - one[0]} {other[1] - one[1]}"
