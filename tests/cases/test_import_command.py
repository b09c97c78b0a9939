"""`manage.py import_cases`: the report, the dry run, the mapping, and what cannot be."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from cases.models import Import, Revision
from tests.cases.exchange.imports.test_wiki import DUMP
from tests.imports import json_lines
from tests.world import content


def run(*arguments: object, name: str = "Amina") -> str:
    out = io.StringIO()
    call_command("import_cases", *map(str, arguments), "--as", name, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "cases.jsonl"
    path.write_bytes(json_lines(content()))
    return path


def test_a_file_is_sent_for_review(amina: User, file: Path) -> None:
    said = run(file)
    assert "1: Guifi.net: Can be sent" in said
    assert "     1 Sent" in said
    assert Revision.objects.waiting().by(amina).get().read() == content()
    assert "Nothing can be sent." in run(file)


def test_a_dry_run_leaves_nothing(amina: User) -> None:
    said = run(DUMP, "--licence", "CC BY-SA 4.0", "--stake", "none", "--dry-run")
    assert "    Templates left out: Boîte (2)." in said
    assert "     5 items in all" in said
    assert not Import.objects.exists()
    assert not Revision.objects.exists()


def test_columns_are_mapped_by_a_file(amina: User, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("A,B\nGuifi.net,soon\n")
    (tmp_path / "map.json").write_text(json.dumps({"A": "title", "B": "began"}))
    said = run(tmp_path / "table.csv", "--mapping", tmp_path / "map.json", "--dry-run")
    assert "    column “B”: This is not a whole number. Write digits." in said


@pytest.mark.parametrize(
    ("arguments", "name", "fault"),
    [
        (("missing.jsonl",), "Amina", "Name a file that can be read"),
        ((DUMP, "--format", "json-lines"), "Nobody", "Nobody here is called Nobody"),
    ],
)
def test_what_cannot_be_is_said(amina: User, arguments: tuple[object, ...], name: str, fault: str) -> None:
    with pytest.raises(CommandError, match=fault):
        run(*arguments, name=name)
