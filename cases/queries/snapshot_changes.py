"""What changed from one snapshot to another: cases, wordings of claims, and states of claims.

Only what is public now is told. A case of either snapshot that is off the page is counted and not named.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from cases.domain.changes import changed_fields
from cases.domain.states import ClaimState, Tally, state_of
from cases.models import Snapshot, SnapshotRecord, Version
from cases.queries.snapshots import CASES_AT_ONCE, public_records, removed_from, tallies_of, versions_of

SHOWN_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A case that came, went, or says something else; `kind` is *added*, *removed* or *changed*.

    `before` and `after` are numbers of versions, or None. `fields` are the paths that changed, empty when the
    case came or went, None when what it said before is no longer public. `new_slug` is its later address.
    """

    kind: str
    slug: str
    title: str
    before: int | None
    after: int | None
    fields: tuple[str, ...] | None = ()
    new_slug: str = ""


@dataclass(frozen=True, slots=True)
class WordingChange:
    """A claim that has another wording; `kind` is that of the newest. "" where there was or is none."""

    code: str
    kind: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class StateChange:
    """A claim whose state changed."""

    code: str
    before: ClaimState
    after: ClaimState


@dataclass(frozen=True, slots=True)
class SnapshotChanges:
    """What a page shows of the changes: the first cases of each kind, and how many there are.

    `gone` counts the cases of the old snapshot that are not in the new one and not public now.
    """

    old: Snapshot
    new: Snapshot
    added: tuple[CaseChange, ...]
    changed: tuple[CaseChange, ...]
    removed: tuple[CaseChange, ...]
    added_in_all: int
    changed_in_all: int
    removed_in_all: int
    gone: int
    wordings: tuple[WordingChange, ...]
    states: tuple[StateChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        cases = self.added_in_all + self.changed_in_all + self.removed_in_all + self.gone
        return not (cases or self.wordings or self.states)


def load_snapshot_changes(old: Snapshot, new: Snapshot) -> SnapshotChanges:
    """Read what a page shows; fourteen queries at most."""
    return SnapshotChanges(
        old=old,
        new=new,
        added=tuple(islice(added_cases(old, new, SHOWN_AT_MOST), SHOWN_AT_MOST)),
        changed=tuple(islice(changed_cases(old, new, SHOWN_AT_MOST), SHOWN_AT_MOST)),
        removed=tuple(islice(removed_cases(old, new, SHOWN_AT_MOST), SHOWN_AT_MOST)),
        added_in_all=_only_in(new, old).count(),
        changed_in_all=_in_both(old, new).count(),
        removed_in_all=_only_in(old, new).count(),
        gone=removed_from(old).exclude(_stands_in(new)).count(),
        wordings=changed_wordings(old, new),
        states=changed_states(old, new),
    )


def added_cases(old: Snapshot, new: Snapshot, at_once: int = CASES_AT_ONCE) -> Iterator[CaseChange]:
    """The cases that came, in the order of their numbers; two queries for each `at_once`."""
    for row, now in _each(_only_in(new, old), at_once):
        yield CaseChange("added", row.slug, _title(now), None, now.number)


def removed_cases(old: Snapshot, new: Snapshot, at_once: int = CASES_AT_ONCE) -> Iterator[CaseChange]:
    """The cases that went and are public again now; two queries for each `at_once`."""
    for row, was in _each(_only_in(old, new), at_once):
        yield CaseChange("removed", row.slug, _title(was), was.number, None)


def changed_cases(old: Snapshot, new: Snapshot, at_once: int = CASES_AT_ONCE) -> Iterator[CaseChange]:
    """The cases that say something else, or have another address; three queries for each `at_once`."""
    for batch in _batches(_in_both(old, new), at_once):
        before = {row.record_id: row for row in _records_of(old, batch)}
        versions = versions_of([*batch, *before.values()])
        for row in batch:
            if now := versions.get(row.revision_number):
                yield _changed(before[row.record_id], row, versions, now)


def changed_wordings(old: Snapshot, new: Snapshot) -> tuple[WordingChange, ...]:
    """The claims whose wording changed, in the order of the text; no query."""
    before, after = _wordings(old), _wordings(new)
    return tuple(
        WordingChange(
            code,
            after.get(code, NO_WORDING)["kind"],
            before.get(code, NO_WORDING)["statement"],
            after.get(code, NO_WORDING)["statement"],
        )
        for code in {**before, **after}
        if before.get(code) != after.get(code)
    )


def changed_states(old: Snapshot, new: Snapshot) -> tuple[StateChange, ...]:
    """The claims whose state changed, in the order of the text; four queries."""
    before, after = tallies_of(old), tallies_of(new)
    changes = (
        StateChange(
            code,
            state_of(before.get(code, Tally())),
            state_of(after.get(code, Tally())),
        )
        for code in {**_wordings(old), **_wordings(new)}
    )
    return tuple(change for change in changes if change.before is not change.after)


# --- cases ----------------------------------------------------------------------------------------


def _stands_in(other: Snapshot) -> Exists:
    return Exists(SnapshotRecord.objects.filter(snapshot=other, record=OuterRef("record")))


def _only_in(one: Snapshot, other: Snapshot) -> QuerySet[SnapshotRecord]:
    return public_records(one).exclude(_stands_in(other))


def _in_both(old: Snapshot, new: Snapshot) -> QuerySet[SnapshotRecord]:
    """The records of the new snapshot that stand in the old one with another version or address."""
    before = SnapshotRecord.objects.filter(snapshot=old, record=OuterRef("record"))
    # Not by the digest, which holds the address of the site: that a site moved is no change of its cases.
    as_now = {"revision_number": OuterRef("revision_number"), "slug": OuterRef("slug")}
    return public_records(new).filter(Exists(before.exclude(**as_now)))


def _records_of(snapshot: Snapshot, rows: list[SnapshotRecord]) -> QuerySet[SnapshotRecord]:
    return SnapshotRecord.objects.filter(snapshot=snapshot, record__in=[row.record_id for row in rows])


def _batches(rows: QuerySet[SnapshotRecord], at_once: int) -> Iterator[list[SnapshotRecord]]:
    last = 0
    while batch := list(rows.filter(record__gt=last)[:at_once]):
        yield batch
        last = batch[-1].record_id
        if len(batch) < at_once:
            return


def _each(rows: QuerySet[SnapshotRecord], at_once: int) -> Iterator[tuple[SnapshotRecord, Version]]:
    for batch in _batches(rows, at_once):
        versions = versions_of(batch)
        for row in batch:
            if version := versions.get(row.revision_number):
                yield row, version


def _changed(
    was: SnapshotRecord, row: SnapshotRecord, versions: Mapping[int, Version], now: Version
) -> CaseChange:
    then = versions.get(was.revision_number)
    fields = None if then is None else tuple(each.path for each in changed_fields(then.read(), now.read()))
    return CaseChange(
        kind="changed",
        slug=was.slug if then is not None else row.slug,
        title=_title(now),
        before=None if then is None else then.number,
        after=now.number,
        fields=fields,
        new_slug=row.slug,
    )


def _title(version: Version) -> str:
    return str(version.content["title"])


# --- claims ---------------------------------------------------------------------------------------

NO_WORDING = {"kind": "", "statement": ""}


def _wordings(snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    """The newest wording of each claim of a snapshot."""
    return {claim["code"]: claim["wordings"][-1] for claim in snapshot.taxonomy["claims"]}
