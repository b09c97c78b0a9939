"""The published cases one after the other, each whole."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from accounts.models import User
from cases.exchange.published import record_of
from cases.queries.published import read_published
from tests import world

pytestmark = pytest.mark.django_db


def test_cases_come_whole_and_in_the_order_asked_for(amina: User, chiara: User) -> None:
    guifi = world.published(world.content("Guifi.net"), by=amina, reviewer=chiara)
    linux = world.published(world.content("Linux"), by=amina, reviewer=chiara)
    found = list(read_published([linux.pk, guifi.pk, 10**9]))
    assert [case.content.title for case in found] == ["Linux", "Guifi.net"]
    assert [case.slug for case in found] == [linux.slug, guifi.slug]


def test_the_newest_version_is_read(amina: User, chiara: User) -> None:
    guifi = world.published(world.content("Guifi.net"), by=amina, reviewer=chiara)
    world.published(world.content("Guifi.net", summary="Another word."), by=amina, reviewer=chiara, on=guifi)
    (found,) = read_published([guifi.pk])
    assert (found.version, found.content.summary) == (2, "Another word.")


def test_one_query_brings_many(
    amina: User, chiara: User, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    keys = [world.published(world.content(title), by=amina, reviewer=chiara).pk for title in ("A", "B", "C")]
    with django_assert_num_queries(1):
        assert len(list(read_published(keys))) == 3


def test_the_record_names_its_address_and_holds_the_content_whole(amina: User, chiara: User) -> None:
    guifi = world.published(world.content("Guifi.net"), by=amina, reviewer=chiara)
    (case,) = read_published([guifi.pk])
    record = record_of(case, "https://patchwork.example")
    assert record["address"] == f"https://patchwork.example/cases/{guifi.slug}/"
    assert record["content"]["title"] == "Guifi.net"  # type: ignore[index]
