"""Whether a change needs two reviewers, and whether one of them accepted it already."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Role, User
from cases import permissions
from cases.domain.content import CaseContent
from cases.domain.second import (
    REMOVED_TOGETHER_WITHIN,
    SECOND_REASON_LABELS,
    SecondReason,
    Step,
    removes_words,
    second_reviewer_reasons,
)
from cases.domain.workflow import State
from cases.models import CaseRecord, Dispute, FirstYes, Review, Revision
from cases.queries.asking import Question
from cases.queries.fixed import fixed

CHANGES_READ = 50
"""Of a case that one author changed more often than this in a week, the newest changes count."""
REVIEWERS = (Role.MODERATOR, Role.STEWARD)


@dataclass(frozen=True, slots=True)
class Care:
    """How careful the review of one change must be.

    `reasons` say why two reviewers are needed, none when one is enough. `first` is the first of the two,
    when there is one. `is_alone`: nobody but the reader could be the other one.
    """

    reasons: tuple[SecondReason, ...]
    first: FirstYes | None
    dispute: Dispute | None
    is_alone: bool

    @property
    def needs_two(self) -> bool:
        """Whether one reviewer is not enough."""
        return bool(self.reasons)

    @property
    def whys(self) -> tuple[str, ...]:
        """The reasons as message ids."""
        return tuple(SECOND_REASON_LABELS[reason] for reason in self.reasons)


def open_dispute(record: CaseRecord) -> Dispute | None:
    """The dispute about this case, or None; one query."""
    return Dispute.objects.open().select_related("by").filter(record=record).first()


def needs_second(
    record: CaseRecord, base: CaseContent | None, content: CaseContent, *, author: User
) -> tuple[SecondReason, ...]:
    """Why a change of this record needs two reviewers, () when it does not; at most four queries."""
    disputed = record.published_id is not None and bool(_disputes(record.pk))
    return _reasons(record, base, content, author=author, disputed=disputed)


def asked_before_acceptance(revision: Revision) -> Iterator[Question]:
    """What `first_yes_of` and `revision_needs_second` ask in nearly every case."""
    published = revision.record.published_id
    if published is not None:
        yield _first_yes.asked_of(revision.pk, published, revision.content_hash)
        yield _disputes.asked_of(revision.record_id)


@fixed
def _disputes(record: int) -> "QuerySet[Dispute, tuple[int]]":
    return Dispute.objects.open().filter(record=record).order_by().values_list("pk")


def revision_needs_second(revision: Revision) -> tuple[SecondReason, ...]:
    """The same of a revision as it stands."""
    return needs_second(revision.record, _base(revision), revision.read(), author=revision.author)


def earlier_steps(record: CaseRecord, author: User) -> tuple[Step, ...]:
    """What changes of this author did to the case lately, the oldest first; two queries.

    Changes that followed right on one another are one step. Of very many only the newest are read.
    """
    since = timezone.now() - REMOVED_TOGETHER_WITHIN
    accepted = Review.objects.filter(
        revision__record=record, author=author, decision=State.APPROVED, at__gte=since
    )
    rows = accepted.order_by("-pk").values_list("revision", "revision__base")[:CHANGES_READ]
    stretches: list[tuple[int, int]] = []
    for revision, base in reversed(rows):
        if stretches and stretches[-1][1] == base:
            stretches[-1] = (stretches[-1][0], revision)
        elif base is not None:
            stretches.append((base, revision))
    found = Revision.objects.in_bulk({pk for stretch in stretches for pk in stretch})
    return tuple((found[before].read(), found[after].read()) for before, after in stretches)


def first_yes_of(revision: Revision) -> FirstYes | None:
    """The first yes that holds: given to this text, on what is public now; two queries at most."""
    if revision.record.published_id is None:
        return None
    found = _first_yes(revision.pk, revision.record.published_id, revision.content_hash)
    return FirstYes.objects.select_related("by").get(pk=found[0][0]) if found else None


@fixed
def _first_yes(revision: int, published: int, content_hash: str) -> "QuerySet[FirstYes, tuple[int]]":
    rows = FirstYes.objects.filter(revision=revision, published=published, content_hash=content_hash)
    return rows.values_list("pk")[:1]


def care_of(revision: Revision, reader: User) -> Care:
    """How careful the review of a waiting revision must be; three queries.

    One more when somebody accepted it before, two more when it removes words.
    """
    dispute = open_dispute(revision.record)
    first = first_yes_of(revision) if revision.state is State.SUBMITTED else None
    is_alone = not _others(revision, reader)
    return Care(
        reasons=_reasons(
            revision.record,
            _base(revision),
            revision.read(),
            author=revision.author,
            disputed=dispute is not None,
        ),
        first=first,
        dispute=dispute,
        is_alone=is_alone and (first is None or first.by_id == reader.pk),
    )


def _reasons(
    record: CaseRecord, base: CaseContent | None, content: CaseContent, *, author: User, disputed: bool
) -> tuple[SecondReason, ...]:
    public = record.published.read() if record.published else None
    earlier = earlier_steps(record, author) if removes_words(base, content, public) else ()
    return second_reviewer_reasons(base, content, public, disputed=disputed, earlier=earlier)


def _base(revision: Revision) -> CaseContent | None:
    return revision.base.read() if revision.base else None


def _others(revision: Revision, reader: User) -> bool:
    """Whether some moderator besides the reader may decide on this revision."""
    people = User.objects.filter(role__in=REVIEWERS, is_active=True, left_at__isnull=True)
    return people.exclude(pk__in={reader.pk, *permissions.writers_of(revision)}).exists()
