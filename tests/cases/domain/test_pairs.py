"""Which moves are opposed, which part from one cell, and which claims are disputed most."""

import pytest

from cases.domain.moves import Move
from cases.domain.pairs import Opposition, disputed, forks, opposed_moves, opposition_of

OPENS: Move = ((1, 1), (6, 2))
CLOSES: Move = ((6, 2), (1, 1))
CLIMBS: Move = ((6, 3), (7, 3))
FALLS: Move = ((7, 2), (4, 2))
TURNS: Move = ((6, 2), (6, 3))
TURNS_BACK: Move = ((5, 3), (5, 2))
LEAVES: Move = ((6, 2), (None, 2))

OPPOSED = [
    (OPENS, CLOSES, Opposition.CELLS),
    (CLOSES, OPENS, Opposition.CELLS),
    (TURNS, TURNS_BACK, Opposition.MODELS),
    (CLIMBS, FALLS, Opposition.STAGES),
    (CLIMBS, CLOSES, Opposition.STAGES),
    (CLIMBS, OPENS, None),  # both lead up
    (CLIMBS, CLIMBS, None),
    (TURNS, CLIMBS, None),  # the stage stays
    (LEAVES, CLIMBS, None),  # where the hierarchy does not apply, nothing is up or down
    (LEAVES, ((None, 2), (6, 2)), Opposition.CELLS),
]


@pytest.mark.parametrize(("one", "other", "expected"), OPPOSED)
def test_moves_are_opposed_in_cells_models_or_stages(
    one: Move, other: Move, expected: Opposition | None
) -> None:
    assert opposition_of(one, other) is expected
    assert opposition_of(other, one) is expected


def test_the_plainest_opposition_comes_first_then_the_longest() -> None:
    assert opposed_moves([CLIMBS, OPENS], [FALLS, CLOSES]) == [
        (OPENS, CLOSES),
        (OPENS, FALLS),
        (CLIMBS, CLOSES),
        (CLIMBS, FALLS),
    ]


def test_moves_that_all_lead_one_way_have_no_opposite() -> None:
    assert opposed_moves([CLIMBS, OPENS], [CLIMBS, OPENS]) == []


def test_a_fork_into_another_model_comes_before_one_into_another_stage() -> None:
    to_seven: Move = ((6, 2), (7, 2))
    to_one: Move = ((6, 2), (1, 2))
    assert forks([to_seven], [to_one, TURNS, to_seven, OPENS]) == [(to_seven, TURNS), (to_seven, to_one)]
    assert forks([to_seven], [LEAVES, CLIMBS]) == [(to_seven, LEAVES)]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, []),
        ({"1a": (5, 0), "2f": (0, 3)}, []),
        ({"1a": (9, 1), "2f": (2, 2), "3c": (1, 4)}, ["2f", "1a", "3c"]),
    ],
)
def test_a_claim_is_disputed_as_much_as_its_smaller_side_is_large(
    counts: dict[str, tuple[int, int]], expected: list[str]
) -> None:
    assert disputed(counts) == expected
