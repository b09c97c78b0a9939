"""The cases that moved: a page of their ribbons, a page of their moves one by one, and all in a stream."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db.models import QuerySet

from cases.domain.facts import Kind, cell_of
from cases.domain.grid import Cell
from cases.domain.moves import Course, course_of, in_order, move_of, moves_in
from cases.domain.names import short_name
from cases.domain.ribbon import Piece, Room, YearScale, pieces_of, room_on, scale_of
from cases.models import Case, CasePhase, CaseSource
from cases.queries.browse import Cursor, Search, page_by_key
from cases.queries.facet_options import Option
from cases.queries.facts import Facts, facts_now
from cases.queries.filters import Filters, FilterShown, Removal, best_removal, load_filters
from cases.queries.moves import CellName, MoveQuestion, Moves, Names, cases_that_moved, load_moves, load_names

LEFT, ENTERED = "from", "to"
"""The names of the two cells of a move in addresses, and of the filters by them."""

CASES_AT_ONCE = 500
NUMBER_PIXELS, LETTER_PIXELS = 19, 7
"""How much room a number at the edge of a piece needs, and a letter of a name beside it."""


@dataclass(frozen=True, slots=True)
class View:
    """What a page shows: the question, and where in the list it begins."""

    question: MoveQuestion
    cursor: Cursor | None = None


@dataclass(frozen=True, slots=True)
class PhaseOnRibbon:
    """A phase with its piece of the ribbon."""

    phase: CasePhase
    cell: CellName
    piece: Piece

    @property
    def x(self) -> str:
        """Where the piece begins, in percent, as an attribute of SVG in any language."""
        return f"{self.piece.x:.2f}"

    @property
    def width(self) -> str:
        """How long the piece is, in percent."""
        return f"{self.piece.width:.2f}"

    @property
    def room_for_number(self) -> Room:
        """On which pages the number of the stage fits."""
        return room_on(self.piece, NUMBER_PIXELS)

    @property
    def room_for_name(self) -> Room:
        """On which pages the name of the stage fits beside its number."""
        name = self.cell.stage.name if self.cell.stage else ""
        return room_on(self.piece, NUMBER_PIXELS + len(name) * LETTER_PIXELS) if name else Room.NONE


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A case as a ribbon; `closed_in` is the year in which it ended, None when it goes on or nobody knows."""

    case: Case
    name: str
    course: Course
    phases: tuple[PhaseOnRibbon, ...]
    closed_in: int | None


@dataclass(frozen=True, slots=True)
class Trajectories:
    """The page of ribbons; `before` and `after` are cursors, "" at the ends of the list."""

    view: View
    moves: Moves
    filters: Filters
    scale: YearScale
    ribbons: tuple[Ribbon, ...]
    before: str
    after: str
    removal: Removal | None

    @property
    def ticks(self) -> tuple[tuple[int, str], ...]:
        """The years that the scale names, each with its place in percent."""
        return tuple((year, f"{self.scale.at(year):.2f}") for year in self.scale.ticks)


@dataclass(frozen=True, slots=True)
class MoveMade:
    """A move that a case made in the year in which the new phase began, with the reasons given for that."""

    case: Case
    year: int
    left: CellName
    entered: CellName
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseMoves:
    """A case with those of its moves that are asked for, and its sources; a phase has none of its own."""

    case: Case
    name: str
    moves: tuple[MoveMade, ...]
    sources: tuple[CaseSource, ...]


@dataclass(frozen=True, slots=True)
class MoveList:
    """A page of the moves one by one; `before` and `after` are cursors, "" at the ends of the list."""

    view: View
    moves: Moves
    cases: tuple[CaseMoves, ...]
    before: str
    after: str


# --- ribbons --------------------------------------------------------------------------------------


def load_trajectories(view: View, this_year: int) -> Trajectories:
    """Read the page of ribbons; six queries at any size of the site, and those of `load_filters`."""
    facts = facts_now()
    moves = load_moves(facts, view.question)
    rows, before, after = _page(facts, view, Case.objects.prefetch_related("phases"))
    years = [
        year for case in rows for phase in case.phases.all() for year in (phase.start, phase.end) if year
    ]
    scale = scale_of(years, this_year)
    return Trajectories(
        view=view,
        moves=moves,
        filters=_filters(facts, moves),
        scale=scale,
        ribbons=tuple(_ribbon(case, scale, moves.names) for case in rows),
        before=before,
        after=after,
        removal=None if moves.shown else _removal(facts, view.question),
    )


def _page(facts: Facts, view: View, read: QuerySet[Case]) -> tuple[list[Case], str, str]:
    return page_by_key(cases_that_moved(facts, view.question), Search(cursor=view.cursor), read)


