"""The audit log."""

from django.db import models
from django.utils import timezone


class AuditEvent(models.Model):
    """One act: who did what to which thing, written in the transaction of the act.

    Append-only: the database refuses UPDATE and DELETE. It has no foreign keys, so that it outlives
    everything it speaks of. `data` never holds unreviewed text.
    """

    at = models.DateTimeField(default=timezone.now)
    actor_id = models.BigIntegerField(null=True, blank=True)
    verb = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=100)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="cases_audit_of_subject"),
            models.Index(fields=["verb", "-id"], name="cases_audit_of_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_id}"
