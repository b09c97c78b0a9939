"""The public projection of a case. Only reviewed text is ever in these tables."""

from typing import Self

from django.conf import settings
from django.db import models
from taggit.managers import TaggableManager

from cases.domain.content import CaseContent
from cases.domain.reading import read_content
from cases.domain.vocabulary import (
    LANGUAGE_LABELS,
    PART_LABELS,
    SECTOR_LABELS,
    Absence,
    ImageLicence,
    SourceKind,
    Speaker,
    Stance,
)
from cases.models.revision import CaseRecord
from models_taxonomy.models import Claim, Stage, ValueModel


class CaseQuerySet(models.QuerySet["Case"]):
    """The vocabulary of published cases."""

    def published(self) -> Self:
        """Those that the public may read."""
        return self.all()

    def in_country(self, country: str) -> Self:
        """Those with a place in this country; *worldwide* counts as one."""
        return self.filter(
            models.Exists(CasePlace.objects.filter(case=models.OuterRef("pk"), country=country))
        )


class Case(models.Model):
    """One published case, as the public reads it now.

    `stage` and `model` are those of the last phase; `stage` None there means that the hierarchy does
    not apply. Absent years are told apart by `began_absence` and `ended_absence`.
    """

    record = models.OneToOneField(CaseRecord, on_delete=models.CASCADE, primary_key=True, related_name="case")
    slug = models.CharField(max_length=100, unique=True)
    title = models.CharField(max_length=150)
    summary = models.CharField(max_length=300)
    language = models.CharField(max_length=10, choices=list(LANGUAGE_LABELS.items()))
    sector = models.CharField(max_length=30, blank=True, choices=list(SECTOR_LABELS.items()))
    organisations = models.JSONField(default=list)
    open_questions = models.JSONField(default=list)
    began = models.SmallIntegerField(null=True)
    began_absence = models.CharField(max_length=20, blank=True, choices=[(a, a) for a in Absence])
    began_decade = models.SmallIntegerField(null=True)
    ended = models.SmallIntegerField(null=True)
    ended_absence = models.CharField(max_length=20, blank=True, choices=[(a, a) for a in Absence])
    is_going_on = models.BooleanField(default=False)
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, null=True, related_name="+")
    model = models.ForeignKey(ValueModel, on_delete=models.PROTECT, related_name="+")
    stake = models.CharField(max_length=500, blank=True)
    parts_written = models.PositiveSmallIntegerField()
    source_count = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    first_published_at = models.DateTimeField()
    published_at = models.DateTimeField()

    objects = CaseQuerySet.as_manager()
    tags = TaggableManager(blank=True)

    class Meta:
        ordering = ["title", "pk"]
        indexes = [
            models.Index(fields=["sector"], name="cases_case_sector"),
            models.Index(fields=["began_decade"], name="cases_case_decade"),
            models.Index(fields=["title", "record"], name="cases_case_by_title"),
            models.Index(fields=["-first_published_at", "-record"], name="cases_case_newest"),
            models.Index(fields=["-published_at", "-record"], name="cases_case_changed"),
        ]

    def __str__(self) -> str:
        return self.title


class CasePhase(models.Model):
    """A period of a published case; `end` None means now."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="phases")
    order = models.PositiveSmallIntegerField()
    start = models.SmallIntegerField()
    end = models.SmallIntegerField(null=True)
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, null=True, related_name="+")
    no_stage_reason = models.TextField(blank=True)
    model = models.ForeignKey(ValueModel, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["case_id", "order"]
        indexes = [models.Index(fields=["stage", "model", "case"], name="cases_phase_cell")]
        constraints = [
            models.UniqueConstraint(fields=["case", "order"], name="cases_phase_order"),
            models.CheckConstraint(
                name="cases_phase_ends_after_start",
                condition=models.Q(end__isnull=True) | models.Q(end__gte=models.F("start")),
            ),
            models.CheckConstraint(
                name="cases_phase_stage_or_reason",
                condition=models.Q(stage__isnull=False, no_stage_reason="")
                | (models.Q(stage__isnull=True) & ~models.Q(no_stage_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} from {self.start}"


class CasePlace(models.Model):
    """A place of a published case; `country` is ISO 3166, `worldwide`, or empty when not stated."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="places")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=20, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    class Meta:
        ordering = ["case_id", "order"]
        indexes = [models.Index(fields=["country", "case"], name="cases_place_country")]

    def __str__(self) -> str:
        return self.name


