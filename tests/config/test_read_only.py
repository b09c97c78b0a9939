"""Reading only: everything is read, nothing is written, and what was typed comes back."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, OperationalError, connection
from django.test import Client
from psycopg import errors as postgres
from pytest_django import Settings

from accounts.models import Scope, User
from accounts.token_actions import make_token
from accounts.write_test import write_and_take_back
from cases.management.commands.worker import Command as Worker
from cases.models import Draft, OutboxMessage
from config import read_only
from tests.cases.forms.test_contribute import GOOD
from tests.world import content, published

SignedIn = Callable[[User], Client]
IOERR_WRITE = 778
"""An extended code, which not every SQLite module of Python names."""


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """A site of its own, in which nothing is declared and no database has refused."""
    settings.VAR_DIR = tmp_path
    yield tmp_path
    read_only._watch.is_refused = False


def declared(because: str = "The disk is moved.") -> None:
    call_command("read_only", "on", because=because, until="2031-05-06T18:30", stdout=StringIO())


def refuse(fault: type[Exception], cause: Exception) -> bool:
    error = fault()
    error.__cause__ = cause
    return read_only.notice(error)


def of_sqlite(code: int) -> sqlite3.Error:
    fault = sqlite3.OperationalError()
    fault.sqlite_errorcode = code
    return fault


def test_every_page_says_so_and_why_and_is_read_as_ever(stranger: Client, amina: User, chiara: User) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    declared("Two <b>disks</b>")
    page = stranger.get(f"/cases/{case.slug}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "For reading only just now." in text
    assert "Two &lt;b&gt;disks&lt;/b&gt;" in text
    assert "6 May 2031, 18:30" in text


def test_the_next_request_after_the_end_says_nothing(stranger: Client) -> None:
    declared()
    assert "For reading only" in stranger.get("/about/method/").content.decode()
    call_command("read_only", "off", stdout=StringIO())
    assert "For reading only" not in stranger.get("/about/method/").content.decode()


def test_what_was_typed_comes_back_and_can_be_sent_later(signed_in: SignedIn, amina: User) -> None:
    browser = signed_in(amina)
    declared()
    answer = browser.post("/contribute/?free=1", GOOD | {"act": "save", "note": "Half a <b>sentence</b>"})
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "private, no-store")
    assert int(answer.headers["Retry-After"]) == 86_400
    assert "Half a &lt;b&gt;sentence&lt;/b&gt;" in page
    assert 'action="/contribute/?free=1"' in page
    assert not Draft.objects.exists()
    read_only.end()
    assert browser.post("/contribute/?free=1", GOOD | {"act": "save"}).status_code == 302


def test_that_the_disk_is_full_is_told_by_its_name(
    signed_in: SignedIn, amina: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared()
    monkeypatch.setattr("cases.queries.room.ROOM_FOR_AN_EDIT", 1 << 62)
    answer = signed_in(amina).post("/contribute/", {"note": "Kept."})
    assert answer.status_code == 507
    assert "Kept." in answer.text


def test_nobody_signs_in_and_no_password_comes_back(stranger: Client, amina: User) -> None:
    declared()
    answer = stranger.post("/account/login/", {"login": "Amina", "password": "secret words here"})
    assert answer.status_code == 503
    assert "secret words here" not in answer.content.decode()
    assert "sessionid" not in answer.cookies


def test_a_form_without_its_token_is_told_so_first(amina: User) -> None:
    declared()
    browser = Client(enforce_csrf_checks=True)
    assert browser.post("/contribute/", GOOD).status_code == 403


def test_programs_read_on_and_are_told_when_to_come_back(amina: User, stranger: Client) -> None:
    made = make_token(by=amina, name="x", scopes={Scope.WRITE}, days=5)
    declared()
    headers = {"Authorization": f"Bearer {made.text}"}
    assert stranger.get("/api/v1/cases", headers=headers).status_code == 200
    made.row.refresh_from_db()
    assert made.row.used_on is None
    answer = stranger.post("/api/v1/revisions", {}, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert int(answer.headers["Retry-After"]) > 0
    assert json.loads(answer.content)["status"] == 503


def test_harvesters_ask_by_post_and_are_answered(stranger: Client) -> None:
    declared()
    assert stranger.post("/oai", {"verb": "Identify"}).status_code == 200


def test_reading_writes_no_session(signed_in: SignedIn, amina: User) -> None:
    browser = signed_in(amina)
    session = browser.session
    session["seen"] = "before"
    session.save()
    declared()
    assert browser.get("/me/").status_code == 200
    assert browser.session["seen"] == "before"


def test_the_worker_waits(amina: User) -> None:
    OutboxMessage.objects.create(key="x", kind="welcome", subject_id=1, recipient=amina)
    declared()
    assert Worker()._work() == 0
    assert OutboxMessage.objects.get(key="x").attempts == 0


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        (OperationalError, of_sqlite(sqlite3.SQLITE_READONLY)),
        (OperationalError, of_sqlite(sqlite3.SQLITE_FULL)),
        (OperationalError, of_sqlite(IOERR_WRITE)),
        (InternalError, postgres.ReadOnlySqlTransaction()),
        (OperationalError, postgres.DiskFull()),
        (OperationalError, postgres.CannotConnectNow()),
    ],
)
def test_a_database_that_refuses_to_write_begins_it(
    monkeypatch: pytest.MonkeyPatch, fault: type[Exception], cause: Exception
) -> None:
    monkeypatch.setattr(read_only._watch, "begin", lambda pause: None)
    assert refuse(fault, cause)
    assert read_only.mode() == read_only.BY_DATABASE


@pytest.mark.parametrize(
    "cause", [of_sqlite(sqlite3.SQLITE_BUSY), postgres.DeadlockDetected(), postgres.UniqueViolation()]
)
def test_a_busy_one_does_not(cause: Exception) -> None:
    assert not refuse(OperationalError, cause)
    assert read_only.mode() is None


def test_another_process_sees_it_by_the_file_also_on_a_later_day(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_only._watch, "begin", lambda pause: None)
    (folder / read_only.REFUSED).touch()
    assert read_only.mode() == read_only.BY_DATABASE


def test_what_an_operator_declared_stands_before_it(folder: Path) -> None:
    (folder / read_only.REFUSED).touch()
    read_only.declare(because="Moving.")
    assert read_only.mode() == read_only.ReadOnly(is_declared=True, because="Moving.")


def test_a_broken_file_lets_nobody_write(folder: Path) -> None:
    (folder / read_only.DECLARED).write_text('{"because": 1')
    held = read_only.mode()
    assert held is not None
    assert held.is_declared


@pytest.mark.django_db(transaction=True)
def test_it_ends_by_itself_when_the_database_writes_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_only, "PAUSE", 0.01)
    answers = iter([False, False, True])
    monkeypatch.setattr(read_only, "takes_writes", lambda: next(answers))
    read_only._watch.refuse()
    read_only._watch._try_on(0)
    assert read_only.mode() is None
    assert not (folder / read_only.REFUSED).exists()


@pytest.mark.django_db(transaction=True)
def test_the_test_of_the_database_leaves_nothing_and_notices_a_read_only_one() -> None:
    write_and_take_back()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)
        on_sqlite = connection.vendor == "sqlite"
        cursor.execute("PRAGMA query_only = ON" if on_sqlite else "SET default_transaction_read_only = on")
    with pytest.raises((OperationalError, InternalError)) as refused:
        write_and_take_back()
    connection.close()
    assert read_only.notice(refused.value)
    read_only._watch._thread.join(timeout=30)  # type: ignore[union-attr]
    assert read_only.mode() is None


def test_a_moment_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(CommandError, match="Write it like 2026"):
        call_command("read_only", "on", until="tomorrow")
    assert read_only.mode() is None


def test_when_to_come_back_is_neither_at_once_nor_never() -> None:
    past = read_only.ReadOnly(is_declared=True, until=datetime(2020, 1, 1, tzinfo=UTC))
    soon = read_only.ReadOnly(is_declared=True, until=datetime.now(UTC) + timedelta(minutes=10))
    assert read_only.seconds_left(past) == 30
    assert 500 < read_only.seconds_left(soon) <= 600


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("cause", "takes"),
    [
        (of_sqlite(sqlite3.SQLITE_BUSY), True),
        (of_sqlite(sqlite3.SQLITE_FULL), False),
        (postgres.LockNotAvailable(), True),
        (postgres.OperationalError("connection refused"), False),
    ],
)
def test_a_test_that_fails_because_others_write_is_no_refusal(
    monkeypatch: pytest.MonkeyPatch, cause: Exception, takes: bool
) -> None:
    def fail() -> None:
        raise OperationalError from cause

    monkeypatch.setattr(read_only, "write_and_take_back", fail)
    assert read_only.takes_writes() is takes


def test_whoever_was_told_that_the_site_is_busy_makes_it_try(
    signed_in: SignedIn, amina: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[float] = []
    monkeypatch.setattr(read_only._watch, "begin", lambda *, pause: tried.append(pause))
    monkeypatch.setattr("accounts.limits.ratelimit.consume", lambda *_args, **_named: False)
    monkeypatch.setattr("accounts.limits._is_at_limit", lambda *_args: False)
    answer = signed_in(amina).post("/contribute/", GOOD | {"act": "save"})
    assert (answer.status_code, tried) == (503, [0])
