"""The page of the matrix: its numbers with names, squares, traced cases, decades and one cell's list."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, Min, OuterRef, Window
from django.db.models.functions import DenseRank

from cases.domain.grid import (
    CELLS,
    Cell,
    Span,
    cases_per_square,
    count_as_of,
    decade_ends,
    on_the_map,
    squares,
)
from cases.domain.names import short_name
from cases.domain.sample import SampleCaveat, caveat_of
from cases.models import Case, CasePhase
from cases.queries.browse import Cursor, Hit, Removal, Search, best_removal, hit_of, page_by_key
from cases.queries.filters import Filters, conditions_of, load_filters
from cases.queries.grid import (
    Grid,
    GridCell,
    Question,
    load_grid,
    load_spans,
    off_map_phases,
    phases_of,
)
from cases.queries.trace import Mark, Thread, Traceable, load_threads, marks_of, traceable_cases
from models_taxonomy.models import Stage

NAMES_AT_MOST = 12
OFF_MAP_AT_MOST = 20
SMALL_WIDTH, SMALL_HEIGHT = 22, 14
"""The size of a cell in the small pictures of the decades."""


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows: the question, the cell whose cases are listed, its page, the traced slugs."""

    question: Question
    cell: str = ""
    cursor: Cursor | None = None
    traced: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CellShown:
    """A cell as it is drawn. `names` are the first cases by title, cut where the cell ends."""

    cell: GridCell
    squares: range
    names: tuple[str, ...]
    marks: tuple[Mark, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class CellList:
    """The cases of one cell, a page of them; `before` and `after` are cursors, "" at the ends."""

    cell: GridCell
    hits: tuple[Hit, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SmallCell:
    """A cell with cases in a small picture, with its upper corner in the picture's units."""

    model: int
    cases: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class SmallGrid:
    """The matrix as of the last year of a decade; `filled` holds the cells with a case."""

    year: int
    filled: tuple[SmallCell, ...]
    cases: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Everything that the page shows."""

    view: View
    grid: Grid
    rows: tuple[tuple[Stage, tuple[CellShown, ...]], ...]
    per_square: int
    filters: Filters
    decades: tuple[SmallGrid, ...]
    first_year: int | None
    threads: tuple[Thread, ...]
    traceable: tuple[Traceable, ...]
    drill: CellList | None
    off_map: tuple[CasePhase, ...]
    caveat: SampleCaveat
    removal: Removal | None

    @property
    def off_map_more(self) -> int:
        """How many cases off the map are not listed."""
        return max(0, self.grid.off_map - len({phase.case_id for phase in self.off_map}))


def load_matrix(view: View, this_year: int) -> Matrix:
    """Read the page; the number of queries depends on what is asked, and never on the number of cases."""
    question = view.question
    spans = load_spans(question)
    grid = load_grid(question, spans)
    filters = load_filters(question.chosen)
    threads = load_threads(view.traced)
    first_year = CasePhase.objects.aggregate(first=Min("start"))["first"]
    return Matrix(
        view=view,
        grid=grid,
        rows=_rows(view, grid, threads),
        per_square=cases_per_square(cell.cases for cell in grid.cells),
        filters=filters,
        decades=_decades(spans, first_year, this_year),
        first_year=first_year,
        threads=threads,
        traceable=traceable_cases(question.chosen),
        drill=_drill(view, grid),
        off_map=tuple(off_map_phases(question)[:OFF_MAP_AT_MOST]),
        caveat=caveat_of(filters.by_country, grid.in_all),
        removal=_removal(grid),
    )


def _rows(
    view: View, grid: Grid, threads: Sequence[Thread]
) -> tuple[tuple[Stage, tuple[CellShown, ...]], ...]:
    names, marks = _names(view.question), marks_of(threads)
    per_square = cases_per_square(cell.cases for cell in grid.cells)
    return tuple(
        (stage, tuple(_shown(cell, per_square, names, marks, view.cell) for cell in cells))
        for stage, cells in grid.rows
    )


def _shown(
    cell: GridCell,
    per_square: int,
    names: Mapping[Cell, list[str]],
    marks: Mapping[Cell, list[Mark]],
    opened: str,
) -> CellShown:
    place = (cell.stage.number, cell.model.number)
    return CellShown(
        cell=cell,
        squares=range(squares(cell.cases, per_square)),
        names=tuple(names.get(place, ())),
        marks=tuple(marks.get(place, ())),
        is_open=cell.key == opened,
    )


def _names(question: Question) -> dict[Cell, list[str]]:
    """The first names of each cell by title, each case once; one query."""
    rank = Window(
        DenseRank(),
        partition_by=[F("stage_id"), F("model_id")],
        order_by=[F("case__title").asc(), F("case_id").asc()],
    )
    rows = (
        phases_of(question)
        .filter(stage__isnull=False)
        .annotate(rank=rank)
        .filter(rank__lte=NAMES_AT_MOST)
        .order_by("stage_id", "model_id", "rank")
        .values_list("stage_id", "model_id", "case_id", "case__title")
    )
    found: defaultdict[Cell, dict[int, str]] = defaultdict(dict)
    for stage, model, case, title in rows:
        found[stage, model][case] = short_name(title)
    return {cell: list(names.values()) for cell, names in found.items()}


def _decades(spans: Sequence[Span], first_year: int | None, this_year: int) -> tuple[SmallGrid, ...]:
    if first_year is None:
        return ()
    return tuple(_small_grid(spans, year) for year in decade_ends(first_year, this_year))


def _small_grid(spans: Sequence[Span], year: int) -> SmallGrid:
    counts = count_as_of(spans, year)
    filled = tuple(
        SmallCell(model, counts[stage, model], (model - 1) * SMALL_WIDTH, (stage - 1) * SMALL_HEIGHT)
        for stage, model in CELLS
        if counts[stage, model]
    )
    return SmallGrid(year, filled, on_the_map(counts))


def _drill(view: View, grid: Grid) -> CellList | None:
    cell = next((cell for cell in grid.cells if cell.key == view.cell), None)
    if cell is None:
        return None
    here = phases_of(view.question).filter(
        case=OuterRef("pk"), stage=cell.stage.number, model=cell.model.number
    )
    found = Case.objects.published().filter(Exists(here))
    rows, before, after = page_by_key(found, Search(cursor=view.cursor))
    return CellList(cell, tuple(hit_of(row) for row in rows), before, after)


def _removal(grid: Grid) -> Removal | None:
    """The filter whose removal brings most, when the filters leave nothing."""
    if grid.found or not grid.question.chosen:
        return None
    return best_removal(conditions_of(grid.question.chosen))
