"""The path of a traced case over the matrix."""

import pytest

from cases.domain.stitches import stitches


@pytest.mark.parametrize(
    ("cells", "lane", "path"),
    [
        ([], 0, ""),
        ([(6, 2)], 0, ""),
        ([(6, 2), (6, 2)], 0, ""),
        ([(6, 2), (1, 1)], 0, "M191 520H200V0H91V20"),
        ([(6, 2), (1, 1)], 1, "M191 520H197V3H91V20"),
        ([(1, 1), (1, 3), (7, 3)], 0, "M91 20H100V0H291V20 M291 20H300V600H291V620"),
    ],
)
def test_a_thread_follows_the_seams(cells: list[tuple[int, int]], lane: int, path: str) -> None:
    assert stitches(cells, lane) == path
