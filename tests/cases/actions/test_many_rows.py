"""Rows that are written in one fixed statement are those that Django would write."""

from datetime import UTC, datetime

import pytest
from taggit.models import Tag

from accounts.models import User
from cases.actions.many_rows import VALUES_AT_ONCE, add_rows, write_rows
from cases.models import AuditEvent
from cases.queries.verification import find_faults
from tests.world import content, published

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)


def events(number: int) -> list[dict[str, object]]:
    return [{"verb": f"act {each}", "data": {"each": [each, None, True]}} for each in range(number)]


def test_every_kind_of_value_is_read_as_it_was_written() -> None:
    (key,) = add_rows(AuditEvent, events(1), at=AT, actor_id=None, subject_kind="case", subject_id="7")
    found = AuditEvent.objects.get(pk=key)
    assert (found.at, found.actor_id, found.subject_kind, found.verb) == (AT, None, "case", "act 0")
    assert found.data == {"each": [0, None, True]}


def test_keys_come_in_the_order_of_the_rows_however_many() -> None:
    rows = events(VALUES_AT_ONCE)
    keys = add_rows(AuditEvent, rows, at=AT, actor_id=None, subject_kind="case", subject_id="7")
    verbs = AuditEvent.objects.in_bulk(keys)
    assert [verbs[key].verb for key in keys] == [row["verb"] for row in rows]


def test_rows_whose_keys_nobody_asks_for_are_the_same_rows_however_many() -> None:
    rows = events(VALUES_AT_ONCE)
    write_rows(AuditEvent, rows, at=AT, actor_id=None, subject_kind="case", subject_id="7")
    found = AuditEvent.objects.order_by("pk").values_list("verb", "data", "at")
    assert list(found) == [(row["verb"], row["data"], AT) for row in rows]


def test_rows_may_name_their_fields_in_any_order() -> None:
    rows = [{"verb": "one", "data": {}}, {"data": {"two": 2}, "verb": "two"}]
    keys = add_rows(AuditEvent, rows, at=AT, actor_id=None, subject_kind="case", subject_id="7")
    assert [(event.verb, event.data) for event in AuditEvent.objects.filter(pk__in=keys)] == [
        ("one", {}),
        ("two", {"two": 2}),
    ]


def test_nothing_is_written_of_no_rows() -> None:
    assert add_rows(Tag, []) == []


def test_new_tags_get_addresses_that_no_other_tag_has(amina: User, chiara: User) -> None:
    Tag.objects.create(name="radio!", slug="radio")
    published(content(tags=("radio", "wifi net", "wifi-net", "…", "mesh")), by=amina, reviewer=chiara)
    assert dict(Tag.objects.exclude(name="radio!").values_list("name", "slug")) == {
        "radio": "radio_1",
        "wifi net": "wifi-net",
        "wifi-net": "wifi-net_1",
        "…": "",
        "mesh": "mesh",
    }
    assert list(find_faults()) == []
