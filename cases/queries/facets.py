"""The facets by which cases are narrowed, each as a condition and as counts.

Inside a facet the chosen values are joined with *or*, between facets with *and*.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cases.domain.vocabulary import Speaker
from cases.models import Case, CasePhase, CasePlace, CaseSource, Placement

OFF_THE_MATRIX = "0"
"""The value of the stage facet for phases to which the hierarchy does not apply."""

INDEPENDENT = "independent"
"""The one value of the speaker facet: some source is neither the organisation's nor a contributor's."""


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


def _with_independent_source(values: Sequence[str]) -> Q:
    del values  # There is only one.
    sources = CaseSource.objects.filter(case=OuterRef("pk"))
    return Q(Exists(sources.exclude(speaker__in=[Speaker.ORGANISATION, Speaker.CONTRIBUTOR])))


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


def _languages(cases: QuerySet[Case]) -> list[Value]:
    return _count(Case.objects.all(), "language", cases, of="pk")


def _speakers(cases: QuerySet[Case]) -> list[Value]:
    counted = Case.objects.filter(_with_independent_source([INDEPENDENT])).aggregate(
        total=Count("pk"), count=Count("pk", filter=Q(pk__in=cases.order_by().values("pk")))
    )
    return [Value(INDEPENDENT, counted["count"], counted["total"])]


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


MODEL = Facet("model", _in_model, _models)
STAGE = Facet("stage", _at_stage, _stages)
STANCE = Facet("stance", _with_stance, _stances)
COUNTRY = Facet("country", _in_country, _countries)
DECADE = Facet("decade", lambda values: Q(began_decade__in=values), _decades)
SECTOR = Facet("sector", lambda values: Q(sector__in=values), _sectors)
TAG = Facet("tag", _tagged, _tags)
LANGUAGE = Facet("lang", lambda values: Q(language__in=values), _languages)
SPEAKER = Facet("speaker", _with_independent_source, _speakers)

FACETS = (MODEL, STAGE, STANCE, COUNTRY, DECADE, SECTOR, TAG)
"""The facets of the list of cases, in its order."""

COMPARISON_FACETS = (COUNTRY, DECADE, SECTOR, TAG, LANGUAGE, STANCE, SPEAKER)
"""The facets of the comparison pages, in their order."""
