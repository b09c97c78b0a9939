"""Trying whether the database takes a write: a row is made, taken away and committed, and nothing is left."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.contrib.sessions.models import Session
from django.db import connection, transaction

PATIENCE = 2.0
"""Seconds that the test waits for a lock or an answer."""

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def write_and_take_back() -> None:
    """Write to the disk of the database, as an edit would. Raises a DatabaseError when it takes nothing.

    It is committed, because only a commit reaches the disk: one that is rolled back does well on a full one.
    Sessions come and go all day, and belong to one server; this one was over before it began.
    """
    with _patience(), transaction.atomic():
        _set_statement_timeout()
        row = Session.objects.create(session_key=f"test-{secrets.token_hex(16)}", expire_date=LONG_AGO)
        row.delete()


def _set_statement_timeout() -> None:
    """On PostgreSQL for this transaction, its commit included."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {int(PATIENCE * 1000)}")


@contextmanager
def _patience() -> Iterator[None]:
    """On SQLite, how long another writer is waited for; afterwards as long as before."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = float(str(connection.settings_dict["OPTIONS"].get("timeout", 5)))
    _set_busy_timeout(PATIENCE)
    try:
        yield
    finally:
        _set_busy_timeout(usual)


def _set_busy_timeout(seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
