"""Whether the site knows a person by something of theirs that was accepted."""

from accounts.models import User
from cases.models import CommentDecision
from cases.models.talk import ACCEPTED
from cases.queries.newcomers import is_newcomer


def has_accepted_work(person: User) -> bool:
    """Whether a change, a proposal or a comment of the person was ever accepted; three queries at most.

    A change that is hidden since speaks for nobody. What moderators write is not reviewed first.
    """
    return (
        not is_newcomer(person) or CommentDecision.objects.filter(author=person, decision=ACCEPTED).exists()
    )
