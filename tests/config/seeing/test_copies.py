"""Backups and replicas on /readyz: what is late, missing or failed is said with what to do."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from cases.queries import replicas
from config.backups import FailedBackup, GoodBackup, note_failed_backup, note_good_backup
from config.seeing import copies
from config.seeing.checks import CHECKS


@pytest.fixture
def site(settings: Settings, tmp_path: Path) -> Settings:
    settings.VAR_DIR = tmp_path
    settings.DEMO = False
    return settings


def made(hours: float) -> None:
    at = datetime.now(UTC) - timedelta(hours=hours)
    note_good_backup(GoodBackup("one", "backups", at, seconds=1.0, size=1, check="quick"))


def test_both_are_joined() -> None:
    assert CHECKS.items() >= {"backup": copies.backup, "replica": copies.replica}.items()


def test_a_site_without_a_backup_is_not_well_but_a_demo_is(site: Settings) -> None:
    outcome = copies.backup()
    assert outcome
    assert (outcome.is_good, outcome.why) == (False, "There was none yet.")
    site.DEMO = True
    assert copies.backup() is None


@pytest.mark.parametrize(("hours", "is_good"), [(0, True), (29, True), (31, False)])
def test_a_backup_is_of_the_last_night(site: Settings, hours: float, is_good: bool) -> None:
    made(hours)
    outcome = copies.backup()
    assert outcome
    assert outcome.is_good is is_good
    assert f"{hours} hours ago" in outcome.why


def test_a_try_that_failed_is_told_with_its_reason(site: Settings) -> None:
    made(1)
    note_failed_backup(FailedBackup(datetime.now(UTC), "The disk is full."))
    outcome = copies.backup()
    assert outcome
    assert (outcome.is_good, "The disk is full." in outcome.why) == (False, True)


@pytest.mark.parametrize(
    ("behind", "is_good"), [({"one": 0.0}, True), ({"one": 61.0}, False), ({"one": 0.0, "two": None}, False)]
)
def test_a_replica_answers_and_follows(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    behind: dict[str, float | None],
    is_good: bool,
) -> None:
    settings.REPLICAS = list(behind)
    monkeypatch.setattr(replicas, "seconds_behind", lambda: behind)
    outcome = copies.replica()
    assert outcome
    assert outcome.is_good is is_good


def test_a_site_without_replicas_is_not_asked_for_them(settings: Settings) -> None:
    settings.REPLICAS = []
    assert copies.replica() is None
