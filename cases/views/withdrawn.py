"""What the address of a withdrawn case answers."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cases.queries.off_page import withdrawal_at

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
OfCase = Callable[Concatenate[R, str, P], HttpResponse]


def or_withdrawn(view: OfCase[R, P]) -> OfCase[R, P]:
    """Mark a view of one case: where there is none, 410 with the reason if the case was withdrawn.

    Every other address without a case answers 404 alike, also that of a hidden case.
    """

    @wraps(view)
    def answered(request: R, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, slug, *args, **kwargs)
        except Http404:
            withdrawal = withdrawal_at(slug)
            if withdrawal is None:
                raise
            return render(request, "cases/withdrawn.html", {"withdrawal": withdrawal}, status=410)

    return cast("OfCase[R, P]", answered)
