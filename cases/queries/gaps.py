"""Where a case is wanted most."""

from collections.abc import Collection
from dataclasses import dataclass, field

from cases.domain.gaps import gap_of_claim
from cases.domain.states import ClaimState, Tally, state_of
from cases.queries.gap_signs import Signs, searched_claims, signs_of, wanted_lines
from models_taxonomy.models import Claim


@dataclass(frozen=True, slots=True)
class WantedClaim:
    """A claim that lacks cases: its state, how many cases support it, and what people said of it."""

    claim: Claim
    state: ClaimState
    supports: int
    signs: Signs = field(default_factory=Signs)


def suggested_claims(limit: int) -> list[WantedClaim]:
    """The claims that want a case most; three queries.

    Gaps come first, then the thinnest; last those for which somebody looked and found nothing.
    """
    rows = Claim.objects.filter(is_withdrawn=False).select_related("tally", "model", "aspect")
    open_claims = [row for row in map(_wanted, rows) if row.state in {ClaimState.GAP, ClaimState.THIN}]
    searched = searched_claims()
    wanted = sorted(
        open_claims,
        key=lambda row: (
            row.claim.code in searched,
            row.state is not ClaimState.GAP,
            row.supports,
            -row.claim.order,
        ),
    )[:limit]
    return _with_lines(wanted)


def wanted_claim(claim: Claim) -> WantedClaim:
    """The claim with how much it is wanted; four queries, and one more unless its tally is loaded."""
    address = gap_of_claim(claim.code)
    found = _wanted(claim)
    return WantedClaim(claim, found.state, found.supports, signs_of([address])[address])


def _wanted(claim: Claim) -> WantedClaim:
    tally = claim.tally.value if hasattr(claim, "tally") else Tally()
    return WantedClaim(claim, state_of(tally), tally.supports)


def _with_lines(claims: Collection[WantedClaim]) -> list[WantedClaim]:
    lines = wanted_lines([gap_of_claim(row.claim.code) for row in claims])
    return [
        WantedClaim(row.claim, row.state, row.supports, Signs(lines.get(gap_of_claim(row.claim.code), "")))
        for row in claims
    ]
