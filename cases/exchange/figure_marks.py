"""The marks of which figures are made: text, shapes, the cloth of a model, a stage, a gap, a legend.

Every mark is an element of SVG with presentation attributes only: no style sheet, no script, nothing from
elsewhere. It opens alike in a browser, in a drawing program and on paper, and no mark says anything by
its colour alone. Lengths are pixels.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Literal
from xml.etree.ElementTree import Element

from cases.domain.vocabulary import STAGES
from cases.exchange.figure_text import clean, width_of, wrapped

Tag = Literal[
    "svg", "title", "desc", "defs", "pattern", "g", "rect", "circle", "line", "path", "text", "tspan", "a"
]
Attribute = str | float | None
Weight = Literal["normal", "bold"]
Anchor = Literal["start", "middle", "end"]

PAPER, INK, SOFT_INK, RULE = "#ffffff", "#1b2024", "#4d565b", "#808a86"
PALE = "#d3d8d3"
MAT, MAT_LINE, MAT_INK = "#22373a", "#2f484b", "#f1f5f3"
SANS, SERIF = "sans-serif", "serif"
LEADING = 1.35
"""How far lines stand apart, in their size."""


@dataclass(frozen=True, slots=True)
class Cloth:
    """The three tones of a model, and the path of its weave in a tile of 4 by 4."""

    dye: str
    wash: str
    deep: str
    weave: str


CLOTHS = {
    1: Cloth("#e3a2ac", "#f9eaec", "#8b1c3c", "M.5 0v4"),
    2: Cloth("#b1c5e6", "#ebf0f9", "#1f4180", "M-1 1l2 -2M0 4l4 -4M3 5l2 -2"),
    3: Cloth("#ebd478", "#fbf5dc", "#635000", "M.5 0v4M0 .5h4"),
}
"""Warp stripes, twill, check: the models differ also in grey. The tones are those of the style sheet."""


def element(tag: Tag, text: str = "", children: Iterable[Element] = (), **attributes: Attribute) -> Element:
    """An element whose text and attributes are clean; `stroke_width=2` is written `stroke-width="2"`.

    Attributes that are None are left out.
    """
    made: Element = Element(str(tag))
    for name, value in attributes.items():
        if value is not None:
            made.set(name.replace("_", "-"), clean(value) if isinstance(value, str) else _number(value))
    made.text = clean(text) or None
    made.extend(children)
    return made


def _number(value: float) -> str:
    return f"{round(value, 2):.2f}".rstrip("0").rstrip(".")


# --- text and shapes ------------------------------------------------------------------------------


def text(
    words: str,
    x: float,
    y: float,
    *,
    size: float = 13,
    anchor: Anchor = "start",
    weight: Weight = "normal",
    family: str = SANS,
    fill: str = INK,
) -> Element:
    """One line of text on the base line `y`."""
    return element("text", words, (), **_of_text(size, anchor, weight, family, fill), x=x, y=y)


def paragraph(
    words: str,
    x: float,
    y: float,
    width: float,
    *,
    size: float = 13,
    anchor: Anchor = "start",
    weight: Weight = "normal",
    family: str = SANS,
    fill: str = INK,
) -> tuple[Element, float]:
    """Text in as many lines as it needs, from the upper edge `y`; and how high it is."""
    lines = wrapped(words, size, width, weight=weight)
    rows = [element("tspan", line, x=x, y=y + size + row * size * LEADING) for row, line in enumerate(lines)]
    made = element("text", "", rows, **_of_text(size, anchor, weight, family, fill))
    return made, len(lines) * size * LEADING


def _of_text(size: float, anchor: Anchor, weight: Weight, family: str, fill: str) -> dict[str, Attribute]:
    return {
        "font_family": family,
        "font_size": size,
        "font_weight": weight if weight != "normal" else None,
        "text_anchor": anchor if anchor != "start" else None,
        "fill": fill,
    }


def rect(
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    fill: str = "none",
    stroke: str | None = None,
    dash: str | None = None,
) -> Element:
    """A rectangle; `dash` are the lengths of the strokes and gaps of its edge."""
    return element(
        "rect", x=x, y=y, width=width, height=height, fill=fill, stroke=stroke, stroke_dasharray=dash
    )


def circle(x: float, y: float, radius: float, *, fill: str = "none", stroke: str | None = None) -> Element:
    """A circle around `x` and `y`."""
    return element("circle", cx=x, cy=y, r=radius, fill=fill, stroke=stroke)


def line(
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    *,
    stroke: str = INK,
    width: float = 1,
    dash: str | None = None,
) -> Element:
    """A straight line."""
    return element(
        "line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width, stroke_dasharray=dash
    )


def path(
    course: str, *, fill: str = "none", stroke: str | None = INK, width: float = 1, dash: str | None = None
) -> Element:
    """A shape by its course, in the words of the attribute `d`."""
    return element("path", d=course, fill=fill, stroke=stroke, stroke_width=width, stroke_dasharray=dash)


def group(children: Iterable[Element], x: float = 0, y: float = 0) -> Element:
    """Marks that are moved together; their own places count from `x` and `y`."""
    moved = f"translate({_number(x)} {_number(y)})" if x or y else None
    return element("g", "", children, transform=moved)


# --- the words of the site ------------------------------------------------------------------------


def weaves() -> Element:
    """The patterns of the three cloths; every document holds them once."""
    return element("defs", "", (_weave(model, cloth) for model, cloth in CLOTHS.items()))


def _weave(model: int, cloth: Cloth) -> Element:
    threads = [rect(0, 0, 4, 4, fill=cloth.dye), path(cloth.weave, stroke=cloth.deep)]
    return element(
        "pattern", "", threads, id=f"weave-{model}", patternUnits="userSpaceOnUse", width=4, height=4
    )


def swatch(model: int, x: float, y: float, width: float = 22, height: float = 16) -> Element:
    """A piece of the cloth of a model; a small one is a patch or a square that stands for cases."""
    return group([rect(0, 0, width, height, fill=f"url(#weave-{model})", stroke=CLOTHS[model].deep)], x, y)


def stage_number(number: int, x: float, y: float, *, size: float = 15) -> Element:
    """The digit of a stage on the base line `y`, and seven notches of which as many are filled."""
    notches = [
        rect(size + notch * 5, -10, 3, 10, fill=INK if notch < number else PALE)
        for notch in range(len(STAGES))
    ]
    return group([text(str(number), 0, 0, size=size, weight="bold"), *notches], x, y)


def gap(x: float, y: float, width: float, height: float) -> Element:
    """Where nothing is known yet: the mat, seen through cloth with a frayed edge."""
    across = "".join(f"M{at} 0v{_number(height)}" for at in range(6, int(width), 12))
    along = "".join(f"M0 {at}h{_number(width)}" for at in range(6, int(height), 12))
    threads = list(_fringe(width))
    top = "".join(f"M{at} 0l{lean} {length}" for at, lean, length in threads)
    bottom = "".join(f"M{at} {_number(height)}l{lean} -{length}" for at, lean, length in reversed(threads))
    return group(
        [
            rect(0, 0, width, height, fill=MAT),
            path(across + along, stroke=MAT_LINE),
            path(top + bottom, stroke=PAPER),
        ],
        x,
        y,
    )


THREADS = ((3, 0, 5), (4, 1, 3), (2, -1, 7), (6, 0, 2), (3, 1, 9), (5, -1, 4), (3, 0, 6))
"""The loose threads of an edge, over and over: how far on, how far it leans, how long it is."""


def _fringe(width: float) -> Iterable[tuple[int, int, int]]:
    at = 0
    for step, lean, length in cycle(THREADS):
        at += step
        if at >= width:
            return
        yield at, lean, length


KEY, KEY_HEIGHT = 22, 16
"""How wide and high a mark in a legend may be."""
KEY_GAP, ENTRY_GAP, ROW_GAP = 8, 22, 6


def legend(
    entries: Sequence[tuple[Element, str]], x: float, y: float, width: float, *, size: float = 12
) -> tuple[Element, float]:
    """What the marks mean, from the upper edge `y` in as many rows as it needs; and how high it is.

    Each mark is drawn at 0, 0 and no larger than `KEY` by `KEY_HEIGHT`.
    """
    marks: list[Element] = []
    room = width - KEY - KEY_GAP
    left, top, row_height = 0.0, 0.0, 0.0
    for mark, meaning in entries:
        needed = min(width_of(meaning, size), room)
        if left and left + KEY + KEY_GAP + needed > width:
            left, top, row_height = 0, top + row_height + ROW_GAP, 0
        words, height = paragraph(meaning, KEY + KEY_GAP, 0, room, size=size)
        marks.append(group([mark, words], left, top))
        left += KEY + KEY_GAP + needed + ENTRY_GAP
        row_height = max(row_height, height, KEY_HEIGHT)
    return group(marks, x, y), top + row_height
