"""Two cases that are the same become one: which revision joins which case to its own."""

from django.db import models

from cases.models.revision import CaseRecord, Revision


class Joining(models.Model):
    """When `revision` is accepted, the case `absorbed` leaves the page and its addresses lead to the other.

    `seen` is what `absorbed` said when the two were put together: a later version was never read by whoever
    joined them. The database refuses UPDATE and DELETE.
    """

    revision = models.OneToOneField(
        Revision, on_delete=models.PROTECT, primary_key=True, related_name="joining"
    )
    absorbed = models.ForeignKey(CaseRecord, on_delete=models.PROTECT, related_name="joinings")
    seen = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["revision"]

    def __str__(self) -> str:
        return f"record {self.absorbed_id} by revision {self.revision_id}"


class MergedAddress(models.Model):
    """An address of a case that was merged, with the record of the case that it leads to.

    Made again from the joinings whenever a case is merged or put back, so that it names the last case of
    a chain and a link needs one step.
    """

    slug = models.CharField(max_length=100, primary_key=True)
    record = models.ForeignKey(CaseRecord, on_delete=models.CASCADE, related_name="merged_addresses")

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug
