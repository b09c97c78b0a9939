"""Middleware for every request: cache policy, and refusal of what is too long or no database can hold."""

from collections.abc import Callable, Iterable, Sequence

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from cases.views.errors import too_large

GetResponse = Callable[[HttpRequest], HttpResponse]


class CachePolicyMiddleware:
    """Everything is `private, no-store` unless a view was marked with `@public_page`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and set the policy on whatever answer came back."""
        response = self.get_response(request)
        if getattr(response, "is_public_page", False):
            response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
        elif not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
            response.headers["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ["Cookie", "HX-Request", "Accept-Language"])
        return response


class BodyLimitMiddleware:
    """Refuse a body that is longer than its view takes with a 413, before anything of it is read.

    Django bounds the fields of a form, and not the files beside them.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; the check happens when its view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Compare what the request announces with what the view was marked for (`body_at_most`)."""
        del args, kwargs
        at_most = getattr(view, "body_at_most", settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        announced = request.META.get("CONTENT_LENGTH") or "0"
        is_longer = announced.isdecimal() and int(announced) > at_most
        return too_large(request) if is_longer else None


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
        """Check the path's own values and the query; form fields are read with the body."""
        del view, args
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
