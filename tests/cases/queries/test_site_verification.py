"""The checks around the rows: schema, version, counts, files, and the database below; each finds faults."""

import json
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from accounts.models import User
from cases.models import Case, ClaimTally, PastVersion, SearchRow, Upload
from cases.queries.site_verification import FULL, QUICK
from models_taxonomy.append_only import trigger_name
from tests.world import content, image, published, uploaded


@pytest.fixture
def upload(amina: User, chiara: User) -> Upload:
    """A picture in a published case."""
    kept = uploaded(by=amina)
    published(content(images=(image(kept),)), by=amina, reviewer=chiara)
    return kept


def found_quickly() -> list[str]:
    return [fault for check in QUICK for fault in check.answer()]


def found() -> list[str]:
    return [fault for check in FULL for fault in check.answer()]


def test_nothing_is_wrong_at_first(upload: Upload) -> None:
    assert (found_quickly(), found()) == ([], [])


def test_a_program_is_told_what_the_site_is(upload: Upload) -> None:
    out = StringIO()
    call_command("verify", "--quick", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert (said["faults"], said["facts"]["version"], said["facts"]["rows"]["cases.Case"]) == ([], 1, 1)
    assert said["facts"]["migrations"]["cases"]


def test_a_program_is_told_the_faults(upload: Upload) -> None:
    SearchRow.objects.all().delete()
    out = StringIO()
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify", "--quick", "--json", stdout=out)
    assert json.loads(out.getvalue())["faults"] == ["The search knows 0 cases, and 1 are public."]


def test_a_migration_that_is_missing_or_unknown_is_named(upload: Upload) -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_applied("cases", "9999_from_the_future")
    assert "cases.9999_from_the_future is applied" in " ".join(found_quickly())
    ((_app, newest),) = MigrationLoader(None).graph.leaf_nodes("cases")
    recorder.record_unapplied("cases", newest)
    assert f"cases.{newest} is not applied" in " ".join(found_quickly())


def test_a_trigger_that_is_gone_is_named(upload: Upload) -> None:
    name = trigger_name("cases_review", "DELETE")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"DROP TRIGGER {name}" + (" ON cases_review" if connection.vendor != "sqlite" else ""))
    assert found_quickly() == [f"The trigger {name} is gone: its table can be changed."]


def test_a_version_of_the_past_is_noticed(upload: Upload) -> None:
    PastVersion.objects.create(stamp="00000000-0000-4000-8000-000000000000", number=7)
    assert found_quickly() == ["The site had version 7, and is at 1."]


@pytest.mark.parametrize("behind", ["case", "tally", "title"])
def test_rows_changed_behind_the_actions_are_noticed_quickly(upload: Upload, behind: str) -> None:
    if behind == "case":
        Case.objects.all().delete()
    elif behind == "tally":
        ClaimTally.objects.update(supports=5)
    else:
        Case.objects.update(title="Another")
    assert found_quickly()


def test_a_missing_file_is_noticed_quickly(upload: Upload) -> None:
    default_storage.delete(upload.small)
    assert found_quickly() == [f"Picture {upload.name}: the file {upload.small} is missing."]


def test_a_damaged_picture_is_noticed_by_reading_it(upload: Upload) -> None:
    whole = default_storage.open(upload.large).read()
    default_storage.delete(upload.large)
    default_storage.save(upload.large, ContentFile(whole[:40]))
    assert found_quickly() == []
    assert len(found()) == 1
    assert f"Picture {upload.name}: it cannot be read" in found()[0]


def test_another_picture_in_its_place_is_noticed(upload: Upload) -> None:
    Upload.objects.update(size=1)
    assert found() == [f"Picture {upload.name}: its files are not those that were written."]


@pytest.mark.django_db(transaction=True)
def test_a_row_that_names_nothing_is_noticed_in_the_database(amina: User, chiara: User) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL holds its foreign keys itself")
    case = published(content(), by=amina, reviewer=chiara)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("UPDATE cases_casephase SET case_id = 999 WHERE case_id = %s", [case.pk])
        cursor.execute("PRAGMA foreign_keys = ON")
    assert any("names a row of cases_case that is not there" in fault for fault in found())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_casephase SET case_id = %s WHERE case_id = 999", [case.pk])
