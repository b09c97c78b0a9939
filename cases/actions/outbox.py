"""Sending what is in the outbox: leases, retries with back-off, and dead letters."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cases import permissions
from cases.actions.lookups import look_up
from cases.domain.gaps import GapState
from cases.domain.proposals import REMINDED_BEFORE, proposal_reason
from cases.domain.reasons import reason_of
from cases.models import Looking, OutboxMessage, ProposalReview, Review
from cases.queries.gap_states import state_now
from cases.queries.gap_words import title_of

LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=1)
WORKER_DIED = "The worker died while sending."

logger = logging.getLogger(__name__)


def deliver_due(*, at_most: int = 50) -> int:
    """Send up to `at_most` messages that are due; return how many left the outbox.

    A message is leased in its own transaction before it is sent, so that two workers never hold the
    same one; a worker that dies lets the lease run out and another tries again.
    """
    _bury_deadly()
    done = 0
    for _turn in range(at_most):
        message = _lease_next()
        if message is None:
            break
        done += _deliver(message)
    return done


def _bury_deadly() -> None:
    """Give up on messages whose last lease ran out unreported: they kill each worker that takes them."""
    now = timezone.now()
    deadly = OutboxMessage.objects.filter(
        sent_at__isnull=True,
        dropped_at__isnull=True,
        lease_until__lt=now,
        attempts__gte=OutboxMessage.ATTEMPTS_AT_MOST,
    )
    if deadly.update(lease_until=None, dropped_at=now, last_error=WORKER_DIED):
        logger.error(WORKER_DIED)


def _lease_next() -> OutboxMessage | None:
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    with transaction.atomic():
        message = (
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(free, sent_at__isnull=True, dropped_at__isnull=True, due_at__lte=now)
            .order_by("due_at", "id")
            .first()
        )
        if message is None:
            return None
        OutboxMessage.objects.filter(pk=message.pk).update(
            lease_until=now + LEASE, attempts=F("attempts") + 1
        )
    message.refresh_from_db()
    return message


def _deliver(message: OutboxMessage) -> bool:
    try:
        is_done = _do(message)
    except Exception as fault:
        _retry_later(message, fault)
        return False
    now = timezone.now()
    finished = {"sent_at": now} if is_done else {"dropped_at": now}
    OutboxMessage.objects.filter(pk=message.pk).update(lease_until=None, **finished)
    return True


def _retry_later(message: OutboxMessage, fault: Exception) -> None:
    now = timezone.now()
    dead = message.attempts >= OutboxMessage.ATTEMPTS_AT_MOST
    if dead:
        logger.error("Gave up on message %s after %s attempts.", message.pk, message.attempts)
    OutboxMessage.objects.filter(pk=message.pk).update(
        lease_until=None,
        due_at=now + FIRST_WAIT * 2**message.attempts,
        dropped_at=now if dead else None,
        last_error=f"{type(fault).__name__}: {fault}"[:300],
    )


def _do(message: OutboxMessage) -> bool:
    """Do what the message is for; False when there is nothing to do any more."""
    if message.kind in DEEDS:
        return DEEDS[message.kind](message)
    mail = _write(message)
    if mail is None:
        return False
    mail.send()
    return True


def _write(message: OutboxMessage) -> EmailMessage | None:
    """Return the mail, or None when the recipient may no longer see what it is about, or has left."""
    return WRITERS[message.kind](message) if message.recipient.email else None


def _about_decision(message: OutboxMessage) -> EmailMessage | None:
    recipient = message.recipient
    review = (
        Review.objects.select_related("revision__record", "by").filter(revision=message.subject_id).first()
    )
    if review is None or not permissions.may_see_revision(recipient, review.revision):
        return None
    return decision_mail(recipient, review)


def _about_proposal(message: OutboxMessage) -> EmailMessage | None:
    recipient = message.recipient
    reviews = ProposalReview.objects.select_related("proposal", "by")
    review = reviews.filter(proposal=message.subject_id).first()
    if review is None or not permissions.may_see_proposal(recipient, review.proposal):
        return None
    return proposal_mail(recipient, review)


def _about_looking(message: OutboxMessage) -> EmailMessage | None:
    """The reminder; None when the person took it back, began again, or when the gap is closed."""
    looking = Looking.objects.filter(pk=message.subject_id, person=message.recipient).first()
    now = timezone.now()
    if looking is None or not now < looking.until <= now + REMINDED_BEFORE:
        return None
    if not permissions.may_look(message.recipient):
        return None
    if state_now(looking.of_gap) in {None, GapState.CLOSED}:
        return None
    return looking_mail(message.recipient, looking)


def decision_mail(recipient: User, review: Review) -> EmailMessage:
    """The mail that tells an author what was decided, and why. No title can add a header to it."""
    context = {
        "recipient": recipient,
        "review": review,
        "reason": reason_of(review.reason) if review.reason else None,
        "url": f"{settings.SITE_URL}{reverse('cases:me')}",
    }
    subject = _("Your change to %(title)s was decided on") % {"title": review.revision.title}
    return EmailMessage(
        subject=" ".join(subject.split())[:150],
        body=render_to_string("emails/decision.txt", context),
        to=[recipient.email],
    )


def proposal_mail(recipient: User, review: ProposalReview) -> EmailMessage:
    """The mail that tells who proposed something what was decided, and why."""
    proposal = review.proposal
    context = {
        "recipient": recipient,
        "review": review,
        "proposal": proposal,
        "gap": title_of(proposal.of_gap),
        "reason": proposal_reason(review.reason) if review.reason else None,
        "url": f"{settings.SITE_URL}{reverse('cases:my_proposal', args=[proposal.pk])}",
    }
    return _mail_to(
        recipient, _("Your proposal was decided on"), render_to_string("emails/proposal.txt", context)
    )


def looking_mail(recipient: User, looking: Looking) -> EmailMessage:
    """The one reminder that *I am looking* runs out soon."""
    context = {
        "recipient": recipient,
        "looking": looking,
        "gap": title_of(looking.of_gap),
        "url": f"{settings.SITE_URL}{reverse('cases:gap', args=[looking.gap])}",
    }
    return _mail_to(recipient, _("Are you still looking?"), render_to_string("emails/looking.txt", context))


def _mail_to(recipient: User, subject: str, body: str) -> EmailMessage:
    return EmailMessage(subject=subject, body=body, to=[recipient.email])


DEEDS: dict[str, Callable[[OutboxMessage], bool]] = {"lookup": look_up}
Writer = Callable[[OutboxMessage], EmailMessage | None]
WRITERS: dict[str, Writer] = {
    "decision": _about_decision,
    "proposal": _about_proposal,
    "looking": _about_looking,
}
