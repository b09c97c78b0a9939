"""Answers to what cannot be answered. None of them shows a secret, a trace or what exists elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

from cases.forms.raw import BUTTONS
from cases.queries.suspensions import OwnSuspension

RETRY_AFTER = 10  # seconds
RETRY_WHEN_TOO_OFTEN = 60  # seconds


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself is wrong; the message says which field, if we wrote it."""
    return render(request, "400.html", {"message": str(exception or "")[:300]}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the person may not do this."""
    del exception
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same answer for what never was and for what is hidden."""
    del exception
    return render(request, "404.html", status=404)


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
    """503 that holds every field of the form that was sent; rendered without the database."""
    context = {
        "fields": _typed(request),
        "action": request.get_full_path(),
        "is_form": request.method == "POST",
        "csrf_token": get_token(request),
    }
    page = render_to_string("503.html", context)
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})


def server_error(_request: HttpRequest) -> HttpResponse:
    """500: rendered without the request, so that it works when nothing else does."""
    return HttpResponse(render_to_string("500.html"), status=500)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field as it was sent; a password is never written back into a page."""
    names = [name for name in request.POST if name != "csrfmiddlewaretoken" and "password" not in name]
    return [(name, value) for name in names for value in request.POST.getlist(name)]


def _readable(request: HttpRequest) -> list[str]:
    """What a person typed into the fields of the form, without what the form brought along itself."""
    return [value for name, value in _typed(request) if name not in BUTTONS and value.strip()]
