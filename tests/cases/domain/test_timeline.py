"""Decades, pauses between them, and where bars and columns lie."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.timeline import (
    BAR,
    BASE,
    LONGEST,
    PAUSE,
    ROW,
    TALLEST,
    WIDTH,
    YEAR_WIDTH,
    YEARS_FROM,
    Decade,
    Pause,
    YearCounted,
    decades_of,
    draw_timeline,
)


def year(number: int, *by_model: int) -> YearCounted:
    return YearCounted(number, by_model or (1, 0, 0))


SPANS = [
    ([], []),
    ([1991], [1990]),
    ([1999, 1990, 2000], [1990, 2000]),
    ([1985, 2005], [1980, (1990, 1990), 2000]),
    ([1910, 1955, 1961], [1910, (1920, 1940), 1950, 1960]),
    ([1000, 2026], [1000, (1010, 2010), 2020]),
]


@pytest.mark.parametrize(("years", "expected"), SPANS)
def test_decades_follow_each_other_and_empty_ones_are_joined(
    years: list[int], expected: list[int | tuple[int, int]]
) -> None:
    spans = decades_of(year(number) for number in years)
    assert [span.first if isinstance(span, Decade) else (span.first, span.last) for span in spans] == expected


def test_a_decade_is_the_sum_of_its_years() -> None:
    (decade,) = decades_of([year(1991, 1, 0, 2), year(1998, 0, 4, 1)])
    assert isinstance(decade, Decade)
    assert (decade.by_model, decade.cases) == ((1, 4, 3), 8)


def test_bars_are_on_one_scale_and_parted_by_model() -> None:
    drawing = draw_timeline(decades_of([year(1991, 1, 0, 1), year(2005, 0, 8, 0)]))
    small, large = drawing.rows
    assert [(stretch.model, stretch.cases, stretch.x) for stretch in small.bar] == [
        (1, 1, BAR), (3, 1, BAR + small.bar[0].width),
    ]  # fmt: skip
    assert (large.bar[0].width, large.end, large.cases) == (LONGEST, BAR + LONGEST, 8)
    assert small.end - BAR == pytest.approx(LONGEST / 4, abs=2)


def test_columns_stand_on_one_line_and_are_on_one_scale() -> None:
    (row,) = draw_timeline(decades_of([year(1991, 2, 0, 2), year(1998, 1, 0, 0)])).rows
    assert [column.short for column in row.columns] == [f"9{place}" for place in range(10)]
    assert {column.y + column.height for column in row.columns} == {BASE}
    assert [column.height for column in row.columns if column.cases] == [TALLEST, round(TALLEST / 4)]


def test_pauses_are_low_and_empty() -> None:
    drawing = draw_timeline(decades_of([year(1955), year(1995)]))
    assert [row.y for row in drawing.rows] == [0, ROW, ROW + PAUSE]
    assert drawing.height == 2 * ROW + PAUSE
    pause = drawing.rows[1]
    assert (isinstance(pause.span, Pause), pause.bar, pause.columns) == (True, (), ())


counts = st.lists(st.integers(0, 100_000), min_size=3, max_size=3).filter(any).map(tuple)


@given(st.dictionaries(st.integers(1000, 2100), counts, max_size=30))
def test_nothing_leaves_the_picture_or_is_lost(years: dict[int, tuple[int, ...]]) -> None:
    drawing = draw_timeline(decades_of(YearCounted(number, models) for number, models in years.items()))
    assert sum(row.cases for row in drawing.rows) == sum(map(sum, years.values()))
    columns = [column for row in drawing.rows for column in row.columns]
    assert {column.year: column.cases for column in columns if column.cases} == {
        number: sum(models) for number, models in years.items()
    }
    assert all(0 <= column.y <= BASE and column.x + YEAR_WIDTH <= WIDTH for column in columns)
    assert all(row.end < YEARS_FROM for row in drawing.rows)
