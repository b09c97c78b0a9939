"""Whether a change needs two reviewers, and whether one of them accepted it already."""

from dataclasses import dataclass

from accounts.models import Role, User
from cases import permissions
from cases.domain.content import CaseContent
from cases.domain.second import SECOND_REASON_LABELS, SecondReason, second_reviewer_reasons
from cases.domain.workflow import State
from cases.models import CaseRecord, Dispute, FirstYes, Revision

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
    record: CaseRecord, base: CaseContent | None, content: CaseContent
) -> tuple[SecondReason, ...]:
    """Why a change of this record needs two reviewers, () when it does not; at most two queries."""
    public = record.published.read() if record.published else None
    disputed = public is not None and open_dispute(record) is not None
    return second_reviewer_reasons(base, content, public, disputed=disputed)


def revision_needs_second(revision: Revision) -> tuple[SecondReason, ...]:
    """The same of a revision as it stands."""
    base = revision.base.read() if revision.base else None
    return needs_second(revision.record, base, revision.read())


def first_yes_of(revision: Revision) -> FirstYes | None:
    """The first yes that holds: given to this text, on what is public now; one query."""
    rows = FirstYes.objects.select_related("by").filter(revision=revision.pk)
    return rows.filter(published=revision.record.published_id, content_hash=revision.content_hash).first()


def care_of(revision: Revision, reader: User) -> Care:
    """How careful the review of a waiting revision must be; three queries."""
    base = revision.base.read() if revision.base else None
    public = revision.record.published.read() if revision.record.published else None
    dispute = open_dispute(revision.record)
    first = first_yes_of(revision) if revision.state is State.SUBMITTED else None
    is_alone = not _others(revision, reader)
    return Care(
        reasons=second_reviewer_reasons(base, revision.read(), public, disputed=dispute is not None),
        first=first,
        dispute=dispute,
        is_alone=is_alone and (first is None or first.by_id == reader.pk),
    )


def _others(revision: Revision, reader: User) -> bool:
    """Whether some moderator besides the reader may decide on this revision."""
    people = User.objects.filter(role__in=REVIEWERS, is_active=True, left_at__isnull=True)
    return people.exclude(pk__in={reader.pk, *permissions.writers_of(revision)}).exists()