class CasePart(models.Model):
    """A part of a published case: its HTML, rendered and sanitised when it was published.

    With an `absence` there is no text, and `note` says what is known about that. A part that nobody
    wrote has no row.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parts")
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40, choices=list(PART_LABELS.items()))
    html = models.TextField(blank=True)
    plain = models.TextField(blank=True)
    words = models.PositiveIntegerField(default=0)
    absence = models.CharField(max_length=20, blank=True, choices=[(a, a) for a in Absence])
    note = models.TextField(blank=True)
    renderer = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["case_id", "order"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="cases_one_part_a_key")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.key}"


class CaseSource(models.Model):
    """A source of a published case; `number` is what readers see."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sources")
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in SourceKind])
    title = models.CharField(max_length=500)
    authors = models.CharField(max_length=500, blank=True)
    year = models.SmallIntegerField(null=True)
    year_absence = models.CharField(max_length=20, blank=True, choices=[(a, a) for a in Absence])
    publisher = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=1000, blank=True)
    doi = models.CharField(max_length=200, blank=True)
    accessed = models.CharField(max_length=10, blank=True)
    speaker = models.CharField(max_length=20, choices=[(speaker, speaker) for speaker in Speaker])

    class Meta:
        ordering = ["case_id", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="cases_one_source_a_key")]

    def __str__(self) -> str:
        return self.title


class CaseImage(models.Model):
    """An image of a published case. `key` names the uploaded file; sizes are in pixels."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="images")
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=32, db_index=True)
    alt = models.CharField(max_length=300)
    caption = models.CharField(max_length=300, blank=True)
    author = models.CharField(max_length=200)
    licence = models.CharField(max_length=20, choices=[(each, each) for each in ImageLicence])
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        ordering = ["case_id", "order"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="cases_one_image_a_key")]

    def __str__(self) -> str:
        return f"{self.case_id} image {self.key}"


class Placement(models.Model):
    """An illustration of a published case: what it does to one claim.

    `claim_version` is the wording that the author had in view; when it is not the newest one, every
    page that shows the placement says so. A case whose sources disagree may have several placements
    on one claim, each with another stance.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="placements")
    order = models.PositiveSmallIntegerField()
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="placements")
    claim_version = models.PositiveSmallIntegerField()
    stance = models.CharField(max_length=20, choices=[(stance, stance) for stance in Stance])
    note = models.TextField()
    quote = models.CharField(max_length=300, blank=True)
    sources = models.ManyToManyField(CaseSource, related_name="placements")
    source_count = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["case_id", "order"]
        indexes = [
            models.Index(fields=["claim", "stance", "case"], name="cases_placement_on_claim"),
            models.Index(fields=["claim", "claim_version"], name="cases_placement_on_wording"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "claim", "stance"], name="cases_one_placement_a_stance")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} on {self.claim_id}"


class CaseLink(models.Model):
    """A `[[link]]` from a published case to the slug of another, which may not exist yet."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links")
    target = models.CharField(max_length=100, db_index=True)

    class Meta:
        ordering = ["case_id", "target"]
        constraints = [models.UniqueConstraint(fields=["case", "target"], name="cases_one_link_a_target")]

    def __str__(self) -> str:
        return f"{self.case_id} to {self.target}"


class Version(models.Model):
    """One published version of a case, with its own copy of the content: what history shows.

    Its key is that of the review that accepted it, so that later keys are later changes, also among rows
    that were made again. A hidden version has no row.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    revision_number = models.BigIntegerField(unique=True)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["case_id", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="cases_one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.case_id} version {self.number}"

    def read(self) -> CaseContent:
        """The version as content."""
        return read_content(self.content)
