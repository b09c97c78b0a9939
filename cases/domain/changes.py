"""What changed between two contents, field by field, and putting changes onto another content.

Parts are matched by key, sources by key, placements by claim and stance; every other field is one value.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from cases.domain.content import CaseContent
from cases.domain.vocabulary import PARTS


class ChangeKind(StrEnum):
    """Whether a field came, went, or says something else."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Group(StrEnum):
    """What a change is about."""

    IDENTITY = "identity"
    PLACEMENT = "placement"
    CLAIMS = "claims"
    TEXT = "text"
    SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One changed field. `path` is `title`, `parts.market`, `illustrations.3f.supports`, `sources.s1`."""

    path: str
    kind: ChangeKind
    group: Group
    old: object
    new: object


SINGLE_FIELDS: dict[str, Group] = {
    "title": Group.IDENTITY,
    "summary": Group.IDENTITY,
    "language": Group.IDENTITY,
    "organisations": Group.IDENTITY,
    "tags": Group.IDENTITY,
    "stake": Group.IDENTITY,
    "phases": Group.PLACEMENT,
    "began": Group.PLACEMENT,
    "ended": Group.PLACEMENT,
    "sector": Group.PLACEMENT,
    "places": Group.PLACEMENT,
    "open_questions": Group.TEXT,
}
TABLES: dict[str, Group] = {
    "illustrations": Group.CLAIMS,
    "parts": Group.TEXT,
    "sources": Group.SOURCES,
}
EMPTY = CaseContent()


def rows_of(content: CaseContent, table: str) -> dict[str, Any]:
    """The rows of a table by their identity."""
    if table == "illustrations":
        return {f"{row.claim}.{row.stance}": row for row in content.illustrations}
    return {row.key: row for row in getattr(content, table)}


def changed_fields(old: CaseContent | None, new: CaseContent) -> tuple[FieldChange, ...]:
    """Return every field that differs; `old` None is a case that is not there yet."""
    before = old or EMPTY
    found = [
        _change(name, group, getattr(before, name), getattr(new, name), absent=getattr(EMPTY, name))
        for name, group in SINGLE_FIELDS.items()
    ]
    for table, group in TABLES.items():
        was, now = rows_of(before, table), rows_of(new, table)
        found += [
            _change(f"{table}.{key}", group, was.get(key), now.get(key), absent=None) for key in {**was, **now}
        ]
    order = list(Group)
    changes = [change for change in found if change is not None]
    return tuple(sorted(changes, key=lambda change: order.index(change.group)))


def collisions(base: CaseContent | None, mine: CaseContent, theirs: CaseContent) -> tuple[str, ...]:
    """The paths that both sides changed since `base`, each to something else."""
    ours = {change.path: change.new for change in changed_fields(base, mine)}
    others = {change.path: change.new for change in changed_fields(base, theirs)}
    return tuple(path for path, value in ours.items() if path in others and others[path] != value)


def apply_changes(onto: CaseContent, changes: Iterable[FieldChange]) -> CaseContent:
    """Return `onto` with these changes made. Rows that are new come after those that are there."""
    content = onto
    for change in changes:
        table, _dot, key = change.path.partition(".")
        if not key:
            content = replace(content, **{table: change.new})
            continue
        rows = rows_of(content, table)
        if change.new is None:
            rows.pop(key, None)
        else:
            rows[key] = change.new
        content = replace(content, **{table: tuple(rows.values())})
    return replace(content, parts=tuple(sorted(content.parts, key=lambda part: PARTS.index(part.key))))


def _change(path: str, group: Group, old: object, new: object, *, absent: object) -> FieldChange | None:
    if old == new:
        return None
    if old == absent:
        return FieldChange(path, ChangeKind.ADDED, group, old, new)
    kind = ChangeKind.REMOVED if new == absent else ChangeKind.CHANGED
    return FieldChange(path, kind, group, old, new)
