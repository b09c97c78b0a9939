"""What PostgreSQL is asked for: bounded pages, patient commands, and nothing that a pooler cannot lend."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.db.backends.postgresql.base import DatabaseWrapper

from config import busy, postgres

LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


def of_a_page(
    *, pooler: bool = False, connections: int = 4, seconds: int = 15, options: str = ""
) -> dict[str, Any]:
    """The settings of a process that answers requests."""
    database = {"ENGINE": postgres.ENGINE, "OPTIONS": {"options": options} if options else {}}
    databases = {"default": postgres.reached(database, pooler=pooler)}
    postgres.serve_pages(databases, pooler=pooler, connections=connections, seconds=seconds)
    return databases["default"]


def test_pages_share_a_few_connections_and_give_up_what_takes_too_long() -> None:
    database = of_a_page(connections=7, seconds=12)
    assert database["OPTIONS"]["pool"]["max_size"] == 7
    assert "-c statement_timeout=12s" in database["OPTIONS"]["options"]


def test_commands_keep_one_connection_and_all_their_time() -> None:
    options = postgres.reached({"ENGINE": postgres.ENGINE}, pooler=False)["OPTIONS"]
    assert not {"pool", "options"} & options.keys()


def test_nothing_is_asked_of_a_pooler_that_it_cannot_lend() -> None:
    database = of_a_page(pooler=True)
    assert not {"pool", "options", "prepare_threshold"} & database["OPTIONS"].keys()
    assert database["DISABLE_SERVER_SIDE_CURSORS"]


def test_only_pages_whose_connections_nobody_else_gets_are_prepared() -> None:
    assert of_a_page()["OPTIONS"]["prepare_threshold"] == postgres.PREPARED_AFTER
    assert "prepare_threshold" not in postgres.reached({"ENGINE": postgres.ENGINE}, pooler=False)["OPTIONS"]


def test_what_the_operator_writes_in_the_address_counts() -> None:
    assert of_a_page(options="-c statement_timeout=40s")["OPTIONS"]["options"].endswith("timeout=40s")


@pytest.fixture
def page(db: None) -> Iterator[DatabaseWrapper | None]:
    """A connection as pages have it, with a second of time; none on SQLite."""
    if connection.vendor != "postgresql":
        yield None
        return
    options = of_a_page(seconds=1)["OPTIONS"]
    wrapper = DatabaseWrapper(settings.DATABASES["default"] | {"OPTIONS": options}, alias="page")
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


def test_the_server_keeps_to_the_limits_of_a_page(page: DatabaseWrapper | None) -> None:
    if page is None:
        return
    with page.cursor() as cursor:
        for name in LIMITS:
            cursor.execute(f"SHOW {name}")
            assert cursor.fetchone() != ("0",)


def test_a_statement_that_takes_too_long_is_a_passing_fault(page: DatabaseWrapper | None) -> None:
    if page is None:
        return
    with page.cursor() as cursor, pytest.raises(OperationalError) as ended:
        cursor.execute("SELECT pg_sleep(30)")
    assert busy.is_passing(ended.value)


def test_broken_connections_of_the_pool_are_given_up_at_once(page: DatabaseWrapper | None) -> None:
    if page is None:
        return
    page.ensure_connection()
    pool = page.pool
    held = [pool.getconn() for _number in range(3)]
    for one in held:
        one.close()
        one.pgconn.finish()
        pool._pool.append(one)
    postgres.drop_broken(page)
    lost = pool.get_stats()["connections_lost"]
    assert lost == len(held)
    pool.putconn(pool.getconn())
    assert pool.get_stats()["connections_lost"] == lost


def test_without_a_pool_there_is_nothing_to_give_up(db: None) -> None:
    postgres.drop_broken(connection)
    assert connection.is_usable()
