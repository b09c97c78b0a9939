"""Answers to what cannot be answered. None of them shows a secret, a trace or what exists elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.fair_share import PAUSE
from cases.forms.raw import BUTTONS
from cases.queries import room
from cases.queries.suspensions import OwnSuspension

RETRY_AFTER = 10  # seconds
RETRY_WHEN_TOO_OFTEN = 60  # seconds
RETRY_WHEN_FULL = 300  # seconds


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself is wrong; the message says which field, if we wrote it."""
    return render(request, "400.html", {"message": str(exception or "")[:300]}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the person may not do this, or not any more; what they typed, to copy."""
    del exception
    return render(request, "403.html", {"fields": _readable(request)}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same answer for what never was and for what is hidden; what was typed there, to copy."""
    del exception
    # The body is read only on its way to a view, where its size is checked.
    fields = _readable(request) if request.resolver_match else []
    return render(request, "404.html", {"fields": fields}, status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is too old: what was typed comes back, ready to be sent again."""
    del reason
    return still_typed(request)


def still_typed(request: HttpRequest) -> HttpResponse:
    """403 that holds every field of the form that was sent, so that nothing is lost."""
    context = {"fields": _typed(request), "action": request.get_full_path()}
    return render(request, "still_typed.html", context, status=403)


def suspended(request: HttpRequest, own: OwnSuspension | None) -> HttpResponse:
    """403 for somebody who is suspended: why, how to appeal, and what they typed, to copy."""
    context = {"own": own, "fields": _readable(request)}
    return render(request, "suspended.html", context, status=403)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more than any form here brings; nothing of it was read, and the browser still has it."""
    return render(request, "413.html", status=413)


def without_length(request: HttpRequest) -> HttpResponse:
    """411: no browser sends a form so, and nothing of it was read."""
    message = _("What was sent does not say how long it is. Send it with Content-Length.")
    return render(request, "400.html", {"message": message}, status=411)


def too_often(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429 that holds every field of the form that was sent."""
    del exception
    context = {
        "fields": _typed(request),
        "action": request.get_full_path(),
        "is_form": request.method == "POST",
    }
    answer = render(request, "429.html", context, status=429)
    answer.headers["Retry-After"] = str(RETRY_WHEN_TOO_OFTEN)
    return answer


def busy(request: HttpRequest) -> HttpResponse:
    """503 that holds every field of the form that was sent; rendered without the database.

    507 that says so when the disk is full.
    """
    if room.is_full():
        return _full(request)
    return HttpResponse(_busy_page(request), status=503, headers={"Retry-After": str(RETRY_AFTER)})


def _full(request: HttpRequest) -> HttpResponse:
    page = render_to_string("507.html", _typed_context(request))
    return HttpResponse(page, status=507, headers={"Retry-After": str(RETRY_WHEN_FULL)})


def read_only(request: HttpRequest, retry_after: int) -> HttpResponse:
    """503 while the site only reads: every field of the form that was sent, to send it again later.

    507 when that is because the disk is full.
    """
    if room.is_full():
        return _full(request)
    page = _busy_page(request, is_read_only=True)
    return HttpResponse(page, status=503, headers={"Retry-After": str(retry_after)})


def put_off(request: HttpRequest) -> HttpResponse:
    """429 for a newcomer who writes more than their share while others wait; without the database too."""
    return HttpResponse(_busy_page(request), status=429, headers={"Retry-After": str(int(PAUSE))})


def _busy_page(request: HttpRequest, *, is_read_only: bool = False) -> str:
    return render_to_string("503.html", _typed_context(request) | {"is_read_only": is_read_only})


def _typed_context(request: HttpRequest) -> dict[str, object]:
    return {
        "request_id": getattr(request, "number", ""),
        "read_only": getattr(request, "read_only", None),
        "fields": _typed(request),
        "action": request.get_full_path(),
        "is_form": request.method == "POST",
        "csrf_token": get_token(request),
    }


def server_error(request: HttpRequest) -> HttpResponse:
    """500: rendered with nothing of the request but its number, so that it works when nothing else does."""
    context = {"request_id": getattr(request, "number", "")}
    return HttpResponse(render_to_string("500.html", context), status=500)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field as it was sent; a password is never written back into a page."""
    names = [name for name in request.POST if name != "csrfmiddlewaretoken" and "password" not in name]
    return [(name, value) for name in names for value in request.POST.getlist(name)]


def _readable(request: HttpRequest) -> list[str]:
    """What a person typed into the fields of the form, without what the form brought along itself."""
    return [value for name, value in _typed(request) if name not in BUTTONS and value.strip()]
