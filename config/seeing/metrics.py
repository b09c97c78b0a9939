"""Numbers for Prometheus: what was answered, how long it took, and how the site does.

With several processes each writes its numbers to files in `PROMETHEUS_MULTIPROC_DIR`, which `make serve`
makes anew at every start, and whichever process is asked adds them up. Without the folder they are those of
the one process. Nothing is counted unless `PATCHWORK_METRICS_TOKEN` is set. A label is the name of a route, a
status or a kind: never an address, a person or a text.
"""

import os
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from cases.queries.outbox import outbox_state
from cases.queries.queue import waiting_numbers
from cases.queries.site_version import site_version
from config import read_only
from config.seeing.access import has_token
from config.seeing.checks import remembered

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

_of_process = CollectorRegistry()
REQUESTS = Counter(
    "patchwork_requests",
    "Requests answered, but for pages out of the page cache.",
    ("route", "status"),
    registry=_of_process,
)
TIME = Histogram(
    "patchwork_request_seconds",
    "Seconds until an answer began.",
    ("route",),
    buckets=SECONDS,
    registry=_of_process,
)
DATABASE_FAULTS = Counter(
    "patchwork_database_faults",
    "Requests that a fault of the database ended.",
    ("kind",),
    registry=_of_process,
)
PAGE_CACHE = Counter(
    "patchwork_page_cache", "Public pages asked of the page cache.", ("outcome",), registry=_of_process
)


def count_request(route: str, status: int, seconds: float) -> None:
    """Count one request."""
    if settings.METRICS_TOKEN:
        REQUESTS.labels(route, status).inc()
        TIME.labels(route).observe(seconds)


def count_page_cache(outcome: str) -> None:
    """Count one look into the page cache: *hit*, *miss* or *stale*."""
    if settings.METRICS_TOKEN:
        PAGE_CACHE.labels(outcome).inc()


def count_database_fault(fault: BaseException) -> None:
    """Count what ended a request, if it came from the database."""
    if settings.METRICS_TOKEN and isinstance(fault, DatabaseError):
        DATABASE_FAULTS.labels(type(fault).__name__).inc()


def metrics(request: HttpRequest) -> HttpResponse:
    """All numbers, for whoever brings the token; for everybody else there is nothing here."""
    if not has_token(request) or request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=404, content_type="text/plain; charset=utf-8")
    of_site = CollectorRegistry()
    of_site.register(_SiteNumbers())
    numbers = generate_latest(_of_all_processes()) + generate_latest(of_site)
    return HttpResponse(numbers, content_type=CONTENT_TYPE_LATEST)


def _of_all_processes() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return _of_process
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


class _SiteNumbers:
    """Numbers that are read when somebody asks; those of the tables are left out while they are away."""

    def collect(self) -> Iterator[Metric]:
        """Read them."""
        held = 1 if read_only.mode() is not None else 0
        yield GaugeMetricFamily("patchwork_reads_only", "Whether nobody can write.", value=held)
        checks = GaugeMetricFamily(
            "patchwork_check_ok", "What /readyz says, check by check.", labels=["check"]
        )
        for name, outcome in remembered.look().items():
            checks.add_metric([name], int(outcome.is_good))
        yield checks
        try:
            numbers = list(_of_tables())
        except DatabaseError:
            return
        yield from numbers


def _of_tables() -> Iterator[Metric]:
    now = timezone.now()
    outbox, queue = outbox_state(now), waiting_numbers(now)
    for name, text, value in (
        ("patchwork_outbox_waiting", "Messages that wait.", outbox.waiting),
        (
            "patchwork_outbox_failing",
            "Messages that could not be sent for an hour or more.",
            outbox.failing,
        ),
        ("patchwork_outbox_dead", "Messages that were given up.", outbox.dead),
        (
            "patchwork_outbox_overdue_seconds",
            "For how long the oldest message is due.",
            outbox.overdue.total_seconds(),
        ),
        ("patchwork_review_waiting", "Changes that wait for review.", queue.waiting),
        ("patchwork_review_overdue", "Changes that wait for too long.", queue.overdue),
    ):
        yield GaugeMetricFamily(name, text, value=value)
    yield CounterMetricFamily(
        "patchwork_publications", "Times that the public text changed.", value=site_version()[0]
    )
