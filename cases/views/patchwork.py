"""The patchwork, as a cloth and as text."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.queries.patchwork import Patchwork, load_patchwork
from cases.views.addresses import address, without
from cases.views.browse import wants_part
from cases.views.filters import chosen_name, filter_chips
from cases.views.marks import public_page
from cases.views.patchwork_address import VIEW, file_addresses, read_view, view_pairs

CLOTH, TEXT = "patchwork", "patchwork_text"


@public_page(*VIEW)
def patchwork(request: HttpRequest) -> HttpResponse:
    """The claims of the view with their patches, gaps and silent cells; with htmx only the results."""
    page = load_patchwork(read_view(request))
    template = "cases/_patchwork_found.html" if wants_part(request) else "cases/patchwork.html"
    return render(request, template, _context(page, CLOTH, other=TEXT))


@public_page(*VIEW)
def patchwork_text(request: HttpRequest) -> HttpResponse:
    """The same claims in one column of text."""
    page = load_patchwork(read_view(request))
    return render(request, "cases/patchwork_text.html", _context(page, TEXT, other=CLOTH))


def _context(page: Patchwork, name: str, *, other: str) -> dict[str, object]:
    pairs = view_pairs(page.view)
    stateless, modelless = without(pairs, "state"), without(pairs, "model")
    removal = page.removal
    return {
        "patchwork": page,
        "path": address(name, []),
        "filters": page.filters.shown,
        "chips": filter_chips(page.filters, name, pairs),
        "filters_named": ", ".join(shown.chosen.name for shown in page.filters.shown if shown.chosen),
        "any_state_url": address(name, stateless),
        "states": [(row, address(name, [*stateless, ("state", row.state.value)])) for row in page.counts],
        "any_model_url": address(name, modelless),
        "models": [
            (row.model, address(name, [*modelless, ("model", str(row.model.number))])) for row in page.models
        ],
        "unfiltered_url": address(name, [pair for pair in pairs if pair[0] not in page.view.chosen]),
        "other_url": address(other, pairs),
        "removal_name": chosen_name(page.filters, removal.name) if removal else "",
        "removal_url": address(name, without(pairs, removal.name)) if removal else "",
        **file_addresses(page.view),
    }
