"""The summary table of facts: which published cases have which fact, in blocks."""

from django.db import models
from pyroaring import BitMap

BLOCK_BITS = 16
"""A block holds the cases whose numbers share all but their last sixteen bits."""


class FactBlock(models.Model):
    """The cases of one block that have one fact (`cases.domain.facts`), as a serialised roaring bitmap.

    Kept in the publishing transaction, so that counts for any combination of filters cost the same at
    any size. `turn` is the number of the site's version that wrote the row: a process that knows an
    earlier version reads the rows of later turns, and no others.
    """

    fact = models.CharField(max_length=160)
    block = models.PositiveIntegerField()
    members = models.BinaryField()
    turn = models.PositiveBigIntegerField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fact", "block"], name="cases_one_block_a_fact")]

    def __str__(self) -> str:
        return f"{self.fact} in block {self.block}"

    def read(self) -> BitMap:
        """The members, as a set that the caller may change."""
        return BitMap.deserialize(bytes(self.members))
