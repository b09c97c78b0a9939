"""The picture of when cases began: a bar a decade by model of the first phase, and its ten years beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from cases.domain.timeline import (
    BAR,
    BASE,
    THICK,
    WIDTH,
    YEAR_WIDTH,
    YEARS_FROM,
    Column,
    Drawing,
    Row,
)
from cases.exchange.figure import Picture
from cases.exchange.figure_marks import (
    RULE,
    SOFT_INK,
    group,
    legend,
    line,
    rect,
    swatch,
    text,
)
from cases.exchange.figure_text import isolated

HEAD = 22


@dataclass(frozen=True, slots=True)
class TimelineWords:
    """The words of the picture: heads of its two halves, and the name of each row in their order."""

    by_model: str
    by_year: str
    rows: tuple[str, ...]


def draw_timeline_figure(
    drawing: Drawing, models: Sequence[tuple[int, str]], words: TimelineWords
) -> Picture:
    """Return the picture: time runs down."""
    marks = [
        text(words.by_model, BAR, 12, size=12, fill=SOFT_INK),
        text(words.by_year, YEARS_FROM, 12, size=12, fill=SOFT_INK),
    ]
    marks += [
        group(_row(row, name), y=HEAD + row.y) for row, name in zip(drawing.rows, words.rows, strict=True)
    ]
    shown = {stretch.model for row in drawing.rows for stretch in row.bar}
    keys = [
        (swatch(number, 0, 0), f"{number}. {isolated(name)}") for number, name in models if number in shown
    ]
    top = HEAD + drawing.height + 14
    key, height = legend(keys, 0, top, WIDTH)
    return Picture(WIDTH, top + height, (*marks, key))


def _row(row: Row, name: str) -> list[Element]:
    if not row.bar:
        return [text(name, 0, 18, size=12, fill=SOFT_INK)]
    return [
        text(name, 0, BASE - 8, weight="bold"),
        *(swatch(stretch.model, stretch.x, BASE - THICK, stretch.width, THICK) for stretch in row.bar),
        text(str(row.cases), row.end + 8, BASE - 8, weight="bold"),
        *(mark for column in row.columns for mark in _column(column)),
    ]


def _column(column: Column) -> list[Element]:
    """A year: its bar with its number beside, on a line that is there in every year."""
    marks = [
        line(column.x, BASE, column.x + YEAR_WIDTH, BASE, stroke=RULE),
        text(column.short, column.middle, BASE + 11, size=9, anchor="middle", fill=SOFT_INK),
    ]
    if column.cases:
        marks.append(rect(column.x, column.y, YEAR_WIDTH, column.height, fill=SOFT_INK))
        marks.append(text(str(column.cases), column.middle, column.y - 3, size=10, anchor="middle"))
    return marks
