"""The version of the site grows by one with each change, and each number has a stamp of its own."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from cases.actions.publication import bump_site_version
from cases.models import PastVersion, SiteVersion
from cases.queries.site_version import turn_now

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 27, tzinfo=UTC)


def test_the_first_is_one_and_each_is_one_more() -> None:
    SiteVersion.objects.all().delete()
    turns = []
    with transaction.atomic():
        for _change in range(3):
            bump_site_version(AT)
            turns.append(turn_now())
    assert turns == [1, 2, 3]


def test_every_stamp_is_kept_with_its_number() -> None:
    with transaction.atomic():
        bump_site_version(AT)
        first = SiteVersion.objects.get()
        bump_site_version(AT)
        second = SiteVersion.objects.get()
    kept = dict(PastVersion.objects.values_list("stamp", "number"))
    assert (kept[first.stamp], kept[second.stamp]) == (first.number, first.number + 1)


def test_what_changes_no_text_leaves_the_date_of_the_data() -> None:
    with transaction.atomic():
        bump_site_version(AT)
        bump_site_version(None)
    assert SiteVersion.objects.get().changed_at == AT


def test_what_is_refused_leaves_the_version_as_it_was() -> None:
    with transaction.atomic():
        bump_site_version(AT)
    before = SiteVersion.objects.get()
    with transaction.atomic():
        bump_site_version(None)
        transaction.set_rollback(True)
    now = SiteVersion.objects.get()
    assert (now.stamp, now.number) == (before.stamp, before.number)
