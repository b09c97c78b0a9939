"""What the site was asked to look up elsewhere for a draft, and what came back."""

from django.db import models
from django.utils import timezone

from cases.models.draft import Draft


class Lookup(models.Model):
    """A question for another site: what is behind this DOI or address.

    `document` is the DOI or the address as it stands in the draft. `found` holds the fields of a source,
    offered to the author, or nothing; `refusal` says why nothing will come (a message id).
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="lookups")
    document = models.CharField(max_length=1000)
    found = models.JSONField(default=dict, blank=True)
    refusal = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "document"], name="cases_lookup_asked_once_a_draft")
        ]

    def __str__(self) -> str:
        return self.document
