"""Newcomers: people none of whose work was accepted yet. Limits hold for them that hold for nobody else."""

from accounts.models import User
from cases.domain.workflow import State
from cases.models import Proposal, Revision
from cases.queries.proposed import PUBLIC_STATES


def is_newcomer(person: User) -> bool:
    """Whether nothing of the person was accepted yet, and they review nothing; at most two queries."""
    if person.is_moderator or Revision.objects.by(person).filter(standing__state=State.APPROVED).exists():
        return False
    return not Proposal.objects.by(person).filter(standing__state__in=PUBLIC_STATES).exists()
