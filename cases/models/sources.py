"""The summary tables of independent sources: which documents stand on which claim, and how many."""

from django.db import models

from models_taxonomy.models import Claim


class SourceUse(models.Model):
    """An independent document on a claim, and how many published cases put it there, never none.

    `document` is the digest of `cases.domain.sources.document_of`. Kept in the publishing transaction.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+", db_index=False)
    document = models.CharField(max_length=32)
    cases = models.PositiveIntegerField()

    class Meta:
        constraints = [
            # By document first: a publication asks for its documents on any claim.
            models.UniqueConstraint(fields=["document", "claim"], name="cases_one_use_a_document")
        ]

    def __str__(self) -> str:
        return f"{self.document} on {self.claim_id}"


class SourceTotal(models.Model):
    """How many independent documents stand on a claim, on all claims of a model, or on all.

    `scope` is one of those that `cases.domain.sources.count_documents` names; `rules` is the version of
    the rules by which documents were told apart.
    """

    scope = models.CharField(max_length=20, primary_key=True)
    documents = models.PositiveIntegerField()
    rules = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"documents of {self.scope}"
