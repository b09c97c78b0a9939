"""Second opinions: where people other than its authors would place a case."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import User
from cases.domain.opinions import Choices
from cases.models.case import Case
from cases.models.revision import CaseRecord, Revision


class OpinionQuerySet(models.QuerySet["Opinion"]):
    """The vocabulary of second opinions."""

    def standing(self) -> Self:
        """The newest of each person on each case, unless it takes the opinion back."""
        newest = (
            Opinion.objects.filter(record=models.OuterRef("record"), by=models.OuterRef("by"))
            .order_by("-pk")
            .values("pk")[:1]
        )
        return self.filter(pk=models.Subquery(newest), is_withdrawn=False)

    def of(self, person: User, record: CaseRecord) -> Self:
        """Those of one person on one case."""
        return self.filter(by=person, record=record)


class Opinion(models.Model):
    """One person's placement of one case, given without a view of the others. Append-only.

    The newest of a person counts; one that takes it back has `is_withdrawn` and says nothing. `revision`
    is the version that the person read. `had_read` is what they say of themselves: that they had seen the
    published placement before.
    """

    record = models.ForeignKey(CaseRecord, on_delete=models.PROTECT, related_name="opinions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="opinions")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    choices = models.JSONField(default=dict)
    had_read = models.BooleanField()
    is_withdrawn = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["record", "by", "-id"], name="cases_opinion_newest")]

    def __str__(self) -> str:
        return f"opinion of {self.by_id} on {self.record_id}"

    @property
    def said(self) -> Choices:
        """What it says, by what it is about."""
        return {str(about): str(value) for about, value in self.choices.items()}


class OpinionTally(models.Model):
    """How many counted opinions on a public case give one value to the stage, the model or a claim."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="opinion_tallies")
    about = models.CharField(max_length=10)
    value = models.CharField(max_length=20)
    people = models.PositiveIntegerField()

    class Meta:
        ordering = ["case_id", "about", "value"]
        indexes = [models.Index(fields=["about", "case"], name="cases_opinions_about")]
        constraints = [
            models.UniqueConstraint(fields=["case", "about", "value"], name="cases_one_opinion_tally")
        ]

    def __str__(self) -> str:
        return f"{self.people} for {self.value} as {self.about} of {self.case_id}"


class OpinionSummary(models.Model):
    """How many people gave a counted opinion on a public case, and under which circumstances.

    `had_read` of them had seen the published placement before; `on_older` read an earlier version.
    """

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, primary_key=True, related_name="opinion_summary"
    )
    people = models.PositiveIntegerField()
    had_read = models.PositiveIntegerField()
    on_older = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.people} opinions on {self.case_id}"
