"""The private truth of proposals about gaps: what was proposed, where it stands, and what was decided."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import User
from cases.domain.gaps import ADDRESS_LIMIT, Gap
from cases.domain.proposals import (
    PROPOSAL_DECISIONS,
    PROPOSAL_REASON_CODES,
    SOURCES_LIMIT,
    TEXT_LIMIT,
    ProposalKind,
    ProposalState,
)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """The vocabulary of proposals."""

    def waiting(self) -> "ProposalQuerySet":
        """Those on which nobody decided yet, oldest first."""
        return self.filter(standing__state=ProposalState.SUBMITTED).order_by("id")

    def by(self, user: User) -> "ProposalQuerySet":
        """Those that this person made."""
        return self.filter(author=user)

    def with_people(self) -> "ProposalQuerySet":
        """With everything that a list of proposals prints, in one query."""
        return self.select_related("standing", "author", "review__by")


class Proposal(models.Model):
    """An open call or a search note, as it was proposed. The database refuses UPDATE and DELETE."""

    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in ProposalKind])
    gap = models.CharField(max_length=ADDRESS_LIMIT)
    text = models.CharField(max_length=TEXT_LIMIT)
    sources = models.CharField(max_length=SOURCES_LIMIT, blank=True)
    until = models.DateField(null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposals")
    submission_key = models.UUIDField(unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="cases_proposal_kind_is_known",
                condition=models.Q(kind__in=[each.value for each in ProposalKind]),
            )
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}: {self.kind} for {self.gap}"

    @property
    def state(self) -> ProposalState:
        """Where the proposal stands."""
        return ProposalState(self.standing.state)

    @property
    def of_gap(self) -> Gap:
        """The gap that it is about."""
        return Gap.read(self.gap)


class ProposalStanding(models.Model):
    """Where a proposal stands: the only thing about it that changes.

    The database refuses changes that no move of the workflow makes, and refuses DELETE.
    """

    proposal = models.OneToOneField(
        Proposal, on_delete=models.PROTECT, primary_key=True, related_name="standing"
    )
    state = models.CharField(
        max_length=20,
        choices=[(state.value, state.value) for state in ProposalState],
        default=ProposalState.SUBMITTED,
    )
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["state", "proposal"], name="cases_proposal_then_age")]
        constraints = [
            models.CheckConstraint(
                name="cases_proposal_state_is_known",
                condition=models.Q(state__in=[each.value for each in ProposalState]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.state}"


class ProposalReview(models.Model):
    """One moderator's decision on one proposal, with its reason, kept for ever.

    `author` repeats the author of the proposal so that the database itself refuses a decision on own work.
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="review")
    decision = models.CharField(
        max_length=20, choices=[(state.value, state.value) for state in PROPOSAL_DECISIONS]
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(
        max_length=40, blank=True, choices=[(code, code) for code in PROPOSAL_REASON_CODES]
    )
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="cases_proposal_not_own_work", condition=~models.Q(by=models.F("author"))
            ),
            models.CheckConstraint(
                name="cases_proposal_decision_is_known",
                condition=models.Q(decision__in=[each.value for each in PROPOSAL_DECISIONS]),
            ),
            models.CheckConstraint(
                name="cases_proposal_review_says_why",
                condition=models.Q(decision=ProposalState.APPROVED) | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} of proposal {self.proposal_id}"
