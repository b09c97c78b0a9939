"""Where a case is wanted most."""

from dataclasses import dataclass

from cases.domain.states import ClaimState, Tally, state_of
from models_taxonomy.models import Claim


@dataclass(frozen=True, slots=True)
class WantedClaim:
    """A claim that lacks cases, with its state and the number of cases that support it."""

    claim: Claim
    state: ClaimState
    supports: int


def suggested_claims(limit: int) -> list[WantedClaim]:
    """The claims that want a case most: gaps first, then the thinnest; one query."""
    rows = Claim.objects.filter(is_withdrawn=False).select_related("tally", "model", "aspect")
    found = [_wanted(claim) for claim in rows]
    open_claims = [row for row in found if row.state in {ClaimState.GAP, ClaimState.THIN}]
    return sorted(
        open_claims, key=lambda row: (row.state is not ClaimState.GAP, row.supports, -row.claim.order)
    )[:limit]


def wanted_claim(claim: Claim) -> WantedClaim:
    """The claim with how much it is wanted; one query unless its tally is loaded."""
    return _wanted(claim)


def _wanted(claim: Claim) -> WantedClaim:
    tally = claim.tally.value if hasattr(claim, "tally") else Tally()
    return WantedClaim(claim, state_of(tally), tally.supports)
