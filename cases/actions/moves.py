"""Making a move of the workflow: the one place that changes where a revision stands."""

from django.utils import timezone

from cases.actions.refusals import AlreadyDecided, NotWaiting
from cases.domain.workflow import MOVES, Move, State
from cases.models import CaseRecord, Review, Revision, RevisionState


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


def move(standing: RevisionState, step: Move) -> None:
    """Make the move, or raise AlreadyDecided or NotWaiting when the state does not allow it."""
    state = State(standing.state)
    if state not in MOVES[step].starts:
        review = Review.objects.select_related("by").filter(revision=standing.pk).first()
        raise AlreadyDecided(review) if review else NotWaiting(state)
    standing.state = MOVES[step].ends
    standing.changed_at = timezone.now()
    standing.save(update_fields=["state", "changed_at"])
