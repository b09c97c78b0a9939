"""What reviewers and authors say to each other about one part of a waiting change. Never public."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from cases.models.revision import Revision

COMMENT_LIMIT = 2000
PATH_LIMIT = 120


class ChangeComment(models.Model):
    """A comment on one changed field of a revision, as it was typed. Append-only.

    `path` is the path of the change, such as `parts.market` or `illustrations.3f.supports`.
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="comments")
    path = models.CharField(max_length=PATH_LIMIT)
    text = models.CharField(max_length=COMMENT_LIMIT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"comment {self.pk} on {self.path} of {self.revision_id}"


class CommentResolution(models.Model):
    """Somebody said that a later revision answers a comment. Append-only; a comment is resolved once."""

    comment = models.OneToOneField(ChangeComment, on_delete=models.PROTECT, related_name="resolution")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"comment {self.comment_id} resolved by {self.revision_id}"
