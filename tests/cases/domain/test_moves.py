"""Moves between cells: keys, directions, the course of a case, and the finding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.grid import Cell
from cases.domain.moves import (
    Course,
    Direction,
    Lead,
    Leaders,
    Move,
    MovesFinding,
    Trend,
    course_of,
    direction_of,
    in_order,
    leaders_of,
    model_entered,
    move_key,
    move_of,
    moves_in,
)

CELL = st.tuples(st.none() | st.integers(1, 7), st.integers(1, 3))


@given(CELL, CELL)
def test_a_move_comes_back_from_its_key(left: Cell, entered: Cell) -> None:
    assert move_of(move_key((left, entered))) == (left, entered)


# A move, its key, where it leads on the hierarchy, and the model that it enters from another one.
MOVES: list[tuple[Move, str, Direction, int | None]] = [
    (((6, 2), (1, 1)), "6-2>1-1", Direction.EARLIER, 1),
    (((1, 1), (3, 1)), "1-1>3-1", Direction.LATER, None),
    (((6, 3), (6, 2)), "6-3>6-2", Direction.LEVEL, 2),
    (((None, 1), (6, 2)), "0-1>6-2", Direction.BEYOND, 2),
    (((6, 2), (None, 2)), "6-2>0-2", Direction.BEYOND, None),
    (((None, 1), (None, 2)), "0-1>0-2", Direction.LEVEL, 2),
]


@pytest.mark.parametrize(("move", "key", "direction", "model"), MOVES)
def test_where_a_move_leads(move: Move, key: str, direction: Direction, model: int | None) -> None:
    assert move_key(move) == key
    assert direction_of(move) is direction
    assert model_entered(move) == model


@pytest.mark.parametrize(
    ("cells", "entered"),
    [
        ([], ()),
        ([(6, 2)], ()),
        ([(6, 2), (6, 2)], ()),
        ([(6, 2), (1, 1)], (1,)),
        ([(6, 2), (6, 2), (1, 1), (6, 2)], (2, 3)),
    ],
)
def test_a_phase_in_another_cell_is_entered_by_a_move(cells: list[Cell], entered: tuple[int, ...]) -> None:
    assert moves_in(cells) == entered


def test_cells_stand_model_by_model_with_no_stage_at_the_end() -> None:
    cells: list[Cell] = [(1, 2), (None, 1), (7, 1), (1, 1), (1, 1)]
    assert in_order(cells) == ((1, 1), (7, 1), (None, 1), (1, 2))


@pytest.mark.parametrize(
    ("cells", "starts", "course"),
    [
        ([(6, 2), (1, 1)], [2007, 2012], Course("6 → 1", 2012, None)),
        ([(6, 3), (6, 2)], [1991, 1998], Course("6 → 6", 1998, 6)),
        ([(6, 3), (6, 2), (6, 1)], [1991, 1998, 2001], Course("6 → 6 → 6", None, 6)),
        ([(1, 1), (5, 1), (5, 1), (4, 2)], [1949, 2004, 2006, 2008], Course("1 → 5 → 4", None, None)),
        ([(None, 1), (6, 1)], [1970, 1980], Course("– → 6", 1980, None)),
        ([(None, 1), (None, 2)], [1970, 1980], Course("– → –", 1980, None)),
    ],
)
def test_the_course_of_a_case_in_short(cells: list[Cell], starts: list[int], course: Course) -> None:
    assert course_of(cells, starts) == course


@pytest.mark.parametrize(
    ("counts", "leaders"),
    [
        ({}, Leaders(Lead.NOTHING, (), 0)),
        ({"a": 0, "b": 0}, Leaders(Lead.NOTHING, (), 0)),
        ({"a": 1}, Leaders(Lead.ONE, ("a",), 1)),
        ({"a": 2, "b": 3}, Leaders(Lead.ONE, ("b",), 3)),
        ({"a": 2, "b": 2, "c": 1}, Leaders(Lead.SOME, ("a", "b"), 2)),
        ({"a": 2, "b": 2, "c": 2}, Leaders(Lead.SOME, ("a", "b", "c"), 2)),
        (dict.fromkeys("abcd", 2), Leaders(Lead.NOBODY, (), 2)),
    ],
)
def test_up_to_three_share_the_lead(counts: dict[str, int], leaders: Leaders[str]) -> None:
    assert leaders_of(counts) == leaders


@pytest.mark.parametrize(
    ("later", "earlier", "trend"),
    [(0, 0, Trend.NONE), (2, 2, Trend.EVEN), (3, 2, Trend.LATER), (0, 1, Trend.EARLIER)],
)
def test_which_direction_more_cases_took(later: int, earlier: int, trend: Trend) -> None:
    frequent: Leaders[Move] = Leaders(Lead.NOTHING, (), 0)
    models: Leaders[int] = Leaders(Lead.NOTHING, (), 0)
    assert MovesFinding(9, 5, frequent, later, earlier, models).trend is trend
