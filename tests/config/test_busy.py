"""A database that is busy or away: a clear 503 that says when to come back and holds what was typed."""

import errno
import html
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from psycopg import errors as postgres
from psycopg_pool import PoolTimeout

from accounts.models import User
from cases.models import Draft
from cases.queries import room
from config import busy
from models_taxonomy.actions import load_taxonomy
from tests.cases.forms.test_contribute import GOOD
from tests.world import person

SignedIn = Callable[[User], Client]
BUSY_SNAPSHOT, LOCKED_SHAREDCACHE, IOERR_FSYNC = 517, 262, 1034
"""Extended codes, which not every SQLite module of Python names."""

Connection = sqlite3.Connection | psycopg.Connection


def of_sqlite(code: int) -> sqlite3.OperationalError:
    fault = sqlite3.OperationalError()
    fault.sqlite_errorcode = code
    return fault


@pytest.mark.parametrize(
    ("cause", "passing"),
    [
        (of_sqlite(sqlite3.SQLITE_BUSY), True),
        (of_sqlite(BUSY_SNAPSHOT), True),
        (of_sqlite(LOCKED_SHAREDCACHE), True),
        (of_sqlite(sqlite3.SQLITE_FULL), True),
        (of_sqlite(IOERR_FSYNC), True),
        (of_sqlite(sqlite3.SQLITE_ERROR), False),
        (postgres.DeadlockDetected(), True),
        (postgres.SerializationFailure(), True),
        (postgres.LockNotAvailable(), True),
        (postgres.TooManyConnections(), True),
        (postgres.AdminShutdown(), True),
        (postgres.QueryCanceled(), True),
        (postgres.OperationalError("connection refused"), True),
        (PoolTimeout(), True),
        (postgres.InvalidPassword(), False),
    ],
)
def test_only_what_passes_by_itself_is_called_busy(cause: Exception, passing: bool) -> None:
    fault = OperationalError()
    fault.__cause__ = cause
    assert busy.is_passing(fault) is passing


@pytest.mark.parametrize(
    ("code", "passing"),
    [(errno.ENOSPC, True), (errno.EDQUOT, True), (errno.EIO, True), (errno.ENOENT, False)],
)
def test_a_disk_that_takes_nothing_is_no_fault_of_the_program(code: int, passing: bool) -> None:
    assert busy.is_passing(OSError(code, "")) is passing


def test_a_full_disk_is_named_with_what_was_typed(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "ROOM_FOR_AN_EDIT", float("inf"))
    try:
        raise OSError(errno.ENOSPC, "no space left")
    except OSError:
        answer = busy.server_error(rf.post("/contribute/", {"note": "Half a <b>sentence</b>"}))
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (507, "300")
    assert "The disk of this site is full" in page
    assert "Half a &lt;b&gt;sentence&lt;/b&gt;" in page
    try:
        raise OSError(errno.ENOSPC, "no space left")
    except OSError:
        assert busy.server_error(rf.post("/api/v1/revisions")).status_code == 507


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


def typed_in(page: str) -> dict[str, str]:
    """The fields that a page of a busy site holds, as a browser sends them again."""
    found = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return {html.unescape(name): html.unescape(value) for name, value in found}


def test_three_busy_answers_in_a_row_lose_nothing(
    amina: User, signed_in: SignedIn, request: pytest.FixtureRequest
) -> None:
    client = signed_in(amina)
    client.raise_request_exception = False
    other = request.getfixturevalue("writer")
    note = 'Half a <b>sentence</b>,\nand "more" &amp; 漢字'
    fields: dict[str, str] = GOOD | {"act": "save", "note": note}
    sent = dict(fields)
    for _try in range(3):
        answer = client.post("/contribute/", sent)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
        sent = typed_in(answer.content.decode())
    assert sent == fields
    other.rollback()
    assert client.post("/contribute/", sent).status_code == 302
    assert Draft.objects.get().fields["note"] == [note]


def test_of_many_who_write_at_once_each_is_kept_or_told_and_none_is_a_fault(
    amina: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.01)
    browsers = [signed_in(person(f"Writer {name}", "moderator")) for name in "ABCDEF"]

    def save(browser: Client) -> int:
        browser.raise_request_exception = False
        try:
            answer = browser.post("/contribute/", GOOD | {"act": "save"})
            assert answer.status_code == 302 or GOOD["note"] in answer.content.decode()
            return answer.status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(browsers)) as people:
        answers = Counter(people.map(save, browsers))
    assert set(answers) <= {302, 503}
    # A draft begun by somebody who was told to wait holds nothing yet; sent again, the form fills it.
    assert Draft.objects.exclude(fields={}).count() == answers[302]
