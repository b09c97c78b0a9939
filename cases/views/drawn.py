"""Public pages that are drawn again only when they would be drawn otherwise (`cases.queries.drawings`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from cases.queries.drawings import drawn

OK = 200
OF_ONE = {settings.SESSION_COOKIE_NAME, "messages"}
"""Cookies of those for whom a page may be another one."""

OTHERWISE = {"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_HX_REQUEST"}
"""Headers of those who do not want the whole page."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as its view gave it; `response` is used once, when it is not to be kept."""

    headers: Mapping[str, str]
    body: bytes
    response: HttpResponseBase | None = None

    @property
    def size(self) -> int:
        """How many bytes it takes; 0 when it is not to be kept."""
        return 0 if self.response else len(self.body)

    def answer(self) -> HttpResponseBase:
        """The page for one reader."""
        return self.response or HttpResponse(self.body, headers=dict(self.headers))


def drawn_page(
    request: HttpRequest, view: Callable[[], HttpResponseBase], *, is_kept: bool
) -> HttpResponseBase:
    """What the view answers; to a stranger what it answered before, as long as it would do so again.

    Pages with parameters are not kept: there are more of them than room, and anybody can ask for them.
    """
    if not is_kept or not _is_asked_by_anybody(request):
        return view()
    key = ("page", request.scheme, request.get_host(), request.path, getattr(request, "read_only", None))
    return drawn(key, lambda: _page(request, view())).answer()


def _is_asked_by_anybody(request: HttpRequest) -> bool:
    asked = request.META
    return (
        request.method == "GET"
        and not asked.get("QUERY_STRING")
        and OTHERWISE.isdisjoint(asked)
        and OF_ONE.isdisjoint(request.COOKIES)
        and isinstance(request.user, AnonymousUser)
        and not len(get_messages(request))
    )


def _page(request: HttpRequest, response: HttpResponseBase) -> Page:
    is_for_one = bool(response.cookies) or getattr(get_messages(request), "used", False)
    if type(response) is not HttpResponse or response.status_code != OK or is_for_one:
        return Page({}, b"", response)
    return Page(dict(response.headers), response.content)
