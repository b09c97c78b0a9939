"""Merging two cases that are the same: one revision says what both said, one address leads to the other."""

from cases.actions import publication, trail
from cases.actions.moves import lock_record
from cases.actions.refusals import OtherMoved
from cases.domain.off_page import OffPage
from cases.models import CaseRecord, Draft, Joining, Review, Revision, TakenDown

ABSORBS, SEEN = "absorbs", "absorbs_seen"
"""What the subject of a draft calls the record that it joins to its case, and the revision read of it."""


def note_joining(revision: Revision, *, draft: Draft | None = None) -> None:
    """Write down what a new revision joins to its case: what its draft says, or what it takes the place of.

    Call in the transaction that sends it.
    """
    if draft is not None and ABSORBS in draft.subject:
        absorbed, seen = int(draft.subject[ABSORBS]), int(draft.subject[SEEN])
        Joining.objects.create(revision=revision, absorbed_id=absorbed, seen_id=seen)
        return
    before = Joining.objects.filter(revision=revision.follows).first() if revision.follows else None
    if before is not None:
        Joining.objects.create(revision=revision, absorbed_id=before.absorbed_id, seen_id=before.seen_id)


def is_of(revision: Revision) -> bool:
    """Whether a revision joins another case to its own."""
    return _joining_of(revision) is not None


def lock_both(revision: Revision) -> None:
    """Lock the two records of a joining in one order, before either is locked alone."""
    joining = _joining_of(revision)
    if joining is not None:
        for pk in sorted((joining.absorbed_id, revision.record_id)):
            lock_record(pk)


def absorb(*, review: Review) -> None:
    """Take the other case off the page, if the accepted revision joins one, and lead from it to this one.

    Call inside the approving transaction, after the publication. Raises OtherMoved when the other case is
    not what it was when the two were put together.
    """
    joining = _joining_of(review.revision)
    if joining is None:
        return
    other = CaseRecord.objects.get(pk=joining.absorbed_id)
    if other.published_id != joining.seen_id or TakenDown.objects.filter(record=other).exists():
        raise OtherMoved
    TakenDown.objects.create(record=other, kind=OffPage.MERGED, by=review.by, at=review.at)
    publication.take_down(record=other, at=review.at)
    into = review.revision.record
    trail.note("merge_cases", by=review.by, subject=other, data={"into": into.slug, "record": into.pk})


def _joining_of(revision: Revision) -> Joining | None:
    """What a revision joins to its case, written when it was sent; asked once."""
    joining: Joining | None = getattr(revision, "joining", None)
    return joining
