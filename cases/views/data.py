"""The page of the data: what there is to take away, how large it is, what it means and how it is cited."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.domain.qca import CONDITIONS_AT_MOST, DEFAULT_CONDITIONS, DEFAULT_OUTCOME
from cases.exchange.site_tables import TABLES
from cases.queries.data import Selection, selection_of, usual_length
from cases.queries.snapshots import snapshot_list
from cases.queries.taxonomy import claim_statements
from cases.views.addresses import address
from cases.views.browse import SEARCH, read_search, search_pairs
from cases.views.downloads import table_address
from cases.views.marks import public_page

SNAPSHOTS_SHOWN = 3
FILES = (
    "data_codebook",
    "data_descriptor",
    "data_json_lines",
    "data_markdown",
    "data_json_ld",
    "data_taxonomy",
    "data_geo_json",
    "data_sources_bib",
    "data_sources_ris",
    "data_sources_csl",
)


@public_page(*SEARCH)
def data(request: HttpRequest) -> HttpResponse:
    """The page; with the parameters of the list of cases its files hold the cases of that list."""
    search = read_search(request)
    selection, pairs = selection_of(search), search_pairs(search)
    context = {
        "found": len(selection.found),
        "in_all": selection.in_all,
        "length": _length(selection),
        "changed_at": selection.facts.changed_at,
        "snapshots": snapshot_list(SNAPSHOTS_SHOWN),
        "browse_url": address("browse", pairs),
        "permanent_url": settings.SITE_URL + reverse("cases:data"),
        "pairs": pairs,
        "files": {route.removeprefix("data_"): address(route, pairs) for route in FILES},
        "tables": [(table, table_address(table.name, pairs)) for table in TABLES],
        "claims": claim_statements(),
        "outcome": DEFAULT_OUTCOME,
        "conditions": DEFAULT_CONDITIONS,
        "conditions_at_most": CONDITIONS_AT_MOST,
    }
    return render(request, "cases/data.html", context)


def _length(selection: Selection) -> int:
    """About how many bytes the cases found are as JSON Lines."""
    return len(selection.found) * usual_length()
