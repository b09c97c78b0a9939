"""Who answers what cannot be answered: pages to people, problems in JSON to programs."""

from typing import Protocol

from django.http import HttpRequest, HttpResponse

from cases.api import refusals
from cases.views import errors


class Answers(Protocol):
    """A module that answers what cannot be answered."""

    def bad_request(self, request: HttpRequest, exception: Exception | None = None, /) -> HttpResponse:
        """400."""

    def forbidden(self, request: HttpRequest, exception: Exception | None = None, /) -> HttpResponse:
        """403."""

    def not_found(self, request: HttpRequest, exception: Exception | None = None, /) -> HttpResponse:
        """404."""

    def too_large(self, request: HttpRequest, /) -> HttpResponse:
        """413."""

    def without_length(self, request: HttpRequest, /) -> HttpResponse:
        """411."""

    def too_often(self, request: HttpRequest, exception: Exception | None = None, /) -> HttpResponse:
        """429."""

    def busy(self, request: HttpRequest, /) -> HttpResponse:
        """503."""

    def read_only(self, request: HttpRequest, retry_after: int, /) -> HttpResponse:
        """503."""

    def server_error(self, request: HttpRequest, /) -> HttpResponse:
        """500."""


def _answers_to(request: HttpRequest) -> Answers:
    return refusals if refusals.is_of_program(request) else errors


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself is wrong."""
    return _answers_to(request).bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: this may not be done."""
    return _answers_to(request).forbidden(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing is here."""
    return _answers_to(request).not_found(request, exception)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more than is taken."""
    return _answers_to(request).too_large(request)


def without_length(request: HttpRequest) -> HttpResponse:
    """411: a body that does not say how long it is."""
    return _answers_to(request).without_length(request)


def too_often(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: too much in a short time."""
    return _answers_to(request).too_often(request, exception)


def busy(request: HttpRequest) -> HttpResponse:
    """503: the database or the counters are away."""
    return _answers_to(request).busy(request)


def read_only(request: HttpRequest, retry_after: int) -> HttpResponse:
    """503: the site only reads just now."""
    return _answers_to(request).read_only(request, retry_after)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours."""
    return _answers_to(request).server_error(request)
