"""The addresses that a case had before: each leads to where it is now."""

from django.db import models
from django.utils import timezone

from cases.models.revision import CaseRecord


class PastAddress(models.Model):
    """An address that a case had. It is kept for that case for ever, so that no link to it breaks.

    Every row names the record and not another address: however often a case moves, each of its past
    addresses leads to the newest one in a single step, and no two can lead to each other.
    """

    slug = models.CharField(max_length=100, primary_key=True)
    record = models.ForeignKey(CaseRecord, on_delete=models.PROTECT, related_name="past_addresses")
    until = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug
