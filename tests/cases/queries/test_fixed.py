"""A question that is worded once is answered as Django would answer it each time."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F, Model, QuerySet
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from taggit.models import Tag

from accounts.models import User
from cases.domain.content import Phase
from cases.models import Case, CaseRecord, Version
from cases.queries.fixed import fixed
from tests import world

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


def unused(slug: str, _other: int) -> Names:
    rows: Names = Tag.objects.filter(slug=slug).values_list("name")
    return rows


def written(number: int) -> Names:
    rows: Names = Tag.objects.order_by("name").values_list("name")[:number]
    return rows


def flat() -> "QuerySet[Tag, Any]":
    rows: QuerySet[Tag, Any] = Tag.objects.values_list("name", flat=True)
    return rows


def named_values() -> "QuerySet[Tag, Any]":
    rows: QuerySet[Tag, Any] = Tag.objects.values("name")
    return rows


def read_after() -> "QuerySet[Case, Any]":
    return Case.objects.prefetch_related("sources")


def of_now() -> "QuerySet[Case, Any]":
    return Case.objects.filter(published_at__lt=timezone.now())


@pytest.mark.parametrize(
    ("question", "values"),
    [
        (of_now, ()),
        (flat, ()),
        (named_values, ()),
        (read_after, ()),
        (unused, ("tag-mesh", 1)),
        (written, (2,)),
    ],
)
def test_what_cannot_be_fixed_is_refused_at_once(
    question: Callable[..., "QuerySet[Any, tuple[Any]]"], values: tuple[object, ...]
) -> None:
    with pytest.raises(TypeError, match=r"cannot be fixed|can be asked for so"):
        fixed(question)(*values)


# --- objects --------------------------------------------------------------------------------------


def cases_of(stage: int) -> QuerySet[Case]:
    rows = Case.objects.select_related("stage", "model").filter(stage=stage)
    return rows.annotate(twice=F("version") * 2).order_by("slug")


def cases_without(stage: int) -> QuerySet[Case]:
    return Case.objects.select_related("stage").exclude(stage=stage).defer("summary").order_by("slug")


def versions_of(case: int) -> QuerySet[Version]:
    return Version.objects.filter(case=case).select_related("author", "case__record").order_by("-number")


def said_of(case: int) -> "QuerySet[Case, tuple[Any, ...]]":
    return Case.objects.filter(pk=case).values_list("organisations", "published_at", "is_going_on", "stage")


@pytest.fixture
def case(amina: User, chiara: User) -> Case:
    """A published case with a stage; beside it one without."""
    phases = (Phase(start=2003, end=None, stage=None, model=3, no_stage_reason="Nobody leads it."),)
    world.published(world.content("Freifunk", phases=phases), by=amina, reviewer=chiara)
    return world.published(world.content("Guifi.net"), by=amina, reviewer=chiara)


def told(row: Any, *before: Any) -> Any:  # noqa: ANN401
    """Everything that an object holds, with the objects that are joined to it."""
    if not isinstance(row, Model) or row in before:
        return str(row)
    joined = {name: told(each, row, *before) for name, each in row._state.fields_cache.items()}
    held = {name: value for name, value in vars(row).items() if name != "_state"}
    return type(row), held, joined, row._state.db, row._state.adding


@pytest.mark.parametrize("question", [cases_of, cases_without, versions_of, said_of])
def test_objects_hold_what_those_of_django_hold(case: Case, question: Callable[..., Any]) -> None:
    value = case.stage_id if question in {cases_of, cases_without} else case.pk
    ask = fixed(question)
    for _again in range(2):
        assert [told(row) for row in ask(value)] == [told(row) for row in question(value)] != []


@fixed
def record_held(pk: int) -> QuerySet[CaseRecord]:
    return CaseRecord.objects.select_for_update().filter(pk=pk)


@pytest.mark.skipif(not connection.features.has_select_for_update, reason="SQLite locks no rows")
@pytest.mark.django_db(transaction=True)
def test_what_locks_is_refused_outside_of_a_transaction_also_after_it_was_worded_in_one() -> None:
    with transaction.atomic():
        assert list(record_held(1)) == []
    with pytest.raises(TransactionManagementError):
        record_held(1)
