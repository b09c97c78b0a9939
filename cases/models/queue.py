"""What waits, marked by what it is about, so that the queue is narrowed without reading any text."""

from django.db import models

from cases.models.revision import Revision


class QueueMark(models.Model):
    """One mark of a waiting revision: a kind of change, its language, or a claim.

    Written when a revision is sent, gone when it leaves the queue.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="queue_marks")
    mark = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mark", "revision"], name="cases_queue_mark_stands_once")
        ]

    def __str__(self) -> str:
        return f"{self.mark} of {self.revision_id}"
