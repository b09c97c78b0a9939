"""The review queue: what waits, oldest first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, Subquery

from accounts.models import User
from cases import permissions
from cases.domain.changes import changed_fields
from cases.domain.diff import visible_controls
from cases.domain.queue_marks import claim_mark, import_mark, language_mark, topic_mark
from cases.domain.reasons import SPAM
from cases.models import FirstYes, QueueMark, Review, Revision, Taking
from cases.models.revision import RevisionQuerySet
from cases.models.taking import taking_of
from cases.queries.chains import join_chains
from cases.queries.imports import IMPORT_OF
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
    counts the others. It waits `since` it was sent first, also when it was brought up to date meanwhile;
    what answers a request for changes waits since that answer. `taken_by` is who reads it at this moment.
    `is_half_accepted`: the first of two reviewers accepted it. Of a newcomer no work was accepted yet, or
    all of it is hidden; an author of spam is somebody of whom anything was declined as spam. `of_import` is
    the number of its import.
    """

    revision: Revision
    title: str
    since: datetime
    named: tuple[str, ...]
    more: int
    is_own: bool
    is_new_case: bool
    is_outdated: bool
    is_late: bool
    is_overdue: bool
    is_of_newcomer: bool
    is_of_spammer: bool
    taken_by: User | None
    is_half_accepted: bool
    of_import: int | None

    @property
    def is_suspect(self) -> bool:
        """Whether it can be declined as spam from the queue, without being opened."""
        is_doubtful = self.is_of_newcomer or self.is_of_spammer or self.revision.author.is_suspended
        return is_doubtful and not self.is_own


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What the queue is narrowed to; "", False and 0 narrow nothing.

    `topic` is a kind of change, `longer` a number of days, `imported` the number of an import.
    """

    topic: str = ""
    language: str = ""
    claim: str = ""
    newcomers: bool = False
    longer: int = 0
    imported: int = 0

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks that a revision must have."""
        found = (
            topic_mark(self.topic) if self.topic else "",
            language_mark(self.language) if self.language else "",
            claim_mark(self.claim) if self.claim else "",
            import_mark(self.imported) if self.imported else "",
        )
        return tuple(mark for mark in found if mark)


EVERYTHING = QueueFilter()


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue; `total` counts what fits the filter, `after` is the place of the last row."""

    rows: tuple[Waiting, ...]
    total: int
    after: int | None

    @property
    def overdue(self) -> tuple[Waiting, ...]:
        """The rows that wait for longer than anything should."""
        return tuple(row for row in self.rows if row.is_overdue)

    @property
    def in_time(self) -> tuple[Waiting, ...]:
        """The other rows."""
        return tuple(row for row in self.rows if not row.is_overdue)


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many revisions wait, and how many of them for longer than anything should."""

    waiting: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The revisions that wait before and after one, by number; None where there is none."""

    previous: int | None
    following: int | None


def queue_page(
    *,
    reader: User,
    now: datetime,
    after: int = 0,
    size: int = PAGE,
    narrowed: QueueFilter = EVERYTHING,
) -> QueuePage:
    """Read a page of the queue in three queries; the page is found by key, not by offset."""
    waiting = _narrowed(narrowed, now)
    people = waiting.select_related("author", "record", "base", "taking__by")
    spam = Review.objects.filter(author=OuterRef("author"), reason=SPAM)
    marked = people.annotate(
        is_known=Exists(_accepted_of_author()),
        is_spammer=Exists(spam),
        is_half_accepted=Exists(FIRST_YES),
        of_import=IMPORT_OF,
    )
    found = list(marked.after_place(after)[: size + 1])
    join_chains(found)
    rows = tuple(_row(revision, reader, now) for revision in found[:size])
    return QueuePage(rows, waiting.count(), _place_of(found[size - 1]) if len(found) > size else None)


def waiting_numbers(now: datetime) -> Numbers:
    """Count the queue; one query."""
    numbers = (
        Revision.objects.waiting()
        .order_by()
        .aggregate(waiting=Count("pk"), overdue=Count("pk", filter=Q(waits_since__lte=_overdue_since(now))))
    )
    return Numbers(numbers["waiting"], numbers["overdue"])


def neighbours_of(revision: Revision, *, now: datetime, narrowed: QueueFilter = EVERYTHING) -> Neighbours:
    """What waits right before and right after the place of this revision and fits the filter; one query."""
    waiting, place = _narrowed(narrowed, now), revision.standing.place_id or revision.pk
    before = Subquery(waiting.before_place(place).values("pk")[:1])
    after = Subquery(waiting.after_place(place).values("pk")[:1])
    return Neighbours(*Revision.objects.filter(pk=revision.pk).values_list(before, after).get())


def next_waiting(
    reader: User, *, besides: int, now: datetime, narrowed: QueueFilter = EVERYTHING
) -> Revision | None:
    """The oldest that waits and fits the filter, is this person's to decide on, and that nobody else reads.

    Two queries.
    """
    taken = Taking.objects.filter(until__gt=now).exclude(by=reader).values("revision")
    waiting = _narrowed(narrowed, now).select_related("record").exclude(pk=besides).exclude(pk__in=taken)
    waiting = waiting.exclude(Exists(FIRST_YES.filter(by=reader)))
    others = list(waiting.exclude(author=reader).exclude(prepared_by=reader).defer("content")[:PAGE])
    join_chains(others)
    return next((row for row in others if permissions.may_decide(reader, row)), None)


def _narrowed(narrowed: QueueFilter, now: datetime) -> RevisionQuerySet:
    """What waits and fits the filter."""
    waiting = Revision.objects.waiting()
    for mark in narrowed.marks:
        waiting = waiting.filter(Exists(QueueMark.objects.filter(revision=OuterRef("pk"), mark=mark)))
    if narrowed.newcomers:
        waiting = waiting.exclude(Exists(_accepted_of_author()))
    if narrowed.longer:
        waiting = waiting.waiting_since(now - timedelta(days=narrowed.longer))
    return waiting


def _accepted_of_author() -> RevisionQuerySet:
    """The accepted work of the author of a revision in the query around it."""
    return Revision.objects.accepted().filter(author=OuterRef("author"))


def _overdue_since(now: datetime) -> datetime:
    return now - timedelta(days=settings.REVIEW_OVERDUE_DAYS)


def _place_of(revision: Revision) -> int:
    place: int = getattr(revision, "place", revision.pk)
    return place


def _row(revision: Revision, reader: User, now: datetime) -> Waiting:
    names = _names(revision)
    since: datetime = getattr(revision, "waits_since", revision.created_at)
    return Waiting(
        revision=revision,
        title=visible_controls(revision.title),
        since=since,
        named=names[:NAMED_AT_MOST],
        more=len(names[NAMED_AT_MOST:]),
        is_own=reader.pk in permissions.writers_of(revision),
        is_new_case=revision.base is None,
        is_outdated=revision.is_outdated,
        is_late=now - since >= LATE,
        is_half_accepted=getattr(revision, "is_half_accepted", False),
        is_overdue=since <= _overdue_since(now),
        is_of_newcomer=not getattr(revision, "is_known", False),
        is_of_spammer=getattr(revision, "is_spammer", False),
        taken_by=taking.by if (taking := taking_of(revision, now)) else None,
        of_import=getattr(revision, "of_import", None),
    )


def _names(revision: Revision) -> tuple[str, ...]:
    content = revision.read()
    if revision.base is None:
        return tuple(dict.fromkeys(row.claim for row in content.illustrations))
    changes = changed_fields(revision.base.read(), content)
    return tuple(dict.fromkeys(label_of(change.path) for change in changes))
