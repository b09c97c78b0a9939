"""The public rows that accepted proposals should have: what accepting writes, and `verify` compares with."""

from collections.abc import Collection, Iterator, Mapping

from cases.domain.gaps import gaps_of_parts
from cases.domain.proposals import ProposalKind, ProposalState
from cases.models import OpenCall, Proposal, SearchNote, TakenDown
from cases.queries.addresses import gap_now, moved_addresses

PUBLIC_STATES = (ProposalState.APPROVED, ProposalState.ENDED)


def public_rows(gaps: Collection[str] | None = None) -> Iterator[OpenCall | SearchNote]:
    """The rows that accepted proposals should have, on these gaps only if some are named.

    None of them is on a part of a case that is off the page.
    """
    slugs = TakenDown.objects.values_list("record__slug", flat=True)
    off_page = {gap for slug in slugs for gap in gaps_of_parts(slug or "")}
    accepted = Proposal.objects.with_people().filter(standing__state__in=PUBLIC_STATES, review__isnull=False)
    if gaps is not None:
        accepted = accepted.filter(gap__in=gaps)
    moved = moved_addresses()
    rows = (public_row(proposal, moved) for proposal in accepted.order_by("id").iterator(1000))
    return (row for row in rows if row.gap not in off_page)


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
