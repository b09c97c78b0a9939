"""Middleware for every request: cache policy, and refusal of what is too long or no database can hold."""

from collections.abc import Callable, Iterable, Sequence

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from accounts.fair_share import share
from cases.views.errors import put_off
from config import errors, read_only
from config.errors import too_large

OK = 200

GetResponse = Callable[[HttpRequest], HttpResponse]
BUSY = 503
READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class CachePolicyMiddleware:
    """Everything is `private, no-store` unless a view was marked with `@public_page`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and set the policy on whatever answer came back."""
        response = self.get_response(request)
        if response.status_code == OK and request.path.startswith(settings.STATIC_URL):
            # A file that comes with the site; WhiteNoise said how long it is good.
            return response
        if getattr(response, "is_public_page", False):
            response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
        elif not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
            response.headers["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ["Cookie", "HX-Request", "Accept-Language"])
        return response


class BodyLimitMiddleware:
    """Refuse a body that is longer than its view takes with a 413, before anything of it is read.

    Django bounds the fields of a form, and not the files beside them. A body that does not say how long it is
    is a 411.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; the check happens when its view is known."""
        if "Transfer-Encoding" in request.headers:
            return errors.without_length(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Compare what the request announces with what the view was marked for (`body_at_most`)."""
        del args, kwargs
        at_most = getattr(view, "body_at_most", settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        announced = request.META.get("CONTENT_LENGTH") or "0"
        size = int(announced) if announced.isdecimal() else 0
        return too_large(request) if size > at_most else None


class ReadOnlyMiddleware:
    """While the site only reads, answer whatever would write with a 503 that holds what was typed.

    It stands behind the middleware of sessions and tokens: a form without its token is told so as ever, and
    reading writes no session.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; `request.read_only` is what holds, for its page too."""
        request.read_only = read_only.mode()  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.read_only is not None:  # type: ignore[attr-defined]
            request.session.modified = False
        elif response.status_code == BUSY:
            read_only.doubt()
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Refuse what is sent, unless its view only reads (`writes_nothing`)."""
        del args, kwargs
        held: read_only.ReadOnly | None = request.read_only  # type: ignore[attr-defined]
        if held is None or request.method in READING or getattr(view, "writes_nothing", False):
            return None
        return errors.read_only(request, read_only.seconds_left(held))


class FairShareMiddleware:
    """Count what is being answered, and answer whoever was put off from memory (`accounts.fair_share`).

    It stands behind the middleware of tokens, as its answer carries one, and before what asks the database.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, unless it is a form of somebody who was put off."""
        writer = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if request.method == "POST" and share.is_put_off(writer):
            return put_off(request)
        with share.answering(writer):
            return self.get_response(request)


class CleanInputMiddleware:
    """Refuse NUL and lone surrogates in addresses and forms with a 400, the same on both databases."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; the check happens when its view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, object]
    ) -> None:
        """Check the path's own values and the query; form fields are read with the body.

        A view that speaks a protocol of its own says in its words what is wrong (`checks_its_input`).
        """
        del args
        if getattr(view, "checks_its_input", False):
            return
        values = [value for value in kwargs.values() if isinstance(value, str)]
        _refuse_unclean(values)
        _refuse_unclean(_texts(request.GET.lists()))
        if request.method == "POST":
            _refuse_unclean(_texts(request.POST.lists()))


def _texts(lists: Iterable[tuple[str, Sequence[object]]]) -> list[str]:
    found = []
    for key, values in lists:
        found.append(key)
        found.extend(value for value in values if isinstance(value, str))
    return found


def _refuse_unclean(values: Iterable[str]) -> None:
    for value in values:
        if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise BadRequest("The text holds a character that cannot be stored (NUL or a lone surrogate).")
