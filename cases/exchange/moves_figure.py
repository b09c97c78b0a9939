"""The picture of the moves: how many cases went from cell to cell, and the cases as ribbons of years."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from cases.domain.grid import Cell
from cases.domain.moves import NO_STAGE
from cases.domain.ribbon import Piece, YearScale
from cases.exchange.figure import Picture
from cases.exchange.figure_marks import (
    CLOTHS,
    INK,
    KEY,
    KEY_HEIGHT,
    PALE,
    RULE,
    SERIF,
    SOFT_INK,
    group,
    legend,
    line,
    paragraph,
    rect,
    swatch,
    text,
)
from cases.exchange.figure_text import isolated, width_of

NAME_WIDTH, COLUMN_WIDTH, ROW_HEIGHT = 216.0, 34.0, 26.0
TRACK_WIDTH, TRACK_HEIGHT, TRACK_STEP = 660.0, 26.0, 34.0
WIDTH = NAME_WIDTH + TRACK_WIDTH
SIZE, NAME_SIZE, NUMBER_SIZE, HEAD_SIZE = 12, 13, 15, 15
BAND, END = 6, 4
"""How wide the weave at the beginning of a piece is, and the thick end of a case that has ended."""


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
class RibbonDrawn:
    """A case: its phases as pieces, each with its cell and the name of its stage, "" without one."""

    name: str
    phases: tuple[tuple[Piece, Cell, str], ...]
    has_ended: bool


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
    entries = [(swatch(number, 0, 0, KEY, KEY_HEIGHT), name) for number, name in words.models.items()]
    key, top = legend(entries, 0, 0, WIDTH)
    cells, cells_height = _table(table, words)
    rows, rows_height = _ribbons(scale, ribbons, words)
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


# --- ribbons --------------------------------------------------------------------------------------


def _ribbons(
    scale: YearScale, ribbons: Sequence[RibbonDrawn], words: MovesWords
) -> tuple[list[Element], float]:
    head, head_height = paragraph(words.ribbons, 0, 0, WIDTH, size=HEAD_SIZE, weight="bold", family=SERIF)
    tracks: list[Element] = []
    top = head_height + 26
    first = top
    for ribbon in ribbons:
        name, height = paragraph(isolated(ribbon.name), 0, top + 4, NAME_WIDTH - 12, size=NAME_SIZE)
        tracks += [name, group(_pieces(ribbon), NAME_WIDTH, top + 4)]
        top += max(TRACK_STEP, height + 8)
    return [head, *_years(scale, first, top), *tracks], top


def _years(scale: YearScale, top: float, bottom: float) -> list[Element]:
    marks = []
    for year in scale.ticks:
        x = NAME_WIDTH + scale.at(year) * TRACK_WIDTH / 100
        marks += [
            line(x, top, x, bottom, stroke=PALE),
            text(str(year), x, top - 6, size=SIZE, fill=SOFT_INK),
        ]
    return marks


def _pieces(ribbon: RibbonDrawn) -> list[Element]:
    marks: list[Element] = []
    for piece, (stage, model), name in ribbon.phases:
        x, width = piece.x * TRACK_WIDTH / 100, piece.width * TRACK_WIDTH / 100
        cloth = CLOTHS[model]
        marks.append(rect(x, 0, width, TRACK_HEIGHT, fill=cloth.dye, stroke=cloth.deep))
        marks.append(
            rect(x, 0, min(BAND, width), TRACK_HEIGHT, fill=f"url(#weave-{model})", stroke=cloth.deep)
        )
        marks += _label(str(stage or NO_STAGE), name, x + BAND + 3, width - BAND - 5)
    if ribbon.has_ended and ribbon.phases:
        piece = ribbon.phases[-1][0]
        end = (piece.x + piece.width) * TRACK_WIDTH / 100
        marks.append(rect(end - END, 0, END, TRACK_HEIGHT, fill=INK))
    return marks


def _label(number: str, name: str, x: float, room: float) -> list[Element]:
    """The number of the stage, and its name beside it, as far as they fit."""
    taken = width_of(number, NUMBER_SIZE, weight="bold")
    if taken > room:
        return []
    marks = [text(number, x, 18, size=NUMBER_SIZE, weight="bold", family=SERIF)]
    if name and taken + 5 + width_of(name, SIZE) <= room:
        marks.append(text(name, x + taken + 5, 17, size=SIZE))
    return marks
