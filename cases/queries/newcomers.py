"""Newcomers: people of whom nothing accepted stands yet. Limits hold for them that hold for nobody else."""

from accounts.models import User
from cases.models import Proposal, Revision
from cases.queries.proposed import PUBLIC_STATES


def is_newcomer(person: User) -> bool:
    """Whether nothing of the person was accepted, or all of it is hidden; at most two queries.

    Whoever reviews is none.
    """
    if person.is_moderator or Revision.objects.accepted().by(person).exists():
        return False
    return not Proposal.objects.by(person).filter(standing__state__in=PUBLIC_STATES).exists()
