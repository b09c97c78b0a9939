"""The outbox: what must be done outside the database, written in the same transaction as its cause."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    """The vocabulary of the outbox."""

    def waiting(self) -> Self:
        """Those that are still to be sent."""
        return self.filter(sent_at__isnull=True, dropped_at__isnull=True)

    def failing(self) -> Self:
        """Those that wait, and could not be sent for an hour or more."""
        return self.waiting().filter(attempts__gte=OutboxMessage.ATTEMPTS_OF_AN_HOUR).exclude(last_error="")

    def dead(self) -> Self:
        """Those that were given up after faults, and that nobody dropped since."""
        return self.filter(sent_at__isnull=True, dropped_at__isnull=False).exclude(last_error="")

    def to_care_for(self, now: datetime) -> Self:
        """Those that are dead or wait, and that no worker holds."""
        held = models.Q(lease_until__gt=now)
        return (self.waiting() | self.dead()).exclude(held)


class OutboxMessage(models.Model):
    """One message to one person about one thing, sent at least once by the worker.

    `kind` says what `subject_id` numbers: a revision, a proposal, somebody's *I am looking*, a suspension, an
    appeal, a notice, a look-up, an import, a mail about an account, or the person of a digest. An
    *announcement* has no recipient: the worker tells those who watch what a revision touched. A mail about an
    account has none either: it goes to an address, which may be nobody's.
    `key` is unique, so that one cause makes one message. `lease_until` is when another worker may
    try again. The message is dead, and stays visible, after ATTEMPTS_AT_MOST attempts, which take three days,
    or when LEASES_AT_MOST ran out before any attempt reported a fault: then it kills each worker.
    """

    ATTEMPTS_AT_MOST = 20
    ATTEMPTS_OF_AN_HOUR = 6
    LEASES_AT_MOST = 8

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="outbox"
    )
    subject_id = models.BigIntegerField()
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="cases_outbox_to_send",
                condition=models.Q(sent_at__isnull=True, dropped_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.key
