"""Moves: two phases of a case in a row that stand in different cells, and what many moves show.

A cell with a stage of None counts like any other: to come under the hierarchy, or to leave it, is a move.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import Generic, TypeVar

from cases.domain.facts import cell_key, cell_of
from cases.domain.grid import Cell

Key = TypeVar("Key")
Move = tuple[Cell, Cell]
"""The cell that a case left and the one that it entered."""


@cache
def move_key(move: Move) -> str:
    """The move in facts and addresses: `6-2>1-1` leads from stage 6 in model 2 to stage 1 in model 1."""
    return ">".join(cell_key(*cell) for cell in move)


@cache
def move_of(key: str) -> Move:
    """The move of a key of facts; the inverse of `move_key`. There are few enough to remember them all."""
    left, entered = key.split(">")
    return cell_of(left), cell_of(entered)


def moves_in(cells: Sequence[Cell]) -> tuple[int, ...]:
    """The places of the phases that a case entered by a move, given the cells of its phases in order."""
    return tuple(place for place, (old, new) in enumerate(pairwise(cells), start=1) if old != new)


class Direction(StrEnum):
    """Where a move leads on the hierarchy."""

    LATER = "later"
    EARLIER = "earlier"
    LEVEL = "level"  # the stage stays, the model changes
    BEYOND = "beyond"  # the hierarchy applies before or after, and not both


def direction_of(move: Move) -> Direction:
    """The direction of a move."""
    (old, _from_model), (new, _to_model) = move
    if old == new:
        return Direction.LEVEL
    if old is None or new is None:
        return Direction.BEYOND
    return Direction.LATER if new > old else Direction.EARLIER


def model_entered(move: Move) -> int | None:
    """The model into which a move leads from another one; None when the model stays."""
    (_old, from_model), (_new, to_model) = move
    return None if from_model == to_model else to_model


def in_order(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Cells model by model, each from the first stage to the last, and then where no stage applies."""
    return tuple(sorted(set(cells), key=_place))


def _place(cell: Cell) -> tuple[int, bool, int]:
    stage, model = cell
    return model, stage is None, stage or 0


# --- the course of one case -----------------------------------------------------------------------

ARROW = " → "
NO_STAGE = "–"


@dataclass(frozen=True, slots=True)
class Course:
    """How a case moved, in short. `path` is `6 → 1`; `year` is that of its only move, None with several.

    `stays_at` is the stage at which it stayed while its model changed, None when its stage changed too.
    """

    path: str
    year: int | None
    stays_at: int | None


def course_of(cells: Sequence[Cell], starts: Sequence[int]) -> Course:
    """The course of a case, given the cells and the first years of its phases in order."""
    entered = moves_in(cells)
    stages = [cells[0][0], *(cells[place][0] for place in entered)]
    return Course(
        path=ARROW.join(str(stage or NO_STAGE) for stage in stages),
        year=starts[entered[0]] if len(entered) == 1 else None,
        stays_at=stages[0] if len(set(stages)) == 1 else None,
    )


# --- the finding ----------------------------------------------------------------------------------

NAMED_AT_MOST = 3


class Lead(StrEnum):
    """Whether some of several things come before the others."""

    NOTHING = "nothing"  # there is none of them
    ONE = "one"
    SOME = "some"  # up to NAMED_AT_MOST share the lead
    NOBODY = "nobody"  # more share it


@dataclass(frozen=True, slots=True)
class Leaders(Generic[Key]):
    """Those that come first, each with `most`; `keys` is empty when more share the lead than are named."""

    lead: Lead
    keys: tuple[Key, ...]
    most: int


def leaders_of(counts: Mapping[Key, int]) -> Leaders[Key]:
    """Return which keys have the highest count, in their order."""
    most = max(counts.values(), default=0)
    if not most:
        return Leaders(Lead.NOTHING, (), 0)
    keys = tuple(key for key, count in counts.items() if count == most)
    if len(keys) > NAMED_AT_MOST:
        return Leaders(Lead.NOBODY, (), most)
    return Leaders(Lead.ONE if len(keys) == 1 else Lead.SOME, keys, most)


class Trend(StrEnum):
    """Whether more cases moved to a later stage or to an earlier one."""

    NONE = "none"  # no case changed its stage
    LATER = "later"
    EARLIER = "earlier"
    EVEN = "even"


@dataclass(frozen=True, slots=True)
class MovesFinding:
    """What the moves show: of `cases` cases so many `moved`.

    `frequent` are the moves that most cases made, `models` the models that most cases entered from another
    one. A case that moved to a `later` stage and to an `earlier` one counts in both.
    """

    cases: int
    moved: int
    frequent: Leaders[Move]
    later: int
    earlier: int
    models: Leaders[int]

    @property
    def trend(self) -> Trend:
        """Which of the two directions more cases took."""
        if not self.later and not self.earlier:
            return Trend.NONE
        if self.later == self.earlier:
            return Trend.EVEN
        return Trend.LATER if self.later > self.earlier else Trend.EARLIER
