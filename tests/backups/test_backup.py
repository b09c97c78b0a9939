"""A backup is whole, tested and its owner's alone, or there is none; what happened is known either way."""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from functools import partial
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django.fixtures import Settings

from accounts.models import User
from backups import making
from backups.databases import PostgreSQL, SQLite
from backups.folder import BackupFault, backups_in, read_manifest
from backups.making import make_backup, refuse_served
from backups.site import database_of_site
from cases.models import Case, Upload
from config.backups import GoodBackup, last_failed_backup, last_good_backup
from tests.world import uploaded


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test of the restored copy is another test's; here it says that all is well."""
    monkeypatch.setattr(making, "facts_of_copy", lambda **_about: {"stamp": ""})


def test_a_backup_holds_everything_and_was_tested(case: Case, picture: Upload, tmp_path: Path) -> None:
    made = make_backup(into=tmp_path, keep=3, check="quick")
    manifest = read_manifest(tmp_path / made.name)
    assert {f"media/{picture.large}", f"media/{picture.small}", "hide-list.json"} < set(manifest.pieces)
    assert manifest.site["rows"]["cases.Case"] == 1  # type: ignore[index]
    assert (manifest.site["version"], last_good_backup(), last_failed_backup()) == (1, made, None)
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / made.name).rglob("*") if path.is_file()}
    assert modes == {0o600}


@pytest.mark.usefixtures("quick")
def test_the_oldest_go_and_nothing_unfinished_stays(case: Case, tmp_path: Path) -> None:
    names = [make_backup(into=tmp_path, keep=2, check="quick").name for _turn in range(3)]
    assert [path.name for path in backups_in(tmp_path)] == names[1:]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.lock", *names[1:]]


@pytest.mark.usefixtures("quick")
def test_the_newest_good_one_stays_also_when_the_clock_was_set_back(case: Case, tmp_path: Path) -> None:
    (tmp_path / "patchwork-29990101T000000Z").mkdir()
    made = make_backup(into=tmp_path, keep=1, check="quick")
    assert [path.name for path in backups_in(tmp_path)] == [made.name]


