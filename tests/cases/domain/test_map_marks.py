"""The marks of countries: their sizes, and that none hides another."""

from itertools import combinations
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.globe import HEIGHT, WIDTH
from cases.domain.map_marks import (
    DIGIT,
    LARGEST,
    SMALLEST,
    STEP,
    STEPS,
    Counted,
    Mark,
    place_marks,
    radius_of,
)

SIZES = [
    (1, 1, SMALLEST), (4, 4, 2 * SMALLEST), (1, 4, SMALLEST), (100, 100, LARGEST), (25, 100, LARGEST // 2),
    (1, 1_000_000, SMALLEST), (1_000_000, 1_000_000, LARGEST),
]  # fmt: skip


@pytest.mark.parametrize(("cases", "most", "radius"), SIZES)
def test_areas_are_as_the_numbers_and_no_mark_is_too_small(cases: int, most: int, radius: int) -> None:
    assert radius_of(cases, most) == radius


@given(st.integers(1, 9_999_999), st.integers(1, 9_999_999))
def test_every_number_has_room_in_its_mark(one: int, other: int) -> None:
    assert radius_of(min(one, other), max(one, other)) * 2 > DIGIT * len(str(min(one, other)))


def overlaps(one: Mark, other: Mark) -> bool:
    return hypot(one.x - other.x, one.y - other.y) < one.radius + other.radius


def test_with_room_each_mark_stands_at_home() -> None:
    marks = place_marks((Counted("ES", 3, (490, 150)), Counted("BR", 9, (380, 250))))
    assert [(mark.code, mark.x, mark.y, mark.is_moved) for mark in marks.placed] == [
        ("BR", 380, 250, False), ("ES", 490, 150, False),
    ]  # fmt: skip
    assert marks.left_out == ()


def test_the_smaller_one_gives_way() -> None:
    marks = place_marks((Counted("PT", 1, (480, 152)), Counted("ES", 3, (490, 150))))
    spain, portugal = marks.placed
    assert (spain.code, spain.is_moved) == ("ES", False)
    assert (portugal.is_moved, portugal.home) == (True, (480, 152))
    assert not overlaps(spain, portugal)


def test_a_mark_without_room_is_left_out() -> None:
    crowd = tuple(Counted(f"{number:03}", 1, (500, 200)) for number in range(60))
    marks = place_marks(crowd)
    assert {mark.code for mark in marks.placed} | {each.code for each in marks.left_out} == {
        each.code for each in crowd
    }
    assert marks.left_out


def test_nothing_has_no_marks() -> None:
    assert place_marks(()).placed == ()


homes = st.tuples(st.integers(0, WIDTH), st.integers(0, HEIGHT))


@given(st.lists(st.tuples(st.integers(1, 500), homes), max_size=40))
def test_no_marks_overlap_or_leave_the_picture_or_go_far(rows: list[tuple[int, tuple[int, int]]]) -> None:
    countries = tuple(Counted(str(place), cases, home) for place, (cases, home) in enumerate(rows))
    marks = place_marks(countries)
    assert len(marks.placed) + len(marks.left_out) == len(rows)
    assert not [pair for pair in combinations(marks.placed, 2) if overlaps(*pair)]
    for mark in marks.placed:
        assert mark.radius <= mark.x <= WIDTH - mark.radius
        assert mark.radius <= mark.y <= HEIGHT - mark.radius
        assert hypot(mark.x - mark.home[0], mark.y - mark.home[1]) <= STEP * STEPS + 1
