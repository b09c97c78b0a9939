"""Answers to what cannot be answered. None of them shows a secret, a trace or what exists elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


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
    names = [name for name in request.POST if name != "csrfmiddlewaretoken" and "password" not in name]
    fields = [(name, value) for name in names for value in request.POST.getlist(name)]
    context = {"fields": fields, "action": request.get_full_path()}
    return render(request, "still_typed.html", context, status=403)


def server_error(_request: HttpRequest) -> HttpResponse:
    """500: rendered without the request, so that it works when nothing else does."""
    return HttpResponse(render_to_string("500.html"), status=500)