def _ribbon(case: Case, scale: YearScale, names: Names) -> Ribbon:
    phases = list(case.phases.all())
    cells = [_cell(phase) for phase in phases]
    pieces = pieces_of([(phase.start, phase.end) for phase in phases], scale)
    return Ribbon(
        case=case,
        name=short_name(case.title),
        course=course_of(cells, [phase.start for phase in phases]),
        phases=tuple(
            PhaseOnRibbon(phase, names[cell], piece)
            for phase, cell, piece in zip(phases, cells, pieces, strict=True)
        ),
        closed_in=case.ended,
    )


def _cell(phase: CasePhase) -> Cell:
    return phase.stage_id, phase.model_id


# --- filters --------------------------------------------------------------------------------------


def _filters(facts: Facts, moves: Moves) -> Filters:
    """The filters by move and those of all comparison pages, each counted after all others."""
    question = moves.question
    asked = cases_that_moved(facts, MoveQuestion(left=question.left, entered=question.entered))
    compared = load_filters(facts, question.chosen, within=asked)
    ever = [move_of(key) for key in facts.values(Kind.MOVE)]
    by_move = (
        _by_cell(LEFT, [left for left, _entered in ever], question.left, _left_counts(moves), moves.names),
        _by_cell(
            ENTERED, [new for _left, new in ever], question.entered, _entered_counts(moves), moves.names
        ),
    )
    return Filters((*by_move, *compared.shown), compared.by_country)


def _by_cell(
    name: str, cells: Sequence[Cell], chosen: str, counts: Mapping[str, int], names: Names
) -> FilterShown:
    """A filter by these cells, and by the one that is asked for even when no case was there."""
    known = in_order([*cells, cell_of(chosen)] if chosen else cells)
    options = (
        Option(names[cell].key, names[cell].name, counts.get(names[cell].key, 0), names[cell].key == chosen)
        for cell in known
    )
    return FilterShown(name, tuple(options))


def _left_counts(moves: Moves) -> dict[str, int]:
    """How many cases left each cell for the one that is asked for, or for any."""
    if not moves.question.entered:
        return {row.left.key: row.cases for row in moves.table.rows}
    asked = (move for move in moves.table.counts if move.entered.key == moves.question.entered)
    return {move.left.key: move.cases for move in asked}


def _entered_counts(moves: Moves) -> dict[str, int]:
    """How many cases entered each cell from the one that is asked for, or from any."""
    if not moves.question.left:
        return {cell.key: cases for cell, cases in moves.table.entered}
    asked = (move for move in moves.table.counts if move.left.key == moves.question.left)
    return {move.entered.key: move.cases for move in asked}


def _asking(question: MoveQuestion, name: str, value: str) -> MoveQuestion:
    """The question with another value of one filter, "" for none."""
    if name == LEFT:
        return MoveQuestion(question.chosen, value, question.entered)
    if name == ENTERED:
        return MoveQuestion(question.chosen, question.left, value)
    kept = {key: given for key, given in question.chosen.items() if key != name}
    return MoveQuestion(kept, question.left, question.entered)


def _removal(facts: Facts, question: MoveQuestion) -> Removal | None:
    """The filter without which most cases are found."""
    names = [*question.chosen, *([LEFT] if question.left else []), *([ENTERED] if question.entered else [])]
    return best_removal({name: len(cases_that_moved(facts, _asking(question, name, ""))) for name in names})


# --- moves one by one -----------------------------------------------------------------------------


def load_move_list(view: View) -> MoveList:
    """Read a page of the moves; seven queries at any size of the site."""
    facts = facts_now()
    moves = load_moves(facts, view.question)
    rows, before, after = _page(facts, view, Case.objects.prefetch_related("phases", "sources"))
    cases = tuple(_moves_of(case, view.question, moves.names) for case in rows)
    return MoveList(view, moves, cases, before, after)


def _moves_of(case: Case, question: MoveQuestion, names: Names) -> CaseMoves:
    phases = list(case.phases.all())
    cells = [_cell(phase) for phase in phases]
    moves = tuple(
        _made(case, phases[place], cells[place - 1], names)
        for place in moves_in(cells)
        if question.fits((cells[place - 1], cells[place]))
    )
    return CaseMoves(case, short_name(case.title), moves, tuple(case.sources.all()))


def _made(case: Case, phase: CasePhase, left: Cell, names: Names) -> MoveMade:
    reasons = tuple(reason for reason in (phase.no_stage_reason, phase.reason) if reason)
    return MoveMade(case, phase.start, names[left], names[_cell(phase)], reasons)


def all_moves(facts: Facts, question: MoveQuestion) -> Iterator[CaseMoves]:
    """Every case with the moves that are asked for, in the order of publication, read in small numbers.

    A case that changes while they are read is given as it is then, and left out when it no longer fits.
    """
    names = load_names()
    keys = iter(cases_that_moved(facts, question))
    cases = Case.objects.prefetch_related("phases", "sources").order_by("pk")
    while some := list(islice(keys, CASES_AT_ONCE)):
        found = (_moves_of(case, question, names) for case in cases.filter(pk__in=some))
        yield from (case for case in found if case.moves)
