"""The seven facets by which cases are narrowed, each as a condition and as counts.

Inside a facet the chosen values are joined with *or*, between facets with *and*.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cases.models import Case, CasePhase, CasePlace, Placement

OFF_THE_MATRIX = "0"
"""The value of the stage facet for phases to which the hierarchy does not apply."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: how many of the narrowed cases have it, and how many of all cases."""

    value: str
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet: its name in the address, its condition, and its values, counted among narrowed cases.

    `values` takes the primary keys that are left by the *other* facets, as a subquery, and returns
    every value that some published case has; each facet costs one query.
    """

    name: str
    condition: Callable[[Sequence[str]], Q]
    values: Callable[[QuerySet[Case]], list[Value]]


def _in_model(values: Sequence[str]) -> Q:
    return Q(
        Exists(CasePhase.objects.filter(case=OuterRef("pk"), model__in=[int(value) for value in values]))
    )


def _at_stage(values: Sequence[str]) -> Q:
    stages = Q(stage__in=[value for value in values if value != OFF_THE_MATRIX])
    if OFF_THE_MATRIX in values:
        stages |= Q(stage__isnull=True)
    return Q(Exists(CasePhase.objects.filter(stages, case=OuterRef("pk"))))


def _with_stance(values: Sequence[str]) -> Q:
    return Q(Exists(Placement.objects.filter(case=OuterRef("pk"), stance__in=values)))


def _in_country(values: Sequence[str]) -> Q:
    return Q(Exists(CasePlace.objects.filter(case=OuterRef("pk"), country__in=values)))


def _tagged(values: Sequence[str]) -> Q:
    return Q(pk__in=Case.objects.filter(tags__slug__in=values).values("pk"))


def _models(cases: QuerySet[Case]) -> list[Value]:
    return _count(CasePhase.objects.all(), "model_id", cases)


def _stages(cases: QuerySet[Case]) -> list[Value]:
    return _count(CasePhase.objects.all(), "stage_id", cases)


def _stances(cases: QuerySet[Case]) -> list[Value]:
    return _count(Placement.objects.all(), "stance", cases)


def _countries(cases: QuerySet[Case]) -> list[Value]:
    return _count(CasePlace.objects.exclude(country=""), "country", cases)


def _decades(cases: QuerySet[Case]) -> list[Value]:
    return _count(Case.objects.filter(began_decade__isnull=False), "began_decade", cases, of="pk")


def _sectors(cases: QuerySet[Case]) -> list[Value]:
    return _count(Case.objects.exclude(sector=""), "sector", cases, of="pk")


def _tags(cases: QuerySet[Case]) -> list[Value]:
    return _count(Case.objects.filter(tags__isnull=False), "tags__slug", cases, of="pk")


def _count(rows: QuerySet[Any], field: str, cases: QuerySet[Case], *, of: str = "case") -> list[Value]:
    counted = (
        rows.order_by()
        .values(field)
        .annotate(
            total=Count(of, distinct=True),
            count=Count(of, distinct=True, filter=Q(**{f"{of}__in": cases.order_by().values("pk")})),
        )
        .values_list(field, "count", "total")
    )
    return [
        Value(OFF_THE_MATRIX if value is None else str(value), count, total)
        for value, count, total in counted
    ]


FACETS = (
    Facet("model", _in_model, _models),
    Facet("stage", _at_stage, _stages),
    Facet("stance", _with_stance, _stances),
    Facet("country", _in_country, _countries),
    Facet("decade", lambda values: Q(began_decade__in=values), _decades),
    Facet("sector", lambda values: Q(sector__in=values), _sectors),
    Facet("tag", _tagged, _tags),
)
