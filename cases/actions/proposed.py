"""Writing the public rows of accepted proposals again."""

from cases.models import OpenCall, Proposal, SearchNote
from cases.queries.addresses import moved_addresses
from cases.queries.proposed import PUBLIC_STATES, public_row


def replace_public_rows() -> None:
    """Write the rows of all accepted proposals in the place of those that are there."""
    OpenCall.objects.all().delete()
    SearchNote.objects.all().delete()
    accepted = Proposal.objects.with_people().filter(standing__state__in=PUBLIC_STATES)
    moved = moved_addresses()
    for proposal in accepted.order_by("id").iterator(1000):
        public_row(proposal, moved).save(force_insert=True)
