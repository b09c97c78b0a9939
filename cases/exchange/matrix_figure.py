"""The picture of the matrix: seven stages by three models, with a number and squares in each cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from cases.domain.grid import cases_per_square, squares
from cases.exchange.figure import Picture
from cases.exchange.figure_marks import (
    CLOTHS,
    INK,
    KEY,
    KEY_HEIGHT,
    MAT_INK,
    RULE,
    SERIF,
    SOFT_INK,
    gap,
    group,
    legend,
    paragraph,
    rect,
    stage_number,
    swatch,
    text,
)

STAGE_WIDTH, CELL_WIDTH, CELL_HEIGHT = 190.0, 184.0, 66.0
SEAM = 4
"""What lies between two cells."""
HEAD_HEIGHT = 66.0
WIDTH = STAGE_WIDTH + 3 * CELL_WIDTH
NUMBER_SIZE, NOTE_SIZE = 26, 11
SQUARE, SQUARE_STEP, SQUARES_A_ROW = 12, 16, 8
SQUARES_FROM = 48


@dataclass(frozen=True, slots=True)
class CellDrawn:
    """A cell: its cases, those of all filters and years, and the words below its number, if any."""

    model: int
    cases: int
    in_all: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class StageDrawn:
    """A row: a stage with its cells in the order of the models."""

    number: int
    name: str
    cells: tuple[CellDrawn, ...]


@dataclass(frozen=True, slots=True)
class MatrixWords:
    """The words of the picture: names of the axes, and what its marks mean."""

    stage: str
    model: str
    square: str
    gap: str
    left_out: str


def draw_matrix(
    models: Sequence[tuple[int, str]], stages: Sequence[StageDrawn], words: MatrixWords
) -> Picture:
    """Return the picture. Its legend explains the marks that stand in it, and no other."""
    cells = [cell for stage in stages for cell in stage.cells]
    per_square = cases_per_square(cell.cases for cell in cells)
    rows = [_row(stage, per_square, HEAD_HEIGHT + row * CELL_HEIGHT) for row, stage in enumerate(stages)]
    height = HEAD_HEIGHT + len(stages) * CELL_HEIGHT
    key, key_height = legend(_legend(cells, per_square, words), 0, height + 14, WIDTH)
    return Picture(WIDTH, height + 14 + key_height, (*_heads(models, words), *rows, key))


def _heads(models: Sequence[tuple[int, str]], words: MatrixWords) -> list[Element]:
    marks = [
        text(words.stage, 0, HEAD_HEIGHT - 10, size=12, fill=SOFT_INK),
        text(words.model, STAGE_WIDTH, 12, size=12, fill=SOFT_INK),
    ]
    for column, (number, name) in enumerate(models):
        left = STAGE_WIDTH + column * CELL_WIDTH
        marks.append(swatch(number, left, 20, CELL_WIDTH - SEAM, 12))
        marks.append(paragraph(f"{number}. {name}", left, 36, CELL_WIDTH - SEAM, weight="bold")[0])
    return marks


def _row(stage: StageDrawn, per_square: int, top: float) -> Element:
    name, _height = paragraph(stage.name, 0, 32, STAGE_WIDTH - 12, family=SERIF, weight="bold")
    cells = (
        group(_cell(cell, per_square), STAGE_WIDTH + column * CELL_WIDTH)
        for column, cell in enumerate(stage.cells)
    )
    return group([stage_number(stage.number, 0, 24), name, *cells], y=top)


def _cell(cell: CellDrawn, per_square: int) -> list[Element]:
    width, height = CELL_WIDTH - SEAM, CELL_HEIGHT - SEAM
    number = _number(cell, MAT_INK if not cell.in_all else INK)
    if not cell.in_all:
        return [gap(0, 0, width, height), *number]
    if not cell.cases:
        return [rect(0.5, 0.5, width - 1, height - 1, stroke=RULE, dash="4 3"), *number]
    cloth = CLOTHS[cell.model]
    drawn = (
        swatch(
            cell.model,
            SQUARES_FROM + square % SQUARES_A_ROW * SQUARE_STEP,
            8 + square // SQUARES_A_ROW * SQUARE_STEP,
            SQUARE,
            SQUARE,
        )
        for square in range(squares(cell.cases, per_square))
    )
    return [rect(0, 0, width, height, fill=cloth.wash, stroke=cloth.deep), *number, *drawn]


def _number(cell: CellDrawn, ink: str) -> list[Element]:
    number = text(str(cell.cases), 10, 34, size=NUMBER_SIZE, weight="bold", family=SERIF, fill=ink)
    if not cell.note:
        return [number]
    return [number, text(cell.note, 10, 52, size=NOTE_SIZE, fill=ink)]


def _legend(cells: Sequence[CellDrawn], per_square: int, words: MatrixWords) -> list[tuple[Element, str]]:
    entries = []
    if per_square and any(cell.cases for cell in cells):
        entries.append((_square_of_each(), words.square))
    if any(not cell.in_all for cell in cells):
        entries.append((gap(0, 0, KEY, KEY_HEIGHT), words.gap))
    if any(cell.in_all and not cell.cases for cell in cells):
        dashed = rect(0.5, 0.5, KEY - 1, KEY_HEIGHT - 1, stroke=RULE, dash="4 3")
        entries.append((dashed, words.left_out))
    return entries


def _square_of_each() -> Element:
    return swatch(1, (KEY - SQUARE) / 2, (KEY_HEIGHT - SQUARE) / 2, SQUARE, SQUARE)
