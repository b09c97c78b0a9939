"""The review queue: what waits, oldest first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from accounts.models import User
from cases import permissions
from cases.domain.changes import changed_fields
from cases.domain.diff import visible_controls
from cases.models import FirstYes, Revision, Taking
from cases.models.taking import taking_of
from cases.queries.chains import join_chains
from cases.queries.words import label_of

PAGE = 20
LATE = timedelta(days=2)
NAMED_AT_MOST = 3
FIRST_YES = FirstYes.objects.filter(revision=OuterRef("pk"), published=OuterRef("record__published"))
"""The first yes of two that still holds: the case did not move on since."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One waiting revision as the queue shows it.

    `named` are labels of the first changed fields, or the claims that a new case is placed on; `more`
    counts the others. `taken_by` is who reads it at this moment. `is_half_accepted`: the first of two
    reviewers accepted it.
    """

    revision: Revision
    title: str
    named: tuple[str, ...]
    more: int
    is_own: bool
    is_new_case: bool
    is_outdated: bool
    is_late: bool
    taken_by: User | None
    is_half_accepted: bool


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue; `after` is the key of the next page, or None."""

    rows: tuple[Waiting, ...]
    total: int
    after: int | None


def queue_page(*, reader: User, now: datetime, after: int = 0, size: int = PAGE) -> QueuePage:
    """Read a page of the queue in three queries; the page is found by key, not by offset."""
    waiting = Revision.objects.waiting()
    found = list(
        waiting.select_related("author", "record", "base", "taking__by")
        .annotate(is_half_accepted=Exists(FIRST_YES))
        .filter(pk__gt=after)[: size + 1]
    )
    join_chains(found)
    rows = tuple(_row(revision, reader, now) for revision in found[:size])
    return QueuePage(rows, waiting.count(), found[size - 1].pk if len(found) > size else None)


def next_waiting(reader: User, *, besides: int, now: datetime) -> Revision | None:
    """The oldest waiting revision that this person may decide on and nobody else reads; two queries."""
    taken = Taking.objects.filter(until__gt=now).exclude(by=reader).values("revision")
    waiting = Revision.objects.waiting().select_related("record").exclude(pk=besides).exclude(pk__in=taken)
    waiting = waiting.exclude(Exists(FIRST_YES.filter(by=reader)))
    others = list(waiting.exclude(author=reader).exclude(prepared_by=reader).defer("content")[:PAGE])
    join_chains(others)
    return next((row for row in others if permissions.may_decide(reader, row)), None)


def _row(revision: Revision, reader: User, now: datetime) -> Waiting:
    names = _names(revision)
    return Waiting(
        revision=revision,
        title=visible_controls(revision.title),
        named=names[:NAMED_AT_MOST],
        more=len(names[NAMED_AT_MOST:]),
        is_own=reader.pk in permissions.writers_of(revision),
        is_new_case=revision.base is None,
        is_outdated=revision.is_outdated,
        is_late=now - revision.created_at >= LATE,
        is_half_accepted=getattr(revision, "is_half_accepted", False),
        taken_by=taking.by if (taking := taking_of(revision, now)) else None,
    )


def _names(revision: Revision) -> tuple[str, ...]:
    content = revision.read()
    if revision.base is None:
        return tuple(dict.fromkeys(row.claim for row in content.illustrations))
    changes = changed_fields(revision.base.read(), content)
    return tuple(dict.fromkeys(label_of(change.path) for change in changes))
