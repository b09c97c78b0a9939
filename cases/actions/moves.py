"""Making a move of the workflow: the one place that changes where a revision stands."""

from django.utils import timezone

from accounts.models import User
from cases.actions.refusals import AlreadyDecided, NotAllowed, NotWaiting
from cases.domain.workflow import MOVES, Actor, Move, State
from cases.models import CaseRecord, QueueMark, Review, Revision, RevisionState


def lock(revision: Revision) -> RevisionState:
    """Lock the record and then the standing of a revision, always in this order, until commit.

    `no_key`: rows that only name the record, such as a draft, need not wait, and so cannot deadlock with us.
    """
    CaseRecord.objects.select_for_update(no_key=True).get(pk=revision.record_id)
    return (
        RevisionState.objects.select_for_update(of=("self",))
        .select_related("revision__record", "revision__author", "revision__follows")
        .get(pk=revision.pk)
    )


def move(standing: RevisionState, step: Move, *, by: User) -> None:
    """Make the move. Every one leads out of the queue.

    Raises NotAllowed when the workflow does not give it to this person, AlreadyDecided or NotWaiting when it
    does not start in the state where the revision stands.
    """
    arrow = MOVES[step]
    actor = Actor.AUTHOR if by.pk == standing.revision.author_id else Actor.REVIEWER
    if actor not in arrow.actors:
        raise NotAllowed
    state = State(standing.state)
    if state not in arrow.starts:
        review = Review.objects.select_related("by").filter(revision=standing.pk).first()
        raise AlreadyDecided(review) if review else NotWaiting(state)
    standing.state = arrow.ends
    standing.changed_at = timezone.now()
    standing.save(update_fields=["state", "changed_at"])
    QueueMark.objects.filter(revision=standing.pk).delete()
