"""Tables of the two reference texts, restated in our own words.

Every statement is a paraphrase; `ref` names the numbered point of the source text that it restates.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceText(models.Model):
    """One of the two texts by Michel Bauwens that the site is laid over."""

    code = models.SlugField(primary_key=True)
    title = models.CharField(max_length=200)
    author = models.CharField(max_length=100)
    published_on = models.DateField()
    publisher = models.CharField(max_length=100)
    url = models.URLField(max_length=300, blank=True)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


class Stage(models.Model):
    """One of the seven steps of the hierarchy of engagement (2006)."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    formula = models.CharField(max_length=120)
    summary = models.TextField()
    examples_note = models.TextField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class ValueModel(models.Model):
    """One of the three societal models of the text of 2013."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    short = models.CharField(max_length=40)
    summary = models.TextField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.short}"


class Aspect(models.Model):
    """One of the ten questions by which the three models compare."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    question = models.CharField(max_length=200)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class Claim(models.Model):
    """One statement of the text of 2013, in one model and one aspect; its code never changes.

    `statement` repeats the newest wording, so that pages need no join; ClaimVersion is the truth.
    """

    code = models.CharField(max_length=10, primary_key=True)
    model = models.ForeignKey(ValueModel, on_delete=models.PROTECT, related_name="claims")
    aspect = models.ForeignKey(Aspect, on_delete=models.PROTECT, related_name="claims")
    ref = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=0)
    statement = models.TextField()
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.code


class KindOfChange(models.TextChoices):
    """What a new wording does to the statement before it."""

    FIRST = "first", _("First wording")
    REWORDED = "reworded", _("Reworded, same meaning")
    NARROWED = "narrowed", _("Narrowed")
    SPLIT = "split", _("Split off from or into another claim")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ClaimVersion(models.Model):
    """One wording of a claim. Append-only: the database refuses UPDATE and DELETE."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    statement = models.TextField()
    kind = models.CharField(max_length=20, choices=KindOfChange.choices)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["claim_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="taxonomy_one_wording_a_number"),
            models.CheckConstraint(
                name="taxonomy_kind_of_change_is_known",
                condition=models.Q(kind__in=KindOfChange.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} version {self.number}"
