"""The numbers of the matrix, at any time or as of a year: what its page, table, CSV and JSON share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from cases.domain.grid import Cell, MatrixFinding, Span, count_as_of, find_in_grid, on_the_map
from cases.models import Case, CasePhase, CellTally, SiteVersion
from cases.queries.filters import narrowed
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


def phases_of(question: Question) -> QuerySet[CasePhase]:
    """The phases that count: those of the cases found; with a year, the one in which each stands then.

    The year is judged as `cases.domain.grid.stands_in` does.
    """
    phases = CasePhase.objects.order_by()
    if question.chosen:
        phases = phases.filter(case__in=narrowed(question.chosen).order_by().values("pk"))
    year = question.at
    if year is None:
        return phases
    later = CasePhase.objects.filter(case=OuterRef("case"), order__gt=OuterRef("order"), start__lte=year)
    return phases.filter(Q(end__isnull=True) | Q(end__gte=year), ~Exists(later), start__lte=year)


def load_spans(question: Question) -> tuple[Span, ...]:
    """The phases of the cases found, alike ones taken together, whatever the year; one query.

    Their number grows with cells and years, and not with cases.
    """
    following = CasePhase.objects.filter(case=OuterRef("case"), order__gt=OuterRef("order")).order_by("order")
    rows = (
        phases_of(Question(question.chosen))
        .annotate(next_start=Subquery(following.values("start")[:1]))
        .values("stage", "model", "start", "end", "next_start")
        .annotate(cases=Count("pk"))
        .order_by("stage", "model", "start")
    )
    return tuple(Span(**row) for row in rows)


def load_grid(question: Question, spans: tuple[Span, ...]) -> Grid:
    """Read the matrix, given its spans; six to eight queries, by what is asked."""
    tallies: dict[Cell, int] = {
        (tally.stage_id, tally.model_id): tally.cases for tally in CellTally.objects.all()
    }
    counts = _counts(question, spans, tallies)
    found = narrowed(question.chosen).count()
    placed = _placed(question, counts)
    off_map = found - placed if question.at is None else sum(counts.values()) - placed
    models = tuple(ValueModel.objects.all())
    return Grid(
        question=question,
        models=models,
        rows=tuple((stage, _cells(stage, models, counts, tallies)) for stage in Stage.objects.all()),
        finding=find_in_grid(tallies),
        in_all=Case.objects.published().count(),
        found=found,
        placed=placed,
        off_map=off_map,
        changed_at=SiteVersion.objects.values_list("changed_at", flat=True).first(),
    )


def _counts(question: Question, spans: tuple[Span, ...], tallies: dict[Cell, int]) -> dict[Cell, int]:
    if question.at is not None:
        return dict(count_as_of(spans, question.at))
    if not question.chosen:
        return tallies
    rows = phases_of(question).values("stage", "model").annotate(cases=Count("case", distinct=True))
    return {(row["stage"], row["model"]): row["cases"] for row in rows}


def _placed(question: Question, counts: Mapping[Cell, int]) -> int:
    if question.at is not None:
        return on_the_map(counts)
    return narrowed(question.chosen).filter(Exists(ON_THE_MAP)).count()


ON_THE_MAP = CasePhase.objects.filter(case=OuterRef("pk"), stage__isnull=False)
"""The phases of a case that have a stage."""


def _cells(
    stage: Stage, models: tuple[ValueModel, ...], counts: Mapping[Cell, int], tallies: Mapping[Cell, int]
) -> tuple[GridCell, ...]:
    return tuple(
        GridCell(
            stage,
            model,
            counts.get((stage.number, model.number), 0),
            tallies.get((stage.number, model.number), 0),
        )
        for model in models
    )


def off_map_phases(question: Question) -> QuerySet[CasePhase]:
    """The phases without a stage of the cases that are not on the map, by title."""
    phases = phases_of(question).filter(stage__isnull=True)
    if question.at is None:
        phases = phases.filter(~Exists(CasePhase.objects.filter(case=OuterRef("case"), stage__isnull=False)))
    return phases.select_related("case", "model").order_by(F("case__title"), "case_id", "order")
