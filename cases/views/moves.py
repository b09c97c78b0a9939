"""The cases that moved: as ribbons with a table of moves from cell to cell, and move by move."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.queries.browse import Sort
from cases.queries.moves import CellName, Moves
from cases.queries.trajectories import ENTERED, LEFT, Trajectories, View, load_move_list, load_trajectories
from cases.views.addresses import Pairs, address, to_complete, without
from cases.views.browse import CURSOR, read_cursor, wants_part
from cases.views.filters import chosen_name
from cases.views.marks import public_page
from cases.views.moves_address import MOVE_QUESTION, move_addresses, move_pairs, read_move_question


@public_page(*MOVE_QUESTION, *CURSOR)
def moves(request: HttpRequest) -> HttpResponse:
    """The ribbons and the table; with htmx only the results, and the sentence for the live region."""
    page = load_trajectories(_read_view(request), timezone.localdate().year)
    template = "cases/_moves_found.html" if wants_part(request) else "cases/moves.html"
    return render(request, template, _context(page))


@public_page(*MOVE_QUESTION, *CURSOR)
def moves_table(request: HttpRequest) -> HttpResponse:
    """The same moves one by one, with the reasons given for them and the sources of their cases."""
    page = load_move_list(_read_view(request))
    context = {
        "page": page,
        **moves_in_words(page.moves),
        **_pages("moves_table", page.moves, page.before, page.after),
    }
    return render(request, "cases/moves_table.html", context)


def _read_view(request: HttpRequest) -> View:
    return View(read_move_question(request), read_cursor(request, Sort.TITLE))


def _context(page: Trajectories) -> dict[str, object]:
    pairs = move_pairs(page.view.question)
    of_any_move = without(without(pairs, LEFT), ENTERED)
    removal = page.removal
    return {
        "page": page,
        "filters": page.filters.shown,
        "models": [cell.model for cell in page.moves.names.values() if cell.stage is None],
        "chips": _chips(page, pairs),
        "left_url": to_complete("moves", of_any_move, LEFT),
        "entered_url": to_complete("moves", of_any_move, ENTERED),
        "removal": removal,
        "removal_name": _in_words(removal.name, chosen_name(page.filters, removal.name)) if removal else "",
        "removal_url": address("moves", without(pairs, removal.name)) if removal else "",
        **moves_in_words(page.moves),
        **_pages("moves", page.moves, page.before, page.after),
    }


def _chips(page: Trajectories, pairs: Pairs) -> Pairs:
    """Pairs of what is on and the address of the page without it."""
    return [
        (_in_words(shown.name, shown.chosen.name), address("moves", without(pairs, shown.name)))
        for shown in page.filters.shown
        if shown.chosen
    ]


def _in_words(name: str, chosen: str) -> str:
    """The option of a filter that is on, where it stands alone."""
    if name == LEFT:
        return _("From %(cell)s") % {"cell": chosen}
    return _("To %(cell)s") % {"cell": chosen} if name == ENTERED else chosen


def moves_in_words(found: Moves) -> dict[str, object]:
    """What the pages and the picture say in words."""
    names, finding, question = found.names, found.finding, found.question
    by_key = {cell.key: cell.name for cell in names.values()}
    return {
        "moves": found,
        "finding": finding,
        "frequent": [_move_name(names[left], names[entered]) for left, entered in finding.frequent.keys],
        "models_entered": [names[None, model].model.short for model in finding.models.keys],
        "left_name": by_key.get(question.left, ""),
        "entered_name": by_key.get(question.entered, ""),
        **move_addresses(question),
    }


def _move_name(left: CellName, entered: CellName) -> str:
    return _("from %(left)s to %(entered)s") % {"left": left.name, "entered": entered.name}


def _pages(route: str, found: Moves, before: str, after: str) -> dict[str, str]:
    """The addresses of the pages beside this one, "" at the ends of the list."""
    pairs: Pairs = move_pairs(found.question)
    return {
        "before_url": f"{address(route, [*pairs, ('before', before)])}#list" if before else "",
        "after_url": f"{address(route, [*pairs, ('after', after)])}#list" if after else "",
    }
