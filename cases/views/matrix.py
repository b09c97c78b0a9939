"""The matrix of stages and models: as a page, a plain table, CSV and JSON, with the same filters."""

import re
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.domain.countries import CONTINENT_LABELS
from cases.domain.vocabulary import EARLIEST_YEAR
from cases.exchange.csv_table import write_csv
from cases.queries.browse import Sort
from cases.queries.countries import country_name
from cases.queries.facts import facts_now
from cases.queries.grid import Grid, Question, load_grid
from cases.queries.matrix import Matrix, View, load_matrix
from cases.queries.trace import TRACED_AT_MOST, NoSuchCase
from cases.views.browse import read_cursor, wants_part
from cases.views.filters import Pairs, address, chosen_name, filter_chips, read_filters, read_year, without
from cases.views.marks import public_page
from cases.views.parameters import scalar

CELL = re.compile(r"[1-7]-[1-3]", re.ASCII)
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
CSV_HEAD = ("stage", "stage_name", "model", "model_name", "cases", "cases_in_all", "as_of", "data_of")


@public_page
def matrix(request: HttpRequest) -> HttpResponse:
    """The page; with htmx only the results, and the sentence for the live region."""
    view = _read_view(request)
    try:
        page = load_matrix(view, _this_year())
    except NoSuchCase as absent:
        raise Http404 from absent
    template = "cases/_matrix_found.html" if wants_part(request) else "cases/matrix.html"
    return render(request, template, _context(page))


@public_page
def matrix_table(request: HttpRequest) -> HttpResponse:
    """The numbers as a plain table."""
    grid = _read_grid(request)
    return render(request, "cases/matrix_table.html", {"grid": grid, **_files(grid.question)})


