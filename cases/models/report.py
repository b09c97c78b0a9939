"""Reports from readers, and what moderators answered."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from cases.domain.reports import Reported, ReportKind


class ReportQuerySet(models.QuerySet["Report"]):
    """The vocabulary of reports."""

    def open(self) -> "ReportQuerySet":
        """Those that nobody closed, oldest first."""
        return self.filter(closing__isnull=True).order_by("id")


class Report(models.Model):
    """What a reader says is wrong with a public thing. Append-only; nobody but moderators reads it.

    `about_id` numbers a record, a person or a comment. It is no foreign key: a report outlives what it is
    about. `by` is None for somebody without an account.
    """

    about_kind = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Reported])
    about_id = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=[(each.value, each.value) for each in ReportKind])
    text = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="reports"
    )
    form_key = models.UUIDField(unique=True)
    at = models.DateTimeField(default=timezone.now)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"report {self.pk} about {self.about_kind} {self.about_id}"


class ReportClosing(models.Model):
    """A moderator dealt with a report; the note is for who reported. Append-only."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="closing")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"closing of report {self.report_id}"
