"""A figure as a document of its own: a picture in a frame that says what it shows, and where it is from."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element, tostring

from cases.exchange.figure_marks import (
    INK,
    PAPER,
    RULE,
    SANS,
    SERIF,
    SOFT_INK,
    Weight,
    element,
    group,
    line,
    paragraph,
    rect,
    weaves,
)
from cases.exchange.figure_text import clean

MARGIN = 28
NARROWEST = 420
"""A picture that is narrower stands in a frame of this width, so that the words have room."""

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands around a picture, in the language of the figure.

    `shown` says what is shown: the filters in words. `found` says how many cases that is. `notes` say how
    to read the picture. `origin` says whose data it is, of which day and under which licence.
    """

    title: str
    shown: str
    found: str
    notes: tuple[str, ...]
    origin: str
    permalink: str
    language: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The body of a figure: marks whose places count from its upper left corner."""

    width: float
    height: float
    marks: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Words of the frame: how they look, and how far below the words before them they stand."""

    words: str
    size: float
    below: float = 0
    fill: str = INK
    family: str = SANS
    weight: Weight = "normal"


def write_figure(caption: Caption, picture: Picture) -> bytes:
    """Return the document as UTF-8; the same caption and picture always give the same bytes."""
    width = max(picture.width, NARROWEST)
    head, top = _column(_head(caption), width, MARGIN)
    body = group(picture.marks, MARGIN, top + 16)
    notes, below_notes = _column(_notes(caption), width, top + 16 + picture.height + 8)
    rule = line(MARGIN, below_notes + 14, MARGIN + width, below_notes + 14, stroke=RULE)
    origin, below_origin = _column(_origin(caption), width, below_notes + 20)
    link, bottom = paragraph(caption.permalink, MARGIN, below_origin + 2, width, size=11, fill=SOFT_INK)
    linked = element("a", "", [link], href=caption.permalink)
    marks = [*head, body, *notes, rule, *origin, linked]
    return _document(caption, width + 2 * MARGIN, below_origin + 2 + bottom + MARGIN, marks)


def _head(caption: Caption) -> tuple[Line, ...]:
    return (
        Line(caption.title, 22, family=SERIF, weight="bold"),
        Line(caption.shown, 13, below=4),
        Line(caption.found, 13, fill=SOFT_INK),
    )


def _notes(caption: Caption) -> tuple[Line, ...]:
    return tuple(Line(note, 12, below=4, fill=SOFT_INK) for note in caption.notes)


def _origin(caption: Caption) -> tuple[Line, ...]:
    return (Line(caption.origin, 11, below=4, fill=SOFT_INK),)


def _column(lines: tuple[Line, ...], width: float, y: float) -> tuple[list[Element], float]:
    """The words below each other, and where they end."""
    marks = []
    for row in lines:
        y += row.below
        made, height = paragraph(
            row.words,
            MARGIN,
            y,
            width,
            size=row.size,
            weight=row.weight,
            family=row.family,
            fill=row.fill,
        )
        marks.append(made)
        y += height
    return marks, y


def _document(caption: Caption, width: float, height: float, marks: list[Element]) -> bytes:
    told = " ".join([caption.shown, caption.found, *caption.notes, caption.origin, caption.permalink])
    inside = [
        element("title", caption.title, id="figure-title"),
        element("desc", told, id="figure-text"),
        weaves(),
        rect(0, 0, width, height, fill=PAPER),
        *marks,
    ]
    root = element(
        "svg",
        "",
        inside,
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {width:g} {height:g}",
        role="img",
        aria_labelledby="figure-title",
        aria_describedby="figure-text",
    )
    root.set(XML_LANG, clean(caption.language))
    document: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return document
