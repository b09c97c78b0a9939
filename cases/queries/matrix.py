"""The page of the matrix: its numbers with names, squares, traced cases, decades and one cell's list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db.models import Q

from cases.domain.facts import cell_key
from cases.domain.grid import CELLS, ONE_EACH_UP_TO, Cell, cases_per_square, decade_ends, in_short, squares
from cases.domain.names import short_name
from cases.domain.sample import SampleCaveat, caveat_of
from cases.models import Case, CasePhase
from cases.queries.browse import Cursor, Search, page_by_key
from cases.queries.facts import Cases, Facts, facts_now
from cases.queries.filters import Filters, Removal, load_filters, removal_of
from cases.queries.grid import Grid, GridCell, Question, cases_in, load_grid, off_map_in
from cases.queries.hits import Hit, hits_of
from cases.queries.trace import Mark, Thread, Traceable, load_threads, marks_of, traceable_cases
from models_taxonomy.models import Stage

NAMES_AT_MOST = 12
OFF_MAP = "off"
"""What the address says instead of a cell for the cases to which the hierarchy does not apply."""

OFF_MAP_AT_MOST = 20
SMALL_WIDTH, SMALL_HEIGHT = 22, 14
"""The size of a cell in the small pictures of the decades."""


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows: the question, the cell whose cases are listed, its page, the traced slugs.

    Instead of a cell it may be OFF_MAP.
    """

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
class OffList:
    """The cases that are not on the map, a page of them, each with its phases without a stage."""

    phases: tuple[CasePhase, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SmallCell:
    """A cell with cases in a small picture, with its upper corner in the picture's units."""

    model: int
    cases: int
    x: int
    y: int

    @property
    def label(self) -> str:
        """The number as it fits into the cell."""
        return in_short(self.cases)


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
    off_list: OffList | None
    off_map: tuple[CasePhase, ...]
    caveat: SampleCaveat
    removal: Removal | None

    @property
    def listed(self) -> CellList | OffList | None:
        """The list that is open beside the map."""
        return self.drill or self.off_list

    @property
    def is_off_map_cut(self) -> bool:
        """Whether some case off the map is not named below the map."""
        return self.grid.off_map > len({phase.case_id for phase in self.off_map})


def load_matrix(view: View, this_year: int) -> Matrix:
    """Read the page; the number of queries depends on what is asked, and never on the number of cases."""
    facts = facts_now()
    question = view.question
    grid = load_grid(facts, question)
    filters = load_filters(facts, question.chosen)
    threads = load_threads(view.traced)
    first_year = facts.first_year if facts.everything else None
    return Matrix(
        view=view,
        grid=grid,
        rows=_rows(facts, view, grid, threads),
        per_square=cases_per_square(cell.cases for cell in grid.cells),
        filters=filters,
        decades=_decades(facts, facts.found(question.chosen), first_year, this_year),
        first_year=first_year,
        threads=threads,
        traceable=traceable_cases(facts.found(question.chosen), facts),
        drill=_drill(facts, view, grid),
        off_list=_off_list(facts, view),
        off_map=_phases_off(islice(off_map_in(facts, question), OFF_MAP_AT_MOST), question.at),
        caveat=caveat_of(filters.by_country, grid.in_all),
        removal=None if grid.found else removal_of(facts, question.chosen),
    )


def _rows(
    facts: Facts, view: View, grid: Grid, threads: Sequence[Thread]
) -> tuple[tuple[Stage, tuple[CellShown, ...]], ...]:
    names, marks = _names(facts, view.question), marks_of(threads)
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


def _names(facts: Facts, question: Question) -> dict[Cell, list[str]]:
    """The first names of each cell by title, in a full cell of the cases published first; one query."""
    first = {cell: list(islice(cases_in(facts, question, cell_key(*cell)), ONE_EACH_UP_TO)) for cell in CELLS}
    wanted = {case for cases in first.values() for case in cases}
    titles = dict(Case.objects.filter(pk__in=wanted).values_list("pk", "title"))
    return {
        cell: [short_name(title) for title in sorted(titles[case] for case in cases if case in titles)][
            :NAMES_AT_MOST
        ]
        for cell, cases in first.items()
    }


def _phases_off(cases: Iterable[int], year: int | None) -> tuple[CasePhase, ...]:
    """The phases without a stage of these cases, by title; as of a year, the one they are in."""
    phases = CasePhase.objects.filter(case__in=list(cases), stage__isnull=True)
    if year is not None:
        phases = phases.filter(Q(end__isnull=True) | Q(end__gte=year), start__lte=year)
    return tuple(phases.select_related("case", "model").order_by("case__title", "case_id", "order"))


def _decades(facts: Facts, found: Cases, first_year: int | None, this_year: int) -> tuple[SmallGrid, ...]:
    if first_year is None:
        return ()
    return tuple(_small_grid(facts, found, year) for year in decade_ends(first_year, this_year))


def _small_grid(facts: Facts, found: Cases, year: int) -> SmallGrid:
    counts = {cell: len(facts.standing(cell_key(*cell), year) & found) for cell in CELLS}
    filled = tuple(
        SmallCell(model, counts[stage, model], (model - 1) * SMALL_WIDTH, (stage - 1) * SMALL_HEIGHT)
        for stage, model in CELLS
        if counts[stage, model]
    )
    return SmallGrid(year, filled, sum(counts.values()))


def _drill(facts: Facts, view: View, grid: Grid) -> CellList | None:
    cell = next((cell for cell in grid.cells if cell.key == view.cell), None)
    if cell is None:
        return None
    found = cases_in(facts, view.question, cell.key)
    rows, before, after = page_by_key(found, Search(cursor=view.cursor))
    return CellList(cell, hits_of(rows, {}), before, after)


def _off_list(facts: Facts, view: View) -> OffList | None:
    if view.cell != OFF_MAP:
        return None
    found = off_map_in(facts, view.question)
    rows, before, after = page_by_key(found, Search(cursor=view.cursor), Case.objects.only("title"))
    return OffList(_phases_off((row.pk for row in rows), view.question.at), before, after)
