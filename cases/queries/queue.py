"""The review queue: what waits, oldest first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from cases import permissions
from cases.models import Revision

PAGE = 20
LATE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One waiting revision as the queue shows it."""

    revision: Revision
    is_own: bool
    is_new_case: bool
    is_outdated: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue; `after` is the key of the next page, or None."""

    rows: tuple[Waiting, ...]
    total: int
    after: int | None


def queue_page(*, reader: User, now: datetime, after: int = 0, size: int = PAGE) -> QueuePage:
    """Read a page of the queue in two queries; the page is found by key, not by offset."""
    waiting = Revision.objects.waiting()
    found = list(waiting.with_people().select_related("follows").filter(pk__gt=after)[: size + 1])
    rows = tuple(_row(revision, reader, now) for revision in found[:size])
    return QueuePage(rows, waiting.count(), found[size - 1].pk if len(found) > size else None)


def next_waiting(reader: User, *, besides: int) -> Revision | None:
    """The oldest waiting revision on which this person may decide, or None."""
    candidates = Revision.objects.waiting().with_people().select_related("follows").exclude(pk=besides)
    others = candidates.exclude(author=reader).exclude(prepared_by=reader)
    return next((row for row in others[:PAGE] if permissions.may_decide(reader, row)), None)


def _row(revision: Revision, reader: User, now: datetime) -> Waiting:
    return Waiting(
        revision=revision,
        is_own=reader.pk in {revision.author_id, revision.prepared_by_id},
        is_new_case=revision.base_id is None,
        is_outdated=revision.is_outdated,
        is_late=now - revision.created_at >= LATE,
    )
