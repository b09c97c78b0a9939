"""Who may see more than one word of how the site does."""

import hmac
import ipaddress
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest

BEARER = "Bearer "
PASSED_ON = ("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP")
"""A request with one of these came through a proxy, whatever address it seems to come from."""


def has_token(request: HttpRequest) -> bool:
    """Whether the request brings `PATCHWORK_METRICS_TOKEN`, compared in the same time whatever it brings."""
    given = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not given.startswith(BEARER):
        return False
    return hmac.compare_digest(_digest(given.removeprefix(BEARER)), _digest(settings.METRICS_TOKEN))


def may_see_details(request: HttpRequest) -> bool:
    """Whoever brings the token, and whoever asks from this machine itself."""
    return has_token(request) or _is_at_this_machine(request)


def _digest(text: str) -> bytes:
    return sha256(text.encode("utf-8", "replace")).digest()


def _is_at_this_machine(request: HttpRequest) -> bool:
    if any(name in request.headers for name in PASSED_ON):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
