"""Which version the site has: never one that was read before it was asked for, and none when nobody knows."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from accounts.models import User
from cases.actions.publication import bump_site_version
from cases.models import SiteVersion
from cases.queries.site_version import turn_now
from config.page_cache.postgres_versions import PostgresVersions
from config.page_cache.versions import (
    SqliteVersions,
    Unknown,
    Versions,
    state_from,
    versions_of_database,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_session_is_left(transactional_db: None) -> Iterator[None]:
    """What asked for versions holds a session of its own, beside which no database can be dropped."""
    yield
    if connection.vendor == "postgresql":
        end_the_others()


@pytest.fixture
def versions(transactional_db: None) -> Versions:
    """The way to ask the database of the tests."""
    return versions_of_database()


def publish() -> int:
    """Let the version grow by one, and commit."""
    with transaction.atomic():
        bump_site_version(None)
        return turn_now()


def number(version: str) -> int:
    return int(version.split("-", maxsplit=1)[0])


def test_it_is_seen_with_the_commit_and_not_before(versions: Versions) -> None:
    assert number(versions()) == 0
    with transaction.atomic():
        bump_site_version(None)
        within = [versions()]
    assert number(within[0]) == 0
    assert number(versions()) == 1


def test_two_versions_of_one_number_differ(versions: Versions) -> None:
    publish()
    before = versions()
    SiteVersion.objects.all().delete()
    publish()
    assert number(versions()) == number(before)
    assert versions() != before


def test_no_answer_is_older_than_the_question(versions: Versions) -> None:
    committed, over, wrong = [publish()], threading.Event(), list[tuple[int, int]]()

    def read() -> None:
        while not over.is_set():
            at_least = committed[0]
            found = number(versions())
            if found < at_least:
                wrong.append((found, at_least))

    readers = [threading.Thread(target=read) for _reader in range(4)]
    for reader in readers:
        reader.start()
    for _time in range(100):
        committed[0] = publish()
    over.set()
    for reader in readers:
        reader.join()
    assert not wrong


def test_other_commits_leave_it_as_it_is(versions: Versions, transactional_db: None) -> None:
    publish()
    before = versions()
    User.objects.create_user(username="Somebody", email="somebody@example.org")
    assert versions() == before


# --- SQLite ---------------------------------------------------------------------------------------

TABLE = "CREATE TABLE cases_siteversion (number INTEGER, stamp TEXT)"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database with the one table, at version 1."""
    return made(tmp_path / "site.sqlite3", 1)


def made(path: Path, version: int) -> Path:
    with sqlite3.connect(path) as there:
        there.execute(TABLE)
        there.execute("INSERT INTO cases_siteversion VALUES (?, 'a')", [version])
    there.close()
    return path


def test_a_backup_in_the_place_of_the_file_is_seen(file: Path, tmp_path: Path) -> None:
    ask = SqliteVersions(str(file))
    assert number(ask()) == 1
    made(tmp_path / "backup.sqlite3", 7).replace(file)
    assert number(ask()) == 7


def test_without_the_file_nobody_knows(file: Path) -> None:
    ask = SqliteVersions(str(file))
    ask()
    file.unlink()
    with pytest.raises(Unknown):
        ask()
    assert state_from(ask)() is None
    made(file, 3)
    assert number(ask()) == 3


# --- PostgreSQL -----------------------------------------------------------------------------------


@pytest.fixture
def postgres(transactional_db: None) -> PostgresVersions:
    """The versions of PostgreSQL, where the tests run on it."""
    if connection.vendor != "postgresql":
        pytest.skip("of PostgreSQL")
    return PostgresVersions(connections["default"].get_connection_params)


def end_the_others() -> None:
    """Let the server end every session of this database but that of the test."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_session_that_the_server_ended_is_begun_anew(postgres: PostgresVersions) -> None:
    publish()
    postgres()
    end_the_others()
    publish()
    assert number(postgres()) == 2


def test_while_the_server_is_away_the_last_version_is_told_for_a_while(
    postgres: PostgresVersions, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish()
    known = postgres()
    there = connections["default"].get_connection_params()
    monkeypatch.setattr(postgres, "_parameters", lambda: there | {"port": 1, "host": "127.0.0.1"})
    end_the_others()
    assert postgres() == known
    monkeypatch.setattr(postgres, "TRUSTED_FOR", -1.0)
    with pytest.raises(Unknown):
        postgres()
    monkeypatch.undo()
    # A try that was refused slowly, as on a busy machine, is repeated only after as long again.
    monkeypatch.setattr(postgres, "_next_try", 0.0)
    publish()
    assert number(postgres()) == 2


def test_who_never_knew_it_knows_nothing(postgres: PostgresVersions, monkeypatch: pytest.MonkeyPatch) -> None:
    there = connections["default"].get_connection_params()
    monkeypatch.setattr(postgres, "_parameters", lambda: there | {"port": 1, "host": "127.0.0.1"})
    with pytest.raises(Unknown):
        postgres()
