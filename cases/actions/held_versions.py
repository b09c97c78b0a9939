"""Acknowledging a new version of the site only when no process believes the one before it (decision 0080)."""

from time import sleep

from django.db import connection, transaction

from cases.queries.site_version import HELD_FOR


def outwait_held_versions() -> None:
    """After the commit of this transaction, wait once until every process has asked for the version again."""
    if not any(_wait in awaited for awaited in connection.run_on_commit):
        transaction.on_commit(_wait)


def _wait() -> None:
    sleep(HELD_FOR)
