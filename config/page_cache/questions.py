"""What a request asks for, if it can be answered from the cache: the key of an answer and no more.

A *question* is all that Django is told when its answer may be kept. So nothing outside of the key gets
into the kept bytes: no cookie, no header that nobody thought of, no parameter that the page does not list.
"""

from collections.abc import Callable, Collection
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest, parse_cookie
from django.http.request import split_domain_port, validate_host
from django.utils.translation import get_language_from_request

from cases.views.parameters import canonical

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

METHODS = {"GET", "HEAD"}
OTHERWISE = {"HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_EXPECT", "HTTP_TRANSFER_ENCODING"}
"""Who sends one of these speaks to Django."""

QUERY_AT_MOST = 2_000
HEADER_AT_MOST = 400
REMEMBERED = 512
"""Longer query strings and headers are left to Django; of so many values is remembered what they mean."""

TOLD_ANYWAY = {"HTTP_HOST", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_USER_AGENT"}
"""Headers that logs and the count of requests need; no page shows them."""


class Question(NamedTuple):
    """The key of an answer."""

    scheme: str
    host: str
    path: str
    query: str
    language: str
    is_part: bool
    # Files that lie there compressed are kept as they are sent; pages are compressed when they are asked for.
    encoding: str = ""

    def told_to_django(self, environ: "WSGIEnvironment") -> "WSGIEnvironment":
        """The request as Django gets it: what the server says, and of the headers no more than the key."""
        told = {
            name: value
            for name, value in environ.items()
            if (not name.startswith("HTTP_") and name != "wsgi.file_wrapper") or name in TOLD_ANYWAY
        }
        told |= {"REQUEST_METHOD": "GET", "QUERY_STRING": self.query}
        told["HTTP_ACCEPT_LANGUAGE"] = self.language
        if self.is_part:
            told["HTTP_HX_REQUEST"] = "true"
        if self.encoding:
            told["HTTP_ACCEPT_ENCODING"] = self.encoding
        return told


class Asker(NamedTuple):
    """A request that nobody in particular sends, before it is known which parameters its page has."""

    scheme: str
    host: str
    path: str
    raw_query: str
    language: str
    is_part: bool

    def question(self, parameters: Collection[str]) -> Question:
        """What it asks of a page with these parameters."""
        query = self.raw_query
        if query:
            query = canonical(parse_qsl(query, errors="replace"), parameters)
        return Question(self.scheme, self.host, self.path, query, self.language, self.is_part)

    def of_file(self, encoding: str) -> Question:
        """What it asks of a file, which has neither parameters nor languages."""
        return Question(self.scheme, self.host, self.path, "", "", is_part=False, encoding=encoding)


class Reader:
    """Reads requests; it remembers what the values of some headers mean."""

    def __init__(self) -> None:
        self._is_known = lru_cache(REMEMBERED)(_is_known_host)
        self._language = lru_cache(REMEMBERED)(_language)
        self._has_name = lru_cache(REMEMBERED)(_cookies)
        self._proxy = settings.SECURE_PROXY_SSL_HEADER

    def asker(self, environ: "WSGIEnvironment") -> Asker | None:
        """Who asks, None when the answer is Django's business."""
        get: Callable[[str, str], str] = environ.get
        if environ["REQUEST_METHOD"] not in METHODS or not environ.keys().isdisjoint(OTHERWISE):
            return None
        if get("CONTENT_LENGTH", "0") not in {"", "0"} or get("SCRIPT_NAME", ""):
            return None
        host, query = get("HTTP_HOST", ""), get("QUERY_STRING", "")
        cookies, languages = get("HTTP_COOKIE", ""), get("HTTP_ACCEPT_LANGUAGE", "")
        if max(len(host), len(languages)) > HEADER_AT_MOST or not self._is_known(host):
            return None
        if query and not _is_plain(query):
            return None
        is_personal, chosen = self._has_name(cookies) if cookies else (False, "")
        if is_personal:
            return None
        return Asker(
            self._scheme(environ),
            host.lower(),
            environ["PATH_INFO"],
            query,
            self._language(chosen, languages),
            "HTTP_HX_REQUEST" in environ and "HTTP_HX_HISTORY_RESTORE_REQUEST" not in environ,
        )

    def _scheme(self, environ: "WSGIEnvironment") -> str:
        """The scheme as `HttpRequest.scheme` reads it."""
        if self._proxy:
            header, secure = self._proxy
            if header in environ:
                return "https" if environ[header].split(",", 1)[0].strip() == secure else "http"
        return str(environ["wsgi.url_scheme"])


def _is_known_host(host: str) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def _is_plain(query: str) -> bool:
    """Whether a query string reads the same here and in Django; NUL is refused there."""
    return len(query) <= QUERY_AT_MOST and query.isascii() and "%00" not in query


def _cookies(header: str) -> tuple[bool, str]:
    """Whether a page may be for one person, and the language that was chosen."""
    cookies = parse_cookie(header)
    is_personal = settings.SESSION_COOKIE_NAME in cookies or "messages" in cookies
    return is_personal, cookies.get(settings.LANGUAGE_COOKIE_NAME, "")


def _language(chosen: str, accepted: str) -> str:
    """The language of the pages, by the rule of Django."""
    request = HttpRequest()
    request.COOKIES = {settings.LANGUAGE_COOKIE_NAME: chosen} if chosen else {}
    request.META = {"HTTP_ACCEPT_LANGUAGE": accepted}
    return get_language_from_request(request)
