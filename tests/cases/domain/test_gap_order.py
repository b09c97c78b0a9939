"""The orders of the list of gaps."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cases.domain.gap_order import GapList, GapSort, Weight, in_gap_order

PLAIN = Weight(
    kind=GapList.CLAIM,
    natural=1,
    supports=0,
    has_call=False,
    is_wanted=False,
    is_searched=False,
    looking=0,
    open_since=datetime(2026, 1, 1, tzinfo=UTC),
)
WEIGHTS = {
    "early": PLAIN,
    "late": replace(PLAIN, natural=9),
    "called": replace(PLAIN, natural=2, has_call=True, looking=3),
    "wanted": replace(PLAIN, natural=3, is_wanted=True),
    "searched": replace(PLAIN, natural=4, is_searched=True, has_call=True, looking=1),
    "thin": replace(
        PLAIN, kind=GapList.THIN, natural=5, supports=1, open_since=datetime(2025, 1, 1, tzinfo=UTC)
    ),
    "cell": replace(PLAIN, kind=GapList.CELL, natural=0),
}


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (GapSort.WANTED, "called wanted late early thin cell searched"),
        (GapSort.GAP, "early called wanted searched late thin cell"),
        (GapSort.GAP_LAST, "cell thin late searched wanted called early"),
        (GapSort.LOOKING, "wanted late early thin cell searched called"),
        (GapSort.LOOKING_MOST, "called searched cell thin early late wanted"),
        (GapSort.OPEN, "thin called wanted late early cell searched"),
        (GapSort.OPEN_SHORT, "searched cell early late wanted called thin"),
    ],
)
def test_each_order(sort: GapSort, order: str) -> None:
    assert in_gap_order(list(WEIGHTS), WEIGHTS.__getitem__, sort) == order.split()
