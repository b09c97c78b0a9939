"""Names of cases for the completion of links in a text."""

from django.http import HttpRequest, JsonResponse

from cases.queries.named import names_like
from cases.views.marks import public_page
from cases.views.parameters import scalar


@public_page("q")
def case_names(request: HttpRequest) -> JsonResponse:
    """Links to public cases that begin like `q`, or that have a word beginning so."""
    return JsonResponse({"names": names_like(scalar(request, "q")[:150])})
