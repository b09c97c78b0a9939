"""Sizes and numbers of the site, as the stewards' page shows them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Sum

from cases.models import Upload
from cases.queries.outbox import OutboxState, outbox_state
from cases.queries.queue import Numbers, waiting_numbers
from cases.queries.site_version import site_version


@dataclass(frozen=True, slots=True)
class SiteState:
    """What is in the site just now. Sizes are bytes; `publications` counts changes of the public text."""

    database: str
    database_size: int
    pictures_size: int
    publications: int
    outbox: OutboxState
    queue: Numbers


def site_state(now: datetime) -> SiteState:
    """Read it; eight queries at most."""
    return SiteState(
        database=_version_of_database(),
        database_size=_size_of_database(),
        pictures_size=Upload.objects.aggregate(size=Sum("size"))["size"] or 0,
        publications=site_version()[0],
        outbox=outbox_state(now),
        queue=waiting_numbers(now),
    )


def _version_of_database() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite {_value('SELECT sqlite_version()')}"
    return f"PostgreSQL {_value('SHOW server_version')}"


def _size_of_database() -> int:
    if connection.vendor == "sqlite":
        return int(str(_value("PRAGMA page_count"))) * int(str(_value("PRAGMA page_size")))
    return int(str(_value("SELECT pg_database_size(current_database())")))


def _value(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]
