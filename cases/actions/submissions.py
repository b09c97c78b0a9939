"""Sending content for review, taking it back, and bringing it up to date."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from cases import permissions
from cases.actions import newcomers, trail, uploads
from cases.actions.joining import note_joining
from cases.actions.moves import check_start, hold_writer, lock, lock_record, move
from cases.actions.refusals import CaseOffPage, ChangedSinceSeen, Incomplete, NotAllowed, NotWaiting
from cases.domain.completeness import problems_before_review
from cases.domain.content import CaseContent, hash_of_data, to_data
from cases.domain.messages import Problem
from cases.domain.messages import noop as _
from cases.domain.queue_marks import marks_of
from cases.domain.rendering import TooComplex
from cases.domain.workflow import MOVES, Move, State
from cases.models import CaseRecord, Draft, QueueMark, Revision, RevisionState, TakenDown
from cases.queries.imports import marks_of_imports
from cases.queries.newcomers import is_newcomer
from cases.queries.rendered import check_parts
from cases.queries.uploads import sizes_of
from models_taxonomy.queries import Claims, claims_now


@dataclass(frozen=True, slots=True)
class NewCase:
    """A new case to be sent for review, under the key of its sending."""

    content: CaseContent
    submission_key: uuid.UUID
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Sending:
    """What becomes a revision. `place` is the revision whose place in the queue it takes."""

    content: CaseContent
    record: CaseRecord
    author: User
    key: uuid.UUID
    base: Revision | None = None
    follows: Revision | None = None
    note: str = ""
    place: int | None = None
    prepared_by: User | None = None


def submit(
    *,
    content: CaseContent,
    by: User,
    submission_key: uuid.UUID,
    record: CaseRecord | None = None,
    base: Revision | None = None,
    follows: Revision | None = None,
    note: str = "",
    draft: Draft | None = None,
) -> Revision:
    """Send content for review and return its revision; the draft it came from is gone then.

    A new case has neither `record` nor `base`. Sending the same `submission_key` again returns the
    revision that the first sending made.

    Raises NotAllowed, Incomplete, CaseOffPage when the case was taken down, and NotWaiting when `follows` is
    not open to an answer; TooManyWaiting and TooManyToday for somebody whose work was never accepted.
    """
    if not permissions.may_contribute(by) or (draft and not permissions.may_open_draft(by, draft)):
        raise NotAllowed
    _check_content(content, base)
    with transaction.atomic():
        hold_writer(by)
        sent = Revision.objects.filter(submission_key=submission_key).first()
        if sent is not None:
            if draft is not None and by.pk == sent.author_id:
                draft.delete()
            return _same_person(sent, by)
        if follows is not None:
            _check_answer(follows, by)
        newcomers.check_change(content, base.read() if base else None, by=by)
        (revision,) = _insert(
            _Sending(
                content,
                record=_locked(record or (follows.record if follows else None)),
                base=base,
                follows=follows,
                author=by,
                key=submission_key,
                note=note,
            )
        )
        note_joining(revision, draft=draft)
        _note_sent(revision, by=by)
        if draft is not None:
            draft.delete()
        return revision


def submit_new_cases(*, cases: Sequence[NewCase], by: User) -> dict[uuid.UUID, tuple[Problem, ...]]:
    """Send new cases for review, all in the same few statements, by somebody whose work was accepted before.

    Returns what must be mended in those that were not sent, by their keys. What was sent before under the
    same key is not sent again. Raises NotAllowed.
    """
    claims = claims_now()
    faulty = {
        case.submission_key: problems
        for case in cases
        if (problems := problems_of(case.content, None, claims))
    }
    with transaction.atomic():
        hold_writer(by)
        if is_newcomer(by):
            raise NotAllowed
        keys = {case.submission_key for case in cases} - faulty.keys()
        known = Revision.objects.filter(submission_key__in=keys).values_list("submission_key", flat=True)
        keys.difference_update(known)
        new = [case for case in cases if case.submission_key in keys]
        records = CaseRecord.objects.bulk_create(CaseRecord() for _case in new)
        sent = _insert(
            *(
                _Sending(case.content, record=record, author=by, key=case.submission_key, note=case.note)
                for case, record in zip(new, records, strict=True)
            )
        )
        _note_sent(*sent, by=by)
    return faulty


def withdraw(*, revision: Revision, by: User) -> Revision:
    """Take a revision back. Raises NotAllowed for anyone but its author, NotWaiting when too late."""
    with trail.refusals_noted("withdraw", by=by, subject=revision), transaction.atomic():
        if not permissions.may_withdraw(by, revision):
            raise NotAllowed
        standing = lock(revision)
        move(standing, Move.WITHDRAW, by=by)
        trail.note("withdrawn", by=by, subject=revision)
    return revision


def rebase(
    *,
    revision: Revision,
    content: CaseContent,
    by: User,
    onto: Revision,
    submission_key: uuid.UUID,
    note: str = "",
) -> Revision:
    """Replace a waiting revision by one that stands on `onto`, the version now public.

    The author keeps the credit; whoever rebased is named beside and may not decide on it either.
    Raises NotAllowed, Incomplete, AlreadyDecided, NotWaiting, CaseOffPage, and ChangedSinceSeen when the case
    moved on again.
    """
    with trail.refusals_noted("rebase", by=by, subject=revision):
        if not permissions.may_rebase(by, revision):
            raise NotAllowed
        _check_content(content, onto)
        with transaction.atomic():
            hold_writer(by)
            sent = Revision.objects.filter(submission_key=submission_key).first()
            if sent is not None:
                return _same_person(sent, by)
            standing = lock(revision)
            check_start(standing, Move.REPLACE)
            _check_on_page(revision.record_id)
            if standing.revision.record.published_id != onto.pk:
                raise ChangedSinceSeen
            move(standing, Move.REPLACE, by=by)
            (rebased,) = _insert(
                _Sending(
                    content,
                    record=revision.record,
                    base=onto,
                    follows=revision,
                    author=revision.author,
                    key=submission_key,
                    note=note or revision.note,
                    place=standing.place_id or revision.pk,
                    prepared_by=by if by.pk != revision.author_id else None,
                )
            )
            note_joining(rebased)
            trail.note("rebased", by=by, subject=rebased, data={"replaces": revision.pk})
            return rebased


def check_rebase(*, revision: Revision, by: User) -> None:
    """Raise AlreadyDecided or NotWaiting, and put it on record, when a revision no longer waits."""
    with trail.refusals_noted("rebase", by=by, subject=revision), transaction.atomic():
        check_start(lock(revision), Move.REPLACE)


def put_together(*, standing: RevisionState, content: CaseContent) -> RevisionState:
    """Send `content`, made of the author's changes and what is public, in the place of a revision.

    Call inside the transaction that approves it, after the move that replaces the old one. Nobody wrote
    anything, so nobody but the author is named. Raises Incomplete.
    """
    revision = standing.revision
    _check_content(content, revision.record.published)
    (merged,) = _insert(
        _Sending(
            content,
            record=revision.record,
            base=revision.record.published,
            follows=revision,
            author=revision.author,
            key=uuid.uuid4(),
            note=revision.note,
            place=standing.place_id or revision.pk,
        )
    )
    note_joining(merged)
    return merged.standing


def problems_of(content: CaseContent, base: Revision | None, claims: Claims) -> tuple[Problem, ...]:
    """What must be mended before this content, made of `base`, may be sent; empty when it may."""
    problems = problems_before_review(
        content,
        claim_versions=claims.versions,
        withdrawn=claims.withdrawn,
        base=base.read() if base else None,
    )
    return (*problems, *_unrenderable(content), *_not_uploaded(content))


def _insert(*sendings: _Sending) -> list[Revision]:
    """Write the revisions and where they stand, in the same few statements however many they are."""
    revisions = Revision.objects.bulk_create(map(_revision_of, sendings))
    for sending in sendings:
        uploads.note_use(sending.content)
    RevisionState.objects.bulk_create(
        RevisionState(
            revision=revision,
            state=MOVES[Move.SUBMIT].ends,
            place_id=sending.place,
            changed_at=revision.created_at,
        )
        for sending, revision in zip(sendings, revisions, strict=True)
    )
    of_imports = marks_of_imports([sending.key for sending in sendings])
    QueueMark.objects.bulk_create(
        QueueMark(revision=revision, mark=mark)
        for sending, revision in zip(sendings, revisions, strict=True)
        for mark in sorted(_marks(sending) | of_imports.get(sending.key, frozenset()))
    )
    return revisions


def _revision_of(sending: _Sending) -> Revision:
    data = to_data(sending.content)
    return Revision(
        record=sending.record,
        base=sending.base,
        follows=sending.follows,
        author=sending.author,
        prepared_by=sending.prepared_by,
        submission_key=sending.key,
        title=sending.content.title,
        note=sending.note,
        content=data,
        content_hash=hash_of_data(data),
    )


def _marks(sending: _Sending) -> frozenset[str]:
    return marks_of(sending.base.read() if sending.base else None, sending.content)


def _note_sent(*sent: Revision, by: User) -> None:
    trail.note_each("submitted", by=by, about={revision: {"record": revision.record_id} for revision in sent})


def _same_person(sent: Revision, by: User) -> Revision:
    if by.pk not in {sent.author_id, sent.prepared_by_id}:
        raise NotAllowed
    return sent


def _check_answer(follows: Revision, by: User) -> None:
    standing = lock(follows)
    if follows.author_id != by.pk:
        raise NotAllowed
    if (
        State(standing.state) is not State.CHANGES_REQUESTED
        or Revision.objects.filter(follows=follows).exists()
    ):
        raise NotWaiting(State(standing.state))


def _locked(record: CaseRecord | None) -> CaseRecord:
    """The record of a case that is on the page or new, locked; a new one for None, which nobody else sees."""
    if record is None:
        return CaseRecord.objects.create()
    lock_record(record.pk)
    _check_on_page(record.pk)
    return record


def _check_on_page(record: int) -> None:
    if TakenDown.objects.filter(record=record).exists():
        raise CaseOffPage


def _check_content(content: CaseContent, base: Revision | None) -> None:
    if problems := problems_of(content, base, claims_now()):
        raise Incomplete(problems)


def _not_uploaded(content: CaseContent) -> tuple[Problem, ...]:
    known = sizes_of(image.key for image in content.images) if content.images else {}
    return tuple(
        Problem(f"images.{index}.key", _("The file of this image is not here. Upload it again."))
        for index, image in enumerate(content.images)
        if image.key not in known
    )


def _unrenderable(content: CaseContent) -> tuple[Problem, ...]:
    try:
        check_parts(content)
    except TooComplex as refusal:
        return (Problem("parts", str(refusal)),)
    return ()
