"""Reading the items of a file into the rows of a report: one reader at a time, not in one transaction."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases.actions.import_plan import Here, plan_of, said_of, what_is_here
from cases.domain.content import to_data
from cases.domain.imports import TOO_MANY_ITEMS, TOO_SLOW, TWICE, ImportState, ItemState
from cases.domain.messages import Problem
from cases.exchange.imports.files import read_file
from cases.exchange.imports.found import Format, Found, NotAnImport, Options
from cases.models import Import, ImportItem

ITEMS_AT_MOST = 10_000
BATCH = 50
HELD_FOR = timedelta(minutes=6)

_Numbered = tuple[int, Found]


class GaveUp(Exception):  # noqa: N818 (an answer, not a fault of the program)
    """There is more to read than was allowed for; nothing of it was kept."""


class HeldByAnother(Exception):  # noqa: N818 (an answer, not a fault of the program)
    """Somebody else reads this file at this moment."""


def hold(found: Import) -> None:
    """Take the file for reading; who died while reading holds it no longer than HELD_FOR. HeldByAnother."""
    now = timezone.now()
    free = Q(held_at__isnull=True) | Q(held_at__lt=now - HELD_FOR)
    rows = Import.objects.filter(free, pk=found.pk, state=ImportState.READING)
    if not rows.update(held_at=now):
        raise HeldByAnother
    found.held_at = now


def let_go(found: Import) -> None:
    """Leave the file to another reader, as if nothing had been read."""
    with transaction.atomic():
        ImportItem.objects.filter(of=found).delete()
        Import.objects.filter(pk=found.pk, held_at=found.held_at).update(held_at=None)


def read_items(
    found: Import, file: BinaryIO, *, seconds: float = float("inf"), items: int = ITEMS_AT_MOST
) -> None:
    """Read the file to its end and write a row for each item.

    Raises GaveUp when it takes longer or has more items; the caller says what that means. A file that cannot
    be read on keeps the rows before the fault.
    """
    ImportItem.objects.filter(of=found).delete()
    until, state, fault = time.monotonic() + seconds, ImportState.READ, {}
    batch: list[_Numbered] = []
    seen: dict[str, str] = {}
    try:
        for number, item in enumerate(read_file(file, Format(found.format), options_of(found)), start=1):
            if number > items or time.monotonic() > until:
                raise GaveUp
            batch.append((number, item))
            if len(batch) == BATCH:
                _write(found, _rows(found, batch, seen))
                batch = []
    except NotAnImport as refusal:
        state, fault = ImportState.FAILED, said_of(refusal.problems[0])
    _write(found, _rows(found, batch, seen))
    _end(found, state, fault)


def fail(found: Import, *, is_slow: bool) -> None:
    """Say that the file is too much for one import. Nothing of it is kept."""
    ImportItem.objects.filter(of=found).delete()
    message, params = (TOO_SLOW, {}) if is_slow else (TOO_MANY_ITEMS, {"limit": ITEMS_AT_MOST})
    _end(found, ImportState.FAILED, said_of(Problem("", message, params)))


def options_of(found: Import) -> Options:
    """What the person said about the file, for its reader."""
    said = found.options
    return Options(
        name=found.name,
        columns=tuple(said.get("columns", ())),
        licence=str(said.get("licence", "")),
        history=bool(said.get("history")),
    )


@contextmanager
def bytes_of(found: Import) -> Iterator[BinaryIO]:
    """The file as it was brought, in a place of its own on disk that is gone afterwards."""
    with TemporaryFile() as file:
        for piece in found.pieces.order_by("number").values_list("data", flat=True).iterator(1):
            file.write(piece)
        file.seek(0)
        yield cast("BinaryIO", file)


def _rows(found: Import, batch: list[_Numbered], seen: dict[str, str]) -> list[ImportItem]:
    """The rows of some items; `seen` says by their names where the ones before stand in the file."""
    here = what_is_here((item for _number, item in batch), by=found.by, options=found.options)
    return [_row(found, number, item, seen, here) for number, item in batch]


def _row(found: Import, number: int, item: Found, seen: dict[str, str], here: Here) -> ImportItem:
    row = ImportItem(
        of=found,
        number=number,
        where=item.where[:200],
        origin=item.origin[:500],
        title=item.title[:200],
        slug=item.slug[:100],
        note=item.note or f"From the file “{found.name}”.",
    )
    if item.origin and item.origin in seen:
        row.state = ItemState.REFUSED
        row.report = [said_of(Problem("", TWICE, {"where": seen[item.origin]}))]
        return row
    if item.content is not None:
        seen[item.origin] = item.where
    plan = plan_of(item, by=found.by, options=found.options, here=here)
    row.state, row.report = plan.state, list(plan.said)
    if plan.content is not None and plan.state in {ItemState.READY, ItemState.INCOMPLETE}:
        row.content = to_data(plan.content)
    return row


def _write(found: Import, batch: list[ImportItem]) -> None:
    """Write some rows, if the file is still held for us."""
    with transaction.atomic():
        if not Import.objects.select_for_update().filter(pk=found.pk, held_at=found.held_at).exists():
            raise HeldByAnother
        ImportItem.objects.bulk_create(batch)


def _end(found: Import, state: ImportState, fault: dict[str, object]) -> None:
    rows = Import.objects.filter(pk=found.pk, held_at=found.held_at)
    rows.update(state=state, fault=fault, held_at=None)
    found.refresh_from_db()
