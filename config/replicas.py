"""Reading from replicas: which requests may be, and what is answered while the primary is away."""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from cases.queries import replicas
from cases.queries.reading_place import PRIMARY, read_at
from config.errors import busy

UNANSWERED = 503


class ReplicaMiddleware:
    """Read what is public from a replica for strangers, and for everybody while the primary is away.

    Who has a session, and all that is not public, reads the primary: so nobody misses what they wrote. While
    it is away whatever needs it is answered at once, with what was typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.REPLICAS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Choose the place of reading and answer from there."""
        public = is_public(request)
        if public and not _has_session(request):
            place = replicas.place_for_stranger()
        elif replicas.version_now() is not None:
            place = PRIMARY
        else:
            place = replicas.place_without_primary() if public else None
            if place is not None:
                _leave_session_alone(request)
        return busy(request) if place is None else self._answer(request, place)

    def _answer(self, request: HttpRequest, place: str) -> HttpResponseBase:
        with read_at(place):
            response: HttpResponseBase = self.get_response(request)
        if place == PRIMARY:
            return response
        if response.status_code == UNANSWERED and replicas.version_now() is not None:
            # The replica went away, or had to go on before this page was read.
            return self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and replicas.version_now() is None:
            # What is sent for minutes must follow what is hidden meanwhile, so the primary goes on with it.
            response.streaming_content = _read_on(place, cast("Iterable[bytes]", response.streaming_content))
        return response


def is_public(request: HttpRequest) -> bool:
    """Whether this reads nothing but what is public: a view that was marked so, or data without a token."""
    if request.method not in {"GET", "HEAD"}:
        return False
    if request.path_info.startswith(settings.API_PREFIX):
        return "Authorization" not in request.headers
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return True  # nothing is there, unless a case moved
    return getattr(view, "is_from_replicas", False)


def _has_session(request: HttpRequest) -> bool:
    is_of_program = request.path_info.startswith(settings.API_PREFIX)
    return settings.SESSION_COOKIE_NAME in request.COOKIES and not is_of_program


def _leave_session_alone(request: HttpRequest) -> None:
    """Answer as to a stranger: nobody can say whose session it is. The browser keeps its cookie for later."""
    if request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None) is None:
        return
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    request.user = AnonymousUser()
    if "text/html" in request.headers.get("Accept", ""):
        # It also makes the page one that nobody keeps.
        messages.info(request, _("The site can only be read just now, so you look signed out. You are not."))


def _read_on(place: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces of a file, each read at this place."""
    rest = iter(pieces)
    while True:
        with read_at(place):
            piece = next(rest, None)
        if piece is None:
            return
        yield piece
