"""Widths on the ribbon of phases."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.ribbon import (
    LEAST_WIDTH,
    RIBBON,
    Piece,
    Room,
    YearScale,
    pieces_of,
    ribbon_widths,
    room_on,
    scale_of,
)


@pytest.mark.parametrize(
    ("years", "widths"),
    [
        ([], ()),
        ([7], (24,)),
        ([0], (24,)),
        ([10, 10], (12, 12)),
        ([4, 18], (5, 19)),
        ([0, 400], (1, 23)),
        ([5, 5, 5], (8, 8, 8)),
    ],
)
def test_widths_follow_the_years(years: list[int], widths: tuple[int, ...]) -> None:
    assert ribbon_widths(years) == widths


@given(st.lists(st.integers(0, 1100), min_size=1, max_size=RIBBON - 1))
def test_the_ribbon_is_always_full_and_every_phase_is_on_it(years: list[int]) -> None:
    widths = ribbon_widths(years)
    assert sum(widths) == RIBBON
    assert min(widths) >= 1


@given(st.lists(st.integers(1, 1100), min_size=2, max_size=10))
def test_a_longer_phase_is_never_narrower(years: list[int]) -> None:
    pairs = list(zip(years, ribbon_widths(years), strict=True))
    assert all(wide >= narrow for long, wide in pairs for short, narrow in pairs if long > short)


def test_more_phases_than_steps_share_alike() -> None:
    assert ribbon_widths([3] * 30) == (1,) * 30


NOW = 2026


@pytest.mark.parametrize(
    ("years", "scale"),
    [
        ([], YearScale(2020, 2026)),
        ([1943, 2007], YearScale(1940, 2026)),
        ([1990, 2030], YearScale(1990, 2030)),
        ([NOW], YearScale(2020, 2026)),
    ],
)
def test_a_scale_runs_from_the_first_decade_to_now(years: list[int], scale: YearScale) -> None:
    assert scale_of(years, NOW) == scale


def test_a_scale_is_never_without_length() -> None:
    assert scale_of([], 2030) == YearScale(2030, 2031)


@pytest.mark.parametrize(
    ("first", "share", "is_uneven"),
    [(1940, 18.0, True), (1989, 100 / 37, False), (1990, 0.0, False), (2000, 0.0, False), (1000, 18.0, True)],
)
def test_early_years_are_narrower_and_never_wider(first: int, share: float, is_uneven: bool) -> None:
    scale = YearScale(first, NOW)
    assert scale.early_share == pytest.approx(share)
    assert scale.is_uneven is is_uneven
    assert scale.at(1990) == pytest.approx(share)
    assert (scale.at(first), scale.at(NOW), scale.at(900), scale.at(2100)) == (0, 100, 0, 100)


@given(st.integers(1000, NOW), st.integers(900, 2100), st.integers(900, 2100))
def test_a_later_year_is_never_to_the_left(first: int, one: int, other: int) -> None:
    scale = scale_of([first], NOW)
    assert 0 <= scale.at(min(one, other)) <= scale.at(max(one, other)) <= 100


@pytest.mark.parametrize(
    ("first", "ticks"),
    [
        (1940, (1940, 1990, 2000, 2010, 2020)),
        (1980, (1980, 1990, 2000, 2010, 2020)),
        (2000, (2000, 2010, 2020)),
        (2020, (2020,)),
    ],
)
def test_decades_are_named_where_there_is_room(first: int, ticks: tuple[int, ...]) -> None:
    assert YearScale(first, NOW).ticks == ticks


EVEN = YearScale(2000, 2020)
PIECES: list[tuple[list[tuple[int, int | None]], tuple[Piece, ...]]] = [
    ([(2000, None)], (Piece(0, 100),)),
    ([(2000, 2005), (2005, None)], (Piece(0, 25), Piece(25, 75))),
    ([(2000, 2005), (2010, 2015)], (Piece(0, 25), Piece(50, 25))),
    ([(2005, 2005), (2005, 2010)], (Piece(25, LEAST_WIDTH), Piece(25 + LEAST_WIDTH, 25 - LEAST_WIDTH))),
    (
        [(2020, 2020), (2020, None)],
        (Piece(100 - 2 * LEAST_WIDTH, LEAST_WIDTH), Piece(100 - LEAST_WIDTH, LEAST_WIDTH)),
    ),
]


@pytest.mark.parametrize(("spans", "pieces"), PIECES)
def test_pieces_follow_the_years(spans: list[tuple[int, int | None]], pieces: tuple[Piece, ...]) -> None:
    rounded = tuple(Piece(round(piece.x, 6), round(piece.width, 6)) for piece in pieces_of(spans, EVEN))
    assert rounded == pieces


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), min_size=1, max_size=100))
def test_no_piece_lies_over_another(steps: list[tuple[int, int]]) -> None:
    year, spans = 1950, []
    for pause, length in steps:
        spans.append((year + pause, year := year + pause + length))
    pieces = pieces_of(spans, scale_of([1950], NOW))
    assert pieces[0].x >= -1e-9
    assert pieces[-1].x + pieces[-1].width <= 100 + 1e-9
    assert all(piece.width >= LEAST_WIDTH - 1e-9 for piece in pieces)
    assert all(old.x + old.width <= new.x + 1e-9 for old, new in pairwise(pieces))


@pytest.mark.parametrize(
    ("width", "pixels", "room"),
    [(10, 30, Room.NARROW), (10, 40, Room.MIDDLE), (10, 70, Room.WIDE), (10, 80, Room.NONE)],
)
def test_words_stand_on_a_piece_where_they_fit(width: float, pixels: float, room: Room) -> None:
    assert room_on(Piece(0, width), pixels) is room
