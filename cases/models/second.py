"""Careful review: the first of two reviewers, and cases under dispute."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from cases.models.revision import CaseRecord, Revision


class FirstYes(models.Model):
    """A moderator accepted a revision that needs two reviewers; it still waits. Append-only.

    It holds for the public revision that was in view, `published`: when the case moves on it is void, and
    stays on record. `author` repeats the author of the revision, as in Review.
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="first_yeses")
    published = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "published"], name="cases_one_first_yes_as_seen"),
            models.CheckConstraint(
                name="cases_first_yes_not_of_own_work", condition=~models.Q(by=models.F("author"))
            ),
        ]

    def __str__(self) -> str:
        return f"first yes to {self.revision_id} by {self.by_id}"


class DisputeQuerySet(models.QuerySet["Dispute"]):
    """The vocabulary of disputes."""

    def open(self) -> "DisputeQuerySet":
        """Those that nobody ended."""
        return self.filter(ended_at__isnull=True)


class Dispute(models.Model):
    """A case is under dispute from `at` on until it is ended: every change of it needs two reviewers.

    `reason` is for moderators; the public reads that there is a dispute, and since when.
    """

    record = models.ForeignKey(CaseRecord, on_delete=models.PROTECT, related_name="disputes")
    reason = models.CharField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["record"],
                condition=models.Q(ended_at__isnull=True),
                name="cases_one_open_dispute_a_case",
            ),
            models.CheckConstraint(
                name="cases_dispute_ended_by_somebody",
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"dispute of {self.record_id}"
