"""A restored site is the site as it stood, safe to use; anything doubtful is refused before it is touched."""

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from backups.databases import PostgreSQL, SQLite
from backups.folder import BackupFault
from backups.making import make_backup
from backups.restoring import restore
from backups.site import database_of_site
from cases.actions import off_page
from cases.exchange.hide_list import keep
from cases.models import Case, Upload
from cases.queries.hide_list import hide_list, path_of_hide_list
from tests.world import content, published

BACKUPS = settings.BASE_DIR / "docs" / "operate" / "backups.md"


@pytest.fixture
def backup(case: Case, tmp_path: Path) -> Path:
    """A good backup of the site."""
    return tmp_path / make_backup(into=tmp_path, keep=3, check="quick").name


@pytest.fixture
def place(tmp_path: Path) -> Iterator[str]:
    """An empty place of the engine under test."""
    if connection.vendor == "sqlite":
        yield str(tmp_path / "restored")
        return
    site = database_of_site()
    assert isinstance(site, PostgreSQL)
    name = f"patchwork_restored_{os.getpid()}"
    yield site.make(name).url
    site.drop(name)


def asked(place: str, query: LiteralString) -> object:
    """The first value that a restored database answers."""
    sqlite = SQLite(Path(place) / "patchwork.sqlite3")
    there = sqlite if connection.vendor == "sqlite" else PostgreSQL.at(place)
    return there.rows(query)[0][0]


def test_a_site_is_restored_whole_and_hides_what_was_hidden_since(
    backup: Path, case: Case, picture: Upload, people: list[User], place: str
) -> None:
    off_page.hide_case(record=case.record, by=people[1], reason="privacy")
    keep(backup.parent / "newer.json", hide_list())
    restore(backup=backup, into=place, hide_lists=[backup.parent / "newer.json"])
    assert asked(place, "SELECT count(*) FROM cases_revision") == 1
    assert asked(place, "SELECT count(*) FROM cases_case") == 0
    assert asked(place, "SELECT number FROM cases_siteversion") == 3
    if connection.vendor == "sqlite":
        assert (Path(place) / "media" / picture.large).is_file()
        assert {path.stat().st_mode & 0o077 for path in Path(place).rglob("*") if path.is_file()} == {0}


def as_documented(backup: Path, place: str) -> list[str]:
    """The arguments of `restore` as the page of backups words it, with the settings of the living site."""
    to_database = r"createdb restored && " if connection.vendor == "postgresql" else ""
    worded = rf"^{to_database}manage\.py restore (\S+ .+?)(?:  +#.*)?$"
    _backup, *options = shlex.split(re.findall(worded, BACKUPS.read_text("utf-8"), re.MULTILINE)[0])
    return [str(backup), *(place if option.endswith("/restored") else option for option in options)]


def test_the_documented_command_hides_what_was_hidden_since(
    backup: Path, case: Case, people: list[User], place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    off_page.hide_case(record=case.record, by=people[1], reason="privacy")
    keep(path_of_hide_list(), hide_list())
    call_command("restore", *as_documented(backup, place))
    assert asked(place, "SELECT count(*) FROM cases_case") == 0
    assert capsys.readouterr().err == ""


def test_a_restore_without_the_list_of_a_living_site_says_so(
    backup: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("restore", str(backup), "--into", place)
    said = capsys.readouterr().err
    assert str(path_of_hide_list()) in said
    assert "--hide-list" in said


def test_a_place_that_holds_something_is_refused(backup: Path, place: str, tmp_path: Path) -> None:
    restore(backup=backup, into=place)
    with pytest.raises(BackupFault, match="is not empty"):
        restore(backup=backup, into=place)
    if connection.vendor == "sqlite":
        restore(backup=backup, into=place, set_aside=True)
        (aside,) = tmp_path.glob("restored.before-*")
        assert (aside / "patchwork.sqlite3").is_file()


def spoilt(backup: Path) -> Iterator[str]:
    """The backup with one thing wrong after the other, and what is said of each."""
    piece = backup / database_of_site().piece
    written = piece.read_bytes()
    piece.write_bytes(written[:-1] + b"!")
    yield "not what was written"
    piece.unlink()
    yield "is missing"
    piece.write_bytes(written)
    (backup / "strange.txt").write_text("?", "utf-8")
    yield "does not name"


def test_a_backup_that_is_not_what_was_written_is_refused_before_anything(backup: Path, place: str) -> None:
    for said in spoilt(backup):
        with pytest.raises(BackupFault, match=said):
            restore(backup=backup, into=place)
        assert not Path(place).exists()


def test_a_backup_of_a_newer_version_or_another_engine_is_refused(backup: Path, tmp_path: Path) -> None:
    manifest = backup / "manifest.json"
    said = manifest.read_text("utf-8")
    manifest.write_text(said.replace('"0001_initial"', '"0001_initial", "9999_later"', 1), "utf-8")
    with pytest.raises(BackupFault, match="of a newer Patchwork"):
        restore(backup=backup, into=str(tmp_path / "restored"))
    other = "postgres://nobody@127.0.0.1:1/x" if connection.vendor == "sqlite" else str(tmp_path / "restored")
    manifest.write_text(said, "utf-8")
    with pytest.raises(BackupFault, match="To change the engine"):
        restore(backup=backup, into=other)


def test_a_folder_that_is_no_backup_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="has no manifest that can be read"):
        call_command("restore", str(tmp_path), "--into", str(tmp_path / "x"))


def test_a_living_site_is_never_settled(backup: Path, people: list[User]) -> None:
    published(content("Linux"), by=people[0], reviewer=people[1])
    with pytest.raises(CommandError, match="Nothing was done"):
        call_command("settle_restored", str(backup))
