"""The picture of the patchwork: ten aspects by three models, each claim with a square for every placement."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from cases.domain.grid import cases_per_square, squares
from cases.domain.states import ClaimState, Tally
from cases.exchange.figure import Picture
from cases.exchange.figure_marks import (
    CLOTHS,
    INK,
    KEY,
    KEY_HEIGHT,
    MAT_INK,
    PAPER,
    RULE,
    SERIF,
    SOFT_INK,
    gap,
    group,
    legend,
    line,
    paragraph,
    path,
    rect,
    swatch,
    text,
)
from cases.exchange.figure_text import isolated

ASPECT_WIDTH, COLUMN_WIDTH, SEAM = 150.0, 232.0, 10.0
CLAIM_HEIGHT, CODE_WIDTH = 50.0, 34.0
SQUARE, STEP, A_ROW = 11, 14, 9


@dataclass(frozen=True, slots=True)
class ClaimDrawn:
    """A claim: its code, its state under the filters, and how many cases take each stance."""

    code: str
    state: ClaimState
    tally: Tally


@dataclass(frozen=True, slots=True)
class AspectDrawn:
    """A row: the aspect's name, and for each model its claims, or None where the text is silent."""

    name: str
    cells: tuple[tuple[ClaimDrawn, ...] | None, ...]


@dataclass(frozen=True, slots=True)
class PatchworkWords:
    """What the marks mean, and the words of a silent cell. `square` says how many cases a square is."""

    square: str
    supports: str
    partly: str
    contradicts: str
    numbers: str
    gap: str
    filtered: str
    silent: str


def draw_patchwork(
    models: Sequence[tuple[int, str]], aspects: Sequence[AspectDrawn], words: PatchworkWords
) -> Picture:
    """Return the picture. Its legend explains the marks that stand in it, and no other."""
    claims = [claim for aspect in aspects for cell in aspect.cells for claim in cell or ()]
    per_square = cases_per_square(claim.tally.placed for claim in claims)
    width = ASPECT_WIDTH + len(models) * COLUMN_WIDTH - SEAM
    marks, top = _heads(models)
    for aspect in aspects:
        row, height = _row(aspect, models, per_square, words.silent)
        marks += [line(0, top, width, top, stroke=RULE), group([row], y=top)]
        top += height
    key, key_height = legend(_legend(claims, models, per_square, words), 0, top + 14, width)
    return Picture(width, top + 14 + key_height, (*marks, key))


def _heads(models: Sequence[tuple[int, str]]) -> tuple[list[Element], float]:
    marks, bottom = [], 0.0
    for column, (number, name) in enumerate(models):
        left = ASPECT_WIDTH + column * COLUMN_WIDTH
        width = COLUMN_WIDTH - SEAM
        called, height = paragraph(f"{number}. {isolated(name)}", left, 16, width, weight="bold")
        marks += [swatch(number, left, 0, width, 12), called]
        bottom = max(bottom, 16 + height)
    return marks, bottom + 10


def _row(
    aspect: AspectDrawn, models: Sequence[tuple[int, str]], per_square: int, silent: str
) -> tuple[Element, float]:
    name, name_height = paragraph(aspect.name, 0, 8, ASPECT_WIDTH - 12, size=13, weight="bold", family=SERIF)
    marks, height = [name], name_height + 16
    for column, ((model, _name), cell) in enumerate(zip(models, aspect.cells, strict=True)):
        left = ASPECT_WIDTH + column * COLUMN_WIDTH
        if cell is None:
            words, below = paragraph(
                silent, left, 8, COLUMN_WIDTH - SEAM, size=11, family=SERIF, fill=SOFT_INK
            )
            marks.append(words)
            height = max(height, below + 16)
            continue
        for place, claim in enumerate(cell):
            marks.append(group(_claim(claim, model, per_square), left, 6 + place * CLAIM_HEIGHT))
        height = max(height, 6 + len(cell) * CLAIM_HEIGHT + 2)
    return group(marks), height


