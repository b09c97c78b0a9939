"""Saying *I read this one*, and giving it back."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases import permissions
from cases.actions import trail
from cases.actions.moves import lock
from cases.actions.refusals import NotAllowed, NotWaiting, OwnWork
from cases.domain.workflow import State
from cases.models import Revision, Taking
from cases.models.taking import TAKING_LASTS


def take(*, revision: Revision, by: User) -> Taking:
    """Say that a moderator reads this revision for half an hour from now; from somebody else, too.

    Raises NotAllowed, OwnWork, and NotWaiting when it left the queue.
    """
    if not permissions.may_review(by):
        raise NotAllowed
    with transaction.atomic():
        standing = lock(revision)
        if not permissions.may_decide(by, standing.revision):
            raise OwnWork
        if State(standing.state) is not State.SUBMITTED:
            raise NotWaiting(State(standing.state))
        taking, _is_new = Taking.objects.update_or_create(
            revision=standing.revision, defaults={"by": by, "until": timezone.now() + TAKING_LASTS}
        )
        trail.note("taken", by=by, subject=revision)
        return taking


def give_back(*, revision: Revision, by: User) -> None:
    """Take it back. To give back what somebody else has changes nothing."""
    if not permissions.may_review(by):
        raise NotAllowed
    with transaction.atomic():
        lock(revision)
        if Taking.objects.filter(revision=revision, by=by).delete()[0]:
            trail.note("given_back", by=by, subject=revision)
