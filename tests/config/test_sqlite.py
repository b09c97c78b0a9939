"""Which SQLite is safe with WAL, and what a process does and says with one that is not."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from config.sqlite import Version, has_wal_reset_bug, journal_mode, running_version, said_at_start

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("version", "has_it"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 0), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
        ((3, 53, 4), False),
        ((4, 0, 0), False),
    ],
)
def test_the_versions_that_have_the_bug(version: Version, has_it: bool) -> None:
    assert has_wal_reset_bug(version) == has_it
    assert journal_mode(version) == ("DELETE" if has_it else "WAL")


def test_the_sqlite_of_the_site_is_the_one_that_everything_here_uses() -> None:
    assert sqlite3.sqlite_version_info == running_version()
    said = subprocess.run(
        [sys.executable, "-c", "import config.settings, sqlite3.dbapi2 as d; print(d.sqlite_version_info)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == str(running_version())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there need not be a wheel")
def test_the_tests_run_on_a_mended_sqlite() -> None:
    assert not has_wal_reset_bug(running_version())


@pytest.mark.django_db
def test_the_database_is_in_the_mode_that_is_safe() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("of SQLite alone")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone()[0].upper() == journal_mode(running_version())


def test_the_start_says_which_one_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "with WAL; this version does not have" in said_at_start("sqlite:///x")
    assert said_at_start("postgres://db/site") == ""
    monkeypatch.setattr("config.sqlite.running_version", lambda: (3, 40, 1))
    assert "SQLite 3.40.1 has the WAL-reset bug and runs without WAL" in said_at_start("")
    assert isinstance(settings.DATABASE_SAID, str)
