"""What the address of the patchwork asks, and the addresses of the same numbers in their other forms."""

from django.http import HttpRequest

from cases.domain.states import ClaimState
from cases.domain.vocabulary import MODELS
from cases.queries.overview import STATES
from cases.queries.patchwork import View
from cases.views.addresses import Pairs, address
from cases.views.filters import FILTERS, read_filters
from cases.views.parameters import one_of

VIEW = (*FILTERS, "state", "model")
"""The parameters that `read_view` reads."""


def read_view(request: HttpRequest) -> View:
    """The filters, the state and the model of the address. Raises BadRequest that names field and fix."""
    state = one_of(request, "state", [state.value for state in STATES])
    model = one_of(request, "model", [str(number) for number in MODELS])
    return View(
        state=ClaimState(state) if state else None,
        model=int(model) if model else None,
        chosen=read_filters(request),
    )


def view_pairs(view: View) -> Pairs:
    """The parameters of the address of a view."""
    state = [("state", view.state.value)] if view.state else []
    model = [("model", str(view.model))] if view.model else []
    return [*view.chosen.items(), *state, *model]


def file_addresses(view: View) -> dict[str, str]:
    """The addresses of the page and of its files, by what the component of the files calls them."""
    pairs = view_pairs(view)
    return {
        "page_url": address("patchwork", pairs),
        "csv_url": address("patchwork_csv", pairs),
        "json_url": address("patchwork_json", pairs),
        "svg_url": address("patchwork_svg", pairs),
    }
