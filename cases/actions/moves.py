"""Making a move of the workflow, the one place that changes where a revision stands; holding who writes."""

from collections.abc import Iterator
from copy import copy

from django.db.models import QuerySet
from django.utils import timezone

from accounts.actions import row_held
from accounts.models import User
from cases import permissions
from cases.actions.one_row import take, write_again
from cases.actions.refusals import AlreadyDecided, NotAllowed, NotWaiting
from cases.domain.workflow import MOVES, Actor, Move, State
from cases.models import CaseRecord, QueueMark, Review, Revision, RevisionState
from cases.queries.asking import Question
from cases.queries.fixed import fixed


def lock(revision: Revision) -> RevisionState:
    """Lock the record and then the standing of a revision, always in this order, until commit.

    A revision never changes, so what the caller read of it holds. The standing gets a copy of it that names
    the locked record: what is written to it must not stay with the caller when the act is refused.
    """
    record = lock_record(revision.record_id)
    (standing,) = _standing_held(revision.pk)
    standing.revision = copy(revision)
    standing.revision.record = record
    return standing


def asked_by_lock(revision: Revision) -> Iterator[Question]:
    """What `lock` asks, in the order in which it locks."""
    yield _record_held.asked_of(revision.record_id)
    yield _standing_held.asked_of(revision.pk)


def lock_record(pk: int) -> CaseRecord:
    """Lock a record until commit, so that nothing is decided on the case meanwhile.

    `no_key`: rows that only name the record, such as a draft, need not wait, and so cannot deadlock with us.
    """
    (record,) = _record_held(pk)
    return record


@fixed
def _record_held(pk: int) -> QuerySet[CaseRecord]:
    return CaseRecord.objects.select_for_update(no_key=True).filter(pk=pk)


@fixed
def _standing_held(revision: int) -> QuerySet[RevisionState]:
    return RevisionState.objects.select_for_update().filter(pk=revision)


def person_held(pk: int) -> User:
    """The person as they are now, locked until commit, so that their acts happen one after the other."""
    (person,) = person_row_held(pk)
    return person


person_row_held = fixed(row_held)
"""What `person_held` asks."""


def hold_writer(by: User) -> None:
    """Let a person's writings happen one after the other, and none after they were suspended. NotAllowed.

    Or the same form sent twice at once would find no first sending and break on its key, and two of them
    would both take the last place.
    """
    if not permissions.may_contribute(person_held(by.pk)):
        raise NotAllowed


def move(standing: RevisionState, step: Move, *, by: User) -> None:
    """Make the move. Every one leads out of the queue.

    Raises NotAllowed when the workflow does not give it to this person, AlreadyDecided or NotWaiting when it
    does not start in the state where the revision stands.
    """
    arrow = MOVES[step]
    actor = Actor.AUTHOR if by.pk == standing.revision.author_id else Actor.REVIEWER
    if actor not in arrow.actors:
        raise NotAllowed
    check_start(standing, step)
    standing.state = arrow.ends
    standing.changed_at = timezone.now()
    write_again(standing, "state", "changed_at")
    take(QueueMark, revision=standing.pk)


def check_start(standing: RevisionState, step: Move) -> None:
    """Raise AlreadyDecided or NotWaiting when the move does not start where the revision stands."""
    state = State(standing.state)
    if state not in MOVES[step].starts:
        review = Review.objects.select_related("by").filter(revision=standing.pk).first()
        raise AlreadyDecided(review) if review else NotWaiting(state)
