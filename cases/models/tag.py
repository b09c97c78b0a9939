"""Tags that stand for others."""

from django.db import models
from taggit.models import Tag


class TagSynonym(models.Model):
    """A tag that stands for another: what authors write as the one is published as the other.

    The synonym keeps its row among the tags, and so its address, which leads to the tag `of`. A tag that
    others stand for never stands for another itself. True in itself; each change is in the audit log.
    """

    tag = models.OneToOneField(Tag, on_delete=models.PROTECT, primary_key=True, related_name="stands_for")
    of = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="synonyms")

    class Meta:
        constraints = [
            models.CheckConstraint(name="cases_synonym_of_another", condition=~models.Q(tag=models.F("of")))
        ]

    def __str__(self) -> str:
        return f"{self.tag_id} stands for {self.of_id}"
