"""Where the pieces of bars lie."""

import pytest

from cases.domain.bars import Segment, length, stack


def test_stretches_follow_each_other_and_nothing_takes_no_room() -> None:
    assert stack([("held", 3), ("contested", 0), ("gap", 2)], 24) == (
        Segment("held", 3, 0, 72),
        Segment("gap", 2, 72, 48),
    )


@pytest.mark.parametrize(
    ("count", "most", "expected"), [(0, 0, 0), (0, 5, 0), (5, 5, 100), (1, 3, 33), (1, 1000, 1)]
)
def test_what_is_there_can_be_seen(count: int, most: int, expected: int) -> None:
    assert length(count, most, 100) == expected
