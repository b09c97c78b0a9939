"""Drafts: what a contributor typed and has not sent yet."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import User
from cases.models.revision import CaseRecord, Revision


class DraftQuerySet(models.QuerySet["Draft"]):
    """The vocabulary of drafts."""

    def of(self, user: User) -> "DraftQuerySet":
        """Those of this person, newest first; nobody else ever sees a draft."""
        return self.filter(author=user).order_by("-updated_at", "-id")


class DraftForm(models.TextChoices):
    """Which page a draft belongs to."""

    CONTRIBUTE = "contribute"
    EDIT = "edit"
    EDIT_PART = "edit_part"
    PLACE = "place"


class Draft(models.Model):
    """The fields of a form exactly as typed, right or wrong, kept on the server.

    `fields` maps each field's name to the list of its values. `subject` says where the form was
    opened: `{"claim": "3f"}`, `{"cell": "3-2"}`, `{"part": "market"}`, `{"country": "PE"}` or
    `{"decade": "1990"}`. `submission_key` goes into
    the revision, so that sending twice makes one revision.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=20, choices=DraftForm.choices)
    record = models.ForeignKey(CaseRecord, on_delete=models.CASCADE, null=True, blank=True)
    base = models.ForeignKey(
        Revision, on_delete=models.PROTECT, null=True, blank=True, related_name="drafts_based_here"
    )
    follows = models.ForeignKey(
        Revision, on_delete=models.PROTECT, null=True, blank=True, related_name="answers_in_draft"
    )
    subject = models.JSONField(default=dict, blank=True)
    fields = models.JSONField(default=dict, blank=True)
    title = models.CharField(max_length=150, blank=True)
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["author", "-updated_at"], name="cases_drafts_of_person")]
        constraints = [
            models.CheckConstraint(
                name="cases_draft_form_is_known", condition=models.Q(form__in=DraftForm.values)
            )
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"