def _claim(claim: ClaimDrawn, model: int, per_square: int) -> list[Element]:
    width, height = COLUMN_WIDTH - SEAM, CLAIM_HEIGHT - 6
    if claim.state is ClaimState.GAP:
        return [gap(0, 0, width, height), _code(claim.code, height, MAT_INK)]
    if claim.state is ClaimState.FILTERED:
        return [_left_out(width, height), _code(claim.code, height, INK)]
    cloth = CLOTHS[model]
    tally = claim.tally
    numbers = f"{tally.supports} · {tally.partly} · {tally.contradicts}"
    return [
        rect(0, 0, width, height, fill=cloth.wash, stroke=cloth.deep),
        _code(claim.code, height, INK),
        *_squares(tally, model, per_square, height),
        text(numbers, width - 8, height / 2 + 4, size=12, anchor="end"),
    ]


def _code(code: str, height: float, ink: str) -> Element:
    return text(code, 8, height / 2 + 5, size=14, weight="bold", fill=ink)


def _left_out(width: float, height: float) -> Element:
    return rect(0.5, 0.5, width - 1, height - 1, stroke=RULE, dash="4 3")


def _squares(tally: Tally, model: int, per_square: int, height: float) -> list[Element]:
    """The squares by stance, in rows; each stance has another mark, not only another tone."""
    marks = [
        mark
        for mark, cases in ((_for, tally.supports), (_half, tally.partly), (_against, tally.contradicts))
        for _square in range(squares(cases, per_square))
    ]
    rows = -(-len(marks) // A_ROW)
    top = (height - rows * STEP + STEP - SQUARE) / 2
    return [
        group([mark(model)], CODE_WIDTH + place % A_ROW * STEP, top + place // A_ROW * STEP)
        for place, mark in enumerate(marks)
    ]


def _for(model: int) -> Element:
    return swatch(model, 0, 0, SQUARE, SQUARE)


def _half(model: int) -> Element:
    deep = CLOTHS[model].deep
    cut = path(
        f"M0 0h{SQUARE / 2 + 2}L{SQUARE / 2 - 2} {SQUARE}H0z", fill=f"url(#weave-{model})", stroke=None
    )
    edge = rect(0, 0, SQUARE, SQUARE, stroke=deep, dash="2 1.5")
    return group([rect(0, 0, SQUARE, SQUARE, fill=PAPER), cut, edge])


def _against(model: int) -> Element:
    deep = CLOTHS[model].deep
    cross = path(f"M2 2L{SQUARE - 2} {SQUARE - 2}M{SQUARE - 2} 2L2 {SQUARE - 2}", stroke=deep, width=1.6)
    return group([rect(0, 0, SQUARE, SQUARE, fill=PAPER, stroke=deep), cross])


def _legend(
    claims: Sequence[ClaimDrawn], models: Sequence[tuple[int, str]], per_square: int, words: PatchworkWords
) -> list[tuple[Element, str]]:
    model = models[-1][0]
    states = {claim.state for claim in claims}
    entries = []
    if per_square and states - {ClaimState.GAP, ClaimState.FILTERED}:
        entries += [
            (_in_key(_for(model)), f"{words.supports} ({words.square})"),
            (_in_key(_half(model)), words.partly),
            (_in_key(_against(model)), words.contradicts),
        ]
    if states - {ClaimState.GAP, ClaimState.FILTERED}:
        entries.append((text("1 · 2 · 3", 0, 11, size=7), words.numbers))
    if ClaimState.GAP in states:
        entries.append((gap(0, 0, KEY, KEY_HEIGHT), words.gap))
    if ClaimState.FILTERED in states:
        entries.append((_left_out(KEY, KEY_HEIGHT), words.filtered))
    return entries


def _in_key(mark: Element) -> Element:
    return group([mark], (KEY - SQUARE) / 2, (KEY_HEIGHT - SQUARE) / 2)
