"""The public rows that accepted proposals should have: what accepting writes, and `verify` compares with."""

from collections.abc import Iterator

from cases.domain.gaps import gaps_of_parts
from cases.domain.proposals import ProposalKind, ProposalState
from cases.models import OpenCall, Proposal, SearchNote, TakenDown

PUBLIC_STATES = (ProposalState.APPROVED, ProposalState.ENDED)


def public_proposals() -> Iterator[Proposal]:
    """The accepted proposals in their order, without those on parts of a case that is off the page."""
    slugs = TakenDown.objects.values_list("record__slug", flat=True)
    off_page = {gap for slug in slugs for gap in gaps_of_parts(slug or "")}
    accepted = Proposal.objects.with_people().filter(standing__state__in=PUBLIC_STATES, review__isnull=False)
    return (row for row in accepted.order_by("id").iterator(1000) if row.gap not in off_page)


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
