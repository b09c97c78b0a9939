"""Watching, notices, and how a person wants mail. None of it is public."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.domain.gaps import ADDRESS_LIMIT
from cases.domain.notices import ABOUT_PUBLIC_CHANGES, NoticeKind, Rhythm
from cases.domain.watching import Thing
from cases.models.revision import CaseRecord


class Watch(models.Model):
    """A person watches a thing, named by its address: `case-12`, `tag-commons`, `claim-3f`, `cell-3-2`."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watches")
    thing = models.CharField(max_length=ADDRESS_LIMIT)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [models.UniqueConstraint(fields=["thing", "person"], name="cases_watch_once")]

    def __str__(self) -> str:
        return f"{self.person_id} watches {self.thing}"

    @property
    def of_thing(self) -> Thing:
        """The thing that is watched."""
        return Thing.read(self.thing)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """The vocabulary of notices. Whether one may be seen is for `cases.queries.notices` to say."""

    def unread(self) -> Self:
        """Those that are new to the person."""
        return self.filter(read_at__isnull=True)

    def unmailed(self) -> Self:
        """Those that no mail told of."""
        return self.filter(mailed_at__isnull=True)

    def of_public_cases(self) -> Self:
        """Without those about changes of a case that is not public any more."""
        return self.filter(~Q(kind__in=ABOUT_PUBLIC_CHANGES) | Q(record__case__isnull=False))


class Notice(models.Model):
    """One person is told of one thing that happened, once.

    `about_kind` and `about_id` number the cause: a revision, a proposal, a comment. `record` is the case that
    it belongs to, if any; `watched` is why the person is told, if they watch something. `key` is unique, so
    that one cause makes one notice. `mailed_at` is when a mail told of it.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40, choices=[(kind.value, kind.value) for kind in NoticeKind])
    about_kind = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    record = models.ForeignKey(CaseRecord, on_delete=models.CASCADE, null=True, related_name="+")
    watched = models.CharField(max_length=ADDRESS_LIMIT, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=160, unique=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["person", "-id"], name="cases_notice_of_person"),
            models.Index(fields=["person"], name="cases_notice_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.key


class MailChoice(models.Model):
    """How a person wants mail. Without a row: once a week, and what one wrote is watched.

    `refused_at` is since when the mail server refuses the person's address.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="mail_choice"
    )
    rhythm = models.CharField(
        max_length=10,
        choices=[(rhythm.value, rhythm.value) for rhythm in Rhythm],
        default=Rhythm.WEEKLY.value,
    )
    watches_own = models.BooleanField(default=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_mail_rhythm_is_known",
                condition=Q(rhythm__in=[rhythm.value for rhythm in Rhythm]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.rhythm}"
