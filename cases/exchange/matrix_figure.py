"""The picture of the matrix: seven stages by three models, with a number and squares in each cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from cases.domain.grid import cases_per_square, squares
from cases.domain.vocabulary import MODELS
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
from cases.exchange.figure_text import isolated

STAGE_WIDTH, CELL_WIDTH, CELL_HEIGHT = 204.0, 184.0, 66.0
SEAM = 4
"""What lies between two cells."""
WIDTH = STAGE_WIDTH + len(MODELS) * CELL_WIDTH - SEAM
STAGE_SIZE, NUMBER_SIZE, NOTE_SIZE = 12, 26, 11
SQUARE, SQUARE_STEP, SQUARES_A_ROW = 12, 16, 8
SQUARES_FROM = 48.0


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
    marks, top = _heads(models, words)
    for stage in stages:
        row, height = _row(stage, per_square, top)
        marks.append(row)
        top += height
    key, key_height = legend(_legend(cells, per_square, words), 0, top + 14, WIDTH)
    return Picture(WIDTH, top + 14 + key_height, (*marks, key))


def _heads(models: Sequence[tuple[int, str]], words: MatrixWords) -> tuple[list[Element], float]:
    """The names of the axes and of the models, and how high they are."""
    width = CELL_WIDTH - SEAM
    marks = [text(words.model, STAGE_WIDTH, 12, size=12, fill=SOFT_INK)]
    bottom = 0.0
    for column, (number, name) in enumerate(models):
        left = STAGE_WIDTH + column * CELL_WIDTH
        called, height = paragraph(f"{number}. {isolated(name)}", left, 37, width, weight="bold")
        marks += [swatch(number, left, 20, width, 12), called]
        bottom = max(bottom, 37 + height)
    return [text(words.stage, 0, bottom - 4, size=12, fill=SOFT_INK), *marks], bottom + 8


def _row(stage: StageDrawn, per_square: int, top: float) -> tuple[Element, float]:
    """The row and its height: a long name of a stage makes it higher."""
    name, name_height = paragraph(
        stage.name, 0, 26, STAGE_WIDTH - 10, size=STAGE_SIZE, weight="bold", family=SERIF
    )
    height = max(CELL_HEIGHT, 30 + name_height)
    cells = (
        group(_cell(cell, per_square, height - SEAM), STAGE_WIDTH + column * CELL_WIDTH)
        for column, cell in enumerate(stage.cells)
    )
    return group([stage_number(stage.number, 0, 20), name, *cells], y=top), height


def _cell(cell: CellDrawn, per_square: int, height: float) -> list[Element]:
    width = CELL_WIDTH - SEAM
    if not cell.in_all:
        return [gap(0, 0, width, height), *_number(cell, height, MAT_INK)]
    if not cell.cases:
        return [_left_out(width, height), *_number(cell, height, INK)]
    cloth = CLOTHS[cell.model]
    washed = rect(0, 0, width, height, fill=cloth.wash, stroke=cloth.deep)
    return [washed, *_number(cell, height, INK), *_squares(cell, per_square, height)]


def _left_out(width: float, height: float) -> Element:
    return rect(0.5, 0.5, width - 1, height - 1, stroke=RULE, dash="4 3")


def _number(cell: CellDrawn, height: float, ink: str) -> list[Element]:
    """The number in the middle of the height, with its note below."""
    base = height / 2 + (2 if cell.note else 9)
    number = text(str(cell.cases), 10, base, size=NUMBER_SIZE, weight="bold", family=SERIF, fill=ink)
    if not cell.note:
        return [number]
    return [number, text(cell.note, 10, base + 17, size=NOTE_SIZE, fill=ink)]


def _squares(cell: CellDrawn, per_square: int, height: float) -> list[Element]:
    number = squares(cell.cases, per_square)
    rows = -(-number // SQUARES_A_ROW)
    top = (height - rows * SQUARE_STEP + SQUARE_STEP - SQUARE) / 2
    return [
        swatch(
            cell.model,
            SQUARES_FROM + square % SQUARES_A_ROW * SQUARE_STEP,
            top + square // SQUARES_A_ROW * SQUARE_STEP,
            SQUARE,
            SQUARE,
        )
        for square in range(number)
    ]


def _legend(cells: Sequence[CellDrawn], per_square: int, words: MatrixWords) -> list[tuple[Element, str]]:
    filled = next((cell for cell in cells if cell.cases), None)
    entries = []
    if per_square and filled:
        square = swatch(filled.model, (KEY - SQUARE) / 2, (KEY_HEIGHT - SQUARE) / 2, SQUARE, SQUARE)
        entries.append((square, words.square))
    if any(not cell.in_all for cell in cells):
        entries.append((gap(0, 0, KEY, KEY_HEIGHT), words.gap))
    if any(cell.in_all and not cell.cases for cell in cells):
        entries.append((_left_out(KEY, KEY_HEIGHT), words.left_out))
    return entries
