"""A database that is busy or away: a clear 503 that says when to come back and holds what was typed."""

import sqlite3
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from psycopg import errors as postgres

from accounts.models import User
from cases.models import Draft
from config import busy
from models_taxonomy.actions import load_taxonomy
from tests.cases.forms.test_contribute import GOOD
from tests.world import person

SignedIn = Callable[[User], Client]
Connection = sqlite3.Connection | psycopg.Connection


def of_sqlite(code: int) -> sqlite3.OperationalError:
    fault = sqlite3.OperationalError()
    fault.sqlite_errorcode = code
    return fault


@pytest.mark.parametrize(
    ("cause", "passing"),
    [
        (of_sqlite(sqlite3.SQLITE_BUSY), True),
        (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), True),
        (of_sqlite(sqlite3.SQLITE_LOCKED_SHAREDCACHE), True),
        (of_sqlite(sqlite3.SQLITE_FULL), True),
        (of_sqlite(sqlite3.SQLITE_ERROR), False),
        (postgres.DeadlockDetected(), True),
        (postgres.SerializationFailure(), True),
        (postgres.LockNotAvailable(), True),
        (postgres.TooManyConnections(), True),
        (postgres.AdminShutdown(), True),
        (postgres.OperationalError("connection refused"), True),
        (postgres.InvalidPassword(), False),
    ],
)
def test_only_what_passes_by_itself_is_called_busy(cause: Exception, passing: bool) -> None:
    fault = OperationalError()
    fault.__cause__ = cause
    assert busy.is_passing(fault) is passing


def test_a_fault_of_the_program_stays_a_500(rf: RequestFactory) -> None:
    try:
        raise ValueError
    except ValueError:
        assert busy.server_error(rf.get("/")).status_code == 500


@pytest.fixture
def amina(transactional_db: None) -> User:
    """A contributor whom other connections can see."""
    load_taxonomy()
    return person("Amina")


def hold_everything() -> Connection:
    """Another connection that writes and does not end; ours stops waiting for it soon."""
    options = connection.get_connection_params()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 50")
        lite = sqlite3.connect(options["database"], isolation_level=None)
        lite.execute("BEGIN IMMEDIATE")
        return lite
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 50")
    other = psycopg.connect(
        dbname=options["dbname"], user=options["user"], host=options.get("host"), port=options.get("port")
    )
    other.execute("LOCK TABLE cases_draft IN ACCESS EXCLUSIVE MODE")
    return other


@pytest.fixture
def writer(amina: User) -> Iterator[Connection]:
    """Somebody else in the middle of a long write."""
    del amina
    other = hold_everything()
    yield other
    other.rollback()
    other.close()
    connection.close()  # with its short patience


def test_a_write_that_cannot_wait_longer_keeps_what_was_typed(
    amina: User, signed_in: SignedIn, request: pytest.FixtureRequest
) -> None:
    client = signed_in(amina)
    client.raise_request_exception = False
    request.getfixturevalue("writer")
    answer = client.post("/contribute/?free=1", GOOD | {"act": "save", "note": "Half a <b>sentence</b>"})
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Half a &lt;b&gt;sentence&lt;/b&gt;" in page
    assert 'action="/contribute/?free=1"' in page
    assert "csrfmiddlewaretoken" in page


def test_sent_again_it_is_kept(amina: User, signed_in: SignedIn, request: pytest.FixtureRequest) -> None:
    client = signed_in(amina)
    client.raise_request_exception = False
    other = request.getfixturevalue("writer")
    fields = GOOD | {"act": "save"}
    assert client.post("/contribute/", fields).status_code == 503
    other.rollback()
    assert client.post("/contribute/", fields).status_code == 302
    assert Draft.objects.get().fields["note"] == [GOOD["note"]]
