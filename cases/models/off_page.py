"""What is off the page and why: private rows on records and revisions, and what the public reads of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from cases.domain.off_page import HIDING_REASONS, OffPage
from cases.models.revision import CaseRecord, Revision


class TakenDown(models.Model):
    """A case is off the page: it was published, and nothing of it is in any public table until put back.

    `reason` is one of `cases.domain.off_page`; the `note` of a withdrawn case is public, that of a hidden
    one is for moderators.
    """

    record = models.OneToOneField(
        CaseRecord, on_delete=models.PROTECT, primary_key=True, related_name="taken_down"
    )
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in OffPage])
    reason = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-record"]
        constraints = [
            models.CheckConstraint(
                name="cases_taken_down_kind_is_known",
                condition=models.Q(kind__in=[kind.value for kind in OffPage]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.kind}"


class WithdrawnCase(models.Model):
    """What the public reads at the address of a withdrawn case: when and why, and nothing that it said."""

    record = models.OneToOneField(CaseRecord, on_delete=models.CASCADE, primary_key=True, related_name="+")
    slug = models.CharField(max_length=100, unique=True)
    reason = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug


class HiddenRevision(models.Model):
    """The text of one revision is hidden: it is no version of its case, and only moderators read it."""

    revision = models.OneToOneField(
        Revision, on_delete=models.PROTECT, primary_key=True, related_name="hidden"
    )
    reason = models.CharField(max_length=40, choices=[(code, code) for code in HIDING_REASONS])
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-revision"]

    def __str__(self) -> str:
        return f"{self.revision_id} hidden"
