"""The addresses of the API, each guarded in one way, and the answer to every other one below them."""

import json
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from cases.api.document import document
from cases.api.problems import problem
from cases.api.site import api

View = Callable[..., HttpResponse]


def guarded(view: View) -> View:
    """Let HEAD ask what GET asks, refuse other methods in JSON, and tell how many requests are left.

    No session counts here and so no form's token is asked for: who writes comes with a token in a header,
    which no page of another site can make a browser send.
    """

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, **pieces: object) -> HttpResponse:
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        response = view(request, **pieces)
        if response.status_code == 405:
            allowed = {each.strip() for each in response.headers["Allow"].split(",")}
            allowed |= {"HEAD"} if "GET" in allowed else set()
            known = ", ".join(sorted(allowed))
            response = problem(
                405, _("Use one of these methods: %(known)s.") % {"known": known}, headers={"Allow": known}
            )
        if (window := getattr(request, "window", None)) is not None:
            for name, value in window.headers.items():
                response.headers[name] = value
        if is_head:
            request.method = "HEAD"
            response.content = b""
        return response

    return answer


def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    if request.method != "GET":
        return problem(405, _("Use one of these methods: GET, HEAD."), headers={"Allow": "GET, HEAD"})
    answer = HttpResponse(
        json.dumps(document(), ensure_ascii=False, indent=1), content_type="application/json"
    )
    answer.is_public_page = True  # type: ignore[attr-defined]
    return answer


def unknown(_request: HttpRequest, **_pieces: object) -> HttpResponse:
    """404 in JSON for every address that there is not."""
    raise Http404


def _operations() -> list[URLPattern]:
    """Those of the API, each behind the guard."""
    found, _app, _namespace = api.urls
    prefix = settings.API_PREFIX.removeprefix("/api/")
    return [
        path(f"{prefix}{pattern.pattern}", guarded(pattern.callback), name=pattern.name)
        for pattern in found
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ]


app_name = "api"

urlpatterns = [
    path("v1/openapi.json", guarded(openapi), name="openapi"),
    *_operations(),
    re_path("^.+$", guarded(unknown), name="unknown"),
]
