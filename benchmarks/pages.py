"""`python -m benchmarks.pages`: what whole pages cost the processor in the database of this environment.

Every page is asked for through the whole stack of the site as a server would, by a stranger and by somebody
who is signed in, without a cache in front of it: *anew* as if it were asked for the first time, and *again*
as after a change elsewhere, when what was drawn is still good (decision 0074). Prints a line of a table for
each: milliseconds of this process, of the process of PostgreSQL that serves it, the number of queries, and
the kilobytes of the answer.
"""

import io
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from itertools import product
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 (Django must be set up first)
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import User  # noqa: E402
from benchmarks.server_process import server_seconds  # noqa: E402
from cases.models import Case, Placement  # noqa: E402
from cases.queries.drawings import SHELF  # noqa: E402
from config import postgres  # noqa: E402
from scripts import static  # noqa: E402

RUNS = 40
WARM = 12
"""So often PostgreSQL is asked the same on a connection until it goes by a plan that it made before."""

WAYS: dict[str, Callable[[], None]] = {"anew": SHELF.clear, "again": lambda: None}

PAGES = {
    "case": ("/cases/{case}/", "{title}"),
    "claim": ("/claims/{claim}/", "{claim}"),
    "home": ("/", "Patchwork"),
    "patchwork": ("/patchwork/", "The Patchwork"),
    "patchwork, two filters": ("/patchwork/?country=US&decade=2010", "The Patchwork"),
    "matrix": ("/matrix/", "Stage against model"),
    "gaps": ("/gaps/", "What is missing"),
    "one gap": ("/gaps/claim-3f/", "3f"),
    "cases": ("/cases/", "cases"),
    "map": ("/map/", "Where cases began"),
    "timeline": ("/timeline/", "When cases began"),
    "moves": ("/moves/", "Cases that moved"),
    "compare, which cases": ("/compare/", "Compare cases"),
    "compare, four cases": ("/compare/?{four}", 'class="cmp"'),
    "the guess, tested": ("/patchwork/guess/", "The guess, tested"),
    "about the method": ("/about/method/", "place"),
}
"""The address of each page, and what its answer must hold: an empty page costs nothing."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one answer costs: the least and the median of this process, the mean of the database's."""

    least: float
    median: float
    server: float
    queries: int
    kilobytes: float


class Site:
    """The site as a server calls it, for one visitor."""

    def __init__(self, cookie: str = "") -> None:
        self.handler = WSGIHandler()
        self.cookie = cookie

    def ask(self, address: str) -> tuple[str, bytes]:
        """The status and the whole body of an answer."""
        path, _mark, query = address.partition("?")
        told: list[str] = []

        def start(status: str, headers: object, exc_info: object = None) -> Callable[[bytes], object]:
            told.append(status)
            return lambda _data: None

        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": settings.ALLOWED_HOSTS[0],
            "HTTP_COOKIE": self.cookie,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
        }
        response = self.handler(environ, start)
        body = b"".join(response)
        # As a server does; but the connection stays open, as it does with CONN_MAX_AGE.
        for close in response._resource_closers:  # type: ignore[attr-defined]
            close()
        return told[0], body


def cost_of(site: Site, address: str, sentence: str, before: Callable[[], None]) -> Cost:
    """Ask for a page a few times to warm up, then several times, each time after `before`."""
    for _run in range(WARM):
        before()
        status, body = site.ask(address)
        if not status.startswith("200") or sentence.encode() not in body:
            raise SystemExit(f"{address} answered {status}, without “{sentence}”")
    before()
    with CaptureQueriesContext(connection) as asked:
        site.ask(address)
        queries = len(asked)
    times, server = [], server_seconds()
    for _run in range(RUNS):
        before()
        begun = time.process_time()
        site.ask(address)
        times.append((time.process_time() - begun) * 1000)
    beside = (server_seconds() - server) / RUNS * 1000
    return Cost(min(times), statistics.median(times), beside, queries, len(body) / 1000)


def pages() -> dict[str, tuple[str, str]]:
    """The pages, with the newest case that has most placements among the first ones, and a claim."""
    some = list(Case.objects.order_by("pk").values_list("slug", "title")[:60])
    by_placements = sorted(
        some, key=lambda row: Placement.objects.filter(case__slug=row[0]).count(), reverse=True
    )
    slug, title = by_placements[len(some) // 2]
    words = {
        "case": slug,
        "title": title.split()[0],
        "claim": "3f",
        "four": "&".join(f"case={row[0]}" for row in some[:4]),
    }
    return {name: (path.format(**words), held.format(**words)) for name, (path, held) in PAGES.items()}


def cookie_of(user: User) -> str:
    """The cookie of somebody who has just signed in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def main(only: Iterable[str]) -> None:
    """Print the table, of all pages or of those that are named."""
    static.collect()
    postgres.serve_pages(
        settings.DATABASES,
        pooler=settings.POOLER,
        connections=settings.POSTGRES_CONNECTIONS,
        seconds=settings.STATEMENT_SECONDS,
    )
    author, _made = User.objects.get_or_create(
        username="benchmark-author", defaults={"email": "author@example.org"}
    )
    visitors = {"stranger": Site(), "signed in": Site(cookie_of(author))}
    wanted = set(only)
    for name, (address, sentence) in pages().items():
        if wanted and name not in wanted:
            continue
        for (visitor, site), (drawn, before) in product(visitors.items(), WAYS.items()):
            cost = cost_of(site, address, sentence, before)
            figures = f"{cost.least:.1f} | {cost.median:.1f} | {cost.server:.1f} | {cost.queries}"
            print(f"| {name}, {visitor}, {drawn} | {figures} | {cost.kilobytes:.0f} |")


if __name__ == "__main__":
    main(sys.argv[1:])
