"""The private truth of cases: records, their revisions, and where each revision stands."""

from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from cases.domain.content import CaseContent
from cases.domain.off_page import KEPT_FROM_WRITERS, OffPage
from cases.domain.reading import read_content
from cases.domain.workflow import State


class CaseRecordQuerySet(models.QuerySet["CaseRecord"]):
    """The vocabulary of records."""

    def on_page(self) -> "CaseRecordQuerySet":
        """Those that the public reads: published, and not taken down since."""
        return self.filter(published__isnull=False, taken_down__isnull=True)


class CaseRecord(models.Model):
    """One case over all of its revisions, known to the public or not.

    `slug` is its address, given when it is first published and never changed by an edit.
    `published` is the revision that the public reads now, or would read if the case were not off the page:
    then the record has a row `taken_down`.
    """

    slug = models.CharField(max_length=100, unique=True, null=True, blank=True)
    published = models.ForeignKey(
        "Revision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = CaseRecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_record_published_has_address",
                condition=models.Q(published__isnull=True) | models.Q(slug__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.slug or f"record {self.pk}"


PLACE = Coalesce("standing__place_id", "standing__revision_id")
WAITS_SINCE = Coalesce("standing__place__created_at", "created_at")


class RevisionQuerySet(models.QuerySet["Revision"]):
    """The vocabulary of revisions."""

    def waiting(self) -> "RevisionQuerySet":
        """Those in the queue by their place in it, oldest first."""
        return self.filter(standing__state=State.SUBMITTED).with_place().order_by(PLACE)

    def with_place(self) -> "RevisionQuerySet":
        """With the place in the queue (`place`), and since when they wait or waited there (`waits_since`)."""
        return self.annotate(place=PLACE, waits_since=WAITS_SINCE)

    def before_place(self, place: int) -> "RevisionQuerySet":
        """Those before this place in the queue, the nearest first."""
        return self.alias(at=PLACE).filter(at__lt=place).order_by(PLACE.desc())

    def after_place(self, place: int) -> "RevisionQuerySet":
        """Those after this place in the queue."""
        return self.alias(at=PLACE).filter(at__gt=place)

    def waiting_since(self, moment: datetime) -> "RevisionQuerySet":
        """Those that were sent first at this moment or before."""
        return self.alias(begun=WAITS_SINCE).filter(begun__lte=moment)

    def approved(self) -> "RevisionQuerySet":
        """Those that a reviewer accepted, whatever became of them."""
        return self.filter(standing__state=State.APPROVED)

    def accepted(self) -> "RevisionQuerySet":
        """Those that a reviewer accepted, and whose text was not hidden since."""
        return self.approved().filter(hidden=None)

    def written_by(self, person: User | models.OuterRef) -> "RevisionQuerySet":
        """Those of which this person wrote some, as their author or by bringing them up to date."""
        return self.filter(models.Q(author=person) | models.Q(prepared_by=person))

    def by(self, user: User) -> "RevisionQuerySet":
        """Those that this person wrote."""
        return self.filter(author=user)

    def with_people(self) -> "RevisionQuerySet":
        """With everything that a list of revisions prints, in one query."""
        return self.select_related(
            "standing",
            "author",
            "prepared_by",
            "record__taken_down",
            "base__hidden",
            "base__record__taken_down",
            "review__by",
            "hidden",
        )

    def open_to_writers(self) -> "RevisionQuerySet":
        """Those that are not hidden for a reason that hides them from those who wrote them."""
        return self.exclude(hidden__reason__in=KEPT_FROM_WRITERS).exclude(
            record__taken_down__kind=OffPage.HIDDEN, record__taken_down__reason__in=KEPT_FROM_WRITERS
        )


class Revision(models.Model):
    """An immutable snapshot of content. The database refuses UPDATE and DELETE.

    `base` is the revision that was public when the author began; None for a new case. `follows` is
    the revision that this one answers or takes the place of. `prepared_by` is the person who
    rebased the author's text, if that was someone else; neither of the two may decide on it.
    """

    record = models.ForeignKey(CaseRecord, on_delete=models.PROTECT, related_name="revisions")
    base = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="based_here"
    )
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="revisions")
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submission_key = models.UUIDField(unique=True)
    title = models.CharField(max_length=150)
    note = models.TextField(blank=True)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["content_hash"], name="cases_revisions_of_hash")]

    def __str__(self) -> str:
        return f"revision {self.pk} of {self.record_id}"

    @property
    def state(self) -> State:
        """Where the revision stands."""
        return State(self.standing.state)

    def read(self) -> CaseContent:
        """The snapshot as content."""
        return self._read

    @cached_property
    def _read(self) -> CaseContent:
        """Read once: neither the row nor a content ever changes."""
        return read_content(self.content)

    @property
    def is_outdated(self) -> bool:
        """Whether the case moved on since the author began; needs `record` loaded."""
        return self.base_id != self.record.published_id


class RevisionState(models.Model):
    """Where a revision stands in the workflow: the only thing about it that changes.

    `place` is the revision whose place in the queue it took when it was brought up to date, the first of
    them all; None when it has its own. What answers a request for changes begins anew.

    The database refuses changes that no move of the workflow makes, and refuses DELETE.
    """

    revision = models.OneToOneField(
        Revision, on_delete=models.PROTECT, primary_key=True, related_name="standing"
    )
    state = models.CharField(
        max_length=20, choices=[(state.value, state.value) for state in State], default=State.SUBMITTED
    )
    place = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(models.F("state"), Coalesce("place", "revision"), name="cases_state_then_place")
        ]
        constraints = [
            models.CheckConstraint(
                name="cases_state_is_known",
                condition=models.Q(state__in=[state.value for state in State if state != State.DRAFT]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision_id}: {self.state}"
