"""Imports: files of cases that somebody brought, what was found in them, and what became of it."""

import uuid
from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import User
from cases.domain.content import CaseContent
from cases.domain.imports import ImportState, ItemState
from cases.domain.reading import read_content
from cases.exchange.imports.found import Format


class ImportQuerySet(models.QuerySet["Import"]):
    """The vocabulary of imports."""

    def of(self, user: User) -> "ImportQuerySet":
        """Those of this person, newest first; nobody else ever sees one."""
        return self.filter(by=user).order_by("-pk")

    def unsent(self) -> "ImportQuerySet":
        """Those of which nothing was sent yet, or not everything."""
        return self.exclude(state=ImportState.SENT)


class Import(models.Model):
    """One file that somebody brought.

    `options` holds what they said about it: `stake`, `stake_which`, `licence`, `history` and `columns`.
    `fault` is why the file as a whole could not be read on, as a message id with its params. `stopped` says
    why sending stopped before its end. `held_at` is set while somebody reads the file.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="imports")
    format = models.CharField(max_length=20, choices=[(form.value, form.value) for form in Format])
    name = models.CharField(max_length=200)
    size = models.BigIntegerField(default=0)
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in ImportState])
    options = models.JSONField(default=dict, blank=True)
    fault = models.JSONField(default=dict, blank=True)
    stopped = models.CharField(max_length=20, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["by", "-id"], name="cases_imports_of_person")]
        constraints = [
            models.CheckConstraint(
                name="cases_import_state_is_known",
                condition=models.Q(state__in=[state.value for state in ImportState]),
            )
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"

    @property
    def is_at_work(self) -> bool:
        """Whether it is being read or sent, so that its page has more to say soon."""
        return self.state in {ImportState.READING, ImportState.SENDING}

    @property
    def can_send(self) -> bool:
        """Whether something can be sent: the dry run is over."""
        return self.state in {ImportState.READ, ImportState.FAILED}


class ImportPiece(models.Model):
    """A piece of the bytes of a file, kept until everything in it was sent."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["of", "number"], name="cases_import_piece_stands_once")
        ]

    def __str__(self) -> str:
        return f"piece {self.number} of {self.of_id}"


class ImportItem(models.Model):
    """One item of a file: a row of the report.

    `where` is its place in the file, `origin` what the same thing is called in the next file, `slug` the
    address that it wishes for. `content` is empty once it was sent, and for what cannot be read.
    `report` holds problems and remarks: where, as a path or a column, a message id and its params. The
    revision that it became, by itself or through a draft, has its `submission_key`.
    """

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    where = models.CharField(max_length=200)
    origin = models.CharField(max_length=500, blank=True)
    title = models.CharField(max_length=200, blank=True)
    slug = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in ItemState])
    content = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)
    report = models.JSONField(default=list, blank=True)
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["origin"], name="cases_import_items_of_origin")]
        constraints = [
            models.UniqueConstraint(fields=["of", "number"], name="cases_import_item_stands_once"),
            models.CheckConstraint(
                name="cases_import_item_state_is_known",
                condition=models.Q(state__in=[state.value for state in ItemState]),
            ),
        ]

    def __str__(self) -> str:
        return f"item {self.number} of {self.of_id}"

    def read(self) -> CaseContent | None:
        """What the item says, if it could be read and was not sent yet."""
        content: Mapping[str, object] = self.content
        return read_content(content) if content else None
