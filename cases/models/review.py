"""Decisions of moderators."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from cases.domain.workflow import DECISIONS, State
from cases.models.revision import Revision


class Review(models.Model):
    """One moderator's decision on one revision, with its reason, kept for ever.

    One revision gets one decision: the unique key is what makes two moderators at once safe. `author`
    repeats the author of the revision so that the database itself refuses a decision on own work.
    `reason` is a code of the catalogue, which moderators may add to.
    """

    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, related_name="review")
    decision = models.CharField(max_length=20, choices=[(state.value, state.value) for state in DECISIONS])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="cases_review_not_of_own_work", condition=~models.Q(by=models.F("author"))
            ),
            models.CheckConstraint(
                name="cases_review_decision_is_known",
                condition=models.Q(decision__in=[state.value for state in DECISIONS]),
            ),
            models.CheckConstraint(
                name="cases_review_says_why",
                condition=models.Q(decision=State.APPROVED) | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} of {self.revision_id}"


class PartialAcceptance(models.Model):
    """Which changes of the revision that `revision` follows were accepted with it, and which were left out.

    Both are paths of changed fields. The review of `revision` says who chose, and why the rest was left
    out. The database refuses UPDATE and DELETE.
    """

    revision = models.OneToOneField(
        Revision, on_delete=models.PROTECT, primary_key=True, related_name="partial"
    )
    accepted = models.JSONField()
    left_out = models.JSONField()

    def __str__(self) -> str:
        return f"some of {self.revision_id}"
