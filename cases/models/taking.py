"""Who is reading a waiting revision, so that two moderators do not read the same one."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from cases.models.revision import Revision

TAKING_LASTS = timedelta(minutes=30)


class Taking(models.Model):
    """A moderator said that they read this revision. It runs out by itself and keeps nobody from deciding."""

    revision = models.OneToOneField(
        Revision, on_delete=models.CASCADE, primary_key=True, related_name="taking"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.revision_id} by {self.by_id}"


def taking_of(revision: Revision, now: datetime) -> Taking | None:
    """Who reads this revision at this moment, or None; needs `taking__by` loaded to cost no query."""
    taking: Taking | None = getattr(revision, "taking", None)
    return taking if taking is not None and taking.until > now else None
