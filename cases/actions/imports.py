"""Bringing files of cases: kept, read as a dry run, sent item by item, taken back in one act.

Nothing is published by it: each item becomes a revision that waits for a reviewer, as from the form.
A small file is read and sent in the request that asks for it; the worker does the rest, in portions.
"""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases import permissions
from cases.actions import submissions, trail
from cases.actions.import_reading import (
    GaveUp,
    HeldByAnother,
    bytes_of,
    fail,
    hold,
    let_go,
    read_items,
)
from cases.actions.import_sending import send_items
from cases.actions.moves import hold_writer
from cases.actions.refusals import (
    AlreadyDecided,
    ImportMovedOn,
    ImportTooLarge,
    NotAllowed,
    NotWaiting,
    TooManyImports,
)
from cases.domain.imports import ImportState, ItemState
from cases.domain.queue_marks import import_mark
from cases.exchange.imports.files import recognised
from cases.exchange.imports.found import Format
from cases.exchange.imports.table import head_of
from cases.models import Import, ImportItem, ImportPiece, OutboxMessage, QueueMark
from cases.queries.imports import waiting_of

UNSENT_AT_MOST = 20
PIECE = 500_000
AT_ONCE_BYTES, AT_ONCE_ITEMS, AT_ONCE_SECONDS = 2_000_000, 200, 4.0
"""How much is read or sent in the request that asks for it."""

PORTION_SECONDS, READING_SECONDS = 60.0, 240.0
"""How long the worker sends and reads in one go: less than the lease of its message."""

BEFORE_THE_WORKER = timedelta(seconds=15)
KEPT_FOR = timedelta(days=30)


def begin(
    *, file: BinaryIO, name: str, size: int, by: User, form: Format | None, options: Mapping[str, object]
) -> Import:
    """Keep a file that somebody brings on the site, to be read next; a table first asks for its columns.

    Raises NotAllowed, ImportTooLarge, TooManyImports, and NotAnImport for what is no file of cases.
    """
    if size > settings.IMPORT_BYTES_AT_MOST:
        raise ImportTooLarge
    known = recognised(file) if form is None else form
    asks = known is Format.CSV and not options.get("columns")
    file.seek(0)
    if asks:
        head_of(file)
        file.seek(0)
    with transaction.atomic():
        found = start(name=name, size=size, by=by, form=known, options=options)
        for number, piece in enumerate(iter(lambda: file.read(PIECE), b"")):
            ImportPiece.objects.create(of=found, number=number, data=piece)
        if asks:
            _set_state(found, ImportState.COLUMNS)
        else:
            _queue(found, after=BEFORE_THE_WORKER)
    return found


def start(*, name: str, size: int, by: User, form: Format, options: Mapping[str, object]) -> Import:
    """Make the row of an import, of which nothing was read yet. Raises NotAllowed and TooManyImports."""
    if not permissions.may_contribute(by):
        raise NotAllowed
    with transaction.atomic():
        hold_writer(by)
        if Import.objects.of(by).unsent().count() >= UNSENT_AT_MOST:
            raise TooManyImports
        found = Import.objects.create(
            by=by,
            format=form.value,
            name=name[:200] or form.value,
            size=size,
            state=ImportState.READING,
            options=dict(options),
        )
        trail.note("import_begun", by=by, subject=found, data={"format": form.value, "bytes": size})
    return found


def choose_columns(*, found: Import, columns: tuple[str, ...], by: User) -> Import:
    """Say what the columns of a table hold; what was read of it before is read anew.

    Raises NotAllowed, and ImportMovedOn when it is being read or sent, or something of it was sent.
    """
    with _handled(found, by, ImportState.COLUMNS, ImportState.READ, ImportState.FAILED):
        if found.items.filter(state=ItemState.SENT).exists() or not found.pieces.exists():
            raise ImportMovedOn
        found.items.all().delete()
        found.options = {**found.options, "columns": list(columns)}
        found.fault = {}
        found.save(update_fields=["options", "fault"])
        _set_state(found, ImportState.READING)
        _queue(found, after=BEFORE_THE_WORKER)
        trail.note("import_mapped", by=by, subject=found, data={"columns": len(columns)})
    return found


def read_at_once(*, found: Import) -> bool:
    """Read a small file now, if it takes no time; False when it is left to the worker."""
    if found.state != ImportState.READING or found.size > AT_ONCE_BYTES:
        return False
    try:
        hold(found)
        with bytes_of(found) as file:
            read_items(found, file, seconds=AT_ONCE_SECONDS, items=AT_ONCE_ITEMS)
    except GaveUp:
        let_go(found)
        _queue(found)
        return False
    except HeldByAnother:
        return False
    return True


