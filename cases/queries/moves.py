"""The numbers of moves between cells: what their page, table, CSV and JSON share.

A case has a move or has not: one that made the same move twice counts once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from cases.domain.facts import Kind, cell_key
from cases.domain.grid import Cell
from cases.domain.moves import (
    Direction,
    Move,
    MovesFinding,
    direction_of,
    in_order,
    leaders_of,
    model_entered,
    move_key,
    move_of,
)
from cases.domain.vocabulary import MODELS
from cases.queries.facts import Cases, Facts
from models_taxonomy.models import Stage, ValueModel


@dataclass(frozen=True, slots=True)
class MoveQuestion:
    """What a reader asks: filters with their values, and the cells left and entered, "" for any."""

    chosen: Mapping[str, str] = field(default_factory=dict)
    left: str = ""
    entered: str = ""

    @property
    def names_a_move(self) -> bool:
        """Whether a cell is named."""
        return bool(self.left or self.entered)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything can be left out."""
        return bool(self.chosen) or self.names_a_move

    def fits(self, move: Move) -> bool:
        """Whether a move is one of those that are asked for."""
        left, entered = move_key(move).split(">")
        return self.left in {"", left} and self.entered in {"", entered}


@dataclass(frozen=True, slots=True)
class CellName:
    """A cell in words. `stage` None: the hierarchy does not apply."""

    stage: Stage | None
    model: ValueModel

    @property
    def cell(self) -> Cell:
        """The cell itself."""
        return (self.stage.number if self.stage else None), self.model.number

    @property
    def key(self) -> str:
        """The cell in addresses: `6-2`, or `0-2` without a stage."""
        return cell_key(*self.cell)

    @property
    def name(self) -> str:
        """The cell inside a sentence."""
        if self.stage is None:
            return _("no stage in %(model)s") % {"model": self.model.short}
        return _("stage %(stage)s in %(model)s") % {"stage": self.stage.number, "model": self.model.short}


Names = Mapping[Cell, CellName]
"""Every cell that a case can leave or enter, in the order of `in_order`."""


@dataclass(frozen=True, slots=True)
class MoveCount:
    """How many cases made a move; `is_asked` when the question names it, alone or among others."""

    left: CellName
    entered: CellName
    cases: int
    is_asked: bool


@dataclass(frozen=True, slots=True)
class MoveRow:
    """The moves from one cell: one for each column, None where no case made it; `cases` left the cell."""

    left: CellName
    moves: tuple[MoveCount | None, ...]
    cases: int


@dataclass(frozen=True, slots=True)
class MoveTable:
    """The moves from cell to cell: rows are the cells left, columns those entered.

    `entered` pairs each column with how many cases entered the cell; `models` pairs each model with how
    many columns it has. A case is once in each total, however many of the moves it made.
    """

    rows: tuple[MoveRow, ...]
    entered: tuple[tuple[CellName, int], ...]
    models: tuple[tuple[ValueModel, int], ...]

    @property
    def counts(self) -> tuple[MoveCount, ...]:
        """Every move that some case made, row by row."""
        return tuple(move for row in self.rows for move in row.moves if move)


@dataclass(frozen=True, slots=True)
class Moves:
    """The moves in numbers.

    `found` of `in_all` published cases fit the filters; so many of them `moved`, and `shown` made a move
    that the question asks for. The table is of all that moved, whichever move is asked for; the finding
    is of all published cases, whatever is asked.
    """

    question: MoveQuestion
    names: Names
    table: MoveTable
    finding: MovesFinding
    in_all: int
    found: int
    moved: int
    shown: int
    changed_at: datetime | None


def cases_that_moved(facts: Facts, question: MoveQuestion) -> Cases:
    """The cases that fit the filters and made a move that the question asks for."""
    asked = (key for key in facts.values(Kind.MOVE) if question.fits(move_of(key)))
    return facts.any_of(Kind.MOVE, asked) & facts.found(question.chosen)


def load_names() -> Names:
    """The cells in words; two queries."""
    stages: list[Stage | None] = [*Stage.objects.all(), None]
    return {
        (stage.number if stage else None, model.number): CellName(stage, model)
        for model in ValueModel.objects.all()
        for stage in stages
    }


def load_moves(facts: Facts, question: MoveQuestion) -> Moves:
    """Read the numbers; two queries, for the names of stages and models."""
    names = load_names()
    moved = cases_that_moved(facts, MoveQuestion(question.chosen))
    return Moves(
        question=question,
        names=names,
        table=_table(facts, question, moved, names),
        finding=_finding(facts),
        in_all=len(facts.everything),
        found=len(facts.found(question.chosen)),
        moved=len(moved),
        shown=len(cases_that_moved(facts, question)) if question.names_a_move else len(moved),
        changed_at=facts.changed_at,
    )


def _table(facts: Facts, question: MoveQuestion, moved: Cases, names: Names) -> MoveTable:
    counts = {
        move_of(key): cases
        for key in facts.values(Kind.MOVE)
        if (cases := facts.count(Kind.MOVE, key, within=moved))
    }
    from_cell: defaultdict[Cell, list[Move]] = defaultdict(list)
    to_cell: defaultdict[Cell, list[Move]] = defaultdict(list)
    for move in counts:
        from_cell[move[0]].append(move)
        to_cell[move[1]].append(move)
    entered = in_order(to_cell)
    columns = [model for _stage, model in entered]
    return MoveTable(
        rows=tuple(
            MoveRow(
                left=names[old],
                moves=tuple(_count((old, new), counts, question, names) for new in entered),
                cases=len(_made_any(facts, from_cell[old]) & moved),
            )
            for old in in_order(from_cell)
        ),
        entered=tuple((names[new], len(_made_any(facts, to_cell[new]) & moved)) for new in entered),
        models=tuple(
            (names[None, model].model, columns.count(model)) for model in MODELS if model in columns
        ),
    )


def _count(move: Move, counts: Mapping[Move, int], question: MoveQuestion, names: Names) -> MoveCount | None:
    if move not in counts:
        return None
    is_asked = question.names_a_move and question.fits(move)
    return MoveCount(names[move[0]], names[move[1]], counts[move], is_asked)


def _made_any(facts: Facts, moves: Iterable[Move]) -> Cases:
    """The cases that made one of the moves at least."""
    return facts.any_of(Kind.MOVE, map(move_key, moves))


def _finding(facts: Facts) -> MovesFinding:
    moves = [move_of(key) for key in facts.values(Kind.MOVE)]
    into = {
        model: len(_made_any(facts, [move for move in moves if model_entered(move) == model]))
        for model in MODELS
    }
    to = {
        direction: len(_made_any(facts, [move for move in moves if direction_of(move) is direction]))
        for direction in (Direction.LATER, Direction.EARLIER)
    }
    return MovesFinding(
        cases=len(facts.everything),
        moved=len(_made_any(facts, moves)),
        frequent=leaders_of({move: len(facts.having(Kind.MOVE, move_key(move))) for move in moves}),
        later=to[Direction.LATER],
        earlier=to[Direction.EARLIER],
        models=leaders_of(into),
    )
