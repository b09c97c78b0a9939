"""All cases of a search, one after the other, in bounded memory: what the table of cases is made from."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Prefetch

from cases.domain.facts import cell_key
from cases.domain.vocabulary import NOW
from cases.models import Case, Placement
from cases.queries.facts import Cases

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case with everything that its line holds, each thing once.

    `older_wordings` are the placements among `claims` that stand on an older wording of their claim.
    """

    case: Case
    countries: tuple[str, ...]
    tags: tuple[str, ...]
    phases: tuple[str, ...]
    claims: tuple[str, ...]
    older_wordings: tuple[str, ...]


def read_rows(found: Cases) -> Iterator[CaseRow]:
    """Read the cases in the order of their numbers, five queries for each five hundred."""
    numbers = iter(found)
    while batch := list(islice(numbers, AT_ONCE)):
        rows = Case.objects.filter(pk__in=batch).order_by("pk")
        # The tags are found by a manager, which the types do not know as a relation.
        placements = Prefetch("placements", Placement.objects.select_related("claim"))
        yield from map(_row, rows.prefetch_related("places", "tags", "phases", placements))  # type: ignore[misc]


def _row(case: Case) -> CaseRow:
    """The line of a case that has its rows loaded.

    `2004-2008 6-3` is a phase, `3c:supports` a placement, `3c:supports:1` one on an older wording: the first.
    """
    return CaseRow(
        case=case,
        countries=tuple(dict.fromkeys(place.country for place in case.places.all() if place.country)),
        tags=tuple(sorted(tag.name for tag in case.tags.all())),
        phases=tuple(
            f"{phase.start}-{phase.end or NOW} {cell_key(phase.stage_id, phase.model_id)}"
            for phase in case.phases.all()
        ),
        claims=tuple(f"{row.claim_id}:{row.stance}" for row in case.placements.all()),
        older_wordings=tuple(
            f"{row.claim_id}:{row.stance}:{row.claim_version}"
            for row in case.placements.all()
            if row.claim_version < row.claim.version
        ),
    )
