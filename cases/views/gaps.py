"""The list of everything that is missing."""

from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cases.domain.gap_order import GapList, GapSort
from cases.queries.gaps_page import GapsPage, View, load_gaps
from cases.views.addresses import Pairs, address
from cases.views.gap_address import take_url
from cases.views.marks import public_page
from cases.views.parameters import one_of, scalar

DIRECTIONS = {
    "gap": (GapSort.GAP, GapSort.GAP_LAST),
    "looking": (GapSort.LOOKING, GapSort.LOOKING_MOST),
    "open": (GapSort.OPEN, GapSort.OPEN_SHORT),
    "wanted": (GapSort.WANTED, GapSort.WANTED),
}
"""The columns that sort the list, upwards and downwards. The most wanted come first, and never last."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: the address that sorts by it, "" for none, and how it sorts now."""

    url: str
    aria_sort: str


KIND = "kind"
"""The parameter that `read_kind` reads."""


@public_page(KIND, "sort", "page")
def gaps(request: HttpRequest) -> HttpResponse:
    """One page of the list, with the open calls."""
    view = read_view(request)
    page = load_gaps(view)
    if view.page > page.pages:
        raise Http404
    return render(request, "cases/gaps.html", _context(page))


def read_kind(request: HttpRequest) -> GapList | None:
    """The kind asked for, None for all. Raises BadRequest for another one."""
    kind = one_of(request, KIND, [kind.value for kind in GapList])
    return GapList(kind) if kind else None


def read_view(request: HttpRequest) -> View:
    """What is asked for. Raises BadRequest that names the field and the fix."""
    kind = read_kind(request)
    sort = GapSort(one_of(request, "sort", [sort.value for sort in GapSort]) or GapSort.WANTED)
    if kind is GapList.PART and sort not in {GapSort.WANTED, *DIRECTIONS["gap"]}:
        raise BadRequest("Missing parts can be sorted by “gap” and “-gap” only. Take “sort” away.")
    return View(kind, sort, _read_page(request))


def _read_page(request: HttpRequest) -> int:
    page = scalar(request, "page") or "1"
    # Only ASCII: “²” is a digit to str.isdigit and no number to int.
    if not (page.isascii() and page.isdigit()) or len(page) > 7 or int(page) < 1:
        raise BadRequest("“page” is not the number of a page. Follow the links under the list.")
    return int(page)


def kind_pairs(kind: GapList | None) -> Pairs:
    """The parameters of the list of this kind."""
    return [("kind", kind.value)] if kind else []


def _context(page: GapsPage) -> dict[str, object]:
    view = page.view
    kept = kind_pairs(view.kind)
    sort = [("sort", view.sort.value)] if view.sort is not GapSort.WANTED else []
    at = {number: [*kept, *sort, ("page", str(number))] for number in (view.page - 1, view.page + 1)}
    return {
        "page": page,
        "rows": [(row, take_url(row.gap)) for row in page.rows],
        "calls": [(shown, take_url(shown.call.of_gap)) for shown in page.calls],
        "kinds": [(kind, page.counts[kind], address("gaps", kind_pairs(kind))) for kind in GapList],
        "heads": {name: _head(name, view, kept) for name in DIRECTIONS},
        "previous_url": address("gaps", at[view.page - 1]) if view.page > 1 else "",
        "next_url": address("gaps", at[view.page + 1]) if view.page < page.pages else "",
        "changed_at": page.changed_at,
        "page_url": address("gaps", kept),
        "csv_url": address("gaps_csv", kept),
        "json_url": address("gaps_json", kept),
    }


def _head(name: str, view: View, kept: Pairs) -> Head:
    up, down = DIRECTIONS[name]
    if view.kind is GapList.PART and name != "gap":
        return Head("", "")
    follows = down if view.sort is up else up
    sort = [] if follows is GapSort.WANTED else [("sort", follows.value)]
    if view.sort not in {up, down}:
        return Head(address("gaps", [*kept, *sort]), "")
    rises = view.sort is up and up is not down
    return Head(address("gaps", [*kept, *sort]), "ascending" if rises else "descending")
