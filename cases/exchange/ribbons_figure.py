"""Cases as ribbons of years, under each other on one scale: a part of several pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from cases.domain.grid import Cell
from cases.domain.moves import NO_STAGE
from cases.domain.ribbon import Piece, YearScale
from cases.exchange.figure_marks import (
    CLOTHS,
    INK,
    KEY,
    KEY_HEIGHT,
    PALE,
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

NAME_WIDTH = 216.0
TRACK_WIDTH, TRACK_HEIGHT, TRACK_STEP = 660.0, 26.0, 34.0
WIDTH = NAME_WIDTH + TRACK_WIDTH
SIZE, NAME_SIZE, NUMBER_SIZE, HEAD_SIZE = 12, 13, 15, 15
BAND, END = 6, 4
"""How wide the weave at the beginning of a piece is, and the thick end of a case that has ended."""


@dataclass(frozen=True, slots=True)
class RibbonDrawn:
    """A case: its phases as pieces, each with its cell and the name of its stage, "" without one."""

    name: str
    phases: tuple[tuple[Piece, Cell, str], ...]
    has_ended: bool


def models_legend(models: Mapping[int, str]) -> tuple[Element, float]:
    """The cloth of each model with its name, and how high that is."""
    entries = [(swatch(number, 0, 0, KEY, KEY_HEIGHT), name) for number, name in models.items()]
    return legend(entries, 0, 0, WIDTH)


def draw_ribbons(scale: YearScale, ribbons: Sequence[RibbonDrawn], head: str) -> tuple[list[Element], float]:
    """The ribbons under a head, and how high they are."""
    said, head_height = paragraph(head, 0, 0, WIDTH, size=HEAD_SIZE, weight="bold", family=SERIF)
    tracks: list[Element] = []
    top = head_height + 26
    first = top
    for ribbon in ribbons:
        name, height = paragraph(isolated(ribbon.name), 0, top + 4, NAME_WIDTH - 12, size=NAME_SIZE)
        tracks += [name, group(_pieces(ribbon), NAME_WIDTH, top + 4)]
        top += max(TRACK_STEP, height + 8)
    return [said, *_years(scale, first, top), *tracks], top


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
