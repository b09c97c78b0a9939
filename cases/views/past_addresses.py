"""Leading from an address that a case had before to the one that it has now."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import ResolverMatch, reverse

from cases.domain.gaps import Gap, GapKind
from cases.queries.addresses import address_now

NAMES_A_CASE = ("case", "trace")
"""Parameters whose value is the address of a case."""


class PermanentRedirect(HttpResponsePermanentRedirect):
    """A 308: the same method and the same form again, so that a form that was open loses nothing."""

    status_code = 308


class PastAddressMiddleware:
    """Where a page is not found because its case moved, lead to the page at the new address.

    Costs nothing where a page is found. The answer is not kept by browsers (`no-store`, as everything
    private): a case that moves back must not be led away by what a browser remembers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or lead on."""
        response = self.get_response(request)
        if response.status_code != 404 or request.resolver_match is None:
            return response
        leads_to = _moved(request, request.resolver_match)
        return PermanentRedirect(leads_to) if leads_to else response


def _moved(request: HttpRequest, match: ResolverMatch) -> str | None:
    """The address of the same page with every past address replaced, or None when there is none in it."""
    if match.namespace != "cases":
        return None
    kwargs = _pieces_now(match)
    asked = [(name, value) for name, values in request.GET.lists() for value in values]
    pairs = [(name, _case_now(value) if name in NAMES_A_CASE else value) for name, value in asked]
    if kwargs == match.kwargs and pairs == asked:
        return None
    path, query = reverse(match.view_name, kwargs=kwargs), urlencode(pairs)
    return f"{path}?{query}" if query else path


def _pieces_now(match: ResolverMatch) -> dict[str, object]:
    pieces = dict(match.kwargs)
    if match.route.startswith("cases/"):
        pieces |= {name: _case_now(pieces[name]) for name in pieces.keys() & {"slug", "other"}}
    if "gap" in pieces:
        pieces["gap"] = _gap_now(pieces["gap"])
    return pieces


def _case_now(address: str) -> str:
    return address_now(address) or address


def _gap_now(address: str) -> str:
    try:
        gap = Gap.read(address)
    except ValueError:
        return address
    return Gap.of_part(gap.part, _case_now(gap.slug)).address if gap.kind is GapKind.PART else address
