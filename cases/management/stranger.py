"""A reader without an account who asks the site for pages in this process, as a browser would."""

import io
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

Write = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site answered: the status, the type without its parameters, and the bytes."""

    status: int
    kind: str
    body: bytes


@contextmanager
def one_connection() -> Iterator[None]:
    """Keep the connection to the database while many pages are asked for; requests close it otherwise."""
    both = (request_started, request_finished)
    for signal in both:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in both:
            signal.connect(close_old_connections)


class Stranger:
    """Asks for one page after the other. Nothing is kept between two of them, no cookie either."""

    def __init__(self) -> None:
        self.application = get_wsgi_application()
        self.site = urlsplit(settings.SITE_URL)

    def ask(self, address: str) -> Answer:
        """Ask for a path with its query, percent-encoded."""
        told: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], _fault: object = None, /) -> Write:
            told["status"] = int(status.split(maxsplit=1)[0])
            told["headers"] = {name.lower(): value for name, value in headers}
            return io.BytesIO().write

        chunks: Iterable[bytes] = self.application(self._environment(address), start)
        try:
            body = b"".join(chunks)
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()
        kind = told["headers"].get("content-type", "").partition(";")[0].strip()
        return Answer(told["status"], kind, body)

    def _environment(self, address: str) -> dict[str, Any]:
        site, asked = self.site, urlsplit(address)
        environment: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            # WSGI wants the bytes of the path as if they were Latin-1.
            "PATH_INFO": unquote_to_bytes(asked.path).decode("latin-1"),
            "QUERY_STRING": asked.query,
            "HTTP_HOST": site.netloc,
            # Where a proxy stands in front, the site believes this and not the scheme.
            "HTTP_X_FORWARDED_PROTO": site.scheme,
            "SERVER_NAME": site.hostname or "",
            "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": site.scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
        }
        setup_testing_defaults(environment)
        return environment
