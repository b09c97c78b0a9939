"""Keeping what somebody typed."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases import permissions
from cases.actions.refusals import NotAllowed
from cases.models import CaseRecord, Draft, Revision

Fields = Mapping[str, list[str]]


def start(
    *,
    by: User,
    form: str,
    record: CaseRecord | None = None,
    base: Revision | None = None,
    follows: Revision | None = None,
    subject: Mapping[str, str] | None = None,
    fields: Fields | None = None,
    title: str = "",
) -> Draft:
    """Make a draft for this person. Raises NotAllowed for somebody who may not contribute."""
    if not permissions.may_contribute(by):
        raise NotAllowed
    return Draft.objects.create(
        author=by,
        form=form,
        record=record,
        base=base,
        follows=follows,
        subject=dict(subject or {}),
        fields=dict(fields or {}),
        title=title[:150],
    )


def keep(*, draft: Draft, by: User, fields: Fields, title: str) -> Draft:
    """Keep the fields of a form as they were typed, right or wrong. Raises NotAllowed."""
    if not permissions.may_open_draft(by, draft):
        raise NotAllowed
    draft.fields = dict(fields)
    draft.title = title[:150]
    draft.updated_at = timezone.now()
    draft.save(update_fields=["fields", "title", "updated_at"])
    return draft


def discard(*, draft: Draft, by: User) -> None:
    """Throw a draft away. Raises NotAllowed."""
    if not permissions.may_open_draft(by, draft):
        raise NotAllowed
    with transaction.atomic():
        draft.delete()
