"""The numbers of the matrix, at any time or as of a year: what its page, table, CSV and JSON share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pyroaring import FrozenBitMap

from cases.domain.facts import Kind, cell_key
from cases.domain.grid import CELLS, MatrixFinding, find_in_grid
from cases.domain.vocabulary import MODELS
from cases.queries.facts import Cases, Facts
from models_taxonomy.models import Stage, ValueModel


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks of the matrix: filters with their values, and a year or None for all time."""

    chosen: Mapping[str, str] = field(default_factory=dict)
    at: int | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything can be left out."""
        return bool(self.chosen) or self.at is not None


@dataclass(frozen=True, slots=True)
class GridCell:
    """One of the 21 cells: the cases of the question, and those of all filters and years."""

    stage: Stage
    model: ValueModel
    cases: int
    in_all: int

    @property
    def is_gap(self) -> bool:
        """Whether no case ever stood here, whatever is asked."""
        return not self.in_all

    @property
    def key(self) -> str:
        """The cell in addresses: `6-2` is stage 6 in model 2."""
        return f"{self.stage.number}-{self.model.number}"


@dataclass(frozen=True, slots=True)
class Grid:
    """The matrix in numbers.

    `found` of `in_all` published cases fit the filters. `placed` of them stand on the map, `off_map`
    only where the hierarchy does not apply; the rest had not begun in the year asked for, or had ended.
    The finding is of all published cases at any time, whatever is asked.
    """

    question: Question
    models: tuple[ValueModel, ...]
    rows: tuple[tuple[Stage, tuple[GridCell, ...]], ...]
    finding: MatrixFinding
    in_all: int
    found: int
    placed: int
    off_map: int
    changed_at: datetime | None

    @property
    def cells(self) -> tuple[GridCell, ...]:
        """The 21 cells, row by row."""
        return tuple(cell for _stage, cells in self.rows for cell in cells)

    @property
    def leaders(self) -> tuple[GridCell, ...]:
        """The cells that the finding names."""
        return tuple(
            cell for cell in self.cells if (cell.stage.number, cell.model.number) in self.finding.leaders
        )

    @property
    def filled(self) -> int:
        """How many cells hold a case of the question."""
        return sum(bool(cell.cases) for cell in self.cells)

    @property
    def empty(self) -> int:
        """How many cells hold no case of the question."""
        return len(self.cells) - self.filled

    @property
    def elsewhen(self) -> int:
        """How many of the cases found had not begun in the year asked for, or had ended."""
        return self.found - self.placed - self.off_map


def cases_in(facts: Facts, question: Question, cell: str) -> Cases:
    """The cases of a cell: those that stand in it in the year asked for, or without a year at any time."""
    here = facts.having(Kind.CELL, cell) if question.at is None else facts.standing(cell, question.at)
    return here & facts.found(question.chosen)


def off_map_in(facts: Facts, question: Question) -> Cases:
    """The cases found that are not on the map because the hierarchy does not apply to them."""
    if question.at is None:
        return facts.found(question.chosen) - facts.having(Kind.ON_MAP)
    off = [cases_in(facts, question, cell_key(None, model)) for model in MODELS]
    return FrozenBitMap(FrozenBitMap.union(*off))


def load_grid(facts: Facts, question: Question) -> Grid:
    """Read the matrix; two queries, for the names of stages and models."""
    found = facts.found(question.chosen)
    counts = {cell: len(cases_in(facts, question, cell_key(*cell))) for cell in CELLS}
    in_all = {cell: len(facts.having(Kind.CELL, cell_key(*cell))) for cell in CELLS}
    off_map = len(off_map_in(facts, question))
    models = tuple(ValueModel.objects.all())
    return Grid(
        question=question,
        models=models,
        rows=tuple((stage, _cells(stage, models, counts, in_all)) for stage in Stage.objects.all()),
        finding=find_in_grid(in_all),
        in_all=len(facts.everything),
        found=len(found),
        placed=len(found) - off_map if question.at is None else sum(counts.values()),
        off_map=off_map,
        changed_at=facts.changed_at,
    )


def _cells(
    stage: Stage,
    models: tuple[ValueModel, ...],
    counts: Mapping[tuple[int, int], int],
    in_all: Mapping[tuple[int, int], int],
) -> tuple[GridCell, ...]:
    return tuple(
        GridCell(
            stage,
            model,
            counts[stage.number, model.number],
            in_all[stage.number, model.number],
        )
        for model in models
    )
