"""What changed from one snapshot to another."""

import csv
import io
import json

from django.test import Client, override_settings

from accounts.models import User
from cases.actions import addresses, off_page, snapshots
from cases.domain.states import ClaimState
from cases.domain.vocabulary import Stance
from cases.models import Case, Snapshot
from cases.queries.snapshot_changes import SnapshotChanges, load_snapshot_changes
from tests.kept import kept
from tests.world import content, illustration, published, reworded


def made(by: User) -> Snapshot:
    return snapshots.publish(title="Then", by=by, seen=Snapshot.objects.count())


@kept
def two(amina: User, chiara: User, edda: User) -> None:
    """Between two snapshots Guifi changes, Linux comes, Wiki is hidden, and claim 3f gets other words."""
    guifi = published(content(), by=amina, reviewer=chiara)
    wiki = published(content("Wiki", illustrations=(illustration("3f"),)), by=amina, reviewer=chiara)
    made(edda)
    said = content(summary="Newer.", illustrations=(illustration("3c", Stance.CONTRADICTS),))
    published(said, by=amina, reviewer=chiara, on=guifi)
    published(content("Linux", illustrations=()), by=amina, reviewer=chiara)
    off_page.hide_case(record=wiki.record, by=chiara, reason="privacy")
    reworded("3f", by=edda)
    made(edda)


def changes(old: int = 1, new: int = 2) -> SnapshotChanges:
    return load_snapshot_changes(Snapshot.objects.get(pk=old), Snapshot.objects.get(pk=new))


def test_cases_come_change_and_go(two: None) -> None:
    found = changes()
    assert [each.slug for each in found.added] == ["linux"]
    assert [(each.slug, each.before, each.after) for each in found.changed] == [("guifi-net", 1, 2)]
    assert found.changed[0].fields == ("summary", "illustrations.3c.supports")
    assert (found.removed, found.removed_in_all, found.gone) == ((), 0, 1)


def test_states_and_wordings_are_told_without_what_is_hidden(two: None) -> None:
    found = changes()
    assert [(each.code, each.before, each.after) for each in found.states] == [
        ("3c", ClaimState.THIN, ClaimState.CONTESTED)
    ]
    assert [(each.code, each.kind, each.after) for each in found.wordings] == [
        ("3f", "narrowed", "Newly worded.")
    ]


def test_the_other_direction_is_the_other_way_round(two: None) -> None:
    found = changes(2, 1)
    assert [each.slug for each in found.removed] == ["linux"]
    assert (found.added_in_all, found.changed_in_all, found.gone) == (0, 1, 0)
    assert changes(2, 2).is_empty


def test_a_case_put_back_has_come_and_its_hidden_version_is_not_told(
    two: None, chiara: User, amina: User, edda: User
) -> None:
    guifi = Case.objects.get(slug="guifi-net")
    old = guifi.record.revisions.order_by("pk")[0]
    off_page.hide_revision(revision=old, by=chiara, reason="privacy")
    (row,) = changes().changed
    assert (row.fields, row.before, row.after) == (None, None, 2)


def test_a_new_address_alone_is_told(two: None, chiara: User, edda: User) -> None:
    linux = Case.objects.get(slug="linux")
    addresses.rename(record=linux.record, slug="the-kernel", seen="linux", by=chiara)
    made(edda)
    (row,) = changes(2, 3).changed
    assert (row.slug, row.new_slug, row.fields) == ("linux", "the-kernel", ())


def test_a_site_that_moved_is_no_change_of_its_cases(two: None, edda: User) -> None:
    with override_settings(SITE_URL="https://elsewhere.example"):
        made(edda)
    assert changes(2, 3).is_empty


def test_both_files_hold_the_changes(two: None, stranger: Client) -> None:
    text = stranger.get("/data/snapshots/1..2/changes.csv").getvalue().decode()
    rows = [tuple(row.values())[:4] for row in csv.DictReader(io.StringIO(text))]
    assert rows == [
        ("claim", "3f", "narrowed", "wording"),
        ("claim", "3c", "changed", "state"),
        ("case", "linux", "added", ""),
        ("case", "guifi-net", "changed", "summary"),
        ("case", "guifi-net", "changed", "illustrations.3c.supports"),
    ]
    data = json.loads(stranger.get("/data/snapshots/1..2/changes.json").getvalue())
    assert [(row["name"], row["field"]) for row in data["cases"]] == [row[1::2] for row in rows[2:]]


def test_the_page_names_them(two: None, stranger: Client) -> None:
    page = stranger.get("/data/snapshots/1..2/").content.decode()
    assert "Linux" in page
    assert "/cases/guifi-net/diff/1..2/" in page
    assert "1 more case was taken off the page" in page
    assert "Wiki" not in page
    assert stranger.get("/data/snapshots/1..9/").status_code == 404
