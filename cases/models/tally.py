"""Summary tables, kept in the publishing transaction, so that counts cost the same at any size."""

import uuid

from django.db import models

from cases.domain.states import Tally
from models_taxonomy.models import Claim, Stage, ValueModel


class ClaimTally(models.Model):
    """How many published cases take each stance on a claim."""

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, primary_key=True, related_name="tally")
    supports = models.PositiveIntegerField(default=0)
    partly = models.PositiveIntegerField(default=0)
    contradicts = models.PositiveIntegerField(default=0)
    not_found = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"tally of {self.claim_id}"

    @property
    def value(self) -> Tally:
        """The numbers as the domain speaks of them."""
        return Tally(
            supports=self.supports,
            partly=self.partly,
            contradicts=self.contradicts,
            not_found=self.not_found,
        )


class CellTally(models.Model):
    """How many published cases have some phase in a stage-model cell; stage None: not on the matrix."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    model = models.ForeignKey(ValueModel, on_delete=models.CASCADE, related_name="+")
    cases = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stage", "model"], name="cases_one_tally_a_cell"),
            # Both engines hold two NULLs to be different, so the row off the matrix needs its own rule.
            models.UniqueConstraint(
                fields=["model"], name="cases_one_tally_off_matrix", condition=models.Q(stage__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage_id}-{self.model_id}"


class SiteVersion(models.Model):
    """One row whose number grows with every publication; what caches check themselves against.

    Numbers are given out again after a rollback or a restored backup; `stamp` never is.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    stamp = models.UUIDField(default=uuid.uuid4)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="cases_one_site_version", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return f"version {self.number}"


class PastVersion(models.Model):
    """A version that the site has had: its stamp tells a process that what it holds is part of the past."""

    stamp = models.UUIDField(primary_key=True)
    number = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"version {self.number}"
