"""Patches: the few placements that a page draws on a claim, whatever the size of the site."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from cases.domain.names import short_name
from cases.domain.states import PATCHES_AT_MOST, Patch
from cases.domain.vocabulary import Stance
from cases.models import Placement

CANDIDATES = PATCHES_AT_MOST + 1
"""Candidates of each stance: one more than fit, so that the choice knows that some are left over."""


def candidate_patches(
    *,
    claims: Collection[str] | None = None,
    stances: Collection[Stance] = (Stance.SUPPORTS, Stance.PARTLY, Stance.CONTRADICTS),
    each: int = CANDIDATES,
) -> dict[str, list[Patch]]:
    """Return the first `each` placements of each stance on each claim, by claim code; one query.

    First are those that stand on more sources, then the earlier cases, then by title.
    """
    rows = Placement.objects.filter(stance__in=stances)
    if claims is not None:
        rows = rows.filter(claim__in=claims)
    place = Window(
        RowNumber(),
        partition_by=[F("claim_id"), F("stance")],
        order_by=[
            F("source_count").desc(),
            F("case__began").asc(nulls_last=True),
            F("case__title").asc(),
            F("case_id").asc(),
        ],
    )
    found: defaultdict[str, list[Patch]] = defaultdict(list)
    for row in (
        rows.annotate(place=place)
        .filter(place__lte=each)
        .order_by("claim_id", "stance", "place")
        .values(
            "claim_id",
            "claim_version",
            "stance",
            "source_count",
            "case__slug",
            "case__title",
            "case__began",
            "case__stage_id",
        )
    ):
        found[row["claim_id"]].append(
            Patch(
                slug=row["case__slug"],
                title=short_name(row["case__title"]),
                stance=row["stance"],
                sources=row["source_count"],
                began=row["case__began"],
                stage=row["case__stage_id"],
                wording=row["claim_version"],
            )
        )
    return dict(found)
