"""The matrix to take away: its numbers as CSV and JSON, and its picture."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases.domain.grid import cases_per_square
from cases.exchange.csv_table import Row
from cases.exchange.figure import Picture
from cases.exchange.matrix_figure import CellDrawn, MatrixWords, StageDrawn, draw_matrix
from cases.queries.facts import facts_now
from cases.queries.filters import load_filters
from cases.queries.grid import Grid, GridCell, load_grid
from cases.views.addresses import address
from cases.views.files import Imprint, csv_answer, filters_in_words, json_answer, svg_answer, words_of
from cases.views.marks import public_page
from cases.views.matrix_address import QUESTION, question_pairs, read_grid, read_question

CSV_HEAD = ("stage", "stage_name", "model", "model_name", "cases", "cases_in_all", "as_of", "counted")


@public_page(*QUESTION)
def matrix_csv(request: HttpRequest) -> HttpResponse:
    """The numbers as CSV: one line a cell, then those of no cell; `counted` says what each line counts."""
    grid = read_grid(request)
    return csv_answer(imprint_of(grid), CSV_HEAD, [*_cell_lines(grid), *_other_lines(grid)])


@public_page(*QUESTION)
def matrix_json(request: HttpRequest) -> HttpResponse:
    """The numbers as JSON."""
    grid = read_grid(request)
    return json_answer(imprint_of(grid), matrix_data(grid))


def matrix_data(grid: Grid) -> dict[str, object]:
    """The numbers as plain data, as the file and the API give them."""
    return {
        "as_of": grid.question.at,
        "cases_in_all": grid.in_all,
        "cases_found": grid.found,
        "cases_on_the_map": grid.placed,
        "cases_not_on_the_map": grid.off_map,
        "cases_not_begun_or_ended": grid.elsewhen,
        "cells": [
            {
                "stage": cell.stage.number,
                "stage_name": cell.stage.name,
                "model": cell.model.number,
                "model_name": cell.model.short,
                "cases": cell.cases,
                "cases_in_all": cell.in_all,
            }
            for cell in grid.cells
        ],
    }


@public_page(*QUESTION)
def matrix_svg(request: HttpRequest) -> HttpResponse:
    """The picture: seven stages by three models."""
    facts, question = facts_now(), read_question(request)
    grid = load_grid(facts, question)
    shown = filters_in_words(load_filters(facts, question.chosen).shown)
    if question.at is not None:
        shown.append(_("As of %(year)s") % {"year": question.at})
    return svg_answer(
        imprint_of(grid),
        _picture(grid),
        shown=shown,
        found=words_of("cases/_matrix_sentence.html", {"grid": grid}),
        notes=_notes(grid),
    )


def imprint_of(grid: Grid) -> Imprint:
    """What the files of the matrix say of themselves."""
    return Imprint(
        name="matrix",
        title=_("Cases by stage and value model"),
        page=address("matrix", question_pairs(grid.question)),
        filters=grid.question.chosen,
        changed_at=grid.changed_at,
    )


# --- lines of the table ---------------------------------------------------------------------------


def _cell_lines(grid: Grid) -> Iterator[Row]:
    for cell in grid.cells:
        place = (cell.stage.number, cell.stage.name, cell.model.number, cell.model.short)
        yield (*place, cell.cases, cell.in_all, grid.question.at, "in_the_cell")


def _other_lines(grid: Grid) -> Iterator[Row]:
    """The cases found, and how many of them are where: together those of the three last lines are all."""
    counted = {
        "fit_the_filters": grid.found,
        "on_the_map": grid.placed,
        "not_on_the_map": grid.off_map,
        "not_begun_or_ended": grid.elsewhen,
    }
    for name, cases in counted.items():
        in_all = grid.in_all if name == "fit_the_filters" else None
        yield (None, None, None, None, cases, in_all, grid.question.at, name)


# --- the picture ----------------------------------------------------------------------------------


def _picture(grid: Grid) -> Picture:
    per_square = cases_per_square(cell.cases for cell in grid.cells)
    return draw_matrix(
        [(model.number, model.short) for model in grid.models],
        [
            StageDrawn(stage.number, stage.name, tuple(_drawn(cell, grid) for cell in cells))
            for stage, cells in grid.rows
        ],
        MatrixWords(
            stage=_("Stage of engagement"),
            model=_("Value model"),
            square=words_of("cases/_matrix_square.html", {"per_square": per_square}),
            gap=_("A gap: no case yet"),
            left_out=_("No case here among those shown"),
        ),
    )


def _drawn(cell: GridCell, grid: Grid) -> CellDrawn:
    note = ""
    if cell.is_gap:
        note = _("no case yet")
    elif grid.question.is_narrowed:
        note = _("of %(all)s") % {"all": cell.in_all}
    return CellDrawn(cell.model.number, cell.cases, cell.in_all, note)


def _notes(grid: Grid) -> list[str]:
    """How to read the picture, and which cases are not on it."""
    templates = ["cases/_matrix_caption.html"]
    if grid.elsewhen:
        templates.append("cases/_matrix_elsewhen.html")
    if grid.off_map:
        templates.append("cases/_matrix_off_count.html")
    return [words_of(template, {"grid": grid}) for template in templates]
