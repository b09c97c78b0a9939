"""Whether the site knows a person by something of theirs that was accepted."""

from accounts.models import User
from cases.models import CommentDecision, Proposal, Revision
from cases.models.talk import ACCEPTED
from cases.queries.proposed import PUBLIC_STATES


def has_accepted_work(person: User) -> bool:
    """Whether a change, a proposal or a comment of the person was ever accepted; three queries at most.

    A change that is hidden since speaks for nobody. What moderators write is not reviewed first.
    """
    return (
        person.is_moderator
        or Revision.objects.accepted().by(person).exists()
        or Proposal.objects.by(person).filter(standing__state__in=PUBLIC_STATES).exists()
        or CommentDecision.objects.filter(author=person, decision=ACCEPTED).exists()
    )
