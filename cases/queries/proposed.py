"""The public rows that accepted proposals should have: what accepting writes, and `verify` compares with."""

from collections.abc import Mapping

from cases.domain.proposals import ProposalKind, ProposalState
from cases.models import OpenCall, Proposal, SearchNote
from cases.queries.addresses import gap_now

PUBLIC_STATES = (ProposalState.APPROVED, ProposalState.ENDED)


def public_row(proposal: Proposal, moved: Mapping[str, str]) -> OpenCall | SearchNote:
    """The row of an accepted proposal, not saved; needs `standing` and `review` loaded.

    `moved` leads from the past addresses of cases to those of now (`moved_addresses`).
    """
    standing = proposal.standing
    ended_at = standing.changed_at if proposal.state is ProposalState.ENDED else None
    gap = gap_now(proposal.gap, moved)
    said = {"proposal": proposal, "gap": gap, "text": proposal.text, "by_id": proposal.author_id}
    if proposal.kind == ProposalKind.CALL:
        return OpenCall(**said, until=proposal.until, at=proposal.review.at, ended_at=ended_at)
    return SearchNote(
        **said,
        sources=proposal.sources,
        looked_at=proposal.created_at,
        at=proposal.review.at,
        ended_at=ended_at,
    )
