"""Every request has a number, a line in the log and a place in the metrics; three addresses end here.

It stands outside of all that may answer, so that it sees what leaves. `/healthz`, `/readyz` and `/metrics`
are answered before the host is checked and before http is sent on to https, as orchestrators ask by number
and without TLS (decision 0068).
"""

import logging
import re
import secrets
import sys
import time
from collections.abc import Callable

from django.conf import settings
from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse

from config.logs import request_number
from config.seeing.health import healthz, readyz
from config.seeing.metrics import count_database_fault, count_request, metrics

GetResponse = Callable[[HttpRequest], HttpResponse]
ADDRESSES: dict[str, GetResponse] = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics}
NUMBER = re.compile(r"[A-Za-z0-9._-]{8,64}")
FAULT = 500
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})

logger = logging.getLogger(__name__)


class SeenMiddleware:
    """Numbers the request, answers the three addresses, and notes the answer that leaves."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        begun = time.perf_counter()
        number = _number_of(request)
        request.number = number  # type: ignore[attr-defined]
        held = request_number.set(number)
        try:
            response = ADDRESSES.get(request.path_info, self.get_response)(request)
            response.headers["X-Request-ID"] = number
            _note(request, response.status_code, time.perf_counter() - begun)
        finally:
            request_number.reset(held)
        return response


def route_of(request: HttpRequest) -> str:
    """The name of the route, one of a few hundred words whatever was asked."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name
    path = request.path_info
    if path in ADDRESSES:
        return path.removeprefix("/")
    return "static" if path.startswith(settings.STATIC_URL) else "none"


def _number_of(request: HttpRequest) -> str:
    """That of the proxy in front, if one is trusted, and a new one otherwise."""
    given = request.headers.get("X-Request-ID", "")
    if settings.TRUSTED_PROXIES and NUMBER.fullmatch(given):
        return given
    return secrets.token_hex(8)


def _note(request: HttpRequest, status: int, seconds: float) -> None:
    route = route_of(request)
    count_request(route, status, seconds)
    level = logging.ERROR if status >= FAULT else logging.INFO
    # Whoever asks how the site does asks every few seconds.
    if request.path_info not in ADDRESSES and logger.isEnabledFor(level):
        method = request.method if request.method in METHODS else "other"
        fields = {"route": route, "method": method, "status": status, "ms": round(seconds * 1000, 1)}
        logger.log(level, "answered", extra={"fields": fields})


def _count_fault(**_named: object) -> None:
    fault = sys.exc_info()[1]
    if fault is not None:
        count_database_fault(fault)


got_request_exception.connect(_count_fault)
