"""The path of a traced case over the matrix, along the seams between the cells."""

from collections.abc import Sequence
from itertools import pairwise

WIDTH = 100
"""The width and the height of a cell in the units of the picture, which is stretched over the matrix."""

MARK_FROM_SIDE = 9
MARK_FROM_TOP = 20
APART = 3


def stitches(cells: Sequence[tuple[int, int]], lane: int) -> str:
    """Return the path data of an SVG through cells of (stage, model), "" when the case never moved.

    From the mark at the top outer corner of a cell it runs to the seam beside its column, along it to
    the seam above the row of the next cell, and to that cell's mark. `lane` keeps threads apart.
    """
    moves = [(one, other) for one, other in pairwise(cells) if one != other]
    return " ".join(_stitch(one, other, lane * APART) for one, other in moves)


def _stitch(one: tuple[int, int], other: tuple[int, int], aside: int) -> str:
    (x1, y1), (x2, y2) = _mark(one), _mark(other)
    seam = one[1] * WIDTH - aside
    above = (other[0] - 1) * WIDTH + aside
    return f"M{x1} {y1}H{seam}V{above}H{x2}V{y2}"


def _mark(cell: tuple[int, int]) -> tuple[int, int]:
    stage, model = cell
    return model * WIDTH - MARK_FROM_SIDE, (stage - 1) * WIDTH + MARK_FROM_TOP
