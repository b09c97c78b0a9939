"""The picture of the moves: how many cases went from cell to cell, and the cases as ribbons of years."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from cases.domain.grid import Cell
from cases.domain.moves import NO_STAGE
from cases.domain.ribbon import YearScale
from cases.exchange.figure import Picture
from cases.exchange.figure_marks import (
    CLOTHS,
    PALE,
    RULE,
    SERIF,
    SOFT_INK,
    group,
    line,
    paragraph,
    rect,
    swatch,
    text,
)
from cases.exchange.figure_text import width_of
from cases.exchange.ribbons_figure import (
    HEAD_SIZE,
    NAME_WIDTH,
    NUMBER_SIZE,
    SIZE,
    WIDTH,
    RibbonDrawn,
    draw_ribbons,
    models_legend,
)

COLUMN_WIDTH, ROW_HEIGHT = 34.0, 26.0


@dataclass(frozen=True, slots=True)
class CellDrawn:
    """A cell that cases left or entered, with its name and how many cases that were."""

    cell: Cell
    name: str
    cases: int


@dataclass(frozen=True, slots=True)
class TableDrawn:
    """The moves: the rows are the cells left, the columns those entered; `moved` is all cases that moved."""

    left: tuple[CellDrawn, ...]
    entered: tuple[CellDrawn, ...]
    cases: dict[tuple[Cell, Cell], int]
    moved: int


@dataclass(frozen=True, slots=True)
class MovesWords:
    """The words of the picture; `models` are the names of the value models by number."""

    cells: str
    left: str
    entered: str
    all: str
    ribbons: str
    nothing: str
    models: dict[int, str]


def draw_moves(
    table: TableDrawn, scale: YearScale, ribbons: Sequence[RibbonDrawn], words: MovesWords
) -> Picture:
    """Return the picture; without any move it says so."""
    if not table.cases:
        said, height = paragraph(words.nothing, 0, 0, WIDTH)
        return Picture(WIDTH, height, (said,))
    key, top = models_legend(words.models)
    cells, cells_height = _table(table, words)
    rows, rows_height = draw_ribbons(scale, ribbons, words.ribbons)
    width = max(WIDTH, NAME_WIDTH + (len(table.entered) + 1) * COLUMN_WIDTH)
    below = top + 22 + cells_height + 26
    return Picture(width, below + rows_height, (key, group(cells, y=top + 22), group(rows, y=below)))


# --- from cell to cell ----------------------------------------------------------------------------


def _table(table: TableDrawn, words: MovesWords) -> tuple[list[Element], float]:
    marks = [
        text(words.cells, 0, 14, size=HEAD_SIZE, weight="bold", family=SERIF),
        text(words.left, 0, 58, size=SIZE, fill=SOFT_INK),
        text(words.entered, NAME_WIDTH, 34, size=SIZE, fill=SOFT_INK),
        text(words.all, _column(len(table.entered)), 58, size=SIZE, anchor="middle", fill=SOFT_INK),
    ]
    for column, drawn in enumerate(table.entered):
        marks += _head(drawn, column)
    top = 68.0
    for row in table.left:
        name, height = paragraph(row.name, 22, top + 6, NAME_WIDTH - 30, size=SIZE)
        marks += [name, *_row(row, table, top)]
        top += max(ROW_HEIGHT, height + 10)
    marks.append(line(0, top, _column(len(table.entered)) + COLUMN_WIDTH / 2, top, stroke=RULE))
    marks.append(text(words.all, 0, top + 18, size=SIZE, fill=SOFT_INK))
    totals = [*(drawn.cases for drawn in table.entered), table.moved]
    marks += [_number(cases, column, top + 18) for column, cases in enumerate(totals)]
    return marks, top + ROW_HEIGHT


def _column(column: int) -> float:
    """The middle of a column."""
    return NAME_WIDTH + column * COLUMN_WIDTH + COLUMN_WIDTH / 2


def _head(drawn: CellDrawn, column: int) -> list[Element]:
    stage, model = drawn.cell
    return [
        swatch(model, _column(column) - COLUMN_WIDTH / 2 + 1, 40, COLUMN_WIDTH - 2, 6),
        text(str(stage or NO_STAGE), _column(column), 61, size=NUMBER_SIZE, anchor="middle", weight="bold"),
    ]


def _row(row: CellDrawn, table: TableDrawn, top: float) -> list[Element]:
    marks = [
        line(0, top, _column(len(table.entered)) + COLUMN_WIDTH / 2, top, stroke=PALE),
        swatch(row.cell[1], 0, top + 6, 14, 14),
        _number(row.cases, len(table.entered), top + 18),
    ]
    for column, drawn in enumerate(table.entered):
        cases = table.cases.get((row.cell, drawn.cell))
        if cases:
            cloth = CLOTHS[drawn.cell[1]]
            left = _column(column) - COLUMN_WIDTH / 2 + 2
            marks.append(
                rect(left, top + 2, COLUMN_WIDTH - 4, ROW_HEIGHT - 4, fill=cloth.wash, stroke=cloth.deep)
            )
            marks.append(_number(cases, column, top + 18))
    return marks


def _number(cases: int, column: int, base: float) -> Element:
    size = NUMBER_SIZE if width_of(str(cases), NUMBER_SIZE) < COLUMN_WIDTH - 4 else NUMBER_SIZE * 0.6
    return text(str(cases), _column(column), base, size=size, anchor="middle", weight="bold", family=SERIF)
