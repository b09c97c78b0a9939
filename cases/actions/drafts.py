"""Keeping what somebody typed."""

import uuid
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
    key: uuid.UUID,
    record: CaseRecord | None = None,
    base: Revision | None = None,
    follows: Revision | None = None,
    subject: Mapping[str, str] | None = None,
    fields: Fields | None = None,
    title: str = "",
) -> Draft:
    """Make a draft for this person, or return the one that the same form made before.

    Raises NotAllowed for somebody who may not contribute, or whose key is somebody else's.
    """
    if not permissions.may_contribute(by):
        raise NotAllowed
    draft, _created = Draft.objects.get_or_create(
        submission_key=key,
        defaults={
            "author": by,
            "form": form,
            "record": record,
            "base": base,
            "follows": follows,
            "subject": dict(subject or {}),
            "fields": dict(fields or {}),
            "title": title[:150],
        },
    )
    if not permissions.may_open_draft(by, draft):
        raise NotAllowed
    return draft


def keep(
    *,
    draft: Draft,
    by: User,
    fields: Fields,
    title: str,
    record: CaseRecord | None,
    base: Revision | None,
) -> Draft:
    """Keep the fields of a form as they were typed, right or wrong, and the case they are for.

    Raises NotAllowed for anyone but the author.
    """
    if not permissions.may_open_draft(by, draft):
        raise NotAllowed
    draft.fields = dict(fields)
    draft.title = title[:150]
    draft.record = record
    draft.base = base
    draft.updated_at = timezone.now()
    draft.save(update_fields=["fields", "title", "record", "base", "updated_at"])
    return draft


def discard(*, draft: Draft, by: User) -> None:
    """Throw a draft away. Raises NotAllowed."""
    if not permissions.may_open_draft(by, draft):
        raise NotAllowed
    with transaction.atomic():
        draft.delete()
