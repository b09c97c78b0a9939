"""Publishing snapshots: what stays for ever, and what goes with a case that is taken off the page."""

import io
import json
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts.models import User
from cases.actions import off_page, snapshots
from cases.actions.publication import rebuild_public
from cases.actions.refusals import ChangedSinceSeen, Incomplete, NotAllowed
from cases.domain.states import Tally
from cases.domain.vocabulary import Stance
from cases.exchange.json_lines import read_record
from cases.exchange.snapshot import faults_of_copy
from cases.models import AuditEvent, Case, Revision, Snapshot, SnapshotRecord
from cases.queries.snapshots import faults_of_snapshots, lines_of, manifest_of, removed_from, tallies_of
from tests.kept import kept
from tests.world import content, illustration, published, reworded

Counting = Callable[[int], AbstractContextManager[object]]


@kept
def guifi(amina: User, chiara: User) -> Case:
    """A case that supports claim 3c."""
    return published(content(), by=amina, reviewer=chiara)


@kept
def linux(amina: User, chiara: User) -> Case:
    """A case that contradicts claim 3c."""
    rows = (illustration("3c", Stance.CONTRADICTS),)
    return published(content("Linux", illustrations=rows), by=amina, reviewer=chiara)


def made(by: User, title: str = "Autumn 2026") -> Snapshot:
    return snapshots.publish(title=title, by=by, seen=Snapshot.objects.count())


def titles(snapshot: Snapshot) -> list[str]:
    return [json.loads(line).get("content", {"title": "removed"})["title"] for line in lines_of(snapshot)]


def test_a_snapshot_holds_what_is_public_with_the_wording_of_claims(
    guifi: Case, linux: Case, edda: User
) -> None:
    snapshot = made(edda)
    records = [read_record(line) for line in lines_of(snapshot)]
    assert [(each.slug, each.version) for each in records] == [("guifi-net", 1), ("linux", 1)]
    assert records[0].content == content()
    assert len(snapshot.taxonomy["claims"]) == 30
    assert tallies_of(snapshot)["3c"] == Tally(supports=1, contradicts=1)
    event = AuditEvent.objects.get(verb="publish_snapshot")
    assert (event.actor_id, event.data["sha256"]) == (edda.pk, snapshot.digest)


def test_it_does_not_change_with_the_site(
    guifi: Case, edda: User, amina: User, chiara: User, linux: Case
) -> None:
    snapshot = made(edda)
    before, said = list(lines_of(snapshot)), manifest_of(snapshot)
    published(content(summary="Newer."), by=amina, reviewer=chiara, on=guifi)
    published(content("A third"), by=amina, reviewer=chiara)
    reworded("3c", by=edda)
    rebuild_public()
    snapshot = Snapshot.objects.get()
    assert (list(lines_of(snapshot)), manifest_of(snapshot)) == (before, said)
    assert list(faults_of_snapshots()) == []


def test_the_digests_are_those_that_the_readme_says(guifi: Case, linux: Case, edda: User) -> None:
    snapshot = made(edda)
    lines, said = list(lines_of(snapshot)), manifest_of(snapshot)
    assert said["sha256"] == snapshot.digest
    assert faults_of_copy(said, lines, snapshot.taxonomy) == []
    other = lines[0].replace("Guifi.net is", "Guifi.net was")
    assert faults_of_copy(said, [other, lines[1]], snapshot.taxonomy)
    assert faults_of_copy(said, lines[::-1], snapshot.taxonomy)
    assert faults_of_copy(said, lines[:1], snapshot.taxonomy)
    assert faults_of_copy(said, lines, {**snapshot.taxonomy, "claims": []})


