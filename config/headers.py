"""The security headers: every answer leaves with all of them, also a fault, a file, a redirect, or a 304.

This is their one place. What an answer carries already is kept, so that a view may be stricter.
"""

import mimetypes
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PAGE = "; ".join((
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    # The QR code of the second-factor page is a data: image.
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "manifest-src 'self'",
))  # fmt: skip
"""Of HTML: our own files, and nothing inline."""

DATA = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Of everything that is no page and no picture: JSON, feeds, tables, archives, styles and scripts."""

PICTURE = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""Of pictures, also of SVG: one that is opened by itself runs nothing and fetches nothing."""

FEATURES = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone",
    "midi", "payment", "usb",
)  # fmt: skip
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in FEATURES),
    "Cross-Origin-Opener-Policy": "same-origin",
}
NAMES = (*ALWAYS, "Content-Security-Policy", "Cross-Origin-Resource-Policy")


class HeadersMiddleware:
    """Gives every answer the headers; it stands outside of whatever may answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        response = self.get_response(request)
        kind = _kind_of(request, response)
        headers = response.headers
        for name, value in ALWAYS.items():
            headers.setdefault(name, value)
        headers.setdefault("Content-Security-Policy", _policy_of(kind))
        headers.setdefault("Cross-Origin-Resource-Policy", _readers_of(kind, response))
        if settings.SECURE_HSTS_SECONDS and request.is_secure():
            headers.setdefault("Strict-Transport-Security", _hsts())
        return response


def _kind_of(request: HttpRequest, response: HttpResponse) -> str:
    """The type of what is at the address. A 304 names none, and a browser puts its headers on what it has."""
    named = response.headers.get("Content-Type") or getattr(response, "kept_type", "")
    if named:
        return str(named)
    if request.path_info.endswith("/"):
        return "text/html"
    return mimetypes.guess_type(request.path_info)[0] or ""


def _policy_of(kind: str) -> str:
    if kind.startswith("text/html"):
        return PAGE
    return PICTURE if kind.startswith("image/") else DATA


def _readers_of(kind: str, response: HttpResponse) -> str:
    """Pictures that everybody may see may be shown on other sites; nothing else is loaded by them."""
    is_shared = kind.startswith("image/") and getattr(response, "is_public_page", False)
    return "cross-origin" if is_shared else "same-origin"


def _hsts() -> str:
    parts = [f"max-age={settings.SECURE_HSTS_SECONDS}"]
    if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS:
        parts.append("includeSubDomains")
    if settings.SECURE_HSTS_PRELOAD:
        parts.append("preload")
    return "; ".join(parts)
