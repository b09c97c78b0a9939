"""The answers to programs that no operation gives: unknown addresses, bodies too large, faults of ours."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases.api.problems import problem
from cases.queries import room

RETRY_WHEN_BUSY, RETRY_WHEN_TOO_OFTEN, RETRY_WHEN_FULL = 10, 60, 300  # seconds
GUIDE = "/api/"


def is_of_program(request: HttpRequest) -> bool:
    """Whether a program asks: everything below the guide, whose own page is for people."""
    return request.path_info.startswith(GUIDE) and request.path_info != GUIDE


def bad_request(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the message says what, if we wrote it."""
    return problem(400, str(exception or "")[:300] or _("The request itself is wrong. Check its address."))


def forbidden(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    del exception
    return problem(403, _("The token does not allow this, or the person whose token it is may not do it."))


def not_found(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same answer for what never was and for what is hidden."""
    del exception
    return problem(404, _("Nothing public is at this address. The list of addresses is at /api/."))


def too_large(_request: HttpRequest) -> HttpResponse:
    """413: nothing of it was read."""
    return problem(413, _("The body is larger than any case. Send at most 2.5 megabytes."))


def without_length(_request: HttpRequest) -> HttpResponse:
    """411: nothing of it was read."""
    return problem(411, _("The body does not say how long it is. Send it with Content-Length."))


def too_often(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429."""
    del exception
    return problem(
        429,
        _("That was too often in a short time. Wait as long as Retry-After says, and send it again."),
        headers={"Retry-After": str(RETRY_WHEN_TOO_OFTEN)},
    )


def busy(_request: HttpRequest) -> HttpResponse:
    """503: nothing was written; 507 when the disk is full."""
    if room.is_full():
        return problem(
            507,
            _("The disk of this site is full. Nothing was written. Send the same request again later."),
            headers={"Retry-After": str(RETRY_WHEN_FULL)},
        )
    return problem(
        503,
        _("The site cannot answer just now. Nothing was written. Send the same request again."),
        headers={"Retry-After": str(RETRY_WHEN_BUSY)},
    )


def read_only(_request: HttpRequest, retry_after: int) -> HttpResponse:
    """503: nothing is written just now."""
    return problem(
        503,
        _("The site is for reading only just now. Nothing was written. Send the same request again later."),
        headers={"Retry-After": str(retry_after)},
    )


def server_error(_request: HttpRequest) -> HttpResponse:
    """500."""
    return problem(500, _("Something went wrong here, and it is not your request. Nothing was written."))
