"""The matrix of stages and models: as a page and as a plain table."""

import re

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cases.domain.vocabulary import EARLIEST_YEAR
from cases.queries.browse import Sort
from cases.queries.matrix import OFF_MAP, Matrix, View, load_matrix
from cases.queries.trace import TRACED_AT_MOST, NoSuchCase
from cases.views.addresses import Pairs, address, to_complete, without
from cases.views.browse import CURSOR, read_cursor, wants_part
from cases.views.filters import chosen_name, filter_chips, sample_words
from cases.views.marks import public_page
from cases.views.matrix_address import (
    QUESTION,
    file_addresses,
    question_pairs,
    read_grid,
    read_question,
    this_year,
)
from cases.views.parameters import scalar

CELL = re.compile(rf"[1-7]-[1-3]|{OFF_MAP}", re.ASCII)


@public_page(*QUESTION, "cell", "trace", *CURSOR)
def matrix(request: HttpRequest) -> HttpResponse:
    """The page; with htmx only the results, and the sentence for the live region."""
    view = _read_view(request)
    try:
        page = load_matrix(view, this_year())
    except NoSuchCase as absent:
        raise Http404 from absent
    template = "cases/_matrix_found.html" if wants_part(request) else "cases/matrix.html"
    return render(request, template, _context(page))


@public_page(*QUESTION)
def matrix_table(request: HttpRequest) -> HttpResponse:
    """The numbers as a plain table."""
    grid = read_grid(request)
    return render(request, "cases/matrix_table.html", {"grid": grid, **file_addresses(grid.question)})


# --- reading the address --------------------------------------------------------------------------


def _read_view(request: HttpRequest) -> View:
    cell = scalar(request, "cell")
    if cell and not CELL.fullmatch(cell):
        raise BadRequest(
            "The address names a cell that does not exist. Write it as stage-model, such as 3-2."
        )
    cursor = read_cursor(request, Sort.TITLE) if cell else None
    return View(read_question(request), cell, cursor, _read_traced(request))


def _read_traced(request: HttpRequest) -> tuple[str, ...]:
    slugs = tuple(dict.fromkeys(slug for slug in request.GET.getlist("trace") if slug))
    if len(slugs) > TRACED_AT_MOST:
        raise BadRequest("Three traced cases are the most that can be told apart. Remove one “trace” first.")
    return slugs


# --- addresses ------------------------------------------------------------------------------------


def _view_pairs(view: View) -> Pairs:
    cell = [("cell", view.cell)] if view.cell else []
    return [*question_pairs(view.question), *cell, *(("trace", slug) for slug in view.traced)]


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
        **sample_words(page.caveat),
        "earliest": EARLIEST_YEAR,
        "latest": this_year(),
        "cell_url": to_complete("matrix", listed, "cell"),
        "year_url": to_complete("matrix", without(pairs, "at"), "at"),
        "trace_url": to_complete("matrix", pairs, "trace") if can_trace_more else "",
        "close_url": address("matrix", listed),
        "all_time_url": address("matrix", without(pairs, "at")),
        "off_url": f"{address('matrix', [*listed, ('cell', OFF_MAP)])}#list",
        "before_url": _list_url(pairs, "before", page.listed.before if page.listed else ""),
        "after_url": _list_url(pairs, "after", page.listed.after if page.listed else ""),
        "removal_name": chosen_name(page.filters, page.removal.name) if page.removal else "",
        "moves_url": address("moves", view.question.chosen.items()),
        "removal_url": address("matrix", without(pairs, page.removal.name)) if page.removal else "",
        **_years_beside(page, pairs),
        **file_addresses(view.question),
        "page_url": address("matrix", pairs),
    }


def _cell_name(stage: int, model: str) -> str:
    return _("stage %(stage)s in %(model)s") % {"stage": stage, "model": model}


def _list_url(pairs: Pairs, way: str, cursor: str) -> str:
    return f"{address('matrix', [*pairs, (way, cursor)])}#list" if cursor else ""


def _years_beside(page: Matrix, pairs: Pairs) -> dict[str, object]:
    """The year before and after the one asked for, while they can differ from it."""
    year = page.view.question.at
    if year is None or page.first_year is None:
        return {}
    kept = without(pairs, "at")
    beside: dict[str, object] = {}
    if year > page.first_year:
        beside |= {"earlier": year - 1, "earlier_url": address("matrix", [*kept, ("at", str(year - 1))])}
    if year < this_year():
        beside |= {"later": year + 1, "later_url": address("matrix", [*kept, ("at", str(year + 1))])}
    return beside


def _chips(page: Matrix, pairs: Pairs) -> Pairs:
    """Pairs of what is on and the address of the page without it."""
    chips = filter_chips(page.filters, "matrix", pairs)
    if page.view.question.at is not None:
        as_of = _("As of %(year)s") % {"year": page.view.question.at}
        chips.append((as_of, address("matrix", without(pairs, "at"))))
    return chips + [
        (
            _("Tracing %(case)s") % {"case": thread.name},
            address("matrix", without(pairs, "trace", thread.slug)),
        )
        for thread in page.threads
    ]
