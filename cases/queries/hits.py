"""Cases as lists show them: each with its countries, its claims, and its text where something was sought."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from cases.domain.vocabulary import Stance
from cases.models import Case, CasePlace, Placement
from cases.queries.countries import country_name
from cases.queries.fixed import fixed
from cases.queries.search.shown import Marked, unmarked


@dataclass(frozen=True, slots=True)
class Hit:
    """A case of the list: its text with the words in bold, its countries by name, the claims it is on."""

    case: Case
    marked: Marked
    countries: tuple[str, ...]
    claims: tuple[str, ...]


def hits_of(rows: Sequence[Case], marked: Mapping[int, Marked]) -> tuple[Hit, ...]:
    """Cases of `page_by_key` as the lists show them; two queries, none without cases."""
    if not rows:
        return ()
    keys = [row.pk for row in rows]
    countries, claims = _in_order(_countries_of(*keys)), _in_order(_claims_of(*keys))
    return tuple(
        Hit(
            row,
            marked.get(row.pk) or unmarked(row),
            tuple(map(country_name, countries[row.pk])),
            tuple(claims[row.pk]),
        )
        for row in rows
    )


@fixed
def _countries_of(*cases: int) -> QuerySet[CasePlace, tuple[int, str]]:
    places = CasePlace.objects.filter(case__in=cases).exclude(country="")
    return places.order_by("case", "order").values_list("case", "country")


@fixed
def _claims_of(*cases: int) -> QuerySet[Placement, tuple[int, str]]:
    placements = Placement.objects.filter(case__in=cases).exclude(stance=Stance.NOT_FOUND)
    return placements.order_by("claim__order").values_list("case", "claim")


def _in_order(pairs: Iterable[tuple[int, str]]) -> Mapping[int, Iterable[str]]:
    """What belongs to each case, every value once."""
    of_case: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for case, value in pairs:
        of_case[case][value] = None
    return of_case
