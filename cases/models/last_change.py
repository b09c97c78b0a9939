"""When each case last changed as programs outside see it: what harvesters and search engines ask first."""

from typing import Self

from django.db import models

from cases.models.revision import CaseRecord


class LastChangeQuerySet(models.QuerySet["LastChange"]):
    """The vocabulary of last changes."""

    def public(self) -> Self:
        """Those of the cases that the public may read."""
        return self.filter(is_gone=False)

    def in_order(self) -> Self:
        """The longest unchanged first; what changes meanwhile comes at the end again."""
        return self.order_by("at", "record")


class LastChange(models.Model):
    """The last change of a case: of its text, its address, its tags or its authors' names.

    A case that was withdrawn, or merged into another, `is_gone` since then: everybody may know that it was
    there. One that is hidden, or was never accepted, has no row.

    Made again by `rebuild_public`, which keeps the moment of every case that stands as it stood.
    """

    record = models.OneToOneField(
        CaseRecord, on_delete=models.CASCADE, primary_key=True, related_name="last_change"
    )
    at = models.DateTimeField()
    is_gone = models.BooleanField(default=False)

    objects = LastChangeQuerySet.as_manager()

    class Meta:
        ordering = ["at", "record"]
        indexes = [models.Index(fields=["at", "record"], name="cases_last_change_in_order")]

    def __str__(self) -> str:
        return f"{self.record_id} at {self.at:%Y-%m-%d}"
