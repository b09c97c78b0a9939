"""Snapshots as the public reads them: what is in them that is still public, and what was removed since."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from pyroaring import BitMap

from cases.domain.content import Data
from cases.domain.states import Tally
from cases.domain.vocabulary import Stance
from cases.exchange.snapshot import (
    faults_of_copy,
    head_of,
    line_of,
    manifest,
    removed_line,
    sealed_part,
)
from cases.models import Snapshot, SnapshotFact, SnapshotRecord, Version

CASES_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class SnapshotPage:
    """A snapshot and how many of its records are no longer public; the numbers of the ones beside it."""

    snapshot: Snapshot
    removed: int
    older: int | None
    newer: int | None

    @property
    def shown(self) -> int:
        """How many of its cases can still be read."""
        return self.snapshot.records - self.removed


def newest_number() -> int:
    """The number of the newest snapshot, 0 before the first; one query."""
    return Snapshot.objects.order_by("-number").values_list("number", flat=True).first() or 0


def snapshot_list(limit: int | None = None) -> list[Snapshot]:
    """The snapshots, the newest first, without what is long; one query."""
    return list(Snapshot.objects.defer("taxonomy").select_related("by")[:limit])


def find_snapshot(number: int) -> Snapshot | None:
    """The snapshot of this number, or None; one query."""
    return Snapshot.objects.select_related("by").filter(number=number).first()


def load_snapshot_page(snapshot: Snapshot) -> SnapshotPage:
    """Read what its page shows; two queries."""
    numbers = Snapshot.objects.aggregate(
        newer=Count("pk", filter=Q(number=snapshot.number + 1)),
        older=Count("pk", filter=Q(number=snapshot.number - 1)),
    )
    return SnapshotPage(
        snapshot,
        removed_from(snapshot).count(),
        older=snapshot.number - 1 if numbers["older"] else None,
        newer=snapshot.number + 1 if numbers["newer"] else None,
    )


def public_records(snapshot: Snapshot) -> QuerySet[SnapshotRecord]:
    """The records of a snapshot whose version is public now. No other is ever shown."""
    return SnapshotRecord.objects.filter(_is_public(), snapshot=snapshot).order_by("record")


def removed_from(snapshot: Snapshot) -> QuerySet[SnapshotRecord]:
    """The records of a snapshot whose version is not public now, to be counted."""
    return SnapshotRecord.objects.filter(~_is_public(), snapshot=snapshot)


def _is_public() -> Exists:
    return Exists(Version.objects.filter(revision_number=OuterRef("revision_number")))


def manifest_of(snapshot: Snapshot) -> Data:
    """The manifest as of now; one query."""
    sealed = sealed_part(
        number=snapshot.number,
        site=snapshot.site,
        made_at=snapshot.made_at,
        records=snapshot.records,
        records_sha256=snapshot.records_hash,
        taxonomy_sha256=snapshot.taxonomy_hash,
    )
    removed = removed_from(snapshot).count()
    return manifest(sealed, title=snapshot.title, note=snapshot.note, removed=removed)


def lines_of(snapshot: Snapshot) -> Iterator[str]:
    """The lines of its cases; where one is no longer public, its digest. Two queries for each two hundred."""
    rows = SnapshotRecord.objects.filter(snapshot=snapshot).order_by("record")
    last = 0
    while batch := list(rows.filter(record__gt=last)[:CASES_AT_ONCE]):
        versions = versions_of(batch)
        for row in batch:
            version = versions.get(row.revision_number)
            yield removed_line(row.digest) if version is None else _line(snapshot, row, version)
        last = batch[-1].record_id


def versions_of(rows: list[SnapshotRecord]) -> Mapping[int, Version]:
    """The versions that these records name and that are public now, by the number of their revision."""
    numbers = [row.revision_number for row in rows]
    return {row.revision_number: row for row in Version.objects.filter(revision_number__in=numbers)}


def _line(snapshot: Snapshot, row: SnapshotRecord, version: Version) -> str:
    head = head_of(
        site=snapshot.site,
        slug=row.slug,
        version=version.number,
        content_hash=version.content_hash,
        first_published_at=row.first_published_at,
        published_at=version.published_at,
    )
    return line_of(head, version.content)


def tallies_of(snapshot: Snapshot) -> dict[str, Tally]:
    """How many of its cases that are still public take which stance on each claim; two queries."""
    gone = BitMap(removed_from(snapshot).values_list("record", flat=True))
    counts: dict[str, dict[str, int]] = {}
    for row in SnapshotFact.objects.filter(snapshot=snapshot):
        claim, _colon, stance = row.fact.partition(":")
        counts.setdefault(claim, {})[Stance(stance).value] = len(row.read() - gone)
    return {claim: Tally(**numbers) for claim, numbers in counts.items()}


def faults_of_snapshots() -> Iterator[str]:
    """One sentence for each thing in a snapshot that is not what was published."""
    for snapshot in Snapshot.objects.order_by("number"):
        said = manifest_of(snapshot)
        if said["sha256"] != snapshot.digest:
            yield f"Snapshot {snapshot.number}: its hash is not that of its manifest."
        for fault in faults_of_copy(said, lines_of(snapshot), snapshot.taxonomy):
            yield f"Snapshot {snapshot.number}: {fault}"
