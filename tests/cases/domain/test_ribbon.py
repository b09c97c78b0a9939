"""Widths on the ribbon of phases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.ribbon import RIBBON, ribbon_widths


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
