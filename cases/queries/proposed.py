"""The public rows that accepted proposals should have: what accepting writes, and `verify` compares with."""

from cases.domain.proposals import ProposalKind, ProposalState
from cases.models import OpenCall, Proposal, SearchNote

PUBLIC_STATES = (ProposalState.APPROVED, ProposalState.ENDED)


def public_row(proposal: Proposal) -> OpenCall | SearchNote:
    """The row of an accepted proposal, not saved; needs `standing` and `review` loaded."""
    standing = proposal.standing
    ended_at = standing.changed_at if proposal.state is ProposalState.ENDED else None
    said = {"proposal": proposal, "gap": proposal.gap, "text": proposal.text, "by_id": proposal.author_id}
    if proposal.kind == ProposalKind.CALL:
        return OpenCall(**said, until=proposal.until, at=proposal.review.at, ended_at=ended_at)
    return SearchNote(
        **said,
        sources=proposal.sources,
        looked_at=proposal.created_at,
        at=proposal.review.at,
        ended_at=ended_at,
    )
