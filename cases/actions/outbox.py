"""Sending what is in the outbox: leases, retries with back-off, and dead letters."""

import logging
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from cases.actions import watching
from cases.actions.account_mails import send_account_mail
from cases.actions.imports import work_on
from cases.actions.letters import HELD_FOR_DIGEST, Letter, write_letter
from cases.actions.lookups import look_up
from cases.actions.notices import digest_of
from cases.domain.notices import Rhythm
from cases.models import MailChoice, Notice, OutboxMessage

LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
FOR_GOOD = 500
A_DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)
DEEDS: dict[str, Callable[[OutboxMessage], bool]] = {
    "account_mail": send_account_mail,
    "import": work_on,
    "lookup": look_up,
}
"""What is done for a message that is no letter to a person; False when there is nothing to do any more."""

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
    ran_out = OutboxMessage.objects.waiting().filter(lease_until__lt=now)
    never_reported = Q(last_error="", attempts__gte=OutboxMessage.LEASES_AT_MOST)
    deadly = ran_out.filter(never_reported | Q(attempts__gte=OutboxMessage.ATTEMPTS_AT_MOST))
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
        if message.kind in DEEDS:
            _finish(message) if DEEDS[message.kind](message) else _drop(message)
            return True
        if message.recipient is None:
            watching.announce(revision_id=message.subject_id)
            _finish(message)
            return True
        if _waits(message, message.recipient):
            return False
        letter = write_letter(message, message.recipient)
        if letter is None:
            _drop(message)
        else:
            _send(message, letter)
    except SMTPRecipientsRefused as fault:
        return _refused(message, fault)
    except Exception as fault:
        _retry_later(message, fault)
        return False
    return True


def _send(message: OutboxMessage, letter: Letter) -> None:
    """Hand the mail to the server and note it before the good-bye: between the server's yes and this note a
    dying worker would send again, with the same Message-ID, by which a mailbox knows the double.
    """
    with get_connection() as post:
        letter.mail.connection = post
        letter.mail.send()
        _finish(message, letter)


def _finish(message: OutboxMessage, letter: Letter | None = None) -> None:
    now = timezone.now()
    with transaction.atomic():
        OutboxMessage.objects.filter(pk=message.pk).update(lease_until=None, sent_at=now)
        if letter is not None:
            Notice.objects.filter(pk__in=letter.notices).update(mailed_at=now)
            MailChoice.objects.filter(person=message.recipient_id).update(refused_at=None)


def _drop(message: OutboxMessage) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(lease_until=None, dropped_at=timezone.now())


def _waits(message: OutboxMessage, recipient: User) -> bool:
    """Whether the person had as many mails in a day as one gets: the rest waits for a digest.

    What a notice tells as well goes into the digest; another mail is tried again in an hour.
    """
    if message.kind == "digest":
        return False
    now = timezone.now()
    had = OutboxMessage.objects.filter(recipient=recipient, sent_at__gt=now - A_DAY).count()
    if had < settings.MAILS_A_DAY:
        return False
    with transaction.atomic():
        if message.kind in HELD_FOR_DIGEST:
            _drop(message)
            OutboxMessage.objects.bulk_create(
                [digest_of(recipient.pk, Rhythm.DAILY, now)], ignore_conflicts=True
            )
        else:
            OutboxMessage.objects.filter(pk=message.pk).update(
                lease_until=None, due_at=now + AN_HOUR, attempts=F("attempts") - 1
            )
    return True


def _refused(message: OutboxMessage, fault: SMTPRecipientsRefused) -> bool:
    """An address that the server refuses for good is not tried again; its owner reads so on the own page."""
    code, said = next(iter(fault.recipients.values()))
    if code < FOR_GOOD:
        _retry_later(message, fault)
        return False
    now = timezone.now()
    with transaction.atomic():
        OutboxMessage.objects.filter(pk=message.pk).update(
            lease_until=None, dropped_at=now, last_error=f"{code} {said!r}"[:300]
        )
        if message.recipient is not None:
            MailChoice.objects.get_or_create(person=message.recipient)
            MailChoice.objects.filter(person=message.recipient, refused_at=None).update(refused_at=now)
    return True


def _retry_later(message: OutboxMessage, fault: Exception) -> None:
    """Wait twice as long after each fault, up to some hours: a mail server may be away for a night or two."""
    now = timezone.now()
    kind = type(fault).__name__
    logger.warning(
        "Attempt %s at message %s (%s) failed: %s.", message.attempts, message.pk, message.kind, kind
    )
    dead = message.attempts >= OutboxMessage.ATTEMPTS_AT_MOST
    if dead:
        logger.error("Gave up on message %s after %s attempts.", message.pk, message.attempts)
    OutboxMessage.objects.filter(pk=message.pk).update(
        lease_until=None,
        due_at=now + min(FIRST_WAIT * 2**message.attempts, LONGEST_WAIT),
        dropped_at=now if dead else None,
        last_error=f"{kind}: {fault}"[:300],
    )
