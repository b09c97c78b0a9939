"""Writing the public rows of accepted proposals again."""

from cases.models import OpenCall, Proposal, SearchNote
from cases.queries.proposed import PUBLIC_STATES, public_row


def replace_public_rows() -> None:
    """Write the rows of all accepted proposals in the place of those that are there."""
    OpenCall.objects.all().delete()
    SearchNote.objects.all().delete()
    accepted = Proposal.objects.with_people().filter(standing__state__in=PUBLIC_STATES)
    for proposal in accepted.order_by("id").iterator(1000):
        public_row(proposal).save(force_insert=True)
