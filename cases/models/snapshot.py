"""Snapshots: what was public at one moment, for ever under one number.

They hold no text of a case. A record names a published version, which has its text in `Version` as long as
it is public: what is taken off the page is off every snapshot in the same transaction, by construction, and
its digest stays. Decision 0047 says why.
"""

from django.conf import settings
from django.db import models
from pyroaring import BitMap

from cases.models.revision import CaseRecord

TITLE_LIMIT, NOTE_LIMIT = 150, 1000


class Snapshot(models.Model):
    """A snapshot that a steward published. Append-only: the database refuses UPDATE and DELETE.

    `site` is the address that the site had. `taxonomy` is `cases.exchange.taxonomy.to_plain` of that moment.
    The hashes are those of `cases.exchange.snapshot`; `digest` is the one to cite.
    """

    number = models.PositiveIntegerField(primary_key=True)
    title = models.CharField(max_length=TITLE_LIMIT)
    note = models.TextField(blank=True)
    site = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    records = models.PositiveIntegerField()
    records_hash = models.CharField(max_length=64)
    taxonomy = models.JSONField()
    taxonomy_hash = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"snapshot {self.number}"


class SnapshotRecord(models.Model):
    """One case in a snapshot: which version it was, and its digest. Append-only.

    `slug` and `first_published_at` are those of that moment. Nothing of a row is shown while the version
    that it names is not public, but its digest.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="cases")
    record = models.ForeignKey(CaseRecord, on_delete=models.PROTECT, related_name="+")
    revision_number = models.BigIntegerField()
    slug = models.CharField(max_length=100)
    first_published_at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["snapshot", "record"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "record"], name="cases_snapshot_has_case_once")
        ]

    def __str__(self) -> str:
        return f"record {self.record_id} in snapshot {self.snapshot_id}"


class SnapshotFact(models.Model):
    """Which cases of a snapshot took a stance on a claim, as a serialised roaring bitmap. Append-only.

    `fact` is such as `3f:supports`. What is counted of it are only cases that are still public.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="facts")
    fact = models.CharField(max_length=40)
    members = models.BinaryField()

    class Meta:
        ordering = ["snapshot", "fact"]
        constraints = [models.UniqueConstraint(fields=["snapshot", "fact"], name="cases_snapshot_fact_once")]

    def __str__(self) -> str:
        return f"{self.fact} in snapshot {self.snapshot_id}"

    def read(self) -> BitMap:
        """The cases, as a set that the caller may change."""
        return BitMap.deserialize(bytes(self.members))
