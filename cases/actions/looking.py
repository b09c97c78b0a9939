"""Saying *I am looking*, and taking it back. It prevents nothing and runs out by itself."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases import permissions
from cases.actions import publication, trail
from cases.actions.moves import hold_writer
from cases.actions.refusals import GapNotOpen, LooksForTooMuch, NotAllowed
from cases.domain.gaps import Gap, GapState
from cases.domain.proposals import LOOKING_AT_MOST, LOOKING_LASTS, REMINDED_BEFORE
from cases.models import Looking
from cases.queries.gap_states import state_now


def begin(*, gap: Gap, by: User) -> Looking:
    """Say that the person looks for thirty days from now; said again, it lasts thirty days from then.

    Raises NotAllowed, GapNotOpen, and LooksForTooMuch when they look for enough other things.
    """
    if not permissions.may_look(by):
        raise NotAllowed
    with transaction.atomic():
        hold_writer(by)
        now = timezone.now()
        if state_now(gap) in {None, GapState.CLOSED}:
            raise GapNotOpen
        if by.lookings.now(now).exclude(gap=gap.address).count() >= LOOKING_AT_MOST:
            raise LooksForTooMuch
        known = by.lookings.filter(gap=gap.address).first()
        since = known.since if known and known.until > now else now
        looking, _is_new = Looking.objects.update_or_create(
            gap=gap.address, person=by, defaults={"since": since, "until": now + LOOKING_LASTS}
        )
        publication.bump_site_version(None)
        trail.note("looking", by=by, subject=looking, data={"gap": gap.address})
        trail.queue_mail("looking", to=by, about=looking, due_at=looking.until - REMINDED_BEFORE)
        return looking


def end(*, gap: Gap, by: User) -> None:
    """Take it back. To take back what was not said, or has run out, changes nothing that anyone sees."""
    if not permissions.may_look(by):
        raise NotAllowed
    with transaction.atomic():
        looking = Looking.objects.select_for_update().filter(gap=gap.address, person=by).first()
        if looking is None:
            return
        trail.note("looked", by=by, subject=looking, data={"gap": gap.address})
        looking.delete()
        publication.bump_site_version(None)
