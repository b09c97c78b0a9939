"""Placements that somebody looked at again, because their claim was worded anew."""

from django.db import models

from cases.models.revision import CaseRecord, Revision


class Recheck(models.Model):
    """Somebody proposed that a placement still fits the wording `version`; `revision` is that proposal.

    It is decided on as any other revision is. Append-only.
    """

    revision = models.OneToOneField(
        Revision, on_delete=models.PROTECT, primary_key=True, related_name="recheck"
    )
    record = models.ForeignKey(CaseRecord, on_delete=models.PROTECT, related_name="+")
    claim = models.CharField(max_length=10)
    stance = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["revision_id"]
        indexes = [models.Index(fields=["record", "claim", "stance", "version"], name="cases_recheck_of")]

    def __str__(self) -> str:
        return f"{self.record_id} still fits {self.claim} version {self.version}"
