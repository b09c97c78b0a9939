"""Answers kept under the key that a program sent with a writing, so that sent twice it is done once."""

from django.conf import settings
from django.db import models
from django.utils import timezone

KEY_LIMIT = 100


class KeptAnswer(models.Model):
    """What the API answered to one writing. It holds numbers and states, and nothing that anybody wrote.

    `key` is the program's own, unique among those of its person; `digest` the SHA-256 of what was sent
    with it. Kept for two days.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=KEY_LIMIT)
    digest = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="cases_one_answer_a_key"),
        ]

    def __str__(self) -> str:
        return self.key
