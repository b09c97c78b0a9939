"""Who commits a new version of the site waits until no process believes the one before it."""

import pytest
from django.db import transaction

from cases.actions.publication import bump_site_version
from cases.queries.site_version import HELD_FOR

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long somebody waited, each time."""
    waited = list[float]()
    monkeypatch.setattr("cases.actions.held_versions.sleep", waited.append)
    return waited


def test_who_commits_waits_after_the_commit(waits: list[float]) -> None:
    with transaction.atomic():
        bump_site_version(None)
        assert waits == []
    assert waits == [HELD_FOR]


def test_many_changes_of_one_transaction_wait_once(waits: list[float]) -> None:
    with transaction.atomic():
        for _change in range(3):
            bump_site_version(None)
    assert waits == [HELD_FOR]


def test_what_was_taken_back_is_waited_for_no_more(waits: list[float]) -> None:
    with transaction.atomic(), transaction.atomic():
        bump_site_version(None)
        transaction.set_rollback(True)
    assert waits == []


def test_what_stays_beside_it_is_waited_for(waits: list[float]) -> None:
    with transaction.atomic():
        with transaction.atomic():
            bump_site_version(None)
            transaction.set_rollback(True)
        bump_site_version(None)
    assert waits == [HELD_FOR]