def read_from_disk(*, found: Import, file: BinaryIO) -> None:
    """Read a file that lies on this machine to its end, however long it takes."""
    hold(found)
    try:
        read_items(found, file)
    except GaveUp:
        fail(found, is_slow=False)


def work_on(message: OutboxMessage) -> bool:
    """Read or send an import, as far as one portion goes; False when there is nothing to do any more.

    Raises HeldByAnother, so that the worker tries again later.
    """
    found = Import.objects.select_related("by").filter(pk=message.subject_id).first()
    if found is None or not found.is_at_work or not permissions.may_contribute(found.by):
        return False
    if found.state == ImportState.SENDING:
        if not send_items(found, seconds=PORTION_SECONDS):
            _queue(found)
        return True
    hold(found)
    started = timezone.now()
    try:
        with bytes_of(found) as file:
            read_items(found, file, seconds=READING_SECONDS)
    except GaveUp:
        fail(found, is_slow=(timezone.now() - started).total_seconds() >= READING_SECONDS)
    return True


def send(*, found: Import, by: User) -> Import:
    """Begin to send everything that can be sent. Raises NotAllowed, and ImportMovedOn when nothing can."""
    with _handled(found, by, ImportState.READ, ImportState.FAILED):
        ready = found.items.filter(state=ItemState.READY).count()
        if not ready:
            raise ImportMovedOn
        found.stopped = ""
        found.save(update_fields=["stopped"])
        _set_state(found, ImportState.SENDING)
        _queue(found, after=BEFORE_THE_WORKER)
        trail.note("import_sent", by=by, subject=found, data={"ready": ready})
    return found


def send_on(*, found: Import, seconds: float = AT_ONCE_SECONDS) -> bool:
    """Send for a while what was begun; False when the rest is left to the worker."""
    is_done = send_items(found, seconds=seconds)
    found.refresh_from_db()
    return is_done


def withdraw_all(*, found: Import, by: User) -> int:
    """Take back everything of an import that waits, in one act; return how much that was. NotAllowed.

    What was decided on meanwhile stays as it is. What is still to be sent is not sent.
    """
    with _handled(found, by, *ImportState):
        if found.state == ImportState.SENDING:
            _set_state(found, ImportState.READ)
        taken = 0
        for revision in waiting_of(found).by(by):
            try:
                submissions.withdraw(revision=revision, by=by)
            except (AlreadyDecided, NotWaiting):
                continue
            taken += 1
        trail.note("import_withdrawn", by=by, subject=found, data={"revisions": taken})
    return taken


def discard(*, found: Import, by: User) -> None:
    """Throw an import away of which nothing was sent. Raises NotAllowed, and ImportMovedOn for any other."""
    with _handled(found, by, *ImportState):
        if found.state == ImportState.SENDING or found.items.filter(state=ItemState.SENT).exists():
            raise ImportMovedOn
        trail.note("import_discarded", by=by, subject=found)
        found.delete()


def forget_old() -> int:
    """Forget imports that nobody sent within a month, and of others what was not sent; return how many."""
    old = Import.objects.filter(created_at__lt=timezone.now() - KEPT_FOR)
    with transaction.atomic():
        ImportPiece.objects.filter(of__in=old).delete()
        ImportItem.objects.filter(of__in=old).exclude(state=ItemState.SENT).exclude(content={}).update(
            content={}
        )
        unsent = [each.pk for each in old.exclude(items__state=ItemState.SENT)]
        Import.objects.filter(pk__in=unsent).delete()
    return len(unsent)


def forget_of(*, user: User) -> None:
    """Forget the imports of somebody who leaves. Call inside the transaction in which they leave.

    What waits of them stays in the queue, and belongs to no import any more.
    """
    rows = Import.objects.of(user)
    QueueMark.objects.filter(mark__in=[import_mark(pk) for pk in rows.values_list("pk", flat=True)]).delete()
    rows.delete()


@contextmanager
def _handled(found: Import, by: User, *states: ImportState) -> Iterator[None]:
    """One act on an import: by who brought it, and from one of these states. NotAllowed, ImportMovedOn."""
    if not permissions.may_handle_import(by, found):
        raise NotAllowed
    with transaction.atomic():
        standing = Import.objects.select_for_update().filter(pk=found.pk).first()
        if standing is None or standing.state not in states:
            raise ImportMovedOn
        found.state, found.options = standing.state, standing.options
        yield


def _set_state(found: Import, state: ImportState) -> None:
    found.state = state
    found.save(update_fields=["state"])


def _queue(found: Import, *, after: timedelta = timedelta(0)) -> None:
    """Let the worker go on with it. Each turn is a message of its own."""
    OutboxMessage.objects.create(
        key=f"import-{found.pk}-{uuid.uuid4().hex}",
        kind="import",
        recipient=found.by,
        subject_id=found.pk,
        due_at=timezone.now() + after,
    )
