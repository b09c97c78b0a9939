"""The grid of seven stages by three models: where cases stand, at any time or as of a year.

A cell is a pair of stage and model. With a stage of None it is off the matrix: the hierarchy does not apply.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cases.domain.vocabulary import MODELS, STAGES

Cell = tuple[int | None, int]

CELLS: tuple[tuple[int, int], ...] = tuple((stage, model) for stage in STAGES for model in MODELS)
"""The 21 cells of the matrix, row by row."""


@dataclass(frozen=True, slots=True)
class Span:
    """A phase and the year in which the next phase of the same case begins, None for the last phase."""

    stage: int | None
    model: int
    start: int
    end: int | None
    next_start: int | None = None


def stands_in(span: Span, year: int) -> bool:
    """Whether a case stands in this phase as of a year.

    A case stands in the last phase that has begun by then, if that phase has not ended in an earlier
    year. So the year in which one phase gives way to the next belongs to the next; the year in which a
    case ends, or after which nothing is known for a while, belongs to the phase that ends in it; and an
    end of None reaches every later year. No case stands in two phases at once.
    """
    has_begun = span.start <= year
    is_replaced = span.next_start is not None and span.next_start <= year
    has_ended = span.end is not None and span.end < year
    return has_begun and not is_replaced and not has_ended


def left_in(span: Span) -> int | None:
    """The first year as of which a case no longer stands in this phase; None when it still does."""
    years = (None if span.end is None else span.end + 1, span.next_start)
    return min((year for year in years if year is not None), default=None)


def decade_ends(first: int, now: int) -> tuple[int, ...]:
    """The last year of every decade from the one of `first` to the one of `now`, which ends now."""
    if first > now:
        return ()
    return (*range(first // 10 * 10 + 9, now, 10), now)


# --- squares --------------------------------------------------------------------------------------

ONE_EACH_UP_TO = 24
SQUARES_UP_TO = 99
SEVERAL = 5


def cases_per_square(counts: Iterable[int]) -> int:
    """How many cases a square stands for; 0 when no squares are drawn.

    One scale serves the whole matrix, so that areas can be compared: the fullest cell decides.
    """
    fullest = max(counts, default=0)
    if fullest > SQUARES_UP_TO:
        return 0
    return 1 if fullest <= ONE_EACH_UP_TO else SEVERAL


def squares(cases: int, per_square: int) -> int:
    """The number of squares of a cell; what is left over takes a square of its own."""
    return -(-cases // per_square) if per_square else 0


def in_short(number: int) -> str:
    """A number in at most four characters, for a cell in a small picture: 999, 2.1k, 13k, 1.2M."""
    for unit, size in (("", 1), ("k", 1000), ("M", 1_000_000)):
        if number < 10 * size and size > 1:
            return f"{number // (size // 10) / 10:g}{unit}"
        if number < 1000 * size:
            return f"{number // size}{unit}"
    return f"{number // 1_000_000}M"


# --- the finding ----------------------------------------------------------------------------------

NAMED_AT_MOST = 3


class Shape(StrEnum):
    """The shapes of the finding, each with its own sentence."""

    EMPTY = "empty"
    ONE_LEADS = "one_leads"
    SOME_LEAD = "some_lead"
    NONE_LEADS = "none_leads"


@dataclass(frozen=True, slots=True)
class MatrixFinding:
    """Which cells hold most, and how many of all cells are empty.

    `leaders` are the fullest cells when at most three share the lead; else it is empty.
    """

    shape: Shape
    leaders: tuple[tuple[int, int], ...]
    most: int
    empty: int
    cells: int = len(CELLS)

    @property
    def filled(self) -> int:
        """How many cells hold a case."""
        return self.cells - self.empty


def find_in_grid(counts: Mapping[tuple[int, int], int]) -> MatrixFinding:
    """Return what the 21 cells show."""
    most = max((counts.get(cell, 0) for cell in CELLS), default=0)
    empty = sum(not counts.get(cell, 0) for cell in CELLS)
    if not most:
        return MatrixFinding(Shape.EMPTY, (), 0, empty)
    leaders = tuple(cell for cell in CELLS if counts.get(cell, 0) == most)
    if len(leaders) > NAMED_AT_MOST:
        return MatrixFinding(Shape.NONE_LEADS, (), most, empty)
    shape = Shape.ONE_LEADS if len(leaders) == 1 else Shape.SOME_LEAD
    return MatrixFinding(shape, leaders, most, empty)
