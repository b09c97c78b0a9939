"""The picture of the tested guess: each model's claims by state, and what stands on every claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from cases.domain.bars import length, stack
from cases.domain.states import ClaimState
from cases.exchange.figure import Picture
from cases.exchange.figure_marks import (
    CLOTHS,
    KEY,
    KEY_HEIGHT,
    MAT,
    PAPER,
    SOFT_INK,
    gap,
    group,
    legend,
    paragraph,
    path,
    rect,
    swatch,
    text,
)
from cases.exchange.figure_text import isolated

WIDTH = 720.0
BAR_HEIGHT, MODEL_HEIGHT = 28, 60
STEP = 7
"""How far the threads of a cross stitch stand apart."""
CODE_WIDTH, STATE_WIDTH, MEASURE = 44, 32, 250
"""The columns of a claim: its code, its state, and the room of the longest bar."""
ROW, THICK = 20, 11
ROOM = 44
"""For the number behind a bar."""


@dataclass(frozen=True, slots=True)
class ClaimDrawn:
    """A claim: its code, its state, and the cases and independent sources on it."""

    code: str
    state: ClaimState
    cases: int
    sources: int


@dataclass(frozen=True, slots=True)
class ModelDrawn:
    """A model with its claims in the order of the text, and how many are in each state."""

    number: int
    name: str
    counts: tuple[tuple[ClaimState, int], ...]
    claims: tuple[ClaimDrawn, ...]


@dataclass(frozen=True, slots=True)
class GuessWords:
    """The words of the picture: heads of its two halves and columns, and what each state is called."""

    by_state: str
    by_claim: str
    cases: str
    sources: str
    states: tuple[tuple[ClaimState, str], ...]


def draw_guess(models: Sequence[ModelDrawn], words: GuessWords) -> Picture:
    """Return the picture: one bar a model above, one row a claim below."""
    bars, below_bars = _bars(models, words)
    rows, bottom = _claims(models, words, below_bars + 26)
    return Picture(WIDTH, bottom, (*bars, *rows))


# --- states ---------------------------------------------------------------------------------------


def _state(model: int, state: ClaimState, width: float, height: float) -> Element:
    """A stretch of cloth: woven if held, cross-stitched if contested, half dyed if thin, else the mat."""
    cloth = CLOTHS[model]
    if state is ClaimState.HELD:
        return swatch(model, 0, 0, width, height)
    if state is ClaimState.CONTESTED:
        return group(
            [
                rect(0, 0, width, height, fill=PAPER, stroke=cloth.deep),
                path(_crossed(width, height), stroke=cloth.deep),
            ]
        )
    if state is ClaimState.THIN:
        return group(
            [
                rect(0, 0, width / 2, height, fill=cloth.dye),
                rect(0, 0, width, height, stroke=cloth.deep, dash="4 3"),
            ]
        )
    # A frayed edge would cover all of a small gap.
    return gap(0, 0, width, height) if height >= BAR_HEIGHT else rect(0, 0, width, height, fill=MAT)


def _crossed(width: float, height: float) -> str:
    """The course of threads that run both ways across a rectangle and end at its edges."""
    course = []
    for reach in range(STEP, int(width + height), STEP):
        right, low = min(reach, width), max(0, reach - width)
        left, high = max(0, reach - height), min(reach, height)
        course.append(f"M{right:g} {low:g}L{left:g} {high:g}")
        course.append(f"M{width - right:g} {low:g}L{width - left:g} {high:g}")
    return "".join(course)


def _bars(models: Sequence[ModelDrawn], words: GuessWords) -> tuple[list[Element], float]:
    """One bar a model, as long as it has claims, and what its stretches mean; and where that ends."""
    longest = max((len(model.claims) for model in models), default=1)
    each = int(WIDTH // max(longest, 1))
    marks = [text(words.by_state, 0, 14, weight="bold")]
    top = 24.0
    for model in models:
        name, height = paragraph(f"{model.number}. {isolated(model.name)}", 0, top, WIDTH, weight="bold")
        stretches = [
            group(_stretch(model.number, ClaimState(part.name), part.count, part.width), part.x)
            for part in stack(model.counts, each)
        ]
        marks += [name, group(stretches, 0, top + height + 4)]
        top += height + MODEL_HEIGHT - 18
    keys = [(_state(1, state, KEY, KEY_HEIGHT), meaning) for state, meaning in words.states]
    key, height = legend(keys, 0, top + 4, WIDTH)
    return [*marks, key], top + 4 + height


def _stretch(model: int, state: ClaimState, count: int, width: float) -> list[Element]:
    middle, room = width / 2, 16 + 8 * (len(str(count)) - 1)
    return [
        _state(model, state, width, BAR_HEIGHT),
        rect(middle - room / 2, 5, room, 18, fill=PAPER, stroke=CLOTHS[model].deep),
        text(str(count), middle, 19, anchor="middle", weight="bold"),
    ]


# --- claims ---------------------------------------------------------------------------------------


def _claims(models: Sequence[ModelDrawn], words: GuessWords, top: float) -> tuple[list[Element], float]:
    """One row a claim, its bars all on one scale; and where the last one ends."""
    claims = [claim for model in models for claim in model.claims]
    most = max((max(claim.cases, claim.sources) for claim in claims), default=0)
    first = CODE_WIDTH + STATE_WIDTH
    marks = [
        text(words.by_claim, 0, top, weight="bold"),
        text(words.cases, first, top + 24, size=12, fill=SOFT_INK),
        text(words.sources, first + MEASURE + ROOM, top + 24, size=12, fill=SOFT_INK),
    ]
    top += 34
    for model in models:
        for claim in model.claims:
            marks.append(group(_claim(model.number, claim, most), 0, top))
            top += ROW
        top += 8
    return marks, top


def _claim(model: int, claim: ClaimDrawn, most: int) -> list[Element]:
    first = CODE_WIDTH + STATE_WIDTH
    second = first + MEASURE + ROOM
    cases, sources = length(claim.cases, most, MEASURE), length(claim.sources, most, MEASURE)
    deep = CLOTHS[model].deep
    return [
        text(claim.code, 0, 12, weight="bold"),
        group([_state(model, claim.state, 18, 13)], CODE_WIDTH),
        *([swatch(model, first, 1, cases, THICK)] if cases else []),
        text(str(claim.cases), first + cases + 6, 11, size=12),
        *([rect(second, 1, sources, THICK, stroke=deep)] if sources else []),
        text(str(claim.sources), second + sources + 6, 11, size=12),
    ]
