"""Writing the public rows of accepted proposals again."""

from cases.domain.gaps import gaps_of_parts
from cases.models import OpenCall, Proposal, SearchNote
from cases.queries.proposed import PUBLIC_STATES, public_proposals, public_row


def replace_public_rows() -> None:
    """Write the rows of all accepted proposals in the place of those that are there."""
    OpenCall.objects.all().delete()
    SearchNote.objects.all().delete()
    for proposal in public_proposals():
        public_row(proposal).save(force_insert=True)


def take_rows_of_parts(slug: str) -> None:
    """Take away what was accepted on the missing parts of a case."""
    gaps = gaps_of_parts(slug)
    OpenCall.objects.filter(gap__in=gaps).delete()
    SearchNote.objects.filter(gap__in=gaps).delete()


def put_rows_of_parts(slug: str) -> None:
    """Write what was accepted on the missing parts of a case that is on the page again."""
    accepted = Proposal.objects.with_people().filter(standing__state__in=PUBLIC_STATES)
    for proposal in accepted.filter(gap__in=gaps_of_parts(slug)).order_by("id"):
        public_row(proposal).save(force_insert=True)
