"""Keeping what somebody typed."""

import json
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases import permissions
from cases.actions.moves import hold_writer
from cases.actions.refusals import DraftMovedOn, DraftTooLarge, NotAllowed, TooManyDrafts
from cases.models import CaseRecord, Draft, Revision

Fields = Mapping[str, list[str]]

DRAFTS_AT_MOST = 50
DRAFT_AT_MOST = 1_000_000  # bytes


def start(
    *,
    by: User,
    form: str,
    key: uuid.UUID,
    record: CaseRecord | None = None,
    base: Revision | None = None,
    follows: Revision | None = None,
    subject: Mapping[str, str] | None = None,
    fields: Fields | None = None,
    title: str = "",
) -> Draft:
    """Make a draft for this person, or return the one that the same form made before.

    Raises NotAllowed for somebody who may not contribute, or whose key is somebody else's,
    DraftTooLarge, and TooManyDrafts.
    """
    if not permissions.may_contribute(by):
        raise NotAllowed
    _check_size(fields or {})
    with transaction.atomic():
        hold_writer(by)
        begun = Draft.objects.filter(submission_key=key).first()
        if begun is None:
            if Draft.objects.of(by).count() >= DRAFTS_AT_MOST:
                raise TooManyDrafts
            begun = Draft.objects.create(
                author=by,
                form=form,
                record=record,
                base=base,
                follows=follows,
                subject=dict(subject or {}),
                fields=dict(fields or {}),
                title=title[:150],
                submission_key=key,
            )
    if not permissions.may_open_draft(by, begun):
        raise NotAllowed
    return begun


def keep(
    *,
    draft: Draft,
    by: User,
    fields: Fields,
    title: str,
    record: CaseRecord | None,
    base: Revision | None,
    seen: str | None = None,
) -> Draft:
    """Keep the fields as typed.

    `seen` is the state of the draft that the page showed (`seen_now`); without it the newest text wins.
    Raises NotAllowed, DraftTooLarge, and DraftMovedOn when the draft says something else by now.
    """
    if not permissions.may_open_draft(by, draft):
        raise NotAllowed
    _check_size(fields)
    with transaction.atomic():
        standing = Draft.objects.select_for_update().filter(pk=draft.pk).first()
        if standing is None:
            raise DraftMovedOn
        if seen is not None and seen != seen_now(standing) and standing.fields != dict(fields):
            raise DraftMovedOn
        draft.fields = dict(fields)
        draft.title = title[:150]
        draft.record = record
        draft.base = base
        draft.updated_at = timezone.now()
        draft.save(update_fields=["fields", "title", "record", "base", "updated_at"])
    return draft


def seen_now(draft: Draft) -> str:
    """The mark of what a draft says now; it differs after every keeping."""
    return draft.updated_at.isoformat()


def _check_size(fields: Fields) -> None:
    if len(json.dumps(dict(fields), ensure_ascii=False).encode()) > DRAFT_AT_MOST:
        raise DraftTooLarge


def discard(*, draft: Draft, by: User) -> None:
    """Throw a draft away. Raises NotAllowed."""
    if not permissions.may_open_draft(by, draft):
        raise NotAllowed
    with transaction.atomic():
        draft.delete()
