"""Noting when a case last changed as programs outside see it. Call inside the transaction of the change."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from django.db import connection
from django.db.models import Field

from cases.actions.many_rows import put_rows
from cases.domain.off_page import OffPage
from cases.models import Case, LastChange, TakenDown

AT = cast("Field[object, object]", LastChange._meta.get_field("at"))


def note_change(cases: Iterable[int], *, at: datetime) -> None:
    """Say that these cases changed, or are there now; those that are not public are left out."""
    public = Case.objects.filter(pk__in=list(cases)).values_list("pk", flat=True)
    _write(((pk, False) for pk in public), at=at)


def note_publication(case: int, *, at: datetime) -> None:
    """Say that a case that was just published changed."""
    _write([(case, False)], at=at)


def note_removal(taken: TakenDown) -> None:
    """Say that a case went; of one that is hidden nothing is said at all, not even that it was there."""
    if taken.kind == OffPage.HIDDEN:
        forget(taken.record_id)
    else:
        _write([(taken.record_id, True)], at=taken.at)


def forget(record: int) -> None:
    """Say nothing more of a case."""
    LastChange.objects.filter(record=record).delete()


def replace_changes(*, at: datetime) -> None:
    """Write one row for each case of which something may be said, and keep those that are right."""
    there = {(pk, False) for pk in Case.objects.values_list("pk", flat=True)}
    told = TakenDown.objects.exclude(kind=OffPage.HIDDEN).values_list("pk", flat=True)
    wanted = there | {(pk, True) for pk in told}
    found = set(LastChange.objects.values_list("pk", "is_gone"))
    LastChange.objects.filter(pk__in=[pk for pk, _gone in found - wanted]).delete()
    _write(wanted - found, at=at)


def _write(rows: Iterable[tuple[int, bool]], *, at: datetime) -> None:
    moment = AT.get_db_prep_save(at, connection)
    put_rows(
        LastChange,
        ("record_id", "at", "is_gone"),
        [(pk, moment, is_gone) for pk, is_gone in rows],
        unique=("record_id",),
    )
