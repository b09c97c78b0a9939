"""Publishing a snapshot: what is public now, under a number, a hash and an address that stay."""

from collections.abc import Iterator
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from cases import permissions
from cases.actions import publication, trail
from cases.actions.refusals import ChangedSinceSeen, Incomplete, NotAllowed
from cases.domain.content import hash_of_data
from cases.domain.facts import Kind
from cases.domain.messages import Problem
from cases.domain.messages import noop as _
from cases.exchange.snapshot import hash_of_records, head_of, sealed_part
from cases.exchange.taxonomy import to_plain
from cases.models import Snapshot, SnapshotFact, SnapshotRecord, Version
from cases.models.snapshot import NOTE_LIMIT, TITLE_LIMIT
from cases.queries.facts import Facts, facts_now
from cases.queries.snapshots import newest_number
from cases.queries.taxonomy_record import load_taxonomy_record

ROWS_AT_ONCE = 1000
HEAD = ("case_id", "case__slug", "case__first_published_at", "revision_number", "number", "content_hash")


def publish(*, title: str, note: str = "", by: User, seen: int) -> Snapshot:
    """Publish everything that is public now; `seen` is the number of the newest snapshot `by` had in view.

    Publications wait until it is done; the content of no case is read. Raises NotAllowed, Incomplete, and
    ChangedSinceSeen when somebody published a snapshot meanwhile, or the same form is sent twice.
    """
    if not permissions.may_publish_snapshot(by):
        raise NotAllowed
    title, note = " ".join(title.split()), note.strip()
    _check(title, note)
    with transaction.atomic():
        # All publications queue there: nothing changes between the first record and the last.
        publication.bump_site_version(None)
        if newest_number() != seen:
            raise ChangedSinceSeen
        snapshot = _write(seen + 1, title, note, by)
        _write_facts(snapshot, facts_now())
        data = {"number": snapshot.number, "records": snapshot.records, "sha256": snapshot.digest}
        trail.note("publish_snapshot", by=by, subject=snapshot, data=data)
        return snapshot


def _check(title: str, note: str) -> None:
    problems = []
    if not title:
        problems.append(
            Problem("title", _("The title is missing. Give the snapshot a name, such as a season."))
        )
    if len(title) > TITLE_LIMIT:
        message = _("The title has %(length)s characters. Shorten it to %(limit)s.")
        problems.append(Problem("title", message, {"length": len(title), "limit": TITLE_LIMIT}))
    if len(note) > NOTE_LIMIT:
        message = _("The note has %(length)s characters. Shorten it to %(limit)s.")
        problems.append(Problem("note", message, {"length": len(note), "limit": NOTE_LIMIT}))
    if problems:
        raise Incomplete(tuple(problems))


def _write(number: int, title: str, note: str, by: User) -> Snapshot:
    """The row of a snapshot and those of its records. The hash needs all records, and rows never change.

    So the records are read twice: first for the hash, then to be written.
    """
    site, made_at, taxonomy = settings.SITE_URL, timezone.now(), to_plain(load_taxonomy_record())
    digests = [row.digest for row in _records(site)]
    records_hash, taxonomy_hash = hash_of_records(digests), hash_of_data(taxonomy)
    sealed = sealed_part(
        number=number,
        site=site,
        made_at=made_at,
        records=len(digests),
        records_sha256=records_hash,
        taxonomy_sha256=taxonomy_hash,
    )
    snapshot = Snapshot.objects.create(
        number=number,
        title=title,
        note=note,
        site=site,
        made_at=made_at,
        by=by,
        records=len(digests),
        records_hash=records_hash,
        taxonomy=taxonomy,
        taxonomy_hash=taxonomy_hash,
        digest=hash_of_data(sealed),
    )
    rows = _records(site, snapshot)
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        SnapshotRecord.objects.bulk_create(batch)
    return snapshot


def _records(site: str, snapshot: Snapshot | None = None) -> Iterator[SnapshotRecord]:
    """The records of everything public, not saved, in the order of their numbers."""
    newest = Version.objects.filter(number=F("case__version")).order_by("case_id")
    last = 0
    while batch := list(newest.filter(case_id__gt=last).values_list(*HEAD, "published_at")[:ROWS_AT_ONCE]):
        for record, slug, first_published_at, revision, version, content_hash, published_at in batch:
            head = head_of(
                site=site,
                slug=slug,
                version=version,
                content_hash=content_hash,
                first_published_at=first_published_at,
                published_at=published_at,
            )
            yield SnapshotRecord(
                snapshot=snapshot,
                record_id=record,
                revision_number=revision,
                slug=slug,
                first_published_at=first_published_at,
                digest=hash_of_data(head),
            )
        last = batch[-1][0]


def _write_facts(snapshot: Snapshot, facts: Facts) -> None:
    """Which cases take which stance on which claim."""
    SnapshotFact.objects.bulk_create(
        SnapshotFact(snapshot=snapshot, fact=fact, members=members.serialize())
        for fact, members in facts.sets.get(Kind.CLAIM, {}).items()
    )