@public_page
def matrix_csv(request: HttpRequest) -> HttpResponse:
    """The numbers as CSV, one line a cell."""
    grid = _read_grid(request)
    at, data_of = grid.question.at, _data_of(grid)
    rows = (
        (
            cell.stage.number,
            cell.stage.name,
            cell.model.number,
            cell.model.short,
            cell.cases,
            cell.in_all,
            at,
            data_of,
        )
        for cell in grid.cells
    )
    response = HttpResponse(write_csv(CSV_HEAD, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="matrix.csv"'
    return response


@public_page
def matrix_json(request: HttpRequest) -> HttpResponse:
    """The numbers as JSON, with the date of the data, the licence and the address of the page."""
    grid = _read_grid(request)
    answer = {
        "title": "Cases by stage and value model",
        "address": settings.SITE_URL + address("cases:matrix", _pairs(grid.question)),
        "licence": LICENCE,
        "data_of": _data_of(grid),
        "filters": dict(grid.question.chosen),
        "as_of": grid.question.at,
        "cases_in_all": grid.in_all,
        "cases_found": grid.found,
        "cases_on_the_map": grid.placed,
        "cases_not_on_the_map": grid.off_map,
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
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False, "indent": 1})


# --- reading the address --------------------------------------------------------------------------


def _this_year() -> int:
    return timezone.localdate().year


def _read_question(request: HttpRequest) -> Question:
    return Question(read_filters(request), read_year(request, "at", _this_year()))


def _read_grid(request: HttpRequest) -> Grid:
    return load_grid(facts_now(), _read_question(request))


def _read_view(request: HttpRequest) -> View:
    cell = scalar(request, "cell")
    if cell and not CELL.fullmatch(cell):
        raise BadRequest(
            "The address names a cell that does not exist. Write it as stage-model, such as 3-2."
        )
    cursor = read_cursor(request, Sort.TITLE) if cell else None
    return View(_read_question(request), cell, cursor, _read_traced(request))


def _read_traced(request: HttpRequest) -> tuple[str, ...]:
    slugs = tuple(dict.fromkeys(slug for slug in request.GET.getlist("trace") if slug))
    if len(slugs) > TRACED_AT_MOST:
        raise BadRequest("Three traced cases are the most that can be told apart. Remove one “trace” first.")
    return slugs


# --- addresses ------------------------------------------------------------------------------------


def _pairs(question: Question) -> Pairs:
    pairs = list(question.chosen.items())
    return pairs if question.at is None else [*pairs, ("at", str(question.at))]


def _view_pairs(view: View) -> Pairs:
    cell = [("cell", view.cell)] if view.cell else []
    return [*_pairs(view.question), *cell, *(("trace", slug) for slug in view.traced)]


def _to_complete(pairs: Pairs, name: str) -> str:
    """An address that a template completes with the value of one more parameter."""
    return f"{reverse('cases:matrix')}?{urlencode([*pairs, (name, '')])}"


def _files(question: Question) -> dict[str, str]:
    """The addresses of the same numbers in their other forms."""
    pairs = _pairs(question)
    return {
        "page_url": address("cases:matrix", pairs),
        "table_url": address("cases:matrix_table", pairs),
        "csv_url": address("cases:matrix_csv", pairs),
        "json_url": address("cases:matrix_json", pairs),
    }


# --- the page -------------------------------------------------------------------------------------


def _context(page: Matrix) -> dict[str, object]:
    view = page.view
    pairs = _view_pairs(view)
    listed = without(pairs, "cell")
    can_trace_more = len(view.traced) < TRACED_AT_MOST
    return {
        "matrix": page,
        "grid": page.grid,
        "chips": _chips(page, pairs),
        "leaders": [_cell_name(cell.stage.number, cell.model.short) for cell in page.grid.leaders],
        "caveat_country": country_name(page.caveat.country) if page.caveat.country else "",
        "caveat_continents": [_(CONTINENT_LABELS[continent]) for continent in page.caveat.continents],
        "earliest": EARLIEST_YEAR,
        "latest": _this_year(),
        "cell_url": _to_complete(listed, "cell"),
        "year_url": _to_complete(without(pairs, "at"), "at"),
        "trace_url": _to_complete(pairs, "trace") if can_trace_more else "",
        "close_url": address("cases:matrix", listed),
        "all_time_url": address("cases:matrix", without(pairs, "at")),
        "before_url": _list_url(pairs, "before", page.drill.before if page.drill else ""),
        "after_url": _list_url(pairs, "after", page.drill.after if page.drill else ""),
        "removal_name": chosen_name(page.filters, page.removal.name) if page.removal else "",
        "removal_url": address("cases:matrix", without(pairs, page.removal.name)) if page.removal else "",
        **_years_beside(page, pairs),
        **_files(view.question),
    }


def _cell_name(stage: int, model: str) -> str:
    return _("stage %(stage)s in %(model)s") % {"stage": stage, "model": model}


def _list_url(pairs: Pairs, way: str, cursor: str) -> str:
    return f"{address('cases:matrix', [*pairs, (way, cursor)])}#list" if cursor else ""


def _years_beside(page: Matrix, pairs: Pairs) -> dict[str, object]:
    """The year before and after the one asked for, while they can differ from it."""
    year = page.view.question.at
    if year is None or page.first_year is None:
        return {}
    kept = without(pairs, "at")
    beside: dict[str, object] = {}
    if year > page.first_year:
        beside |= {
            "earlier": year - 1,
            "earlier_url": address("cases:matrix", [*kept, ("at", str(year - 1))]),
        }
    if year < _this_year():
        beside |= {"later": year + 1, "later_url": address("cases:matrix", [*kept, ("at", str(year + 1))])}
    return beside


def _chips(page: Matrix, pairs: Pairs) -> Pairs:
    """Pairs of what is on and the address of the page without it."""
    chips = filter_chips(page.filters, "cases:matrix", pairs)
    if page.view.question.at is not None:
        as_of = _("As of %(year)s") % {"year": page.view.question.at}
        chips.append((as_of, address("cases:matrix", without(pairs, "at"))))
    return chips + [
        (
            _("Tracing %(case)s") % {"case": thread.name},
            address("cases:matrix", without(pairs, "trace", thread.slug)),
        )
        for thread in page.threads
    ]


def _data_of(grid: Grid) -> str | None:
    """The day of the last publication, as ISO 8601."""
    return timezone.localdate(grid.changed_at).isoformat() if grid.changed_at else None
