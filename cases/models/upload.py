"""Pictures that people uploaded. A file is private until a published case shows it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

IMAGES = "images"
"""The folder of uploaded pictures in the media storage."""


class Upload(models.Model):
    """One uploaded picture. `name` is random and names its two files; `size` counts the bytes of both.

    `used_at` is when it was first sent for review; until then it belongs to a draft and may be forgotten.
    """

    name = models.CharField(max_length=32, primary_key=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="uploads")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "name"]
        indexes = [models.Index(fields=["by", "at"], name="cases_uploads_of_person")]

    def __str__(self) -> str:
        return self.name

    @property
    def large(self) -> str:
        """The name of the large file in the media storage."""
        return large_file(self.name)

    @property
    def small(self) -> str:
        """The name of the small file in the media storage."""
        return small_file(self.name)


def large_file(name: str) -> str:
    """Where the large file of an upload is, in the media storage."""
    return f"{IMAGES}/{name}.webp"


def small_file(name: str) -> str:
    """Where the small file of an upload is, in the media storage."""
    return f"{IMAGES}/{name}-small.webp"
