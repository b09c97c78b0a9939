"""The catalogue of reasons as moderators worded it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

NAME_LIMIT = 80
GUIDANCE_LIMIT = 300
CODE_LIMIT = 40
PAGE_LIMIT = 200


class ReviewReason(models.Model):
    """One version of a reason; the newest of a code is the one that holds. Append-only.

    A reason of which there is no row says what `cases.domain.reasons` says, in the reader's language.
    `link` is a page of this site that explains more, `example` a case, a part of one, or a version of one
    that does well what the reason asks for.
    """

    code = models.CharField(max_length=CODE_LIMIT)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=NAME_LIMIT)
    guidance = models.CharField(max_length=GUIDANCE_LIMIT)
    link = models.CharField(max_length=PAGE_LIMIT, blank=True)
    example = models.CharField(max_length=PAGE_LIMIT, blank=True)
    order = models.PositiveSmallIntegerField()
    is_retired = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="cases_one_reason_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.code} version {self.number}"
