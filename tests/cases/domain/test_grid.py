"""Where cases stand as of a year, squares, decades and the finding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.grid import (
    CELLS,
    MatrixFinding,
    Shape,
    Span,
    cases_per_square,
    decade_ends,
    find_in_grid,
    in_short,
    left_in,
    squares,
    stands_in,
)

# A phase (start, end, start of the next one), a year, and whether a case stands in the phase then.
STANDING = [
    (2000, 2005, None, 1999, False),
    (2000, 2005, None, 2000, True),
    (2000, 2005, None, 2005, True),  # the year in which it ends belongs to the last phase
    (2000, 2005, None, 2006, False),
    (2000, 2005, 2005, 2004, True),
    (2000, 2005, 2005, 2005, False),  # the year of a change belongs to the next phase
    (2000, 2005, 2008, 2005, True),  # nothing is known after 2005
    (2000, 2005, 2008, 2006, False),
    (2000, None, None, 2100, True),  # an end of None reaches every later year
    (2000, 2000, None, 2000, True),
    (2000, 2000, 2000, 2000, False),  # replaced in the year it began
]


@pytest.mark.parametrize(("start", "end", "following", "year", "expected"), STANDING)
def test_where_a_case_stands_as_of_a_year(
    start: int, end: int | None, following: int | None, year: int, *, expected: bool
) -> None:
    assert stands_in(Span(6, 2, start, end, following), year) is expected


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=6),
    st.integers(1990, 2070),
)
def test_a_case_stands_in_one_phase_at_most(steps: list[tuple[int, int]], year: int) -> None:
    years, spans = 2000, []
    for pause, length in steps:
        spans.append((years + pause, years := years + pause + length))
    starts = [start for start, _end in spans][1:]
    phases = [
        Span(6, 2, start, end, following)
        for (start, end), following in zip(spans, [*starts, None], strict=True)
    ]
    assert sum(stands_in(phase, year) for phase in phases) <= 1
    if year in {end for _start, end in spans}:
        assert sum(stands_in(phase, year) for phase in phases) == 1


@pytest.mark.parametrize(
    ("end", "following", "left"),
    [(2005, None, 2006), (2005, 2005, 2005), (2005, 2008, 2006), (None, None, None), (None, 2003, 2003)],
)
def test_a_case_leaves_a_phase_after_its_end_or_with_the_next(
    end: int | None, following: int | None, left: int | None
) -> None:
    assert left_in(Span(6, 2, 2000, end, following)) == left


@pytest.mark.parametrize(
    ("first", "now", "years"),
    [
        (1991, 2026, (1999, 2009, 2019, 2026)),
        (2019, 2026, (2019, 2026)),
        (2020, 2029, (2029,)),
        (2026, 2026, (2026,)),
        (2030, 2026, ()),
    ],
)
def test_each_decade_is_shown_at_its_end_and_the_last_one_now(
    first: int, now: int, years: tuple[int, ...]
) -> None:
    assert decade_ends(first, now) == years


@pytest.mark.parametrize(
    ("fullest", "each", "cases", "drawn"),
    [
        (0, 1, 0, 0),
        (24, 1, 24, 24),
        (25, 5, 25, 5),
        (25, 5, 1, 1),
        (99, 5, 11, 3),
        (99, 5, 0, 0),
        (100, 0, 100, 0),
        (100, 0, 3, 0),
    ],
)
def test_squares_have_one_scale_for_the_whole_matrix(fullest: int, each: int, cases: int, drawn: int) -> None:
    assert cases_per_square([fullest, 0]) == each
    assert squares(cases, each) == drawn


@pytest.mark.parametrize(
    ("number", "short"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1k"),
        (2082, "2k"),
        (2199, "2.1k"),
        (9999, "9.9k"),
        (13073, "13k"),
        (999_999, "999k"),
        (1_250_000, "1.2M"),
        (40_000_000, "40M"),
    ],
)
def test_a_long_number_is_shortened_and_never_rounded_up(number: int, short: str) -> None:
    assert in_short(number) == short
    assert len(short) <= 4


FINDINGS: list[tuple[dict[tuple[int, int], int], MatrixFinding]] = [
    ({}, MatrixFinding(Shape.EMPTY, (), 0, 21)),
    ({(6, 2): 3, (1, 1): 1}, MatrixFinding(Shape.ONE_LEADS, ((6, 2),), 3, 19)),
    ({(6, 2): 3, (1, 1): 3}, MatrixFinding(Shape.SOME_LEAD, ((1, 1), (6, 2)), 3, 19)),
    (dict.fromkeys(CELLS[:4], 1), MatrixFinding(Shape.NONE_LEADS, (), 1, 17)),
    (dict.fromkeys(CELLS, 2), MatrixFinding(Shape.NONE_LEADS, (), 2, 0)),
]


@pytest.mark.parametrize(("counts", "finding"), FINDINGS)
def test_the_finding_names_up_to_three_fullest_cells(
    counts: dict[tuple[int, int], int], finding: MatrixFinding
) -> None:
    assert find_in_grid(counts) == finding
    assert finding.filled + finding.empty == 21