@pytest.mark.parametrize("act", ["hide", "withdraw"])
def test_what_is_taken_off_the_page_leaves_its_digest_only(
    guifi: Case, linux: Case, edda: User, chiara: User, act: str
) -> None:
    snapshot = made(edda)
    before = list(lines_of(snapshot))
    take = {"hide": off_page.hide_case, "withdraw": off_page.withdraw_case}[act]
    reason = {"hide": "privacy", "withdraw": "wrong"}[act]
    take(record=linux.record, by=chiara, reason=reason)
    lines = list(lines_of(snapshot))
    digest = SnapshotRecord.objects.get(record=linux.pk).digest
    assert lines == [before[0], f'{{"removed": "{digest}"}}\n']
    assert faults_of_copy(manifest_of(snapshot), lines, snapshot.taxonomy) == []
    assert manifest_of(snapshot)["removed_since"] == 1
    assert tallies_of(snapshot)["3c"] == Tally(supports=1)
    off_page.put_back_case(record=linux.record, by=chiara)
    assert list(lines_of(snapshot)) == before


def test_a_version_that_is_hidden_is_gone_too(guifi: Case, edda: User, amina: User, chiara: User) -> None:
    snapshot, old = made(edda), Revision.objects.get()
    published(content(summary="Clean."), by=amina, reviewer=chiara, on=guifi)
    off_page.hide_revision(revision=old, by=chiara, reason="privacy")
    assert titles(snapshot) == ["removed"]
    assert removed_from(snapshot).count() == 1


def test_a_hidden_case_is_in_no_file_of_a_snapshot(
    guifi: Case, linux: Case, edda: User, chiara: User, stranger: Client
) -> None:
    made(edda)
    made(edda, "Winter")
    place = "/data/snapshots/1"
    files = [
        *(f"{place}/{name}" for name in ("", "cases.jsonl", "snapshot.zip", "manifest.json")),
        "/data/snapshots/1..2/", "/data/snapshots/1..2/changes.csv", "/data/snapshots/2..1/changes.json",
    ]  # fmt: skip
    assert any(b"Linux" in whole(stranger, file) for file in files)
    off_page.hide_case(record=linux.record, by=chiara, reason="privacy")
    for file in files:
        assert b"linux" not in whole(stranger, file).lower()


def whole(client: Client, address: str) -> bytes:
    """The body, unpacked."""
    body: bytes = client.get(address).getvalue()
    if not address.endswith(".zip"):
        return body
    archive = zipfile.ZipFile(io.BytesIO(body))
    return b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("who", ["amina", "chiara"])
def test_only_stewards_publish(guifi: Case, request: pytest.FixtureRequest, who: str) -> None:
    with pytest.raises(NotAllowed):
        made(request.getfixturevalue(who))


def test_the_same_form_sent_twice_publishes_once(guifi: Case, edda: User) -> None:
    snapshots.publish(title="Autumn", by=edda, seen=0)
    with pytest.raises(ChangedSinceSeen):
        snapshots.publish(title="Autumn", by=edda, seen=0)
    assert Snapshot.objects.count() == 1


@pytest.mark.parametrize(("title", "note"), [(" ", ""), ("x" * 151, ""), ("Autumn", "x" * 1001)])
def test_what_is_typed_has_bounds(edda: User, title: str, note: str) -> None:
    with pytest.raises(Incomplete):
        snapshots.publish(title=title, note=note, by=edda, seen=0)


def test_a_site_without_cases_can_be_published(edda: User) -> None:
    snapshot = made(edda)
    assert (snapshot.records, list(lines_of(snapshot)), list(faults_of_snapshots())) == (0, [], [])


def test_verify_tells_what_somebody_changed_past_the_database(guifi: Case, edda: User) -> None:
    made(edda)
    with pytest.raises(DatabaseError), transaction.atomic():
        SnapshotRecord.objects.update(slug="another")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_version SET content_hash = 'x'")
    with pytest.raises(CommandError):
        call_command("verify", stdout=io.StringIO(), stderr=io.StringIO())
    assert any(fault.startswith("Snapshot 1: ") for fault in faults_of_snapshots())


@pytest.mark.parametrize("number", [2, 20])
def test_publishing_costs_the_same_queries_at_any_size(
    amina: User, chiara: User, edda: User, number: int, django_assert_max_num_queries: Counting
) -> None:
    for each in range(number):
        published(content(f"Case {each}"), by=amina, reviewer=chiara)
    with django_assert_max_num_queries(26):
        made(edda)
