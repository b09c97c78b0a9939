"""Snapshots on the site."""

import io
import json
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from cases.actions import off_page, snapshots
from cases.exchange.snapshot import faults_of_copy
from cases.models import Case, Snapshot
from tests.kept import kept
from tests.world import content, published

Browser = Callable[[User], Client]
TYPED = {"title": "Autumn 2026", "note": "The first.", "sure": "on", "seen": "0"}


@kept
def guifi(amina: User, chiara: User) -> Case:
    return published(content(), by=amina, reviewer=chiara)


def test_a_steward_publishes_and_everybody_reads(
    guifi: Case, edda: User, signed_in: Browser, stranger: Client
) -> None:
    answer = signed_in(edda).post("/data/snapshots/new/", TYPED)
    assert answer.headers["Location"] == "/data/snapshots/1/"
    page = stranger.get("/data/snapshots/1/").content.decode()
    digest = Snapshot.objects.get().digest
    assert page.count(digest) >= 2
    assert "Patchwork contributors. (" in page
    assert "Autumn 2026" in stranger.get("/data/snapshots/").content.decode()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"title": " "}, 422),
        ({"sure": ""}, 422),
        ({"seen": "1"}, 409),
        ({"seen": "x"}, 400),
        ({"x": "y"}, 400),
    ],
)
def test_what_does_not_fit_publishes_nothing_and_keeps_what_was_typed(
    guifi: Case, edda: User, signed_in: Browser, change: dict[str, str], status: int
) -> None:
    answer = signed_in(edda).post("/data/snapshots/new/", TYPED | change)
    assert answer.status_code == status
    assert not Snapshot.objects.exists()
    assert status == 400 or "The first." in answer.content.decode()


def test_the_zip_can_be_checked_by_anybody(
    guifi: Case, edda: User, amina: User, chiara: User, stranger: Client
) -> None:
    linux = published(content("Linux"), by=amina, reviewer=chiara)
    snapshots.publish(title="Autumn", by=edda, seen=0)
    off_page.hide_case(record=linux.record, by=chiara, reason="privacy")
    archive = zipfile.ZipFile(io.BytesIO(stranger.get("/data/snapshots/1/snapshot.zip").getvalue()))
    said, taxonomy = (json.loads(archive.read(f"{name}.json")) for name in ("manifest", "taxonomy"))
    lines = archive.read("cases.jsonl").decode().splitlines()
    assert faults_of_copy(said, lines, taxonomy) == []
    assert (len(lines), said["removed_since"]) == (2, 1)
    assert "1 of them is no longer public" in " ".join(
        stranger.get("/data/snapshots/1/").content.decode().split()
    )


def test_a_copy_is_told_old_when_something_was_removed(guifi: Case, edda: User, chiara: User) -> None:
    snapshots.publish(title="Autumn", by=edda, seen=0)
    stranger = Client()
    tag = stranger.get("/data/snapshots/1/cases.jsonl").headers["ETag"]
    same = {"If-None-Match": tag}
    assert stranger.get("/data/snapshots/1/cases.jsonl", headers=same).status_code == 304
    off_page.hide_case(record=guifi.record, by=chiara, reason="privacy")
    assert stranger.get("/data/snapshots/1/cases.jsonl", headers=same).status_code == 200


def test_a_snapshot_that_never_was_is_a_404(stranger: Client) -> None:
    for name in ("", "manifest.json", "cases.jsonl", "snapshot.zip", "cite.bib"):
        assert stranger.get(f"/data/snapshots/7/{name}").status_code == 404
