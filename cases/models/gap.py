"""What the public reads of gaps. Only reviewed text is ever in these tables.

Each row names its gap by the gap's address (`cases.domain.gaps`): a gap is no row of its own.
"""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from cases.domain.gaps import ADDRESS_LIMIT, Gap, GapState
from cases.domain.proposals import SOURCES_LIMIT, TEXT_LIMIT, WANTED_LIMIT
from cases.models.case import Case
from cases.models.proposal import Proposal


class GapTurn(models.Model):
    """A gap turned to another state, by the publication of a case. `number` counts the turns of a gap.

    Made again by `rebuild_public` from all approvals in their order. A gap without turns is as it was in
    the beginning: open, or a part that was written from the first version on.
    """

    gap = models.CharField(max_length=ADDRESS_LIMIT)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in GapState])
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="gap_turns")
    at = models.DateTimeField()

    class Meta:
        ordering = ["gap", "number"]
        indexes = [models.Index(fields=["-at", "-id"], name="cases_turn_newest")]
        constraints = [
            models.UniqueConstraint(fields=["gap", "number"], name="cases_one_turn_a_number"),
            models.CheckConstraint(
                name="cases_turn_state_is_known",
                condition=models.Q(state__in=[each.value for each in GapState]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gap} {self.state}"

    @property
    def of_gap(self) -> Gap:
        """The gap that turned."""
        return Gap.read(self.gap)

    @property
    def of_state(self) -> GapState:
        """The state that it turned to."""
        return GapState(self.state)


class WantedLine(models.Model):
    """The *Wanted* sentence of a gap, as a moderator wrote it last; "" once it was taken away.

    `number` grows with every change; each is in the audit log with its text.
    """

    gap = models.CharField(max_length=ADDRESS_LIMIT, primary_key=True)
    text = models.CharField(max_length=WANTED_LIMIT, blank=True)
    number = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"wanted for {self.gap}"


class LookingQuerySet(models.QuerySet["Looking"]):
    """The vocabulary of who is looking."""

    def now(self, at: datetime | None = None) -> Self:
        """Those that have not run out."""
        return self.filter(until__gt=at or timezone.now())


class Looking(models.Model):
    """Somebody says *I am looking*. It prevents nothing and runs out by itself."""

    gap = models.CharField(max_length=ADDRESS_LIMIT)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lookings")
    since = models.DateTimeField()
    until = models.DateTimeField()

    objects = LookingQuerySet.as_manager()

    class Meta:
        ordering = ["gap", "since", "pk"]
        constraints = [models.UniqueConstraint(fields=["gap", "person"], name="cases_looking_once")]

    def __str__(self) -> str:
        return f"{self.person_id} looks for {self.gap}"

    @property
    def of_gap(self) -> Gap:
        """The gap that they want to fill."""
        return Gap.read(self.gap)


class OpenCallQuerySet(models.QuerySet["OpenCall"]):
    """The vocabulary of open calls."""

    def current(self, today: date) -> Self:
        """Those that may still be answered."""
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gte=today), ended_at__isnull=True)

    def past(self, today: date) -> Self:
        """Those whose day has passed; one that was taken back is in neither list."""
        return self.filter(until__lt=today, ended_at__isnull=True)

    def of_open_gaps(self) -> Self:
        """Those whose gap no case has closed."""
        turns = GapTurn.objects.filter(gap=models.OuterRef("gap")).order_by("-number")
        last = Coalesce(models.Subquery(turns.values("state")[:1]), models.Value(GapState.OPEN.value))
        return self.alias(last=last).exclude(last=GapState.CLOSED)


class OpenCall(models.Model):
    """A gap with a text, a person who asks and, if wanted, a last day. Made by accepting a proposal."""

    proposal = models.OneToOneField(
        Proposal, on_delete=models.PROTECT, primary_key=True, related_name="open_call"
    )
    gap = models.CharField(max_length=ADDRESS_LIMIT)
    text = models.CharField(max_length=TEXT_LIMIT)
    until = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = OpenCallQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["gap", "-at"], name="cases_call_of_gap"),
            models.Index(fields=["-at", "-proposal"], name="cases_call_newest"),
        ]

    def __str__(self) -> str:
        return f"call for {self.gap}"

    @property
    def of_gap(self) -> Gap:
        """The gap that the call wants filled."""
        return Gap.read(self.gap)


class SearchNote(models.Model):
    """Somebody looked and found nothing; `sources` are those read, one a line. Made by accepting a proposal.

    `looked_at` is when it was written. With `ended_at` the search was begun again: the note stays, and
    the gap has its place among the most wanted back.
    """

    proposal = models.OneToOneField(
        Proposal, on_delete=models.PROTECT, primary_key=True, related_name="search_note"
    )
    gap = models.CharField(max_length=ADDRESS_LIMIT)
    text = models.CharField(max_length=TEXT_LIMIT)
    sources = models.CharField(max_length=SOURCES_LIMIT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    looked_at = models.DateTimeField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["gap", "-at"], name="cases_search_of_gap"),
            models.Index(fields=["-at", "-proposal"], name="cases_search_newest"),
        ]

    def __str__(self) -> str:
        return f"search for {self.gap}"

    @property
    def of_gap(self) -> Gap:
        """The gap that somebody tried to fill."""
        return Gap.read(self.gap)
