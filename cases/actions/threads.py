"""Resolving a thread, with the version of the case that did it, and opening it again."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases import permissions
from cases.actions import publication, trail
from cases.actions.refusals import NotAllowed, ThreadGone
from cases.models import Case, Thread

RESOLUTION = ["resolved_at", "resolved_by", "resolved_on"]


def resolve(*, thread: Thread, case: Case, by: User) -> None:
    """Say that the case as it is now answers the thread. Said twice, the first stands.

    Raises NotAllowed, ThreadGone.
    """
    with transaction.atomic():
        now = _locked(thread, by)
        if now.resolved_at is None:
            now.resolved_at, now.resolved_by, now.resolved_on = timezone.now(), by, case.version
            now.save(update_fields=RESOLUTION)
            trail.note("resolve_thread", by=by, subject=now, data={"version": case.version})


def reopen(*, thread: Thread, by: User) -> None:
    """Say that the thread still asks for something. Said twice, the first stands. Raises as resolve."""
    with transaction.atomic():
        now = _locked(thread, by)
        if now.resolved_at is not None:
            now.resolved_at = now.resolved_by = now.resolved_on = None
            now.save(update_fields=RESOLUTION)
            trail.note("reopen_thread", by=by, subject=now)


def _locked(thread: Thread, by: User) -> Thread:
    if not permissions.may_resolve(by, thread):
        raise NotAllowed
    publication.bump_site_version(None)
    now = Thread.objects.select_for_update().shown().filter(pk=thread.pk).first()
    if now is None:
        raise ThreadGone
    return now
