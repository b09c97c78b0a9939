"""The picture of where cases began: the world with one mark a country, its number in it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from cases.domain.globe import HEIGHT, WIDTH, Point
from cases.domain.map_marks import Counted, Mark, Marks
from cases.exchange.figure import Picture
from cases.exchange.figure_marks import (
    INK,
    KEY,
    KEY_HEIGHT,
    PALE,
    PAPER,
    RULE,
    circle,
    element,
    group,
    legend,
    line,
    rect,
    text,
)

EMPTY = "#eef1ed"
"""Land without a case among those shown."""
DOT, SMALL_DOT = 2.5, 3.5
NUMBER_SIZE = 13


@dataclass(frozen=True, slots=True)
class MapWords:
    """What the marks mean."""

    mark: str
    dot: str
    no_room: str
    land: str


def draw_world_map(
    courses: Mapping[str, str], marks: Marks, dots: Sequence[Point], words: MapWords
) -> Picture:
    """Return the picture. `courses` are the outlines of all countries by their code."""
    counted = {mark.code for mark in marks.placed} | {country.code for country in marks.left_out}
    body = [
        *_land(courses, counted),
        *(circle(x, y, DOT, fill=INK, stroke=PAPER) for x, y in dots),
        *(_unnumbered(country) for country in marks.left_out),
        *(line(*mark.home, mark.x, mark.y) for mark in marks.placed if mark.is_moved),
        *(_mark(mark) for mark in marks.placed),
    ]
    key, height = legend(_legend(marks, dots, words), 0, HEIGHT + 14, WIDTH)
    return Picture(WIDTH, HEIGHT + 14 + height, (*body, key))


def _land(courses: Mapping[str, str], counted: Collection[str]) -> list[Element]:
    """All land, that of countries with a case darker."""
    empty = "".join(course for code, course in courses.items() if code not in counted)
    filled = "".join(course for code, course in courses.items() if code in counted)
    return [
        element("path", d=course, fill=fill, fill_rule="evenodd", stroke=RULE, stroke_width=0.5)
        for course, fill in ((empty, EMPTY), (filled, PALE))
        if course
    ]


def _mark(mark: Mark) -> Element:
    number = text(
        str(mark.cases), 0, NUMBER_SIZE * 0.36, size=NUMBER_SIZE, anchor="middle", weight="bold", fill=PAPER
    )
    return group([circle(0, 0, mark.radius, fill=INK, stroke=PAPER), number], mark.x, mark.y)


def _unnumbered(country: Counted) -> Element:
    return circle(*country.home, SMALL_DOT, fill=PAPER, stroke=INK)


def _legend(marks: Marks, dots: Sequence[Point], words: MapWords) -> list[tuple[Element, str]]:
    middle, center = KEY / 2, KEY_HEIGHT / 2
    entries = []
    if marks.placed:
        number = text("1", middle, center + 4, size=11, anchor="middle", weight="bold", fill=PAPER)
        entries.append((group([circle(middle, center, 8, fill=INK), number]), words.mark))
        entries.append((rect(0, 0, KEY, KEY_HEIGHT, fill=PALE, stroke=RULE), words.land))
    if dots:
        entries.append((circle(middle, center, DOT, fill=INK, stroke=PAPER), words.dot))
    if marks.left_out:
        entries.append((circle(middle, center, SMALL_DOT, fill=PAPER, stroke=INK), words.no_room))
    return entries
