"""Moving a whole site to an empty one: the same rows, keys and hashes, or nothing at all."""

import io
from pathlib import Path

import pytest
from django.apps import apps
from django.core import serializers
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import models

from accounts.models import User
from cases.actions.whole_site import import_site
from cases.exchange.archive import NotAnArchive
from cases.models import Case, Revision, Upload
from cases.queries.verification import find_faults
from cases.queries.whole_site import (
    MADE_AGAIN,
    OF_ONE_SERVER,
    ExactEncoder,
    moved_tables,
    write_whole_site,
)
from tests.project.hostile_site import hostile_addresses
from tests.world import content, published

KEYS_OF_THEIR_OWN = {"cases.GapTurn", "cases.FactBlock", "cases.FactChange"}
"""Tables made again whose rows say when they were made again, or in which turn."""


def whole_site() -> bytes:
    """The archive of this site."""
    stream = io.BytesIO()
    write_whole_site(stream)
    return stream.getvalue()


def dump_of(table: type[models.Model]) -> list[str]:
    """Every row of a table as a line of JSON."""
    found = table._default_manager.order_by("pk")
    return str(serializers.serialize("jsonl", found, cls=ExactEncoder, sort_keys=True)).split("\n")


def rows(tables: list[type[models.Model]]) -> dict[str, list[str]]:
    """Every row of these tables."""
    return {table._meta.label: dump_of(table) for table in tables}


def emptied() -> None:
    """An empty site; its media folder too."""
    for upload in Upload.objects.all():
        default_storage.delete(upload.large)
        default_storage.delete(upload.small)
    call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def full_site(amina: User, bruno: User, deniz: User, edda: User) -> None:
    """A site on which everybody has written everywhere."""
    hostile_addresses("“Año” <b> & ' ; \U0001f9f5", amina, bruno, deniz, edda)


@pytest.mark.django_db(transaction=True)
def test_a_site_moves_whole(full_site: None) -> None:
    public = [apps.get_model(label) for label in sorted(MADE_AGAIN - KEYS_OF_THEIR_OWN)]
    before, shown, archive = rows(moved_tables()), rows(public), whole_site()
    emptied()
    import_site(io.BytesIO(archive))
    assert rows(moved_tables()) == before
    assert {name: len(found) for name, found in rows(public).items()} == {
        name: len(found) for name, found in shown.items()
    }
    assert list(find_faults()) == []
    assert whole_site() == archive


@pytest.mark.django_db(transaction=True)
def test_work_goes_on_where_it_came_to(amina: User, chiara: User) -> None:
    case = published(content("Guifi.net"), by=amina, reviewer=chiara)
    archive = whole_site()
    emptied()
    import_site(io.BytesIO(archive))
    people = {name: User.objects.get(username=name) for name in ("Amina", "Chiara")}
    newer = published(content("Linux"), by=people["Amina"], reviewer=people["Chiara"])
    assert newer.pk > case.pk
    assert list(find_faults()) == []


@pytest.mark.django_db(transaction=True)
def test_what_does_not_hold_together_leaves_nothing_behind(
    full_site: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = whole_site()
    pictures = [name for upload in Upload.objects.all() for name in (upload.large, upload.small)]
    emptied()
    monkeypatch.setattr("cases.actions.whole_site.find_faults", lambda: iter(["case 1 differs"]))
    with pytest.raises(NotAnArchive, match="case 1 differs"):
        import_site(io.BytesIO(archive))
    assert not any(table._default_manager.exists() for table in moved_tables())
    assert pictures
    assert not any(default_storage.exists(name) for name in pictures)


def test_a_site_that_holds_something_is_left_alone(amina: User, chiara: User) -> None:
    published(content(), by=amina, reviewer=chiara)
    with pytest.raises(NotAnArchive, match=r"This site is not empty: accounts\.User holds rows"):
        import_site(io.BytesIO(whole_site()))
    assert Case.objects.count() == 1


def test_an_archive_of_another_version_is_refused(taxonomy: None, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = whole_site()
    monkeypatch.setattr("cases.actions.whole_site.facts_of_site", lambda: {"migrations": {}})
    with pytest.raises(NotAnArchive, match="of another version of Patchwork"):
        import_site(io.BytesIO(archive))


def test_moments_keep_all_their_digits(amina: User, chiara: User) -> None:
    published(content(), by=amina, reviewer=chiara)
    row, _end = dump_of(Revision)
    assert Revision.objects.get().created_at.isoformat() in row


def test_every_table_that_is_not_moved_is_one_of_the_site() -> None:
    known = {table._meta.label for table in apps.get_models()}
    assert known >= MADE_AGAIN | OF_ONE_SERVER


def test_the_command_writes_for_its_owner_only_and_over_nothing(
    taxonomy: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "site.zip"
    call_command("export_all", str(file))
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["site.zip"]
    with pytest.raises(CommandError, match="Name a file that does not"):
        call_command("export_all", str(file))


@pytest.mark.parametrize("command", ["import_all", "export_all"])
def test_a_file_that_cannot_be_used_is_named(command: str, taxonomy: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command(command, str(tmp_path / "nowhere" / "site.zip"))
