"""Pairs of cases that are worth comparing: by how they moved, and by a claim on which they disagree.

These are the rules by which moves and claims are ranked; which cases made a move or take a stance is
looked up by `cases.queries.pairs`.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum
from itertools import product

from cases.domain.moves import Move

MovePair = tuple[Move, Move]


class PairKind(StrEnum):
    """Why two cases are worth comparing."""

    OTHER_WAY = "other_way"
    OTHER_OUTCOME = "other_outcome"
    DISAGREEMENT = "disagreement"


class Opposition(IntEnum):
    """In what two moves are opposed, the plainest first."""

    CELLS = 1  # between the same two cells
    MODELS = 2  # between the same two models
    STAGES = 3  # one to a later stage, the other to an earlier one


def opposition_of(one: Move, other: Move) -> Opposition | None:
    """In what two moves are opposed, None when they are not."""
    (from_cell, to_cell), (other_from, other_to) = one, other
    if from_cell == other_to and to_cell == other_from:
        return Opposition.CELLS
    if from_cell[1] != to_cell[1] and (from_cell[1], to_cell[1]) == (other_to[1], other_from[1]):
        return Opposition.MODELS
    return Opposition.STAGES if _steps(one) * _steps(other) < 0 else None


def opposed_moves(ones: Iterable[Move], others: Iterable[Move]) -> list[MovePair]:
    """The pairs of moves that are opposed, the plainest and then the longest first."""
    ranked = [
        (opposition, -abs(_steps(one) - _steps(other)), _key(one), _key(other), (one, other))
        for one, other in product(ones, list(others))
        if (opposition := opposition_of(one, other)) is not None
    ]
    return [pair for *_rank, pair in sorted(ranked, key=lambda row: row[:4])]


def forks(ones: Iterable[Move], others: Iterable[Move]) -> list[MovePair]:
    """The pairs of moves from one cell to two, those into different models and then the widest first."""
    ranked = [
        (
            one[1][1] == other[1][1],
            -abs((one[1][0] or 0) - (other[1][0] or 0)),
            _key(one),
            _key(other),
            (one, other),
        )
        for one, other in product(ones, list(others))
        if one[0] == other[0] and one[1] != other[1]
    ]
    return [pair for *_rank, pair in sorted(ranked, key=lambda row: row[:4])]


def disputed(counts: Mapping[str, tuple[int, int]]) -> list[str]:
    """The claims that some cases support and others contradict, given how many do each.

    First those on which the smaller side is largest; equals stay in their order.
    """
    sides = {claim: min(supports, contradicts) for claim, (supports, contradicts) in counts.items()}
    return sorted((claim for claim in sides if sides[claim]), key=lambda claim: -sides[claim])


def _steps(move: Move) -> int:
    """How many stages a move leads up, below 0 when down; 0 where the hierarchy does not apply."""
    (old, _from_model), (new, _to_model) = move
    return 0 if old is None or new is None else new - old


def _key(move: Move) -> tuple[tuple[int, int], ...]:
    return tuple((stage or 0, model) for stage, model in move)
