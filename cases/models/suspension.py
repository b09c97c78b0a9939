"""Suspensions, their ends, and appeals: who may not write, why, and what became of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from cases.domain.reasons import Reason
from cases.domain.suspensions import SUSPENSION_REASON_CODES, AppealDecision, suspension_reason


class Suspension(models.Model):
    """A moderator's word that a person may not write, until a day or without end. Append-only.

    Whether it holds now is kept with the person, whom every request reads anyway: `User.is_suspended`.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="suspensions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40, choices=[(code, code) for code in SUSPENSION_REASON_CODES])
    note = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="cases_nobody_suspends_themself", condition=~models.Q(by=models.F("person"))
            )
        ]

    def __str__(self) -> str:
        return f"suspension {self.pk} of {self.person_id}"

    @property
    def why(self) -> Reason:
        """The reason, in words."""
        return suspension_reason(self.reason)


class SuspensionEnd(models.Model):
    """A suspension was lifted before its day. Append-only; one that ran out has none."""

    suspension = models.OneToOneField(Suspension, on_delete=models.PROTECT, related_name="end")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"end of suspension {self.suspension_id}"


class AppealQuerySet(models.QuerySet["Appeal"]):
    """The vocabulary of appeals."""

    def open(self) -> "AppealQuerySet":
        """Those that nobody answered and whose suspension still holds, oldest first."""
        holds = models.Q(suspension__until=None) | models.Q(suspension__until__gt=timezone.now())
        return self.filter(holds, answer__isnull=True, suspension__end__isnull=True).order_by("id")


class Appeal(models.Model):
    """What a suspended person says against it. Append-only; one may be open at a time."""

    suspension = models.ForeignKey(Suspension, on_delete=models.PROTECT, related_name="appeals")
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"appeal {self.pk} against suspension {self.suspension_id}"


class AppealAnswer(models.Model):
    """Another moderator's answer to an appeal. Append-only.

    `suspended_by` repeats who suspended, so that the database itself refuses an answer of the same person.
    """

    appeal = models.OneToOneField(Appeal, on_delete=models.PROTECT, related_name="answer")
    decision = models.CharField(max_length=10, choices=[(each.value, each.value) for each in AppealDecision])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    suspended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="cases_appeal_answered_by_another", condition=~models.Q(by=models.F("suspended_by"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision} for appeal {self.appeal_id}"
