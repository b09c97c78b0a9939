"""A question that is worded once is answered as Django would answer it each time."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import QuerySet
from taggit.models import Tag

from cases.models import AuditEvent
from cases.queries.fixed import fixed

pytestmark = pytest.mark.django_db

NAMES = ("commons", "mesh", "radio", "seeds", "wifi")


@pytest.fixture(autouse=True)
def tags() -> None:
    """A tag of each name."""
    Tag.objects.bulk_create(Tag(name=name, slug=f"tag-{name}") for name in NAMES)


Names = QuerySet[Tag, tuple[str]]


def at_address(slug: str, besides: int) -> Names:
    rows: Names = Tag.objects.filter(slug=slug).exclude(pk=besides).values_list("name")
    return rows


def named(least: int, *names: str) -> Names:
    rows: Names = Tag.objects.filter(pk__gte=least, name__in=names).order_by("name").values_list("name")
    return rows


def all_tags() -> Names:
    rows: Names = Tag.objects.order_by("name").values_list("name")
    return rows


@pytest.mark.parametrize(
    ("question", "values"),
    [
        (at_address, ("tag-mesh", 0)),
        (at_address, ("tag-nothing", 0)),
        (all_tags, ()),
        *((named, (1, *NAMES[:count])) for count in range(1, 6)),
        (named, (1, "mesh", "mesh", "' OR 1=1 --")),
    ],
)
def test_it_gives_the_rows_that_django_gives(
    question: Callable[..., Names], values: tuple[object, ...]
) -> None:
    assert list(fixed(question)(*values)) == list(question(*values))


def test_it_is_worded_once_for_some_numbers_of_values_and_answered_anew() -> None:
    worded = []

    def question(*names: str) -> Names:
        worded.append(len(names))
        return named(1, *names)

    ask = fixed(question)
    for count in (3, 4, 3):
        assert list(ask(*NAMES[:count])) == [(name,) for name in NAMES[:count]]
    Tag.objects.filter(name="commons").delete()
    assert list(ask(*NAMES[:4])) == [(name,) for name in NAMES[1:4]]
    assert set(worded) == {4}
    assert len(worded) == 2


def answers() -> "QuerySet[AuditEvent, tuple[Any]]":
    return AuditEvent.objects.values_list("data")


def unused(slug: str, _other: int) -> Names:
    rows: Names = Tag.objects.filter(slug=slug).values_list("name")
    return rows


def written(number: int) -> Names:
    rows: Names = Tag.objects.order_by("name").values_list("name")[:number]
    return rows


@pytest.mark.parametrize(("question", "values"), [(answers, ()), (unused, ("tag-mesh", 1)), (written, (2,))])
def test_what_cannot_be_fixed_is_refused_at_once(
    question: Callable[..., "QuerySet[Any, tuple[Any]]"], values: tuple[object, ...]
) -> None:
    with pytest.raises(TypeError, match=r"cannot be fixed|can be asked for so"):
        fixed(question)(*values)
