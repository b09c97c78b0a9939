"""What changed between two contents, field by field, and putting changes onto another content.

Rows are matched by identity: parts by key, sources by key, placements by claim and stance. Where one
stance on a claim went and one came, that is one change, under the path of the stance that went. Every
other field is one value, lists included.

The order of sources and placements says nothing, so a new order alone is no change. Images are shown in
theirs: another order than what was there, with new images behind, is a change under the path `image_order`.
Other changes that are put onto a content leave its rows where they are, and new rows come after them in the
order of the changes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from cases.domain.content import CaseContent, Illustration, Image, Part, Source
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
    IMAGES = "images"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One changed field. `path` is `title`, `parts.market`, `illustrations.3f.supports`, `sources.s1`.

    `old` and `new` are values of the content: a field, or a row and None where there is no row.
    """

    path: str
    kind: ChangeKind
    group: Group
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class ImageOrder:
    """The images of a case in their order, by key; `names` are for people and say what is to be seen."""

    keys: tuple[str, ...]
    names: tuple[str, ...] = field(compare=False)


IMAGE_ORDER = "image_order"
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
    "images": Group.IMAGES,
}
EMPTY = CaseContent()


def rows_of(content: CaseContent, table: str) -> dict[str, Any]:
    """The rows of a table by their identity."""
    return {identity_of(row): row for row in getattr(content, table)}


def identity_of(row: Part | Source | Illustration | Image) -> str:
    """What makes this row the same row in another content: `market`, `smith2012`, `3f.supports`."""
    return f"{row.claim}.{row.stance}" if isinstance(row, Illustration) else row.key


def changed_fields(old: CaseContent | None, new: CaseContent) -> tuple[FieldChange, ...]:
    """Return every field that differs, by group; `old` None is a case that is not there yet."""
    before = old or EMPTY
    found = [
        _change(name, group, getattr(before, name), getattr(new, name), absent=getattr(EMPTY, name))
        for name, group in SINGLE_FIELDS.items()
    ]
    found += [
        _change(f"{table}.{identity}", group, was, now, absent=None)
        for table, group in TABLES.items()
        for identity, was, now in _pairs(rows_of(before, table), rows_of(new, table))
    ]
    found.append(_changed_order(before.images, new.images))
    order = list(Group)
    changes = [change for change in found if change is not None]
    return tuple(sorted(changes, key=lambda change: order.index(change.group)))


def collisions(base: CaseContent | None, mine: CaseContent, theirs: CaseContent) -> tuple[str, ...]:
    """The paths of my changes since `base` that touch what they changed too, to something else."""
    others = changed_fields(base, theirs)
    return tuple(
        change.path
        for change in changed_fields(base, mine)
        if any(change.new != other.new and _touched(change) & _touched(other) for other in others)
    )


def apply_changes(onto: CaseContent, changes: Iterable[FieldChange]) -> CaseContent:
    """Return `onto` with these changes made.

    `apply_changes(old, changed_fields(old, new))` says what `new` says; it is equal to `new` when `new`
    kept the order of the rows of `old` and added its own after them.
    """
    content = onto
    for change in changes:
        table, _dot, identity = change.path.partition(".")
        value: Any = change.new
        if isinstance(value, ImageOrder):
            table, value = "images", _in_order(content.images, value)
        elif identity:
            value = _with_row(rows_of(content, table), identity, change.new)
        content = replace(content, **{table: value})
    return replace(content, parts=tuple(sorted(content.parts, key=lambda part: PARTS.index(part.key))))


def _changed_order(old: tuple[Image, ...], new: tuple[Image, ...]) -> FieldChange | None:
    """The change of order that is left when all rows that came and went did."""
    kept = {row.key for row in old} & {row.key for row in new}
    expected = [
        *(row.key for row in old if row.key in kept),
        *(row.key for row in new if row.key not in kept),
    ]
    if [row.key for row in new] == expected:
        return None
    return FieldChange(IMAGE_ORDER, ChangeKind.CHANGED, Group.IMAGES, _order_of(old), _order_of(new))


def _order_of(images: tuple[Image, ...]) -> ImageOrder:
    return ImageOrder(tuple(row.key for row in images), tuple(row.alt for row in images))


def _in_order(images: tuple[Image, ...], order: ImageOrder) -> tuple[Image, ...]:
    """The images in this order; those that it does not name stay behind them as they are."""
    places = {key: place for place, key in enumerate(order.keys)}
    return tuple(sorted(images, key=lambda row: places.get(row.key, len(places))))


def _pairs(was: dict[str, Any], now: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Each identity with its row before and after, None where there is none."""
    moved = _moved_stances(was, now)
    for identity in {**was, **now}:
        if identity not in moved.values():
            yield identity, was.get(identity), now.get(moved.get(identity, identity))


def _moved_stances(was: dict[str, Any], now: dict[str, Any]) -> dict[str, str]:
    """The placements whose stance changed: the identity before and after."""
    moved = {}
    for claim in {row.claim for row in was.values() if isinstance(row, Illustration)}:
        gone = [identity for identity in was if identity not in now and was[identity].claim == claim]
        come = [identity for identity in now if identity not in was and now[identity].claim == claim]
        if len(gone) == len(come) == 1:
            moved[gone[0]] = come[0]
    return moved


def _touched(change: FieldChange) -> set[str]:
    """The paths that this change writes: more than its own when it gives a row another identity."""
    table, _dot, identity = change.path.partition(".")
    if identity and isinstance(change.new, Illustration):
        return {change.path, f"{table}.{identity_of(change.new)}"}
    return {change.path}


def _with_row(rows: dict[str, Any], identity: str, row: Any) -> tuple[Any, ...]:  # noqa: ANN401 (any table's row)
    """The rows with this one in the place of the one of that identity, at the end, or taken out."""
    if row is None:
        return tuple(old for key, old in rows.items() if key != identity)
    becomes = identity_of(row)
    place = identity if identity in rows else becomes
    kept = {key: row if key == place else old for key, old in rows.items() if key == place or key != becomes}
    return tuple(kept.values()) if place in kept else (*kept.values(), row)


def _change(path: str, group: Group, old: object, new: object, *, absent: object) -> FieldChange | None:
    if old == new:
        return None
    if old == absent:
        return FieldChange(path, ChangeKind.ADDED, group, old, new)
    kind = ChangeKind.REMOVED if new == absent else ChangeKind.CHANGED
    return FieldChange(path, kind, group, old, new)
