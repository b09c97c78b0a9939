"""Discussion: what is public of it, and apart from that what waits, what was hidden and what was changed."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from cases.domain.reasons import Reason
from cases.domain.talk import (
    ANCHOR_LIMIT,
    COMMENT_REASON_CODES,
    EDITABLE_FOR,
    SUBJECT_LIMIT,
    Anchor,
    comment_reason,
)
from cases.models.revision import CaseRecord

ACCEPTED, DECLINED = "accepted", "declined"
REASON_CHOICES = [(code, code) for code in COMMENT_REASON_CODES]


class ThreadQuerySet(models.QuerySet["Thread"]):
    """The vocabulary of threads."""

    def shown(self) -> Self:
        """Those with a comment that the public may read; any other is as if it never was."""
        return self.filter(comments__gt=0)

    def open(self) -> Self:
        """Those that nobody resolved."""
        return self.filter(resolved_at__isnull=True)

    def resolved(self) -> Self:
        """Those that somebody resolved."""
        return self.filter(resolved_at__isnull=False)


class Thread(models.Model):
    """A thread on a case, a part or a placement; `begun_on` is the version of the case that was read then.

    `comments`, `last_comment` and `last_at` are of the comments that the public may read.
    """

    record = models.ForeignKey(CaseRecord, on_delete=models.PROTECT, related_name="threads")
    about = models.CharField(max_length=ANCHOR_LIMIT, blank=True)
    subject = models.CharField(max_length=SUBJECT_LIMIT)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_on = models.PositiveIntegerField()
    begun_at = models.DateTimeField(default=timezone.now)
    comments = models.PositiveIntegerField(default=0)
    last_comment = models.BigIntegerField(default=0)
    last_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    resolved_on = models.PositiveIntegerField(null=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ["record_id", "-last_comment"]
        indexes = [models.Index(fields=["record", "-last_comment"], name="cases_thread_newest")]
        constraints = [
            models.CheckConstraint(
                name="cases_thread_resolved_by_somebody",
                condition=models.Q(resolved_at=None, resolved_by=None, resolved_on=None)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False, resolved_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"thread {self.pk} on {self.record_id}"

    @property
    def anchor(self) -> Anchor:
        """What the thread hangs on."""
        return Anchor.read(self.about)


class Comment(models.Model):
    """A comment that the public reads: its HTML, rendered and sanitised when it was written.

    `text` is what the author typed; pages print `html`. `mentions` are the people whom it calls by name.
    """

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="shown_comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField()
    html = models.TextField(blank=True)
    renderer = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    submission_key = models.UUIDField(unique=True)
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="mentioned_in")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["thread", "id"], name="cases_comment_of_thread")]

    def __str__(self) -> str:
        return f"comment {self.pk}"

    @property
    def record_id(self) -> int:
        """The record of the case that is spoken of; needs the thread loaded to cost no query."""
        return self.thread.record_id

    @property
    def is_young(self) -> bool:
        """Whether its author may still change it."""
        return timezone.now() < self.at + EDITABLE_FOR


class HiddenComment(models.Model):
    """A comment that a moderator took away; no public page reads this table. `id` is that of the comment."""

    id = models.BigIntegerField(primary_key=True)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="hidden_comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    submission_key = models.UUIDField(unique=True)
    reason = models.CharField(max_length=40, choices=REASON_CHOICES)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    hidden_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-hidden_at"]

    def __str__(self) -> str:
        return f"hidden comment {self.pk}"

    @property
    def of_reason(self) -> Reason:
        """Why it was hidden."""
        return comment_reason(self.reason)


class EarlierText(models.Model):
    """What a comment said before its author changed it; for moderators. The database refuses changes.

    `comment` is its number: the comment itself may be hidden, which moves it to another table.
    """

    comment = models.BigIntegerField(db_index=True)
    text = models.TextField()
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"earlier text of comment {self.comment}"


class WaitingCommentQuerySet(models.QuerySet["WaitingComment"]):
    """The vocabulary of comments that are reviewed first."""

    def waiting(self) -> Self:
        """Those on which nobody decided yet, oldest first."""
        return self.filter(decision__isnull=True).order_by("id")


class WaitingComment(models.Model):
    """A comment of somebody none of whose work was accepted yet. The database refuses UPDATE and DELETE.

    Without a `thread` it begins one, about `about` and with this `subject`.
    """

    record = models.ForeignKey(CaseRecord, on_delete=models.PROTECT, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, null=True, related_name="+")
    about = models.CharField(max_length=ANCHOR_LIMIT, blank=True)
    subject = models.CharField(max_length=SUBJECT_LIMIT, blank=True)
    begun_on = models.PositiveIntegerField()
    text = models.TextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="waiting_comments"
    )
    submission_key = models.UUIDField(unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = WaitingCommentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"waiting comment {self.pk}"

    @property
    def anchor(self) -> Anchor:
        """What the thread that it begins hangs on."""
        return Anchor.read(self.about)


class CommentDecision(models.Model):
    """One moderator's decision on one comment that waited, kept for ever.

    `author` repeats the author of the comment so that the database itself refuses a decision on own work.
    """

    waiting = models.OneToOneField(
        WaitingComment, on_delete=models.PROTECT, primary_key=True, related_name="decision"
    )
    decision = models.CharField(max_length=10, choices=[(ACCEPTED, ACCEPTED), (DECLINED, DECLINED)])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40, blank=True, choices=REASON_CHOICES)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_comment_not_own_work", condition=~models.Q(by=models.F("author"))
            ),
            models.CheckConstraint(
                name="cases_comment_decision_says_why",
                condition=models.Q(decision=ACCEPTED, reason="")
                | (models.Q(decision=DECLINED) & ~models.Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} of waiting comment {self.waiting_id}"

    @property
    def of_reason(self) -> Reason | None:
        """Why it was declined."""
        return comment_reason(self.reason) if self.reason else None
