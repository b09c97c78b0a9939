"""Asking the site through the page cache, as the server does."""

import io
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from config.page_cache.layer import PageCache
from config.page_cache.shared import SharedPages
from config.page_cache.versions import State

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


ROOT = Path(__file__).parents[1]
FIRST = State("1", 20_000)


@dataclass
class Answer:
    """What the server would send."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Site:
    """The site behind a page cache. `asked` holds each request that Django got to see."""

    state: State | None = FIRST
    at_most: int = 50_000_000
    held_for: float = 0.0
    django: "WSGIApplication" = field(default_factory=get_wsgi_application)
    shared: SharedPages | None = None
    asked: list["WSGIEnvironment"] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cache = PageCache(
            self._django,
            state_now=lambda: self.state,
            at_most=self.at_most,
            held_for=self.held_for,
            shared=self.shared,
        )

    def _django(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        self.asked.append(environ)
        return self.django(environ, start_response)

    def get(self, address: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for an address; headers are named as in WSGI, without `HTTP_`."""
        # They would close the connection of the test, in the middle of its transaction.
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        try:
            return self._get(environ(address, method, headers))
        finally:
            for signal in (request_started, request_finished):
                signal.connect(close_old_connections)

    def _get(self, asked: "WSGIEnvironment") -> Answer:
        told: list[tuple[str, list[tuple[str, str]]]] = []

        def note(
            status: str, sent: list[tuple[str, str]], _fault: object = None, /
        ) -> Callable[[bytes], object]:
            told.append((status, sent))
            return told.append  # type: ignore[return-value]

        pieces = self.cache(asked, note)
        body = b"".join(pieces)
        if hasattr(pieces, "close"):
            pieces.close()
        status, sent = told[0]
        return Answer(int(status[:3]), {name.lower(): value for name, value in sent}, body)

    def asks_django(self, address: str, method: str = "GET", **headers: str) -> bool:
        """Whether this request gets through to Django."""
        before = len(self.asked)
        self.get(address, method, **headers)
        return len(self.asked) > before


def environ(address: str, method: str, headers: dict[str, str]) -> "WSGIEnvironment":
    """A request as a server gives it to an application."""
    parts = urlsplit(address)
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(parts.path).encode().decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "HTTP_HOST": "127.0.0.1:8000",
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
