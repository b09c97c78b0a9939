"""The summary table of facts: which published cases have which fact, in blocks, and what changed since."""

from django.db import models
from pyroaring import BitMap

BLOCK_BITS = 16
"""A block holds the cases whose numbers share all but their last sixteen bits."""


class FactBlock(models.Model):
    """The cases of one block that have one fact (`cases.domain.facts`), as a serialised roaring bitmap.

    With `FactChange` it is kept in the publishing transaction, so that counts for any combination of filters
    cost the same at any size. `turn` is the number of the site's version that last changed the members: a
    process that knows an earlier version reads the rows of later turns, and no others.
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


class FactChange(models.Model):
    """The facts that a case got and lost in one turn, until the rows of `FactBlock` say so, too.

    A fact that many cases have is a set of many kilobytes, which a publication need not write anew to say
    that one more has it (decision 0085). `facts` is written by `cases.domain.facts.change_written`.
    """

    turn = models.PositiveBigIntegerField()
    case = models.PositiveBigIntegerField()
    facts = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["turn", "case"], name="cases_one_fact_change_a_turn")]

    def __str__(self) -> str:
        return f"Facts of case {self.case} in turn {self.turn}"