@pytest.mark.usefixtures("quick")
def test_one_that_is_due_every_day_is_made_once_a_day(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every_day = partial(call_command, "backup", "--keep=9", "--every=24", stdout=StringIO())
    for folder in ("here", "here", "elsewhere", "elsewhere"):
        every_day("--to", str(tmp_path / folder))
    assert [len(backups_in(tmp_path / folder)) for folder in ("here", "elsewhere")] == [1, 1]
    monkeypatch.setattr(GoodBackup, "age", timedelta(hours=25))
    every_day("--to", str(tmp_path / "elsewhere"))
    assert len(backups_in(tmp_path / "elsewhere")) == 2


@pytest.mark.usefixtures("quick")
def test_what_a_killed_try_left_is_swept(case: Case, tmp_path: Path) -> None:
    left = tmp_path / "unfinished-123"
    left.mkdir()
    (left / making.SPARE_NAME).write_text("patchwork_backup_test_gone", "ascii")
    make_backup(into=tmp_path, keep=1, check="quick")
    assert not left.exists()


def test_a_copy_that_is_found_wrong_is_no_backup(case: Case, tmp_path: Path) -> None:
    Case.objects.update(title="Changed behind the actions")
    with pytest.raises(BackupFault, match="The restored copy is wrong: Case guifi-net: the public case"):
        make_backup(into=tmp_path, keep=1, check="quick")
    assert [path.name for path in tmp_path.iterdir()] == ["backup.lock"]
    failed = last_failed_backup()
    assert (last_good_backup(), failed and "the public case" in failed.why) == (None, True)


@pytest.mark.usefixtures("quick")
def test_a_failure_does_not_forget_the_last_good_one(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_backup(into=tmp_path, keep=1, check="quick")
    monkeypatch.setattr("backups.folder.write_piece", no_space)
    with pytest.raises(CommandError, match="No space left on device"):
        call_command("backup", "--to", str(tmp_path))
    assert [path.name for path in backups_in(tmp_path)] == [made.name]
    assert (last_good_backup(), last_failed_backup() is None) == (made, False)


def no_space(path: Path, _parts: object) -> None:
    raise OSError(28, "No space left on device", str(path))


@pytest.mark.usefixtures("quick")
def test_pictures_that_come_and_go_meanwhile_are_exactly_those_of_the_copy(
    people: list[User], picture: Upload, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    amina = people[0]
    forgotten, came = uploaded(by=amina), []
    kind = SQLite if connection.vendor == "sqlite" else PostgreSQL
    copy_out = kind.copy_out

    def while_people_work(self: SQLite | PostgreSQL, piece: Path) -> None:
        came.append(uploaded(by=amina))
        copy_out(self, piece)  # type: ignore[arg-type]
        Upload.objects.filter(pk=forgotten.pk).delete()
        default_storage.delete(forgotten.large)
        default_storage.delete(forgotten.small)

    monkeypatch.setattr(kind, "copy_out", while_people_work)
    made = make_backup(into=tmp_path, keep=1, check="quick")
    wanted = {f"media/{name}" for row in (picture, forgotten, *came) for name in (row.large, row.small)}
    held = {name for name in read_manifest(tmp_path / made.name).pieces if name.startswith("media/")}
    assert held == wanted
    assert {f"media/{path.name}" for path in (tmp_path / made.name / "media" / "images").iterdir()} == {
        name.replace("images/", "") for name in wanted
    }


@pytest.mark.usefixtures("quick")
def test_two_are_not_made_in_one_folder_at_once(case: Case, tmp_path: Path) -> None:
    with (
        making._alone(tmp_path),
        pytest.raises(BackupFault, match="Another backup is being made"),
    ):
        make_backup(into=tmp_path, keep=1, check="quick")


def test_a_folder_that_is_served_is_refused(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    with pytest.raises(BackupFault, match="which the site serves"):
        refuse_served(tmp_path / "backups")


def test_without_the_client_of_postgresql_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupFault, match="pg_dump is not on PATH"):
        PostgreSQL({"dbname": "site"}).copy_out(tmp_path / "dump")


@pytest.mark.parametrize(
    "url",
    [
        "postgres://amina:p%40ss%2Fw@db.example.org:5433/site?sslmode=require",
        "postgres:///site?host=%2Frun%2Fpostgresql",
    ],
)
def test_the_address_of_a_database_is_kept(url: str) -> None:
    database = PostgreSQL.at(url)
    assert PostgreSQL.at(database.url) == database


def test_no_password_stands_among_the_arguments_of_the_client(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    client = tmp_path / "pg_dump"
    client.write_text('#!/bin/sh\necho "$@ $PGPASSWORD $PGHOST" > "$0.said"\n', "utf-8")
    client.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    PostgreSQL.at("postgres://amina:secret@db/site").copy_out(tmp_path / "dump")
    said = (tmp_path / "pg_dump.said").read_text("utf-8").split()
    assert (said[-2:], "secret" in " ".join(said[:-2])) == (["secret", "db"], False)


def on_path(folder: Path, monkeypatch: pytest.MonkeyPatch, **programs: str) -> None:
    for name, lines in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{lines}\n", "utf-8")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


@pytest.mark.usefixtures("quick")
def test_a_client_that_is_newer_than_the_server_is_understood(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no client")
    (tmp_path / "bin").mkdir()
    newer = f"""{shutil.which("pg_restore")} "$@" | sed '
    /^SET transaction_timeout/d
    s/^SET lock_timeout = 0;$/&\\nSET transaction_timeout = 0;/'"""
    on_path(tmp_path / "bin", monkeypatch, pg_restore=newer)
    assert make_backup(into=tmp_path / "backups", keep=1, check="quick") == last_good_backup()


SCRIPT = "SET lock_timeout = 0;\nSET transaction_timeout = 0;\nCREATE TABLE a ();\n"


@pytest.mark.parametrize(
    ("knows_limit", "kept"), [(True, SCRIPT), (False, SCRIPT.replace("SET transaction_timeout = 0;\n", ""))]
)
def test_a_limit_is_set_only_where_the_server_knows_it(
    knows_limit: bool, kept: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PostgreSQL, "rows", lambda *_asked: [(knows_limit,)])
    on_path(tmp_path, monkeypatch, pg_restore=f"cat <<'SQL'\n{SCRIPT}SQL", psql='cat > "$0.read"')
    PostgreSQL({"dbname": "site"}).copy_in(tmp_path / "dump")
    assert (tmp_path / "psql.read").read_text("ascii") == f"BEGIN;\n{kept}COMMIT;\n"


@pytest.mark.parametrize(
    ("reading", "writing", "fault"),
    [
        (
            "echo half; echo 'pg_restore: ERROR: cut off' >&2; exit 1",
            'cat > "$0.read"',
            "pg_restore failed: .* cut off",
        ),
        ("yes", "echo 'NOTICE: now' >&2; echo 'ERROR:  no room' >&2; exit 3", "psql failed: ERROR:  no room"),
        ("yes", "exit 3", "psql failed: ended with 3"),
    ],
)
def test_what_could_not_be_restored_is_never_committed(
    reading: str, writing: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PostgreSQL, "rows", lambda *_asked: [(False,)])
    on_path(tmp_path, monkeypatch, pg_restore=reading, psql=writing)
    with pytest.raises(BackupFault, match=fault):
        PostgreSQL({"dbname": "site"}).copy_in(tmp_path / "dump")
    read = tmp_path / "psql.read"
    assert not read.exists() or "COMMIT" not in read.read_text("ascii")


def test_a_copy_of_sqlite_holds_no_trace_of_what_was_deleted(people: list[User], tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a dump of PostgreSQL holds rows alone")
    people[0].about = "A sentence that was taken back."
    people[0].save()
    people[0].about = ""
    people[0].save()
    database_of_site().copy_out(tmp_path / "copy")
    assert b"taken back" not in (tmp_path / "copy").read_bytes()
    with closing(sqlite3.connect(tmp_path / "copy")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_status_that_cannot_be_read_says_nothing(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    (tmp_path / "backups.json").write_text("half of it", "utf-8")
    assert (last_good_backup(), last_failed_backup()) == (None, None)
    (tmp_path / "backups.json").write_text(json.dumps({"good": {"name": 1}}), "utf-8")
    assert last_good_backup() is None
